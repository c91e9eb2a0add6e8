package serve

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// ServeHTTP answers from what was built, and from nothing else.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Cache-Control", "no-store")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Cross-Origin-Resource-Policy", "same-origin") // other sites' pages cannot load what is drafted here
	if !known(r, s.Bind) {
		http.Error(w, "cxgen does not answer under this name. Open the address that cxgen serve prints, or start it with --bind and the name.", http.StatusForbidden)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		head.Set("Allow", "GET, HEAD")
		http.Error(w, "Only GET and HEAD are answered here.", http.StatusMethodNotAllowed)
		return
	}
	switch r.URL.Path {
	case scriptPath:
		s.send(w, r, http.StatusOK, "live.js", script)
	case eventsPath:
		s.events(w, r)
	default:
		s.answer(w, r)
	}
}

// answer gives the file at an address. For a folder it gives its index, or leads to it.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	base := s.shelf.shown.Load().base
	name, below := strings.CutPrefix(r.URL.Path, base)
	if !below && (r.URL.Path == "/" || r.URL.Path+"/" == base) {
		http.Redirect(w, r, base, http.StatusFound)
		return
	}
	var files []string
	if below {
		files = candidates(name)
	}
	found, f := s.shelf.wait(r.Context(), files...)
	switch {
	case r.Context().Err() != nil:
		return
	case found == name+"/index.html":
		to := r.URL.EscapedPath() + "/"
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		http.Redirect(w, r, to, http.StatusFound)
		return
	case found != "":
		s.send(w, r, http.StatusOK, found, f.live(found))
		return
	}
	if s.shelf.shown.Load().files == nil {
		s.send(w, r, http.StatusServiceUnavailable, "index.html", file{text: blank}.live("index.html"))
		return
	}
	if found, f, _ := s.shelf.find(missing(name)...); found != "" {
		s.send(w, r, http.StatusNotFound, found, f.live(found))
		return
	}
	http.Error(w, "There is no such page.", http.StatusNotFound)
}

// candidates are the files that an address below the site's may mean.
func candidates(name string) []string {
	if name == "" || strings.HasSuffix(name, "/") {
		return []string{name + "index.html"}
	}
	return []string{name, name + "/index.html"}
}

// missing are the pages that may say that there is nothing at an address: first that of its language.
func missing(name string) []string {
	var all []string
	for dir := path.Dir(path.Clean("/" + name)); ; dir = path.Dir(dir) {
		all = append(all, strings.TrimPrefix(path.Join(dir, "404.html"), "/"))
		if dir == "/" {
			return all
		}
	}
}

// blank is what is shown while there is no good build.
var blank = []byte(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>cxgen</title><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"></head><body></body></html>`)

// live gives the text of a file as it is served: a page has one script element more than what was built, at its end, which knows
// the sum of the page.
func (f file) live(name string) []byte {
	if !isPage(name, f.text) {
		return f.text
	}
	return fmt.Appendf(bytes.Clone(f.text), `<script src="%s" data-sum="%s" defer></script>`, scriptPath, f.name())
}

const worthwhile = 1 << 10 // bytes from which on a text is compressed

// send answers with a text, compressed where that pays and the reader can take it.
func (s *Server) send(w http.ResponseWriter, r *http.Request, status int, name string, text []byte) {
	kind := typeOf(name, text)
	w.Header().Set("Content-Type", kind)
	if !small(kind) || len(text) < worthwhile {
		content(w, r, status, text)
		return
	}
	w.Header().Set("Vary", "Accept-Encoding")
	if r.Header.Get("Range") != "" || !takesGzip(r) {
		content(w, r, status, text)
		return
	}
	var b bytes.Buffer
	z, _ := s.packers.Get().(*gzip.Writer)
	if z == nil {
		z, _ = gzip.NewWriterLevel(nil, gzip.BestSpeed) // its errors are those of the level and of the buffer: none
	}
	z.Reset(&b)
	z.Write(text)
	z.Close()
	s.packers.Put(z)
	w.Header().Set("Content-Encoding", "gzip")
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(b.Bytes())
	}
}

// content answers with a text as it is, or with the range of it that is asked for.
func content(w http.ResponseWriter, r *http.Request, status int, text []byte) {
	if status == http.StatusOK {
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(text))
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(text)
	}
}

// takesGzip tells whether the reader of an answer can unpack it.
func takesGzip(r *http.Request) bool {
	for _, part := range strings.Split(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		coding, weight, _ := strings.Cut(strings.ReplaceAll(part, " ", ""), ";")
		if strings.EqualFold(coding, "gzip") {
			q, err := strconv.ParseFloat(strings.TrimPrefix(weight, "q="), 64)
			return err != nil || q > 0
		}
	}
	return false
}
