package main

import (
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/bot/slacksim"
	"frontdesk/store/storetest"
)

func TestSocketMode(t *testing.T) {
	t.Parallel()
	t.Run("a refused token ends the office, and says which", func(t *testing.T) {
		t.Parallel()
		slack := slacksim.New(slacksim.Config{SocketMode: true})
		slack.Start(t)
		slack.AllowComplaints()
		o, err := newOffice(officeConfig{
			store: storetest.New(t).Store, appToken: "xapp-1-old", apiURL: slack.APIURL(), log: slog.New(slog.DiscardHandler),
		})
		if err != nil {
			t.Fatal(err)
		}
		listener, err := net.Listen("tcp", anyPort)
		if err != nil {
			t.Fatal(err)
		}
		err = o.run(t.Context(), listener)
		if err == nil || !strings.Contains(err.Error(), "invalid_auth") || !strings.Contains(err.Error(), "xapp-") {
			t.Errorf("ended with %v", err)
		}
	})
	t.Run("nothing is taken over HTTP without a signing secret", func(t *testing.T) {
		t.Parallel()
		s := newStageOver(t, true)
		w := httptest.NewRecorder()
		s.office.doors.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/slack/events", strings.NewReader("command=%2Fcrm")))
		if w.Code != http.StatusUnauthorized {
			t.Errorf("answered %d", w.Code)
		}
	})
}
