package bot

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// tables remembers which tables each workspace takes. Nobody can be asked; a workspace
// that does not know a kind of table refuses the view that has one.
type tables struct {
	log   *slog.Logger
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
		table := slices.IndexFunc(shown, isTable)
		if table >= 0 && refusesTable(err, table) {
			t.log.Info("a workspace refuses a kind of table", "workspace", w, "tables", level, "error", err)
			refused = true
			continue
		}
		if err == nil && (table >= 0 || refused) {
			t.keep(w, level)
		}
		return err
	}
}

func isTable(b slack.Block) bool {
	return b.BlockType() == slack.MBTDataTable || b.BlockType() == slack.MBTTable
}

// refusesTable reports whether Slack refused a view for its table, which is its nth block:
// it names a type that it does not know, or points at that block. A view that is refused
// for anything else tells nothing of tables.
func refusesTable(err error, n int) bool {
	refused, ok := errors.AsType[slack.SlackErrorResponse](err)
	if !ok || !slices.Contains([]string{"invalid_blocks", "invalid_arguments", "invalid_blocks_format"}, refused.Err) {
		return false
	}
	at := fmt.Sprintf("/blocks/%d", n)
	return slices.ContainsFunc(refused.ResponseMetadata.Messages, func(said string) bool {
		return strings.Contains(said, at+"/") || strings.Contains(said, at+"]") ||
			strings.Contains(said, "unsupported type") && !strings.Contains(said, "/blocks/")
	})
}
