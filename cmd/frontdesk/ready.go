package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"frontdesk/scheduler/mail"
)

// A check is one thing that Frontdesk needs, and whether it is there.
type check struct {
	name string
	run  func(context.Context) error
}

// readiness answers /readyz: 200 when every check passes, else 503, with a line each.
// Answers are kept for a while, so that probes burden nobody.
type readiness struct {
	checks []check
	log    *slog.Logger

	mu     sync.Mutex
	at     time.Time
	ready  bool
	report string
}

// How long a check may take, and how long an answer is kept.
const (
	checkFor   = 5 * time.Second
	checkEvery = 15 * time.Second
)

func (r *readiness) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if time.Since(r.at) > checkEvery {
		r.look(context.WithoutCancel(req.Context()))
	}
	if !r.ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	fmt.Fprint(w, r.report)
}

// look runs the checks. What exactly is wrong goes to the log alone.
func (r *readiness) look(ctx context.Context) {
	var report strings.Builder
	r.ready = true
	for _, c := range r.checks {
		ctx, cancel := context.WithTimeout(ctx, checkFor)
		err := c.run(ctx)
		cancel()
		state := "ok"
		if missing, ok := errors.AsType[mail.NotConfigured](err); ok {
			state = missing.Setting + " is not set"
		} else if err != nil {
			r.ready, state = false, "failed"
			r.log.Error("not ready", "check", c.name, "error", err)
		}
		fmt.Fprintf(&report, "%s: %s\n", c.name, state)
	}
	r.report, r.at = report.String(), time.Now()
}
