package slacksim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

const (
	// gather is how long the page's news wait for more of them.
	gather = 30 * time.Millisecond
	// heartbeat is how often a quiet connection is shown to be alive.
	heartbeat = 20 * time.Second
)

// serveEvents sends the person's whole state now and after every change, as Server-Sent
// Events. Changes that follow closely are one event.
func (p *page) serveEvents(w http.ResponseWriter, r *http.Request) {
	u := p.asker(w, r)
	if u == nil {
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	var sent []byte
	for {
		now, changed, err := p.encoded(u)
		if err != nil {
			p.ws.complainOf("the page's state: %v", err)
			return
		}
		if !bytes.Equal(now, sent) {
			_, err = fmt.Fprintf(w, "data: %s\n\n", now)
			sent = now
		} else {
			_, err = fmt.Fprint(w, ":\n\n")
		}
		if err != nil || out.Flush() != nil {
			return // the reader is gone
		}
		if !p.pause(r, changed, beat.C) {
			return
		}
	}
}

// pause returns true when there may be news, or the connection needs a heartbeat, and
// false when it is over.
func (p *page) pause(r *http.Request, changed <-chan struct{}, beat <-chan time.Time) bool {
	select {
	case <-changed:
	case <-beat:
		return true
	case <-r.Context().Done():
		return false
	case <-p.ws.live.Done():
		return false
	}
	select {
	case <-time.After(gather):
	case <-p.ws.live.Done():
		return false
	}
	return true
}

// encoded returns the person's state, and what closes when it changes.
func (p *page) encoded(u *User) ([]byte, <-chan struct{}, error) {
	p.ws.mu.Lock()
	defer p.ws.mu.Unlock()
	raw, err := json.Marshal(p.snapshot(u))
	return raw, p.ws.changed, err
}

// complainOf records a breach without the lock held.
func (ws *Workspace) complainOf(format string, args ...any) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ws.complain(format, args...)
}
