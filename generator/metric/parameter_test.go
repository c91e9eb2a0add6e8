package metric

import "testing"

func TestParameters(t *testing.T) {
	for _, c := range []struct {
		settings, name string
		want           float64
		ok             bool
	}{
		{`kind = "nps"`, "passives_to", 8, true},
		{"kind = \"nps\"\nbreaks = [1, 3, 4, 5]", "detractors_to", 3, true},
		{"kind = \"nps\"\npromoter_values = [\"p\"]\npassive_values = [\"n\"]\ndetractor_values = [\"d\"]", "passives_to", 0, false},
		{`kind = "csat"`, "positive_from", 4, true},
		{"kind = \"csat\"\nscale = [1, 7]\ntop_boxes = 3", "positive_from", 5, true},
		{"kind = \"csat\"\nreverse = true", "positive_from", 1, true}, // 1 and 2 of five are the good ones
		{"kind = \"csat\"\nreverse = true", "positive_to", 2, true},
		{"kind = \"csat\"\npositive_values = [\"good\"]\nnegative_values = [\"bad\"]", "positive_from", 0, false},
		{`kind = "ces"`, "hard_to", 3, true},
		{"kind = \"ces\"\nreverse = true", "hard_from", 5, true},
		{"kind = \"ces\"\nreverse = true", "easy_to", 3, true},
		{"kind = \"ces\"\nheadline = \"net\"", "net", 1, true},
		{"kind = \"churn_activity\"\ninactivity = \"60d\"", "inactivity_days", 60, true},
		{`kind = "lifecycle"`, "lost_days", 180, true},
		{`kind = "bounce_rate"`, "engaged_seconds", 10, true},
		{"kind = \"bounce_rate\"\nmethod = \"single_page\"", "engaged_seconds", 0, false},
		{"kind = \"cart_abandonment\"\nwindow = \"2h\"", "window_seconds", 7200, true},
		{"kind = \"funnel\"\nsteps = [\"a\", \"b\"]\nentry = \"first\"", "first_entry", 1, true},
		{`kind = "count"`, "distinct", 0, true},
		{`kind = "count"`, "nothing", 0, false},
	} {
		if got, ok := defineMetric(t, c.settings+"\n").Parameter(c.name); got != c.want || ok != c.ok {
			t.Errorf("%s: %s is %g, %v; want %g, %v", c.settings, c.name, got, ok, c.want, c.ok)
		}
	}
	if got, ok := (&Metric{Kind: "nps"}).Parameter("highest"); got != 10 || !ok {
		t.Errorf("a usual nps goes to %g", got)
	}
	own := parseDefs(t, benchmarkDefs).Metric("panel")
	if got, ok := own.Parameter("highest"); got != 10 || !ok {
		t.Errorf("a benchmark of an nps goes to %g", got)
	}
}
