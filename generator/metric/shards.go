package metric

import (
	"cmp"
	"slices"

	"cxgen/generator/data"
)

const (
	shardRows  = 1 << 19
	mostShards = 64 // every shard looks at all rows for its own
)

// shard is the rows of some entities: those with neighbouring words. Shards are made and done with one by one, several at a
// time, so that sorting the rows of a table by entity takes room for one shard and a number for each entity.
type shard struct {
	first, end uint32  // its words
	from       []int32 // word less the first → its first place in rows; one more at the end
	rows       []int32
}

// shards divides entities by the rows that each has, in the order of their words.
func shards(n []int32) (list []shard) {
	all := 0
	for _, rows := range n {
		all += int(rows)
	}
	most, size := max(shardRows, all/mostShards), 0
	list = []shard{{}}
	for word, rows := range n {
		last := &list[len(list)-1]
		if size += int(rows); size > most && last.end > last.first {
			list = append(list, shard{first: uint32(word)})
			last, size = &list[len(list)-1], int(rows)
		}
		last.end = uint32(word + 1)
	}
	return list
}

// fill sorts the rows of a shard's entities by entity and time; rows of one instant stay in the order of the table. n is how many
// rows each entity has, belongs tells which these are.
func (s *shard) fill(q *question, c *data.Column, n []int32, belongs func(row int) bool) {
	s.from = make([]int32, s.end-s.first+1)
	for i, rows := range n[s.first:s.end] {
		s.from[i+1] = s.from[i] + rows
	}
	s.rows = make([]int32, s.from[s.end-s.first])
	next := slices.Clone(s.from)
	for row, code := range c.Codes {
		if code-s.first < s.end-s.first && belongs(row) {
			s.rows[next[code-s.first]] = int32(row)
			next[code-s.first]++
		}
	}
	for word := s.first; word < s.end; word++ {
		slices.SortStableFunc(s.of(word), func(a, b int32) int { return cmp.Compare(q.time.at(int(a)), q.time.at(int(b))) })
	}
}

// of gives the rows of an entity.
func (s *shard) of(word uint32) []int32 { return s.rows[s.from[word-s.first]:s.from[word-s.first+1]] }
