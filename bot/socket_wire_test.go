package bot

import (
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
)

// A wire is Slack's end of connections that a test holds by hand.
type wire struct {
	t      *testing.T
	joined chan *websocket.Conn
}

// newWire serves addresses, and what connects to them, until the test ends.
func newWire(t *testing.T) (w *wire, apiURL string) {
	w = &wire{t, make(chan *websocket.Conn)}
	server := httptest.NewServer(nil)
	t.Cleanup(server.Close)
	mux := http.NewServeMux()
	mux.HandleFunc("/api/apps.connections.open", func(rw http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(rw).Encode(map[string]any{"ok": true, "url": "ws" + strings.TrimPrefix(server.URL, "http") + "/link"})
	})
	mux.HandleFunc("/link", func(rw http.ResponseWriter, r *http.Request) {
		up := websocket.Upgrader{}
		conn, err := up.Upgrade(rw, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		select {
		case w.joined <- conn:
		case <-t.Context().Done():
			_ = conn.Close()
		}
	})
	server.Config.Handler = mux
	return w, server.URL + "/api/"
}

// serves lets a bot connect to the wire until stop is called, which returns how it ended.
func (w *wire) serves(l *socket) (stop func() error) {
	ctx, cancel := context.WithCancel(w.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- l.serve(ctx) }()
	return func() error {
		cancel()
		return <-ended
	}
}

// pipe is both ends of a websocket without a network, which lives in a bubble's time.
func pipe(t *testing.T) (ours, slacks *websocket.Conn) {
	a, b := net.Pipe()
	upgraded := make(chan *websocket.Conn, 1)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		up := websocket.Upgrader{}
		conn, err := up.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
		}
		upgraded <- conn
	})}
	conns := make(oneConn, 1)
	conns <- b
	go func() { _ = server.Serve(conns) }()
	dialer := websocket.Dialer{NetDialContext: func(context.Context, string, string) (net.Conn, error) { return a, nil }}
	ours, resp, err := dialer.DialContext(t.Context(), "ws://slack.example/link", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	close(conns)
	return ours, <-upgraded
}

// oneConn is a listener that has what it was given.
type oneConn chan net.Conn

func (l oneConn) Accept() (net.Conn, error) {
	if conn, ok := <-l; ok {
		return conn, nil
	}
	return nil, net.ErrClosed
}

func (l oneConn) Close() error   { return nil }
func (l oneConn) Addr() net.Addr { return &net.TCPAddr{} }

func TestSocketSilence(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := new(journal)
		s := (&Bot{log: slog.New(slog.NewTextHandler(log, nil)), slack: new(slackAPI)}).newSocket("xapp-1")
		ours, slacks := pipe(t)
		l := newLink(ours, s.silence)
		ended := make(chan struct{})
		go func() {
			s.read(t.Context(), l)
			close(ended)
		}()
		idle := make(chan struct{})
		go func() { // reads, and so answers pings, for an hour
			_ = slacks.SetReadDeadline(time.Now().Add(time.Hour))
			_, _, _ = slacks.ReadMessage()
			close(idle)
		}()
		<-idle
		if l.isLeaving() {
			t.Error("a connection that only has nothing to say is given up")
		}
		begun := time.Now()
		<-ended
		if took := time.Since(begun); took > silence+writeWithin {
			t.Errorf("a dead connection is given up after %v", took)
		}
		expectText(t, log.String(), "is lost")
		_ = slacks.Close()
	})
}

func TestSocketByHand(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.failures = true
	s.bot.routes.events["to_come_again"] = func(context.Context, Request) (Answer, error) { return Answer{Again: true}, nil }
	w, apiURL := newWire(t)
	s.bot.slack.url = apiURL
	stop := w.serves(s.bot.newSocket("xapp-1"))
	conn := <-w.joined
	defer func() { _ = conn.Close() }()
	pinged := make(chan string, 1)
	conn.SetPongHandler(func(said string) error {
		pinged <- said
		return nil
	})
	for _, message := range []string{
		`{"type":"hello","num_connections":1}`,
		`no JSON`,
		`{"type":"something_new"}`,
		`{"envelope_id":"0","type":"events_api","payload":{"type":"event_callback","team_id":"TSCHOOL","event_id":"E1","event":{"type":"to_come_again","user":"` + s.anna.ID + `"}}}`,
		`{"envelope_id":"1","type":"something_newer","payload":{"text":"Zielińska"}}`,
		`{"envelope_id":"2","type":"interactive","payload":{"type":"Zielińska"}}`,
		`{"envelope_id":"3","type":"slash_commands","payload":[]}`,
		`{"envelope_id":"4","type":"events_api","payload":{"type":"url_verification","challenge":"c"}}`,
	} {
		if err := conn.WriteMessage(websocket.TextMessage, []byte(message)); err != nil {
			t.Fatal(err)
		}
	}
	acked := map[string]bool{}
	for range 4 {
		var ack map[string]any
		if err := conn.ReadJSON(&ack); err != nil {
			t.Fatal(err)
		}
		acked[ack["envelope_id"].(string)] = len(ack) == 1
	}
	for _, id := range []string{"1", "2", "3", "4"} {
		if !acked[id] {
			t.Errorf("envelope %s was not acknowledged: %v", id, acked)
		}
	}
	if err := conn.WriteControl(websocket.PingMessage, []byte("there?"), time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	rest := make(chan string, 10)
	go func() {
		for {
			_, raw, err := conn.ReadMessage()
			if err != nil {
				close(rest)
				return
			}
			rest <- string(raw)
		}
	}()
	if said := <-pinged; said != "there?" {
		t.Errorf("the ping was answered with %q", said)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	for more := range rest {
		t.Errorf("what is to come again, and is not acknowledged: %s", more)
	}
	if _, taken := acked["0"]; taken {
		t.Error("what is to come again is acknowledged")
	}
	s.expectRows(0, "arrivals", "true") // so that it is heard when it comes
	if log := s.log.String(); strings.Contains(log, "Zielińska") {
		t.Errorf("the log tells names:\n%s", log)
	}
}
