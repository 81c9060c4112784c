package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store"
)

// Config is what a [Bot] is made of.
type Config struct {
	// Store holds the data and the workspaces' tokens. It may not be nil.
	Store *store.Store

	// SigningSecret is what Slack signs its HTTP requests with. It may be empty only
	// where no HTTP is served: [Bot.Handler] then refuses every request.
	SigningSecret string

	// APIURL is where Slack's Web API is, with or without a slash at its end.
	// Empty is Slack's own.
	APIURL string

	// PublicURL is where calendar programs reach Frontdesk, with or without a slash at its
	// end. Empty: there are no calendar feeds, and people who ask for theirs are told so.
	PublicURL string

	// HTTP makes the calls to Slack. Nil is a client that gives up after ten seconds.
	HTTP *http.Client

	// Log gets what goes wrong: ids, never names or texts. Nil is slog.Default().
	Log *slog.Logger

	// Background is how many things may be done at the same time after Slack has had
	// its answer (redrawing, confirming). Zero is 16.
	Background int
}

// Bot converses with the people of every workspace that the app is installed in.
// It is safe for concurrent use. Make one with [New] and [Bot.Close] it.
type Bot struct {
	store   *store.Store
	secret  string
	public  string // without a slash at its end
	slack   *slackAPI
	tables  tables
	log     *slog.Logger
	pool    *pool
	within  time.Duration // see answerWithin
	routes  routes
	lessons map[lesson]json.RawMessage
}

// New returns a bot that is ready to converse. It fails when c has no store. It starts
// goroutines, which [Bot.Close] ends.
func New(c Config) (*Bot, error) {
	if c.Store == nil {
		return nil, errors.New("the bot needs a store")
	}
	log := cmp.Or(c.Log, slog.Default())
	client := cmp.Or(c.HTTP, &http.Client{Timeout: 10 * time.Second})
	url := strings.TrimSuffix(cmp.Or(c.APIURL, slack.APIURL), "/") + "/"
	b := &Bot{
		store:  c.Store,
		secret: c.SigningSecret,
		public: strings.TrimRight(c.PublicURL, "/"),
		slack:  newSlackAPI(c.Store, url, client),
		tables: tables{log: log},
		log:    log,
		within: answerWithin,
	}
	b.routes = b.table()
	var err error
	if b.lessons, err = b.routes.lessons(); err != nil {
		return nil, err
	}
	b.pool = newPool(cmp.Or(c.Background, 16), log)
	return b, nil
}

// Close waits until everything begun in the background is done, or ctx ends. The
// transports must have been stopped before. What is still to be done when ctx ends is
// dropped; it is only drawing and confirming, never a change.
func (b *Bot) Close(ctx context.Context) error { return b.pool.close(ctx) }
