package view

// Callback ids say which view was submitted or closed.
const (
	FormPerson    = "form.person"
	FormCourse    = "form.course"
	FormConsent   = "form.consent"
	FormTask      = "form.task"
	FormNote      = "form.note"
	CardPerson    = "card.person"
	CardTask      = "card.task"
	CardCalendar  = "card.calendar"
	FormFilter    = "form.filter"
	FormList      = "form.list" // Meta's List is the one that is set
	FormView      = "form.view"
	DeleteConfirm = "delete.confirm" // Meta's Task or Note is what is to be deleted
	HomeView      = "home"
	HubView       = "hub" // Home in a modal
)

// Callback ids of the questions before something is done to Meta's Person; see [Ask].
const (
	EnrollConfirm  = "enroll.confirm"
	CompanyConfirm = "company.confirm"
	ArchiveConfirm = "archive.confirm"
	RestoreConfirm = "restore.confirm" // for good
	EditConfirm    = "edit.confirm"    // of somebody archived: the form is Meta's Form
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

	PersonCourse  = "person.course"
	PersonConsent = "person.consent"

	CalendarOpen = "calendar.open" // the value is "0"
)

// Action ids of buttons with values of their own.
const (
	TaskSquare   = "task.square"   // for ParseSquare
	PersonAdd    = "person.add"    // the value is what was looked for, "0" for nothing
	ToldSquare   = "told.square"   // the same, in a message that tells of the task
	PageNext     = "page.next"     // the value is the page's crm.Cursor
	PagePrevious = "page.previous" // the same

	ListFilter    = "list.filter"    // the value is a crm.ListName
	ListSettings  = "list.settings"  // the same
	ListExport    = "list.export"    // the same
	ListDefaults  = "list.defaults"  // the same
	ListClear     = "list.clear"     // takes all conditions off; the value is a crm.ListName
	ListView      = "list.view"      // a menu: a crm.PeopleView, or a Choice of ChoiceSaved
	ListSaveView  = "list.save_view" // the value is a crm.ListName
	ListDropView  = "list.drop_view" // the value is a crm.ViewID; asks by itself
	ListOpen      = "list.open"      // shows the list of people as it was left
	ListWithText  = "list.with_text" // the value is a text that the list of people is to be filtered by
	ListCondition = "list.without."  // a prefix; the value is a crm.Condition to take off

	TaskSnoozeHour     = "task.snooze_hour"     // for ParseSnooze
	TaskSnoozeTomorrow = "task.snooze_tomorrow" // for ParseSnooze
	CalendarReset      = "calendar.reset"       // the value is Feed.Mark
)

// Action ids of buttons in the rows of a table: there each is its prefix and the id of the
// row, since those of one block must differ. The value is that of the same button elsewhere.
const (
	RowPerson  = "row.person."
	RowTaskAdd = "row.add_task."
	RowNoteAdd = "row.add_note."
	RowTask    = "row.task."
	RowSquare  = "row.square."
)

// Action ids of overflow menus; the chosen option's value is for [ParseChoice].
const (
	TaskMenu    = "task.menu"    // ChoiceEdit, ChoicePerson, ChoiceDelete; in a line also ChoiceOpen, ChoiceFinish, ChoiceReopen
	PersonMenu  = "person.menu"  // ChoiceEdit, ChoiceMore; in a line also ChoiceOpen, ChoiceTask, ChoiceNote
	NoteMenu    = "note.menu"    // ChoiceEdit, ChoiceDelete
	ActivityAdd = "activity.add" // a crm.Kind or ChoiceNote, and the person's id
	PersonMore  = "person.more"  // ChoiceEnroll, ChoiceCompany, ChoiceArchive, ChoiceRestore; of one alone it is a button
)

// The verbs of a [Choice]; [ActivityAdd] has the kinds of task besides.
const (
	ChoiceEdit   = "edit"
	ChoiceDelete = "delete"
	ChoicePerson = "person" // opens the card of the person whose id follows
	ChoiceNote   = "note"

	ChoiceOpen   = "open" // the card
	ChoiceMore   = "more" // the card, where all else can be done
	ChoiceTask   = "task"
	ChoiceFinish = "finish"
	ChoiceReopen = "reopen"
	ChoiceSaved  = "saved" // a crm.ViewID follows

	ChoiceEnroll  = "enroll"
	ChoiceCompany = "company"
	ChoiceArchive = "archive"
	ChoiceRestore = "restore"
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
	PersonFind       = "person.find"         // stands above a list, and opens the card; answer with PersonOptions
	PickPerson       = "person.pick"         // answer with PersonOptions
	PickPersonOrNone = "person.pick_or_none" // answer with PersonOptionsOrNone
	PickAssignee     = "assignee.pick"       // answer with StaffOptions
	PickOwner        = "owner.pick"          // answer with StaffOptionsOrNone
	PickOwnerOrAny   = "owner.pick_or_any"   // answer with StaffOptionsOrAny
)

// RowsPerPage is how many rows a timeline or a list in a message has on one page, so that
// rows with everything that surrounds them stay within Slack's limits.
const RowsPerPage = 10
