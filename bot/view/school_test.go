package view

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// The readers of the tests look at Tuesday, 24 November 2026, 10:00 in Warsaw.
var languages = []crm.Language{crm.Polish, crm.English}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func reader(t *testing.T, lang crm.Language) Reader {
	t.Helper()
	warsaw := zone(t, "Europe/Warsaw")
	school := crm.Workspace{ID: 1, Team: "T1", Name: "Szkoła", Language: crm.Polish, Zone: warsaw}
	me := crm.Staff{
		Workspace: school, ID: 7, SlackUser: "U7", Name: "Ewa Lis", Role: crm.RoleReceptionist,
		Chosen: lang, Language: lang, Zone: warsaw,
	}
	return Reader{Words: words.For(lang, warsaw), Me: me, Now: time.Date(2026, 11, 24, 10, 0, 0, 0, warsaw)}
}

// in is the moment that is so long after the reader's now.
func (r Reader) in(d time.Duration) crm.Due { return crm.DueAt(r.Now.Add(d)) }

// A story is people, tasks and notes in one flavour of text.
type story struct {
	name   string
	person func(n int) crm.Person
	known  func() crm.Person // a student of whom everything is known
	task   func(n int) crm.Task
	note   func(n int) crm.Note
}

// stories are an everyday one, and one in which every text is as long as it may be
// and full of what Slack reads as markup.
func (r Reader) stories() []story {
	return []story{
		{"plain", r.plainPerson, r.plainStudent, r.plainTask, r.plainNote},
		{"hostile", r.hostilePerson, r.hostileStudent, r.hostileTask, r.hostileNote},
	}
}

func (r Reader) plainPerson(n int) crm.Person {
	p := crm.Person{
		ID: crm.PersonID(n), GivenName: "Anna", FamilyName: "Nowak-Żak", Type: crm.TypeCRM,
		Phone: "+48501234567", Email: "anna@example.com", OpenTasks: n, Created: r.Now.AddDate(0, 0, -n), Version: 2,
	}
	switch n % 3 {
	case 0:
		p.Type, p.WasType = crm.TypeArchived, crm.TypeStudent
	case 2:
		p.Type, p.Company, p.Phone, p.Email = crm.TypeCompany, "Marzec sp. z o.o.", "", ""
	}
	return p
}

// plainStudent is one whose course begins in a week, and who is a minor.
func (r Reader) plainStudent() crm.Person {
	p := r.plainPerson(1)
	p.Type, p.CRMContact, p.Owner, p.OwnerName, p.Language = crm.TypeStudent, true, 7, "Ewa Lis", crm.English
	p.NextStep, p.Number, p.LastContact = "umówić test poziomujący", "2026/117", r.Now.AddDate(0, 0, -1)
	p.Course, p.Level, p.Group, p.CourseStart = "Angielski dla młodzieży", "B1", "wt. 17:00", "2026-12-01"
	p.Guardian, p.GuardianPhone, p.GuardianEmail = "Maria Nowak-Żak", "+48221234567", "maria@example.com"
	p.Consent = crm.Consent{Given: true, On: "2026-09-01", Source: "formularz zapisu", Text: "Zgadzam się na wiadomości o kursach."}
	return p
}

// plainTask is, for n from 1 on: overdue, done, without an hour, without anything.
func (r Reader) plainTask(n int) crm.Task {
	t := crm.Task{
		ID: crm.TaskID(n), Kind: crm.Kinds[n%len(crm.Kinds)], Subject: fmt.Sprintf("oddzwonić w sprawie grupy %d", n),
		Person: 1, PersonName: "Anna Nowak-Żak", Assignee: 7, AssigneeName: "Ewa Lis",
		Created: r.Now.Add(-time.Hour), Version: 1,
	}
	switch n % 4 {
	case 1:
		t.Due, t.Duration, t.Note = r.in(-20*time.Hour), 30*time.Minute, "dzwonić po piętnastej"
	case 2:
		t.Due, t.Done = r.in(5*time.Hour), r.Now
	case 3:
		t.Due, t.Archived = crm.DueOn(2026, 11, 25, r.Me.Workspace.Zone), true
	default:
		t.Person, t.PersonName = 0, ""
	}
	return t
}

