package mail

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"frontdesk/store/crm"
)

// message is the reminder of delivery, ready to go.
func message(t testing.TB, of crm.Delivery) Message {
	t.Helper()
	letter, err := Compose(of)
	if err != nil {
		t.Fatal(err)
	}
	return Message{To: of.To.Email, Name: of.To.Name, Key: of.Key, Date: of.Created, Letter: letter}
}

func TestALetterArrivesAsItWasWritten(t *testing.T) {
	for name, of := range map[string]crm.Delivery{"ordinary": delivery(t, crm.Polish), "hostile": hostile(t, crm.English)} {
		t.Run("S2 "+name, func(t *testing.T) {
			s := serve(t)
			m := message(t, of)
			id, err := to(t, s, "smtp", "", "", nil).Send(t.Context(), m)
			if err != nil {
				t.Fatal(err)
			}
			letters := s.letters()
			if len(letters) != 1 || letters[0].from != "office@lingua.example.com" || letters[0].to != "anna@example.com" || letters[0].hello != "lingua.example.com" {
				t.Fatalf("arrived: %+v", letters)
			}
			got := letters[0].data
			for line := range strings.SplitSeq(got, "\n") {
				if len(line) > 80 {
					t.Errorf("a line has %d bytes: %s", len(line), line)
				}
			}
			if host, err := os.Hostname(); err == nil && strings.Contains(got, host) || strings.Contains(strings.ToLower(got), "go-mail") {
				t.Error("the letter tells where it was written")
			}
			expectMail(t, got, id, m)
		})
	}
}

// expectMail fails unless data, read as any mail program would, is m.
func expectMail(t *testing.T, data, id string, m Message) {
	t.Helper()
	got, err := netmail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	decoder := new(mime.WordDecoder)
	for field, want := range map[string]string{
		"Subject": m.Letter.Subject, "Message-ID": "<" + id + ">", "Date": "Tue, 24 Nov 2026 14:00:30 +0000",
		"Auto-Submitted": "auto-generated", "Bcc": "",
	} {
		if value, err := decoder.DecodeHeader(got.Header.Get(field)); err != nil || value != want {
			t.Errorf("%s is %q (%v), want %q", field, value, err, want)
		}
	}
	for field, want := range map[string]netmail.Address{
		"From": {Name: "Sekretariat Lingua", Address: "office@lingua.example.com"}, "To": {Name: m.Name, Address: m.To},
	} {
		if list, err := got.Header.AddressList(field); err != nil || len(list) != 1 || *list[0] != want {
			t.Errorf("%s is %v (%v), want %v", field, list, err, want)
		}
	}
	kind, parameters, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("the content is %s (%v)", kind, err)
	}
	parts := multipart.NewReader(got.Body, parameters["boundary"])
	expectPart(t, parts, "text/plain; charset=UTF-8", m.Letter.Text)
	expectPart(t, parts, "text/html; charset=UTF-8", m.Letter.HTML)
	if _, err := parts.NextPart(); !errors.Is(err, io.EOF) {
		t.Errorf("a third part, or %v", err)
	}
}

func expectPart(t *testing.T, parts *multipart.Reader, kind, want string) {
	t.Helper()
	part, err := parts.NextRawPart()
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(quotedprintable.NewReader(part))
	if err != nil || part.Header.Get("Content-Type") != kind {
		t.Errorf("a part of type %s, %v; want %s", part.Header.Get("Content-Type"), err, kind)
	}
	if text := strings.ReplaceAll(string(got), "\r\n", "\n"); text != want {
		t.Errorf("%s is\n%q, want\n%q", kind, text, want)
	}
}

