package bot

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
)

const (
	handlersAtOnce = 64               // over all connections; beyond, Slack waits
	firstPause     = time.Second      // between the second attempt to connect and the third
	longestPause   = 30 * time.Second // between two attempts
	settled        = 30 * time.Second // after which a connection was a good one
	silence        = 45 * time.Second // after which a connection counts as dead
	connectWithin  = 10 * time.Second
	drainWithin    = 10 * time.Second // at the end, for what was read to be answered
)

// badTokens are Slack's codes for an app-level token that will not do.
var badTokens = []string{
	"account_inactive", "invalid_auth", "missing_scope", "not_allowed", "not_allowed_token_type", "not_authed",
	"token_expired", "token_revoked",
}

// ServeSocket converses over Socket Mode until ctx ends, when it answers what has
// arrived and returns nil. The app-level token (xapp-…) needs the scope
// connections:write. It fails only at the start, when Slack refuses the token: once
// there was a connection, it comes back after whatever ends it. Several processes may
// serve at the same time; Slack then brings each thing to one of them.
func (b *Bot) ServeSocket(ctx context.Context, appToken string) error {
	return b.newSocket(appToken).serve(ctx)
}

// A socket keeps a connection to Slack. It speaks to the websocket itself and takes of
// slack-go only the asking for an address: slack-go's own client hangs up before it has
// the next connection, drops what is being answered when it ends, sends answers over
// whichever connection there is by then, and hides a payload that it cannot decode, so
// that nobody could acknowledge it.
type socket struct {
	bot     *Bot
	api     *slack.Client
	dialer  *websocket.Dialer
	pause   time.Duration // see firstPause
	silence time.Duration // see silence
	slots   chan struct{} // one for each handler under way
	readers sync.WaitGroup
}

func (b *Bot) newSocket(appToken string) *socket {
	return &socket{
		bot: b,
		api: slack.New("", slack.OptionAppLevelToken(appToken), slack.OptionAPIURL(b.slack.url), slack.OptionHTTPClient(b.slack.http)),
		dialer: &websocket.Dialer{
			Proxy: http.ProxyFromEnvironment, HandshakeTimeout: connectWithin,
			WriteBufferSize: maxAck, // Slack does not put together what comes in several frames
		},
		pause: firstPause, silence: silence,
		slots: make(chan struct{}, handlersAtOnce),
	}
}

// serve keeps one connection that is not about to end. What the others have brought is
// answered over them meanwhile.
func (s *socket) serve(ctx context.Context) error {
	again, connected := retries{pause: s.pause}, false
	var err error
	for again.wait(ctx, err) {
		var l *link
		l, err = s.connect(ctx)
		if err != nil {
			if !connected && slices.Contains(badTokens, code(err)) {
				return fmt.Errorf("connecting over Socket Mode: the app-level token (xapp-…, with the scope connections:write) is refused: %w", err)
			}
			if ctx.Err() == nil {
				s.bot.log.Error("no connection to Slack", "attempt", again.made, "error", err)
			}
			continue
		}
		connected = true
		begun := time.Now()
		s.readers.Go(func() { s.read(ctx, l) })
		select {
		case <-l.leaving:
		case <-ctx.Done():
		}
		if time.Since(begun) > settled {
			again.made = 0
		}
	}
	return s.drain()
}

// connect asks Slack for an address, which is good for once, and connects to it.
func (s *socket) connect(ctx context.Context) (*link, error) {
	ctx, cancel := context.WithTimeout(ctx, connectWithin)
	defer cancel()
	_, address, err := s.api.StartSocketModeContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("asking for an address: %w%s", err, details(err))
	}
	conn, resp, err := s.dialer.DialContext(ctx, address, nil)
	if resp != nil {
		_ = resp.Body.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("connecting to the address: %w", withoutURL(err))
	}
	return newLink(conn, s.silence), nil
}

// drain waits until what was read is answered.
func (s *socket) drain() error {
	answered := make(chan struct{})
	go func() {
		s.readers.Wait()
		close(answered)
	}()
	select {
	case <-answered:
		return nil
	case <-time.After(drainWithin):
		return errors.New("ending Socket Mode: some handlers go on")
	}
}

// retries say when to try again: the first two times at once, then after pauses that
// double, each shortened at random so that not all come back together.
type retries struct {
	pause time.Duration
	made  int // since the last that led to a good connection
}

// wait waits for the next attempt, and as long as Slack wants if err says so. It
// reports whether there is to be one.
func (r *retries) wait(ctx context.Context, err error) bool {
	var pause time.Duration
	if r.made > 1 {
		pause = min(r.pause<<min(r.made-2, 16), longestPause)
		pause -= rand.N(pause/2 + 1)
	}
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		pause = max(pause, limited.RetryAfter)
	}
	r.made++
	select {
	case <-ctx.Done():
		return false
	case <-time.After(pause):
		return ctx.Err() == nil
	}
}
