package slacksim

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// kind is what an envelope carries.
type kind string

const (
	command     kind = "command"
	interactive kind = "interactive"
	options     kind = "options"
	event       kind = "event"
)

// envelope is one thing that Slack tells the app.
type envelope struct {
	kind    kind
	payload obj
	retry   int    // how often it was sent before
	reason  string // why it is sent again
}

// answer is what the app said to an envelope.
type answer struct {
	body    []byte
	noRetry bool // the app asks that it not be sent again
}

// transport carries envelopes to the app: HTTP, or Socket Mode.
type transport interface {
	deliver(ctx context.Context, e envelope) (answer, error)
}

// httpTransport posts signed requests to the app.
type httpTransport struct {
	ws     *Workspace
	client *http.Client
}

// statusError is an answer other than 200.
type statusError int

func (e statusError) Error() string { return fmt.Sprintf("the app answered %d", int(e)) }

func (t *httpTransport) deliver(ctx context.Context, e envelope) (answer, error) {
	body, contentType, err := encode(e)
	if err != nil {
		return answer{}, fmt.Errorf("encoding %s: %w", e.kind, err)
	}
	target := t.ws.AppURL
	if e.kind == options && t.ws.OptionsURL != "" {
		target = t.ws.OptionsURL
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, strings.NewReader(body))
	if err != nil {
		return answer{}, fmt.Errorf("addressing the app: %w", err)
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	sign(req.Header, t.ws.SigningSecret, time.Now(), body)
	if e.retry > 0 {
		req.Header.Set("X-Slack-Retry-Num", strconv.Itoa(e.retry))
		req.Header.Set("X-Slack-Retry-Reason", e.reason)
	}
	return t.exchange(req)
}

// maxAnswer is the largest answer that is read from the app.
const maxAnswer = 1 << 20

func (t *httpTransport) exchange(req *http.Request) (answer, error) {
	resp, err := t.client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return answer{}, err
	}
	if len(body) > maxAnswer {
		return answer{}, fmt.Errorf("the app's answer is over %d bytes", maxAnswer)
	}
	a := answer{body: body, noRetry: resp.Header.Get("X-Slack-No-Retry") == "1"}
	if resp.StatusCode != http.StatusOK {
		return a, statusError(resp.StatusCode)
	}
	return a, nil
}

// encode writes an envelope as Slack posts it: a form for commands, a form with the
// field payload for what a person does on a surface, JSON for events. The same envelope
// always gives the same bytes.
func encode(e envelope) (body, contentType string, err error) {
	const form = "application/x-www-form-urlencoded"
	if e.kind == command {
		values := url.Values{}
		for key, value := range e.payload {
			values.Set(key, fmt.Sprint(value))
		}
		return values.Encode(), form, nil
	}
	raw, err := json.Marshal(e.payload)
	if err != nil {
		return "", "", err
	}
	if e.kind == event {
		return string(raw), "application/json", nil
	}
	return url.Values{"payload": {string(raw)}}.Encode(), form, nil
}

// sign sets the headers of Slack's v0 signature.
func sign(h http.Header, secret string, at time.Time, body string) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = io.WriteString(mac, "v0:"+stamp+":"+body)
	h.Set("X-Slack-Request-Timestamp", stamp)
	h.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
}

// Delivery is one thing that Slack told the app, and how the app took it.
type Delivery struct {
	ws      *Workspace
	sent    envelope
	body    []byte
	failure string
	final   bool // the app asked that it not be sent again
}

// Delivered reports whether the app was told at all: Slack itself refuses an unknown
// command, a form with gaps, and messages that the app has no scope to hear.
func (d *Delivery) Delivered() bool { return d.sent.kind != "" }

// Failure returns what Slack tells the person when the app did not answer well, such as
// operation_timeout; empty when it did.
func (d *Delivery) Failure() string { return d.failure }

// Body returns what the app answered.
func (d *Delivery) Body() string { return string(d.body) }

// Payload returns what was sent, as JSON objects.
func (d *Delivery) Payload() map[string]any { return d.sent.payload }

// Redeliver sends the very same thing again, freshly signed, and waits for the answer,
// which changes nothing on the person's screen.
func (d *Delivery) Redeliver() *Delivery {
	if !d.Delivered() {
		d.ws.fatal("there is nothing to deliver again")
	}
	again := d.sent
	if again.kind == event {
		again.retry, again.reason = again.retry+1, "http_timeout"
	}
	return d.ws.send(again)
}

