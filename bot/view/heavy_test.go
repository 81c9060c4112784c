package view

import (
	"strings"
	"testing"

	"frontdesk/store/crm"
)

// Four bytes a character are as heavy as text can be.
func TestTheHeaviestViewsFit(t *testing.T) {
	r := reader(t, crm.Polish)
	wide := func(n int) string { return strings.Repeat("🗄", n) }
	task := func(n int) crm.Task {
		t := r.hostileTask(n)
		t.Subject, t.Note, t.PersonName, t.AssigneeName = wide(crm.MaxSubject), wide(crm.MaxBody), wide(200), wide(200)
		return t
	}
	entries := func(n int) crm.Entry { return crm.Entry{Kind: crm.EntryTask, Task: task(n)} }
	for _, v := range []any{
		Home(r, HomeData{Tab: crm.TabCalendar, Tasks: crm.Page[crm.Task]{Items: many(60, task)}}),
		Home(r, HomeData{Tasks: crm.Page[crm.Task]{Items: many(60, task)}}),
		PersonCard(r, Meta{Tab: TabTimeline}, r.plainPerson(1), crm.Timeline{Entries: many(60, entries)}),
		TaskForm(r, Meta{}, task(1).Form(), TaskNames{Person: wide(200)}),
	} {
		checkLimits(t, v)
	}
	person := func(n int) crm.Person {
		p := r.plainPerson(1)
		p.ID = crm.PersonID(n)
		p.GivenName, p.FamilyName, p.Company, p.Email = wide(crm.MaxName), wide(crm.MaxName), wide(crm.MaxCompany), wide(254)
		return p
	}
	note := func(int) crm.Note { return crm.Note{ID: 1, AuthorName: wide(200), Body: wide(crm.MaxBody)} }
	widest := story{person: person, task: task, note: note}
	for _, layout := range crm.Layouts {
		for tables := range TablesNone + 1 {
			people, tasks := widest.asWidest(r.undecided(), layout), widest.tasksAsWidest(layout)
			people.Tables, tasks.Tables = tables, tables
			checkLimits(t, Home(r.undecided(), people))
			checkLimits(t, Home(r.undecided(), tasks))
			checkLimits(t, Hub(r.undecided(), people))
			for i := range people.People.Items {
				people.People.Items[i].Type = crm.TypeArchived
			}
			people.People.Items = people.People.Items[:min(len(people.People.Items), PageSize(people.List.Settings, tables))]
			if home := said(t, Home(r.undecided(), people)); strings.Contains(home, r.Words.Say("general.more_left_out")) {
				t.Errorf("a page of archived people in %s has no room on Home", layout)
			}
			found := many(RowsPerPage+1, func(n int) crm.Person { return widest.fullPerson(r, n) })
			checkLimits(t, PeopleFound(r, wide(3000), found, people.List.Settings, tables))
		}
	}
	checkLimits(t, FilterForm(r, Meta{}, widest.everyCondition(), wide(200)))
	checkLimits(t, ViewForm(r, Meta{Known: wide(crm.MaxViewName)}, wide(crm.MaxViewName), widest.savedViews(crm.MaxViews)))
}
