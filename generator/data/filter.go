package data

// Rows is a set of rows of one table.
type Rows []uint64
