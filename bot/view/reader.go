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
	Person      crm.PersonID   `json:"p,omitempty"` // a card's own; a form's: adding to or editing this person
	Task        crm.TaskID     `json:"t,omitempty"` // a card's own; a form's: editing this task
	Note        crm.NoteID     `json:"n,omitempty"` // a form's: editing this note
	Version     int            `json:"v,omitempty"` // of the thing when the view was drawn
	Card        string         `json:"c,omitempty"` // the cards below, the nearest first, as the bot writes them
	Instead     string         `json:"i,omitempty"` // a form's: the card in whose place it stands, written alike
	List        crm.ListName   `json:"l,omitempty"` // a form's: the list that it is about
	Known       string         `json:"q,omitempty"` // a form's: the name of a saved view that it has said will be replaced
	Tab         string         `json:"b,omitempty"` // its own, a form's of what is below: TabGeneral, TabTimeline, TabReset; of lists a crm.Tab
	Page        crm.Cursor     `json:"a,omitempty"` // of the list that is shown, its own or a form's of what is below
	Text        string         `json:"z,omitempty"` // what the hub at the bottom of this window is to find, in the place of the list as it is kept
	Origin      string         `json:"o,omitempty"` // OriginTimeline or empty
	Key         string         `json:"x,omitempty"` // a form's: what tells it from others in the same view
	Form        string         `json:"f,omitempty"` // of the question before an archived person is edited: the form that follows
	Until       int64          `json:"w,omitempty"` // of a form whose person was taken from the archive for it: until when, in microseconds
	Apart       []crm.PersonID `json:"d,omitempty"` // of a new person's form: who looked alike and was said to be others
	ResponseURL string         `json:"u,omitempty"` // where the command that opened it is answered

	// Said is what Home and the hub say on top of what was done from there. It is not in
	// the private_metadata, so that it is gone with the next drawing.
	Said Message `json:"-"`
}

// maxMeta is Slack's limit for private_metadata.
const maxMeta = 3000

// Encode returns m as private_metadata, never longer than Slack takes: with a far too
// long address or cursor, of all that it carries only the ids are left.
func (m Meta) Encode() string {
	raw, err := json.Marshal(m)
	if err != nil || len(raw) > maxMeta {
		return Meta{Person: m.Person, Task: m.Task, Note: m.Note, Version: m.Version}.Encode()
	}
	return string(raw)
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
