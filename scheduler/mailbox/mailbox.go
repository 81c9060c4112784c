// Package mailbox is an SMTP server on this machine that keeps the letters it gets
// instead of passing them on, and a page that shows them: the far end of e-mail for
// the demo and the tests. In a test:
//
//	box := mailbox.Start(t)                             // on a free port; ends with the test
//	// The program under test is given box.URL(); any user and password will do.
//	letter := box.Expect(t, "anna@school.example", "Oddzwonić") // waits for it
//	box.ExpectNone(t, "jan@school.example")
//	box.Count(letter.MessageID)                         // how often it came
//	box.Fail(func(from, to string) error { return mailbox.Answer(450, "try later") })
//
// The demo mounts the page below any path of its own:
//
//	mux.Handle("/mail/", http.StripPrefix("/mail", box.Handler()))
package mailbox

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

const (
	defaultLimit    = 1000
	defaultPatience = 30 * time.Second
	maxLetter       = 10 << 20  // bytes of one letter, as it came
	maxTotal        = 256 << 20 // bytes of all letters kept, as they came
	maxRecipients   = 100
	idleTimeout     = time.Minute // for each line read or written
)

// Config says how a mailbox behaves. The zero value is ready to use.
type Config struct {
	// Limit is how many letters are kept; the oldest make room. Zero means 1,000.
	// All of them together never exceed 256 MB, whatever the limit.
	Limit int

	// Now tells when a letter was received; the page shows times in the zone of what it
	// returns at that moment. Nil means time.Now.
	Now func() time.Time

	// Language is the page's, pl or en, where its address names none with ?lang=.
	// Empty means the one that the browser likes best.
	Language string

	// Back is where the page leads back to; the zero value leads nowhere.
	Back Back

	// Patience is how long Expect waits for a letter. Zero means 30 s.
	Patience time.Duration

	// Log takes the server's own troubles, never a letter's content.
	// Nil means slog.Default.
	Log *slog.Logger
}

// Back is a page that the reader of letters comes from.
type Back struct {
	Name string // "Slack"
	URL  string // an address, or a path such as "/"
}

// Mailbox keeps the letters that are sent to it, whoever they are for.
// All methods may be called at the same time.
type Mailbox struct {
	shelf    shelf
	now      func() time.Time
	language string
	back     Back
	patience time.Duration
	server   *smtp.Server
	closed   chan struct{}
	serving  sync.WaitGroup

	mu       sync.Mutex
	listener net.Listener                // nil before Listen
	fault    func(from, to string) error // nil: none planned
}

// New returns a mailbox that is empty and does not listen yet.
func New(config Config) *Mailbox {
	m := &Mailbox{
		shelf:    newShelf(cmp.Or(config.Limit, defaultLimit), maxTotal),
		now:      config.Now,
		language: config.Language,
		back:     config.Back,
		patience: cmp.Or(config.Patience, defaultPatience),
		closed:   make(chan struct{}),
	}
	if m.now == nil {
		m.now = time.Now
	}
	m.server = newServer(m, cmp.Or(config.Log, slog.Default()))
	return m
}

// Start returns a mailbox that listens on a free port of the loopback interface until
// the test ends.
func Start(t TB) *Mailbox {
	t.Helper()
	m := New(Config{})
	if _, err := m.Listen("127.0.0.1:0"); err != nil {
		t.Fatalf("starting mailbox: %v", err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Errorf("%v", err)
		}
	})
	return m
}

// Listen begins to accept letters and returns the address at which it does, which
// matters for port 0. The address must be on the loopback interface, since the mailbox
// lets everybody in. A mailbox listens once.
func (m *Mailbox) Listen(addr string) (string, error) {
	where, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return "", fmt.Errorf("listening for letters: %w", err)
	}
	if !where.IP.IsLoopback() {
		return "", fmt.Errorf("listening for letters: %s is not on the loopback interface", addr)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.listener != nil || m.isClosed() {
		return "", errors.New("listening for letters: a mailbox listens once")
	}
	listener, err := net.ListenTCP("tcp", where)
	if err != nil {
		return "", fmt.Errorf("listening for letters: %w", err)
	}
	m.listener = hangupListener{listener}
	m.serving.Go(func() { m.serve(m.listener) })
	return listener.Addr().String(), nil
}

// serve accepts connections until the mailbox is closed.
func (m *Mailbox) serve(listener net.Listener) {
	if err := m.server.Serve(listener); err != nil && !m.isClosed() {
		m.server.ErrorLog.Printf("accepting letters: %v", err)
	}
}

// URL returns where to send letters, such as "smtp://127.0.0.1:2525", or an empty
// string before Listen.
func (m *Mailbox) URL() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.listener == nil {
		return ""
	}
	return "smtp://" + m.listener.Addr().String()
}

// Close stops listening, cuts all connections and ends the pages' wait for news. The
// letters stay readable. Closing again does nothing.
func (m *Mailbox) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.isClosed() {
		return nil
	}
	close(m.closed)
	err := m.server.Close()
	if m.listener != nil {
		// The server knows the listener only once its goroutine runs.
		_ = m.listener.Close()
	}
	m.serving.Wait()
	if err != nil {
		return fmt.Errorf("closing mailbox: %w", err)
	}
	return nil
}

func (m *Mailbox) isClosed() bool {
	select {
	case <-m.closed:
		return true
	default:
		return false
	}
}

// Letters returns all letters kept, the oldest first. What they hold must not be changed.
func (m *Mailbox) Letters() []Letter {
	letters, _ := m.shelf.all()
	return letters
}

// Count returns how many of the letters kept have this Message-ID, with or without its
// angle brackets: more than one where a sender repeated a letter.
func (m *Mailbox) Count(messageID string) int {
	count := 0
	for _, letter := range m.Letters() {
		if letter.MessageID == trimMessageID(messageID) {
			count++
		}
	}
	return count
}
