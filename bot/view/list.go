package view

import (
	"slices"

	"github.com/slack-go/slack"
)

// A row is how every list shows one thing (R12): its name with what is pressed most
// at its right, a grey line about it, and a line of what else can be done.
type row struct {
	name  string             // escaped mrkdwn
	press slack.BlockElement // may be nil
	about string             // escaped mrkdwn
	more  []slack.BlockElement
	muted bool // the name is grey and small too (R9)
}

// rows are the blocks of a list. It is the one renderer of lists: of people, tasks,
// notes and events, on Home, on cards and in messages.
func rows(list []row) []slack.Block {
	var blocks []slack.Block
	for _, r := range list {
		if r.muted { // a grey line has nothing to press at its right
			blocks = append(blocks, note(r.name))
			r.more = slices.Insert(r.more, 0, r.press)
		} else {
			blocks = append(blocks, section(r.name, r.press))
		}
		if r.about != "" {
			blocks = append(blocks, note(r.about))
		}
		if len(r.more) > 0 {
			blocks = append(blocks, actions(r.more...))
		}
	}
	return blocks
}
