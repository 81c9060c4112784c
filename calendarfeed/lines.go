package calendarfeed

import (
	"bufio"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// lines writes the lines of an iCalendar file. They come as they go, without a tree of
// the calendar in memory; go-ical, which wants one, breaks no long lines and lets control
// characters through.
type lines struct {
	to   *bufio.Writer // keeps its first error until it is flushed
	line []byte        // the line that is being written
}

// put writes a property, whose name brings its parameters, with a value of ours: in ASCII,
// without need of escapes.
func (l *lines) put(name, value string) {
	l.begin(name)
	l.line = append(l.line, value...)
	l.end()
}

// text writes what people wrote, or a sentence of ours.
func (l *lines) text(name, text string) {
	l.begin(name)
	for _, c := range []byte(plain(text)) {
		switch c {
		case '\\', ';', ',':
			l.line = append(l.line, '\\', c)
		case '\n':
			l.line = append(l.line, '\\', 'n')
		default:
			l.line = append(l.line, c)
		}
	}
	l.end()
}

// moment writes t in UTC, which needs no description of a time zone.
func (l *lines) moment(name string, t time.Time) {
	l.begin(name)
	l.line = t.UTC().AppendFormat(l.line, "20060102T150405Z")
	l.end()
}

// day writes the date of t, in t's own zone.
func (l *lines) day(name string, t time.Time) {
	l.begin(name + ";VALUE=DATE")
	l.line = t.AppendFormat(l.line, "20060102")
	l.end()
}

func (l *lines) begin(name string) {
	l.line = append(append(l.line[:0], name...), ':')
}

// lineLength is how many bytes of a line RFC 5545 (3.1) allows, its end not counted.
const lineLength = 75

// end writes the line. A long one is broken and goes on in a next line that begins with
// a space. No character is cut in two, as some programs read each line by itself.
func (l *lines) end() {
	rest := l.line
	for room := lineLength; len(rest) > room; room = lineLength - len(" ") {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		_, _ = l.to.Write(rest[:cut])
		_, _ = l.to.WriteString("\r\n ")
		rest = rest[cut:]
	}
	_, _ = l.to.Write(rest)
	_, _ = l.to.WriteString("\r\n")
}

// plain returns s without what cannot stand in a text: every way to end a line is one
// newline; other control characters and broken UTF-8 are left out.
func plain(s string) string {
	if utf8.ValidString(s) && strings.IndexFunc(s, special) < 0 {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || !special(r):
			return r
		case strings.ContainsRune(lineEnds, r):
			return '\n'
		default:
			return -1
		}
	}, s)
}

// lineEnds are all that some program takes for the end of a line.
const lineEnds = "\n\r\v\f\u0085\u2028\u2029"

func special(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }
