package data

// Each calls do for 0 … n-1, in any order and several at a time, and returns when all calls have. What is computed with it
// never depends on the order. The nil Each calls them one after the other.
type Each func(n int, do func(i int))

// Over calls do for 0 … n-1.
func (e Each) Over(n int, do func(i int)) {
	if e != nil && n > 1 {
		e(n, do)
		return
	}
	for i := range n {
		do(i)
	}
}
