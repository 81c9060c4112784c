package slacksim_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/slacksim"
)

func TestEventsAreRepeated(t *testing.T) {
	t.Parallel()
	left := 3
	o := newOffice(t, func(*office, string, obj) (int, string) {
		left--
		if left >= 0 {
			return http.StatusInternalServerError, ""
		}
		return http.StatusOK, ""
	})
	o.AllowComplaints()
	o.Event(obj{"type": "app_uninstalled"})
	var retries []string
	ids := map[any]bool{}
	for _, p := range o.told() {
		retries = append(retries, p["retry"].(string))
		ids[p["event_id"]] = true
	}
	if got := strings.Join(retries, " "); got != " 1http_error 2http_error 3http_error" || len(ids) != 1 {
		t.Errorf("retries %q, %d ids", got, len(ids))
	}
	if len(o.Complaints()) != 3 {
		t.Errorf("complaints %q", o.Complaints())
	}
	if again := o.Redeliver(); again.Failure() != "" || len(o.told()) != 5 || o.told()[4]["retry"] != "4http_timeout" {
		t.Error("not delivered again")
	}
}

func TestEventsAreRepeatedLaterToo(t *testing.T) {
	t.Parallel()
	calls := make(chan string, 4)
	o := newOfficeOf(t, t, slacksim.Config{RetryDelays: []time.Duration{time.Millisecond, time.Millisecond}}, func(_ *office, _ string, p obj) (int, string) {
		calls <- p["retry"].(string)
		return http.StatusBadGateway, ""
	})
	o.AllowComplaints()
	o.anna.OpensMessages()
	for _, want := range []string{"", "1http_error", "2http_error"} {
		if got := <-calls; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSlowAnswers(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	o := newOfficeOf(t, t, slacksim.Config{AnswerIn: 20 * time.Millisecond}, func(*office, string, obj) (int, string) {
		<-done
		return http.StatusOK, ""
	})
	defer close(done)
	o.AllowComplaints()
	answer := o.anna.Types("/a")
	if answer.Failure() != "operation_timeout" || !strings.Contains(answer.Text(), "operation_timeout") {
		t.Errorf("failure %q", answer.Failure())
	}
	if got := o.anna.Shortcut("x").Failure(); got != "operation_timeout" {
		t.Errorf("shortcut: %q", got)
	}
}

func TestFailuresArePeoplesToSee(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(*office, string, obj) (int, string) { return http.StatusTeapot, "" })
	o.AllowComplaints()
	if got := o.anna.Types("/a").Failure(); got != "http_service_error" {
		t.Errorf("status: %q", got)
	}
	o.AppURL = "http://127.0.0.1:1/"
	if got := o.anna.Types("/a").Failure(); got != "dispatch_failed" {
		t.Errorf("nobody there: %q", got)
	}
}

func TestUnknownCommandsStayWithSlack(t *testing.T) {
	t.Parallel()
	o := newOfficeOf(t, t, slacksim.Config{Commands: []string{"/crm"}, RawMentions: true}, silent)
	if a := o.anna.Types("/cmr"); a.Delivered() || a.Failure() != "invalid_command" || a.Text() != "/cmr is not a valid command." {
		t.Errorf("%q", a.Text())
	}
	o.anna.In("#sekretariat").Types("/crm @Jan")
	if p := o.told()[0]; p["text"] != "@Jan" || p["channel_name"] != "sekretariat" {
		t.Errorf("%v", p)
	}
}

func TestRaw(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent)
	body := `{"type":"event_callback"}`
	for _, c := range []struct {
		raw  slacksim.Raw
		want int
	}{
		{slacksim.Raw{Body: body, ContentType: "application/json", Secret: o.SigningSecret}, http.StatusOK},
		{slacksim.Raw{Body: body, Secret: "another"}, http.StatusUnauthorized},
		{slacksim.Raw{Body: body, Secret: o.SigningSecret, At: time.Now().Add(-6 * time.Minute)}, http.StatusUnauthorized},
		{slacksim.Raw{Body: body, Header: http.Header{"X-Slack-Signature": {"v0=00"}}}, http.StatusUnauthorized},
	} {
		if got, _ := o.Raw(c.raw); got != c.want {
			t.Errorf("%+v: %d", c.raw, got)
		}
	}
}

func TestAnswersToSubmissions(t *testing.T) {
	t.Parallel()
	for body, says := range map[string]string{
		`{}`:                        "",
		`nothing`:                   "no JSON",
		`{"response_action":"bye"}`: "unknown",
		`{"response_action":"errors","errors":{"other":"x"}}`: "belongs to no input",
		`{"response_action":"errors","errors":{"i":""}}`:      "is no text",
		`{"response_action":"errors","errors":{}}`:            "without errors",
		`{"response_action":"update","view":{}}`:              "missing required field",
	} {
		o := newOffice(t, opens(t, modal("A", section("x"), input("i", "Temat", typed("a"))), func(obj) string { return body }))
		o.anna.Types("/a")
		m := o.anna.Modal()
		m.Fill("Temat", "x")
		r := m.Submit()
		all := strings.Join(o.Complaints(), "\n")
		if (says == "") != (all == "") || !strings.Contains(all, says) || r.Closed() != (says == "") {
			t.Errorf("%s: %q", body, all)
		}
		if says != "" && m.Notice() == "" {
			t.Errorf("%s: the person sees nothing of it", body)
		}
		o.AllowComplaints()
	}
}

func TestComplaintsFailTheTest(t *testing.T) {
	t.Parallel()
	w := &watcher{T: t}
	o := newOfficeOf(t, w, slacksim.Config{}, silent)
	o.call(t, "no.such", obj{})
	said := w.ends(func() {
		for _, f := range w.cleanup {
			f()
		}
	})
	if !strings.Contains(said, "no.such") {
		t.Errorf("said %q", said)
	}
}

func TestPeopleChange(t *testing.T) {
	t.Parallel()
	o := newOfficeOf(t, t, slacksim.Config{Scopes: append(slacksim.DefaultScopes(), "im:history")}, silent)
	o.anna.Becomes(func(p *slacksim.Person) { p.Locale = "pl-PL" })
	if got := path(o.told()[0], "event", "user", "locale"); got != "pl-PL" {
		t.Errorf("locale %v", got)
	}
	if !o.anna.Says("hej, <Jan>").Delivered() {
		t.Error("not heard")
	}
	told := o.told()[1]
	if path(told, "event", "text") != "hej, &lt;Jan&gt;" || path(told, "event", "channel_type") != "im" {
		t.Errorf("%v", told["event"])
	}
}
