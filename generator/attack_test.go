package generator_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"cxgen/generator"
)

// answerer is one row of the answers that TestAttack publishes.
type answerer struct {
	month, channel, store, customer string
	segment                         string // of the customer: loyal, new, or neither
	late                            bool   // in the second half of the month, which is another month in the Persian calendar
	score, stars                    int
	mail, comment                   string
}

var (
	attackMonths   = []string{"2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"}
	persianMonths  = []string{"1404-10", "1404-11", "1404-12", "1405-01", "1405-02", "1405-03", "1405-04"}
	attackQuarters = []string{"2026-Q1", "2026-Q2"}
	attackRolling  = []string{"rolling 2026-03", "rolling 2026-04", "rolling 2026-05", "rolling 2026-06"}
	attackChannels = []string{"app", "fax", "shop", "web"}
	attackStores   = []string{"ankara", "berlin", "cairo", "delhi", "essen"}
)

// crowd makes answers at random. The fax has few, so has the store in Essen, and the segment of the new.
func crowd(dice *rand.Rand) []answerer {
	var all []answerer
	pick := func(list []string, odds ...int) string {
		sum := 0
		for _, o := range odds {
			sum += o
		}
		at := dice.IntN(sum)
		for i, o := range odds {
			if at -= o; at < 0 {
				return list[i]
			}
		}
		return ""
	}
	for i := range 240 + dice.IntN(60) {
		a := answerer{
			month:   pick(attackMonths, 20, 20, 20, 2, 20, 20),
			channel: pick(attackChannels, 30, 1, 20, 40),
			store:   pick(attackStores, 30, 25, 20, 8, 1),
			segment: pick([]string{"loyal", "new", ""}, 50, 2, 48),
			late:    dice.IntN(12) == 0,
			score:   dice.IntN(11), stars: 1 + dice.IntN(5),
			customer: fmt.Sprintf("cust-%04d", i), mail: fmt.Sprintf("person%d@mail.example", i), comment: fmt.Sprintf("verbatim-%d", i),
		}
		all = append(all, a)
	}
	return all
}

