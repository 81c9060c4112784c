package slacksim

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	maxWires = 10               // connections that an app may have
	maxAck   = 20 << 10         // bytes from which on Slack drops an acknowledgement without a word
	lastCall = 10 * time.Second // between a warning and the end of the connection
)

// sockets is the Socket Mode side of a workspace. The workspace's lock guards it.
type sockets struct {
	used      map[string]bool // tickets of the addresses given out, and whether they were used
	wires     []*wire         // open, oldest first
	turn      int
	exchanges map[string]*exchange // by envelope id, answered ones too
}

func newSockets() sockets {
	return sockets{used: map[string]bool{}, exchanges: map[string]*exchange{}}
}

// wire is one connection of the app.
type wire struct {
	ws      *Workspace
	conn    *websocket.Conn
	writing sync.Mutex
	gone    chan struct{} // closed when the connection has ended
	leaving bool          // the app was told to go; guarded by the workspace's lock
}

// exchange is one envelope and its acknowledgement.
type exchange struct {
	wire    *wire
	accepts bool // an answer in the acknowledgement
	body    []byte
	acked   chan struct{}
}

// socketTransport hands envelopes to the app over the connections that it has opened.
type socketTransport struct{ ws *Workspace }

var errNoWire = errors.New("the app has no Socket Mode connection")

func (t *socketTransport) deliver(ctx context.Context, e envelope) (answer, error) {
	message, x := t.ws.address(e)
	if x == nil {
		return answer{}, errNoWire
	}
	if err := x.wire.write(message); err != nil {
		return answer{}, err
	}
	select {
	case <-x.acked:
		return answer{body: x.body}, nil
	case <-x.wire.gone:
	case <-ctx.Done():
		return answer{}, ctx.Err()
	}
	select { // the last that came over the connection may have been this acknowledgement
	case <-x.acked:
		return answer{body: x.body}, nil
	default:
		return answer{}, errors.New("the connection ended before the envelope was acknowledged")
	}
}

// socketTypes are the types of envelopes by what they carry.
var socketTypes = map[kind]string{
	command: "slash_commands", interactive: "interactive", options: "interactive", event: "events_api",
}

// address puts an envelope into the message for one of the connections; the exchange is
// nil when there is none.
func (ws *Workspace) address(e envelope) (obj, *exchange) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	w := ws.sockets.next()
	if w == nil {
		return nil, nil
	}
	x := &exchange{wire: w, accepts: e.accepts(), acked: make(chan struct{})}
	id := random(16)
	ws.sockets.exchanges[id] = x
	message := obj{
		"envelope_id": id, "type": socketTypes[e.kind], "payload": e.payload, "accepts_response_payload": x.accepts,
	}
	if e.kind == event {
		message["retry_attempt"], message["retry_reason"] = e.retry, strings.TrimPrefix(e.reason, "http_")
	}
	return message, x
}

// accepts reports whether the acknowledgement of an envelope may carry an answer.
func (e envelope) accepts() bool {
	return e.kind == command || e.kind == options || e.payload["type"] == "view_submission"
}

// next takes the connections in turn, those that the app was told to leave only if there
// is no other. The lock is held.
func (s *sockets) next() *wire {
	staying := slices.DeleteFunc(slices.Clone(s.wires), func(w *wire) bool { return w.leaving })
	if len(staying) == 0 {
		staying = s.wires
	}
	if len(staying) == 0 {
		return nil
	}
	s.turn++
	return staying[s.turn%len(staying)]
}

// connectionsOpen gives out an address that can be connected to once.
func connectionsOpen(ws *Workspace, _ args) (obj, *apiError) {
	if !ws.conf.SocketMode {
		return nil, refuse("not_allowed")
	}
	ticket := random(16)
	ws.sockets.used[ticket] = false
	address := "ws" + strings.TrimPrefix(ws.url, "http") + "/link?ticket=" + ticket + "&app_id=" + ws.conf.AppID
	return obj{"url": address}, nil
}

// serveWire takes a connection of the app.
func (ws *Workspace) serveWire(w http.ResponseWriter, r *http.Request) {
	if !ws.redeem(r.URL.Query().Get("ticket")) {
		http.NotFound(w, r)
		return
	}
	upgrader := websocket.Upgrader{}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		ws.mu.Lock()
		defer ws.mu.Unlock()
		ws.complain("Socket Mode: %v", err)
		return
	}
	ws.join(&wire{ws: ws, conn: conn, gone: make(chan struct{})})
}

// redeem reports whether a ticket may be used, which it may once.
func (ws *Workspace) redeem(ticket string) bool {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	used, known := ws.sockets.used[ticket]
	switch {
	case !known:
		ws.complain("Socket Mode: an address that was never given out")
	case used:
		ws.complain("Socket Mode: an address was used twice")
	default:
		ws.sockets.used[ticket] = true
	}
	return known && !used
}

