package content

import (
	"testing"
	"time"

	"cxgen/generator/source"
)

func TestHeader(t *testing.T) {
	toml := "+++\ntitle = \"Kettle\"\nkind = \"product\"\ndate = 2026-03-01\ntags = [\"tea\", \"home\"]\naliases = [\"/old/kettle/\", \"kessel\"]\n" +
		"[product]\nprice = \"89.00\"\n+++\nText.\n"
	yaml := "---\ntitle: Kettle\nkind: product\ndate: 2026-03-01\ntags: [tea, home]\naliases:\n  - /old/kettle/\n  - kessel\n" +
		"product:\n  price: \"89.00\"\n---\nText.\n"
	for name, text := range map[string]string{"toml": toml, "yaml": yaml, "mark": "\ufeff" + toml} {
		t.Run(name, func(t *testing.T) {
			f := source.NewFile("content/products/kettle.md", []byte(text))
			p, problems := Parse(f, "products/kettle/", "en")
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			h := p.Header
			if h.Title != "Kettle" || h.Kind != "product" || len(h.Tags) != 2 || len(h.Aliases) != 2 || h.Product == nil || h.Product.Price != "89.00" ||
				!h.Date.Equal(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)) {
				t.Errorf("header is %+v", h)
			}
			if at := p.Keys.Value("product.price"); at.Text() != "89.00" {
				t.Errorf("the price stands at %q", at.Text())
			}
			body, problems := p.Body(f, Options{})
			if len(problems) > 0 || len(body.Blocks) != 1 || body.Blocks[0].HTML != "<p>Text.</p>\n" || body.Blocks[0].At.Text() != "Text." {
				t.Errorf("body is %+v %v", body, problems)
			}
		})
	}
}

func TestCascade(t *testing.T) {
	text := "+++\ntitle = \"Guides\"\n[cascade]\nkind = \"article\"\n+++\n"
	p, problems := Parse(source.NewFile("content/guides/_index.md", []byte(text)), "guides/", "en")
	if len(problems) > 0 || p.Header.Cascade == nil || p.Header.Cascade.Kind != "article" {
		t.Errorf("cascade is %+v %v", p.Header.Cascade, problems)
	}
}

// TestTitle finds the title of pages that have none in their header.
func TestTitle(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"Text.\n", ""},
		{"# Tea *in* four `minutes` {#x}\n", "Tea in four minutes"},
		{"\ufeff# Mark\r\n", "Mark"},
		{"## Second\n\n# First ##\n# Other\n", "First"},
		{"```\n# code\n```\n\n::: hero\n# Hero\n:::\n", "Hero"},
		{"~~~~\n# code\n~~~\n# code\n~~~~\n  # It's {{nps latest}}\n", "It’s"},
		{"#\n# \n#nothing\n    # code\n# Found", "Found"},
		{"+++\nkind = \"page\"\n+++\n# Below\n", "Below"},
		{"+++\ntitle = \"Above\"\n+++\n# Below\n", "Above"},
		{"---\n---\n# Empty front matter\n", "Empty front matter"},
	}
	for _, test := range tests {
		p, problems := Parse(source.NewFile("content/x.md", []byte(test.text)), "x/", "en")
		if p.Header.Title != test.want || len(problems) > 0 {
			t.Errorf("title of %q is %q, want %q %v", test.text, p.Header.Title, test.want, problems)
		}
	}
}
