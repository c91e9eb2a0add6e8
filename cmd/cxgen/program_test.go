package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

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
