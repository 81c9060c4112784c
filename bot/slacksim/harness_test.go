package slacksim_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/bot/slacksim"
)

type obj = map[string]any

// office is a workspace with Anna and Jan in it and an app that does what a test says.
type office struct {
	*slacksim.Workspace
	anna, jan *slacksim.User
	api       *slack.Client
	apiURL    string

	mu   sync.Mutex
	hear func(kind string, p obj) (status int, body string)
	got  []obj // all that the app was told, payloads with "retry" beside
}

func newOffice(t *testing.T, hear func(o *office, kind string, p obj) (int, string)) *office {
	t.Helper()
	return newOfficeOf(t, t, slacksim.Config{}, hear)
}

func newOfficeOf(t *testing.T, tb slacksim.TB, c slacksim.Config, hear func(o *office, kind string, p obj) (int, string)) *office {
	t.Helper()
	if c.RetryDelays == nil {
		c.RetryDelays = []time.Duration{0, 0, 0}
	}
	o := &office{Workspace: slacksim.New(c)}
	o.hear = func(kind string, p obj) (int, string) { return hear(o, kind, p) }
	app := httptest.NewServer(http.HandlerFunc(o.serve))
	t.Cleanup(app.Close)
	o.Start(tb)
	o.AppURL = app.URL
	o.anna = o.AddUser(slacksim.Person{Name: "Anna Nowak", Email: "anna@school.example", Admin: true})
	o.jan = o.AddUser(slacksim.Person{Name: "Jan Lis"})
	o.apiURL = o.APIURL()
	o.api = slack.New(o.BotToken, slack.OptionAPIURL(o.apiURL))
	return o
}

func (o *office) serve(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	check, err := slack.NewSecretsVerifier(r.Header, o.SigningSecret)
	if err == nil {
		_, _ = check.Write(raw)
		err = check.Ensure()
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	kind, p := decoded(r, raw)
	p["retry"] = r.Header.Get("X-Slack-Retry-Num") + r.Header.Get("X-Slack-Retry-Reason")
	o.mu.Lock()
	o.got = append(o.got, p)
	o.mu.Unlock()
	status, body := o.hear(kind, p)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func decoded(r *http.Request, raw []byte) (kind string, p obj) {
	p = obj{}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		_ = json.Unmarshal(raw, &p)
		inner, _ := p["event"].(obj)
		return fmt.Sprint(inner["type"]), p
	}
	form, _ := url.ParseQuery(string(raw))
	if payload := form.Get("payload"); payload != "" {
		_ = json.Unmarshal([]byte(payload), &p)
		return fmt.Sprint(p["type"]), p
	}
	for name := range form {
		p[name] = form.Get(name)
	}
	return "command", p
}

// told returns what the app was told so far.
func (o *office) told() []obj {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]obj(nil), o.got...)
}

// call calls the Web API by hand and returns the answer.
func (o *office) call(t *testing.T, method string, args obj) obj {
	t.Helper()
	raw, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	return o.post(t, o.apiURL+method, raw)
}

func (o *office) post(t *testing.T, target string, raw []byte) obj {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, target, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+o.BotToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var out obj
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// path reads a value deep in JSON: "view.state.values".
func path(x any, names ...string) any {
	for _, name := range names {
		o, _ := x.(obj)
		x = o[name]
	}
	return x
}

func plainText(s string) obj { return obj{"type": "plain_text", "text": s} }

func marked(s string) obj { return obj{"type": "mrkdwn", "text": s} }

func section(s string) obj { return obj{"type": "section", "text": marked(s)} }

func button(label, action, value string) obj {
	return obj{"type": "button", "text": plainText(label), "action_id": action, "value": value}
}

func input(block, label string, element obj) obj {
	return obj{"type": "input", "block_id": block, "label": plainText(label), "element": element}
}

func typed(action string) obj { return obj{"type": "plain_text_input", "action_id": action} }

func modal(title string, blocks ...any) obj {
	return obj{"type": "modal", "title": plainText(title), "submit": plainText("Zapisz"), "blocks": blocks}
}

func jsonOf(x any) string {
	raw, _ := json.Marshal(x)
	return string(raw)
}

// watcher is a test that notes how it would have ended.
type watcher struct {
	*testing.T
	said    string
	cleanup []func()
}

func (w *watcher) Fatalf(format string, args ...any) {
	w.said = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func (w *watcher) Cleanup(f func()) { w.cleanup = append(w.cleanup, f) }

// ends runs what should end a test, and returns with what words it did.
func (w *watcher) ends(f func()) string {
	w.said = ""
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	<-done
	return w.said
}
