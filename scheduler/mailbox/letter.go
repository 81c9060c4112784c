package mailbox

import (
	"cmp"
	"net/mail"
	"strings"
	"time"
)

// Letter is one letter as the mailbox received it.
type Letter struct {
	ID       int       // in the order of arrival, from 1
	Received time.Time // by Config.Now

	From string   // the envelope's sender; empty for a bounce
	To   []string // the envelope's recipients, those of Bcc included

	Subject     string // decoded
	MessageID   string // without angle brackets
	Text        string // the text part, decoded, its lines ending with "\n"
	HTML        string // the HTML part, decoded likewise; not safe to show as it is
	Attachments []Attachment

	// Header is as it came, its encoded words undecoded. It is empty, and Text is the
	// whole letter, where no header could be read.
	Header mail.Header
	Raw    []byte // the whole letter as it came

	// Trouble says what of the letter could not be read; empty for a sound letter.
	Trouble string
}

// Attachment is a part of a letter that is neither its text nor its HTML.
type Attachment struct {
	Name string // decoded; may be empty
	Type string // such as "text/calendar"
	Data []byte // decoded
}

// isTo reports whether addr is among the recipients, in whatever case. An empty addr
// stands for anybody.
func (l Letter) isTo(addr string) bool {
	if addr == "" {
		return true
	}
	for _, to := range l.To {
		if strings.EqualFold(to, addr) {
			return true
		}
	}
	return false
}

// says reports whether fragment stands in the subject, the text or the HTML.
func (l Letter) says(fragment string) bool {
	return strings.Contains(l.Subject, fragment) ||
		strings.Contains(l.Text, fragment) || strings.Contains(l.HTML, fragment)
}

func trimMessageID(id string) string {
	return strings.Trim(strings.TrimSpace(id), "<>")
}

// Sender is who the letter says it is from, else the envelope's sender.
func (l Letter) Sender() string {
	return cmp.Or(decodeWords(l.Header.Get("From")), l.From)
}

// Source is the letter as it came, as text.
func (l Letter) Source() string {
	return strings.ToValidUTF8(string(l.Raw), "\uFFFD")
}