func TestASentAgainLetterIsTheSameMail(t *testing.T) {
	s := serve(t)
	client, m := to(t, s, "smtp", "", "", nil), message(t, delivery(t, crm.Polish))
	for range 2 {
		if _, err := client.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	m.Key = "another"
	if _, err := client.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	id := regexp.MustCompile(`(?m)^Message-ID: <[0-9a-f]{32}@lingua\.example\.com>`)
	var ids []string
	letters := s.letters()
	for _, letter := range letters {
		ids = append(ids, id.FindString(letter.data))
	}
	if len(ids) != 3 || ids[0] == "" || ids[0] != ids[1] || ids[1] == ids[2] {
		t.Fatalf("Message-IDs are %q", ids)
	}
	if letters[0].data != letters[1].data {
		t.Errorf("sent again, it is another mail:\n%s\nthan\n%s", letters[1].data, letters[0].data)
	}
}

// kind is what an error says of the future of a letter.
func kind(err error) string {
	if err == nil {
		return "taken"
	}
	if _, ok := errors.AsType[Permanent](err); ok {
		return "permanent"
	}
	if _, ok := errors.AsType[Unavailable](err); ok {
		return "unavailable"
	}
	if _, ok := errors.AsType[NotConfigured](err); ok {
		return "not configured"
	}
	return "once more"
}

func TestRefusals(t *testing.T) {
	refuse := func(at stage, code int) func(*server) { return func(s *server) { s.refuse[at] = refusal(code) } }
	forbid := func(at stage, code int) func(*server) {
		return func(s *server) {
			s.refuse[at] = &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "anna@example.com: relay denied"}
		}
	}
	hangUp := func(at stage) func(*server) { return func(s *server) { s.hangUpOn = at } }
	for name, test := range map[string]struct {
		server func(*server)
		want   string
	}{
		"too busy to talk":          {refuse(greeting, 421), "unavailable"},
		"no business with us":       {refuse(greeting, 554), "unavailable"},
		"sender for later":          {refuse(sender, 451), "unavailable"},
		"sender refused":            {refuse(sender, 550), "unavailable"},
		"recipient for later":       {refuse(recipient, 450), "once more"},
		"recipient unknown":         {refuse(recipient, 550), "permanent"},
		"recipient before login":    {refuse(recipient, 530), "unavailable"},
		"relay denied":              {forbid(recipient, 554), "unavailable"},
		"relay denied, as a 550":    {forbid(recipient, 550), "unavailable"},
		"content forbidden":         {forbid(content, 554), "permanent"},
		"content for later":         {refuse(content, 452), "once more"},
		"content refused":           {refuse(content, 554), "permanent"},
		"gone before its greeting":  {hangUp(greeting), "unavailable"},
		"gone after the recipient":  {hangUp(recipient), "once more"},
		"gone instead of answering": {hangUp(content), "once more"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, test.server)
			if _, err := to(t, s, "smtp", "", "", nil).Send(t.Context(), message(t, delivery(t, crm.Polish))); kind(err) != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			} else if kind(err) == "unavailable" && strings.Contains(err.Error(), "anna") {
				t.Errorf("%v names the recipient", err)
			}
		})
	}
}

// deaf is a server that takes one letter and answers nothing more.
func deaf(t *testing.T) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		for _, answer := range []string{"220 hello", "250 hello", "250 sender", "250 recipient", "354 go on", "250 taken"} {
			if _, err := io.WriteString(conn, answer+"\r\n"); err != nil {
				return
			}
		}
		_, _ = io.Copy(io.Discard, io.LimitReader(conn, 1<<20))
	}()
	return listener.Addr().String()
}

func TestWhatFollowsATakenLetterDoesNotMatter(t *testing.T) {
	client, err := Open("smtp://"+deaf(t), "office@lingua.example.com")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Send(t.Context(), message(t, delivery(t, crm.Polish))); err != nil {
		t.Errorf("a taken letter counts as %v", err)
	}
}

func TestNoConversationOutlivesItsContext(t *testing.T) {
	for _, at := range []stage{greeting, recipient, content} {
		t.Run(string(at), func(t *testing.T) {
			s := serve(t, func(s *server) { s.stall = at })
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			if _, err := to(t, s, "smtp", "", "", nil).Send(ctx, message(t, delivery(t, crm.Polish))); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v, want the context's end", err)
			}
		})
	}
}

