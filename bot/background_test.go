package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

func newTestPool(workers int) (*pool, *journal) {
	log := new(journal)
	return newPool(workers, slog.New(slog.NewTextHandler(log, nil))), log
}

// do has something done that is no drawing.
func (p *pool) do(key, name string, do func(context.Context) error) {
	p.later(key, errand{name: name, do: do})
}

func TestPool(t *testing.T) {
	t.Parallel()
	t.Run("what has the same key is done in order", func(t *testing.T) {
		t.Parallel()
		p, _ := newTestPool(8)
		var mu sync.Mutex
		var done, want []int
		for i := range 50 {
			want = append(want, i)
			p.do("anna", "counting", func(context.Context) error {
				mu.Lock()
				defer mu.Unlock()
				done = append(done, i)
				return nil
			})
		}
		if err := p.close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(done, want) {
			t.Errorf("done in the order %v", done)
		}
	})
	t.Run("closing waits for what was begun", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p, _ := newTestPool(1)
			done := false
			p.do("", "dawdling", func(context.Context) error {
				time.Sleep(time.Second)
				done = true
				return nil
			})
			if err := p.close(t.Context()); err != nil || !done {
				t.Errorf("closed with %v, done: %v", err, done)
			}
		})
	})
	t.Run("closing cuts off what takes too long", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p, log := newTestPool(1)
			p.do("", "dawdling", func(ctx context.Context) error {
				<-ctx.Done()
				return ctx.Err()
			})
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			if err := p.close(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("closed with %v", err)
			}
			synctest.Wait()
			expectText(t, log.String(), "dawdling")
		})
	})
	t.Run("of too much a drawing is left out, and all else is done by who brings it", func(t *testing.T) {
		t.Parallel()
		p, log := newTestPool(1)
		release := make(chan struct{})
		p.do("anna", "blocking", func(context.Context) error { <-release; return nil })
		var done, drawn atomic.Int64
		for range queueLength + 2 {
			p.do("anna", "counting", func(context.Context) error { done.Add(1); return nil })
		}
		p.later("anna", errand{"drawing", func(context.Context) error { drawn.Add(1); return nil }, true})
		if n := done.Load(); n != 2 {
			t.Errorf("%d of 2 were done by who brought them", n)
		}
		close(release)
		if err := p.close(t.Context()); err != nil || done.Load() != queueLength+2 || drawn.Load() != 0 {
			t.Errorf("closed with %v after %d, and %d drawings", err, done.Load(), drawn.Load())
		}
		expectText(t, log.String(), "a drawing is left out")
	})
	t.Run("what waits for one slow workspace does not hold up others", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p, _ := newTestPool(2)
			pace := newPacer()
			begin := time.Now()
			slow := func(ctx context.Context) error {
				return pace.do(ctx, "TSLOW", "views.publish", func() error {
					if time.Since(begin) < 30*time.Second {
						return &slack.RateLimitedError{RetryAfter: 30 * time.Second}
					}
					return nil
				})
			}
			for i := range 5 {
				p.do(fmt.Sprint("slow", i), "drawing", slow)
			}
			synctest.Wait()
			var took time.Duration
			p.do("quick", "drawing", func(ctx context.Context) error {
				defer func() { took = time.Since(begin) }()
				return pace.do(ctx, "TQUICK", "views.publish", func() error { return nil })
			})
			if err := p.close(t.Context()); err != nil || took != 0 {
				t.Errorf("another waited %v, error %v", took, err)
			}
			if since := time.Since(begin); since != 30*time.Second {
				t.Errorf("the slow ones took %v", since)
			}
		})
	})
	t.Run("a panic is logged and harms nobody else", func(t *testing.T) {
		t.Parallel()
		p, log := newTestPool(1)
		p.do("", "crashing", func(context.Context) error { panic("Kowalska") })
		done := false
		p.do("", "going on", func(context.Context) error { done = true; return nil })
		if err := p.close(t.Context()); err != nil || !done {
			t.Errorf("closed with %v, done: %v", err, done)
		}
		expectText(t, log.String(), "crashing")
		if strings.Contains(log.String(), "Kowalska") {
			t.Error("the log has what the panic said")
		}
		p.do("", "after the end", func(context.Context) error { return errors.New("late") })
		expectText(t, log.String(), "after the end")
	})
}

