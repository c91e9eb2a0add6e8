package metric

import (
	"cmp"
	"encoding/binary"
	"slices"
)

const (
	blockSize  = 32
	slabBlocks = 1 << 15
	mostBlocks = 1 << 21 // 64 MB; what does not fit is left for another walk through the table
)

// trails are the steps of many entities, packed: an event takes about four bytes, in blocks that are chained entity by entity. When they
// would take too much, the later entities are given up: end tells where those begin.
type trails struct {
	first, end uint32 // the entities that are followed
	most       int    // blocks
	barred     bool   // events may be bars
	grouped    bool   // events have a group

	list  []trail // by entity from the first on
	slabs [][]byte
	used  uint32   // blocks
	free  []uint32 // of them
}

// trail is the steps of one entity.
type trail struct {
	head, tail uint32 // its first and its last block, counted from 1; 0 for none
	size       uint32 // bytes of its last block that are used, with the four that name the next one
	seen       bool
	at         int64 // the last instant
}

// event is one of a trail: its instant, the steps and the bars that it matches, the group of its row.
type event struct {
	at          int64
	steps, bars uint32
	group       int32
}

func (t *trails) block(number uint32) []byte {
	number--
	at := int(number%slabBlocks) * blockSize
	return t.slabs[number/slabBlocks][at : at+blockSize]
}

// of gives the trail of an entity, nil when it is not followed.
func (t *trails) of(entity uint32) *trail {
	if entity < t.first || entity >= t.end {
		return nil
	}
	for int(entity-t.first) >= len(t.list) {
		t.list = append(t.list, trail{})
	}
	return &t.list[entity-t.first]
}

// add puts an event behind the others of an entity.
func (t *trails) add(one *trail, e event) {
	var room [4 * binary.MaxVarintLen64]byte
	packed := binary.AppendVarint(room[:0], e.at-one.at)
	packed = binary.AppendUvarint(packed, uint64(e.steps))
	if t.barred {
		packed = binary.AppendUvarint(packed, uint64(e.bars))
	}
	if t.grouped {
		packed = binary.AppendUvarint(packed, uint64(e.group))
	}
	one.at = e.at
	for len(packed) > 0 {
		if one.tail == 0 || one.size == blockSize {
			fresh := t.take()
			if one.tail == 0 {
				one.head = fresh
			} else {
				binary.LittleEndian.PutUint32(t.block(one.tail), fresh)
			}
			one.tail, one.size = fresh, 4
		}
		n := copy(t.block(one.tail)[one.size:], packed)
		one.size += uint32(n)
		packed = packed[n:]
	}
	if int(t.used)-len(t.free) > t.most && len(t.list) > 1 {
		t.give()
	}
}

// take gives a block that ends a chain.
func (t *trails) take() uint32 {
	if n := len(t.free); n > 0 {
		number := t.free[n-1]
		t.free = t.free[:n-1]
		binary.LittleEndian.PutUint32(t.block(number), 0)
		return number
	}
	if int(t.used) == len(t.slabs)*slabBlocks {
		t.slabs = append(t.slabs, make([]byte, slabBlocks*blockSize))
	}
	t.used++
	return t.used
}

// give gives up the later entities, so many that half of the blocks are free; one is always kept.
func (t *trails) give() {
	kept := 0
	for n := 0; kept < len(t.list); kept++ {
		for at := t.list[kept].head; at != 0; at = binary.LittleEndian.Uint32(t.block(at)) {
			n++
		}
		if n > t.most/2 && kept > 0 {
			break
		}
	}
	for _, one := range t.list[kept:] {
		for at := one.head; at != 0; at = binary.LittleEndian.Uint32(t.block(at)) {
			t.free = append(t.free, at)
		}
	}
	t.list = t.list[:kept]
	t.end = t.first + uint32(kept)
}

// read gives the events of an entity by instant; those of one instant stay in the order in which they were added. room is used again.
func (t *trails) read(one trail, room []event) []event {
	var text []byte
	for at := one.head; at != 0; {
		block, end := t.block(at), uint32(blockSize)
		if at == one.tail {
			end = one.size
		}
		text = append(text, block[4:end]...)
		at = binary.LittleEndian.Uint32(block)
	}
	next := func() uint64 {
		v, n := binary.Uvarint(text)
		text = text[n:]
		return v
	}
	room = room[:0]
	sorted, now := true, int64(0)
	for len(text) > 0 {
		since, n := binary.Varint(text)
		text = text[n:]
		now += since
		sorted = sorted && (since >= 0 || len(room) == 0)
		e := event{at: now, steps: uint32(next())}
		if t.barred {
			e.bars = uint32(next())
		}
		if t.grouped {
			e.group = int32(next())
		}
		room = append(room, e)
	}
	if !sorted {
		slices.SortStableFunc(room, func(a, b event) int { return cmp.Compare(a.at, b.at) })
	}
	return room
}
