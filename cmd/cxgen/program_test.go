package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// TestMain lets the test program be cxgen itself, when a test starts it so.
func TestMain(m *testing.M) {
	if os.Getenv("CXGEN_TEST_RUN") != "" {
		os.Exit(run())
	}
	os.Exit(m.Run())
}

// cxgen is the program, to be started in a folder.
func cxgen(dir string, args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "CXGEN_TEST_RUN=1")
	return c
}

// TestProgram runs the archives of testdata, each a folder of files with a script before them. Lines of a script:
//
//	cxgen WORDS…             runs the program, which must end with 0; `'a b'` is one word
//	! CODE cxgen WORDS…      … which must end with CODE
//	stdout TEXT              stands in what the program last said; ! stdout TEXT does not
//	stderr TEXT              the same of its complaints
//	silent stdout            nothing was said; silent stderr
//	exists FILE, missing FILE
//	grep FILE TEXT           stands in the file; ! grep FILE TEXT does not
//	write FILE TEXT, remove FILE, link TARGET FILE, env KEY=VALUE, cd FOLDER
//	start WORDS…             runs the program beside the script, until stop: Ctrl+C, with which it must end with 0
//	until TEXT               waits until it said so, after what was waited for before
//	get STATUS PATH TEXT     asks it until the answer to a path holds the text
//	# a remark
func TestProgram(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			s := &script{T: t, dir: t.TempDir()}
			for _, f := range archive.Files {
				s.write(f.Name, f.Data)
			}
			for i, line := range strings.Split(string(archive.Comment), "\n") {
				if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
					s.at = fmt.Sprintf("%s:%d: %s", name, i+1, line)
					s.line(line)
				}
			}
		})
	}
}

// script is a script as it runs.
type script struct {
	*testing.T
	dir, at        string
	env            []string
	stdout, stderr bytes.Buffer
	beside         *exec.Cmd
	said           *said
	heard          int // how much of it was waited for
}

// said is what a program that still runs said so far.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(text []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(text)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func (s *script) line(line string) {
	not := strings.HasPrefix(line, "! ")
	verb, rest, _ := strings.Cut(strings.TrimPrefix(line, "! "), " ")
	first, second, _ := strings.Cut(rest, " ")
	code := "0"
	if not && verb != "stdout" && verb != "stderr" && verb != "grep" {
		code, verb = verb, first
		rest = second
	}
	switch verb {
	case "cxgen":
		s.run(code, words(rest))
	case "stdout":
		s.has(s.stdout.Bytes(), rest, !not)
	case "stderr":
		s.has(s.stderr.Bytes(), rest, !not)
	case "silent":
		if said := map[string]*bytes.Buffer{"stdout": &s.stdout, "stderr": &s.stderr}[rest]; said.Len() > 0 {
			s.Errorf("%s: it said\n%s", s.at, said)
		}
	case "exists", "missing":
		if _, err := os.Lstat(s.path(rest)); (err == nil) != (verb == "exists") {
			s.Errorf("%s: %v", s.at, err)
		}
	case "grep":
		text, err := os.ReadFile(s.path(first))
		s.check(err)
		s.has(text, second, !not)
	case "write":
		s.write(first, []byte(second+"\n"))
	case "remove":
		s.check(os.RemoveAll(s.path(rest)))
	case "link":
		s.check(os.Symlink(first, s.path(second)))
	case "start":
		s.beside, s.said, s.heard = cxgen(s.dir, words(rest)...), &said{}, 0
		s.beside.Stdout, s.beside.Stderr = s.said, s.said
		s.check(s.beside.Start())
		s.Cleanup(func() { s.beside.Process.Kill() })
	case "until":
		s.until(func() bool {
			i := strings.Index(s.said.String()[s.heard:], rest)
			if i >= 0 {
				s.heard += i + len(rest)
			}
			return i >= 0
		})
	case "get":
		path, text, _ := strings.Cut(second, " ")
		s.get(first, path, text)
	case "stop":
		if err := s.beside.Process.Signal(os.Interrupt); err != nil {
			s.Skip("no signals here:", err)
		}
		if err := s.beside.Wait(); err != nil {
			s.Errorf("%s: %v\n%s", s.at, err, s.said)
		}
	case "env":
		s.env = append(s.env, rest)
	case "cd":
		s.dir = s.path(rest)
	default:
		s.Fatalf("%s: no such verb", s.at)
	}
}

func (s *script) run(code string, args []string) {
	c := cxgen(s.dir, args...)
	c.Env = append(c.Env, s.env...)
	s.stdout.Reset()
	s.stderr.Reset()
	c.Stdout, c.Stderr = &s.stdout, &s.stderr
	c.Run()
	if got := fmt.Sprint(c.ProcessState.ExitCode()); got != code {
		s.Errorf("%s: exit code %s\n%s%s", s.at, got, &s.stdout, &s.stderr)
	}
}

// until waits until something holds.
func (s *script) until(holds func() bool) {
	for limit := time.Now().Add(20 * time.Second); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(limit) {
			s.Fatalf("%s: it does not come; cxgen said\n%s", s.at, s.said)
		}
	}
}

var address = regexp.MustCompile(`http://localhost:[0-9]+`)

// get asks the program beside the script until an answer has a status and holds a text.
func (s *script) get(status, path, text string) {
	s.until(func() bool { return address.MatchString(s.said.String()) })
	s.until(func() bool {
		answer, err := http.Get(address.FindString(s.said.String()) + path)
		s.check(err)
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		s.check(err)
		return fmt.Sprint(answer.StatusCode) == status && bytes.Contains(body, []byte(text))
	})
}

func (s *script) has(text []byte, want string, yes bool) {
	if bytes.Contains(text, []byte(want)) != yes {
		s.Errorf("%s: it is\n%s", s.at, text[max(0, len(text)-2000):])
	}
}

func (s *script) path(p string) string { return filepath.Join(s.dir, filepath.FromSlash(p)) }

func (s *script) write(p string, text []byte) {
	s.check(os.MkdirAll(filepath.Dir(s.path(p)), 0o755))
	s.check(os.WriteFile(s.path(p), text, 0o644))
}

func (s *script) check(err error) {
	if err != nil {
		s.Fatalf("%s: %v", s.at, err)
	}
}

// words parts a line at its spaces; what stands between ' and ' is one word.
func words(line string) []string {
	var all []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			all = append(all, part)
		} else {
			all = append(all, strings.Fields(part)...)
		}
	}
	return all
}
