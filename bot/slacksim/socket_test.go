package slacksim_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"

	"frontdesk/bot/slacksim"
)

// phone is an app at its end of one Socket Mode connection. A test reads and writes it
// by hand.
type phone struct {
	t    *testing.T
	conn *websocket.Conn
}

func newSocketOffice(t *testing.T, c slacksim.Config) *office {
	t.Helper()
	c.SocketMode = true
	return newOfficeOf(t, t, c, silent)
}

// address asks for an address as an app does.
func (o *office) address(t *testing.T) string {
	t.Helper()
	api := slack.New("", slack.OptionAppLevelToken(o.AppToken), slack.OptionAPIURL(o.apiURL))
	_, address, err := api.StartSocketModeContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// connects opens a connection and takes the greeting.
func (o *office) connects(t *testing.T) *phone {
	t.Helper()
	conn, resp, err := websocket.DefaultDialer.DialContext(t.Context(), o.address(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	t.Cleanup(func() { _ = conn.Close() })
	p := &phone{t, conn}
	if hello := p.hears(); hello["type"] != "hello" || path(hello, "debug_info", "host") == nil {
		t.Fatalf("greeted with %v", hello)
	}
	return p
}

func (p *phone) hears() obj {
	p.t.Helper()
	var message obj
	if err := p.conn.ReadJSON(&message); err != nil {
		p.t.Fatal(err)
	}
	return message
}

func (p *phone) says(message any) {
	p.t.Helper()
	if err := p.conn.WriteJSON(message); err != nil {
		p.t.Fatal(err)
	}
}

// does is what somebody does meanwhile; it returns when the function it gives does.
func does[T any](deed func() T) (result func() T) {
	done := make(chan T, 1)
	go func() { done <- deed() }()
	return func() T { return <-done }
}

func TestSocketAddresses(t *testing.T) {
	t.Parallel()
	o := newSocketOffice(t, slacksim.Config{})
	o.AllowComplaints()
	for token, want := range map[string]string{
		"": "not_authed", o.BotToken: "not_allowed_token_type", "xapp-other": "invalid_auth",
	} {
		api := slack.New("", slack.OptionAppLevelToken(token), slack.OptionAPIURL(o.apiURL))
		if _, _, err := api.StartSocketModeContext(t.Context()); err == nil || err.Error() != want {
			t.Errorf("with %q: %v", token, err)
		}
	}
	resp, err := http.PostForm(o.apiURL+"apps.connections.open", map[string][]string{"token": {o.AppToken}})
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if last := o.Calls("apps.connections.open"); last[len(last)-1].Error != "not_authed" {
		t.Error("a token in the body is taken")
	}
	address := o.address(t)
	for _, c := range []struct {
		address string
		status  int
		says    string
	}{
		{address, http.StatusSwitchingProtocols, ""},
		{address, http.StatusNotFound, "used twice"},
		{strings.Replace(address, "ticket=", "ticket=x", 1), http.StatusNotFound, "never given out"},
	} {
		conn, resp, err := websocket.DefaultDialer.DialContext(t.Context(), c.address, nil)
		if err == nil {
			defer func() { _ = conn.Close() }()
		}
		_ = resp.Body.Close()
		if all := strings.Join(o.Complaints(), "\n"); resp.StatusCode != c.status || !strings.Contains(all, c.says) {
			t.Errorf("status %d, complaints %q", resp.StatusCode, all)
		}
	}
	plain := newOffice(t, silent)
	plain.AllowComplaints()
	api := slack.New("", slack.OptionAppLevelToken(plain.AppToken), slack.OptionAPIURL(plain.apiURL))
	if _, _, err := api.StartSocketModeContext(t.Context()); err == nil || err.Error() != "not_allowed" {
		t.Errorf("where Socket Mode is off: %v", err)
	}
}

func TestSocketEnvelopes(t *testing.T) {
	t.Parallel()
	o := newSocketOffice(t, slacksim.Config{})
	p := o.connects(t)

	answer := does(func() *slacksim.Answer { return o.anna.Types("/zadanie kawa") })
	e := p.hears()
	if e["type"] != "slash_commands" || e["accepts_response_payload"] != true || path(e, "payload", "text") != "kawa" {
		t.Errorf("the command came as %v", e)
	}
	p.says(obj{"envelope_id": e["envelope_id"], "payload": obj{"text": "zapisane"}})
	if a := answer(); a.Text() != "zapisane" || a.Failure() != "" {
		t.Errorf("the answer is %q, failure %q", a.Text(), a.Failure())
	}

	used := does(func() *slacksim.Delivery { return o.anna.Shortcut("new_task") })
	e = p.hears()
	if e["type"] != "interactive" || e["accepts_response_payload"] != false || path(e, "payload", "callback_id") != "new_task" {
		t.Errorf("the shortcut came as %v", e)
	}
	p.says(obj{"envelope_id": e["envelope_id"]})
	if d := used(); d.Failure() != "" {
		t.Error(d.Failure())
	}

	told := does(func() *slacksim.Delivery { return o.anna.OpensMessages() })
	e = p.hears()
	if e["type"] != "events_api" || e["retry_attempt"] != 0.0 || path(e, "payload", "event", "type") != "app_home_opened" {
		t.Errorf("the event came as %v", e)
	}
	p.says(obj{"envelope_id": e["envelope_id"]})
	told()
}

func TestSocketEventsAreRepeated(t *testing.T) {
	t.Parallel()
	o := newSocketOffice(t, slacksim.Config{AnswerIn: 50 * time.Millisecond, RetryDelays: []time.Duration{0}})
	o.AllowComplaints()
	p := o.connects(t)
	told := does(func() *slacksim.Delivery { return o.Event(obj{"type": "app_uninstalled"}) })
	first, second := p.hears(), p.hears()
	if second["retry_attempt"] != 1.0 || second["retry_reason"] != "timeout" || first["envelope_id"] == second["envelope_id"] ||
		path(first, "payload", "event_id") != path(second, "payload", "event_id") {
		t.Errorf("first %v, then %v", first, second)
	}
	if told().Failure() != "http_timeout" {
		t.Error("an event that is never acknowledged is no failure")
	}
	if got := o.anna.Types("/a").Failure(); got != "operation_timeout" {
		t.Errorf("a command that is never acknowledged: %q", got)
	}
	o.Cut()
	o.ExpectConnections(0)
	if got := o.anna.Types("/a").Failure(); got != "dispatch_failed" {
		t.Errorf("nobody connected: %q", got)
	}
}

func TestSocketComplaints(t *testing.T) {
	t.Parallel()
	for says, ack := range map[string]func(id any) any{
		"unknown":      func(any) any { return obj{"envelope_id": "another"} },
		"no JSON":      func(any) any { return []string{"what"} },
		"bytes":        func(id any) any { return obj{"envelope_id": id, "payload": obj{"text": strings.Repeat("a", 20<<10)}} },
		"accepts none": func(id any) any { return obj{"envelope_id": id, "payload": obj{"text": "a"}} },
	} {
		o := newSocketOffice(t, slacksim.Config{})
		o.AllowComplaints()
		p := o.connects(t)
		used := does(func() *slacksim.Delivery { return o.anna.Shortcut("new_task") })
		e := p.hears()
		p.says(ack(e["envelope_id"]))
		if says != "accepts none" {
			p.says(obj{"envelope_id": e["envelope_id"]})
		}
		d := used()
		if all := strings.Join(o.Complaints(), "\n"); !strings.Contains(all, says) || d.Failure() != "" {
			t.Errorf("expected %q, complaints %q, failure %q", says, all, d.Failure())
		}
	}
	o := newSocketOffice(t, slacksim.Config{})
	o.AllowComplaints()
	first := o.connects(t)
	used := does(func() *slacksim.Delivery { return o.anna.Shortcut("new_task") })
	e := first.hears()
	second := o.connects(t)
	second.says(obj{"envelope_id": e["envelope_id"]})
	o.expectComplaint(t, "over another connection")
	for range 2 {
		first.says(obj{"envelope_id": e["envelope_id"]})
	}
	used()
	o.expectComplaint(t, "twice")
}

// expectComplaint polls for a complaint about what nobody waits for.
func (o *office) expectComplaint(t *testing.T, fragment string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		all := strings.Join(o.Complaints(), "\n")
		if strings.Contains(all, fragment) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("no %q in %q", fragment, all)
		}
	}
}

func TestSocketConnections(t *testing.T) {
	t.Parallel()
	o := newSocketOffice(t, slacksim.Config{})
	first, second := o.connects(t), o.connects(t)
	types := func(p *phone) {
		t.Helper()
		answer := does(func() *slacksim.Answer { return o.anna.Types("/a") })
		p.says(obj{"envelope_id": p.hears()["envelope_id"]})
		if got := answer().Failure(); got != "" {
			t.Error(got)
		}
	}
	types(second) // in turn
	types(first)

	o.Disconnect("warning")
	for _, p := range []*phone{first, second} {
		if bid := p.hears(); bid["type"] != "disconnect" || bid["reason"] != "warning" || bid["envelope_id"] != nil {
			t.Errorf("told to go by %v", bid)
		}
	}
	types(second) // there is no other yet
	third := o.connects(t)
	types(third)
	types(third)
	o.ExpectConnections(3)

	o.Disconnect("link_disabled")
	o.ExpectConnections(0)
	for range 10 {
		o.connects(t)
	}
	conn, resp, err := websocket.DefaultDialer.DialContext(t.Context(), o.address(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	eleventh := &phone{t, conn}
	if bid := eleventh.hears(); bid["reason"] != "too_many_websockets" {
		t.Errorf("the eleventh was told %v", bid)
	}
	if _, _, err := conn.ReadMessage(); err == nil {
		t.Error("the eleventh goes on")
	}
}
