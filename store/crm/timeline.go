package crm

import "time"

// An EntryKind says what an [Entry] of a timeline is.
type EntryKind string

// The kinds of entry.
const (
	EntryTask  EntryKind = "task"
	EntryNote  EntryKind = "note"
	EntryEvent EntryKind = "event"
)

// An Entry is one line of a person's timeline: a task of any kind, a note, or a
// system event. The field that Kind names is set.
type Entry struct {
	Kind    EntryKind
	At      time.Time // a task's due time (or creation), a note's creation, an event's moment
	Overdue bool      // stands in the bucket on top (R28)
	Task    Task
	Note    Note
	Event   Event
}

// A Timeline is one page of a person's history: overdue open tasks first, then
// everything else, both newest first (R27, R28).
type Timeline struct {
	Person         Person
	Entries        []Entry
	Previous, Next Cursor // as those of a [Page]
}

// A Cursor is a place in a list and the way to read from there: the page after it, or
// the page before it. The empty Cursor is the beginning. It is opaque, short, and made of
// letters, digits, "-", "_" and ".".
type Cursor string

// A Page of things in list order.
type Page[T any] struct {
	Items    []T
	Previous Cursor // of the page before; empty on the first page
	Next     Cursor // of the page after; empty on the last page
	Total    int    // how many there are in all, at most [CountCap]
}

// CountCap is the highest count that a list finds out; it is shown as "over 1 000".
const CountCap = 1001

// A Tab is one of Home's three (R4).
type Tab string

// The tabs.
const (
	TabTasks    Tab = "tasks"
	TabPeople   Tab = "people"
	TabCalendar Tab = "calendar"
)
