package mail

import (
	"bytes"
	netmail "net/mail"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// mime is m as it goes over the wire. Nothing in it tells which machine or program
// wrote it.
func (s *Sender) mime(m Message, to, id string) ([]byte, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(&s.from)
	msg.ToMailAddress(&netmail.Address{Name: line(m.Name), Address: to})
	msg.SetMessageIDWithValue(id)
	boundary, _, _ := strings.Cut(id, "@")
	msg.SetBoundary(boundary) // or it would be one by lot
	msg.SetDateWithValue(m.Date)
	msg.Subject(headline(m.Letter.Subject))
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	msg.SetBodyString(gomail.TypeTextPlain, m.Letter.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.Letter.HTML)
	var out bytes.Buffer
	_, err := msg.WriteTo(&out)
	return out.Bytes(), err
}
