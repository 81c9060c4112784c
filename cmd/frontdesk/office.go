package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"frontdesk/bot"
	"frontdesk/calendarfeed"
	"frontdesk/scheduler"
	"frontdesk/scheduler/mail"
	"frontdesk/store"
)

// An office is a running Frontdesk: the bot, the scheduler and the doors in, over one
// store. serve and demo differ only in what stands around it.
type office struct {
	bot       *bot.Bot
	scheduler *scheduler.Scheduler
	doors     *http.ServeMux
	appToken  string
}

// officeConfig is what an office is made of.
type officeConfig struct {
	store         *store.Store
	signingSecret string // empty: nothing of Slack's is taken over HTTP
	appToken      string // empty: no Socket Mode
	apiURL        string // Slack's Web API
	publicURL     string // where people reach the doors; empty when they cannot
	smtpURL       string // empty: no letters are sent, and the log says so
	mailFrom      string
	log           *slog.Logger
}

// grace is how long each part may take to finish what it has begun.
const grace = 15 * time.Second

func newOffice(c officeConfig) (*office, error) {
	talk, err := bot.New(bot.Config{
		Store: c.store, SigningSecret: c.signingSecret, APIURL: c.apiURL, PublicURL: c.publicURL, Log: c.log,
	})
	if err != nil {
		return nil, err
	}
	post, err := mail.Open(c.smtpURL, c.mailFrom)
	if err != nil {
		return nil, err
	}
	work, err := scheduler.New(scheduler.Config{Store: c.store, Teller: talk, Clerk: talk, Mail: post, Log: c.log})
	if err != nil {
		return nil, err
	}
	o := &office{bot: talk, scheduler: work, doors: http.NewServeMux(), appToken: c.appToken}
	o.doors.Handle("/slack/events", talk.Handler())
	o.doors.Handle("/calendar/", calendarfeed.New(calendarfeed.Config{Store: c.store, Log: c.log}))
	o.doors.Handle("GET /readyz", &readiness{log: c.log, checks: []check{
		{"database", c.store.Check},
		{"letters", post.Check},
		{"slack", talk.Check},
	}})
	o.doors.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	return o, nil
}

// run works until ctx ends or a part fails. Then it takes no more requests or envelopes;
// those under way, the jobs, and what is still to be drawn have the grace together. What has
// not finished by then is cut off; jobs go back to the queue.
func (o *office) run(ctx context.Context, l net.Listener) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	worked := make(chan error, 1)
	go func() {
		defer stop() // without the scheduler there is no office
		worked <- o.scheduler.Run(ctx)
	}()
	talked := make(chan error, 1)
	go func() {
		defer stop() // Slack refuses the token, or ctx has ended
		talked <- o.converse(ctx)
	}()
	server, served := startHTTP(l, o.doors)
	var failed error
	select {
	case failed = <-served:
		stop()
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	return errors.Join(failed, server.stop(drain), <-worked, <-talked, o.bot.Close(drain))
}

// converse serves Socket Mode where there is a token for it, until ctx ends.
func (o *office) converse(ctx context.Context) error {
	if o.appToken == "" {
		<-ctx.Done()
		return nil
	}
	return o.bot.ServeSocket(ctx, o.appToken)
}

// A webServer is an HTTP server whose requests can be cut off.
type webServer struct {
	http.Server
	cut context.CancelFunc // ends the contexts of the requests under way
}

// startHTTP serves until the server is stopped; an earlier end is told by the channel.
func startHTTP(l net.Listener, h http.Handler) (*webServer, <-chan error) {
	requests, cut := context.WithCancel(context.Background())
	server := &webServer{cut: cut, Server: http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, IdleTimeout: 2 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return requests },
	}}
	failed := make(chan error, 1)
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			failed <- fmt.Errorf("serving: %w", err)
		}
	}()
	return server, failed
}

// stop lets the requests under way finish, until ctx ends.
func (s *webServer) stop(ctx context.Context) error {
	defer s.cut()
	err := s.Shutdown(ctx)
	if err != nil {
		s.cut()
		err = errors.Join(fmt.Errorf("ending requests: %w", err), s.Close())
	}
	return err
}
