package mail

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"strings"
	"time"
)

// A Sender hands letters to one SMTP server, over a connection of its own for each.
// It is safe for concurrent use. A Sender without a server works as well: all that it
// does fails with [NotConfigured].
type Sender struct {
	missing string // the setting without which nothing is sent; empty when all is there

	host, port     string
	secure         security
	user, password string
	tls            *tls.Config
	from           netmail.Address // its domain in ASCII
	domain         string          // of from: our name to the server, and in Message-IDs
	patience       time.Duration   // with a whole session
}

// security is how a connection is encrypted.
type security string

const (
	implicitTLS security = "smtps"    // from its first byte
	startTLS    security = "starttls" // or no letter is sent
	clear       security = "off"      // not at all
)

// schemes are the beginnings of an SMTP_URL.
var schemes = map[string]struct {
	secure security
	port   string
}{
	"smtps": {implicitTLS, "465"},
	"smtp":  {startTLS, "587"},
}

// Open returns a Sender for the server at address: "smtps://user:password@host:465",
// or "smtp://…", which must offer STARTTLS unless it is this very machine or the
// address ends in "?tls=off". The sender's address, from, may have a name:
// "Lingua <office@example.com>". An empty address or from makes a Sender that only
// says what to set. Nothing is dialled; see [Sender.Check].
func Open(address, from string) (*Sender, error) {
	for _, setting := range []struct{ name, value string }{{"SMTP_URL", address}, {"FRONTDESK_MAIL_FROM", from}} {
		if setting.value == "" {
			return &Sender{missing: setting.name}, nil
		}
	}
	s := &Sender{patience: sendTimeout}
	if err := s.parseServer(address); err != nil {
		return nil, fmt.Errorf("reading SMTP_URL: %w", err)
	}
	if err := s.parseFrom(from); err != nil {
		return nil, fmt.Errorf("reading FRONTDESK_MAIL_FROM: %w", err)
	}
	return s, nil
}

// errAddress does not repeat the address, for there is a password in it.
var errAddress = errors.New("want smtps://user:password@host:465 or smtp://host:587, with ?tls=off for a server without encryption")

func (s *Sender) parseServer(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" {
		return errAddress
	}
	scheme, known := schemes[u.Scheme]
	if !known {
		return errAddress
	}
	s.host, s.port, s.secure = u.Hostname(), cmp.Or(u.Port(), scheme.port), scheme.secure
	s.user = u.User.Username()
	s.password, _ = u.User.Password()
	s.tls = &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12}
	off := u.RawQuery == "tls=off"
	if u.RawQuery != "" && !(off && scheme.secure == startTLS) {
		return errAddress
	}
	if scheme.secure == startTLS && (off || isLoopback(s.host)) {
		s.secure = clear
	}
	return nil
}

// isLoopback reports whether host is this very machine.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (s *Sender) parseFrom(from string) error {
	a, err := netmail.ParseAddress(from)
	if err != nil {
		return err
	}
	if a.Address, err = asciiAddress(a.Address); err != nil {
		return err
	}
	s.from = *a
	_, s.domain, _ = strings.Cut(a.Address, "@")
	return nil
}

// A Message is a letter on its way to somebody.
type Message struct {
	To     string // one bare address
	Name   string // the recipient's; may be empty
	Key    string // the same key is the same mail: its Message-ID is derived from it
	Date   time.Time
	Letter Letter
}

// messageID is the Message-ID, without its brackets, of the message with the given key.
func (s *Sender) messageID(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:16]) + "@" + s.domain
}

// Send hands m to the server and returns its Message-ID, without brackets, once the server has taken it.
// An error is [NotConfigured], [Unavailable], [Permanent], or concerns this attempt
// alone; after one that broke off in the middle, the server may have taken the letter
// nevertheless, and a second one is recognised by its Message-ID.
func (s *Sender) Send(ctx context.Context, m Message) (id string, err error) {
	if s.missing != "" {
		return "", NotConfigured{s.missing}
	}
	to, err := asciiAddress(m.To)
	if err != nil {
		return "", Permanent{err}
	}
	id = s.messageID(m.Key)
	mime, err := s.mime(m, to, id)
	if err != nil {
		return "", fmt.Errorf("writing letter: %w", err)
	}
	return id, s.session(ctx, func(c *session) error { return c.deliver(s.from.Address, to, mime) })
}

// Check says what keeps the Sender from sending, nil if nothing does: it connects to
// the server, logs in and leaves.
func (s *Sender) Check(ctx context.Context) error {
	if s.missing != "" {
		return NotConfigured{s.missing}
	}
	return s.session(ctx, func(*session) error { return nil })
}
