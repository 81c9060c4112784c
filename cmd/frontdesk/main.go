// Command frontdesk is the CRM of a school's front office, used from Slack.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // the zones of schools and staff, wherever the binary runs

	"github.com/alecthomas/kong"

	"frontdesk/store/words"
)

// program is the command line: a field for each command.
type program struct {
	Demo     demo       `cmd:"" help:"Run a sample school on this machine, with a simulated Slack in the browser."`
	Serve    serve      `cmd:"" help:"Run Frontdesk for real Slack workspaces."`
	Migrate  migrate    `cmd:"" help:"Bring the database to the newest schema."`
	Import   importFile `cmd:"" help:"Bring people in from a spreadsheet."`
	Staff    staff      `cmd:"" help:"Say who belongs to the front-office staff."`
	Manifest manifest   `cmd:"" help:"Print the manifest from which Slack makes the app."`
	Doctor   doctor     `cmd:"" help:"Check everything that serve needs, and say what to do about the rest."`
}

// languages are the codes of all that there are words for.
func languages() string {
	var codes []string
	for _, l := range words.Languages() {
		codes = append(codes, string(l))
	}
	return strings.Join(codes, ",")
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends at once
	var p program
	k := kong.Parse(&p,
		kong.Name("frontdesk"),
		kong.Description("A CRM for the front office of a school that lives in Slack."),
		kong.UsageOnError(),
		kong.Vars{"languages": languages()},
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(log()),
	)
	if err := k.Run(); err != nil {
		fmt.Fprintf(os.Stderr, "frontdesk: %v\n", err)
		stop()
		os.Exit(1)
	}
}