// attackSite is the site: pages for all, for segments and for stores, in three languages and three kinds of digits, two metrics that count
// the same people, charts, tables, tiles, sections, values in prose with narrow conditions, and reviews.
func attackSite(all []answerer, least int) fstest.MapFS {
	files := fstest.MapFS{}
	put := func(name, text string) { files[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644} }
	put("site.toml", fmt.Sprintf(`title = "Shop"
base_url = "https://shop.example/"
language = "en"
[data]
min_n = %d
[languages.fa]
title = "فروشگاه"
[languages.ko]
title = "가게"
[[segments]]
name = "loyal"
table = "customers"
where = "orders >= 5"
key = "customer"
[[segments]]
name = "new"
table = "customers"
where = "orders = 1"
key = "customer"
`, least))
	metrics := ""
	for _, m := range []string{"nps\"\nscore = \"score\"", "csat\"\nscore = \"stars\""} {
		name, _, _ := strings.Cut(m, `"`)
		metrics += fmt.Sprintf("[metrics.%s]\nkind = \"%s\ntable = \"answers\"\ntime = \"date\"\n", name, m)
	}
	metrics += "[metrics.smooth]\nkind = \"nps\"\nrolling = 3\ntable = \"answers\"\ntime = \"date\"\n"
	put("data/metrics.toml", metrics)
	answers, customers, reviews := "date,channel,store,customer,score,stars,mail,comment\n", "customer,orders\n", "product,stars,text,customer\n"
	for _, a := range all {
		answers += fmt.Sprintf("%s-%s,%s,%s,%s,%d,%d,%s,%s\n", a.month, map[bool]string{false: "10", true: "25"}[a.late], a.channel, a.store, a.customer, a.score, a.stars, a.mail, a.comment)
		customers += fmt.Sprintf("%s,%d\n", a.customer, map[string]int{"loyal": 7, "new": 1, "": 3}[a.segment])
	}
	for i := range 30 {
		reviews += fmt.Sprintf("%s,%d,review-%d,%s\n", []string{"kettle", "cup"}[min(1, i/27)], 1+i%5, i, all[i].customer)
	}
	put("data/answers.csv", answers)
	put("data/customers.csv", customers)
	put("data/reviews.csv", reviews)
	put("data/stores.csv", "id\n"+strings.Join(attackStores, "\n")+"\n")

	figure := func(metric, id, keys string) string {
		return fmt.Sprintf("\n```chart\nmetric = %q\nid = %q\n%s\n```\n", metric, id, keys)
	}
	segments := "+++\ntitle = \"%s\"\nsegments = [\"loyal\", \"new\"]\n+++\n"
	put("content/report.md", fmt.Sprintf(segments, "Report")+`
Qall {{nps n}} people give {{nps value}}. Qnofax {{nps n where channel != "fax"}} people.
Qshore {{csat n where store in ["berlin", "cairo", "delhi", "essen"] and channel = "web"}} people, {{nps change}}.
Qytd {{nps n at 2026-01..2026-05}}. Qbutfirst {{nps n where date >= 2026-02-01}}.
`+figure("nps", "quarter", `by = "quarter"`)+figure("smooth", "rolling", `by = "month"`)+figure("nps", "month-channel", `by = "month"
split = "channel"`)+figure("nps", "channel", `by = "channel"`)+figure("csat", "month", `by = "month"`)+`
`+"```metrics\nshow = [\"nps\", \"csat\"]\n```\n"+`
::: stat {metric="nps" where="channel != 'app'" label=""}
:::
`)
	put("content/fa/report.md", fmt.Sprintf(segments, "گزارش")+"Qnotapp {{nps n where channel != \"app\"}}. Qapril {{nps n at 2026-04}}.\n"+
		figure("nps", "month", `by = "month"`)+figure("nps", "store", `by = "store"`))
	put("content/ko/report.md", "+++\ntitle = \"보고\"\n+++\nQnoessen {{csat n where store != \"essen\"}}.\n"+
		figure("csat", "month-channel", "by = \"month\"\nsplit = \"channel\"")+figure("nps", "month-store", "by = \"month\"\nsplit = \"store\""))
	put("content/stores.md", "+++\ntitle = \"{{row.id}}\"\n[each]\ntable = \"stores\"\npath = \"{id}\"\nwhere = \"store = row.id\"\n+++\nQall {{nps n}} people, {{nps value}}.\n"+
		figure("nps", "month", `by = "month"`)+figure("csat", "channel", `by = "channel"`))
	for _, sku := range []string{"kettle", "cup"} {
		put("content/products/"+sku+".md", fmt.Sprintf("+++\ntitle = %q\nkind = \"product\"\n[product]\nsku = %q\nprice = \"9.00\"\ncurrency = \"EUR\"\nrating_table = \"reviews\"\n+++\n```reviews\nlimit = 1\n```\n", sku, sku))
	}
	return files
}

// cellMap says whom the labels of the site mean. The attacker is taken to know everything about who is who, but not what they answered, and
// how many they are.
type cellMap map[string]func(a answerer) bool

