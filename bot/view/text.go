package view

import (
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// Slack's limits for texts, in characters.
const (
	maxText   = 3000 // any text object
	maxField  = 2000 // a field of a section
	maxHeader = 150
	maxTitle  = 24 // title, submit and close of a modal
	maxButton = 75 // a button's text, an option's, an accessibility label
	maxHolder = 150

	maxConfirmTitle  = 100
	maxConfirmText   = 300
	maxConfirmButton = 30

	maxAlert = 200

	maxMessage = 4000 // the text of a message, as Slack advises
	maxInModal = 100  // blocks of a modal or of Home
	maxInPost  = 50   // blocks of a message
	maxOptions = 100
	maxEmail   = 254 // as long as an address may be
	maxPhone   = 60  // typed with spaces, "tel." and an extension
)

// How much of people's longer texts a row shows, in characters as they are sent,
// which for &, < and > is up to five each.
const (
	maxRowName  = 1600 // a subject of 300 signs, most of them letters
	maxExcerpt  = 300
	maxInLine   = 200 // a name within a line of several
	maxInAlert  = 60  // a name within a warning
	ellipsis    = "…"
	breakInText = " · "
)

// markup are the three characters that Slack reads as markup in mrkdwn.
var markup = map[rune]string{'&': "&amp;", '<': "&lt;", '>': "&gt;"}

// escape makes what a person wrote safe within mrkdwn and at most limit characters
// long as it is sent. What does not fit is cut between characters, never within an
// escaped one, and ends with "…".
func escape(s string, limit int) string {
	var b strings.Builder
	length, fits := 0, 0 // fits is where to cut when room for the ellipsis is needed
	for _, r := range s {
		sent, ok := markup[r]
		if !ok {
			sent = string(r)
		}
		length += runes(sent)
		if length > limit {
			return strings.TrimRight(b.String()[:fits], " \n") + ellipsis
		}
		b.WriteString(sent)
		if length < limit {
			fits = b.Len()
		}
	}
	return b.String()
}

// cut makes s at most limit characters long; a longer one ends with "…".
func cut(s string, limit int) string {
	if runes(s) <= limit {
		return s
	}
	return strings.TrimRight(string([]rune(s)[:limit-1]), " \n") + ellipsis
}

// bold is escaped text in bold. Slack's bold ends at a line's end, so lines are joined.
func bold(escaped string) string {
	return "*" + strings.Join(strings.Fields(escaped), " ") + "*"
}

// quoted is escaped text with a bar at its left.
func quoted(escaped string) string {
	return "> " + strings.ReplaceAll(escaped, "\n", "\n> ")
}

// joined puts the parts that are not empty on one line.
func joined(parts ...string) string {
	var line []string
	for _, part := range parts {
		if part != "" {
			line = append(line, part)
		}
	}
	return strings.Join(line, breakInText)
}

// plain is a plain_text object of at most limit characters. Slack refuses an empty
// text, so that becomes a dash.
func plain(s string, limit int) *slack.TextBlockObject {
	if strings.TrimSpace(s) == "" {
		s = "–"
	}
	return slack.NewTextBlockObject(slack.PlainTextType, cut(s, limit), false, false)
}

// mrkdwn is a mrkdwn object; people's text in it is escaped, and cut, already.
func mrkdwn(escaped string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, escaped, false, false)
}

// runes is the length of s in characters.
func runes(s string) int { return utf8.RuneCountInString(s) }