func (r Reader) plainNote(n int) crm.Note {
	return crm.Note{
		ID: crm.NoteID(n), Person: 1, Body: "Pyta o kurs B2.\nMa czas we wtorki.", Author: 7, AuthorName: "Ewa Lis",
		PersonName: "Anna Nowak-Żak", Created: r.Now.Add(-2 * time.Hour), Version: 1,
	}
}

// nasty is a text of n characters, each of its kinds being one that does harm when it
// is not escaped, or when it is cut amiss.
func nasty(n int) string {
	text := strings.Repeat("<!channel> & <b>zażółć</b> &amp; <@U1> ", n/30+1)
	return strings.Repeat("&", n/2) + string([]rune(text)[:n-n/2])
}

func (r Reader) hostilePerson(n int) crm.Person {
	p := crm.Person{
		ID: crm.PersonID(n) << 40, GivenName: nasty(crm.MaxName), FamilyName: nasty(crm.MaxName), Type: crm.TypeStudent,
		Phone: "+48501234567", PhoneExt: "123456", Email: nasty(254), Company: nasty(crm.MaxCompany), OpenTasks: 123456,
		Created: r.Now, Version: 1 << 30,
	}
	if n%2 == 0 {
		p.Type, p.WasType = crm.TypeArchived, crm.TypeCompany
	}
	return p
}

// hostileStudent fills everything that a person has as far as it goes.
func (r Reader) hostileStudent() crm.Person {
	p := r.hostilePerson(1)
	p.CRMContact, p.NextStep, p.Number, p.OwnerName, p.Owner = true, nasty(crm.MaxStep), nasty(crm.MaxName), nasty(2*crm.MaxName), 1<<40
	p.Language, p.LastContact, p.RestoredUntil = "uk", r.Now, r.Now.Add(time.Minute)
	p.Course, p.Level, p.Group, p.CourseStart = nasty(crm.MaxCourse), nasty(crm.MaxCourse), nasty(crm.MaxCourse), "2099-12-31"
	p.Guardian, p.GuardianPhone, p.GuardianExt, p.GuardianEmail = nasty(crm.MaxName), "+48221234567", "123456", nasty(254)
	p.Consent = crm.Consent{Given: true, On: "2026-11-24", Source: nasty(crm.MaxStep), Text: nasty(crm.MaxBody)}
	return p
}

func (r Reader) hostileTask(n int) crm.Task {
	t := crm.Task{
		ID: crm.TaskID(n) << 40, Kind: crm.KindCall, Subject: nasty(crm.MaxSubject), Note: nasty(crm.MaxBody),
		Person: 1 << 40, PersonName: nasty(2 * crm.MaxName), Assignee: 1 << 40, AssigneeName: nasty(2 * crm.MaxName),
		Due: r.in(time.Duration(n-2) * time.Hour), Duration: crm.MaxDuration - time.Minute, Archived: true, Created: r.Now,
	}
	if n%3 == 0 {
		t.Done = r.Now
	}
	return t
}

func (r Reader) hostileNote(n int) crm.Note {
	return crm.Note{
		ID: crm.NoteID(n) << 40, Person: 1 << 40, Body: nasty(crm.MaxBody), Author: 7, AuthorName: nasty(2 * crm.MaxName),
		PersonName: nasty(2 * crm.MaxName), Created: r.Now,
	}
}

// many are the first n things of a story.
func many[T any](n int, one func(int) T) []T {
	var all []T
	for i := range n {
		all = append(all, one(i+1))
	}
	return all
}

// timeline is a page of a person's history: every second entry a note, the first ones
// overdue, one event.
func (s story) timeline(r Reader, n int) crm.Timeline {
	var t crm.Timeline
	for i := range n {
		e := crm.Entry{Kind: crm.EntryNote, Note: s.note(i + 1)}
		switch {
		case i%2 == 0:
			e = crm.Entry{Kind: crm.EntryTask, Task: s.task(i + 1), Overdue: i == 0}
		case i == 3:
			e = crm.Entry{Kind: crm.EntryEvent, Event: crm.Event{
				At: r.Now, ByName: s.note(1).AuthorName, Noun: crm.NounPerson, Verb: crm.Added,
			}}
		}
		t.Entries = append(t.Entries, e)
	}
	t.Previous, t.Next = "c1", "c3.4-x_"
	return t
}