func attackCells() cellMap {
	known := cellMap{}
	each := func(page string, of func(a answerer) bool) {
		add := func(name string, belongs func(a answerer) bool) {
			known[page+" "+name] = func(a answerer) bool { return of(a) && belongs(a) }
		}
		add("all", func(answerer) bool { return true })
		add("nofax", func(a answerer) bool { return a.channel != "fax" })
		add("notapp", func(a answerer) bool { return a.channel != "app" })
		add("noessen", func(a answerer) bool { return a.store != "essen" })
		add("april", func(a answerer) bool { return a.month == "2026-04" })
		add("ytd", func(a answerer) bool { return a.month <= "2026-05" })
		add("butfirst", func(a answerer) bool { return a.month >= "2026-02" })
		for i, persian := range persianMonths {
			add(persian, func(a answerer) bool {
				return i > 0 && a.late && a.month == attackMonths[i-1] || i < 6 && !a.late && a.month == attackMonths[i]
			})
		}
		for i, quarter := range attackQuarters {
			add(quarter, func(a answerer) bool { return slices.Index(attackMonths, a.month)/3 == i })
		}
		for i, rolling := range attackRolling {
			add(rolling, func(a answerer) bool { m := slices.Index(attackMonths, a.month); return i <= m && m <= i+2 })
		}
		add("shore", func(a answerer) bool { return a.store != "ankara" && a.channel == "web" })
		fields := map[string]func(a answerer) string{
			"month": func(a answerer) string { return a.month }, "channel": func(a answerer) string { return a.channel }, "store": func(a answerer) string { return a.store },
		}
		values := map[string][]string{"month": attackMonths, "channel": attackChannels, "store": attackStores}
		for by, field := range fields {
			for _, v := range values[by] {
				add(v, func(a answerer) bool { return field(a) == v })
				for split, other := range fields {
					for _, w := range values[split] {
						add(v+"·"+w, func(a answerer) bool { return field(a) == v && other(a) == w })
					}
				}
			}
		}
	}
	each("all", func(answerer) bool { return true })
	for _, s := range []string{"loyal", "new"} {
		each(s, func(a answerer) bool { return a.segment == s })
	}
	for _, s := range attackStores {
		each(s, func(a answerer) bool { return a.store == s })
	}
	return known
}

// loot is what the attacker read: how many people are in which cells, and where that stands.
type loot struct {
	n     map[string]int
	where map[string]string
}

func (l *loot) put(t *testing.T, cell string, n int, where string) {
	t.Helper()
	if before, known := l.n[cell]; known && before != n {
		t.Errorf("%s says %d of %s, %s said %d", where, n, cell, l.where[cell], before)
	}
	l.n[cell], l.where[cell] = n, where
}

// plunder reads the output folder: every page, table, CSV file, JSON file and script in it.
func plunder(t *testing.T, out fs.FS) *loot {
	t.Helper()
	l := &loot{map[string]int{}, map[string]string{}}
	err := fs.WalkDir(out, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		page := ""
		switch dir := "/" + filepath.Dir(name) + "/"; {
		case strings.Contains(dir, "/for/"):
			page = filepath.Base(dir)
		case strings.Contains(dir, "/stores/"):
			page = filepath.Base(dir)
		case strings.Contains(dir, "/report/"):
			page = "all"
		default:
			return nil
		}
		text, err := fs.ReadFile(out, name)
		if err != nil {
			return err
		}
		switch id := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)); filepath.Ext(name) {
		case ".csv":
			lines, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
			if err != nil {
				t.Fatal(name, err)
			}
			l.grid(t, page, id, lines[0], lines[1:], name)
		case ".json":
			var figures []struct {
				ID      string
				Columns []string
				Rows    [][]any
			}
			if err := json.Unmarshal(text, &figures); err != nil {
				t.Fatal(name, err)
			}
			for _, f := range figures {
				var rows [][]string
				for _, row := range f.Rows {
					var cells []string
					for _, v := range row {
						cells = append(cells, strings.TrimSuffix(fmt.Sprint(v), "<nil>"))
					}
					rows = append(rows, cells)
				}
				l.grid(t, page, f.ID, f.Columns, rows, name)
			}
		case ".js":
			_, data, found := strings.Cut(string(text), `"table":`)
			var table struct {
				Head []string
				Rows [][]string
			}
			if err := json.NewDecoder(strings.NewReader(data)).Decode(&table); found && err != nil {
				t.Fatal(name, err)
			}
			l.printed(t, page, id, table.Head, table.Rows, name)
		case ".html":
			root, err := html.Parse(strings.NewReader(string(text)))
			if err != nil {
				t.Fatal(name, err)
			}
			for n := range root.Descendants() {
				if n.Type == html.ElementNode && n.Data == "figure" {
					head, rows := tableIn(n)
					l.printed(t, page, attribute(n, "id"), head, rows, name)
				}
			}
			for _, m := range asked.FindAllStringSubmatch(western(written(root)), -1) {
				n, _ := strconv.Atoi(m[2])
				l.put(t, page+" "+m[1], n, name)
			}
			return nil
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var (
	asked     = regexp.MustCompile(`\bQ([a-z]+) ([0-9]+)\b`)
	leading   = regexp.MustCompile(`^[0-9]+`)
	invisible = strings.NewReplacer("\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "", "\u200e", "", "\u200f", "", ",", "", "٬", "")
)

// western writes numbers in ASCII digits, without marks of direction and separators.
func western(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r == '\u00a0':
			return ' '
		}
		return r
	}, invisible.Replace(s))
}

