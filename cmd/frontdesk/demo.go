package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"

	"frontdesk/bot/slacksim"
	"frontdesk/scheduler/mailbox"
	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/localpg"
	"frontdesk/store/words"
)

// demo runs a sample school on this machine, with no account and no token: a private
// PostgreSQL, a simulated Slack in the browser, a mailbox that catches the letters, and
// the calendar feeds. DATABASE_URL is ignored, so that no real school is ever touched.
type demo struct {
	school
	Listen string `default:"127.0.0.1:8080" help:"Address of the pages, on loopback; another port is taken when it is in use."`
	Folder string `name:"data" type:"path" help:"Data folder. Default: the demo's own, a further one beside a running demo."`
	Fresh  bool   `help:"Begin anew: remove the demo's folder first."`
	People int    `help:"How many people a new school has, with ten tasks each up to a million. Default: 300 people and 1,000 tasks."`
}

// Run is called by kong.
func (c *demo) Run(ctx context.Context, log *slog.Logger) (err error) {
	ctx = withParent(ctx)
	if _, err := sizeOf(c.People); err != nil {
		return err
	}
	folder, err := demoFolder(ctx, c.Folder)
	if err != nil {
		return err
	}
	if c.Fresh {
		if err := localpg.Remove(ctx, folder, demoMarker); err != nil {
			return err
		}
	}
	fmt.Println("Starting the sample school …")
	server, err := startPostgres(ctx, folder, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stopPostgres(server)) }()
	root, err := os.OpenRoot(folder)
	if err != nil {
		return fmt.Errorf("opening the demo's folder: %w", err)
	}
	defer root.Close()
	clock, err := openClock(root)
	if err != nil {
		return err
	}
	s, err := openDemoStore(ctx, server.URL("postgres"), folder, clock, log)
	if err != nil {
		return err
	}
	defer s.Close()
	ctx, stop := lost(ctx, server)
	defer stop(nil)
	return errors.Join(c.open(ctx, s, clock, log), gone(ctx))
}

// openDemoStore migrates the demo's database and opens it.
func openDemoStore(ctx context.Context, url, folder string, clock *demoClock, log *slog.Logger) (*store.Store, error) {
	secret, err := data{}.secret(folder)
	if err != nil {
		return nil, err
	}
	if err := store.Migrate(ctx, url); err != nil {
		return nil, err
	}
	return store.Open(ctx, store.Config{URL: url, Secret: secret, Now: clock.Now, Log: log, Languages: words.Languages()})
}

// open puts the pages around the store and serves them until ctx ends.
func (c *demo) open(ctx context.Context, s *store.Store, clock *demoClock, log *slog.Logger) error {
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return fmt.Errorf("reading the time zone: %w", err)
	}
	listener, err := listenNear(c.Listen)
	if err != nil {
		return err
	}
	address := "http://" + listener.Addr().String()
	local := func() time.Time { return clock.Now().In(zone) }
	letters := mailbox.New(mailbox.Config{Now: local, Language: c.Lang, Back: mailbox.Back{Name: "Slack", URL: "/"}})
	if _, err := letters.Listen("127.0.0.1:0"); err != nil {
		return err
	}
	defer letters.Close()
	context.AfterFunc(ctx, func() { letters.Close() }) // before the server waits for the pages' streams
	slack := slacksim.New(slacksim.Config{
		TeamID: "T0LINGUA", TeamName: "Lingua Nova", URL: address, AppURL: address + "/slack/events", Now: clock.Now,
	})
	context.AfterFunc(ctx, slack.Close)
	if err := c.moveIn(ctx, s, slack); err != nil {
		return err
	}
	o, err := newOffice(officeConfig{
		store: s, signingSecret: slack.SigningSecret, apiURL: address + "/api/", publicURL: address,
		smtpURL: letters.URL(), mailFrom: "Lingua Nova <sekretariat@lingua.example>", log: log,
	})
	if err != nil {
		return err
	}
	for _, door := range []string{"/api/", "/response/", "/upload/", "/files/"} {
		o.doors.Handle(door, slack)
	}
	o.doors.Handle("/mailbox/", http.StripPrefix("/mailbox", letters.Handler()))
	o.doors.Handle("/", slack.Page(c.page(ctx, s, slacksim.Clock{Now: local, Forward: clock.Forward})))
	if err := announce(ctx, s, slack, address); err != nil {
		return err
	}
	return o.run(ctx, listener)
}

