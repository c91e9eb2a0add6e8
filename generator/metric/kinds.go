package metric

import (
	"fmt"
	"slices"

	"cxgen/generator/data"
)

// complainer takes a mistake in a definition: the key where it stands, the remedy, and what is wrong.
type complainer func(key, hint, format string, args ...any)

// kind holds the parameters of one kind of metric, as they stand in data/metrics.toml.
type kind interface {
	keys() *common
	unit() Unit
	check(complain complainer)
	columns() []NamedColumn
	conditions() []condition
}

// condition is an expression of the where language in a definition.
type condition struct {
	key, text string
	filter    **data.Filter // where it is kept once it is parsed
}

// kindNames lists the kinds, in the order in which they are explained.
var kindNames = []string{
	"nps", "enps", "csat", "ces", "touchpoints", "perception_gap", "key_drivers", "themes", "benchmark", "closed_loop",
	"funnel", "cohort_retention", "churn", "churn_activity", "retention_simple", "revenue_retention", "lifecycle", "rfm", "clv",
	"order_value", "delivery", "cart_abandonment", "bounce_rate", "response_rate",
	"count", "sum", "mean", "median", "min", "max", "share", "ratio", "value",
}

// newKind gives the parameters of a kind with their defaults, or nil for an unknown one.
func newKind(name string) kind {
	switch name {
	case "nps", "enps":
		return &npsKind{Score: "score", Breaks: []int{0, 6, 8, 10}, CI: string(adjustedWald)}
	case "csat":
		return &csatKind{Score: "score"}
	case "ces":
		return &cesKind{Score: "score", Scale: []int{1, 7}, Headline: "easy_pct"}
	case "touchpoints":
		return &touchpointsKind{Touchpoint: "touchpoint", Satisfaction: "satisfaction", Scale: []int{1, 5}, Headline: "mean", TopBoxes: 2,
			Positive: words{"positive"}, Neutral: words{"neutral"}, Negative: words{"negative"}}
	case "perception_gap":
		return &gapKind{Item: "item", Side: "side", Rating: "rating", Scale: []int{1, 5}, Company: words{"company"}, Customer: words{"customer"}}
	case "key_drivers":
		return &driversKind{Correlation: "pearson"}
	case "themes":
		return &themesKind{Score: "score", Breaks: []int{0, 6, 8, 10}}
	case "benchmark":
		return &benchmarkKind{}
	case "closed_loop":
		return &loopKind{Opened: "opened", Answered: "answered", Closed: "closed", Done: words{"closed", "solved", "done"}}
	case "funnel":
		return &funnelKind{common: common{Time: "timestamp"}, User: "user", Event: "event", Order: "ordered", Entry: "best", Ties: "allow", Attribution: "first_step"}
	case "churn":
		return &churnKind{common: common{Better: "lower"}, Customer: "customer", Start: "start", End: "end"}
	case "churn_activity":
		return &churnActivityKind{common: common{Time: "date", Better: "lower"}, Customer: "customer"}
	case "retention_simple":
		return &retentionSimpleKind{Start: "start", End: "end", New: "new"}
	case "revenue_retention":
		return &revenueRetentionKind{Opening: "opening", Churned: "churned", Contraction: "contraction", Expansion: "expansion", Headline: "nrr"}
	case "response_rate":
		return &responseRateKind{Sent: "sent", Responses: "responses"}
	case "clv":
		return &clvKind{Method: "lifespan", Timing: "immediate"}
	case "cohort_retention":
		return &cohortRetentionKind{common: common{Time: "timestamp"}, User: "user", Unit: "month", Mode: "calendar", Type: "on", Cohort: "first"}
	case "rfm":
		return &rfmKind{common: common{Time: "date"}, Customer: "customer", Amount: "amount", Bins: 5}
	case "lifecycle":
		return &lifecycleKind{common: common{Time: "date"}, Customer: "customer", Order: words{"order"}, New: 30, Lapse: 90, Lost: 180}
	case "cart_abandonment":
		return &cartAbandonmentKind{common: common{Better: "lower"}, Unit: "session", Event: "event",
			Cart: words{"add_to_cart"}, Purchase: words{"purchase"}}
	case "bounce_rate":
		return &bounceRateKind{common: common{Better: "lower"}, Method: "ga4", Engaged: 10, Pageviews: "pageviews",
			User: "user", Inactivity: 30 * 60, PageEvent: words{"page_view"}}
	case "order_value":
		return &orderValueKind{Amount: "amount", Status: "status"}
	case "delivery":
		return &deliveryKind{Promised: "promised", Delivered: "delivered"}
	case "count":
		return &countKind{}
	case "share":
		return &shareKind{}
	case "mean":
		return &meanKind{}
	case "sum", "median", "min", "max", "value":
		return &numberKind{name: name}
	case "ratio":
		return &ratioKind{}
	}
	return nil
}

