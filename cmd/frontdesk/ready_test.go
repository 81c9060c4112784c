package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// get answers with the status and the body of a page.
func (s *stage) get(path string) (int, string) {
	s.t.Helper()
	resp, err := http.Get(s.address + path)
	s.must(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	s.must(err)
	return resp.StatusCode, string(body)
}

func TestReady(t *testing.T) {
	t.Parallel()
	t.Run("everything is there", func(t *testing.T) {
		t.Parallel()
		s := newStage(t)
		if code, body := s.get("/readyz"); code != http.StatusOK || body != "database: ok\nletters: ok\nslack: ok\n" {
			t.Errorf("answers %d %q", code, body)
		}
		if code, body := s.get("/healthz"); code != http.StatusOK || body != "ok\n" {
			t.Errorf("alive: %d %q", code, body)
		}
	})
	t.Run("a schema that is too old", func(t *testing.T) {
		t.Parallel()
		s := newStage(t)
		_, err := s.Pool.Exec(t.Context(), `update schema_version set version = 0`)
		s.must(err)
		if code, body := s.get("/readyz"); code != http.StatusServiceUnavailable || !strings.Contains(body, "database: failed") {
			t.Errorf("answers %d %q", code, body)
		}
	})
	t.Run("a token that was revoked", func(t *testing.T) {
		t.Parallel()
		s := newStage(t)
		s.slack.AllowComplaints()
		s.slack.FailNext("auth.test", "token_revoked", 1)
		if code, body := s.get("/readyz"); code != http.StatusServiceUnavailable || !strings.Contains(body, "slack: failed") {
			t.Errorf("answers %d %q", code, body)
		}
	})
	t.Run("a mail server that refuses", func(t *testing.T) {
		t.Parallel()
		s := newStage(t)
		s.must(s.letters.Close())
		if code, body := s.get("/readyz"); code != http.StatusServiceUnavailable || !strings.Contains(body, "letters: failed") {
			t.Errorf("answers %d %q", code, body)
		}
	})
}
