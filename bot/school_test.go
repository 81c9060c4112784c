package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot/slacksim"
	"frontdesk/bot/view"
	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// A school is a Slack workspace with the bot in it, over a store of its own, on
// Tuesday, 24 November 2026, 10:00 in Warsaw. Anna manages the front office, Piotr
// works there; Gość is a guest, Obca belongs to nobody's staff.
type school struct {
	testing.TB
	slack *slacksim.Workspace
	store *storetest.Database
	bot   *Bot
	log   *journal
	ear   *httptest.Server // a response_url of a message that the workspace does not know
	heard *journal         // what was said there
	space crm.Workspace

	via      transport
	link     *socket         // of Socket Mode
	serving  context.Context // of link
	hangUp   func()          // ends the transport
	failures bool            // the test makes something fail, which is logged

	anna, piotr, guest, stranger *slacksim.User
}

// A transport is how Slack reaches the bot.
type transport string

const (
	overHTTP   transport = "HTTP"
	overSocket transport = "Socket Mode"
)

// newSchool opens a school in which Anna and Piotr are staff, over HTTP.
func newSchool(t testing.TB) *school {
	t.Helper()
	return newSchoolOver(t, overHTTP)
}

// newSchoolOver is newSchool over any transport, in a Slack that does not know the types
// of blocks that are named.
func newSchoolOver(t testing.TB, via transport, unknown ...string) *school {
	t.Helper()
	s := newOpenSchoolOver(t, via, unknown...)
	s.employ(s.anna, "en-US", crm.RoleManager)
	s.employ(s.piotr, "pl-PL", crm.RoleReceptionist)
	return s
}

// newOpenSchool opens a school that has no staff yet, over HTTP.
func newOpenSchool(t testing.TB) *school {
	t.Helper()
	return newOpenSchoolOver(t, overHTTP)
}

// newOpenSchoolOver is newOpenSchool over any transport.
func newOpenSchoolOver(t testing.TB, via transport, unknown ...string) *school {
	t.Helper()
	s := &school{TB: t, log: new(journal), heard: new(journal), store: storetest.New(t), via: via}
	s.slack = slacksim.New(slacksim.Config{
		TeamID: "TSCHOOL", TeamName: "Lingua", RetryDelays: []time.Duration{0, 0, 0}, Patience: 15 * time.Second,
		SocketMode: via == overSocket, Refuse: unknown,
	})
	s.slack.Start(t)
	s.anna = s.slack.AddUser(slacksim.Person{Name: "Anna Nowak", Email: "anna@school.example", Admin: true})
	s.piotr = s.slack.AddUser(slacksim.Person{Name: "Piotr Lis", Email: "piotr@school.example", Locale: "pl-PL"})
	s.guest = s.slack.AddUser(slacksim.Person{Name: "Gość Gościnny", Guest: true})
	s.stranger = s.slack.AddUser(slacksim.Person{Name: "Obca Osoba"})
	s.slack.AddChannel("#sekretariat", s.anna, s.piotr)
	var err error
	s.space, err = s.store.Install(t.Context(), store.Installation{
		Team: s.slack.TeamID(), Name: "Lingua", BotToken: s.slack.BotToken, BotUser: s.slack.BotUserID(),
		Language: crm.Polish, Zone: "Europe/Warsaw",
	})
	s.must(err)
	s.makeBot()
	s.ear = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(s.heard, r.Body)
	}))
	t.Cleanup(s.ear.Close)
	s.connect()
	t.Cleanup(func() {
		s.hangUp()
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := s.bot.Close(ctx); err != nil {
			t.Error(err)
		}
		if log := s.log.String(); !s.failures && log != "" {
			t.Errorf("something went wrong:\n%s", log)
		}
	})
	return s
}

