package slacksim_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot/slacksim"
)

// browser is somebody who uses the page of an office.
type browser struct {
	t    *testing.T
	page *httptest.Server
	user string
}

// opened serves the office's page to Anna's browser.
func (o *office) opened(t *testing.T, c slacksim.PageConfig) browser {
	t.Helper()
	page := httptest.NewServer(o.Page(c))
	t.Cleanup(page.Close)
	return browser{t, page, o.anna.ID}
}

// as is the same page before somebody else.
func (b browser) as(u *slacksim.User) browser { return browser{b.t, b.page, u.ID} }

// ask sends a request with further headers and returns the status and the body.
func (b browser) ask(method, path string, body any, headers ...string) (int, string) {
	b.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		b.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.page.URL+path, bytes.NewReader(raw))
	if err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			req.Host = headers[i+1]
		}
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// tries does a deed and returns the status and what the answer says.
func (b browser) tries(do string, deed obj) (int, obj) {
	b.t.Helper()
	all := obj{"Do": do}
	maps.Copy(all, deed)
	status, body := b.ask(http.MethodPost, "/sim/act?user="+url.QueryEscape(b.user), all, "Sec-Fetch-Site", "same-origin")
	var out obj
	_ = json.Unmarshal([]byte(body), &out) // a refusal is no JSON
	return status, out
}

// does does a deed that has to succeed.
func (b browser) does(do string, deed obj) obj {
	b.t.Helper()
	status, out := b.tries(do, deed)
	if status != http.StatusOK || out["failure"] != nil && out["failure"] != "" {
		b.t.Fatalf("%s %v: status %d, %v", do, deed, status, out)
	}
	return out
}

// state is what the person has before them.
func (b browser) state() obj {
	b.t.Helper()
	status, body := b.ask(http.MethodGet, "/sim/state?user="+url.QueryEscape(b.user), nil)
	var out obj
	if err := json.Unmarshal([]byte(body), &out); err != nil || status != http.StatusOK {
		b.t.Fatalf("state: %d %v", status, err)
	}
	return out
}

// modals are the person's modals, bottom first.
func (b browser) modals() []obj { return listed(b.state()["modals"]) }

// conversation is one with that name.
func (b browser) conversation(name string) obj {
	b.t.Helper()
	for _, c := range listed(b.state()["conversations"]) {
		if c["name"] == name {
			return c
		}
	}
	b.t.Fatalf("no conversation is called %q", name)
	return nil
}

func listed(x any) []obj {
	items, _ := x.([]any)
	var out []obj
	for _, item := range items {
		o, _ := item.(obj)
		out = append(out, o)
	}
	return out
}

// form is what the little app of these tests asks.
func form() obj {
	external := obj{"type": "external_select", "action_id": "who", "min_query_length": 2}
	return modal("Zadanie", input("subject", "Temat", typed("text")), with(input("person", "Osoba", external), "optional", true))
}

// clerk is an app that opens a form on a command, and on its submit says what was asked.
func clerk(t *testing.T) func(*office, string, obj) (int, string) {
	return func(o *office, kind string, p obj) (int, string) {
		switch kind {
		case "command":
			o.call(t, "views.open", obj{"trigger_id": p["trigger_id"], "view": form()})
		case "shortcut", "message_action":
			o.call(t, "views.open", obj{"trigger_id": p["trigger_id"], "view": form()})
		case "block_suggestion":
			return http.StatusOK, jsonOf(obj{"options": []any{
				obj{"text": plainText(fmt.Sprint("Anna ", p["value"])), "value": "7"},
			}})
		case "view_submission":
			subject, _ := path(p, "view", "state", "values", "subject", "text", "value").(string)
			if subject == "źle" {
				return http.StatusOK, jsonOf(obj{"response_action": "errors", "errors": obj{"subject": "Tak nie można."}})
			}
			if subject == "awaria" {
				return http.StatusInternalServerError, ""
			}
			o.call(t, "chat.postMessage", obj{
				"channel": path(p, "user", "id"), "text": "Dodano: " + subject,
				"blocks": []any{actionsOf(button("Otwórz", "open", "7"))},
			})
		case "app_home_opened":
			o.call(t, "views.publish", obj{"user_id": path(p, "event", "user"), "view": obj{"type": "home", "blocks": []any{section("Dziś")}}})
		}
		return http.StatusOK, ""
	}
}

