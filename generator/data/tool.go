package data

import (
	"slices"
	"strings"
)

// noTool as the source of a table says that its files are plain ones, whatever they look like.
const noTool = "none"

// tool is a program that exports tables: how its files are known, and what is to know about them.
type tool struct {
	name, title string

	must      []string // headers, as normal gives them; a|b is either of two, a* any that begins so
	need      int      // how many of them a file has at least; 0: four fifths
	first     bool     // the first of them is the first column
	headers   int      // rows of the header; 0: one
	questions bool     // the second of them has the questions; else they are joined to one
	zone      string   // of its stamps without an offset; "" for the site's

	roles []toolRole
	drop  []dropRule
	whole dropRule // tells which responses are complete; the others stay, and are told
	blank string   // a cell that stands for no answer
	note  string   // what surprises in its files
}

// toolRole names what a column is to metrics.
type toolRole struct {
	role string // respondent, time, score, comment, channel, user, event, order, amount …
	of   string // header, as in must
}

// dropRule leaves out rows whose cell, in lower case, is one of the words.
type dropRule struct {
	column string
	words  []string
	reason string
}

// dropsOfQualtrics are its rows that are no answers: Status is a word or a sum of bits (1 preview, 2 test, 4 imported, 8 spam, 16 offline,
// 32 employees), by how the file was exported.
var dropsOfQualtrics = []dropRule{
	{"status", []string{"1", "17", "33", "survey preview", "offline survey preview", "survey preview offline"}, "previews"},
	{"status", []string{"2", "survey test"}, "tests"},
	{"status", []string{"8", "9", "12", "24", "40", "spam", "survey preview spam", "spam survey preview", "imported spam", "imported (spam)", "ex spam"}, "spam"},
}

var wholeOfQualtrics = dropRule{column: "finished", words: []string{"1", "true"}}

const noteOfWoo = "orders that failed, or were cancelled or refunded, have their total too: leave them out with where = 'status not in [\"cancelled\", \"failed\", \"refunded\"]'"

