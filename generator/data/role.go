package data

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Role is what a column is to metrics, as far as the tool, its name and its cells tell. It is a proposal: nothing is renamed
// before metrics.toml says so.
type Role struct {
	Name   string // time, score, satisfaction, effort, comment, customer, respondent, user, event, order, amount, channel …
	Column string // its name
	Why    string // what speaks for it
}

// scoreWords are parts of headers and questions, by what the answers to them are.
var scoreWords = []struct {
	role  string
	words []string
}{
	{"score", []string{"nps", "score", "امتیاز", "점수", "スコア", "puan", "how likely", "recommend", "empfehl", "recommander", "recomendar", "raccomand", "tavsiye", "توصیه", "پیشنهاد",
		"توصي", "أوصي", "추천", "おすすめ", "勧め"}},
	{"satisfaction", []string{"satisf", "csat", "rating", "stars", "zufrieden", "soddisf", "memnun", "رضایت", "راضی", "رضا", "만족", "満足"}},
	{"effort", []string{"effort", "easy", "ease", "leicht", "einfach", "facile", "fácil", "kolay", "آسان", "سهل", "쉬", "簡単"}},
}

// otherWords are words of headers, by what the column is.
var otherWords = []struct {
	role  string
	words []string
}{
	{"customer", []string{"customer", "customer id", "customer_id", "client", "client id", "kunde", "kundennummer", "مشتری", "고객", "顧客", "müşteri", "العميل", "email", "e-mail"}},
	{"user", []string{"user", "user_id", "user id", "userid"}},
	{"event", []string{"event", "event_name", "event name"}},
	{"order", []string{"order", "order id", "order_id", "order number", "bestellung", "سفارش", "주문", "注文"}},
	{"amount", []string{"amount", "total", "revenue", "order value", "betrag", "umsatz", "مبلغ", "금액", "金額", "tutar", "المبلغ"}},
	{"channel", []string{"channel", "kanal", "canal", "کانال", "채널", "チャネル", "القناة"}},
}

// Roles proposes what the columns of a table are. Each role is given once, but scores may be many.
func (t *Table) Roles() []Role {
	var roles []Role
	taken := map[string]bool{}
	give := func(role string, c *Column, why string) {
		if !taken[role] {
			taken[role] = true
			roles = append(roles, Role{role, c.Name, why})
		}
	}
	var tool *tool
	for _, o := range t.Origins {
		tool = toolNamed(o.Tool)
	}
	columns := t.Columns()
	if tool != nil {
		for _, form := range tools { // all forms of the tool
			if form.name != tool.name {
				continue
			}
			for _, r := range form.roles {
				if c := r.column(columns); c != nil {
					give(r.given(c), c, ToolTitle(tool.name)+" names it so")
				}
			}
		}
	}
	has := func(c *Column) bool {
		return slices.ContainsFunc(roles, func(r Role) bool { return r.Column == c.Name })
	}
	for _, c := range columns {
		if has(c) || strings.HasSuffix(normal(c.Name), "_nps_group") { // of Qualtrics: promoters, passives and detractors
			continue
		}
		for _, w := range scoreWords {
			if role := c.scoreRole(w.role); role != "" && saysAny(c.Name+" "+c.Question, w.words) {
				give(role, c, "its name asks so, and its numbers fit")
				break
			}
		}
	}
	for _, c := range columns {
		name := samePersian(normal(c.Name))
		for _, w := range otherWords {
			if !has(c) && slices.Contains(w.words, name) {
				give(w.role, c, "its name says so")
			}
		}
	}
	if !taken["time"] {
		if c := mainTime(columns); c != nil {
			give("time", c, "its cells are dates")
		}
	}
	question, _ := t.Long()
	for _, c := range columns {
		if role := c.scoreRole(""); role != "" && question == nil && 2*len(c.Words) <= t.Rows && !has(c) && !taken["score"] && !taken["satisfaction"] && !taken["effort"] {
			give(role, c, map[string]string{"score": "whole numbers from 0 to 10, low and high ones", "satisfaction": "whole numbers from 1 to 5", "effort": "whole numbers from 1 to 7"}[role])
		}
		if !has(c) && c.isComment() {
			give("comment", c, "long texts, nearly all of them different")
		}
	}
	return roles
}

