package bot

import (
	"context"
	"fmt"
	"hash/maphash"
	"log/slog"
	"sync"
	"time"
)

// queueLength is how much each worker may have before it. Beyond that, whoever brings
// more does the work themselves: Slack then waits, and sends less.
const queueLength = 64

// errandTime is how long one thing in the background may take, Slack's "wait a while"
// included.
const errandTime = 30 * time.Second

// A pool does things after Slack has had its answer: a fixed number at the same time,
// and those with the same key one after the other, so that the last drawing of
// somebody's view is the newest.
type pool struct {
	log    *slog.Logger
	seed   maphash.Seed
	queues []chan errand
	done   sync.WaitGroup

	mu     sync.RWMutex // held for reading while something is put into a queue
	closed bool
	base   context.Context
	cancel context.CancelFunc
}

type errand struct {
	name string
	do   func(context.Context) error
}

func newPool(workers int, log *slog.Logger) *pool {
	p := &pool{log: log, seed: maphash.MakeSeed(), queues: make([]chan errand, workers)}
	p.base, p.cancel = context.WithCancel(context.Background())
	for i := range p.queues {
		p.queues[i] = make(chan errand, queueLength)
		p.done.Go(func() {
			for e := range p.queues[i] {
				p.run(e)
			}
		})
	}
	return p
}

// later has do done in the background, after everything else of the same key. The name
// stands in the log when it fails.
func (p *pool) later(key, name string, do func(context.Context) error) {
	e := errand{name, do}
	if !p.enqueue(key, e) {
		p.run(e)
	}
}

// enqueue reports whether e will be done by a worker.
func (p *pool) enqueue(key string, e errand) bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.closed {
		return false
	}
	select {
	case p.queues[maphash.String(p.seed, key)%uint64(len(p.queues))] <- e:
		return true
	default:
		p.log.Warn("the background is full", "errand", e.name)
		return false
	}
}

func (p *pool) run(e errand) {
	ctx, cancel := context.WithTimeout(p.base, errandTime)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			logPanic(p.log, v, "errand", e.name)
		}
	}()
	if err := e.do(ctx); err != nil {
		p.log.Error("an errand failed", "errand", e.name, "error", err)
	}
}

// close waits for what was begun. When ctx ends first the rest is cut off.
func (p *pool) close(ctx context.Context) error {
	p.mu.Lock()
	if !p.closed {
		p.closed = true
		for _, q := range p.queues {
			close(q)
		}
	}
	p.mu.Unlock()
	drained := make(chan struct{})
	go func() {
		p.done.Wait()
		close(drained)
	}()
	select {
	case <-drained:
		p.cancel()
		return nil
	case <-ctx.Done():
		p.cancel()
		return fmt.Errorf("draining the background: %w", ctx.Err())
	}
}
