package main

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/localpg"
	"frontdesk/store/words"
)

// data are the settings that say where the school is kept.
type data struct {
	DatabaseURL string `name:"database-url" env:"DATABASE_URL" help:"PostgreSQL to use. Unset: a private one in the data folder."`
	Folder      string `name:"data" env:"FRONTDESK_DATA" type:"path" help:"Data folder of the private PostgreSQL. Default: /var/lib/frontdesk as root, else the user's own data folder."`
	SecretKey   string `env:"FRONTDESK_SECRET_KEY" help:"32 bytes, hex or base64, under which tokens are encrypted and links signed. Unset: one that is made once and kept in the data folder."`
}

// school are the settings that a workspace starts with.
type school struct {
	Lang     string `env:"FRONTDESK_LANG" default:"pl" enum:"${languages}" help:"Language of the workspace (${enum})."`
	Timezone string `env:"FRONTDESK_TIMEZONE" default:"Europe/Warsaw" help:"Time zone of the workspace."`
}

// slackApp are the settings of the Slack app.
type slackApp struct {
	SigningSecret string `name:"slack-signing-secret" env:"SLACK_SIGNING_SECRET" help:"Signing secret of the Slack app; not needed over Socket Mode."`
	BotToken      string `name:"slack-bot-token" env:"SLACK_BOT_TOKEN" help:"Bot token (xoxb-…) of the first workspace; kept encrypted in the database."`
	AppToken      string `name:"slack-app-token" env:"SLACK_APP_TOKEN" help:"App-level token (xapp-…, scope connections:write) of the Slack app; set, Slack is listened to over Socket Mode, which needs no public address."`
	APIURL        string `name:"slack-api-url" env:"SLACK_API_URL" default:"https://slack.com/api/" help:"Slack's Web API."`
}

// post are the settings of letters.
type post struct {
	SMTPURL  string `name:"smtp-url" env:"SMTP_URL" help:"Where letters are sent, smtps://user:pass@host:port or smtp://… (STARTTLS). Unset: none are sent."`
	MailFrom string `name:"mail-from" env:"FRONTDESK_MAIL_FROM" help:"Sender of letters, such as \"Lingua <office@school.example>\"."`
}

// A base is the opened database and what must be closed with it.
type base struct {
	*store.Store
	url    string
	folder string          // the data folder
	server *localpg.Server // nil when the database is somebody else's
}

// open starts the private PostgreSQL where no other is named, and migrates it. A short
// command may borrow the server that a long-running one holds; what runs for long has
// its own.
func (d data) open(ctx context.Context, log *slog.Logger, mayBorrow bool) (*base, error) {
	b, err := d.reach(ctx, log, mayBorrow)
	if err != nil {
		return nil, err
	}
	if err = store.Migrate(ctx, b.url); err == nil {
		err = b.read(ctx, d, log)
	}
	if err != nil {
		return nil, errors.Join(err, b.close())
	}
	return b, nil
}

// openKnown opens the database for a short command about a school. Where there is no data
// yet it makes none, unless there is a bot token to make a school of.
func (d data) openKnown(ctx context.Context, log *slog.Logger, botToken string) (*base, error) {
	if botToken == "" {
		if err := d.known(); err != nil {
			return nil, err
		}
	}
	return d.open(ctx, log, true)
}

// known says so when a private PostgreSQL is wanted in a folder that has none.
func (d data) known() error {
	if folder := d.folder(); d.DatabaseURL == "" && !localpg.HasData(folder) {
		return fmt.Errorf("there is no school in %s yet: give the data folder of one with --data, or start one there with `frontdesk serve`", folder)
	}
	return nil
}

// folder is the data folder.
func (d data) folder() string { return cmp.Or(d.Folder, localpg.DefaultDir()) }

