package data

// add puts the rows of a file behind those of the files before it, as if they had been read in turn.
func (s *sheet) add(file *sheet) {
	base := s.rows
	s.rows += file.rows
	s.size += file.size
	s.dropped = append(s.dropped, file.dropped...)
	s.zones = append(s.zones, file.zones...)
	s.here = map[int]bool{}
	for _, d := range file.columns {
		_, known := s.places[d.name]
		at := s.place(d.name)
		if base == 0 && !known {
			s.columns[at] = d
		} else {
			s.columns[at] = s.columns[at].extended(d, base, s.each)
		}
	}
	for _, in := range file.bodies {
		in.row += base // the drafts that are read again above stand by themselves
	}
	s.bodies = append(s.bodies, file.bodies...)
}

// extended puts the cells of another draft behind those of d, which then has so many rows, and gives what becomes of it.
func (d *draft) extended(more *draft, rows int, each Each) *draft {
	d.pad(rows)
	if d.question == "" {
		d.question = more.question
	}
	if d.typed || more.typed {
		d, more = d.spelled(each), more.spelled(each)
	}
	switch {
	case d.form == asText || d.form == asFailed:
	case more.form == asFailed, more.form == asText && d.form == asTimes:
		d.form = asFailed
	case more.form == asText:
		d.leave()
	case d.form != more.form && !d.timely(more.zoned), d.form != more.form && !more.timely(d.zoned), d.zoned != more.zoned && d.form == asTimes:
		d.form = asFailed
	case d.form == asTimes:
		d.times = append(d.times, more.times...)
		d.stretch(more.span[0])
		d.stretch(more.span[1])
	default:
		codes := make([]uint32, len(more.words))
		for i, word := range more.words {
			codes[i] = d.code([]byte(word))
		}
		for _, code := range more.codes {
			d.codes = append(d.codes, codes[code])
		}
	}
	if d.damaged == "" {
		d.damaged = more.damaged
	}
	d.folded = d.folded || more.folded && d.form == asText
	d.rows = rows + more.rows
	d.cells = append(d.cells, more.cells...)
	d.typed = d.typed || more.typed
	d.held = max(d.held, more.held)
	d.loose = d.loose || more.loose
	if !d.tried && d.form == asWords && d.rows >= triedRows {
		d.decide()
	}
	d.drop()
	return d
}

// spelled gives a draft of words with a code for each row, whatever d is.
func (d *draft) spelled(each Each) *draft {
	if d.form != asWords || d.loose {
		return d.again(each, asWords)
	}
	return d
}

// timely makes a draft one of times, if it is not and its words allow it.
func (d *draft) timely(zoned byte) bool {
	if d.form == asTimes {
		return true
	}
	if d.zoned = zoned; !d.date() {
		return false
	}
	d.form, d.tried = asTimes, true
	d.words, d.slots, d.codes = nil, nil, nil
	return true
}
