package metric

// Metric is one definition.
type Metric struct {
	Name string
	Kind string
}
