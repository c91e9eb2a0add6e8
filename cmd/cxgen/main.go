// Command cxgen makes sites of Markdown and metric data.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	_ "time/tzdata" // time zones on machines that have none

	"github.com/spf13/cobra"

	"cxgen/generator"
)

// Exit codes.
const (
	fine     = 0
	problems = 1   // the site has problems
	usage    = 2   // the command was not understood, or cannot be done as it is written
	failure  = 3   // the program failed: a full disk, a folder without rights
	stopped  = 130 // Ctrl+C, as shells have it
)

const about = `cxgen makes a site of a folder of Markdown and metric data: landing pages, segment pages, customer experience reports.

Exit codes:
  0    fine
  1    the site has problems; nothing was published
  2    the command was not understood, or cannot be done as it is written
  3    the program failed: a full disk, a folder without rights
  130  stopped with Ctrl+C; nothing was published`

// exit is an error that only carries an exit code: what there is to say has been said.
type exit int

func (e exit) Error() string { return "" }

// failed is an error of the world.
type failed struct{ error }

func (f failed) Unwrap() error { return f.error }

// misused is a command that is well written and yet cannot be done.
type misused struct{ error }

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl+C does not wait
	c, err := command().ExecuteContextC(ctx)
	return report(os.Stderr, c, err)
}

// report says how a command failed, and gives its exit code.
func report(w io.Writer, c *cobra.Command, err error) int {
	var code exit
	switch {
	case err == nil:
		return fine
	case errors.As(err, &code):
		return int(code)
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(w, "Stopped. Nothing was published.")
		return stopped
	}
	complain(w, err)
	switch {
	case errors.Is(err, generator.ErrForeign), errors.As(err, new(misused)):
		return usage
	case errors.As(err, new(failed)):
		return failure
	}
	fmt.Fprintf(w, "Run '%s --help' to see what it understands.\n", c.CommandPath())
	return usage
}

// complain tells an error, and the remedy where one is known.
func complain(w io.Writer, err error) {
	fmt.Fprintln(w, "cxgen:", strings.TrimSpace(err.Error()))
	if isFull(err) {
		fmt.Fprintln(w, "The disk is full: make room and try again; what was published before stands as it was.")
	}
}

// isFull tells whether an error is that of a disk without room.
func isFull(err error) bool {
	const windowsFull, windowsHandleFull = syscall.Errno(112), syscall.Errno(39) // ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) ||
		runtime.GOOS == "windows" && (errors.Is(err, windowsFull) || errors.Is(err, windowsHandleFull))
}

func command() *cobra.Command {
	root := &cobra.Command{
		Use:           "cxgen",
		Short:         "Sites of Markdown and metric data: landing pages, segment pages, customer experience reports",
		Long:          about,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       version(),
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetVersionTemplate("cxgen {{.Version}}\n")
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetHelpCommand(helpCommand())
	root.AddCommand(buildCommand(), serveCommand(), dataCommand(), versionCommand())
	return root
}

// noWords is for commands that are told everything by flags.
func noWords(c *cobra.Command, words []string) error {
	if len(words) == 0 {
		return nil
	}
	hint := ""
	if c.Flags().Lookup("source") != nil {
		hint = "; name the folder of the site with --source"
	}
	return fmt.Errorf("%s takes no words after it, and %q is one%s", c.Name(), words[0], hint)
}

func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Help about any command",
		RunE: func(c *cobra.Command, words []string) error {
			about, rest, err := c.Root().Find(words)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return fmt.Errorf("there is no command %q", strings.Join(words, " "))
			}
			return about.Help()
		},
	}
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of the program",
		Args:  noWords,
		RunE: func(c *cobra.Command, _ []string) error {
			if _, err := fmt.Fprintln(c.OutOrStdout(), "cxgen", version()); err != nil {
				return failed{err}
			}
			return nil
		},
	}
}

// version is the version that the program was built as.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
