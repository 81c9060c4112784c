package bot

import (
	"cmp"
	"context"
	"regexp"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// A Kind says what a person did, or what Slack tells of.
type Kind string

// The kinds of request.
const (
	Command    Kind = "command"    // typed "/zadanie …"
	Press      Kind = "press"      // pressed a button, chose from a menu
	Submission Kind = "submission" // submitted a modal
	Closed     Kind = "closed"     // closed a modal
	Suggestion Kind = "suggestion" // types into a field that offers things
	Shortcut   Kind = "shortcut"   // chose a shortcut of the app
	Event      Kind = "event"      // Slack tells what happened
)

// A Request is one thing that somebody did, whatever transport it came by.
type Request struct {
	Kind Kind
	Name string // the command with its slash, an action id, a callback id, an event's type

	Team, User  string // Slack's ids
	Trigger     string // opens one modal within three seconds; empty when there is none
	ResponseURL string // answers for half an hour, five times; empty when there is none
	Delivery    string // Slack's key of an event, which Slack may deliver again

	// Text is what follows a command as it was typed, save that a mention is Slack's, what is typed so far into a field of suggestions,
	// the value of a pressed button or chosen option, the tab of a Home that was opened, or
	// a file that was shared.
	Text string

	// Menu is whether Text was chosen in a menu that goes on showing it. Slack does not tell
	// of the same choice again while it stands there.
	Menu bool

	Place   Place       // the view in which it happened
	Profile *slack.User // of an event that tells of one, else nil
	Channel string      // in which a file was shared

	By    crm.Staff   // who it is; set by dispatch
	Words words.Words // how to speak with them; set by dispatch
}

// A Place is the view in which something was pressed or submitted, as Slack describes
// it. The zero Place is a message, or no place at all.
type Place struct {
	ID       string
	Home     bool
	Callback string
	Meta     string // private metadata
	Hash     string // of the view as the person saw it
	State    *slack.ViewState
	Inputs   []string // block ids of the inputs, in order
}

// Modal reports whether the place is a modal.
func (p Place) Modal() bool { return p.ID != "" && !p.Home }

// named matches people and channels as a command mentions them.
var named = regexp.MustCompile(`<([@#])([A-Z0-9]+)(?:\|([^<>]*))?>`)

// plainText is the text of a command with mentions by their names, for people to read.
func (r Request) plainText() string {
	return named.ReplaceAllStringFunc(r.Text, func(m string) string {
		part := named.FindStringSubmatch(m)
		return part[1] + cmp.Or(part[3], part[2])
	})
}

// cut shortens text to n characters.
func cut(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return string([]rune(text)[:n-1]) + "…"
}

// reader is who looks at the answer, and when, which is the store's present time.
func (r Request) reader(now time.Time) view.Reader {
	return view.Reader{Words: r.Words, Me: r.By, Now: now}
}

// meta is what the view carries that the request came from; a message carries nothing.
func (r Request) meta() (view.Meta, error) {
	if r.Place.Meta == "" {
		return view.Meta{}, nil
	}
	return view.ParseMeta(r.Place.Meta)
}

// An Answer goes back in the response to the request itself. The zero Answer says
// only that the request has arrived; as the answer to a submission it closes the modal.
type Answer struct {
	Body any // of JSON, or nil

	// Again is whether Slack is to deliver an event once more: nothing is known of it yet.
	Again bool
}

// A handler does what a request asks. An error becomes a sentence to the person.
type handler func(ctx context.Context, r Request) (Answer, error)
