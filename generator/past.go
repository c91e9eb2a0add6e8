package generator

import (
	"errors"

	"cxgen/generator/source"
)

// past is what a build made, so that the next one knows what it need not make.
type past struct {
	frame    source.Sum       // of the site that it was made for
	repeated int              // builds with this frame before
	pages    map[string]*made // by the path of their first file; what belongs to the site as a whole by ""
}

// mostRepeated is how many builds may go by what they know of a frame. The next one looks at every page, and so finds out what
// is no longer needed.
const mostRepeated = 200

// made is what a page made. It is never changed once it is done.
type made struct {
	page     source.Sum // of the file in which its body stands
	key      source.Sum // of its view, its layout and its style
	files    []written
	assets   []string // of the theme, by name, that the page asks for
	charts   int
	terms    string     // for the index of the search
	said     source.Sum // of terms
	problems []source.Problem
}

type written struct {
	path string
	sum  source.Sum
}

// keep asks the sink to keep the files of a page that was made before. It gives false when one of them is gone.
func (p *press) keep(was *made) (bool, error) {
	for _, f := range was.files {
		if err := p.out.Keep(f.path, f.sum); errors.Is(err, ErrGone) {
			return false, nil
		} else if err != nil {
			return false, err
		}
	}
	return true, nil
}

// remember counts what a page made, and notes it for the next build.
func (p *press) remember(target string, done *made) {
	p.result.Charts += done.charts
	p.files += len(done.files)
	for _, name := range done.assets {
		p.used[name] = true
	}
	if p.now.pages != nil {
		p.now.pages[target] = done
	}
}