// labels gives the cells of a figure by its id: the values along it, and across.
func labels(id, where string) (along, across []string) {
	values := map[string][]string{"month": attackMonths, "channel": attackChannels, "store": attackStores, "quarter": attackQuarters, "rolling": attackRolling}
	if strings.HasPrefix(where, "fa/") {
		values["month"] = persianMonths
	}
	by, split, _ := strings.Cut(id, "-")
	return values[by], values[split]
}

// grid reads a table that has machine names: columns "n", or "web n".
func (l *loot) grid(t *testing.T, page, id string, head []string, rows [][]string, where string) {
	t.Helper()
	along, across := labels(id, where)
	if along == nil {
		return
	}
	for i, row := range rows {
		label := western(row[0])
		if id == "rolling" {
			label = "rolling " + label
		}
		for k, column := range head {
			name, isN := strings.CutSuffix(column, "n")
			n, err := strconv.Atoi(row[k])
			if !isN || err != nil || !slices.Contains(along, label) {
				continue
			}
			switch name = strings.TrimSpace(name); {
			case name == "":
				l.put(t, page+" "+label, n, where)
			case slices.Contains(across, name):
				l.put(t, page+" "+label+"·"+name, n, where)
			default:
				t.Errorf("%s: column %q of row %d", where, column, i)
			}
		}
	}
}

// printed reads a table as readers see it: with local digits and names. Its rows are the same as in the CSV file of the figure, in order,
// and its columns end with how many, or have that behind each value.
func (l *loot) printed(t *testing.T, page, id string, head []string, rows [][]string, where string) {
	t.Helper()
	along, across := labels(id, where)
	if along == nil || len(rows) == 0 {
		return
	}
	timely := strings.HasPrefix(id, "month") || id == "quarter" || id == "rolling"
	if timely {
		if len(rows) > len(along) {
			t.Fatalf("%s: %d rows in %s", where, len(rows), id)
		}
		if len(rows) < len(along) {
			return // it begins later; the CSV file has the names
		}
	}
	for i, row := range rows {
		label := row[0]
		if timely {
			label = along[i]
		}
		if !slices.Contains(along, label) {
			continue // "2 groups hidden"
		}
		for k := 1; k < len(row) && k < len(head); k++ {
			digits := leading.FindString(western(row[k]))
			n, err := strconv.Atoi(digits)
			switch {
			case err != nil:
			case across == nil && k == len(row)-1:
				l.put(t, page+" "+label, n, where)
			case slices.Contains(across, head[k-1]):
				l.put(t, page+" "+label+"·"+head[k-1], n, where)
			}
		}
	}
}

