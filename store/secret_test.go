package store_test

import (
	"bytes"
	"strings"
	"testing"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

func TestTokensAreEncrypted(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	const token = "xoxb-Lingua"
	expect(t, "token", must(s.SlackToken(t.Context(), s.anna))(t), token)
	expect(t, "token for an outsider's refusal", must(s.SlackToken(t.Context(), crm.Outsider(s.workspace, "UOBCY")))(t), token)

	sealed := s.sealedToken()
	if len(sealed) <= len(token) || bytes.Contains(sealed, []byte("xoxb")) || bytes.Contains(sealed, []byte("Lingua")) {
		t.Errorf("the table holds %q", sealed)
	}
	for table, rows := range s.rows(s.workspace) {
		if strings.Contains(rows, token) {
			t.Errorf("the token stands in %s", table)
		}
	}
	s.School(t, "Lingua")
	if bytes.Equal(sealed, s.sealedToken()) {
		t.Error("the same token is sealed in the same way twice")
	}
}

func (s *school) sealedToken() (sealed []byte) {
	s.t.Helper()
	err := s.Pool.QueryRow(s.t.Context(), `select token from workspaces where workspace_id = $1`, s.workspace.ID).Scan(&sealed)
	if err != nil {
		s.t.Fatal(err)
	}
	return sealed
}

func TestTokensThatDoNotOpen(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	fluent := s.School(t, "Fluent")
	other := must(store.Open(t.Context(), store.Config{URL: s.URL, Secret: bytes.Repeat([]byte("x"), 32)}))(t)
	t.Cleanup(other.Close)
	_, err := other.SlackToken(t.Context(), s.anna)
	expectError(t, err, "opening token: it was sealed with another secret key")

	s.sql(`update workspaces set token = (select token from workspaces where team = 'TLingua') where workspace_id = $1`, fluent.ID)
	_, err = s.SlackToken(t.Context(), crm.System(fluent))
	expectError(t, err, "another secret key") // a token opens for its own team alone

	s.sql(`update workspaces set token = 'short'`)
	_, err = s.SlackToken(t.Context(), s.anna)
	expectError(t, err, "too short")

	_, err = s.SlackToken(t.Context(), crm.System(crm.Workspace{ID: 99}))
	expect(t, "token of no workspace", err, crm.ErrNotFound)
}

func TestSecretsOfAnotherLength(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	for _, length := range []int{0, 16, 31, 33} {
		_, err := store.Open(t.Context(), store.Config{URL: db.URL, Secret: make([]byte, length)})
		expectError(t, err, "the secret key must have 32 bytes")
	}
}

func TestOpenWithoutADatabase(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	gone := strings.Replace(db.URL, "frontdesk_test_", "frontdesk_gone_", 1)
	_, err := store.Open(t.Context(), store.Config{URL: gone, Secret: storetest.Secret})
	expectError(t, err, "opening store: ")
	_, err = store.Open(t.Context(), store.Config{URL: "what://ever", Secret: storetest.Secret})
	expectError(t, err, "opening store: ")
}

// expectError fails unless err says text.
func expectError(t *testing.T, err error, text string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), text) {
		t.Errorf("got error %v, want %q", err, text)
	}
}