// makeBot makes a bot that knows no more than the store does.
func (s *school) makeBot() {
	s.Helper()
	var err error
	s.bot, err = New(Config{
		Store: s.store.Store, SigningSecret: s.slack.SigningSecret, APIURL: s.slack.APIURL(),
		PublicURL: "https://crm.school.example/",
		Log:       slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelWarn})), Background: 4,
	})
	s.must(err)
}

// restarts ends the bot and starts another in its place.
func (s *school) restarts() {
	s.Helper()
	s.hangUp()
	s.must(s.bot.Close(s.Context()))
	s.makeBot()
	s.connect()
}

// connect lets Slack reach the bot, until it hangs up.
func (s *school) connect() {
	s.Helper()
	if s.via == overHTTP {
		app := httptest.NewServer(s.bot.Handler())
		s.slack.AppURL = app.URL + "/slack/events"
		s.hangUp = app.Close
		return
	}
	s.link = s.bot.newSocket(s.slack.AppToken)
	s.link.pause = time.Millisecond
	var stop context.CancelFunc
	s.serving, stop = context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.link.serve(s.serving) }()
	s.hangUp = sync.OnceFunc(func() {
		stop()
		if err := <-ended; err != nil {
			s.Error(err)
		}
	})
	s.slack.ExpectConnections(1)
}

func (s *school) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// employ puts a user on the staff as the command line does.
func (s *school) employ(u *slacksim.User, locale string, role crm.Role) crm.Staff {
	s.Helper()
	change, err := s.store.AddStaff(s.Context(), crm.System(s.space), store.StaffProfile{
		SlackUser: u.ID, Name: u.Name, Email: u.Email, Locale: locale, Zone: "Europe/Warsaw", Role: role,
	})
	s.must(err)
	return change.After
}

// as is a user as the store recognises them.
func (s *school) as(u *slacksim.User) crm.Staff {
	s.Helper()
	by, err := s.store.Recognise(s.Context(), s.slack.TeamID(), u.ID)
	s.must(err)
	return by
}

// by is a request of a user's.
func (s *school) by(u *slacksim.User) Request {
	s.Helper()
	r := Request{Kind: Press, Team: s.slack.TeamID(), User: u.ID}
	r.speakWith(s.as(u))
	return r
}

// hasPerson adds a person behind the bot's back.
func (s *school) hasPerson(given, family string) crm.Person {
	s.Helper()
	f := crm.PersonForm{GivenName: given, FamilyName: family}
	change, err := s.store.AddPerson(s.Context(), s.as(s.anna), "", f, nil)
	if doubles, ok := errors.AsType[crm.Doubles](err); ok { // of nearly the same name
		var apart []crm.PersonID
		for _, p := range doubles.People {
			apart = append(apart, p.ID)
		}
		change, err = s.store.AddPerson(s.Context(), s.as(s.anna), "", f, apart)
	}
	s.must(err)
	return change.After
}

// hasTask adds a task for Anna behind the bot's back.
func (s *school) hasTask(subject string, change ...func(*crm.TaskForm)) crm.Task {
	s.Helper()
	f := crm.TaskForm{Kind: crm.KindTask, Subject: subject, Assignee: s.as(s.anna).ID}
	for _, with := range change {
		with(&f)
	}
	added, err := s.store.AddTask(s.Context(), s.as(s.anna), "", f)
	s.must(err)
	return added.After
}

// due is when a task of hasTask is due, as "2026-11-23 09:00" in Warsaw.
func (s *school) due(at string) func(*crm.TaskForm) {
	s.Helper()
	t, err := time.ParseInLocation("2006-01-02 15:04", at, s.space.Zone)
	s.must(err)
	return func(f *crm.TaskForm) { f.Due = crm.DueAt(t) }
}

// about links a task of hasTask to a person.
func about(p crm.Person) func(*crm.TaskForm) {
	return func(f *crm.TaskForm) { f.Person = p.ID }
}

// rows counts the rows that a condition on a table is true of.
func (s *school) rows(table, condition string, args ...any) int {
	s.Helper()
	var n int
	s.must(s.store.Pool.QueryRow(s.Context(), "select count(*) from "+table+" where "+condition, args...).Scan(&n))
	return n
}

