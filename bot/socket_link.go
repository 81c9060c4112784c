package bot

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	writeWithin = 5 * time.Second
	leaveWithin = 30 * time.Second // of a connection that Slack has announced to end; it does so after ten
)

// A link is one connection to Slack.
type link struct {
	conn    *websocket.Conn
	silence time.Duration
	leave   func()         // says that another connection is needed
	leaving chan struct{}  // closed by leave
	work    sync.WaitGroup // handlers of what it brought

	writing sync.Mutex
}

func newLink(conn *websocket.Conn, silence time.Duration) *link {
	l := &link{conn: conn, silence: silence, leaving: make(chan struct{})}
	l.leave = sync.OnceFunc(func() { close(l.leaving) })
	conn.SetReadLimit(maxBody)
	return l
}

// read takes what a connection brings until it ends, or ctx. Then what it brought is
// answered, and it is closed.
func (s *socket) read(ctx context.Context, l *link) {
	stop := context.AfterFunc(ctx, func() { _ = l.conn.SetReadDeadline(time.Now()) })
	defer stop()
	ended := make(chan struct{})
	go l.keepAlive(ended)
	defer close(ended)
	l.conn.SetPongHandler(func(string) error { return l.listen(ctx) })
	err := l.listen(ctx)
	for err == nil {
		var raw []byte
		if _, raw, err = l.conn.ReadMessage(); err == nil {
			s.receive(ctx, l, raw)
			err = l.listen(ctx)
		}
	}
	if ctx.Err() == nil {
		if !l.isLeaving() {
			s.bot.log.Warn("the connection to Slack is lost", "error", err)
		}
		_ = l.conn.Close() // whoever answers now is to know that it goes nowhere
	}
	l.leave()
	l.work.Wait()
	l.close()
}

// listen gives Slack the time to say something more. After ctx there is none.
func (l *link) listen(ctx context.Context) error {
	if l.isLeaving() {
		return nil // it has a deadline that nothing moves
	}
	return l.listenFor(ctx, l.silence)
}

func (l *link) listenFor(ctx context.Context, d time.Duration) error {
	if err := l.conn.SetReadDeadline(time.Now().Add(d)); err != nil {
		return err
	}
	if ctx.Err() != nil { // its end may have set a deadline that was just overwritten
		return l.conn.SetReadDeadline(time.Now())
	}
	return nil
}

func (l *link) isLeaving() bool {
	select {
	case <-l.leaving:
		return true
	default:
		return false
	}
}

// keepAlive asks Slack often enough whether it is there.
func (l *link) keepAlive(ended <-chan struct{}) {
	tick := time.NewTicker(l.silence / 3)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			_ = l.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWithin)) // who reads notices
		case <-ended:
			return
		}
	}
}

// acknowledge says that an envelope has arrived, and what the answer is, if any.
func (l *link) acknowledge(id string, payload json.RawMessage) error {
	raw, err := json.Marshal(struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload,omitempty"`
	}{id, payload})
	if err != nil {
		return err
	}
	l.writing.Lock()
	defer l.writing.Unlock()
	if err := l.conn.SetWriteDeadline(time.Now().Add(writeWithin)); err != nil {
		return err
	}
	return l.conn.WriteMessage(websocket.TextMessage, raw)
}

// close says goodbye, if somebody is there.
func (l *link) close() {
	_ = l.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(writeWithin))
	_ = l.conn.Close()
}

// receive takes one message: Slack's own words about the connection, or an envelope,
// which is answered beside whatever else is.
func (s *socket) receive(ctx context.Context, l *link, raw []byte) {
	var e envelope
	if err := json.Unmarshal(raw, &e); err != nil {
		s.bot.log.Warn("an unreadable message from Slack", "reason", unreadable("envelope", err))
		return
	}
	switch {
	case e.Type == "hello":
		s.bot.log.Info("connected to Slack", "connections", e.Connections)
	case e.Type == "disconnect":
		s.bid(ctx, l, e.Reason)
	case e.ID == "":
		s.bot.log.Warn("a message from Slack of an unknown type")
	default:
		s.slots <- struct{}{}
		l.work.Go(func() {
			defer func() { <-s.slots }()
			s.answer(context.WithoutCancel(ctx), l, e)
		})
	}
}

// bid begins the end of a connection, which Slack announces: it goes on bringing things
// until Slack closes it, while the next is opened.
func (s *socket) bid(ctx context.Context, l *link, reason string) {
	switch reason {
	case "warning", "refresh_requested":
		s.bot.log.Info("Slack wants another connection", "reason", reason)
	default: // link_disabled: switched off in the app's settings; too_many_websockets
		s.bot.log.Error("Slack ends the connection", "reason", reason)
	}
	l.leave()
	_ = l.listenFor(ctx, leaveWithin)
}
