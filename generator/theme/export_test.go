package theme

// WithoutStencils leaves every template to html/template.
func (t *Theme) WithoutStencils() { t.stencils = nil }

// Left names the templates that are left to html/template.
func (t *Theme) Left() []string {
	var names []string
	for _, name := range sortedKeys(t.stencils) {
		if t.stencils[name].left.Load() {
			names = append(names, name)
		}
	}
	return names
}
