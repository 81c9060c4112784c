package mail

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// stage is a moment of a session at which a server may refuse.
type stage string

const (
	greeting  stage = "greeting"
	sender    stage = "sender"
	recipient stage = "recipient"
	content   stage = "content"
)

// server is an SMTP server that keeps what it takes, and refuses or hangs up as told.
type server struct {
	*smtp.Server
	addr     string
	user     string // wanted, with the password "sesame"; empty: nobody logs in
	refuse   map[stage]*smtp.SMTPError
	hangUpOn stage // cuts the connection instead of answering
	stall    stage // answers only when the client has gone

	mu       sync.Mutex
	sessions int
	taken    []taken
}

// taken is one letter as it arrived.
type taken struct {
	from, to, hello, user string
	encrypted, utf8       bool
	data                  string
}

// refusal is what a server answers.
func refusal(code int) *smtp.SMTPError {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: "no"}
}

// serve starts a server on loopback that ends with the test. The options set it up
// before its first session.
func serve(t testing.TB, options ...func(*server)) *server {
	t.Helper()
	s := &server{refuse: make(map[stage]*smtp.SMTPError)}
	s.Server = smtp.NewServer(smtp.BackendFunc(s.begin))
	s.Domain, s.AllowInsecureAuth, s.ErrorLog = "mail.test", true, silence{}
	implicit := false
	for _, option := range options {
		option(s)
	}
	if s.TLSConfig != nil && slices.Contains(s.TLSConfig.NextProtos, "implicit") {
		implicit = true
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = listener.Addr().String()
	if implicit {
		listener = tls.NewListener(listener, &tls.Config{Certificates: s.TLSConfig.Certificates})
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = s.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = s.Close()
		_ = listener.Close() // where Serve has not come to it yet
		<-served
	})
	return s
}

// silence is a log that nobody reads.
type silence struct{}

func (silence) Printf(string, ...any) {}
func (silence) Println(...any)        {}

// letters are what has been taken so far.
func (s *server) letters() []taken {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.taken)
}

func (s *server) begin(c *smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	s.sessions++
	s.mu.Unlock()
	v := &visit{server: s, conn: c}
	return v, v.answer(greeting)
}

// visit is one session.
type visit struct {
	server *server
	conn   *smtp.Conn
	taken
}

// answer is what the server says at a stage.
func (v *visit) answer(at stage) error {
	if v.server.hangUpOn == at {
		_ = v.conn.Conn().Close()
	}
	if v.server.stall == at {
		_, _ = io.Copy(io.Discard, v.conn.Conn())
	}
	if err := v.server.refuse[at]; err != nil {
		return err
	}
	return nil
}

func (v *visit) Reset()        {}
func (v *visit) Logout() error { return nil }

func (v *visit) Mail(from string, options *smtp.MailOptions) error {
	v.utf8 = options.UTF8
	v.from, v.hello = from, v.conn.Hostname()
	_, v.encrypted = v.conn.TLSConnectionState()
	return v.answer(sender)
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	v.to = to
	return v.answer(recipient)
}

func (v *visit) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if v.server.refuse[content] == nil {
		v.data = string(data)
		v.server.mu.Lock()
		v.server.taken = append(v.server.taken, v.taken)
		v.server.mu.Unlock()
	}
	return v.answer(content)
}

func (v *visit) AuthMechanisms() []string {
	if v.server.user == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != v.server.user || password != "sesame" {
			return smtp.ErrAuthFailed
		}
		v.taken.user = user
		return nil
	}), nil
}

// withTLS lets a server offer STARTTLS, or speak TLS from the first byte, under a
// certificate of its own, which is returned for clients to trust.
func withTLS(t testing.TB, implicit bool) (func(*server), *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"mail.test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	trusted.AddCert(certificate)
	return func(s *server) {
		s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
		if implicit {
			s.TLSConfig.NextProtos = []string{"implicit"}
		}
	}, trusted
}

// to is a Sender for a server, by a URL of the given scheme.
func to(t testing.TB, s *server, scheme, login, query string, trusted *x509.CertPool) *Sender {
	t.Helper()
	client, err := Open(fmt.Sprintf("%s://%s%s%s", scheme, login, s.addr, query), "Sekretariat Lingua <office@lingua.example.com>")
	if err != nil {
		t.Fatal(err)
	}
	client.tls.RootCAs = trusted
	return client
}
