package view

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// A row is how every list shows one thing (R12): its name with what is pressed most
// at its right, a grey line about it, and a line of what else can be done.
type row struct {
	name  string             // escaped mrkdwn
	press slack.BlockElement // may be nil
	about string             // escaped mrkdwn
	more  []slack.BlockElement
	muted bool // all of it is grey and small (R9)

	// How the same thing looks where a list is laid out otherwise: in a line all that can
	// be done stands in a menu. Both are nil of notes and events, which stand in cards alone.
	menu  func() *slack.OverflowBlockElement
	table func() tableRow
}

// A tableRow is a row as tables show it.
type tableRow struct {
	name    string                      // as it is, not escaped
	apart   string                      // what tells namesakes apart, empty for nothing
	muted   bool                        // set apart by slanted letters, where a table has any
	cells   []cell                      // the columns in their order
	presses []*slack.ButtonBlockElement // what can be done, the card first
	choices []choices                   // the same for the menus of a table without buttons
}

// A cell of a table holds a text as it is, or a button.
type cell struct {
	text  string
	press *slack.ButtonBlockElement
}

// A choices names what is done to a row that is chosen in a menu under a table.
type choices struct{ action, label, value string }

// rows are the blocks of a list in cards. It is what every list of people, tasks, notes
// and events is made of, on Home, on cards and in messages.
func rows(list []row) []slack.Block {
	var blocks []slack.Block
	for _, r := range list {
		if r.muted { // a grey line has nothing to press at its right
			blocks = append(blocks, note(r.name))
			r.more = slices.Insert(slices.Clone(r.more), 0, r.press)
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

// oneLiners are the blocks of a list with one line a row, and all that can be done in its
// menu, which stands under a grey line, as that has nothing to press at its right.
func oneLiners(list []row) []slack.Block {
	var blocks []slack.Block
	for _, r := range list {
		if r.muted {
			blocks = append(blocks, note(joined(r.name, r.about)), actions(r.menu()))
			continue
		}
		blocks = append(blocks, section(joined(r.name, r.about), r.menu()))
	}
	return blocks
}

// A listing is a page of a list, as its reader wants it.
type listing struct {
	of       crm.ListName
	settings crm.ListSettings // settled
	headings []string
	rows     []row
}

// tableRows are the rows as tables show them.
func (l listing) tableRows() []tableRow {
	var all []tableRow
	for _, r := range l.rows {
		all = append(all, r.table())
	}
	return all
}

// Tables says which tables the reader's workspace takes.
type Tables int

// What a workspace takes: all tables, those without buttons alone, or none. Modals take
// none.
const (
	TablesWithButtons Tables = iota
	TablesPlain
	TablesNone
)

// listed are the blocks of a list in its reader's layout (R14).
func (r Reader) listed(l listing, t Tables) []slack.Block {
	switch {
	case len(l.rows) == 0:
		return nil
	case l.settings.Layout == crm.LayoutCards:
		return rows(l.rows)
	case l.settings.Layout == crm.LayoutTable && t == TablesWithButtons:
		return []slack.Block{r.dataTable(l, l.tableRows())}
	case l.settings.Layout == crm.LayoutTable && t == TablesPlain:
		return r.plainTable(l, l.tableRows())
	}
	return oneLiners(l.rows)
}

// mostRows is how many rows of each layout stay within Slack's limits on Home and in
// modals, with all that surrounds them: a card is three blocks, a line at most two, a view
// 100 blocks and 250 kB.
var mostRows = map[crm.Layout]int{crm.LayoutCards: 20, crm.LayoutCompact: 40, crm.LayoutTable: 50}

// PageSize is how many rows a page has for a reader with the settings s where those tables
// are taken: as many as they want, or as their layout has room for.
func PageSize(s crm.ListSettings, t Tables) int {
	layout := s.Layout
	if layout == crm.LayoutTable && t == TablesNone { // in lines
		layout = crm.LayoutCompact
	}
	return min(s.Rows, mostRows[layout])
}

// A column is one thing that a list can show of each T (R14).
type column[T any] struct {
	heading string                 // id of a text
	text    func(Reader, T) string // as it is, empty where nothing is known
	line    func(Reader, T) string // within a line of several; nil: text
	named   bool                   // the line says the heading too, as the text alone would not tell what it is
}

// columnsOf are the columns of a list for which there is a drawing, in their order.
func columnsOf[T any](all map[crm.Column]column[T], chosen []crm.Column) []column[T] {
	var list []column[T]
	for _, name := range chosen {
		if c, ok := all[name]; ok {
			list = append(list, c)
		}
	}
	return list
}

// headingsOf are what stands above the columns.
func headingsOf[T any](r Reader, all map[crm.Column]column[T], chosen []crm.Column) []string {
	var list []string
	for _, c := range columnsOf(all, chosen) {
		list = append(list, r.Words.Say(c.heading))
	}
	return list
}

// inLine is what a line of several says of t in column c, escaped and at most limit long.
func (c column[T]) inLine(r Reader, t T, limit int) string {
	say := c.text
	if c.line != nil {
		say = c.line
	}
	text := say(r, t)
	if text == "" {
		return ""
	}
	if c.named {
		text = r.Words.Say(c.heading) + ": " + text
	}
	return escape(text, limit)
}

// The most that all columns of a row say together, in characters as they are sent.
const (
	maxAbout   = 1200
	maxCompact = 700
)

// roomIn is how long each of the columns may be in a line of all of them.
func roomIn(s crm.ListSettings) int {
	most := maxAbout
	if s.Layout != crm.LayoutCards {
		most = maxCompact
	}
	return max(min(maxInLine, most/max(1, len(s.Columns))), maxShort)
}

// nameRoom is how long a row's name may be.
func nameRoom(s crm.ListSettings) int {
	if s.Layout == crm.LayoutCards {
		return maxRowName
	}
	return maxExcerpt
}

// maxShort is how much of a text always shows.
const maxShort = 30

// lineOf is the grey line about t: all columns but those that are shown otherwise.
func lineOf[T any](r Reader, all map[crm.Column]column[T], s crm.ListSettings, t T, otherwise ...crm.Column) string {
	room := roomIn(s)
	var parts []string
	for _, name := range s.Columns {
		if c, ok := all[name]; ok && !slices.Contains(otherwise, name) {
			parts = append(parts, c.inLine(r, t, room))
		}
	}
	return joined(parts...)
}

// cellsOf are the cells of t, in the order of the columns.
func cellsOf[T any](r Reader, all map[crm.Column]column[T], s crm.ListSettings, t T) []cell {
	var list []cell
	for _, c := range columnsOf(all, s.Columns) {
		list = append(list, cell{text: strings.Join(strings.Fields(c.text(r, t)), " ")})
	}
	return list
}