// tools are the programs whose files are known. Of two that fit equally well the one that more headers tell wins.
var tools = []tool{
	{name: "qualtrics", title: "Qualtrics", headers: 3, questions: true, blank: "-99", drop: dropsOfQualtrics, whole: wholeOfQualtrics,
		must: []string{"startdate", "enddate", "status", "ipaddress", "progress", "duration (in seconds)", "finished", "recordeddate", "responseid",
			"recipientlastname", "recipientfirstname", "recipientemail", "externalreference", "locationlatitude", "locationlongitude",
			"distributionchannel", "userlanguage"},
		roles: []toolRole{{"respondent", "responseid"}, {"time", "recordeddate"}, {"customer", "externalreference"}, {"channel", "distributionchannel"}},
		note:  "with numeric values an answer may be coded 1 to 11 instead of 0 to 10: compare with the question, or export choice text"},
	{name: "qualtrics", title: "Qualtrics (legacy)", headers: 2, questions: true, blank: "-99", drop: dropsOfQualtrics, whole: wholeOfQualtrics,
		must: []string{"responseid", "responseset", "ipaddress", "startdate", "enddate", "recipientlastname", "recipientfirstname",
			"recipientemail", "externaldatareference", "finished", "status"},
		roles: []toolRole{{"respondent", "responseid"}, {"time", "enddate"}, {"customer", "externaldatareference"}}},
	{name: "surveymonkey", title: "SurveyMonkey", headers: 2,
		must: []string{"respondent id|respondentid", "collector id|collectorid", "start date|startdate", "end date|enddate", "ip address|ipaddress",
			"email address|emailaddress|email", "first name|firstname", "last name|lastname", "custom data 1|customdata|custom data"},
		roles: []toolRole{{"respondent", "respondent id|respondentid"}, {"time", "end date|enddate"}}},
	{name: "typeform", title: "Typeform", zone: "UTC", need: 3, whole: dropRule{column: "response type", words: []string{"completed"}},
		must:  []string{"#", "start date (utc)", "submit date (utc)", "network id"},
		roles: []toolRole{{"respondent", "#"}, {"time", "submit date (utc)"}},
		note:  "an opinion scale starts at 0 or at 1, as its author chose"},
	{name: "delighted", title: "Delighted",
		must: []string{"score", "comment", "delighted *"},
		roles: []toolRole{{"respondent", "id|response id"}, {"time", "created_at|created at"}, {"score", "score"}, {"comment", "comment"},
			{"customer", "person.email|email|person id"}}},
	{name: "delighted", title: "Delighted",
		must:  []string{"id", "survey_type", "score", "comment", "permalink", "created_at"},
		roles: []toolRole{{"respondent", "id"}, {"time", "created_at"}, {"score", "score"}, {"comment", "comment"}, {"customer", "person.email|person.id|person"}}},
	{name: "google-forms", title: "Google Forms", first: true, need: 1,
		must: []string{"timestamp|zeitstempel|horodateur|marca temporal|carimbo de data/hora|informazioni cronologiche|tijdstempel|zaman damgası|" +
			"مهر زمان|مُهر زمان|طابع زمني|타임스탬프|タイムスタンプ"},
		roles: []toolRole{{"time", "timestamp|zeitstempel|horodateur|marca temporal|carimbo de data/hora|informazioni cronologiche|tijdstempel|zaman damgası|" +
			"مهر زمان|مُهر زمان|طابع زمني|타임스탬프|タイムスタンプ"}},
		note: "answers to one question with checkboxes stand in one cell, with ; between them"},
	{name: "zendesk", title: "Zendesk (satisfaction ratings)",
		must: []string{"id", "url", "assignee_id", "group_id", "requester_id", "ticket_id", "score", "comment", "reason", "reason_code", "created_at", "updated_at"},
		roles: []toolRole{{"ticket", "ticket_id"}, {"customer", "requester_id"}, {"time", "created_at"}, {"score", "score"}, {"comment", "comment"},
			{"reason", "reason"}},
		note: `scores are the words offered, unoffered, good and bad: positive_values = ["good", "good_with_comment"], ignore_values = ["offered", "unoffered"]`},
	{name: "zendesk", title: "Zendesk (tickets)",
		must:  []string{"ticket id", "ticket satisfaction rating|satisfaction score"},
		roles: []toolRole{{"ticket", "ticket id"}, {"score", "ticket satisfaction rating|satisfaction score"}}},
	{name: "hubspot", title: "HubSpot feedback",
		must: []string{"hs_object_id", "hs_createdate", "hs_lastmodifieddate", "hs_sentiment", "hs_survey_channel"},
		roles: []toolRole{{"respondent", "hs_object_id"}, {"time", "hs_submission_timestamp|hs_createdate"}, {"score", "hs_value"},
			{"comment", "hs_content"}, {"channel", "hs_survey_channel"}}},
	{name: "hubspot", title: "HubSpot feedback",
		must: []string{"record id", "survey name", "response", "rating"},
		roles: []toolRole{{"respondent", "record id"}, {"time", "submission date|date submitted|response date|create date|created date"}, {"score", "rating"},
			{"comment", "response"}, {"channel", "survey channel|channel"}}},
	{name: "hotjar", title: "Hotjar", need: 4,
		must:  []string{"number", "user", "date submitted", "country", "source url", "device", "browser", "os"},
		roles: []toolRole{{"respondent", "number"}, {"time", "date submitted"}, {"device", "device"}}},
	{name: "medallia", title: "Medallia Agent Connect", zone: "UTC",
		must: []string{"request_id", "request_sent_at", "request_delivery_status", "response_received_at", "star_rating", "comments",
			"ext_interaction_id", "channel", "tags", "brand"},
		roles: []toolRole{{"respondent", "request_id"}, {"time", "response_received_at"}, {"score", "star_rating"}, {"comment", "comments"}, {"channel", "channel"}}},
	{name: "helpscout", title: "Help Scout",
		must:  []string{"name", "value", "category", "comment", "timestamp"},
		roles: []toolRole{{"time", "timestamp"}, {"score", "value"}, {"comment", "comment"}}},
	{name: "touchpoints", title: "GSA Touchpoints", need: 3,
		must:  []string{"external_id", "question_1", "positive_effectiveness", "positive_ease", "question_4"},
		roles: []toolRole{{"respondent", "external_id"}, {"thumbs", "question_1"}, {"comment", "question_4"}},
		note:  "thumbs and drivers are 1, 0 or blank"},
	{name: "posthog", title: "PostHog",
		must:  []string{"event", "distinct_id|distinct id", "timestamp"},
		roles: []toolRole{{"user", "distinct_id|distinct id"}, {"event", "event"}, {"time", "timestamp"}}},
	{name: "mixpanel", title: "Mixpanel",
		must:  []string{"event|event name", "properties.distinct_id|distinct_id|distinct id|$distinct_id", "properties.time|time|$time"},
		roles: []toolRole{{"user", "properties.distinct_id|distinct_id|distinct id|$distinct_id"}, {"event", "event|event name"}, {"time", "properties.time|time|$time"}}},
	{name: "amplitude", title: "Amplitude",
		must:  []string{"event_type", "user_id", "device_id", "event_time"},
		roles: []toolRole{{"user", "user_id"}, {"event", "event_type"}, {"time", "event_time"}},
		note:  "people who are not signed in have no user_id but a device_id"},
	{name: "ga4", title: "Google Analytics 4",
		must: []string{"event_date", "event_timestamp", "event_name", "user_pseudo_id"},
		roles: []toolRole{{"user", "user_pseudo_id"}, {"event", "event_name"}, {"time", "event_timestamp"},
			{"session", "event_params.ga_session_id|ga_session_id"}}},
	{name: "shopify", title: "Shopify orders",
		must: []string{"name", "email", "financial status", "paid at", "fulfillment status", "currency", "subtotal", "shipping", "taxes", "total",
			"discount code", "created at", "lineitem quantity"},
		roles: []toolRole{{"order", "name"}, {"customer", "email"}, {"time", "created at"}, {"amount", "total"}},
		note:  "an order with several items has several rows, and its total in the first only: sums are right, and orders are counted by their number"},
	{name: "woocommerce", title: "WooCommerce orders",
		must: []string{"order number", "order status", "order date", "order total amount"},
		roles: []toolRole{{"order", "order number"}, {"time", "order date"}, {"amount", "order total amount"},
			{"customer", "email (billing)|billing email|customer email"}, {"status", "order status"}}, note: noteOfWoo},
	{name: "woocommerce", title: "WooCommerce orders",
		must: []string{"order_id|order_number", "order_date|date", "status|order_status", "order_total|total", "billing_email|customer_email", "payment_method|payment_method_title"},
		roles: []toolRole{{"order", "order_number|order_id"}, {"time", "order_date|date"}, {"amount", "order_total|total"},
			{"customer", "billing_email|customer_email"}, {"status", "status|order_status"}}, note: noteOfWoo},
	{name: "woocommerce", title: "WooCommerce orders",
		must: []string{"id", "number", "status", "currency", "date_created", "total", "billing.email", "line_items"},
		roles: []toolRole{{"order", "number"}, {"time", "date_created"}, {"amount", "total"},
			{"customer", "billing.email"}, {"status", "status"}}, note: noteOfWoo},
}

