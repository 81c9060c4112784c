package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// A session is a conversation with the server, logged in.
type session struct{ client *smtp.Client }

// How long the parts of a session may take. Servers that look for viruses answer late
// to a whole letter, and whoever hangs up on them gets it sent twice.
const (
	connectTimeout = 8 * time.Second  // from dialling to being logged in
	sendTimeout    = 18 * time.Second // the whole session: a Sender's patience
	quitTimeout    = 2 * time.Second
)

// session runs talk in a session with the server, which ends when the Sender's patience
// does at the latest, and at once when ctx ends. The library's own Send is not used: it
// takes a refused RSET after a delivered letter for a failure, and sees no ctx once it
// has dialled.
func (s *Sender) session(ctx context.Context, talk func(*session) error) error {
	whole := ctx
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	conn, client, err := s.connect(ctx)
	if err != nil {
		return Unavailable{err}
	}
	defer conn.Close()
	defer closeAfter(ctx, conn)()
	if err := talk(&session{client}); err != nil {
		err = whyCut(ctx, err)
		if whole.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
			return Unavailable{err} // it fell silent
		}
		return err
	}
	ctx, cancel = context.WithTimeout(ctx, quitTimeout)
	defer cancel()
	defer closeAfter(ctx, conn)()
	_ = client.Quit() // whatever it answers: the work is done
	return nil
}

// connect dials and logs in.
func (s *Sender) connect(ctx context.Context) (net.Conn, *smtp.Client, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	conn, err := s.dial(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer closeAfter(ctx, conn)()
	client, err := s.greet(conn)
	if err != nil {
		conn.Close()
		return nil, nil, whyCut(ctx, err)
	}
	return conn, client, nil
}

// closeAfter cuts the connection when ctx ends, unless stop is called before.
func closeAfter(ctx context.Context, conn net.Conn) (stop func() bool) {
	return context.AfterFunc(ctx, func() { conn.Close() })
}

// whyCut is err, or why ctx ended if that is what cut the connection.
func whyCut(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errors.Join(ctx.Err(), err)
	}
	return err
}

func (s *Sender) dial(ctx context.Context) (net.Conn, error) {
	address := net.JoinHostPort(s.host, s.port)
	if s.secure == implicitTLS {
		return (&tls.Dialer{Config: s.tls}).DialContext(ctx, "tcp", address)
	}
	return new(net.Dialer).DialContext(ctx, "tcp", address)
}

// greet goes from the server's greeting to being logged in.
func (s *Sender) greet(conn net.Conn) (*smtp.Client, error) {
	client, err := smtp.NewClient(conn, s.host)
	if err != nil {
		return nil, fmt.Errorf("reading greeting: %w", err)
	}
	client.SkipSMTPUTF8(true) // addresses and headers are ASCII
	if err := client.Hello(s.domain); err != nil {
		return nil, fmt.Errorf("greeting: %w", err)
	}
	if s.secure == startTLS {
		if offered, _ := client.Extension("STARTTLS"); !offered {
			return nil, errors.New("the server offers no STARTTLS; use smtps://, or ?tls=off if the way to it is safe")
		}
		if err := client.StartTLS(s.tls); err != nil {
			return nil, fmt.Errorf("starting TLS: %w", err)
		}
	}
	if s.user == "" {
		return client, nil
	}
	return client, s.logIn(client)
}

// mechanisms are the ways to log in, the best first.
var mechanisms = []struct {
	name string
	auth func(*Sender) smtp.Auth
}{
	{"SCRAM-SHA-256", func(s *Sender) smtp.Auth { return smtp.ScramSHA256Auth(s.user, s.password) }},
	{"PLAIN", func(s *Sender) smtp.Auth { return smtp.PlainAuth("", s.user, s.password, s.host, s.secure == clear) }},
	{"LOGIN", func(s *Sender) smtp.Auth { return smtp.LoginAuth(s.user, s.password, s.host, s.secure == clear) }},
	{"CRAM-MD5", func(s *Sender) smtp.Auth { return smtp.CRAMMD5Auth(s.user, s.password) }},
}

func (s *Sender) logIn(client *smtp.Client) error {
	_, offered := client.Extension("AUTH")
	for _, m := range mechanisms {
		if slices.Contains(strings.Fields(offered), m.name) {
			if err := client.Auth(m.auth(s)); err != nil {
				return fmt.Errorf("logging in: %w", err)
			}
			return nil
		}
	}
	return fmt.Errorf("logging in: the server offers no way that we know (%s)", offered)
}

// deliver hands over one mail. A refusal of the sender concerns all letters, one of
// the recipient or of the content this letter alone.
func (c *session) deliver(from, to string, mime []byte) error {
	if err := c.client.Mail("<" + from + ">"); err != nil {
		return Unavailable{fmt.Errorf("naming sender: %w", err)}
	}
	if err := c.client.Rcpt("<" + to + ">"); err != nil {
		return answeredRecipient(err)
	}
	w, err := c.client.Data()
	if err != nil {
		return answered("offering letter", err)
	}
	if _, err := bytes.NewReader(mime).WriteTo(w); err != nil {
		return answered("writing letter", err)
	}
	return answered("ending letter", w.Close())
}
