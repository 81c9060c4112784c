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
	"frontdesk/store"
)

// serve runs Frontdesk for real workspaces.
type serve struct {
	data
	school
	slackApp
	Listen string `env:"FRONTDESK_LISTEN" default:"127.0.0.1:8080" help:"Address to serve HTTP on."`
}

// grace is how long requests under way, and what they left to be drawn, may take
// after serve has been asked to stop.
const grace = 15 * time.Second

// Run is called by kong. It returns when ctx ends and everything has been shut down.
func (c *serve) Run(ctx context.Context, log *slog.Logger) (err error) {
	if c.SigningSecret == "" {
		return errors.New("SLACK_SIGNING_SECRET is not set: it is in the Slack app's settings under Basic Information")
	}
	b, err := c.open(ctx, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	if c.BotToken != "" {
		if _, err := c.install(ctx, b.Store, c.school); err != nil {
			return err
		}
	}
	talk, err := bot.New(bot.Config{Store: b.Store, SigningSecret: c.SigningSecret, APIURL: c.APIURL, Log: log})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	log.Info("serving", "address", listener.Addr().String())
	err = serveHTTP(ctx, listener, routes(b.Store, talk))
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	return errors.Join(err, talk.Close(drain))
}

// routes are the doors of a running Frontdesk.
func routes(_ *store.Store, talk *bot.Bot) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/slack/events", talk.Handler())
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	return mux
}

// serveHTTP serves until ctx ends, then lets the requests under way finish.
func serveHTTP(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	return server.Shutdown(stop)
}