// reach starts the private PostgreSQL where no other is named, and changes nothing in it.
func (d data) reach(ctx context.Context, log *slog.Logger, mayBorrow bool) (*base, error) {
	b := &base{url: d.DatabaseURL, folder: d.folder()}
	if b.url == "" {
		if err := b.startPrivate(ctx, b.folder, mayBorrow, log); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// read opens the store over a database that has its schema.
func (b *base) read(ctx context.Context, d data, log *slog.Logger) error {
	secret, err := d.secret(b.folder)
	if err != nil {
		return err
	}
	b.Store, err = store.Open(ctx, store.Config{URL: b.url, Secret: secret, Log: log, Languages: words.Languages()})
	return err
}

// startPrivate starts the private server over folder, or borrows the one that another
// process runs there (serve, while staff are being added).
func (b *base) startPrivate(ctx context.Context, folder string, mayBorrow bool, log *slog.Logger) (err error) {
	borrow := func() (ok bool) {
		if mayBorrow {
			b.url, ok = localpg.Running(ctx, folder, "postgres")
		}
		return ok
	}
	if borrow() {
		return nil
	}
	// The server outlives ctx: what shuts down in an orderly way still writes to it.
	b.server, err = localpg.Start(context.WithoutCancel(ctx), localpg.Config{Dir: folder, Log: log})
	if err == nil {
		b.url = b.server.URL("postgres")
		return nil
	}
	if borrow() { // the other was still starting
		return nil
	}
	return err
}

// lost ends with ctx, and when the private server has ended by itself: without it
// nothing works, and whoever watches over the process should start it again.
func lost(ctx context.Context, server *localpg.Server) (context.Context, context.CancelCauseFunc) {
	ctx, stop := context.WithCancelCause(ctx)
	if server != nil {
		go func() {
			select {
			case <-server.Done():
				stop(errors.New("the private PostgreSQL has ended by itself; its log is in the data folder"))
			case <-ctx.Done():
			}
		}()
	}
	return ctx, stop
}

// gone is why ctx ended, unless it was asked to.
func gone(ctx context.Context) error {
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// close ends the connections and the private server.
func (b *base) close() error {
	if b.Store != nil {
		b.Store.Close()
	}
	if b.server == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return b.server.Stop(ctx)
}

// secret is the deployment's key. A private database brings a key of its own, made
// once and kept beside it.
func (d data) secret(folder string) ([]byte, error) {
	if d.SecretKey != "" {
		return parseKey(d.SecretKey)
	}
	if d.DatabaseURL != "" {
		return nil, errors.New("FRONTDESK_SECRET_KEY is not set: make one with `openssl rand -hex 32` and keep it safe, since tokens and links depend on it")
	}
	text, err := keptSecret(folder)
	if err != nil {
		return nil, fmt.Errorf("keeping the secret key: %w", err)
	}
	return parseKey(text)
}

// keptSecret is the key in the data folder, made when it is missing. The folder
// belongs to PostgreSQL's user, so that no link planted there is followed out of it.
func keptSecret(folder string) (string, error) {
	const name = "secret.key"
	root, err := os.OpenRoot(folder)
	if err != nil {
		return "", err
	}
	defer root.Close()
	text, err := root.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		text = []byte(hex.EncodeToString(randomKey()))
		err = replaceFile(root, name, text)
	}
	return string(text), err
}

// replaceFile writes a file of which there is always either the old or the new whole.
func replaceFile(root *os.Root, name string, text []byte) error {
	if err := root.WriteFile(name+".new", text, 0o600); err != nil {
		return err
	}
	return root.Rename(name+".new", name)
}

// parseKey reads 32 bytes in hex or base64.
func parseKey(text string) ([]byte, error) {
	text = strings.TrimSpace(text)
	for _, decode := range []func(string) ([]byte, error){
		hex.DecodeString, base64.StdEncoding.DecodeString, base64.RawURLEncoding.DecodeString,
	} {
		if key, err := decode(text); err == nil && len(key) == 32 {
			return key, nil
		}
	}
	return nil, errors.New("FRONTDESK_SECRET_KEY must be 32 bytes, in hex (64 characters) or base64")
}

// installation is the first workspace as the settings describe it.
func (s school) installation(team, name, token, botUser string) store.Installation {
	return store.Installation{
		Team: team, Name: name, BotToken: token, BotUser: botUser,
		Language: crm.Language(s.Lang), Zone: s.Timezone,
	}
}