// TestAServerThatFallsSilent: whoever lets a session run out of time takes nothing
// from anybody for now.
func TestAServerThatFallsSilent(t *testing.T) {
	for _, at := range []stage{greeting, recipient, content} {
		t.Run(string(at), func(t *testing.T) {
			client := to(t, serve(t, func(s *server) { s.stall = at }), "smtp", "", "", nil)
			client.patience = 200 * time.Millisecond
			if _, err := client.Send(t.Context(), message(t, delivery(t, crm.Polish))); kind(err) != "unavailable" || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v, want unavailable", err)
			}
		})
	}
}

func TestEncryptionAndLogin(t *testing.T) {
	const login = "office:sesame@"
	for name, test := range map[string]struct {
		offers        string // by the server: "", "starttls" or "smtps"
		scheme, login string
		mode          security // forced, because loopback needs none; empty: as the URL says
		trust         bool
		want          string
		encrypted     bool
	}{
		"smtps":                            {"smtps", "smtps", login, "", true, "taken", true},
		"smtps with a strange certificate": {"smtps", "smtps", login, "", false, "unavailable", false},
		"STARTTLS":                         {"starttls", "smtp", login, startTLS, true, "taken", true},
		"STARTTLS, strange certificate":    {"starttls", "smtp", login, startTLS, false, "unavailable", false},
		"STARTTLS wanted, none offered":    {"", "smtp", login, startTLS, true, "unavailable", false},
		"loopback in clear":                {"", "smtp", login, "", true, "taken", false},
		"wrong password":                   {"smtps", "smtps", "office:guess@", "", true, "unavailable", false},
		"no login":                         {"smtps", "smtps", "", "", true, "taken", true},
	} {
		t.Run(name, func(t *testing.T) {
			options := []func(*server){func(s *server) { s.user = "office" }}
			secure, trusted := withTLS(t, test.offers == "smtps")
			if test.offers != "" {
				options = append(options, secure)
			}
			if !test.trust {
				trusted = nil
			}
			s := serve(t, options...)
			client := to(t, s, test.scheme, test.login, "", trusted)
			if test.mode != "" {
				client.secure = test.mode
			}
			if err := client.Check(t.Context()); kind(err) != test.want {
				t.Errorf("checked: %v, want %s", err, test.want)
			}
			if n := len(s.letters()); n != 0 {
				t.Errorf("the check sent %d letters", n)
			}
			_, err := client.Send(t.Context(), message(t, delivery(t, crm.Polish)))
			if kind(err) != test.want || err != nil && strings.Contains(err.Error(), "guess") {
				t.Errorf("sent: %v, want %s", err, test.want)
			}
			for _, letter := range s.letters() {
				if letter.encrypted != test.encrypted || letter.user != strings.TrimSuffix(test.login, ":sesame@") {
					t.Errorf("encrypted: %t, by %q", letter.encrypted, letter.user)
				}
			}
		})
	}
}

func TestOpen(t *testing.T) {
	const from = "office@example.com"
	for address, want := range map[string]struct {
		host, port string
		secure     security
	}{
		"smtps://u:p@mail.example.com":        {"mail.example.com", "465", implicitTLS},
		"smtps://u:p@mail.example.com:2465":   {"mail.example.com", "2465", implicitTLS},
		"smtp://mail.example.com":             {"mail.example.com", "587", startTLS},
		"smtp://mail.example.com:25?tls=off":  {"mail.example.com", "25", clear},
		"smtp://localhost:1025":               {"localhost", "1025", clear},
		"smtp://127.0.0.1:1025/":              {"127.0.0.1", "1025", clear},
		"smtp://[::1]:1025":                   {"::1", "1025", clear},
		"smtps://localhost":                   {"localhost", "465", implicitTLS},
		"smtp://localhost.example.com":        {"localhost.example.com", "587", startTLS},
		"smtps://u%40example.com:p%2F@m.test": {"m.test", "465", implicitTLS},
	} {
		s, err := Open(address, from)
		if err != nil || s.host != want.host || s.port != want.port || s.secure != want.secure {
			t.Errorf("Open(%q) = %+v, %v", address, s, err)
		}
	}
	if s, err := Open("smtps://u%40example.com:p%2F@m.test", from); err != nil || s.user != "u@example.com" || s.password != "p/" {
		t.Errorf("login is %q, %q (%v)", s.user, s.password, err)
	}
	for _, address := range []string{
		"mail.example.com", "mail.example.com:25", "http://secret@mail.example.com", "smtp://", "smtps://secret@mail.example.com?tls=off",
		"smtp://u:secret@mail.example.com?tls=maybe", "smtps://u:secret@mail.example.com/inbox", "smtps://u:sec%ret@mail.example.com", "smtp://u:secret@mail:port",
	} {
		if _, err := Open(address, from); err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "sec%ret") {
			t.Errorf("Open(%q): got %v", address, err)
		}
	}
	for _, from := range []string{"office", "office@", "a@b.pl, c@d.pl", "óffice@b.pl", "a@b.pl\r\nBcc: x@y.pl"} {
		if _, err := Open("smtps://mail.example.com", from); err == nil {
			t.Errorf("from %q is taken", from)
		}
	}
}