// join greets a new connection and listens to it, unless there are too many.
func (ws *Workspace) join(w *wire) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	switch {
	case ws.live.Err() != nil:
		_ = w.conn.Close()
		return
	case len(ws.sockets.wires) >= maxWires:
		_ = w.write(farewell("too_many_websockets"))
		_ = w.conn.Close()
		return
	}
	ws.sockets.wires = append(ws.sockets.wires, w)
	_ = w.write(obj{ // one that is lost already is noticed by whoever reads
		"type": "hello", "num_connections": len(ws.sockets.wires), "connection_info": obj{"app_id": ws.conf.AppID},
		"debug_info": obj{"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060},
	})
	ws.work.Go(w.read)
	ws.touch()
}

func farewell(reason string) obj {
	return obj{"type": "disconnect", "reason": reason, "debug_info": obj{"host": "applink-1"}}
}

// read takes what the app sends until the connection ends.
func (w *wire) read() {
	for {
		_, raw, err := w.conn.ReadMessage()
		if err != nil {
			break
		}
		w.ws.acknowledged(w, raw)
	}
	_ = w.conn.Close()
	w.ws.mu.Lock()
	defer w.ws.mu.Unlock()
	w.ws.sockets.wires = slices.DeleteFunc(w.ws.sockets.wires, func(other *wire) bool { return other == w })
	close(w.gone)
	w.ws.touch()
}

func (w *wire) write(message obj) error {
	w.writing.Lock()
	defer w.writing.Unlock()
	if err := w.conn.SetWriteDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return err
	}
	return w.conn.WriteJSON(message)
}

// acknowledged takes what the app sent, which can only be an acknowledgement.
func (ws *Workspace) acknowledged(w *wire, raw []byte) {
	var ack struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload"`
	}
	err := json.Unmarshal(raw, &ack)
	ws.mu.Lock()
	defer ws.mu.Unlock()
	defer ws.touch()
	x := ws.sockets.exchanges[ack.ID]
	switch {
	case len(raw) >= maxAck:
		ws.complain("Socket Mode: an acknowledgement of %d bytes is dropped, Slack takes fewer than %d", len(raw), maxAck)
		return
	case err != nil:
		ws.complain("Socket Mode: what the app sent is no JSON: %v", err)
		return
	case x == nil:
		ws.complain("Socket Mode: the envelope %q is unknown", ack.ID)
		return
	case x.isAcked():
		ws.complain("Socket Mode: an envelope was acknowledged twice")
		return
	case x.wire != w:
		ws.complain("Socket Mode: an envelope was acknowledged over another connection")
		return
	}
	if len(ack.Payload) > 0 && string(ack.Payload) != "null" {
		x.body = ack.Payload
	}
	if x.body != nil && !x.accepts {
		ws.complain("Socket Mode: an answer in the acknowledgement of what accepts none")
	}
	close(x.acked)
}

func (x *exchange) isAcked() bool {
	select {
	case <-x.acked:
		return true
	default:
		return false
	}
}

// Connections returns how many Socket Mode connections the app has.
func (ws *Workspace) Connections() int {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	return len(ws.sockets.wires)
}

// ExpectConnections waits until the app has n Socket Mode connections, those that it was
// told to leave included.
func (ws *Workspace) ExpectConnections(n int) {
	if !ws.await(func() bool { return len(ws.sockets.wires) == n }) {
		ws.fatal("the app has %d Socket Mode connections, not %d", ws.Connections(), n)
	}
}

// Disconnect tells the app on every connection to leave it: after a warning or
// refresh_requested it has ten seconds, after any other reason (link_disabled,
// too_many_websockets) the connection ends at once.
func (ws *Workspace) Disconnect(reason string) {
	ws.mu.Lock()
	wires := slices.Clone(ws.sockets.wires)
	for _, w := range wires {
		w.leaving = true
	}
	ws.mu.Unlock()
	for _, w := range wires {
		_ = w.write(farewell(reason)) // to one that is lost already nothing needs to be said
		if reason != "warning" && reason != "refresh_requested" {
			_ = w.conn.Close()
			<-w.gone
			continue
		}
		ws.work.Go(func() {
			select {
			case <-time.After(lastCall):
				_ = w.conn.Close()
			case <-w.gone:
			case <-ws.live.Done():
			}
		})
	}
}

// Cut ends every Socket Mode connection without a word, as a broken network does.
func (ws *Workspace) Cut() {
	ws.mu.Lock()
	wires := slices.Clone(ws.sockets.wires)
	ws.mu.Unlock()
	for _, w := range wires {
		_ = w.conn.Close()
		<-w.gone
	}
}
