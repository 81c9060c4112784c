package mail

import (
	"fmt"
	"strings"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// A Letter is what a recipient reads, in their language, as text and as HTML.
type Letter struct {
	Subject string // one line
	Text    string
	HTML    string // a whole document without images or addresses to load
}

// The longest excerpts that a letter shows, in characters.
const (
	maxSubject = 120
	maxNote    = 600
)

// details are what a letter's template is filled with. All of it is text as people
// read it, in the recipient's language and time zone.
type details struct {
	Subject string   // of the task
	Kind    string   // of the task: "Spotkanie"
	Due     string   // "wtorek, 24 listopada 2026, 15:00"; empty without a due time
	Person  string   // whom the task is about; empty for nobody
	Note    []string // the beginning of the task's note, line by line
	Name    string   // the recipient's
	School  string
}

// Compose writes the letter of a delivery. It fails only when there is no letter for
// the delivery's kind.
func Compose(d crm.Delivery) (Letter, error) {
	w := words.For(d.To.Language, d.To.Zone)
	t, ok := letters()[w.Language()][d.Kind]
	if !ok {
		return Letter{}, fmt.Errorf("composing letter: no letter of kind %q in language %q", d.Kind, w.Language())
	}
	letter, err := t.write(w.Language(), detailsOf(w, d))
	if err != nil {
		return Letter{}, fmt.Errorf("composing letter: %w", err)
	}
	return letter, nil
}

func detailsOf(w words.Words, d crm.Delivery) details {
	return details{
		Subject: line(d.Task.Subject),
		Kind:    w.Say("task.kind_" + string(d.Task.Kind)),
		Due:     due(w, d),
		Person:  line(d.Task.PersonName),
		Note:    lines(excerpt(clean(d.Task.Note), maxNote)),
		Name:    line(d.To.Name),
		School:  line(d.To.Workspace.Name),
	}
}

// due says when the task is due. A letter is read on any day, so it says no "today";
// an hour is the recipient's, a day without one is the school's.
func due(w words.Words, d crm.Delivery) string {
	switch at := d.Task.Due; {
	case at.IsZero():
		return ""
	case at.HasHour:
		return w.LongDate(at.At) + ", " + w.Clock(at.At)
	default:
		return w.In(d.To.Workspace.Zone).LongDate(at.At)
	}
}

// escaped is d with every character that could be Markdown made a plain one.
func (d details) escaped() details {
	for _, field := range []*string{&d.Subject, &d.Kind, &d.Due, &d.Person, &d.Name, &d.School} {
		*field = escape(*field)
	}
	note := make([]string, len(d.Note))
	for i, l := range d.Note {
		note[i] = escape(l)
	}
	d.Note = note
	return d
}

// clean drops what no reader sees and what turns text around: control characters
// other than the end of a line, marks of direction, and bytes that are no text.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ").Replace(s)
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r < ' ', r >= 0x7f && r <= 0x9f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff, r == 0xfffd:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// line is s on one line, its spaces single.
func line(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// lines are the lines of s that hold anything.
func lines(s string) []string {
	var all []string
	for l := range strings.Lines(s) {
		if l = line(l); l != "" {
			all = append(all, l)
		}
	}
	return all
}

// excerpt is s, or the whole words of its beginning that fit into limit characters.
func excerpt(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	s = string(runes[:limit-1])
	if i := strings.LastIndexAny(s, " \n"); i > len(s)/2 {
		s = s[:i]
	}
	return strings.TrimRight(s, " \n") + "…"
}
