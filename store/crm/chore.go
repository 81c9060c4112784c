package crm

import (
	"cmp"
	"io"
	"slices"
	"time"
)

// A ChoreKind says which long work somebody asked for.
type ChoreKind string

// The kinds of chore.
const (
	ChoreImport ChoreKind = "import" // of people, from a spreadsheet (R7)
	ChoreExport ChoreKind = "export" // of a list, to a spreadsheet (R17, R45)
)

// A ChoreState says how far a chore is.
type ChoreState string

// The states. An import is read, asks whether to go on, is applied, and can be undone
// for [UndoFor]; an export is written.
const (
	ChoreReading   ChoreState = "reading"
	ChoreAsking    ChoreState = "asking"
	ChoreApplying  ChoreState = "applying"
	ChoreWriting   ChoreState = "writing"
	ChoreDone      ChoreState = "done"
	ChoreUndoing   ChoreState = "undoing"
	ChoreUndone    ChoreState = "undone"
	ChoreCancelled ChoreState = "cancelled"
	ChoreFailed    ChoreState = "failed" // [Chore.Problem] says why
)

// Working reports whether somebody must work on a chore in this state.
func (s ChoreState) Working() bool {
	return s == ChoreReading || s == ChoreApplying || s == ChoreWriting || s == ChoreUndoing
}

// UndoFor is how long an import can be taken back; until then its rows are kept.
const UndoFor = 24 * time.Hour

// A Verdict says what an import makes of one row of its file.
type Verdict string

// The verdicts.
const (
	RowNew      Verdict = "new"      // adds a person
	RowUpdated  Verdict = "updated"  // changes one who is there
	RowSame     Verdict = "same"     // says nothing that is not known
	RowRepeated Verdict = "repeated" // says the same as an earlier row of the file: left out
	RowDouble   Verdict = "double"   // is not known whom it means: left out
	RowFaulty   Verdict = "faulty"   // cannot be: left out
)

// Verdicts are all verdicts in the order in which people are told of them.
var Verdicts = []Verdict{RowNew, RowUpdated, RowSame, RowRepeated, RowDouble, RowFaulty}

// An ImportExample is one row of those with a verdict, by which people see what is meant.
type ImportExample struct {
	Line int
	Name string // of whom it means; empty where no cell names anybody
	Mark string // what tells them from their namesakes among the people, if there are any: the company, or the phone
}

// An ImportFault is a row that an import leaves out, and why.
type ImportFault struct {
	Row     ImportRow
	Verdict Verdict // RowRepeated, RowDouble or RowFaulty
	Why     Problems
	Line    int // of RowRepeated: of the row that says the same
}

// An Export says which list is wanted as a file, and how: as its asker saw it (R14, R17).
type Export struct {
	List     ListName
	People   PersonFilter
	OpenOnly bool    // of tasks
	Assignee StaffID // of tasks; 0: anybody
	Settings ListSettings
	Filter   []string // what it lets through, a line for each condition, in the asker's words
}

// A Chore is long work that somebody asked for: a row before it is begun.
type Chore struct {
	ID        ChoreID
	Kind      ChoreKind
	State     ChoreState
	By        Staff  // who asked: for the command line the machine
	File      string // Slack's id of the file that was dropped
	Name      string // of the file
	Export    Export
	Reference string // where it is told of: Slack's channel and ts, "D123/1732.5"
	Attempts  int    // counts claims and granted wishes; whoever works on it holds the newest
	Tries     int    // claims since it was wished for last

	// What became of it.
	Counts   map[Verdict]int
	Examples map[Verdict][]ImportExample // while it asks
	Leaving  int                         // of the updated: who are in the archive and would leave it
	Meant    string                      // a digest of who would be added and changed, by which row
	Fields   []ImportField               // that the file has, in the order of its columns
	Unknown  []string                    // headings that were left out
	Changed  bool                        // what is there has changed since it first asked
	Rows     int                         // so far, or of the finished file
	Removed  int                         // by undoing: people who were added and are gone again
	Restored int                         // who were changed and are as before
	Kept     int                         // who have been changed since, and stay
	Problem  *Refusal                    // of ChoreFailed; of ChoreDone: why it could not be undone

	Created time.Time
	Done    time.Time // when it was applied or written
}

