package content

import (
	"strings"
	"testing"

	"cxgen/generator/source"
)

func TestStrikes(t *testing.T) {
	f := source.NewFile("content/a.md", []byte("0~10점, 1~5점, ~~gone~~, ~one~, a~\n"))
	p, _ := Parse(f, "a/", "ko")
	body, problems := p.Body(f, Options{})
	if len(problems) > 0 || len(body.Blocks) != 1 {
		t.Fatal(problems)
	}
	if got := string(body.Blocks[0].HTML); !strings.Contains(got, "0~10점, 1~5점, <del>gone</del>, ~one~, a~") {
		t.Error(got)
	}
}
