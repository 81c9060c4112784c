package crm

import (
	"encoding/json"
	"time"
)

// A Verb says what happened in an [Event].
type Verb string

// The verbs.
const (
	Added    Verb = "added"
	Edited   Verb = "edited"
	Finished Verb = "finished"
	Reopened Verb = "reopened"
	Moved    Verb = "moved"
	Deleted  Verb = "deleted"

	Enrolled    Verb = "enrolled"     // became a student (R24)
	MadeCompany Verb = "made_company" // became a company's manager
	Archived    Verb = "archived"     // after an edit they are Edited
	Restored    Verb = "restored"     // taken from the archive for good; for an edit they are Edited
	Consented   Verb = "consented"    // to marketing
	Withdrew    Verb = "withdrew"     // that consent
	Imported    Verb = "imported"     // added or changed by an import
	Reverted    Verb = "reverted"     // an import was taken back
)

// A Noun says what an [Event] happened to.
type Noun string

// The nouns.
const (
	NounPerson Noun = "person"
	NounTask   Noun = "task"
	NounNote   Noun = "note"
	NounStaff  Noun = "staff"
)

// An Event is one change: who, when, what, before and after. Events are the audit
// log, the source of a timeline's system entries, and of undo.
type Event struct {
	ID     EventID
	At     time.Time
	By     StaffID // zero for the machine
	ByName string
	Verb   Verb
	Noun   Noun
	NounID int64
	Person PersonID        // on whose timeline it belongs, if on any
	Before json.RawMessage // null for an addition
	After  json.RawMessage // null for a deletion
}

// A Change is what a verb of the store did: the thing before and after, and the
// event that records it. A Change without an event changed nothing.
type Change[T any] struct {
	Before, After T
	Event         EventID
}

// Changed reports whether anything happened.
func (c Change[T]) Changed() bool { return c.Event != 0 }
