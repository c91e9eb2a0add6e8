package theme

import (
	"html/template"
	"reflect"
	"slices"
	"sync/atomic"
	"text/template/parse"
)

// stencil is a template made ready to be drawn many times. html/template has found out what to escape and how; here its tree
// becomes functions, once, so that drawing a page walks no nodes, looks up no names and calls nothing by reflection.
//
// A stencil knows what templates commonly do. What it does not know – a rare function, a style with values in it, a mistake of
// the author – it leaves to html/template, which draws that page or component instead. So every template may be written as
// that package has it, its output is the same, and so are its errors.
type stencil struct {
	draw  draw
	names []string    // of variables that are in scope when it is cut: $ is the first
	room  int         // how many variables are in scope at once, at most
	left  atomic.Bool // to html/template, for good
}

// draw writes what a node makes of the dot.
type draw func(d *desk, dot reflect.Value)

// unknown is the panic of a stencil that knows no further.
type unknown struct{}

// cutting is a stencil in the making.
type cutting struct {
	theme *Theme
	*stencil
}

// cutStencils cuts a stencil of every template that html/template has escaped. A template that is called in a tag or a script
// has another name there, and no stencil.
func (t *Theme) cutStencils(escaped *template.Template) {
	t.stencils = map[string]*stencil{}
	for _, page := range escaped.Templates() {
		if page.Tree == nil {
			continue
		}
		f := &stencil{names: []string{"$"}, room: 1}
		f.draw = cutting{t, f}.list(page.Tree.Root)
		t.stencils[page.Name()] = f
	}
}

// call draws a template with variables of its own.
func (d *desk) call(f *stencil, dot reflect.Value) {
	if f == nil || f.left.Load() {
		panic(unknown{})
	}
	outer := d.base
	d.base = len(d.vars)
	d.vars = slices.Grow(d.vars, f.room)[:d.base+f.room]
	d.vars[d.base] = dot
	f.draw(d, dot)
	clear(d.vars[d.base:])
	d.vars, d.base = d.vars[:d.base], outer
}

// leave gives the whole template to html/template.
func (c cutting) leave() draw {
	c.left.Store(true)
	return nil
}

// list cuts nodes that stand one after the other, none if n is nil. What variables they declare is theirs.
func (c cutting) list(n *parse.ListNode) draw {
	var steps []draw
	if n != nil {
		defer c.forget(len(c.names))
		for _, node := range n.Nodes {
			steps = append(steps, c.node(node))
		}
	}
	return func(d *desk, dot reflect.Value) {
		for _, step := range steps {
			step(d, dot)
		}
	}
}

func (c cutting) node(n parse.Node) draw {
	switch n := n.(type) {
	case *parse.TextNode:
		return func(d *desk, _ reflect.Value) { d.out = append(d.out, n.Text...) }
	case *parse.ActionNode:
		return c.action(n)
	case *parse.IfNode:
		return c.branch(&n.BranchNode, false)
	case *parse.WithNode:
		return c.branch(&n.BranchNode, true)
	case *parse.RangeNode:
		return c.loop(n)
	case *parse.TemplateNode:
		dot := c.pipe(n.Pipe)
		return func(d *desk, outer reflect.Value) { d.call(d.theme.stencils[n.Name], dot(d, outer)) }
	}
	return c.leave()
}

// action cuts what is printed. The last commands of its pipeline are those that escape.
func (c cutting) action(n *parse.ActionNode) draw {
	if len(n.Pipe.Decl) > 0 {
		value := c.pipe(n.Pipe)
		return func(d *desk, dot reflect.Value) { value(d, dot) }
	}
	commands, escapers := splitEscapers(n.Pipe.Cmds)
	if args := commands[0].Args; len(commands) == 1 && len(args) == 3 && args[0].String() == "component" && escapers == inText {
		name, part := c.arg(args[1]), c.arg(args[2])
		return func(d *desk, dot reflect.Value) { // it is HTML already, and need not be copied
			if err := d.part(exactly(textType, name(d, dot)).String(), part(d, dot)); err != nil {
				panic(err)
			}
		}
	}
	value, write := c.commands(commands), written(escapers)
	if write == nil {
		return c.leave()
	}
	return func(d *desk, dot reflect.Value) { d.out = write(d.out, value(d, dot)) }
}

func (c cutting) branch(n *parse.BranchNode, with bool) draw {
	defer c.forget(len(c.names))
	value, yes, no := c.pipe(n.Pipe), c.list(n.List), c.list(n.ElseList)
	return func(d *desk, dot reflect.Value) {
		v := value(d, dot)
		switch {
		case !truth(v):
			no(d, dot)
		case with:
			yes(d, v)
		default:
			yes(d, dot)
		}
	}
}

func (c cutting) loop(n *parse.RangeNode) draw {
	if n.Pipe.IsAssign {
		return c.leave()
	}
	defer c.forget(len(c.names))
	list := c.pipe(n.Pipe)
	index, element := -1, -1
	switch last := len(c.names) - 1; len(n.Pipe.Decl) {
	case 1:
		element = last
	case 2:
		index, element = last-1, last
	}
	body, none := c.list(n.List), c.list(n.ElseList)
	return func(d *desk, dot reflect.Value) {
		all := list(d, dot)
		if all.IsValid() && all.Kind() != reflect.Slice {
			panic(unknown{})
		}
		if !all.IsValid() || all.Len() == 0 {
			none(d, dot)
			return
		}
		for i := range all.Len() {
			one := all.Index(i)
			if element >= 0 {
				d.vars[d.base+element] = one
			}
			if index >= 0 {
				d.vars[d.base+index] = reflect.ValueOf(i)
			}
			body(d, one)
		}
	}
}

// declare gives a variable its place.
func (f *stencil) declare(name string) int {
	f.names = append(f.names, name)
	f.room = max(f.room, len(f.names))
	return len(f.names) - 1
}

// place finds a variable: the one declared last, if there are several of the name.
func (c cutting) place(name string) int {
	for i := len(c.names) - 1; i >= 0; i-- {
		if c.names[i] == name {
			return i
		}
	}
	c.leave() // the parser lets one through that only the other branch declares
	return 0
}

// forget ends the scope of the variables declared since there were so many.
func (f *stencil) forget(names int) { f.names = f.names[:names] }
