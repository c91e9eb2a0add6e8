package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	_ "embed"
)

// What stands below /.cxgen/ is the server's own: no site has files there.
const (
	scriptPath = "/.cxgen/live.js"
	eventsPath = "/.cxgen/events"
)

//go:embed live.js
var script []byte

// heartbeat shows a browser that is gone, which else is found out only when there is something to tell.
const heartbeat = time.Minute

// told is what a browser is told: all that it has to know, each time.
type told struct {
	Sum      string          `json:"sum"`             // of its page as it is now; "" when there is none
	Problems json.RawMessage `json:"problems"`        // a notice
	Lead     string          `json:"lead,omitempty"`  // address of the page that was edited
	Other    []string        `json:"other,omitempty"` // addresses of files that the last build made otherwise
}

// events tells a browser, until it goes, what its page is now and which problems there are: at once, and whenever that changes.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	if r.Method == http.MethodHead {
		return
	}
	out := http.NewResponseController(w)
	fmt.Fprint(w, "retry: 500\n\n")
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	first, last := s.shelf.shown.Load(), ""
	at, _ := url.PathUnescape(r.URL.Query().Get("page"))
	name, _ := strings.CutPrefix(at, first.base)
	defer s.shelf.want(candidates(name)...)()
	for {
		_, f, turned := s.shelf.find(append(candidates(name), missing(name)...)...)
		now := s.shelf.shown.Load()
		say := told{Sum: f.name(), Problems: now.problems}
		if now.leads > first.leads {
			say.Lead = now.lead
		}
		if now.builds > first.builds {
			for _, p := range now.other {
				say.Other = append(say.Other, (&url.URL{Path: now.base + p}).EscapedPath())
			}
		}
		text, _ := json.Marshal(say) // cannot fail: text, and JSON
		if string(text) != last {
			fmt.Fprintf(w, "data: %s\n\n", text)
			last = string(text)
		}
		if out.Flush() != nil {
			return
		}
		select {
		case <-turned:
		case <-beat.C:
			fmt.Fprint(w, ": still here\n\n")
		case <-r.Context().Done():
			return
		}
	}
}