func TestPageWalk(t *testing.T) {
	t.Parallel()
	o := newOffice(t, clerk(t))
	b := o.opened(t, slacksim.PageConfig{})
	direct := b.state()["direct"]
	b.does("type", obj{"Channel": direct, "Text": "/zadanie "})
	asked := b.modals()[0]
	at := obj{"View": asked["id"], "Block": "subject", "Action": "text"}
	b.does("fill", with(at, "Value", "zadzwonić"))
	if got := o.anna.Modal().Value("Temat"); got != "zadzwonić" {
		t.Errorf("the test sees %q in the field", got)
	}
	who := obj{"View": asked["id"], "Block": "person", "Action": "who"}
	if got := b.does("suggest", with(who, "Text", "K")); len(listed(got["options"])) != 0 {
		t.Errorf("one letter was enough: %v", got)
	}
	offered := listed(b.does("suggest", with(who, "Text", "Kow"))["options"])
	if len(offered) != 1 || path(offered[0], "text", "text") != "Anna Kow" {
		t.Fatalf("offered %v", offered)
	}
	b.does("fill", with(with(who, "Value", offered[0]), "Tell", true))
	b.does("submit", obj{"View": asked["id"]})
	if len(b.modals()) != 0 {
		t.Error("the form is still open")
	}
	told := o.told()
	if got := path(told[len(told)-1], "view", "state", "values", "person", "who", "selected_option", "value"); got != "7" {
		t.Errorf("the app was told of the person %v", got)
	}
	o.anna.DM().ExpectMessage("Otwórz")
	m := listed(b.conversation("Frontdesk")["messages"])[0]
	block := listed(m["blocks"])[0]
	b.does("press", obj{"Channel": direct, "TS": m["ts"], "Block": block["block_id"], "Action": "open"})
	told = o.told()
	last := told[len(told)-1]
	if got := listed(last["actions"]); len(got) != 1 || got[0]["value"] != "7" || got[0]["type"] != "button" {
		t.Errorf("the app was told of %v", got)
	}
}

func TestPageForm(t *testing.T) {
	t.Parallel()
	o := newOffice(t, clerk(t))
	o.AllowComplaints()
	b := o.opened(t, slacksim.PageConfig{})
	b.does("type", obj{"Channel": b.state()["direct"], "Text": "/zadanie"})
	view := b.modals()[0]["id"]
	submit := func(subject any) obj {
		b.does("fill", obj{"View": view, "Block": "subject", "Action": "text", "Value": subject})
		b.tries("submit", obj{"View": view})
		return b.modals()[0]
	}
	if got := path(submit(nil), "errors", "subject"); got != "Please complete this required field." {
		t.Errorf("an empty field: %v", got)
	}
	if got := path(b.modals()[0], "refused", "subject", "word"); got != "required" {
		t.Errorf("the page is to word an empty field as %v", got)
	}
	if got := submit("źle"); path(got, "errors", "subject") != "Tak nie można." || path(got, "refused", "subject") != nil {
		t.Errorf("the app's error: %v, refused %v", got["errors"], got["refused"])
	}
	tooLong := submit(strings.Repeat("ż", 3001))
	if path(tooLong, "errors", "subject") != "Please enter at most 3000 characters." || path(tooLong, "refused", "subject", "n") != 3000.0 {
		t.Errorf("a long text: %v, refused %v", tooLong["errors"], tooLong["refused"])
	}
	failed := submit("awaria")
	if failed["notice"] != "We had some trouble connecting. Try again?" || path(failed, "values", "subject", "text", "value") != "awaria" {
		t.Errorf("after a failure: %v, %v", failed["notice"], failed["values"])
	}
	if status, _ := b.as(o.jan).tries("submit", obj{"View": view}); status != http.StatusConflict {
		t.Errorf("Jan submits Anna's form: %d", status)
	}
	for _, value := range []any{[]any{"a", "list"}, []any{}} {
		if status, _ := b.tries("fill", obj{"View": view, "Block": "subject", "Action": "text", "Value": value}); status != http.StatusConflict {
			t.Errorf("a text field takes %v: %d", value, status)
		}
	}
	b.does("close", obj{"View": view})
	for _, do := range []string{"close", "submit", "press"} {
		if status, _ := b.tries(do, obj{"View": view}); status != http.StatusConflict {
			t.Errorf("%s on a closed form: %d", do, status)
		}
	}
}