func TestPacer(t *testing.T) {
	t.Parallel()
	t.Run("after a gust, calls go at Slack's pace, and other teams and methods go on", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p := newPacer()
			ok := func() error { return nil }
			begin := time.Now()
			for range burst + 10 {
				if err := p.do(t.Context(), "T1", "some.method", ok); err != nil {
					t.Fatal(err)
				}
			}
			if took := time.Since(begin).Round(time.Second); took != 30*time.Second {
				t.Errorf("ten calls beyond the gust took %v", took)
			}
			begin = time.Now()
			_ = p.do(t.Context(), "T2", "some.method", ok)
			_ = p.do(t.Context(), "T1", "views.open", ok)
			if took := time.Since(begin); took != 0 {
				t.Errorf("others waited %v", took)
			}
		})
	})
	t.Run("Retry-After holds back this call and all others", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p := newPacer()
			calls := 0
			begin := time.Now()
			err := p.do(t.Context(), "T1", "views.publish", func() error {
				if calls++; calls == 1 {
					return &slack.RateLimitedError{RetryAfter: 5 * time.Second}
				}
				return nil
			})
			if took := time.Since(begin); err != nil || calls != 2 || took != 5*time.Second {
				t.Errorf("%d calls in %v, error %v", calls, took, err)
			}
		})
	})
	t.Run("Retry-After of the last attempt holds back the next call too", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p := newPacer()
			limited := func() error { return &slack.RateLimitedError{RetryAfter: 5 * time.Second} }
			if err := p.do(t.Context(), "T1", "views.publish", limited); err == nil {
				t.Error("it was called for ever")
			}
			begin := time.Now()
			err := p.do(t.Context(), "T1", "views.publish", func() error { return nil })
			if took := time.Since(begin); err != nil || took != 5*time.Second {
				t.Errorf("called after %v, error %v", took, err)
			}
		})
	})
	t.Run("who cannot wait is told at once", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p := newPacer()
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
			defer cancel()
			begin := time.Now()
			err := p.do(ctx, "T1", "views.open", func() error {
				return &slack.RateLimitedError{RetryAfter: time.Minute}
			})
			if !tooLate(err) || time.Since(begin) != 0 {
				t.Errorf("after %v: %v", time.Since(begin), err)
			}
		})
	})
	t.Run("a call that is refused for good is not repeated", func(t *testing.T) {
		t.Parallel()
		p := newPacer()
		calls := 0
		err := p.do(t.Context(), "T1", "views.open", func() error { calls++; return slack.SlackErrorResponse{Err: "not_found"} })
		if calls != 1 || code(err) != "not_found" {
			t.Errorf("%d calls, error %v", calls, err)
		}
	})
	t.Run("messages go to one conversation one a second, to others at once", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p := newPacer()
			begin := time.Now()
			offer := func(to string) error {
				return p.offer(t.Context(), "T1", "chat.postMessage "+to, 3*time.Second, func() error { return nil })
			}
			for range 4 {
				if err := offer("U1"); err != nil {
					t.Fatal(err)
				}
			}
			if took := time.Since(begin); took != 3*time.Second {
				t.Errorf("four messages took %v", took)
			}
			if err := offer("U2"); err != nil || time.Since(begin) != 3*time.Second {
				t.Errorf("another waited until %v, error %v", time.Since(begin), err)
			}
		})
	})
	t.Run("a message that Slack wants later, and the next, are put off", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p := newPacer()
			begin, calls := time.Now(), 0
			for _, want := range []time.Duration{time.Minute, 59 * time.Second} {
				err := p.offer(t.Context(), "T1", "chat.postMessage U1", 3*time.Second, func() error {
					calls++
					return &slack.RateLimitedError{RetryAfter: time.Minute}
				})
				later, ok := errors.AsType[crm.RetryLater](err)
				if !ok || later.After > time.Minute || later.After < want {
					t.Errorf("it is to be tried again: %v", err)
				}
			}
			if calls != 1 || time.Since(begin) > 2*time.Second {
				t.Errorf("%d calls in %v", calls, time.Since(begin))
			}
		})
	})
	t.Run("idle lanes are forgotten", func(t *testing.T) {
		t.Parallel()
		p := newPacer()
		for i := range mostLanes + 10 {
			p.lane("T"+string(rune(i)), "views.open")
		}
		if len(p.lanes) > mostLanes {
			t.Errorf("%d lanes", len(p.lanes))
		}
	})
}

func TestDrawingThatDoesNotComeIsGivenUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if d := wait(ctx, make(chan drawing)); !errors.Is(d.err, context.Canceled) {
		t.Errorf("it ends with %v", d.err)
	}
}