// toolNames lists the names that source may have.
func toolNames() []string {
	var names []string
	for _, t := range tools {
		if !slices.Contains(names, t.name) {
			names = append(names, t.name)
		}
	}
	return names
}

func knownTool(name string) bool { return slices.Contains(toolNames(), name) }

// detect finds the tool that wrote a file with these headers, or nil. Where two fit equally well, it gives them as rivals. given
// names the tool: then only its own forms compete, and the nearest is taken however little it has.
func detect(headers []string, given string) (best *tool, rivals []*tool) {
	if given == noTool {
		return nil, nil
	}
	names := make([]string, len(headers))
	for i, h := range headers {
		names[i] = normal(h)
	}
	most := -1
	for i := range tools {
		t := &tools[i]
		if given != "" && t.name != given {
			continue
		}
		n := t.matches(names)
		if given == "" && !t.fits(names, n) {
			continue
		}
		switch {
		case n > most:
			best, rivals, most = t, nil, n
		case n == most && best.name != t.name:
			if rivals == nil {
				rivals = []*tool{best}
			}
			rivals = append(rivals, t)
		}
	}
	if rivals != nil {
		best = nil
	}
	return best, rivals
}

// matches counts the required headers that a file has.
func (t *tool) matches(names []string) (n int) {
	for _, must := range t.must {
		if slices.ContainsFunc(names, func(name string) bool { return isHeader(name, must) }) {
			n++
		}
	}
	return n
}

// fits tells whether a file that has n of the required headers may come from the tool.
func (t *tool) fits(names []string, n int) bool {
	if t.first {
		// One header tells little: questions must stand beside it, and they are longer than the names of columns.
		return n >= t.need && len(names) > 1 && isHeader(names[0], t.must[0]) &&
			slices.ContainsFunc(names[1:], func(name string) bool { return strings.ContainsAny(name, "?؟？[") || strings.Count(name, " ") >= 3 })
	}
	if t.need > 0 {
		return n >= t.need
	}
	return 5*n >= 4*len(t.must)
}

// isHeader tells whether a header is one of those that a pattern names.
func isHeader(name, pattern string) bool {
	for one := range strings.SplitSeq(pattern, "|") {
		if start, open := strings.CutSuffix(one, "*"); open && strings.HasPrefix(name, start) || name == one {
			return true
		}
	}
	return false
}

// role gives what a header is to metrics, "" for nothing known.
func (t *tool) role(name string) string {
	for _, r := range t.roles {
		if isHeader(name, r.of) {
			return r.role
		}
	}
	return ""
}

// column finds the column of a role, nil where there is none. Of several the one comes that the pattern names first.
func (r toolRole) column(columns []*Column) *Column {
	for one := range strings.SplitSeq(r.of, "|") {
		for _, c := range columns {
			if isHeader(normal(c.Name), one) && r.given(c) != "" {
				return c
			}
		}
	}
	return nil
}

// given gives what a column is that has the header of the role. Scores tell by their numbers what they are.
func (r toolRole) given(c *Column) string {
	if r.role != "score" {
		return r.role
	}
	low, high, ok := c.Whole()
	switch {
	case ok && low >= 0 && high <= 1:
		return "thumbs"
	case !ok && c.Kind == Text: // words
		return r.role
	}
	return c.scoreRole("score")
}

// toolNamed gives the first form of a tool, nil for no name.
func toolNamed(name string) *tool {
	if name == "" {
		return nil
	}
	for i := range tools {
		if tools[i].name == name {
			return &tools[i]
		}
	}
	return nil
}
