package mailbox

import (
	"bytes"
	"fmt"
	"net"
	"net/smtp"
	"strings"
	"testing"
	"time"

	"github.com/wneessen/go-mail"
)

func TestLetterArrives(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)
	box := open(t, Config{Now: func() time.Time { return noon }})
	const sent = "From: Sekretariat <crm@school.example>\nTo: anna@school.example\n" +
		"Subject: =?utf-8?q?Oddzwoni=C4=87?=\nMessage-ID: <r.7@school.example>\n\nŻółw\n.kropka\n"
	err := send(t, box, "crm@school.example", []string{"anna@school.example", "jan@school.example"}, sent)
	if err != nil {
		t.Fatal(err)
	}

	letter := box.Expect(t, "ANNA@school.example", "Oddzwonić")
	if letter.ID != 1 || !letter.Received.Equal(noon) || letter.Trouble != "" {
		t.Errorf("ID %d, received %v, trouble %q", letter.ID, letter.Received, letter.Trouble)
	}
	if got := fmt.Sprint(letter.From, letter.To); got != "crm@school.example[anna@school.example jan@school.example]" {
		t.Errorf("envelope = %s", got)
	}
	if letter.Text != "Żółw\n.kropka\n" || letter.HTML != "" || letter.MessageID != "r.7@school.example" {
		t.Errorf("text %q, HTML %q, id %q", letter.Text, letter.HTML, letter.MessageID)
	}
	if got := letter.Header.Get("Subject"); got != "=?utf-8?q?Oddzwoni=C4=87?=" {
		t.Errorf("header's subject = %q, want it as it came", got)
	}
	if !bytes.Equal(letter.Raw, []byte(crlf(sent))) {
		t.Errorf("raw = %q", letter.Raw)
	}
}

func TestLetterOfGoMailWithPassword(t *testing.T) {
	t.Parallel()
	box := Start(t)
	hostname, port, err := net.SplitHostPort(host(t, box))
	if err != nil {
		t.Fatal(err)
	}
	number, err := net.LookupPort("tcp", port)
	if err != nil {
		t.Fatal(err)
	}
	client, err := mail.NewClient(hostname, mail.WithPort(number), mail.WithTLSPolicy(mail.NoTLS),
		mail.WithSMTPAuth(mail.SMTPAuthPlainNoEnc), mail.WithUsername("crm"), mail.WithPassword("any"))
	if err != nil {
		t.Fatal(err)
	}
	if err := client.DialAndSendWithContext(t.Context(), goMailLetter(t)); err != nil {
		t.Fatal(err)
	}

	letter := box.Expect(t, "anna@school.example", "zażółć gęślą jaźń")
	if want := "Przypomnienie: „oddzwonić” – " + strings.Repeat("ż", 80); letter.Subject != want {
		t.Errorf("subject = %q, want %q", letter.Subject, want)
	}
	if !strings.Contains(letter.HTML, `<b>zażółć gęślą jaźń</b>`) || letter.MessageID != "r.1@school.example" {
		t.Errorf("HTML %q, id %q", letter.HTML, letter.MessageID)
	}
	if len(letter.Attachments) != 1 || letter.Attachments[0].Name != "zajęcia.ics" ||
		letter.Attachments[0].Type != "text/calendar" || string(letter.Attachments[0].Data) != "BEGIN:VCALENDAR" {
		t.Errorf("attachments = %q", letter.Attachments)
	}
	if letter.Sender() != "Szkoła Językowa <crm@school.example>" {
		t.Errorf("sender = %q", letter.Sender())
	}
}

func goMailLetter(t *testing.T) *mail.Msg {
	t.Helper()
	msg := mail.NewMsg()
	msg.Subject("Przypomnienie: „oddzwonić” – " + strings.Repeat("ż", 80))
	msg.SetMessageIDWithValue("r.1@school.example")
	msg.SetBodyString(mail.TypeTextPlain, "zażółć gęślą jaźń")
	msg.AddAlternativeString(mail.TypeTextHTML, "<p><b>zażółć gęślą jaźń</b></p>")
	if err := msg.FromFormat("Szkoła Językowa", "crm@school.example"); err != nil {
		t.Fatal(err)
	}
	if err := msg.To("anna@school.example"); err != nil {
		t.Fatal(err)
	}
	err := msg.AttachReader("zajęcia.ics", strings.NewReader("BEGIN:VCALENDAR"), mail.WithFileContentType("text/calendar"))
	if err != nil {
		t.Fatal(err)
	}
	return msg
}

func TestCountTellsRepeatedLetters(t *testing.T) {
	t.Parallel()
	box := Start(t)
	for range 2 {
		mustSend(t, box, "anna@school.example", "Message-ID: <r.7@school.example>\n\nraz\n")
	}
	mustSend(t, box, "anna@school.example", "Message-ID: <r.8@school.example>\n\ndwa\n")
	for id, want := range map[string]int{"r.7@school.example": 2, "<r.8@school.example>": 1, "r.9@school.example": 0} {
		if got := box.Count(id); got != want {
			t.Errorf("Count(%q) = %d, want %d", id, got, want)
		}
	}
}