// Redeliver sends the last thing that the app was told once more.
func (ws *Workspace) Redeliver() *Delivery {
	ws.mu.Lock()
	last := ws.lastSent
	ws.mu.Unlock()
	if last == nil {
		ws.fatal("nothing was sent to the app yet")
	}
	return last.Redeliver()
}

// send delivers once and records a failure as a complaint. The lock is not held.
func (ws *Workspace) send(e envelope) *Delivery {
	if ws.AppURL == "" {
		if _, plain := ws.via.(*httpTransport); plain {
			ws.fatal("the workspace has no AppURL to tell of %s", e.kind)
		}
	}
	ctx, cancel := context.WithTimeout(ws.live, ws.conf.AnswerIn)
	defer cancel()
	got, err := ws.via.deliver(ctx, e)
	d := &Delivery{ws: ws, sent: e, body: got.body, failure: failureName(e.kind, err), final: got.noRetry}
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ws.lastSent = d
	if err != nil {
		ws.complain("%s: %s: %v", describe(e), d.failure, err)
	}
	ws.touch()
	return d
}

// failureName names what went wrong as Slack shows it to the person, or as the reason
// for sending an event again.
func failureName(k kind, err error) string {
	var status statusError
	var timeout net.Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &timeout) && timeout.Timeout() || errors.Is(err, context.DeadlineExceeded):
		if k == event {
			return "http_timeout"
		}
		return "operation_timeout"
	case errors.As(err, &status):
		if k == event {
			return "http_error"
		}
		return "http_service_error"
	case k == event:
		return "connection_failed"
	}
	return "dispatch_failed"
}

// describe names an envelope in a complaint.
func describe(e envelope) string {
	switch e.kind {
	case command:
		return fmt.Sprint(e.payload["command"])
	case event:
		inner, _ := e.payload["event"].(obj)
		return fmt.Sprint("event ", inner["type"])
	}
	return fmt.Sprint(e.payload["type"])
}

// tell delivers an event, and again as long as the app does not answer 200: at once
// where Config.RetryDelays is zero, else in the background.
func (ws *Workspace) tell(inner obj) *Delivery {
	ws.mu.Lock()
	e := envelope{kind: event, payload: obj{
		"token": "verification-token", "team_id": ws.conf.TeamID, "api_app_id": ws.conf.AppID,
		"event": inner, "type": "event_callback", "event_id": ws.id("Ev"), "event_time": ws.conf.Now().Unix(),
		"authorizations": []any{obj{
			"enterprise_id": nil, "team_id": ws.conf.TeamID, "user_id": ws.bot.ID,
			"is_bot": true, "is_enterprise_install": false,
		}},
		"is_ext_shared_channel": false, "event_context": "4-" + random(8),
	}}
	ws.mu.Unlock()
	return ws.repeat(ws.send(e), slices.Clone(ws.conf.RetryDelays))
}

// repeat goes on with a failed event until it is taken or the delays are used up.
func (ws *Workspace) repeat(d *Delivery, delays []time.Duration) *Delivery {
	for d.failure != "" && !d.final && d.sent.retry < len(delays) {
		delay := delays[d.sent.retry]
		next := d.sent
		next.retry, next.reason = next.retry+1, d.failure
		if delay > 0 {
			ws.work.Go(func() {
				select {
				case <-time.After(delay):
					ws.repeat(ws.send(next), delays)
				case <-ws.live.Done():
				}
			})
			return d
		}
		d = ws.send(next)
	}
	return d
}

// Raw is a request to the app that no Slack would send, or only a broken one.
type Raw struct {
	Body        string
	ContentType string      // default application/x-www-form-urlencoded
	Secret      string      // signs it; empty: not signed at all
	At          time.Time   // of the signature; default now
	Header      http.Header // further headers, which win
}

// Raw sends a request to the app and returns the status and the body of its answer.
func (ws *Workspace) Raw(r Raw) (status int, body string) {
	req, err := http.NewRequestWithContext(ws.live, http.MethodPost, ws.AppURL, strings.NewReader(r.Body))
	if err != nil {
		ws.fatal("addressing the app: %v", err)
	}
	if r.ContentType == "" {
		r.ContentType = "application/x-www-form-urlencoded"
	}
	if r.At.IsZero() {
		r.At = time.Now()
	}
	req.Header.Set("Content-Type", r.ContentType)
	if r.Secret != "" {
		sign(req.Header, r.Secret, r.At, r.Body)
	}
	maps.Copy(req.Header, r.Header)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		ws.fatal("sending to the app: %v", err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		ws.fatal("reading the app's answer: %v", err)
	}
	return resp.StatusCode, string(raw)
}