// Total is how many rows the chore's file has.
func (c Chore) Total() int {
	n := 0
	for _, rows := range c.Counts {
		n += rows
	}
	return n
}

// LeftOut is how many rows the import leaves out.
func (c Chore) LeftOut() int {
	return c.Counts[RowRepeated] + c.Counts[RowDouble] + c.Counts[RowFaulty]
}

// Concerned is how many people the import adds or changes.
func (c Chore) Concerned() int { return c.Counts[RowNew] + c.Counts[RowUpdated] }

// Undoable reports whether the import can be taken back at now.
func (c Chore) Undoable(now time.Time) bool {
	return c.Kind == ChoreImport && c.State == ChoreDone && c.Concerned() > 0 && now.Sub(c.Done) < UndoFor
}

// A ChoreFile is a file on its way to who asked for a chore.
type ChoreFile struct {
	Name    string
	Size    int64
	Content io.Reader
}

// A ChoreWish is what the buttons of a chore's message want.
type ChoreWish string

// The wishes.
const (
	WishApply  ChoreWish = "apply"
	WishCancel ChoreWish = "cancel"
	WishUndo   ChoreWish = "undo"
	WishRetry  ChoreWish = "retry"
)

// wishes are what each wish wants of which kind of chore: from which state to which, and
// in which states it has been granted already.
var wishes = map[ChoreWish]struct {
	kind     ChoreKind
	from, to ChoreState
	granted  []ChoreState
}{
	WishApply:  {ChoreImport, ChoreAsking, ChoreApplying, []ChoreState{ChoreApplying, ChoreDone}},
	WishCancel: {ChoreImport, ChoreAsking, ChoreCancelled, []ChoreState{ChoreCancelled}},
	WishUndo:   {ChoreImport, ChoreDone, ChoreUndoing, []ChoreState{ChoreUndoing, ChoreUndone}},
	WishRetry:  {ChoreExport, ChoreFailed, ChoreWriting, []ChoreState{ChoreWriting, ChoreDone}},
}

// Wish returns c as by wants it at now, or why not. A wish that was granted before changes
// nothing, so that a doubled press does no harm. Only who asked for the chore may wish.
func (c Chore) Wish(by Staff, wish ChoreWish, now time.Time) (Chore, error) {
	w, known := wishes[wish]
	switch {
	case by.ID != c.By.ID:
		return c, Refusal{ID: "refusal.chore_of_another"}
	case !known || w.kind != c.Kind:
		return c, Refusal{ID: "refusal.outdated_button"}
	case c.State != w.from:
		if slices.Contains(w.granted, c.State) {
			return c, nil
		}
		return c, Refusal{ID: "refusal.outdated_button"}
	case wish == WishUndo && !c.Undoable(now):
		return c, Refusal{ID: "refusal.undo_too_late"}
	}
	c.State, c.Tries, c.Rows, c.Problem = w.to, 0, 0, nil
	return c, nil
}

// Label is whom a row means in a few words, for a list of examples: read's name, or what
// stands in the cells for one; empty where that is nothing.
func (r ImportRow) Label(read *ImportedPerson) string {
	if read != nil {
		return read.Person.Name()
	}
	name := Person{GivenName: squeeze(r.Values[ImportGivenName]), FamilyName: squeeze(r.Values[ImportFamilyName])}.Name()
	return cmp.Or(name, squeeze(r.Values[ImportFullName]), squeeze(r.Values[ImportFamilyFirst]), squeeze(r.Values[ImportCompany]))
}
