package theme

import (
	"slices"
	"strconv"
	"text/template/parse"

	"cxgen/generator/source"
)

// check looks up the names that templates use: other templates, components, scripts and words; and finds templates that call
// themselves, directly or through others.
type check struct {
	*Theme
	trees    map[string]*parse.Tree
	problems []source.Problem
	calls    map[string][]call // by the name of the calling template
}

// call is one template calling another.
type call struct {
	to string
	at source.Span
}

func (c *check) run() []source.Problem {
	c.calls = map[string][]call{}
	names := sortedKeys(c.trees)
	for _, name := range names {
		walk(c.trees[name].Root, func(n parse.Node) { c.visit(name, n) })
	}
	c.findLoops(names)
	return c.problems
}

func (c *check) visit(in string, n parse.Node) {
	f := c.home[in]
	switch n := n.(type) {
	case *parse.TemplateNode:
		at := f.Span(int(n.Position()), int(n.Position())+len(strconv.Quote(n.Name)))
		if c.trees[n.Name] == nil {
			p := source.Errorf(at, "there is no template %q", n.Name)
			p.Hint = source.DidYouMean(n.Name, sortedKeys(c.trees))
			c.problems = append(c.problems, p)
			return
		}
		c.calls[in] = append(c.calls[in], call{n.Name, at})
	case *parse.CommandNode:
		function, ok := n.Args[0].(*parse.IdentifierNode)
		if !ok || len(n.Args) < 2 {
			return
		}
		switch function.Ident {
		case "component":
			c.component(in, f, n.Args[1])
		case "script":
			c.script(f, n.Args[1])
		case "index":
			if len(n.Args) == 3 && isWords(n.Args[1]) {
				c.word(f, n.Args[2])
			}
		}
	}
}

func (c *check) component(in string, f *source.File, arg parse.Node) {
	name, at, ok := constant(f, arg)
	if !ok {
		return
	}
	if !c.Has(name) {
		p := source.Errorf(at, "the theme has no component %q", name)
		p.Hint = source.DidYouMean(name, c.Components())
		c.problems = append(c.problems, p)
		return
	}
	c.calls[in] = append(c.calls[in], call{"components/" + name + ".html", at})
}

func (c *check) script(f *source.File, arg parse.Node) {
	name, at, ok := constant(f, arg)
	if !ok {
		return
	}
	c.inlined[name] = true
	if c.files["assets/"+name] == nil {
		c.problems = append(c.problems, source.Errorf(at, "the theme has no asset %q", name))
	}
}

func (c *check) word(f *source.File, arg parse.Node) {
	key, at, ok := constant(f, arg)
	if !ok {
		return
	}
	english := c.words[fallback]
	if _, known := english[key]; !known && len(english) > 0 {
		p := source.Warnf(at, "there is no word %q", key)
		p.Hint = source.DidYouMean(key, sortedKeys(english))
		c.problems = append(c.problems, p)
	}
}

// constant gives the text of a string constant and its place.
func constant(f *source.File, n parse.Node) (string, source.Span, bool) {
	s, ok := n.(*parse.StringNode)
	if !ok {
		return "", source.Span{}, false
	}
	at := int(s.Position())
	return s.Text, f.Span(at, at+len(s.Quoted)), true
}

// isWords tells whether a node is .Words or $.Words.
func isWords(n parse.Node) bool {
	switch n := n.(type) {
	case *parse.FieldNode:
		return n.Ident[len(n.Ident)-1] == "Words"
	case *parse.VariableNode:
		return n.Ident[len(n.Ident)-1] == "Words"
	}
	return false
}

// findLoops reports every call that leads back to a template that is still at work.
func (c *check) findLoops(names []string) {
	const atWork, done = 1, 2
	state := map[string]int{}
	var path []string
	var enter func(name string)
	enter = func(name string) {
		state[name] = atWork
		path = append(path, name)
		for _, call := range c.calls[name] {
			switch state[call.to] {
			case 0:
				enter(call.to)
			case atWork:
				p := source.Errorf(call.at, "the template %q calls itself", call.to)
				loop := path[slices.Index(path, call.to):]
				if len(loop) > 1 {
					p = p.WithHint("by way of %s", loop[len(loop)-1])
				}
				c.problems = append(c.problems, p)
			}
		}
		path = path[:len(path)-1]
		state[name] = done
	}
	for _, name := range names {
		if state[name] == 0 {
			enter(name)
		}
	}
}

// walk visits a node and all below it.
func walk(n parse.Node, visit func(parse.Node)) {
	visit(n)
	switch n := n.(type) {
	case *parse.ListNode:
		for _, below := range n.Nodes {
			walk(below, visit)
		}
	case *parse.ActionNode:
		walk(n.Pipe, visit)
	case *parse.PipeNode:
		for _, command := range n.Cmds {
			walk(command, visit)
		}
	case *parse.CommandNode:
		for _, arg := range n.Args {
			walk(arg, visit)
		}
	case *parse.TemplateNode:
		if n.Pipe != nil {
			walk(n.Pipe, visit)
		}
	case *parse.IfNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.RangeNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.WithNode:
		walkBranch(&n.BranchNode, visit)
	}
}

func walkBranch(n *parse.BranchNode, visit func(parse.Node)) {
	walk(n.Pipe, visit)
	walk(n.List, visit)
	if n.ElseList != nil {
		walk(n.ElseList, visit)
	}
}
