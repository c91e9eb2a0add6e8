package site

import (
	"encoding/binary"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"

	"cxgen/generator/source"
)

// Sum is the identity of a View: two views with one sum make the same page. It covers every field, so that nothing that a
// template can print is forgotten. The interface words are the theme's, and in its sum.
func (v *View) Sum() source.Sum {
	return source.SumOf(flatten(make([]byte, 0, 16<<10), reflect.ValueOf(*v)), v.exact)
}

// flatten appends a value in a form that no other value has.
func flatten(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.String:
		b = binary.AppendUvarint(b, uint64(v.Len()))
		return append(b, v.String()...)
	case reflect.Bool:
		if v.Bool() {
			return append(b, 1)
		}
		return append(b, 0)
	case reflect.Int, reflect.Int64:
		return binary.AppendVarint(b, v.Int())
	case reflect.Float64:
		return binary.BigEndian.AppendUint64(b, math.Float64bits(v.Float()))
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return append(b, 0)
		}
		return flatten(append(b, 1), v.Elem())
	case reflect.Slice:
		b = binary.AppendUvarint(b, uint64(v.Len()))
		for i := range v.Len() {
			b = flatten(b, v.Index(i))
		}
		return b
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(x, y reflect.Value) int {
			return strings.Compare(x.String(), y.String())
		})
		b = binary.AppendUvarint(b, uint64(len(keys)))
		for _, k := range keys {
			b = flatten(flatten(b, k), v.MapIndex(k))
		}
		return b
	case reflect.Struct:
		if t, ok := v.Interface().(time.Time); ok {
			return t.AppendFormat(b, time.RFC3339Nano)
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Tag.Get("sum") == "" {
				b = flatten(b, v.Field(i))
			}
		}
		return b
	}
	panic("site: a view cannot hold a " + v.Type().String())
}
