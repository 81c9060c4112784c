package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/time/rate"

	"frontdesk/store/crm"
)

// paces are how many calls Slack allows a workspace, by method, and of messages how many
// it allows in one conversation. What is not here gets the pace of Slack's second tier.
var paces = map[string]rate.Limit{
	"views.open":    100.0 / 60,
	"views.push":    100.0 / 60,
	"views.update":  100.0 / 60,
	"views.publish": 100.0 / 60,
	"users.info":    100.0 / 60,

	"chat.postMessage": 1,

	"chat.update":                  50.0 / 60,
	"conversations.open":           50.0 / 60,
	"files.info":                   50.0 / 60,
	"files.completeUploadExternal": 100.0 / 60,
}

const (
	slowPace  rate.Limit = 20.0 / 60
	burst                = 20   // Slack counts per minute and does not mind a gust
	attempts             = 3    // of a call that Slack asks to repeat later
	mostLanes            = 4096 // beyond, those that stand idle are forgotten
)

// A pacer keeps the calls of each workspace to each method at Slack's pace, and holds
// all of them back when Slack says how long to wait.
type pacer struct {
	mu    sync.Mutex
	lanes map[string]*lane
}

// A lane is one workspace's way to one method, or to one conversation by a method.
type lane struct {
	*rate.Limiter
	mu   sync.Mutex
	held time.Time // no call before
}

func newPacer() *pacer { return &pacer{lanes: map[string]*lane{}} }

// lane returns the way of a workspace to a method, after which a conversation may be
// named ("chat.postMessage U123"): it then takes calls one at a time.
func (p *pacer) lane(team, way string) *lane {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := team + " " + way
	if l, ok := p.lanes[key]; ok {
		return l
	}
	if len(p.lanes) >= mostLanes {
		p.forgetIdle()
	}
	method, _, conversation := strings.Cut(way, " ")
	pace, ok := paces[method]
	if !ok {
		pace = slowPace
	}
	gust := burst
	if conversation {
		gust = 1
	}
	l := &lane{Limiter: rate.NewLimiter(pace, gust)}
	p.lanes[key] = l
	return l
}

// forgetIdle drops the lanes that would let a full gust through: a new one is the same.
// The lock is held.
func (p *pacer) forgetIdle() {
	for key, l := range p.lanes {
		if l.Tokens() >= float64(l.Burst()) && l.wait() <= 0 {
			delete(p.lanes, key)
		}
	}
}

// do makes a call of a workspace to a method in its time, and again when Slack asks
// for it to be repeated later and ctx leaves the time to wait.
func (p *pacer) do(ctx context.Context, team, method string, call func() error) error {
	l := p.lane(team, method)
	for attempt := 1; ; attempt++ {
		if err := l.enter(ctx); err != nil {
			return fmt.Errorf("waiting for Slack: %w", err)
		}
		err := call()
		limited, ok := errors.AsType[*slack.RateLimitedError](err)
		if ok {
			l.hold(limited.RetryAfter)
		}
		if !ok || attempt == attempts {
			return err
		}
	}
}

// offer makes a call once, if its turn comes within patience. If not, or if Slack asks
// for it to be made later, the error is [crm.RetryLater]: who calls has better to do than
// to wait.
func (p *pacer) offer(ctx context.Context, team, way string, patience time.Duration, call func() error) error {
	l := p.lane(team, way)
	turn, cancel := context.WithTimeout(ctx, patience)
	err := l.enter(turn)
	cancel()
	if err != nil && ctx.Err() == nil {
		return crm.RetryLater{After: max(l.wait(), patience), Err: err}
	}
	if err != nil {
		return fmt.Errorf("waiting for Slack: %w", err)
	}
	err = call()
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		l.hold(limited.RetryAfter)
		return crm.RetryLater{After: max(limited.RetryAfter, time.Second), Err: err}
	}
	return err
}

// enter waits for the lane's pace, and until Slack wants calls again. An errand of the
// background that waits lets others go on.
func (l *lane) enter(ctx context.Context) (err error) {
	if l.wait() <= 0 && l.Allow() {
		return nil
	}
	aside(ctx, func() { err = l.queue(ctx) })
	return err
}

func (l *lane) queue(ctx context.Context) error {
	if err := l.Wait(ctx); err != nil { // ctx ends, or would before it is our turn
		return fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
	}
	for wait := l.wait(); wait > 0; wait = l.wait() {
		if end, ok := ctx.Deadline(); ok && time.Until(end) < wait {
			return fmt.Errorf("held back for %v: %w", wait, context.DeadlineExceeded)
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (l *lane) hold(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until := time.Now().Add(d); until.After(l.held) {
		l.held = until
	}
}

func (l *lane) wait() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Until(l.held)
}
