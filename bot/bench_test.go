package bot

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// BenchmarkHelp measures a signed "/crm pomoc" through the whole Handler beside a floor
// that checks the signature, reads the staff row by one raw query and writes the very
// same bytes. It reports how many times the floor's processor time the bot takes; the
// bot is to stay under 1.6.
func BenchmarkHelp(b *testing.B) {
	s := newSchool(b)
	body := s.typed("/crm", "pomoc")
	whole := s.bot.Handler()
	answer := s.ask(b, whole, body)
	floor := bare{s.slack.SigningSecret, s.slack.TeamID(), s.anna.ID, s.store.Pool, answer}
	if got := s.ask(b, floor, body); !bytes.Equal(got, answer) {
		b.Fatalf("the floor answers %s, the bot %s", got, answer)
	}
	for range 200 { // warm both
		s.ask(b, whole, body)
		s.ask(b, floor, body)
	}
	var bot, least time.Duration
	for b.Loop() {
		bot += s.cost(b, whole, body)
		least += s.cost(b, floor, body)
	}
	b.ReportMetric(float64(bot)/float64(b.N)/1e3, "bot-µs/op")
	b.ReportMetric(float64(least)/float64(b.N)/1e3, "floor-µs/op")
	b.ReportMetric(float64(bot)/float64(least), "bot/floor")
}

// rounds is how many requests one measurement takes: the clock of processor time is coarse.
const rounds = 50

// cost is the processor time of this process that a handler takes for some requests.
func (s *school) cost(b *testing.B, h http.Handler, body string) time.Duration {
	b.Helper()
	before := processorTime(b)
	for range rounds {
		s.ask(b, h, body)
	}
	return (processorTime(b) - before) / rounds
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// ask sends a command, signed as Slack does, and returns the answer.
func (s *school) ask(b *testing.B, h http.Handler, body string) []byte {
	b.Helper()
	r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/slack/events", strings.NewReader(body))
	r.Header.Set("Content-Type", form)
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", signature(s.slack.SigningSecret, stamp, []byte(body)))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusOK || w.Body.Len() == 0 {
		b.Fatalf("answered %d %s", w.Code, w.Body)
	}
	return w.Body.Bytes()
}

func signature(secret, stamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// bare is the least that can answer a command: nothing is decoded, looked up or drawn.
type bare struct {
	secret, team, user string
	pool               *pgxpool.Pool
	answer             []byte
}

func (f bare) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	want := signature(f.secret, r.Header.Get("X-Slack-Request-Timestamp"), body)
	if err != nil || !hmac.Equal([]byte(want), []byte(r.Header.Get("X-Slack-Signature"))) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if _, err := f.staff(r.Context(), f.team, f.user); err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(f.answer)
}

// staffRow is a staff member with the workspace, as the floor reads it.
type staffRow struct {
	Workspace, ID                                   int64
	WorkspaceName, Language, WorkspaceZone          string
	SlackUser, Name, Email, Role, Locale, Own, Zone string
}

func (f bare) staff(ctx context.Context, team, user string) (r staffRow, err error) {
	err = f.pool.QueryRow(ctx, `
		select w.workspace_id, w.name, w.language, w.zone,
			coalesce(s.id, 0), coalesce(s.slack_user, $2), coalesce(s.name, ''), coalesce(s.email, ''), coalesce(s.role, ''),
			coalesce(s.slack_locale, ''), coalesce(s.chosen_language, ''), coalesce(s.zone, w.zone)
		from workspaces w
		left join staff s on s.workspace_id = w.workspace_id and s.slack_user = $2 and s.active
		where w.team = $1`, team, user).Scan(
		&r.Workspace, &r.WorkspaceName, &r.Language, &r.WorkspaceZone,
		&r.ID, &r.SlackUser, &r.Name, &r.Email, &r.Role, &r.Locale, &r.Own, &r.Zone)
	return r, err
}
