package metric

import "github.com/shopspring/decimal"

// responseRateKind is the share of the delivered invitations that were answered, from figures that were counted elsewhere.
type responseRateKind struct {
	common
	Sent      string `toml:"sent"`
	Bounced   string `toml:"bounced"`
	Responses string `toml:"responses"`
}

func (k *responseRateKind) unit() Unit { return Percent }

// columns leaves out the bounced ones: a table without that column had none.
func (k *responseRateKind) columns() []NamedColumn {
	list := []NamedColumn{{"sent", k.Sent}, {"responses", k.Responses}}
	return withOptional(list, "bounced", k.Bounced)
}

func (k *responseRateKind) check(complainer) {}

func (k *responseRateKind) read(q *question) (reading, *Mistake) {
	r := q.sums(k.Sent, word(k.Bounced, "bounced"), k.Responses)
	r.finish = func(sum []decimal.Decimal, _ int) estimate {
		return answeredOf(sum[0], sum[1], sum[2])
	}
	return r, nil
}

// word gives a name, or the usual one of an optional column.
func word(given, usual string) string {
	if given != "" {
		return given
	}
	return usual
}

// response is the share of answered invitations. Where the figures cannot be right it is not defined.
type response struct {
	proportion
	sent, delivered, responses int
}

// answeredOf gives responses / (sent - bounced) (specification §10).
func answeredOf(sent, bounced, responses decimal.Decimal) response {
	delivered := sent.Sub(bounced)
	r := response{sent: int(sent.IntPart()), delivered: int(delivered.IntPart()), responses: int(responses.IntPart())}
	if delivered.IsPositive() && !bounced.IsNegative() && !responses.IsNegative() && !responses.GreaterThan(delivered) {
		r.proportion = part(r.responses, r.delivered)
	}
	return r
}

func (r response) base() int { return max(r.delivered, 0) }

func (r response) against(previous estimate, conf float64) difference {
	return r.proportion.against(previous.(response).proportion, conf)
}

func (k *responseRateKind) details() []detail {
	whole := func(m Measure, of func(r response) int) detail {
		return detail{m, Whole, func(e estimate) estimate { return countOf(of(e.(response)), e.base()) }}
	}
	return []detail{
		whole(Sent, func(r response) int { return r.sent }),
		whole(Delivered, func(r response) int { return r.delivered }),
		whole(Responses, func(r response) int { return r.responses }),
	}
}
