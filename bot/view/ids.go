package view

// Callback ids say which view was submitted or closed.
const (
	FormPerson    = "form.person"
	FormTask      = "form.task"
	FormNote      = "form.note"
	CardPerson    = "card.person"
	CardTask      = "card.task"
	CardCalendar  = "card.calendar"
	DeleteConfirm = "delete.confirm" // Meta's Task or Note is what is to be deleted
	HomeView      = "home"
	HubView       = "hub" // Home in a modal
)

// Action ids of buttons whose value is one id in decimal, for [ParseID].
const (
	TaskOpen   = "task.open"
	TaskEdit   = "task.edit"
	TaskDelete = "task.delete" // asks first: answer it with ConfirmDelete
	TaskAdd    = "task.add"    // the value is the person, "0" for none
	NoteAdd    = "note.add"    // the value is the person
	PersonOpen = "person.open"
	PersonEdit = "person.edit"

	CalendarOpen = "calendar.open" // the value is "0"
)

// Action ids of buttons with values of their own.
const (
	TaskSquare   = "task.square"   // for ParseSquare
	PersonAdd    = "person.add"    // the value is what was looked for, "0" for nothing
	ToldSquare   = "told.square"   // the same, in a message that tells of the task
	PageNext     = "page.next"     // the value is the cursor, for Meta.Forward
	PagePrevious = "page.previous" // no value: Meta.Backward knows

	TaskSnoozeHour     = "task.snooze_hour"     // for ParseSnooze
	TaskSnoozeTomorrow = "task.snooze_tomorrow" // for ParseSnooze
	CalendarReset      = "calendar.reset"       // the value is Feed.Mark
)

// Action ids of overflow menus; the chosen option's value is for [ParseChoice].
const (
	TaskMenu    = "task.menu"    // ChoiceEdit, ChoicePerson, ChoiceDelete
	NoteMenu    = "note.menu"    // ChoiceEdit, ChoiceDelete
	ActivityAdd = "activity.add" // a crm.Kind or ChoiceNote, and the person's id
)

// The verbs of a [Choice]; [ActivityAdd] has the kinds of task besides.
const (
	ChoiceEdit   = "edit"
	ChoiceDelete = "delete"
	ChoicePerson = "person" // opens the card of the person whose id follows
	ChoiceNote   = "note"
)

// Action ids of tabs and of the choice of language. Buttons of one block must differ
// in their ids, so each is its prefix and its value: "home.tab.people" has the value
// "people".
const (
	HomeTab  = "home.tab."        // the value is a crm.Tab
	CardTab  = "card.tab."        // the value is TabGeneral or TabTimeline
	Language = "language.choose." // the value is a crm.Language
)

// The tabs of a person's card.
const (
	TabGeneral  = "general"  // „Ogólne", and what an empty Meta.Tab means
	TabTimeline = "timeline" // „Oś czasu"
)

// TabReset is the Meta.Tab of a calendar's card whose address has just been reset.
const TabReset = "reset"

// OriginTimeline is the Meta.Origin of a form opened from a timeline.
const OriginTimeline = "timeline"

// Action ids of external selects, which ask for options as people type.
const (
	PickPerson       = "person.pick"         // answer with PersonOptions
	PickPersonOrNone = "person.pick_or_none" // answer with PersonOptionsOrNone
	PickAssignee     = "assignee.pick"       // answer with StaffOptions
)

// RowsPerPage is how many rows a list of a card or of Home has on one page, so that
// rows with everything that surrounds them stay within Slack's 100 blocks.
const RowsPerPage = 10