// page says what the simulated Slack offers besides itself.
func (c *demo) page(ctx context.Context, s *store.Store, clock slacksim.Clock) slacksim.PageConfig {
	commands, shortcuts := demoListing(crm.Language(c.Lang))
	conf := slacksim.PageConfig{
		Language: c.Lang, Commands: commands, Shortcuts: shortcuts,
		Links: []slacksim.Link{{
			Name: inEveryLanguage(func(w words.Words) string { return w.Say("demo.mailbox") }),
			URL:  inEveryLanguage(func(w words.Words) string { return "/mailbox/?lang=" + string(w.Language()) }),
		}},
		Clock: &slacksim.Clock{
			Now: clock.Now,
			Forward: func(by time.Duration) error {
				if err := clock.Forward(by); err != nil {
					return err
				}
				return s.InsertTick(ctx, time.Now()) // what is due by now is told at once
			},
		},
	}
	for _, u := range demoUsers {
		conf.People = append(conf.People, slacksim.Persona{User: u.ID, About: inEveryLanguage(func(w words.Words) string { return w.Say(u.about) })})
	}
	return conf
}

// announce prints where everything is.
func announce(ctx context.Context, s *store.Store, slack *slacksim.Workspace, address string) error {
	by, err := s.Recognise(ctx, slack.TeamID(), demoUsers[0].ID)
	if err != nil {
		return err
	}
	token, err := s.FeedToken(ctx, by)
	if err != nil {
		return err
	}
	fmt.Printf(`
Frontdesk is ready.

  Slack      %[1]s/
  Mailbox    %[1]s/mailbox/
  Calendar   %[1]s/calendar/%[2]s.ics (of %[3]s)

Type /zadanie zadzwonić do Anny in the first. Ctrl-C stops everything.
`, address, token, by.Name)
	return nil
}

// listenNear listens at the address, or at a free port of its host when it is in use.
func listenNear(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("reading --listen: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("the demo listens on loopback only, not on %q: anybody who reaches it may be anybody in it", host)
	}
	if l, err := net.Listen("tcp", address); err == nil {
		return l, nil
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return nil, fmt.Errorf("listening: %w", err)
	}
	return l, nil
}

// withParent ends with ctx, and when the process that started this one is gone: a
// killed `go run` or a closed terminal leaves no demo behind.
func withParent(ctx context.Context) context.Context {
	ctx, stop := context.WithCancel(ctx)
	parent := os.Getppid()
	go func() {
		defer stop()
		for tick := time.Tick(time.Second); ctx.Err() == nil && os.Getppid() == parent; {
			select {
			case <-tick:
			case <-ctx.Done():
			}
		}
	}()
	return ctx
}

// startPostgres starts the private server. Where PostgreSQL is missing and somebody
// sits at a terminal, it offers to install it.
func startPostgres(ctx context.Context, folder string, log *slog.Logger) (*localpg.Server, error) {
	// The server outlives ctx: what shuts down in an orderly way still writes to it.
	start := func() (*localpg.Server, error) {
		return localpg.Start(context.WithoutCancel(ctx), localpg.Config{Dir: folder, Marker: demoMarker, Log: log})
	}
	server, err := start()
	missing, ok := errors.AsType[localpg.NotInstalledError](err)
	if !ok || len(missing.InstallCommand()) == 0 || !atTerminal() {
		return server, err
	}
	fmt.Printf("%v\nRun it now? [y/N] ", err)
	if !saysYes(ctx) {
		return nil, err
	}
	command := missing.InstallCommand()
	install := exec.CommandContext(ctx, command[0], command[1:]...)
	install.Stdin, install.Stdout, install.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := install.Run(); err != nil {
		return nil, fmt.Errorf("installing PostgreSQL: %w", err)
	}
	return start()
}

// saysYes reads a line from the terminal; the end of ctx is a no.
func saysYes(ctx context.Context) bool {
	answer := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
		answer <- strings.TrimSpace(line)
	}()
	select {
	case line := <-answer:
		return strings.EqualFold(line, "y")
	case <-ctx.Done():
		return false
	}
}

// atTerminal reports whether a person can answer a question.
func atTerminal() bool {
	info, err := os.Stdin.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func stopPostgres(server *localpg.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return server.Stop(ctx)
}
