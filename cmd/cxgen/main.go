// Command cxgen makes sites of Markdown and metric data.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	_ "time/tzdata" // time zones on machines that have none

	"github.com/spf13/cobra"
)

// Exit codes.
const (
	fine     = 0
	problems = 1 // the site has problems
	usage    = 2 // the command was not understood
	failure  = 3 // the program failed: a full disk, a folder without rights
)

// exit is an error that only carries an exit code: what there is to say has been said.
type exit int

func (e exit) Error() string { return "" }

// failed is an error of the world.
type failed struct{ error }

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := command().ExecuteContext(ctx)
	var code exit
	var world failed
	switch {
	case err == nil:
		return fine
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &world):
		fmt.Fprintln(os.Stderr, "cxgen:", err)
		return failure
	}
	fmt.Fprintln(os.Stderr, "cxgen:", err)
	fmt.Fprintln(os.Stderr, "Run 'cxgen --help' to see what it understands.")
	return usage
}

func command() *cobra.Command {
	root := &cobra.Command{
		Use:           "cxgen",
		Short:         "Sites of Markdown and metric data: landing pages, segment pages, customer experience reports",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(buildCommand(), versionCommand())
	return root
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of the program",
		Args:  cobra.NoArgs,
		Run:   func(c *cobra.Command, _ []string) { fmt.Fprintln(c.OutOrStdout(), "cxgen", version()) },
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
