package view

import (
	"strings"

	"github.com/slack-go/slack"
)

// A Feed is the address of the reader's calendar feed. Whoever knows it sees their tasks.
type Feed struct {
	Address string // http or https
	Mark    string // the value of the button that resets it; gives nothing away
	Local   bool   // only programs on the same computer can reach it
}

// CalendarCard shows the reader's calendar feed, how it gets into a calendar, and the
// button that makes a new one. With m.Tab [TabReset] it says that this is the new one.
func CalendarCard(r Reader, m Meta, f Feed) slack.ModalViewRequest {
	blocks := []slack.Block{section(r.Words.Say("calendar.intro"), nil)}
	if m.Tab == TabReset {
		blocks = append(blocks, section(bold(r.Words.Say("calendar.was_reset")), nil))
	}
	blocks = append(blocks, section(code(f.Address), nil), note(r.Words.Say("calendar.secret")))
	if f.Local {
		blocks = append(blocks, note("⚠ "+r.Words.Say("calendar.local")))
	}
	blocks = append(blocks, divider())
	_, place, _ := strings.Cut(f.Address, "://")
	subscribe := struct{ Address string }{code("webcal://" + place)}
	for _, how := range []string{
		r.Words.Say("calendar.google"), r.Words.Fill("calendar.apple", subscribe), r.Words.Say("calendar.outlook"),
	} {
		blocks = append(blocks, section(how, nil))
	}
	return r.modal(CardCalendar, r.Words.Say("calendar.title"), m, append(blocks, actions(r.resetButton(f)))...)
}

// resetButton asks before it is pressed: the old address ends everywhere.
func (r Reader) resetButton(f Feed) slack.BlockElement {
	reset := r.Words.Say("calendar.reset")
	b := button(CalendarReset, f.Mark, reset).WithStyle(slack.StyleDanger)
	b.Confirm = slack.NewConfirmationBlockObject(
		plain(r.Words.Say("calendar.reset_title"), maxConfirmTitle),
		plain(r.Words.Say("calendar.reset_question"), maxConfirmText),
		plain(reset, maxConfirmButton),
		plain(r.Words.Say("general.cancel"), maxConfirmButton)).WithStyle(slack.StyleDanger)
	return b
}

// code is escaped text to be copied as it is.
func code(text string) string { return "`" + escape(text, maxField) + "`" }