func TestOldestMakeRoom(t *testing.T) {
	t.Parallel()
	box := open(t, Config{Limit: 2})
	for _, text := range []string{"pierwszy", "drugi", "trzeci"} {
		mustSend(t, box, "anna@school.example", "Subject: "+text+"\n\n")
	}
	letters := box.Letters()
	if len(letters) != 2 || letters[0].Subject != "drugi" || letters[1].Subject != "trzeci" || letters[1].ID != 3 {
		t.Errorf("kept %v", contents(letters))
	}
}

func TestLettersTogetherAreBounded(t *testing.T) {
	t.Parallel()
	s := newShelf(100, 10)
	for _, raw := range []string{"1234", "5678", "9012", "far too large for the shelf", "3"} {
		s.put(Letter{Raw: []byte(raw)})
		letters, _ := s.all()
		if newest := letters[len(letters)-1]; string(newest.Raw) != raw {
			t.Errorf("newest = %q, want %q", newest.Raw, raw)
		}
	}
	if letters, _ := s.all(); len(letters) != 1 || s.bytes != 1 {
		t.Errorf("%d letters of %d bytes kept, want 1 of 1", len(letters), s.bytes)
	}
}

func TestTooLargeALetterIsRefused(t *testing.T) {
	t.Parallel()
	box := Start(t)
	large := "Subject: x\n\n" + strings.Repeat(strings.Repeat("x", 998)+"\n", maxLetter/1000+1)
	wantCode(t, send(t, box, "crm@school.example", []string{"anna@school.example"}, large), 552)
	long := "Subject: x\n\n" + strings.Repeat("x", 3000) + "\n"
	if err := send(t, box, "crm@school.example", []string{"anna@school.example"}, long); err == nil {
		t.Error("a line of 3,000 bytes was accepted")
	}
	box.ExpectNone(t, "")
}

func TestExpectWaitsAndTells(t *testing.T) {
	t.Parallel()
	box := Start(t)
	sent := make(chan error, 1)
	go func() {
		sent <- smtp.SendMail(host(t, box), nil, "crm@school.example", []string{"anna@school.example"}, []byte("Subject: raz\r\n\r\n"))
	}()
	box.Expect(t, "anna@school.example", "raz")
	if err := <-sent; err != nil {
		t.Error(err)
	}

	hasty := open(t, Config{Patience: time.Nanosecond})
	mustSend(t, hasty, "anna@school.example", "Subject: raz\n\n")
	hasty.ExpectNone(t, "jan@school.example")
	said := watch(func(w *witness) { hasty.Expect(w, "anna@school.example", "dwa") })
	if !strings.Contains(said, `no letter to "anna@school.example" with "dwa"`) || !strings.Contains(said, `"raz"`) {
		t.Errorf("Expect said %q", said)
	}
	said = watch(func(w *witness) { hasty.ExpectNone(w, "anna@school.example") })
	if !strings.Contains(said, "a letter to") || !strings.Contains(said, `"raz"`) {
		t.Errorf("ExpectNone said %q", said)
	}
	said = watch(func(w *witness) { New(Config{Patience: time.Nanosecond}).Expect(w, "", "") })
	if !strings.Contains(said, "the mailbox is empty") {
		t.Errorf("Expect said %q", said)
	}
}

func TestListenAndClose(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "nonsense"} {
		if got, err := New(Config{}).Listen(addr); err == nil {
			t.Errorf("Listen(%q) = %q, want an error", addr, got)
		}
	}
	w := new(witness)
	box := Start(w)
	if _, err := box.Listen("127.0.0.1:0"); err == nil {
		t.Error("a mailbox listened twice")
	}
	if got, err := New(Config{}).Listen(host(t, box)); err == nil {
		t.Errorf("Listen on a taken port = %q, want an error", got)
	}
	mustSend(t, box, "anna@school.example", "Subject: raz\n\n")
	idle, err := smtp.Dial(host(t, box))
	if err != nil {
		t.Fatal(err)
	}
	for _, cleanup := range w.cleanups {
		cleanup()
	}
	if len(w.said) > 0 {
		t.Errorf("closing said %q", w.said)
	}
	if err := idle.Noop(); err == nil {
		t.Error("a connection outlived the mailbox")
	}
	if err := box.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
	if conn, err := net.Dial("tcp", host(t, box)); err == nil {
		conn.Close()
		t.Error("the port is still open")
	}
	box.Expect(t, "anna@school.example", "raz")
	if never := New(Config{}); never.Close() != nil || never.URL() != "" {
		t.Error("a mailbox that never listened does not close well")
	}
}
