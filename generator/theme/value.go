package theme

import (
	"fmt"
	"reflect"
	"sync/atomic"
	texts "text/template"
	"text/template/parse"
)

// value works out what a part of an action stands for. A value that is not valid is nil.
type value func(d *desk, dot reflect.Value) reflect.Value

// pipe cuts a pipeline, nil if there is none, with the variables that it sets.
func (c cutting) pipe(n *parse.PipeNode) value {
	if n == nil {
		return func(*desk, reflect.Value) reflect.Value { return reflect.Value{} }
	}
	v := c.commands(n.Cmds)
	var places []int
	for _, variable := range n.Decl {
		if n.IsAssign {
			places = append(places, c.place(variable.Ident[0]))
		} else {
			places = append(places, c.declare(variable.Ident[0]))
		}
	}
	if places == nil {
		return v
	}
	return func(d *desk, dot reflect.Value) reflect.Value {
		set := v(d, dot)
		for _, place := range places {
			d.vars[d.base+place] = set
		}
		return set
	}
}

// commands cuts a chain of commands: each is given the value of the one before it as its last argument.
func (c cutting) commands(commands []*parse.CommandNode) value {
	var v value
	for _, command := range commands {
		v = c.command(command, v)
	}
	return func(d *desk, dot reflect.Value) reflect.Value {
		v := v(d, dot)
		if v.Kind() == reflect.Interface && v.NumMethod() == 0 {
			v = v.Elem()
		}
		return v
	}
}

func (c cutting) command(n *parse.CommandNode, last value) value {
	name, ok := n.Args[0].(*parse.IdentifierNode)
	if !ok {
		if len(n.Args) > 1 || last != nil { // a method, or a mistake
			c.leave()
		}
		return c.arg(n.Args[0])
	}
	var args []value
	for _, arg := range n.Args[1:] {
		args = append(args, c.arg(arg))
	}
	if last != nil {
		args = append(args, last)
	}
	return c.function(name.Ident, args)
}

func (c cutting) arg(n parse.Node) value {
	switch n := n.(type) {
	case *parse.DotNode:
		return func(_ *desk, dot reflect.Value) reflect.Value { return dot }
	case *parse.FieldNode:
		return fieldsOf(func(_ *desk, dot reflect.Value) reflect.Value { return dot }, n.Ident)
	case *parse.VariableNode:
		place := c.place(n.Ident[0])
		return fieldsOf(func(d *desk, _ reflect.Value) reflect.Value { return d.vars[d.base+place] }, n.Ident[1:])
	case *parse.PipeNode:
		return c.pipe(n)
	case *parse.StringNode:
		return always(n.Text)
	case *parse.BoolNode:
		return always(n.True)
	case *parse.NumberNode:
		if n.IsInt && n.Text == fmt.Sprint(n.Int64) {
			return always(int(n.Int64))
		}
	}
	c.leave()
	return always(nil)
}

func always(v any) value {
	known := reflect.ValueOf(v)
	return func(*desk, reflect.Value) reflect.Value { return known }
}

// field is a name behind a point.
type field struct {
	name reflect.Value
	last atomic.Pointer[found] // most have but one type
}

// found is where a type has a field.
type found struct {
	in    reflect.Type
	index []int         // in a struct
	none  reflect.Value // in a map: what stands for a key that it does not hold
}

// fieldsOf cuts a value's fields, one in the other.
func fieldsOf(v value, names []string) value {
	for _, name := range names {
		f, holder := &field{name: reflect.ValueOf(name)}, v
		v = func(d *desk, dot reflect.Value) reflect.Value { return f.of(holder(d, dot)) }
	}
	return v
}

func (f *field) of(v reflect.Value) reflect.Value {
	if !v.IsValid() {
		return v
	}
	v = pointed(v)
	at := f.last.Load()
	if at == nil || at.in != v.Type() {
		at = f.find(v.Type())
		f.last.Store(at)
	}
	if at.index != nil {
		v, err := v.FieldByIndexErr(at.index)
		if err != nil {
			panic(unknown{})
		}
		return v
	}
	if v := v.MapIndex(f.name); v.IsValid() {
		return v
	}
	return at.none
}

func (f *field) find(t reflect.Type) *found {
	if _, method := reflect.PointerTo(t).MethodByName(f.name.String()); method {
		panic(unknown{})
	}
	switch t.Kind() {
	case reflect.Struct:
		if s, ok := t.FieldByName(f.name.String()); ok && s.IsExported() {
			return &found{in: t, index: s.Index}
		}
	case reflect.Map:
		if t.Key() == textType {
			return &found{in: t, none: reflect.Zero(t.Elem())}
		}
	}
	panic(unknown{})
}

// pointed gives what pointers and interfaces lead to.
func pointed(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			panic(unknown{})
		}
		v = v.Elem()
	}
	return v
}

// truth tells whether a condition holds.
func truth(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.Bool:
		return v.Bool()
	case reflect.String, reflect.Slice, reflect.Map:
		return v.Len() > 0
	case reflect.Pointer:
		return !v.IsNil()
	case reflect.Interface:
		return truth(v.Elem())
	}
	holds, ok := texts.IsTrue(v.Interface())
	if !ok {
		panic(unknown{})
	}
	return holds
}

var (
	textType = reflect.TypeFor[string]()
	intType  = reflect.TypeFor[int]()
)

// exactly gives a value that a function asks for by its type.
func exactly(t reflect.Type, v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() || v.Type() != t {
		panic(unknown{})
	}
	return v
}

// anything gives a value for a function that takes all.
func anything(v reflect.Value) any {
	if !v.IsValid() {
		return nil
	}
	return v.Interface()
}
