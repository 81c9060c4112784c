package view

import (
	"fmt"
	"slices"
	"strings"

	"frontdesk/store/crm"
)

// fullPerson is the nth person of a story, of whom everything is known.
func (s story) fullPerson(r Reader, n int) crm.Person {
	p := s.person(n)
	long := s.note(1).AuthorName
	p.OwnerName, p.NextStep, p.Course, p.Level, p.Group = long, long, long, long, long
	p.Guardian, p.Number, p.Language = long, long, crm.English
	p.CourseStart, p.LastContact = "2026-09-14", r.Now.AddDate(0, 0, -n)
	p.Consent = crm.Consent{Given: true, On: "2026-09-01", Source: long}
	return p
}

// everyCondition is a filter with all conditions.
func (s story) everyCondition() crm.PersonFilter {
	return crm.PersonFilter{
		View: crm.ViewStudents, Text: cut(s.person(1).FamilyName, crm.MaxCompany), Type: crm.TypeStudent, Status: crm.StatusNew, Owner: 8,
		Consent: crm.Yes, Open: crm.No, Overdue: crm.Yes, Contacted: crm.Yes, ContactBefore: "2026-11-01",
		CreatedFrom: "2026-01-01", CreatedTo: "2026-10-31",
	}
}

// savedViews are n views of the reader's own.
func (s story) savedViews(n int) []crm.SavedView {
	var all []crm.SavedView
	for i := range n {
		name := cut(fmt.Sprintf("%d %s", i, s.person(1).FamilyName), crm.MaxViewName)
		all = append(all, crm.SavedView{ID: crm.ViewID(i + 1), Name: name})
	}
	return all
}

// widest are settings with all columns.
func widest(list crm.ListName, layout crm.Layout) crm.ListSettings {
	return crm.ListSettings{Columns: list.Columns(), Layout: layout, Rows: 50}
}

// asWidest is a full page of people as s wants them, under all conditions.
func (s story) asWidest(r Reader, layout crm.Layout) HomeData {
	settings := widest(crm.ListPeople, layout)
	full := func(n int) crm.Person { return s.fullPerson(r, n) }
	return HomeData{
		Tab: crm.TabPeople, Owner: s.note(1).AuthorName, Saved: s.savedViews(crm.MaxViews),
		List:   crm.PeopleList{Filter: s.everyCondition(), Settings: settings},
		People: crm.Page[crm.Person]{Items: many(PageSize(settings, TablesWithButtons), full), Previous: "c1", Next: "c2", Total: crm.CountCap},
	}
}

// tasksAsWidest is a full page of tasks.
func (s story) tasksAsWidest(layout crm.Layout) HomeData {
	settings := widest(crm.ListTasks, layout)
	return HomeData{
		TaskSettings: settings,
		Tasks:        crm.Page[crm.Task]{Items: many(PageSize(settings, TablesWithButtons), s.task), Previous: "c1", Next: "c2", Total: crm.CountCap},
	}
}

// listViews are all kinds of view that lists have, as [Reader.views].
func (r Reader) listViews(s story) map[string]any {
	some := crm.Page[crm.Person]{Items: many(3, s.person), Total: 3}
	tasks := crm.Page[crm.Task]{Items: many(3, s.task), Total: 3}
	laid := func(list crm.ListName, layout crm.Layout) crm.ListSettings {
		settings := list.DefaultSettings()
		settings.Layout = layout
		return settings
	}
	people := func(layout crm.Layout, t Tables) HomeData {
		return HomeData{Tab: crm.TabPeople, People: some, Tables: t, List: crm.PeopleList{
			Filter:   crm.PersonFilter{View: crm.ViewContacts, Type: crm.TypeStudent},
			Settings: laid(crm.ListPeople, layout), Saved: 1,
		}, Saved: s.savedViews(2)}
	}
	plain := func(layout crm.Layout, t Tables) HomeData {
		return HomeData{Tasks: tasks, TaskSettings: laid(crm.ListTasks, layout), Tables: t}
	}
	nobody := HomeData{Tab: crm.TabPeople, List: crm.PeopleList{Filter: crm.PersonFilter{View: crm.ViewStudents, Text: "x"}}}
	found := HomeData{Tab: crm.TabPeople, People: some, Meta: Meta{Text: "x"}, List: crm.PeopleList{
		Filter: crm.PersonFilter{View: crm.ViewAll, Text: "x"}, Settings: laid(crm.ListPeople, crm.LayoutCompact),
	}}
	slow := nobody
	slow.Why = s.note(1).Body
	full, owner := s.everyCondition(), s.note(1).AuthorName
	table := laid(crm.ListPeople, crm.LayoutTable)

	return map[string]any{
		"list_people_compact":     Home(r, people(crm.LayoutCompact, TablesNone)),
		"list_people_table":       Home(r, people(crm.LayoutTable, TablesWithButtons)),
		"list_people_table_plain": Home(r, people(crm.LayoutTable, TablesPlain)),
		"list_people_table_hub":   Hub(r, people(crm.LayoutTable, TablesWithButtons)),
		"list_tasks_compact":      Home(r, plain(crm.LayoutCompact, TablesNone)),
		"list_tasks_table":        Home(r, plain(crm.LayoutTable, TablesWithButtons)),
		"list_tasks_table_plain":  Home(r, plain(crm.LayoutTable, TablesPlain)),
		"list_people_widest":      Home(r, s.asWidest(r, crm.LayoutCards)),
		"list_nobody":             Home(r, nobody),
		"list_nobody_in_view":     Home(r, HomeData{Tab: crm.TabPeople, List: crm.PeopleList{Filter: crm.PersonFilter{View: crm.ViewArchive}}}),
		"list_found":              Hub(r, found),
		"list_slow":               Home(r, slow),
		"people_found_table":      PeopleFound(r, s.person(1).FamilyName, some.Items, table, TablesWithButtons),
		"filter_form":             FilterForm(r, Meta{}, full, owner),
		"filter_form_empty":       FilterForm(r, Meta{}, crm.PersonFilter{}, ""),
		"list_form_people":        ListForm(r, Meta{List: crm.ListPeople}, widest(crm.ListPeople, crm.LayoutTable)),
		"list_form_defaults":      ListForm(r, Meta{List: crm.ListPeople, Version: 1}, crm.ListPeople.DefaultSettings()),
		"list_form_tasks":         ListForm(r, Meta{List: crm.ListTasks}, crm.ListSettings{}),
		"view_form":               ViewForm(r, Meta{}, "", nil),
		"view_form_again":         ViewForm(r, Meta{Known: s.savedViews(1)[0].Name}, s.savedViews(1)[0].Name, s.savedViews(crm.MaxViews)),
		"owner_options":           StaffOptionsOrAny(r, []crm.Staff{r.Me, {ID: 8, Name: strings.Join(slices.Repeat([]string{owner}, 2), " ")}}),
	}
}
