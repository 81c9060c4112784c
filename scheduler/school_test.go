package scheduler

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	netmail "net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"frontdesk/scheduler/mail"
	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

// school is a school on a Tuesday at ten, with its mail server, its Slack and a
// scheduler that does nothing until it is told.
type school struct {
	*storetest.Database
	*Scheduler
	t         testing.TB
	workspace crm.Workspace
	anna, jan crm.Staff
	post      *postOffice
	slack     *slackRoom
	clerk     *deskClerk
}

func newSchool(t testing.TB) *school {
	t.Helper()
	s := &school{Database: storetest.New(t), t: t, post: openPostOffice(t), slack: new(slackRoom), clerk: new(deskClerk)}
	s.workspace = s.School(t, "Lingua")
	s.anna = s.Member(t, s.workspace, "Anna", crm.RoleManager)
	s.jan = s.Member(t, s.workspace, "Jan", crm.RoleReceptionist)
	s.Scheduler = s.scheduler(s.Store, s.post.sender(t))
	return s
}

// scheduler is one more, over the given connections.
func (s *school) scheduler(over *store.Store, sender *mail.Sender) *Scheduler {
	s.t.Helper()
	made, err := New(Config{Store: over, Teller: s.slack, Clerk: s.clerk, Mail: sender, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		s.t.Fatal(err)
	}
	return made
}

// hasTask is a task of Anna's, given by herself, due after d.
func (s *school) hasTask(subject string, d time.Duration) crm.Task {
	s.t.Helper()
	return s.gives(s.anna, subject, crm.DueAt(s.Database.Now().Add(d)))
}

// gives is a task that Anna gives to somebody.
func (s *school) gives(to crm.Staff, subject string, due crm.Due) crm.Task {
	s.t.Helper()
	c, err := s.AddTask(s.t.Context(), s.anna, "", crm.TaskForm{Kind: crm.KindTask, Subject: subject, Assignee: to.ID, Due: due})
	if err != nil {
		s.t.Fatal(err)
	}
	return c.After
}

// passes moves the clock on and lets the machine work.
func (s *school) passes(d time.Duration) {
	s.t.Helper()
	s.Clock.Forward(d)
	s.works()
}

// works lets the machine do all that is due.
func (s *school) works() {
	s.t.Helper()
	if err := s.TickNow(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

// expectLetters fails unless just these letters, by their recipient and the end of
// their subject, have arrived since the last time.
func (s *school) expectLetters(want ...string) {
	s.t.Helper()
	expectAll(s.t, "letters", s.post.open(), want)
}

// expectTold fails unless Slack was just told these since the last time.
func (s *school) expectTold(want ...string) {
	s.t.Helper()
	expectAll(s.t, "messages", s.slack.open(), want)
}

func expectAll(t testing.TB, what string, got, want []string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s are %q, want %q", what, got, want)
	}
}

// expectState fails unless the deliveries of a channel have these states.
func (s *school) expectState(channel crm.Channel, want ...string) {
	s.t.Helper()
	if got := s.states(channel); !slices.Equal(got, want) {
		s.t.Errorf("deliveries by %s are %q, want %q", channel, got, want)
	}
}

// states are the states of a channel's deliveries in the order in which they were
// planned.
func (s *school) states(channel crm.Channel) []string {
	s.t.Helper()
	rows, err := s.Database.Pool.Query(s.t.Context(), `select state from deliveries where channel = $1 order by id`, channel)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var state string
		if err := rows.Scan(&state); err != nil {
			s.t.Fatal(err)
		}
		all = append(all, state)
	}
	return all
}

// eventually waits until ok, half a minute at most.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within half a minute", what)
		}
	}
}

// slackRoom is a Teller that keeps what it tells.
type slackRoom struct {
	mu     sync.Mutex
	told   []string
	seen   int
	answer func(crm.Delivery) error // instead of a success, unless nil
}

// Tell keeps "kind recipient: subject".
func (r *slackRoom) Tell(_ context.Context, d crm.Delivery) (string, error) {
	r.mu.Lock()
	r.told = append(r.told, fmt.Sprintf("%s %s: %s", d.Kind, d.To.Name, d.Task.Subject))
	answer := r.answer
	r.mu.Unlock()
	if answer != nil {
		return "", answer(d)
	}
	return "D1/1.5", nil
}

// answers sets what Slack says from now on; nil for nothing but yes.
func (r *slackRoom) answers(answer func(crm.Delivery) error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = answer
}

// open returns what came since it was last opened.
func (r *slackRoom) open() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	fresh := slices.Clone(r.told[r.seen:])
	r.seen = len(r.told)
	return fresh
}

// postOffice is an SMTP server that keeps letters.
type postOffice struct {
	addr string

	mu       sync.Mutex
	visitors map[*smtp.Conn]bool
	closed   bool // to everybody
	letters  []arrival
	seen     int
	answer   func(to string) error // to RCPT, unless nil
	dies     bool                  // keeps the letter and hangs up instead of saying so
}

// arrival is a letter that was taken.
type arrival struct{ to, subject, messageID string }

func openPostOffice(t testing.TB) *postOffice {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &postOffice{addr: listener.Addr().String(), visitors: make(map[*smtp.Conn]bool)}
	server := smtp.NewServer(smtp.BackendFunc(p.begin))
	server.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		_ = listener.Close() // where Serve has not come to it yet
		<-served
	})
	return p
}

func (p *postOffice) begin(c *smtp.Conn) (smtp.Session, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.visitors[c] = true // once, though a refused EHLO is followed by a HELO
	if p.closed {
		return nil, refused(421)("")
	}
	return &counter{p: p, conn: c}, nil
}

// closes refuses all visitors from now on, or none, and returns how many there have
// been.
func (p *postOffice) closes(closed bool) (visitors int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = closed
	return len(p.visitors)
}

func (p *postOffice) sender(t testing.TB) *mail.Sender {
	t.Helper()
	s, err := mail.Open("smtp://"+p.addr, "Lingua <office@lingua.example.com>")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// answers sets what the server says to a recipient from now on, and whether it dies
// of a letter.
func (p *postOffice) answers(answer func(to string) error, dies bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer, p.dies = answer, dies
}

// all are the letters since the school's opening.
func (p *postOffice) all() []arrival {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.letters)
}

// open returns what came since it was last opened.
func (p *postOffice) open() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var fresh []string
	for _, a := range p.letters[p.seen:] {
		fresh = append(fresh, a.to+": "+a.subject)
	}
	p.seen = len(p.letters)
	return fresh
}

// counter is a session at the post office.
type counter struct {
	p    *postOffice
	conn *smtp.Conn
	to   string
}

func (c *counter) Reset()                               {}
func (c *counter) Logout() error                        { return nil }
func (c *counter) Mail(string, *smtp.MailOptions) error { return nil }

func (c *counter) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.p.mu.Lock()
	defer c.p.mu.Unlock()
	c.to = to
	if c.p.answer != nil {
		return c.p.answer(to)
	}
	return nil
}

func (c *counter) Data(r io.Reader) error {
	letter, err := netmail.ReadMessage(r)
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, r)
	_, subject, _ := strings.Cut(letter.Header.Get("Subject"), ": ")
	c.p.mu.Lock()
	defer c.p.mu.Unlock()
	c.p.letters = append(c.p.letters, arrival{c.to, cmp.Or(subject, letter.Header.Get("Subject")), letter.Header.Get("Message-ID")})
	if c.p.dies {
		_ = c.conn.Conn().Close()
	}
	return nil
}

func refused(code int) func(string) error {
	return func(string) error {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: "no"}
	}
}
