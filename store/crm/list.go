package crm

import "slices"

// A ListName says which list something is a setting of.
type ListName string

// The lists.
const (
	ListPeople ListName = "people"
	ListTasks  ListName = "tasks"
)

// A Layout is how a list's rows are laid out (R14).
type Layout string

// The layouts. A table stands on Home and in messages only: Slack has none in modals.
const (
	LayoutCards   Layout = "cards"
	LayoutCompact Layout = "compact"
	LayoutTable   Layout = "table"
)

// Layouts are the layouts in their order.
var Layouts = []Layout{LayoutCards, LayoutCompact, LayoutTable}

// A Column is one thing that a list can show of each row (R14). Names of columns are
// unique within a list.
type Column string

// The columns of people, and of tasks.
const (
	ColumnName        Column = "name"
	ColumnType        Column = "type"
	ColumnCompany     Column = "company"
	ColumnPhone       Column = "phone"
	ColumnEmail       Column = "email"
	ColumnOwner       Column = "owner"
	ColumnConsent     Column = "consent"
	ColumnLastContact Column = "last_contact"
	ColumnNextStep    Column = "next_step"
	ColumnOpenTasks   Column = "open_tasks"
	ColumnCreated     Column = "created"
	ColumnCourse      Column = "course"
	ColumnLevel       Column = "level"
	ColumnGroup       Column = "group"
	ColumnCourseStart Column = "course_start"
	ColumnGuardian    Column = "guardian"
	ColumnLanguage    Column = "language"
	ColumnNumber      Column = "number"

	ColumnDone     Column = "done"
	ColumnKind     Column = "kind"
	ColumnSubject  Column = "subject"
	ColumnPerson   Column = "person"
	ColumnDue      Column = "due"
	ColumnDuration Column = "duration"
	ColumnAssignee Column = "assignee"
	ColumnNote     Column = "note"
	ColumnFinished Column = "finished"
)

// columns are all that each list has, in the order in which they are offered.
var columns = map[ListName][]Column{
	ListPeople: {
		ColumnName, ColumnType, ColumnCompany, ColumnPhone, ColumnEmail, ColumnOwner, ColumnConsent, ColumnLastContact,
		ColumnNextStep, ColumnOpenTasks, ColumnCreated, ColumnCourse, ColumnLevel, ColumnGroup, ColumnCourseStart,
		ColumnGuardian, ColumnLanguage, ColumnNumber,
	},
	ListTasks: {
		ColumnDone, ColumnKind, ColumnSubject, ColumnPerson, ColumnDue, ColumnDuration, ColumnAssignee, ColumnNote,
		ColumnCreated, ColumnFinished,
	},
}

// shownAtFirst are the columns of somebody who chose none.
var shownAtFirst = map[ListName][]Column{
	ListPeople: {ColumnName, ColumnType, ColumnPhone, ColumnEmail, ColumnCompany, ColumnOpenTasks},
	ListTasks:  {ColumnDone, ColumnSubject, ColumnKind, ColumnDue, ColumnDuration, ColumnPerson, ColumnAssignee, ColumnNote},
}

// naming is the column that each list cannot do without.
var naming = map[ListName]Column{ListPeople: ColumnName, ListTasks: ColumnSubject}

// Columns are all that the list has, in the order in which they are offered.
func (l ListName) Columns() []Column { return slices.Clone(columns[l]) }

// RowsChoices are how many rows a page may have.
var RowsChoices = []int{5, 10, 20, 50}

// ListSettings are how one staff member wants a list: they rule the screen and the
// export alike (R14, R17).
type ListSettings struct {
	Columns []Column `json:"columns"` // in their order, the naming one always among them
	Layout  Layout   `json:"layout"`
	Rows    int      `json:"rows"` // on a page
}

// DefaultSettings are those of somebody who has set nothing.
func (l ListName) DefaultSettings() ListSettings {
	return ListSettings{Columns: slices.Clone(shownAtFirst[l]), Layout: LayoutCards, Rows: 10}
}

// Settle returns s with whatever the list does not have replaced by what it has: unknown
// and repeated columns are dropped, the naming column is put first where it is missing,
// and an unknown layout or number of rows becomes the default.
func (l ListName) Settle(s ListSettings) ListSettings {
	usual := l.DefaultSettings()
	var kept []Column
	for _, c := range s.Columns {
		if slices.Contains(columns[l], c) && !slices.Contains(kept, c) {
			kept = append(kept, c)
		}
	}
	if len(kept) == 0 {
		kept = usual.Columns
	}
	if !slices.Contains(kept, naming[l]) {
		kept = slices.Insert(kept, 0, naming[l])
	}
	s.Columns = kept
	if !slices.Contains(Layouts, s.Layout) {
		s.Layout = usual.Layout
	}
	if !slices.Contains(RowsChoices, s.Rows) {
		s.Rows = usual.Rows
	}
	return s
}

// A PeopleList is how one staff member sees the list of people: which of them, and how.
type PeopleList struct {
	Filter   PersonFilter
	Settings ListSettings
	Saved    ViewID // the saved view that was opened last, 0 when a fixed one was

	// Own are the list's own settings while Settings are those that a saved view brought,
	// else nil.
	Own *ListSettings
}

// Fixed returns l in one of the fixed views, with the list's own settings again. The
// conditions stay, unless a saved view had set them.
func (l PeopleList) Fixed(v PeopleView) PeopleList {
	if l.Saved != 0 {
		l.Filter, l.Saved = PersonFilter{}, 0
	}
	if l.Own != nil {
		l.Settings, l.Own = *l.Own, nil
	}
	l.Filter.View = v
	return l
}

// Open returns l in a saved view, whose settings rule until a fixed one is chosen.
func (l PeopleList) Open(v SavedView) PeopleList {
	own := l.Settings
	if l.Own != nil {
		own = *l.Own
	}
	return PeopleList{Filter: v.List.Filter, Settings: v.List.Settings, Saved: v.ID, Own: &own}
}

// A SavedView is a name that one staff member gave to a filter with its columns.
type SavedView struct {
	ID   ViewID
	Name string
	List PeopleList
}

// Limits of saved views: of a name, in characters, and of how many one may keep.
const (
	MaxViewName = 60
	MaxViews    = 50
)

// Save returns l as a view under a name, still without an id, or the [Problems] of that:
// others are the names of the views that there are, of which the same one is replaced; see
// [SameViewName].
func (l PeopleList) Save(name string, others []string) (SavedView, error) {
	name = squeeze(name)
	known := func(other string) bool { return SameViewName(name, other) }
	full := len(others) >= MaxViews && !slices.ContainsFunc(others, known)
	var wrong Problems
	wrong.add(FieldViewName, "problem.view_name_missing", name == "")
	wrong.add(FieldViewName, "problem.too_long", tooLong(name, MaxViewName))
	wrong.add(FieldViewName, "problem.too_many_views", full)
	kept := PeopleList{Filter: l.Filter.Tidy(), Settings: ListPeople.Settle(l.Settings)}
	return SavedView{Name: name, List: kept}, wrong.err()
}

// SameViewName reports whether two names of views are the same to people: without regard
// to capitals, accents and spaces.
func SameViewName(a, b string) bool {
	if a, b = squeeze(a), squeeze(b); a == b {
		return true
	}
	return Fold(a) != "" && Fold(a) == Fold(b)
}
