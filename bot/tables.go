package bot

import (
	"errors"
	"slices"
	"sync"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// tables remembers which tables each workspace takes. Nobody can be asked; a workspace
// that does not know a kind of table refuses the view that has one.
type tables struct {
	mu    sync.Mutex
	taken map[crm.WorkspaceID]view.Tables
}

// first are those to try first: all, until it is known better.
func (t *tables) first(w crm.WorkspaceID) view.Tables {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.taken[w] // the zero value is all of them
}

// sure are those that w has taken already. Where a refusal would not be heard of, no
// others are shown.
func (t *tables) sure(w crm.WorkspaceID) view.Tables {
	t.mu.Lock()
	defer t.mu.Unlock()
	if known, ok := t.taken[w]; ok {
		return known
	}
	return view.TablesNone
}

// keep remembers what w takes.
func (t *tables) keep(w crm.WorkspaceID, taken view.Tables) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.taken == nil {
		t.taken = map[crm.WorkspaceID]view.Tables{}
	}
	t.taken[w] = taken
}

// try shows something with the most of tables that w may take, and with less where those
// are refused. What is taken in their place is remembered; a thing without tables tells
// nothing of them.
func (t *tables) try(w crm.WorkspaceID, show func(view.Tables) (shown []slack.Block, err error)) error {
	refused := false
	for level := t.first(w); ; level++ {
		shown, err := show(level)
		tabled := slices.ContainsFunc(shown, isTable)
		if tabled && refusesBlocks(err) {
			refused = true
			continue
		}
		if err == nil && (tabled || refused) {
			t.keep(w, level)
		}
		return err
	}
}

func isTable(b slack.Block) bool {
	return b.BlockType() == slack.MBTDataTable || b.BlockType() == slack.MBTTable
}

// refusesBlocks reports whether Slack refused a view for what it consists of.
func refusesBlocks(err error) bool {
	refused, ok := errors.AsType[slack.SlackErrorResponse](err)
	return ok && slices.Contains([]string{"invalid_blocks", "invalid_arguments", "invalid_blocks_format"}, refused.Err)
}