// tableIn gives the first table below a node.
func tableIn(n *html.Node) (head []string, rows [][]string) {
	for table := range n.Descendants() {
		if table.Data != "table" {
			continue
		}
		for tr := range table.Descendants() {
			if tr.Type != html.ElementNode || tr.Data != "tr" {
				continue
			}
			var cells []string
			for c := range tr.ChildNodes() {
				cells = append(cells, strings.TrimSpace(invisible.Replace(written(c))))
			}
			if head == nil {
				head = cells
			} else {
				rows = append(rows, cells)
			}
		}
		return head, rows
	}
	return nil, nil
}

// algebra is the equations that an attacker can set up, solved modulo a prime: how many are in a cell is the sum of its atoms.
type algebra struct {
	atoms  map[answerer]int
	size   []int
	pivots []int
	rows   [][]uint64
}

const attackPrime = 1_000_000_007

func newAlgebra(all []answerer) *algebra {
	g := &algebra{atoms: map[answerer]int{}}
	for _, a := range all {
		i, known := g.atoms[kind(a)]
		if !known {
			i = len(g.size)
			g.atoms[kind(a)] = i
			g.size = append(g.size, 0)
		}
		g.size[i]++
	}
	return g
}

// kind is all that cells can tell apart of an answerer.
func kind(a answerer) answerer {
	return answerer{month: a.month, late: a.late, channel: a.channel, store: a.store, segment: a.segment}
}

func (g *algebra) vector(belongs func(answerer) bool) (v []uint64, n int) {
	v = make([]uint64, len(g.size))
	for a, i := range g.atoms {
		if belongs(a) {
			v[i] = 1
			n += g.size[i]
		}
	}
	return v, n
}

// reduce takes away what the equations explain. Nothing is left of what follows from them.
func (g *algebra) reduce(v []uint64) []uint64 {
	v = slices.Clone(v)
	for r, pivot := range g.pivots {
		if k := v[pivot]; k != 0 {
			for i, w := range g.rows[r] {
				v[i] = (v[i] + (attackPrime-k)*w) % attackPrime
			}
		}
	}
	return v
}

func (g *algebra) learn(v []uint64) {
	v = g.reduce(v)
	pivot := slices.IndexFunc(v, func(x uint64) bool { return x != 0 })
	if pivot < 0 {
		return
	}
	inverse, base := uint64(1), v[pivot]
	for e := attackPrime - 2; e > 0; e >>= 1 {
		if e&1 == 1 {
			inverse = inverse * base % attackPrime
		}
		base = base * base % attackPrime
	}
	for i := range v {
		v[i] = v[i] * inverse % attackPrime
	}
	g.rows, g.pivots = append(g.rows, v), append(g.pivots, pivot)
}

func (g *algebra) knows(v []uint64) bool {
	return !slices.ContainsFunc(g.reduce(v), func(x uint64) bool { return x != 0 })
}