func TestNoServerIsASentence(t *testing.T) {
	for setting, settings := range map[string][2]string{"SMTP_URL": {"", "office@example.com"}, "FRONTDESK_MAIL_FROM": {"smtp://localhost:1025", ""}} {
		s, err := Open(settings[0], settings[1])
		if err != nil {
			t.Fatal(err)
		}
		_, sending := s.Send(t.Context(), message(t, delivery(t, crm.Polish)))
		for _, err := range []error{sending, s.Check(t.Context())} {
			if missing, ok := errors.AsType[NotConfigured](err); !ok || missing.Setting != setting || !strings.Contains(err.Error(), setting) {
				t.Errorf("got %v, want to be told to set %s", err, setting)
			}
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close() // nobody is there now
	s, err := Open("smtp://"+listener.Addr().String(), "office@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Check(t.Context()); kind(err) != "unavailable" {
		t.Errorf("got %v, want unavailable", err)
	}
}

func TestAddresses(t *testing.T) {
	for typed, want := range map[string]string{
		"anna@example.com":  "anna@example.com",
		"Anna.N+x@B.PL":     "Anna.N+x@b.pl",
		"a@r3---x_y.com":    "a@r3---x_y.com",
		"anna@szkoła.pl":    "anna@xn--szkoa-n7a.pl",
		"anna@SZKOŁA.pl":    "anna@xn--szkoa-n7a.pl",
		"anna@bücher.de":    "anna@xn--bcher-kva.de",
		"anna@школа.укр":    "anna@xn--80atdl2c.xn--j1amh",
		"anna@他们为什么不说中文.cn": "anna@xn--ihqwcrb4cv8a8dqg056pqjye.cn",
		"anna@почемужеонинеговорятпорусски.ru": "anna@xn--b1abfaaepdrnnbgefbadotcwatmq2g4l.ru",
		"anna@ليهمابتكلموشعربي.eg":             "anna@xn--mgbcah9ar9a4efegftvvn.eg",
	} {
		if got, err := asciiAddress(typed); err != nil || got != want {
			t.Errorf("asciiAddress(%q) = %q, %v, want %q", typed, got, err, want)
		}
	}
	for _, typed := range []string{"", "anna", "@b.pl", "ąnna@b.pl", "Anna <anna@b.pl>", "anna@b.pl\r\nRCPT TO:<x@y.pl>", "a@b.pl,c@d.pl", "a@" + strings.Repeat("ł", 64) + ".pl"} {
		s := serve(t)
		m := message(t, delivery(t, crm.Polish))
		m.To = typed
		if _, err := to(t, s, "smtp", "", "", nil).Send(t.Context(), m); kind(err) != "permanent" || s.sessions != 0 {
			t.Errorf("a letter to %q: %v, after %d sessions", typed, err, s.sessions)
		}
	}
}

func TestADomainInPolishIsReached(t *testing.T) {
	s := serve(t, func(s *server) { s.EnableSMTPUTF8 = true })
	m := message(t, delivery(t, crm.Polish))
	m.To = "anna@szkoła.pl"
	if _, err := to(t, s, "smtp", "", "", nil).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if got := s.letters(); len(got) != 1 || got[0].to != "anna@xn--szkoa-n7a.pl" || got[0].utf8 {
		t.Errorf("arrived: %+v", got)
	}
}
