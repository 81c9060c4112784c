package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/scheduler/mail"
)

// doctor checks everything that serve needs. It changes nothing.
type doctor struct {
	data
	slackApp
	post
	PublicURL string `name:"public-url" env:"FRONTDESK_PUBLIC_URL" help:"Where people reach Frontdesk."`
}

// An examination is one thing that doctor looks at.
type examination struct {
	name   string
	look   func(context.Context) (found string, err error)
	advice string // what to do about an error
}

// errIll ends the command with a failure; everything has been said by then.
var errIll = errors.New("something is missing")

// examineFor is how long one examination may take.
const examineFor = 15 * time.Second

// Run is called by kong.
func (c *doctor) Run(ctx context.Context, _ *slog.Logger) error {
	var b *base
	err := c.known()
	if err == nil {
		b, err = c.reach(ctx, slog.New(slog.DiscardHandler), true)
	}
	if err != nil {
		b = &base{}
	}
	defer b.close()
	return examine(ctx, os.Stdout, c.examinations(b, err))
}

// examine looks at everything and prints a line each.
func examine(ctx context.Context, w io.Writer, all []examination) error {
	var ill error
	for _, e := range all {
		ctx, cancel := context.WithTimeout(ctx, examineFor)
		found, err := e.look(ctx)
		cancel()
		if err != nil {
			ill = errIll
			fmt.Fprintf(w, "✗ %s: %v\n    → %s\n", e.name, err, e.advice)
			continue
		}
		fmt.Fprintf(w, "✓ %s: %s\n", e.name, found)
	}
	return ill
}

func (c *doctor) examinations(b *base, unreachable error) []examination {
	return []examination{
		{
			"Database", func(ctx context.Context) (string, error) { return c.database(ctx, b, unreachable) },
			"Check DATABASE_URL (or FRONTDESK_DATA), then run `frontdesk migrate`.",
		},
		{
			"Slack token", c.token,
			"Set SLACK_BOT_TOKEN to the Bot User OAuth Token (xoxb-…) of OAuth & Permissions; after new scopes, reinstall the app there.",
		},
		{
			"Slack requests", c.requests,
			"Set SLACK_SIGNING_SECRET (Basic Information) and FRONTDESK_PUBLIC_URL, or SLACK_APP_TOKEN (App-Level Tokens, scope connections:write) for Socket Mode.",
		},
		{
			"Public address", c.address,
			"Set FRONTDESK_PUBLIC_URL to the https address that leads to FRONTDESK_LISTEN, start `frontdesk serve`, and look again.",
		},
		{
			"Letters", c.letters,
			"Set SMTP_URL (smtps://user:password@host:port) and FRONTDESK_MAIL_FROM as your mail provider says. Without them nobody is reminded by e-mail.",
		},
		{
			"Clock", c.clock,
			"Let the system keep time (NTP): Slack's signatures are refused when the clock is five minutes off.",
		},
	}
}

// database tells whether the database answers and has the newest schema.
func (c *doctor) database(ctx context.Context, b *base, err error) (string, error) {
	if err == nil {
		err = b.read(ctx, c.data, slog.New(slog.DiscardHandler))
	}
	if err == nil {
		err = b.Check(ctx)
	}
	if err != nil {
		return "", err
	}
	all, err := b.Workspaces(ctx)
	return fmt.Sprintf("answers, has the newest schema, and serves %d workspace(s)", len(all)), err
}

// token tells whose the bot token is, and whether it may do what the bot does.
func (c *doctor) token(ctx context.Context) (string, error) {
	if c.BotToken == "" {
		return "", errors.New("SLACK_BOT_TOKEN is not set")
	}
	me, err := c.client(c.BotToken).AuthTestContext(ctx)
	if err != nil {
		return "", err
	}
	var missing []string
	granted := strings.FieldsFunc(me.Header.Get("X-OAuth-Scopes"), func(r rune) bool { return r == ',' || r == ' ' })
	for _, scope := range bot.Scopes {
		if !slices.Contains(granted, scope) {
			missing = append(missing, scope)
		}
	}
	if len(missing) > 0 {
		return "", fmt.Errorf("the token lacks the scopes %s", strings.Join(missing, ", "))
	}
	return "belongs to " + me.Team + " and has every scope", nil
}

// requests tells how Slack's requests come in.
func (c *doctor) requests(ctx context.Context) (string, error) {
	switch {
	case c.AppToken != "":
		_, _, err := c.appClient().StartSocketModeContext(ctx)
		return "over Socket Mode", err
	case c.SigningSecret == "":
		return "", errors.New("neither SLACK_SIGNING_SECRET nor SLACK_APP_TOKEN is set")
	case c.PublicURL == "":
		return "", errors.New("over HTTP Slack needs a public address, and FRONTDESK_PUBLIC_URL is not set")
	}
	return "over HTTP at " + strings.TrimSuffix(c.PublicURL, "/") + "/slack/events", nil
}

// address tells whether the public address leads here.
func (c *doctor) address(ctx context.Context) (string, error) {
	if c.PublicURL == "" {
		return "", errors.New("FRONTDESK_PUBLIC_URL is not set: calendar programs cannot find the feeds")
	}
	resp, err := ask(ctx, http.MethodGet, c.PublicURL, "/healthz")
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(io.LimitReader(resp.Body, 16)); err != nil || resp.StatusCode != http.StatusOK || string(body) != "ok\n" {
		return "", fmt.Errorf("something else than Frontdesk answers (%s)", resp.Status)
	}
	return "leads to a running Frontdesk", nil
}

// letters tells whether the mail server lets us in.
func (c *doctor) letters(ctx context.Context) (string, error) {
	post, err := mail.Open(c.SMTPURL, c.MailFrom)
	if err != nil {
		return "", err
	}
	if err := post.Check(ctx); err != nil {
		return "", err
	}
	return "the mail server lets us in", nil
}

// maxSkew is how far the clock may be off; Slack's limit is five minutes.
const maxSkew = 30 * time.Second

// clock compares the clock with Slack's.
func (c *doctor) clock(ctx context.Context) (string, error) {
	resp, err := ask(ctx, http.MethodPost, c.APIURL, "/api.test")
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	theirs, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return "", errors.New("no answer of Slack says what time it is")
	}
	if skew := time.Since(theirs).Abs(); skew > maxSkew {
		return "", fmt.Errorf("the clock is %v off", skew.Round(time.Second))
	}
	return "agrees with Slack's", nil
}

// ask makes one request to a path under a base address.
func ask(ctx context.Context, method, base, path string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(base, "/")+path, nil)
	if err != nil {
		return nil, err
	}
	return http.DefaultClient.Do(req)
}