// rob builds the site and solves what its output folder tells. It gives the cells that follow though they were not told, and the small
// ones: told, following, or left over when one told cell is taken from another.
func rob(t *testing.T, all []answerer, least int) (loot *loot, out map[string][]byte, secrets, small []string) {
	t.Helper()
	out, _, said := build(t, &generator.Builder{}, attackSite(all, least), &generator.Held{})
	for line := range strings.Lines(said) {
		if strings.HasPrefix(line, "content/") && !strings.Contains(line, "hidden only because") { // the calendars overlap, as they are meant to
			t.Fatal(said)
		}
	}
	folder := t.TempDir()
	for name, text := range out {
		at := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	loot = plunder(t, os.DirFS(folder))
	known, g := attackCells(), newAlgebra(all)
	told := slices.Sorted(maps.Keys(loot.n))
	var vectors [][]uint64
	for _, cell := range told {
		belongs := known[cell]
		if belongs == nil {
			t.Fatalf("nobody knows whom %q means", cell)
		}
		v, n := g.vector(belongs)
		if n != loot.n[cell] {
			t.Errorf("%s: %s has %d, not %d", loot.where[cell], cell, n, loot.n[cell])
		}
		if 0 < n && n < 5 {
			small = append(small, cell)
		}
		vectors = append(vectors, v)
		g.learn(v)
	}
	for _, cell := range slices.Sorted(maps.Keys(known)) {
		v, n := g.vector(known[cell])
		if _, is := loot.n[cell]; is || n == 0 || !g.knows(v) {
			continue
		}
		secrets = append(secrets, cell)
		if n < 5 {
			small = append(small, cell)
		}
	}
	for i, outer := range vectors {
		for k, inner := range vectors {
			left, inside := 0, true
			for atom := range outer {
				inside = inside && inner[atom] <= outer[atom]
				left += int(outer[atom]-inner[atom]%2) * g.size[atom]
			}
			if inside && 0 < left && left < 5 {
				small = append(small, told[i]+" without "+told[k])
			}
		}
	}
	for a, i := range g.atoms {
		v := make([]uint64, len(g.size))
		if v[i] = 1; g.size[i] < 5 && g.knows(v) {
			small = append(small, fmt.Sprint(a))
		}
	}
	return loot, out, secrets, small
}

// TestAttack publishes a site from answers with small groups among them. Its attacker has only the output folder, and knows of each person
// where and when they answered, and for which segment, as a colleague may. They find nobody.
func TestAttack(t *testing.T) {
	seeds := uint64(4)
	if testing.Short() {
		seeds = 1
	}
	swapped := 0
	for seed := range seeds {
		all := crowd(rand.New(rand.NewPCG(seed, 1)))
		loot, out, _, small := rob(t, all, 5)
		if len(small) > 0 {
			t.Errorf("seed %d: the attacker found %d groups: %q", seed, len(small), small[:min(len(small), 12)])
		}
		if len(loot.n) < 40 {
			t.Errorf("seed %d: only %d figures were found: %v", seed, len(loot.n), loot.n)
		}
		for name, text := range out {
			for _, a := range all {
				for _, secret := range []string{a.mail, a.comment, a.customer} {
					if strings.Contains(string(text), secret) {
						t.Fatalf("%s tells %s", name, secret)
					}
				}
			}
		}
		swapped += twins(t, all, loot, out)
		// The attacker is strong: when nothing is hidden, they find many.
		if loot, _, _, small := rob(t, all, 1); len(small) < 50 || len(loot.n) < 150 {
			t.Errorf("seed %d: the attacker is weak: %d figures, %d groups", seed, len(loot.n), len(small))
		}
	}
	if swapped == 0 {
		t.Error("nobody could be swapped")
	}
}

// twins lets somebody of a small group and somebody outside of it answer the one what the other did. As no published figure holds only one
// of them, no byte of the output may differ: not in a drawing, a sentence, a title or a script.
func twins(t *testing.T, all []answerer, loot *loot, out map[string][]byte) int {
	t.Helper()
	known := attackCells()
	told := slices.Sorted(maps.Keys(loot.n))
	small := func(a answerer) bool { return a.channel == "fax" || a.store == "essen" || a.segment == "new" }
	for i, a := range all {
		for k, b := range all {
			if !small(a) || small(b) || a.score <= 6 == (b.score <= 6) || a.stars > 3 == (b.stars > 3) ||
				slices.ContainsFunc(told, func(cell string) bool { return known[cell](a) != known[cell](b) }) {
				continue
			}
			other := slices.Clone(all)
			other[i].score, other[k].score, other[i].stars, other[k].stars = b.score, a.score, b.stars, a.stars
			files, _, said := build(t, &generator.Builder{}, attackSite(other, 5), &generator.Held{})
			if strings.Contains(said, "error: ") {
				t.Fatal(said)
			}
			for name, text := range out {
				if string(files[name]) != string(text) {
					t.Errorf("%s tells what %v answered", name, kind(a))
				}
			}
			return 1
		}
	}
	return 0
}
