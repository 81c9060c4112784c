package view

import (
	"encoding/json"
	"fmt"
	"time"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// A Reader is who looks at a view, and when. Hours are shown in Me's zone, days
// without an hour in that of Me's workspace.
type Reader struct {
	Words words.Words
	Me    crm.Staff
	Now   time.Time
}

// Meta is what a view carries in its private_metadata: ids and places, never
// authority. The zero Meta is that of a view which stands for itself.
type Meta struct {
	Person      crm.PersonID `json:"p,omitempty"` // a card's own; a form's: adding to or editing this person
	Task        crm.TaskID   `json:"t,omitempty"` // a card's own; a form's: editing this task
	Note        crm.NoteID   `json:"n,omitempty"` // a form's: editing this note
	Version     int          `json:"v,omitempty"` // of the thing when the view was drawn
	Card        string       `json:"c,omitempty"` // the cards below, the nearest first, as the bot writes them
	Instead     string       `json:"i,omitempty"` // a form's: the card in whose place it stands, written alike
	Tab         string       `json:"b,omitempty"` // its own, a form's of what is below: TabGeneral, TabTimeline, TabReset; of lists a crm.Tab
	After       crm.Cursor   `json:"a,omitempty"` // where the page that is shown begins
	Back        []crm.Cursor `json:"k,omitempty"` // where the pages before it begin, the nearest last
	Origin      string       `json:"o,omitempty"` // OriginTimeline or empty
	Key         string       `json:"x,omitempty"` // a form's: what tells it from others in the same view
	ResponseURL string       `json:"u,omitempty"` // where the command that opened it is answered
}

// maxMeta is Slack's limit for private_metadata.
const maxMeta = 3000

// Encode returns m as private_metadata, never longer than Slack takes: of a long way
// through pages the beginning is forgotten first.
func (m Meta) Encode() string {
	for {
		raw, err := json.Marshal(m)
		switch {
		case err == nil && len(raw) <= maxMeta:
			return string(raw)
		case len(m.Back) > 0:
			m.Back = m.Back[1:]
		default: // only a far too long address or cursor is left
			m = Meta{Person: m.Person, Task: m.Task, Note: m.Note, Version: m.Version}
		}
	}
}

// ParseMeta reads what [Meta.Encode] wrote. An empty text is the zero Meta.
func ParseMeta(s string) (Meta, error) {
	var m Meta
	if s == "" {
		return m, nil
	}
	if err := json.Unmarshal([]byte(s), &m); err != nil {
		return Meta{}, fmt.Errorf("reading private_metadata: %w", err)
	}
	return m, nil
}

// Forward returns m on the next page, which begins after next.
func (m Meta) Forward(next crm.Cursor) Meta {
	m.Back = append(m.Back[:len(m.Back):len(m.Back)], m.After)
	m.After = next
	return m
}

// Backward returns m on the page before, which is the first one when the way there
// is no longer known.
func (m Meta) Backward() Meta {
	if len(m.Back) == 0 {
		m.After = ""
		return m
	}
	m.Back, m.After = m.Back[:len(m.Back)-1], m.Back[len(m.Back)-1]
	return m
}