// views are all kinds of view that a reader can be shown, by the name of the golden
// file: modals, homes, and messages.
func (r Reader) views(s story) map[string]any {
	p, task, n := s.person(1), s.task(1), s.note(1)
	names := TaskNames{Person: task.PersonName, Assignee: task.AssigneeName}
	edit := Meta{Person: p.ID, Task: task.ID, Note: n.ID, Version: 3, Card: "V1"}
	second := Meta{Page: "c1"}
	general, history := second, second
	general.Tab, history.Tab = TabGeneral, TabTimeline
	tasks := crm.Page[crm.Task]{Items: many(RowsPerPage, s.task), Previous: "c1", Next: "c2", Total: crm.CountCap}
	people := crm.Page[crm.Person]{Items: many(RowsPerPage, s.person), Previous: "c1", Next: "c2", Total: 22}
	week := crm.Page[crm.Task]{Items: many(60, s.task), Total: 60}
	personForm := p.Form()
	personForm.Note = n.Body
	stale := crm.Stale{By: n.AuthorName, Version: 4}
	student := s.known()
	feed := Feed{Address: "https://crm.school.example/calendar/AQGbcdefghijklmnopqrstuvwxyz-_.ics", Mark: "0123456789abcdef"}

	all := map[string]any{
		"person_form_add":  PersonForm(r, Meta{}, personForm),
		"person_form_edit": EditForm(r, edit, editing(student, student.Form())),
		"task_form_add":    TaskForm(r, Meta{}, crm.TaskForm{}, TaskNames{}),
		"task_form_edit":   TaskForm(r, edit, task.Form(), names),
		"note_form_add":    NoteForm(r, Meta{}, crm.NoteForm{}, ""),
		"note_form_edit":   NoteForm(r, edit, crm.NoteForm{Person: p.ID, Body: n.Body}, n.PersonName),
		"person_card":      PersonCard(r, general, p, crm.Timeline{}),
		"person_archived":  PersonCard(r, general, s.person(6), crm.Timeline{}),
		"timeline":         PersonCard(r, history, p, s.timeline(r, RowsPerPage)),
		"timeline_empty":   PersonCard(r, Meta{Tab: TabTimeline}, p, crm.Timeline{}),
		"task_card":        TaskCard(r, edit, task),
		"task_card_done":   TaskCard(r, edit, s.task(6)),
		"delete_task":      ConfirmDelete(r, Meta{Task: task.ID}, task.Subject),
		"delete_note":      ConfirmDelete(r, Meta{Note: n.ID}, n.Body),
		"loading":          Loading(r),
		"sorry":            Sorry(r, n.Body),
		"home_tasks":       Home(r, HomeData{Meta: second, Tasks: tasks}),
		"home_people":      Home(r, HomeData{Tab: crm.TabPeople, People: people}),
		"home_calendar":    Home(r, HomeData{Tab: crm.TabCalendar, Tasks: week}),
		"home_first":       Home(r.undecided(), HomeData{}),
		"home_no_people":   Home(r, HomeData{Tab: crm.TabPeople}),
		"home_no_calendar": Home(r, HomeData{Tab: crm.TabCalendar}),
		"said_task":        TaskChanged(r, crm.Edited, task),
		"said_task_gone":   TaskChanged(r, crm.Deleted, task),
		"said_person":      PersonChanged(r, crm.Added, p),
		"said_note":        NoteChanged(r, crm.Edited, n),
		"said_note_gone":   NoteChanged(r, crm.Deleted, n),
		"assigned":         Assigned(r, task.AssigneeName, task),
		"reminder":         Reminder(r, task),
		"told_done":        ToldChanged(r, crm.Finished, s.task(6)),
		"told_reopened":    ToldChanged(r, crm.Reopened, task),
		"told_moved":       Snoozed(r, task.Due, task),
		"told_moved_away":  Snoozed(r, r.in(time.Hour), s.task(4)),
		"calendar":         CalendarCard(r, Meta{}, feed),
		"calendar_reset":   CalendarCard(r, Meta{Tab: TabReset}, feed),
		"calendar_local":   CalendarCard(r, Meta{}, Feed{Address: "http://127.0.0.1:8080/calendar/AQ.ics", Mark: "0", Local: true}),
		"people_found":     PeopleFound(r, p.FamilyName, people.Items, crm.ListSettings{}, TablesNone),
		"nobody_found":     PeopleFound(r, p.FamilyName, nil, crm.ListSettings{}, TablesNone),
		"help":             Help(r, many(30, func(i int) HelpLine { return HelpLine{fmt.Sprintf("/crm %d", i), n.Body} }), n.Body),
		"people_many":      PeopleFound(r, p.FamilyName, many(RowsPerPage+1, s.person), crm.ListSettings{}, TablesNone),
		"plain":            Plain(n.Body),
		"said_modal":       Said(r, TaskChanged(r, crm.Deleted, task)),
		"hub":              Hub(r, HomeData{Meta: second, Tasks: tasks}),
		"language_asked":   LanguageAsked(r),
		"language_chosen":  LanguageChosen(r),
		"staff_list":       StaffList(r.managing(), many(3, s.staff)),
		"staff_added":      StaffAdded(r, "U77", crm.RoleManager),
		"staff_removed":    StaffRemoved(r, "U77"),
		"stale_person":     overtaken(r, edit, crm.PersonForm{Phone: "501 234 567"}, crm.Person{}, student, n.AuthorName),
		"stale_task":       StaleTaskForm(r, edit, crm.TaskForm{}, TaskNames{}, task, stale),
		"stale_note":       StaleNoteForm(r, edit, crm.NoteForm{Person: p.ID, Body: "x"}, n, crm.Stale{Version: 4}),
		"person_options":   PersonOptionsOrNone(r, many(5, s.person)),
		"import_reading":   Chore(r, crm.Chore{Kind: crm.ChoreImport, State: crm.ChoreReading, Rows: 12000}),
		"import_asks":      Chore(r, s.chore(crm.ChoreAsking, r.Now)),
		"import_done":      Chore(r, s.chore(crm.ChoreDone, r.Now)),
		"import_undone":    Chore(r, s.chore(crm.ChoreUndone, r.Now)),
		"import_stands":    Chore(r, s.undoFailed(r.Now)),
		"import_failed":    Chore(r, s.chore(crm.ChoreFailed, r.Now)),
		"import_nothing":   Chore(r, crm.Chore{Kind: crm.ChoreImport, State: crm.ChoreAsking, Name: s.person(1).Name(), Counts: map[crm.Verdict]int{crm.RowSame: 5}}),
		"export_writing":   Chore(r, crm.Chore{Kind: crm.ChoreExport, State: crm.ChoreWriting, Rows: 12000}),
		"export_failed":    Chore(r, crm.Chore{Kind: crm.ChoreExport, State: crm.ChoreFailed, Problem: &crm.Refusal{ID: "refusal.file_not_sent"}}),
		"export_done":      Chore(r, crm.Chore{Kind: crm.ChoreExport, State: crm.ChoreDone, Name: "osoby_2026-11-24_1000.xlsx", Rows: 22, Export: crm.Export{Filter: FilterLines(r, crm.PeopleList{}, "")}}),
		"staff_options":    StaffOptions(r, []crm.Staff{r.Me, {ID: 8, Name: p.Name()}}),
	}
	maps.Copy(all, r.personViews(s))
	return all
}

// staff is the nth member of the staff, by turns a manager.
func (s story) staff(n int) crm.Staff {
	role := crm.RoleReceptionist
	if n%2 == 0 {
		role = crm.RoleManager
	}
	return crm.Staff{ID: crm.StaffID(n), SlackUser: fmt.Sprint("U7", n), Name: s.person(n).Name(), Role: role}
}

// managing is the reader as a manager.
func (r Reader) managing() Reader {
	r.Me.Role = crm.RoleManager
	return r
}

// undecided is the reader before they have chosen a language.
func (r Reader) undecided() Reader {
	r.Me.Chosen = ""
	return r
}

// blocksOf are the blocks of any kind of view.
func blocksOf(t *testing.T, v any) []slack.Block {
	t.Helper()
	switch v := v.(type) {
	case slack.ModalViewRequest:
		return v.Blocks.BlockSet
	case slack.HomeTabViewRequest:
		return v.Blocks.BlockSet
	case Message:
		return v.Blocks
	}
	t.Fatalf("no view: %T", v)
	return nil
}
