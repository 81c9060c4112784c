package mailbox

import (
	"errors"
	"fmt"
	"net/smtp"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// send sends a letter as simple clients do and returns what the server answered.
func send(t *testing.T, box *Mailbox, from string, to []string, letter string) error {
	t.Helper()
	return smtp.SendMail(host(t, box), nil, from, to, []byte(crlf(letter)))
}

func mustSend(t *testing.T, box *Mailbox, to, letter string) {
	t.Helper()
	if err := send(t, box, "crm@school.example", []string{to}, letter); err != nil {
		t.Fatalf("sending to %s: %v", to, err)
	}
}

func host(t *testing.T, box *Mailbox) string {
	t.Helper()
	u, err := url.Parse(box.URL())
	if err != nil || u.Scheme != "smtp" {
		t.Fatalf("URL() = %q, %v", box.URL(), err)
	}
	return u.Host
}

func crlf(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
}

// witness is a TB that keeps what a failed expectation says.
type witness struct {
	mu       sync.Mutex
	said     []string
	cleanups []func()
}

func (w *witness) Helper()          {}
func (w *witness) Cleanup(f func()) { w.cleanups = append(w.cleanups, f) }

func (w *witness) Errorf(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.said = append(w.said, fmt.Sprintf(format, args...))
}

func (w *witness) Fatalf(format string, args ...any) {
	w.Errorf(format, args...)
	runtime.Goexit()
}

// watch runs what a test does with the witness and returns what it complained of.
func watch(do func(w *witness)) string {
	w := new(witness)
	var running sync.WaitGroup
	running.Go(func() { do(w) })
	running.Wait()
	return strings.Join(w.said, "\n")
}

// open returns a mailbox with a configuration of its own, closed with the test.
func open(t *testing.T, config Config) *Mailbox {
	t.Helper()
	box := New(config)
	if _, err := box.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := box.Close(); err != nil {
			t.Error(err)
		}
	})
	return box
}

func wantCode(t *testing.T, err error, code int) {
	t.Helper()
	if err == nil || !strings.HasPrefix(err.Error(), fmt.Sprint(code)) {
		t.Errorf("the sender heard %v, want %d", err, code)
	}
}

var errPlanned = errors.New("the disk is full")