func TestPageConversations(t *testing.T) {
	t.Parallel()
	o := newOffice(t, clerk(t))
	o.AddChannel("#sekretariat", o.anna)
	b := o.opened(t, slacksim.PageConfig{})
	direct := b.state()["direct"]
	o.call(t, "chat.postMessage", obj{"channel": o.anna.ID, "text": "przypomnienie"})
	c := b.conversation("Frontdesk")
	if c["unread"] != 1.0 {
		t.Errorf("unread: %v", c["unread"])
	}
	b.does("read", obj{"Channel": direct, "TS": c["newest"]})
	if got := b.conversation("Frontdesk")["unread"]; got != 0.0 {
		t.Errorf("unread after reading: %v", got)
	}
	o.call(t, "chat.postEphemeral", obj{"channel": b.conversation("sekretariat")["id"], "user": o.anna.ID, "text": "tylko dla Ciebie"})
	m := listed(b.conversation("sekretariat")["messages"])[0]
	if m["only"] != true {
		t.Errorf("the message is shown to all: %v", m)
	}
	at := obj{"Channel": b.conversation("sekretariat")["id"], "TS": m["ts"]}
	if status, _ := b.as(o.jan).tries("dismiss", at); status != http.StatusConflict {
		t.Errorf("Jan dismisses it: %d", status)
	}
	b.does("dismiss", at)
	if got := listed(b.conversation("sekretariat")["messages"]); len(got) != 0 {
		t.Errorf("it stays: %v", got)
	}
	if status, _ := b.as(o.jan).tries("type", obj{"Channel": at["Channel"], "Text": "hej"}); status != http.StatusConflict {
		t.Errorf("Jan writes where he is not: %d", status)
	}
	b.does("type", obj{"Channel": at["Channel"], "Text": "hej"})
	said := listed(b.conversation("sekretariat")["messages"])[0]
	b.does("shortcut", obj{"Channel": at["Channel"], "TS": said["ts"], "Text": "from_message"})
	b.does("close", obj{"View": b.modals()[0]["id"], "Closes": "all"})
	b.does("shortcut", obj{"Text": "new_task"})
	kinds := []any{}
	for _, told := range o.told() {
		kinds = append(kinds, told["callback_id"])
	}
	if !slices.Contains(kinds, any("from_message")) || !slices.Contains(kinds, any("new_task")) {
		t.Errorf("the app was told of %v", kinds)
	}
}

func TestPageHome(t *testing.T) {
	t.Parallel()
	o := newOffice(t, clerk(t))
	b := o.opened(t, slacksim.PageConfig{})
	if got := b.state()["home"]; got != nil {
		t.Errorf("a home before it was opened: %v", got)
	}
	b.does("open", obj{"Text": "home"})
	if got := path(b.state(), "home", "blocks"); len(listed(got)) != 1 {
		t.Errorf("the home holds %v", got)
	}
	b.does("open", obj{"Text": "messages"})
	told := o.told()
	if got := path(told[len(told)-1], "event", "tab"); got != "messages" {
		t.Errorf("the app was told of tab %v", got)
	}
}