// leastBase is the smallest base that is shown by default: 5, but 10 of employees and of free text (specification §0.8), and 30 where a model is made.
func leastBase(kind string) int {
	switch kind {
	case "enps", "themes":
		return 10
	case "key_drivers":
		return 30
	}
	return 5
}

// common are the keys that every kind has.
type common struct {
	Kind     string   `toml:"kind"`
	Table    string   `toml:"table"`
	Time     string   `toml:"time"`
	Title    Texts    `toml:"title"`
	Unit     string   `toml:"unit"`
	Target   *float64 `toml:"target"`
	MinN     *int     `toml:"min_n"`
	LowN     *int     `toml:"low_n"`
	Conf     *float64 `toml:"conf"`
	Where    string   `toml:"where"`
	Question Texts    `toml:"question"`
	Source   Texts    `toml:"source"`
	Channel  string   `toml:"channel"` // by which answers are asked for: "email"
	Better   string   `toml:"better"`
	Week     string   `toml:"week_start"`

	DedupeBy   string `toml:"dedupe_by"`
	DedupeKeep string `toml:"dedupe_keep"`

	where *data.Filter
}

func (c *common) keys() *common { return c }

func (c *common) conditions() []condition { return []condition{{"where", c.Where, &c.where}} }

// weighted are the keys of kinds whose rows may have weights.
type weighted struct {
	Weight string `toml:"weight"`
}

func (w *weighted) weight() string { return w.Weight }

// npsKind is a Net Promoter Score, of customers (nps) or of employees (enps).
type npsKind struct {
	common
	weighted
	rolling
	Score  string `toml:"score"`
	Breaks []int  `toml:"breaks"` // lowest, top detractor, top passive, highest
	CI     string `toml:"ci"`

	Detractor words `toml:"detractor_values"` // words in place of numbers
	Passive   words `toml:"passive_values"`
	Promoter  words `toml:"promoter_values"`
}

func (k *npsKind) unit() Unit { return Score }

func (k *npsKind) columns() []NamedColumn { return []NamedColumn{{"score", k.Score}} }

func (k *npsKind) check(complain complainer) {
	k.rolls(complain)
	if given := [3]bool{k.Detractor != nil, k.Passive != nil, k.Promoter != nil}; k.inWords() && given != [3]bool{true, true, true} {
		complain("kind", `for example promoter_values = ["promoter"]`, "detractor_values, passive_values and promoter_values go together")
	}
	checkBreaks(complain, &k.Breaks)
	oneOf(complain, "ci", k.CI, "adjusted_wald", "wald", "score")
}

// inWords tells whether the answers are words for the three groups.
func (k *npsKind) inWords() bool { return k.Detractor != nil || k.Passive != nil || k.Promoter != nil }

func checkBreaks(complain complainer, breaks *[]int) {
	b := *breaks
	if len(b) != 4 || b[0] > b[1] || b[1] >= b[2] || b[2] >= b[3] || b[3]-b[0] > longestScale {
		complain("breaks", "on the scale from 0 to 10 they are [0, 6, 8, 10]",
			"breaks wants four rising numbers: lowest, top detractor, top passive, highest")
		*breaks = []int{0, 6, 8, 10}
	}
}

// longestScale is the most options that a question can have: answers are counted by option.
const longestScale = 1000

