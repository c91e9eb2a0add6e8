package theme

import (
	"fmt"
	"html/template"
	"reflect"
)

// function cuts the call of a function: one of text/template that takes values of any type, or one of the desk, each with the
// type that it has there.
func (c cutting) function(name string, args []value) value {
	one := func(call func(v reflect.Value) any) value {
		return func(d *desk, dot reflect.Value) reflect.Value { return reflect.ValueOf(call(args[0](d, dot))) }
	}
	two := func(call func(v, w reflect.Value) any) value {
		return func(d *desk, dot reflect.Value) reflect.Value {
			return reflect.ValueOf(call(args[0](d, dot), args[1](d, dot)))
		}
	}
	switch n := len(args); {
	case (name == "and" || name == "or") && n > 0:
		return func(d *desk, dot reflect.Value) (v reflect.Value) {
			for _, arg := range args {
				if v = arg(d, dot); truth(v) == (name == "or") {
					break
				}
			}
			return v
		}
	case name == "not" && n == 1:
		return one(func(v reflect.Value) any { return !truth(v) })
	case name == "len" && n == 1:
		return one(func(v reflect.Value) any { return length(v) })
	case name == "eq" && n > 1:
		return func(d *desk, dot reflect.Value) reflect.Value {
			v := args[0](d, dot)
			for _, arg := range args[1:] {
				if equal(v, arg(d, dot)) {
					return reflect.ValueOf(true)
				}
			}
			return reflect.ValueOf(false)
		}
	case name == "ne" && n == 2:
		return two(func(v, w reflect.Value) any { return !equal(v, w) })
	case name == "lt" && n == 2:
		return two(func(v, w reflect.Value) any { return exactly(intType, v).Int() < exactly(intType, w).Int() })
	case name == "le" && n == 2:
		return two(func(v, w reflect.Value) any { return exactly(intType, v).Int() <= exactly(intType, w).Int() })
	case name == "gt" && n == 2:
		return two(func(v, w reflect.Value) any { return exactly(intType, v).Int() > exactly(intType, w).Int() })
	case name == "ge" && n == 2:
		return two(func(v, w reflect.Value) any { return exactly(intType, v).Int() >= exactly(intType, w).Int() })
	case name == "index" && n == 2:
		return func(d *desk, dot reflect.Value) reflect.Value { return element(args[0](d, dot), args[1](d, dot)) }
	case name == "printf" && n > 0:
		return func(d *desk, dot reflect.Value) reflect.Value {
			var values []any
			for _, arg := range args[1:] {
				values = append(values, anything(arg(d, dot)))
			}
			return reflect.ValueOf(fmt.Sprintf(exactly(textType, args[0](d, dot)).String(), values...))
		}
	}
	switch f := (&desk{theme: c.theme}).functions()[name].(type) {
	case func(string) any:
		if len(args) == 1 {
			return one(func(v reflect.Value) any { return f(exactly(textType, v).String()) })
		}
	case func(int) []string:
		if len(args) == 1 {
			return one(func(v reflect.Value) any { return f(int(exactly(intType, v).Int())) })
		}
	case func(any, any) string:
		if len(args) == 2 {
			return two(func(v, w reflect.Value) any { return f(anything(v), anything(w)) })
		}
	case func(any) (string, error):
		if len(args) == 1 {
			return one(func(v reflect.Value) any { return sure(f(anything(v))) })
		}
	case func(string) (template.JS, error):
		if len(args) == 1 {
			return one(func(v reflect.Value) any { return sure(f(exactly(textType, v).String())) })
		}
	}
	c.leave()
	return always(nil)
}

// sure gives a result that is no error.
func sure[V any](v V, err error) V {
	if err != nil {
		panic(unknown{})
	}
	return v
}

// equal compares two texts or two integers.
func equal(v, w reflect.Value) bool {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if w.Kind() == reflect.Interface {
		w = w.Elem()
	}
	switch {
	case v.Kind() == reflect.String && w.Kind() == reflect.String:
		return v.String() == w.String()
	case v.CanInt() && w.CanInt():
		return v.Int() == w.Int()
	}
	panic(unknown{})
}

// element gives what a list has at a place, or a map at a key.
func element(in, at reflect.Value) reflect.Value {
	if !in.IsValid() {
		panic(unknown{})
	}
	in = pointed(in)
	switch in.Kind() {
	case reflect.Slice:
		if i := exactly(intType, at).Int(); 0 <= i && i < int64(in.Len()) {
			return in.Index(int(i))
		}
	case reflect.Map:
		if v := in.MapIndex(exactly(in.Type().Key(), at)); v.IsValid() {
			return v
		}
		return reflect.Zero(in.Type().Elem())
	}
	panic(unknown{})
}

func length(v reflect.Value) int {
	v = pointed(v)
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String:
		return v.Len()
	}
	panic(unknown{})
}
