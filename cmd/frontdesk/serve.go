package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
)

// serve runs Frontdesk for real workspaces.
type serve struct {
	data
	school
	slackApp
	post
	PublicURL string `name:"public-url" env:"FRONTDESK_PUBLIC_URL" help:"Where people reach Frontdesk, such as https://crm.school.example; calendar feeds and links in letters need it."`
	Listen    string `env:"FRONTDESK_LISTEN" default:"127.0.0.1:8080" help:"Address to serve HTTP on."`
}

// meet makes the workspace of the configured token known. When Slack cannot be asked, a
// school that is known already goes on: its feeds and letters need no Slack.
func (c *serve) meet(ctx context.Context, b *base, log *slog.Logger) error {
	if c.BotToken == "" {
		return nil
	}
	_, err := c.install(ctx, b.Store, c.school)
	if err == nil {
		return nil
	}
	known, listing := b.Workspaces(ctx)
	if listing != nil || len(known) == 0 {
		return errors.Join(err, listing)
	}
	log.Error("going on without asking Slack whose SLACK_BOT_TOKEN is", "error", err)
	return nil
}

// Run is called by kong. It returns when ctx ends and everything has been shut down.
func (c *serve) Run(ctx context.Context, log *slog.Logger) (err error) {
	if c.SigningSecret == "" && c.AppToken == "" {
		return errors.New("SLACK_SIGNING_SECRET is not set: it is in the Slack app's settings under Basic Information (or set SLACK_APP_TOKEN, for Socket Mode)")
	}
	b, err := c.open(ctx, log, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	if err := c.meet(ctx, b, log); err != nil {
		return err
	}
	o, err := newOffice(officeConfig{
		store: b.Store, signingSecret: c.SigningSecret, appToken: c.AppToken, apiURL: c.APIURL, publicURL: c.PublicURL,
		smtpURL: c.SMTPURL, mailFrom: c.MailFrom, log: log,
	})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	log.Info("serving", "address", listener.Addr().String())
	ctx, stop := lost(ctx, b.server)
	defer stop(nil)
	return errors.Join(o.run(ctx, listener), gone(ctx))
}
