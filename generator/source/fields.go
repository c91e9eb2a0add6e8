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

// field is a field of a struct that has a key.
type field struct {
	key   string
	index []int
}

// fieldsOf gives the fields of a struct that have a tag, also those of the structs embedded in it.
func fieldsOf(t reflect.Type) []field {
	var fields []field
	for _, f := range reflect.VisibleFields(t) {
		key, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
		if key == "" || key == "-" || !f.IsExported() {
			continue
		}
		if within(t, f.Index) {
			fields = append(fields, field{key, f.Index})
		}
	}
	return fields
}

// within tells whether all structs on the way to a field are embedded ones without a key of their own, held by value.
func within(t reflect.Type, index []int) bool {
	for _, i := range index[:len(index)-1] {
		f := t.Field(i)
		if f.Tag.Get("toml") != "" || f.Type.Kind() != reflect.Struct {
			return false
		}
		t = f.Type
	}
	return true
}
