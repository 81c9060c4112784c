package bot

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/slacksim"
)

// typed is the form of a command as Slack posts it.
func (s *school) typed(command, text string) string {
	return url.Values{
		"command": {command}, "text": {text}, "team_id": {s.slack.TeamID()}, "user_id": {s.anna.ID},
		"trigger_id": {"1.2.3"}, "response_url": {""},
	}.Encode()
}

func TestOnlySlackIsHeard(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.failures = true
	body := s.typed("/crm", "pomoc")
	secret := s.slack.SigningSecret
	event := `{"type":"event_callback","team_id":"TSCHOOL","event_id":"Ev1","event":{"type":"app_home_opened"`
	for _, c := range []struct {
		name   string
		send   slacksim.Raw
		status int
	}{
		{"as Slack signs", slacksim.Raw{Body: body, Secret: secret}, http.StatusOK},
		{"not signed", slacksim.Raw{Body: body}, http.StatusUnauthorized},
		{"signed with another secret", slacksim.Raw{Body: body, Secret: "wrong"}, http.StatusUnauthorized},
		{"signature that is none", slacksim.Raw{Body: body, Secret: secret, Header: http.Header{"X-Slack-Signature": {"v0=xyz"}}}, http.StatusUnauthorized},
		{"six minutes old", slacksim.Raw{Body: body, Secret: secret, At: time.Now().Add(-6 * time.Minute)}, http.StatusUnauthorized},
		{"six minutes early", slacksim.Raw{Body: body, Secret: secret, At: time.Now().Add(6 * time.Minute)}, http.StatusUnauthorized},
		{"four minutes old", slacksim.Raw{Body: body, Secret: secret, At: time.Now().Add(-4 * time.Minute)}, http.StatusOK},
		{"over a megabyte", slacksim.Raw{Body: strings.Repeat("a", maxBody+1), Secret: secret}, http.StatusRequestEntityTooLarge},
		{"no command", slacksim.Raw{Body: "a=b", Secret: secret}, http.StatusBadRequest},
		{"no user", slacksim.Raw{Body: "command=%2Fcrm&team_id=T1", Secret: secret}, http.StatusBadRequest},
		{"bad encoding", slacksim.Raw{Body: "command=%zz", Secret: secret}, http.StatusBadRequest},
		{"payload that is no JSON", slacksim.Raw{Body: "payload=%7B", Secret: secret}, http.StatusBadRequest},
		{"payload of an unknown type", slacksim.Raw{Body: "payload=%7B%22type%22%3A%22x%22%7D", Secret: secret}, http.StatusBadRequest},
		{"press without an action", slacksim.Raw{Body: `payload={"type":"block_actions","team":{"id":"T"},"user":{"id":"U"}}`, Secret: secret}, http.StatusBadRequest},
		{"event cut off", slacksim.Raw{Body: event, ContentType: "application/json", Secret: secret}, http.StatusBadRequest},
		{"event without an id", slacksim.Raw{Body: `{"type":"event_callback"}`, ContentType: "application/json", Secret: secret}, http.StatusBadRequest},
		{"another content type", slacksim.Raw{Body: body, ContentType: "text/plain", Secret: secret}, http.StatusBadRequest},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, answer := s.slack.Raw(c.send)
			if status != c.status {
				t.Errorf("status %d, want %d: %s", status, c.status, answer)
			}
			if status != http.StatusOK && (answer == "" || len(answer) > 100) {
				t.Errorf("a refusal should be short and clear: %q", answer)
			}
		})
	}
}

func TestSlackChecksTheAddress(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.failures = true
	t.Run("url_verification", func(t *testing.T) {
		status, answer := s.post(`{"type":"url_verification","challenge":"abc"}`, "application/json")
		if status != http.StatusOK || answer != `{"challenge":"abc"}` {
			t.Errorf("answered %d %s", status, answer)
		}
	})
	t.Run("url_verification by somebody else", func(t *testing.T) {
		status, _ := s.slack.Raw(slacksim.Raw{Body: `{"type":"url_verification","challenge":"abc"}`, ContentType: "application/json"})
		if status != http.StatusUnauthorized {
			t.Errorf("answered %d", status)
		}
	})
	t.Run("ssl_check", func(t *testing.T) {
		if status, _ := s.slack.Raw(slacksim.Raw{Body: "ssl_check=1&token=x"}); status != http.StatusOK {
			t.Errorf("POST answered %d", status)
		}
		for method, want := range map[string]int{http.MethodGet: http.StatusOK, http.MethodPut: http.StatusMethodNotAllowed} {
			w := httptest.NewRecorder()
			s.bot.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, "/slack/events", nil))
			if w.Code != want {
				t.Errorf("%s answered %d, want %d", method, w.Code, want)
			}
		}
	})
	t.Run("ssl_check is no way round the signature", func(t *testing.T) {
		if status, _ := s.slack.Raw(slacksim.Raw{Body: "ssl_check=1&" + s.typed("/crm", "pomoc")}); status != http.StatusUnauthorized {
			t.Errorf("answered %d", status)
		}
	})
}

func TestEventIsActedOnOnce(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.anna.OpensHome()
	before := len(s.slack.Calls("views.publish"))
	s.slack.Redeliver()
	s.settle()
	if after := len(s.slack.Calls("views.publish")); after != before {
		t.Errorf("a replayed event was acted on: %d calls, then %d", before, after)
	}
	s.expectRows(1, "arrivals", "true")
}

func TestUnknownTeamIsTold(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	body := strings.Replace(s.typed("/crm", ""), "TSCHOOL", "TOTHER", 1)
	status, answer := s.post(body, form)
	if status != http.StatusOK {
		t.Errorf("answered %d", status)
	}
	expectText(t, answer, "nie jest jeszcze połączony", "ephemeral")
}

func FuzzDecode(f *testing.F) {
	for _, body := range []string{
		"command=%2Fcrm&team_id=T1&user_id=U1&text=pomoc",
		`payload={"type":"block_actions","team":{"id":"T1"},"user":{"id":"U1"},"actions":[{"action_id":"a","value":"1"}]}`,
		`payload={"type":"view_submission","team":null,"user":{"id":"U1","team_id":"T1"},"view":{"id":"V1","callback_id":"c"}}`,
	} {
		f.Add(form, body)
	}
	f.Add("application/json; charset=utf-8", `{"type":"event_callback","team_id":"T1","event_id":"E1","event":{"type":"user_change","user":{"id":"U1"}}}`)
	f.Add("application/json", `{"type":"url_verification","challenge":"c"}`)
	f.Fuzz(func(t *testing.T, contentType, body string) {
		r, challenge, err := decode(contentType, []byte(body))
		if err == nil && challenge == "" && (r.Team == "" || r.Kind == "" || r.User == "" && r.Kind != Event) {
			t.Errorf("taken without saying who and what: %+v", r)
		}
	})
}