type csatKind struct {
	common
	weighted
	rolling
	Score       string `toml:"score"`
	Scale       []int  `toml:"scale"`
	TopBoxes    *int   `toml:"top_boxes"`
	PositiveMin *int   `toml:"positive_min"`
	Reverse     bool   `toml:"reverse"`
	Positive    words  `toml:"positive_values"`
	Negative    words  `toml:"negative_values"`
	Ignored     words  `toml:"ignore_values"`
}

func (k *csatKind) unit() Unit { return Percent }

func (k *csatKind) columns() []NamedColumn { return []NamedColumn{{"score", k.Score}} }

func (k *csatKind) check(complain complainer) {
	k.rolls(complain)
	if k.Positive != nil || k.Negative != nil {
		if k.Positive == nil || k.Negative == nil {
			complain("kind", `for example positive_values = ["good"] and negative_values = ["bad"]`,
				"positive_values and negative_values go together")
		}
		for _, key := range []struct {
			name string
			is   bool
		}{{"scale", k.Scale != nil}, {"top_boxes", k.TopBoxes != nil}, {"positive_min", k.PositiveMin != nil}, {"reverse", k.Reverse}} {
			if key.is {
				complain(key.name, "answers are either words or numbers: remove one of the two", "%s does not go with positive_values", key.name)
			}
		}
		return
	}
	if k.Scale == nil {
		k.Scale = []int{1, 5}
	}
	if len(k.Scale) != 2 || k.Scale[0] >= k.Scale[1] || k.Scale[1]-k.Scale[0] > longestScale {
		complain("scale", "for example [1, 5]", "scale wants its lowest and its highest number")
		k.Scale = []int{1, 5}
	}
	switch low, high := k.Scale[0], k.Scale[1]; {
	case k.TopBoxes != nil && k.PositiveMin != nil:
		complain("positive_min", "remove one of the two", "top_boxes and positive_min say the same thing")
	case k.TopBoxes != nil && (*k.TopBoxes < 1 || *k.TopBoxes > high-low):
		complain("top_boxes", "2 is usual on a scale of five", "top_boxes must be from 1 to %d on this scale", high-low)
	case k.PositiveMin != nil && (*k.PositiveMin <= low || *k.PositiveMin > high):
		complain("positive_min", "4 is usual on a scale of five", "positive_min must be from %d to %d on this scale", low+1, high)
	}
}

// positiveFrom gives the lowest answer that counts as satisfied: by default the upper two of five or seven, one of three, three of ten.
func (k *csatKind) positiveFrom() int {
	switch {
	case k.PositiveMin != nil:
		return *k.PositiveMin
	case k.TopBoxes != nil:
		return k.Scale[1] - *k.TopBoxes + 1
	}
	switch options := k.Scale[1] - k.Scale[0] + 1; {
	case options <= 3:
		return k.Scale[1]
	case options >= 10:
		return k.Scale[1] - 2
	}
	return k.Scale[1] - 1
}

type shareKind struct {
	common
	weighted
	Good string `toml:"good"` // an expression of the where language

	good *data.Filter
}

func (k *shareKind) unit() Unit             { return Percent }
func (k *shareKind) columns() []NamedColumn { return nil }

func (k *shareKind) conditions() []condition {
	return append(k.common.conditions(), condition{"good", k.Good, &k.good})
}

func (k *shareKind) check(complain complainer) {
	if k.Good == "" {
		complain("kind", `for example good = "days <= 2"`, "a share needs good: which rows count as good")
	}
}

type countKind struct {
	common
	Column string `toml:"column"` // count its distinct values instead of rows
}

func (k *countKind) unit() Unit { return Whole }

func (k *countKind) columns() []NamedColumn {
	if k.Column == "" {
		return nil
	}
	return []NamedColumn{{"column", k.Column}}
}

func (k *countKind) check(complainer) {}

type meanKind struct {
	common
	weighted
	Column string    `toml:"column"`
	Scale  []float64 `toml:"scale"`
}

func (k *meanKind) unit() Unit             { return Plain }
func (k *meanKind) columns() []NamedColumn { return []NamedColumn{{"column", k.Column}} }

func (k *meanKind) check(complain complainer) {
	needsColumn(complain, "mean", k.Column)
	checkScale(complain, k.Scale)
}

