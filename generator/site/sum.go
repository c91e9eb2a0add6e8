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
	return source.SumOf(flatView(make([]byte, 0, 8<<10), reflect.ValueOf(v).Elem()), v.exact)
}

// flat appends a value in a form that no other value of its type has.
type flat func(b []byte, v reflect.Value) []byte

// flatView knows once and for all what a View is made of: to ask a type for its fields takes longer than to append them.
var flatView = flats{}.of(reflect.TypeFor[View]())

// flats are made type by type.
type flats map[reflect.Type]*flat

func (made flats) of(t reflect.Type) flat {
	if f := made[t]; f != nil { // a value within one of its own type: this flat is not finished yet
		return func(b []byte, v reflect.Value) []byte { return (*f)(b, v) }
	}
	f := new(flat)
	made[t] = f
	*f = made.make(t)
	return *f
}

func (made flats) make(t reflect.Type) flat {
	switch t.Kind() {
	case reflect.String:
		return flatText
	case reflect.Bool:
		return func(b []byte, v reflect.Value) []byte {
			if v.Bool() {
				return append(b, 1)
			}
			return append(b, 0)
		}
	case reflect.Int, reflect.Int64:
		return func(b []byte, v reflect.Value) []byte { return binary.AppendVarint(b, v.Int()) }
	case reflect.Float64:
		return func(b []byte, v reflect.Value) []byte {
			return binary.BigEndian.AppendUint64(b, math.Float64bits(v.Float()))
		}
	case reflect.Pointer:
		held := made.of(t.Elem())
		return func(b []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(b, 0)
			}
			return held(append(b, 1), v.Elem())
		}
	case reflect.Interface: // 0 and "" are not the same
		return func(b []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(b, 0)
			}
			held := v.Elem().Type()
			return flats{}.of(held)(append(append(b, held.String()...), 0), v.Elem())
		}
	case reflect.Slice:
		element := made.of(t.Elem())
		return func(b []byte, v reflect.Value) []byte {
			b = binary.AppendUvarint(b, uint64(v.Len()))
			for i := range v.Len() {
				b = element(b, v.Index(i))
			}
			return b
		}
	case reflect.Map:
		element := made.of(t.Elem())
		return func(b []byte, v reflect.Value) []byte {
			keys := v.MapKeys()
			slices.SortFunc(keys, func(x, y reflect.Value) int { return strings.Compare(x.String(), y.String()) })
			b = binary.AppendUvarint(b, uint64(len(keys)))
			for _, k := range keys {
				b = element(flatText(b, k), v.MapIndex(k))
			}
			return b
		}
	case reflect.Struct:
		if t == reflect.TypeFor[time.Time]() {
			return func(b []byte, v reflect.Value) []byte {
				return v.Interface().(time.Time).AppendFormat(b, time.RFC3339Nano)
			}
		}
		var fields []int
		var parts []flat
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && f.Tag.Get("sum") == "" {
				fields, parts = append(fields, i), append(parts, made.of(f.Type))
			}
		}
		return func(b []byte, v reflect.Value) []byte {
			for i, field := range fields {
				b = parts[i](b, v.Field(field))
			}
			return b
		}
	}
	panic("site: a view cannot hold a " + t.String())
}

func flatText(b []byte, v reflect.Value) []byte {
	b = binary.AppendUvarint(b, uint64(v.Len()))
	return append(b, v.String()...)
}