// expectRows waits until there are n such rows.
func (s *school) expectRows(n int, table, condition string, args ...any) {
	s.Helper()
	if got := s.rows(table, condition, args...); got != n {
		s.Errorf("%d rows of %s where %s, want %d", got, table, condition, n)
	}
}

// settle waits until everything begun in the background for anybody is done.
func (s *school) settle() {
	s.Helper()
	for deadline := time.Now().Add(20 * time.Second); !s.bot.pool.idle(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			s.Fatal("the background does not come to rest")
		}
	}
}

// idle reports whether nothing is to be done.
func (p *pool) idle() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.queues) == 0
}

// post signs a body as Slack does and sends it to the bot.
func (s *school) post(body, contentType string) (status int, answer string) {
	return s.slack.Raw(slacksim.Raw{Body: body, ContentType: contentType, Secret: s.slack.SigningSecret})
}

// journal is a log that tests read.
type journal struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.String()
}

// expectText checks that a text contains all fragments.
func expectText(t testing.TB, text string, fragments ...string) {
	t.Helper()
	for _, f := range fragments {
		if !strings.Contains(text, f) {
			t.Errorf("no %q in:\n%s", f, text)
		}
	}
}

const form = "application/x-www-form-urlencoded"

// press sends a press of a button in a message, as Slack would of a button that stands
// there no more.
func (s *school) press(user, action, value string) {
	s.Helper()
	payload, err := json.Marshal(map[string]any{
		"type": "block_actions", "team": map[string]any{"id": s.slack.TeamID()}, "user": map[string]any{"id": user},
		"actions":      []any{map[string]any{"action_id": action, "block_id": "b", "type": "button", "value": value}},
		"response_url": s.ear.URL,
	})
	s.must(err)
	if status, answer := s.post(url.Values{"payload": {string(payload)}}.Encode(), form); status != http.StatusOK {
		s.Fatalf("a press was answered with %d %s", status, answer)
	}
}

// submit sends a submission of a modal without inputs that carries m, and returns what it
// is answered with.
func (s *school) submit(by *slacksim.User, callback string, m view.Meta) (answer string) {
	s.Helper()
	payload, err := json.Marshal(map[string]any{
		"type": "view_submission", "team": map[string]any{"id": s.slack.TeamID()}, "user": map[string]any{"id": by.ID},
		"view": map[string]any{"id": "V1", "type": "modal", "callback_id": callback, "private_metadata": m.Encode()},
	})
	s.must(err)
	status, answer := s.post(url.Values{"payload": {string(payload)}}.Encode(), form)
	if status != http.StatusOK {
		s.Fatalf("a submission was answered with %d %s", status, answer)
	}
	return answer
}

// publishedTo is how often somebody's Home was drawn.
func (s *school) publishedTo(u *slacksim.User) (n int) {
	for _, c := range s.slack.Calls("views.publish") {
		if c.Args["user_id"] == u.ID {
			n++
		}
	}
	return n
}

// pressAnswer is press, and what the person is told.
func (s *school) pressAnswer(user, action, value string) string {
	s.Helper()
	s.heard.buf.Reset()
	s.press(user, action, value)
	s.settle()
	return s.heard.String()
}

// expectOrder checks that the fragments stand in a text in this order.
func expectOrder(t testing.TB, text string, fragments ...string) {
	t.Helper()
	at := 0
	for _, f := range fragments {
		i := strings.Index(text[at:], f)
		if i < 0 {
			t.Errorf("no %q where it is expected in:\n%s", f, text)
			return
		}
		at += i
	}
}

// labels are the labels of a form's fields, in order.
func labels(m *slacksim.Modal) []string {
	var all []string
	for _, b := range m.Blocks() {
		if label, ok := b["label"].(map[string]any); ok {
			all = append(all, label["text"].(string))
		}
	}
	return all
}
