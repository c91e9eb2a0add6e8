package source

import (
	"reflect"
	"slices"
	"strings"
)

// Fields gives the keys of the struct v, or of the struct that v points to, in alphabetical order: those that Decode accepts.
func Fields(v any) []string {
	t := reflect.TypeOf(v)
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Struct {
		return nil
	}
	var keys []string
	for _, f := range fieldsOf(t) {
		keys = append(keys, f.key)
	}
	slices.Sort(keys)
	return keys
}

// Shape is what is known of the structs of settings before any are read: for settings that thousands of files have.
type Shape map[reflect.Type][]field

// ShapeOf gives the shape of the struct v and of those below it.
func ShapeOf(v any) Shape {
	s := Shape{}
	s.learn(reflect.TypeOf(v))
	return s
}

func (s Shape) learn(t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		s.learn(t.Elem())
	case reflect.Struct:
		if _, known := s[t]; known {
			return
		}
		s[t] = fieldsOf(t)
		for _, f := range s[t] {
			s.learn(t.FieldByIndex(f.index).Type)
		}
	}
}

// fields gives the fields of a struct that have a key, whether the shape has it or not.
func (s Shape) fields(t reflect.Type) []field {
	if fields, known := s[t]; known {
		return fields
	}
	return fieldsOf(t)
}

// field is a field of a struct that has a key.
type field struct {
	key   string
	index []int
}

// fieldsOf gives the fields of a struct that have a key, also those of the structs that it holds by value, embedded and without a
// key of their own. A field hides those of the same key further in.
func fieldsOf(t reflect.Type) []field {
	var inner []field
	fields := make([]field, 0, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		key, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
		switch {
		case f.Anonymous && key == "" && f.Type.Kind() == reflect.Struct:
			for _, within := range fieldsOf(f.Type) {
				inner = append(inner, field{within.key, append(slices.Clone(f.Index), within.index...)})
			}
		case key != "" && key != "-" && f.IsExported():
			fields = append(fields, field{key, f.Index})
		}
	}
	for _, f := range inner {
		if !slices.ContainsFunc(fields, func(outer field) bool { return outer.key == f.key }) {
			fields = append(fields, f)
		}
	}
	return fields
}
