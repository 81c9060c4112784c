package bot

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// queueLength is how much may wait to be done for one key.
const queueLength = 64

// errandTime is how long one thing in the background may take, Slack's "wait a while"
// included.
const errandTime = time.Minute

// A pool does things after Slack has had its answer: a fixed number at the same time,
// and those with the same key one after the other, so that the last drawing of
// somebody's view is the newest. What waits for Slack holds up only what has its key.
type pool struct {
	log   *slog.Logger
	slots chan struct{} // one for each errand under way
	done  sync.WaitGroup

	mu     sync.Mutex
	queues map[string][]errand // by key; the first of each is under way
	closed bool
	base   context.Context
	cancel context.CancelFunc
}

// An errand is one thing to be done. A drawing may be left out where there is too much
// to do: what it would show is shown by the next.
type errand struct {
	name    string
	do      func(context.Context) error
	drawing bool
}

func newPool(atOnce int, log *slog.Logger) *pool {
	p := &pool{log: log, slots: make(chan struct{}, atOnce), queues: map[string][]errand{}}
	p.base, p.cancel = context.WithCancel(context.Background())
	return p
}

// later has e done in the background, after everything else of the same key. What finds
// no room is done at once by who brings it, unless it is a drawing. The name stands in
// the log when it fails.
func (p *pool) later(key string, e errand) {
	switch queued, closed := p.enqueue(key, e); {
	case queued:
	case closed, !e.drawing:
		p.run(p.base, e)
	default:
		p.log.Warn("a drawing is left out", "errand", e.name)
	}
}

// enqueue reports whether e will be done in the background, and if not, whether that is
// because the pool is closed.
func (p *pool) enqueue(key string, e errand) (queued, closed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	waiting := p.queues[key]
	if p.closed || len(waiting) > queueLength {
		return false, p.closed
	}
	p.queues[key] = append(waiting, e)
	if len(waiting) == 0 {
		p.done.Go(func() { p.work(key, e) })
	}
	return true, false
}

// work does what there is to be done for a key, e first.
func (p *pool) work(key string, e errand) {
	ctx := context.WithValue(p.base, poolKey{}, p)
	for more := true; more; e, more = p.next(key) {
		p.enter()
		p.run(ctx, e)
		p.leave()
	}
}

// next takes off what was done for a key, and returns what follows.
func (p *pool) next(key string) (e errand, more bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	rest := p.queues[key][1:]
	if len(rest) == 0 {
		delete(p.queues, key)
		return errand{}, false
	}
	p.queues[key] = rest
	return rest[0], true
}

// enter waits for a slot. There are enough for all when everything is being cut off.
func (p *pool) enter() {
	select {
	case p.slots <- struct{}{}:
	case <-p.base.Done():
	}
}

func (p *pool) leave() {
	select {
	case <-p.slots:
	case <-p.base.Done():
	}
}

func (p *pool) run(ctx context.Context, e errand) {
	ctx, cancel := context.WithTimeout(ctx, errandTime)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			logPanic(p.log, v, "errand", e.name)
		}
	}()
	if err := e.do(ctx); err != nil {
		p.log.Error("an errand failed", "errand", e.name, "error", loggable(err))
	}
}

// poolKey finds, in the context of an errand that has a slot, the pool.
type poolKey struct{}

// aside waits, and lets another errand go on meanwhile if ctx is that of one.
func aside(ctx context.Context, wait func()) {
	if p, ok := ctx.Value(poolKey{}).(*pool); ok {
		p.leave()
		defer p.enter()
	}
	wait()
}

// close waits for what was begun. When ctx ends first the rest is cut off.
func (p *pool) close(ctx context.Context) error {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	drained := make(chan struct{})
	go func() {
		p.done.Wait()
		close(drained)
	}()
	defer p.cancel()
	select {
	case <-drained:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("draining the background: %w", ctx.Err())
	}
}