// Long gives the columns of the question and of the answer of a table that has a row for each answer; nil where it has none.
func (t *Table) Long() (question, answer *Column) {
	named := func(words ...string) *Column {
		for _, name := range t.Names() {
			if slices.Contains(words, normal(name)) {
				return t.Column(name)
			}
		}
		return nil
	}
	question = named("question", "question text", "frage", "سوال", "سؤال", "پرسش", "soru", "질문", "質問")
	answer = named("answer", "response", "value", "antwort", "پاسخ", "جواب", "cevap", "답변", "回答")
	if question == nil || answer == nil || len(question.Words) > 100 {
		return nil, nil
	}
	return question, answer
}

// mainTime gives the column that most likely says when: a date that is not the start of something.
func mainTime(columns []*Column) *Column {
	var best *Column
	for _, c := range columns {
		if c.Kind != Time && c.Doubt == nil {
			continue
		}
		if best == nil || strings.Contains(strings.ToLower(best.Name), "start") {
			best = c
		}
	}
	return best
}

func saysAny(text string, words []string) bool {
	text = samePersian(strings.ToLower(text))
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
}

// scoreRole tells what a column of whole numbers can be: wanted where its numbers fit that, else what they look like; "" for none.
func (c *Column) scoreRole(wanted string) string {
	low, high, ok := c.Whole()
	switch {
	case !ok, high <= 1: // yes and no are no scale
		return ""
	case wanted == "score" && low >= 0 && high <= 10, wanted == "score" && low >= 1 && high == 11, wanted == "satisfaction" && low >= 1 && high <= 10, wanted == "effort" && low >= 1 && high <= 7:
		if wanted == "score" && low >= 1 && high <= 5 {
			return "satisfaction"
		}
		return wanted
	case low >= 0 && low <= 6 && high >= 9 && high <= 10 && len(c.Words) > 3:
		return "score"
	case low >= 1 && low <= 3 && high >= 4 && high <= 5:
		return "satisfaction"
	case low >= 1 && low <= 3 && high >= 6 && high <= 7:
		return "effort"
	}
	return ""
}

// Whole gives the lowest and the highest number of a column of whole numbers, or of answers that begin with one, such as
// "10 - Very likely"; ok is false for all others.
func (c *Column) Whole() (low, high float64, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	if c.Kind == Time || c.Kind == Text && len(c.Words) > mostLabels {
		return 0, 0, false
	}
	for i, word := range c.Words {
		v, fits := 0., true
		if c.Kind == Number {
			v = c.Numbers[i]
		} else if v, fits = ParseAnswer(word, '.', 0); !fits && IsMissing(word) {
			continue
		}
		switch {
		case math.IsNaN(v):
			continue
		case !fits || v != math.Trunc(v):
			return 0, 0, false
		}
		low, high = min(low, v), max(high, v)
	}
	return low, high, low <= high
}

// mostLabels is how many different answers a scale with labels may have, and a blank one.
const mostLabels = 12

// isComment tells whether a column holds what people wrote (mean length above 25 characters, more than half of it different).
func (c *Column) isComment() bool {
	if c.Kind != Text {
		return false
	}
	filled, letters, told := 0, 0, 0
	for _, word := range c.Words {
		if !IsMissing(word) {
			filled++
			letters += utf8.RuneCountInString(word)
			if strings.IndexFunc(word, func(r rune) bool { return r == ' ' || r >= utf8.RuneSelf }) >= 0 && word[0] != '{' && word[0] != '[' {
				told++ // and no address, key or object
			}
		}
	}
	rows := 0
	missing := make([]bool, len(c.Words))
	for i, word := range c.Words {
		missing[i] = IsMissing(word)
	}
	for _, code := range c.Codes {
		if !missing[code] {
			rows++
		}
	}
	return filled > 2 && letters > 25*filled && 2*filled > rows && 2*told > filled
}

// From tells whether a tool wrote one of the table's files.
func (t *Table) From(tool string) bool {
	return slices.ContainsFunc(t.Origins, func(o Origin) bool { return o.Tool == tool })
}

// ToolTitle gives the name of a tool as its makers write it.
func ToolTitle(name string) string {
	if t := toolNamed(name); t != nil {
		title, _, _ := strings.Cut(t.title, " (")
		return title
	}
	return ""
}