// numberKind is a sum, median, min, max or value of a column.
type numberKind struct {
	common
	Column string    `toml:"column"`
	Scale  []float64 `toml:"scale"`
	name   string
}

func (k *numberKind) unit() Unit             { return Plain }
func (k *numberKind) columns() []NamedColumn { return []NamedColumn{{"column", k.Column}} }

func (k *numberKind) check(complain complainer) {
	needsColumn(complain, k.name, k.Column)
	checkScale(complain, k.Scale)
	if k.name == "value" && len(k.Source) == 0 {
		complain("kind", `for example source = "Retail benchmark 2026, n = 12,000"`, "a value was computed elsewhere: it needs source, so that readers can judge it")
	}
}

// ratioKind is the sum of one column divided by the sum of another.
type ratioKind struct {
	common
	Column string `toml:"column"`
	Per    string `toml:"per"`
}

func (k *ratioKind) unit() Unit { return Plain }

func (k *ratioKind) columns() []NamedColumn {
	return []NamedColumn{{"column", k.Column}, {"per", k.Per}}
}

func (k *ratioKind) check(complain complainer) {
	needsColumn(complain, "ratio", k.Column)
	if k.Per == "" {
		complain("kind", `for example column = "revenue" and per = "orders"`, "a ratio needs per: the column to divide by")
	}
}

type funnelKind struct {
	common
	User        string `toml:"user"`
	Event       string `toml:"event"`
	Steps       []step `toml:"steps"`
	Order       string `toml:"order"`
	Window      span   `toml:"window"`
	Entry       string `toml:"entry"`
	Ties        string `toml:"ties"`
	Breakdown   string `toml:"breakdown"`
	Attribution string `toml:"attribution"`

	Exclude []exclusion `toml:"exclude"`
}

func (k *funnelKind) unit() Unit { return Percent }

func (k *funnelKind) columns() []NamedColumn {
	list := []NamedColumn{{"user", k.User}, {"event", k.Event}}
	if k.Breakdown != "" {
		list = append(list, NamedColumn{"breakdown", k.Breakdown})
	}
	return list
}

func (k *funnelKind) conditions() []condition {
	list := k.common.conditions()
	for i := range k.Steps {
		list = append(list, condition{fmt.Sprintf("steps.%d.where", i), k.Steps[i].Where, &k.Steps[i].where})
	}
	for i := range k.Exclude {
		list = append(list, condition{fmt.Sprintf("exclude.%d.where", i), k.Exclude[i].Step.Where, &k.Exclude[i].Step.where})
	}
	return list
}

func (k *funnelKind) check(complain complainer) {
	if len(k.Steps) < 2 || len(k.Steps) > mostSteps {
		key := "steps"
		if k.Steps == nil {
			key = "kind"
		}
		complain(key, `for example steps = ["view", "cart", "order"]`, "a funnel needs from 2 to %d steps", mostSteps)
	}
	oneOf(complain, "order", k.Order, "ordered", "strict", "any")
	oneOf(complain, "entry", k.Entry, "best", "first")
	oneOf(complain, "ties", k.Ties, "allow", "strict")
	allowed := []string{"first_step", "last_step", "first_touch"}
	for i := range k.Steps {
		allowed = append(allowed, fmt.Sprintf("step_%d", i+1))
	}
	oneOf(complain, "attribution", k.Attribution, allowed...)
	k.checkExclusions(complain)
	if k.DedupeBy != "" {
		complain("dedupe_by", "a funnel counts each user once as it is", "dedupe_by does not apply to a funnel")
	}
}

func needsColumn(complain complainer, kind, column string) {
	if column == "" {
		complain("kind", `for example column = "amount"`, "kind %q needs column: the numbers to take", kind)
	}
}

func checkScale(complain complainer, scale []float64) {
	if scale != nil && (len(scale) != 2 || scale[0] >= scale[1]) {
		complain("scale", "for example [1, 7]", "scale wants its lowest and its highest number")
	}
}

func oneOf(complain complainer, key, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		complain(key, choice(value, allowed), "%s cannot be %q", key, value)
	}
}

// Kinds lists the kinds of metrics, in the order in which they are explained.
func Kinds() []string { return slices.Clone(kindNames) }
