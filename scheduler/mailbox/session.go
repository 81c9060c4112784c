package mailbox

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net"
	"slices"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

var (
	// ErrDropped is a planned fault: the connection breaks after the letter's last line,
	// and the letter is not kept.
	ErrDropped = errors.New("connection dropped before the letter was kept")

	// ErrAnswerLost is a planned fault: the letter is kept, and the connection breaks
	// before the sender hears of it. To the sender it looks just like ErrDropped.
	ErrAnswerLost = errors.New("connection dropped after the letter was kept")
)

// Answer returns a planned fault: the server's refusal of a recipient, such as 421 (the
// server also hangs up), 450 (try later) or 550 (no such mailbox).
func Answer(code int, text string) error {
	return &smtp.SMTPError{Code: code, Message: text}
}

// Fail plans faults. From now on fault is asked about every recipient of every letter,
// by addresses without angle brackets, and what it returns happens: Answer, ErrDropped,
// ErrAnswerLost, or nothing when it is nil. Connections ask at the same time. A fault
// that is no such error is a 451 with its text. Fail(nil) ends all faults.
func (m *Mailbox) Fail(fault func(from, to string) error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fault = fault
}

func (m *Mailbox) planned(from, to string) error {
	m.mu.Lock()
	fault := m.fault
	m.mu.Unlock()
	if fault == nil {
		return nil
	}
	return fault(from, to)
}

func newServer(m *Mailbox, log *slog.Logger) *smtp.Server {
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{mailbox: m, conn: c.Conn()}, nil
	}))
	server.Domain = "mailbox.localhost"
	server.MaxMessageBytes = maxLetter
	server.MaxRecipients = maxRecipients
	server.ReadTimeout = idleTimeout
	server.WriteTimeout = idleTimeout
	server.AllowInsecureAuth = true
	server.EnableSMTPUTF8 = true
	server.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelWarn)
	return server
}

// session is one connection: the letter that is being sent on it.
type session struct {
	mailbox *Mailbox
	conn    net.Conn
	from    string
	to      []string
	drop    error // ErrDropped or ErrAnswerLost: what is to happen after the last line
}

func (s *session) Reset() { s.from, s.to, s.drop = "", nil, nil }

func (s *session) Logout() error { return nil }

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth lets everybody in, so that senders with a password can be tried.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, _, _ string) error { return nil }), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.Reset()
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	fault := s.mailbox.planned(s.from, to)
	if answer, ok := errors.AsType[*smtp.SMTPError](fault); ok {
		return answer // go-smtp does not look into wrapped errors
	}
	if errors.Is(fault, ErrDropped) || errors.Is(fault, ErrAnswerLost) {
		s.drop = fault
	} else if fault != nil {
		return fault
	}
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err // as it is: go-smtp tells its own by type
	}
	if errors.Is(s.drop, ErrDropped) {
		return s.hangUp()
	}
	letter := parse(raw)
	letter.From, letter.To, letter.Received = s.from, slices.Clone(s.to), s.mailbox.now()
	s.mailbox.shelf.put(letter)
	if s.drop != nil {
		return s.hangUp()
	}
	return nil
}

// hangUp breaks the connection, so that the sender never sees the error returned.
func (s *session) hangUp() error {
	if err := s.conn.Close(); err != nil {
		return err
	}
	return s.drop
}

// hangupListener accepts connections that end with a 421, as RFC 5321 has it; go-smtp
// says it and goes on.
type hangupListener struct{ net.Listener }

func (l hangupListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return hangupConn{conn}, nil
}

type hangupConn struct{ net.Conn }

func (c hangupConn) Write(line []byte) (int, error) {
	n, err := c.Conn.Write(line)
	if err == nil && bytes.HasPrefix(line, []byte("421 ")) {
		err = c.Close()
	}
	return n, err
}
