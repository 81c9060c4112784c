package store_test

import (
	"fmt"
	"testing"

	"frontdesk/store"
	"frontdesk/store/crm"
)

// wanted is a list that is like no other.
var wanted = crm.PeopleList{
	Filter:   crm.PersonFilter{View: crm.ViewStudents, Text: "Ćwik", Overdue: crm.Yes},
	Settings: crm.ListSettings{Columns: []crm.Column{crm.ColumnPhone, crm.ColumnName}, Layout: crm.LayoutTable, Rows: 20},
}

func TestListsAreKept(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	people := func(by crm.Staff) crm.PeopleList { return must(s.PeopleList(ctx, by))(t) }
	tasks := func(by crm.Staff) crm.ListSettings { return must(s.TaskSettings(ctx, by))(t) }
	usual := crm.PeopleList{Settings: crm.ListPeople.DefaultSettings()}
	expect(t, "R13 people at first", people(s.anna), usual)
	expect(t, "tasks at first", tasks(s.anna), crm.ListTasks.DefaultSettings())

	must(0, s.KeepPeopleList(ctx, s.anna, wanted))(t)
	t.Run("R14 kept for the user", func(t *testing.T) {
		expect(t, "Anna's people", people(s.anna), wanted)
		expect(t, "Anna's people in another replica", must(s.Reopen(t).PeopleList(ctx, s.anna))(t), wanted)
		expect(t, "Jan's people", people(s.jan), usual)
	})
	t.Run("R14 kept for the list", func(t *testing.T) {
		expect(t, "Anna's tasks", tasks(s.anna), crm.ListTasks.DefaultSettings())
		compact := crm.ListSettings{Columns: []crm.Column{crm.ColumnDue, crm.ColumnSubject}, Layout: crm.LayoutCompact, Rows: 50}
		must(0, s.KeepTaskSettings(ctx, s.anna, crm.ListSettings{Rows: 5}))(t)
		must(0, s.KeepTaskSettings(ctx, s.anna, compact))(t)
		expect(t, "Anna's tasks", tasks(s.anna), compact)
		expect(t, "Jan's tasks", tasks(s.jan), crm.ListTasks.DefaultSettings())
		expect(t, "Anna's people", people(s.anna), wanted)
	})
	t.Run("R14 what cannot be is settled", func(t *testing.T) {
		odd := crm.PeopleList{Filter: crm.PersonFilter{Text: " \t"}, Settings: crm.ListSettings{Columns: []crm.Column{"shoe_size"}, Rows: 3}, Saved: 99}
		must(0, s.KeepPeopleList(ctx, s.anna, odd))(t)
		expect(t, "Anna's people", people(s.anna), usual)
	})
	t.Run("R15 a filter that cannot be is refused", func(t *testing.T) {
		err := s.KeepPeopleList(ctx, s.anna, crm.PeopleList{Filter: crm.PersonFilter{ContactBefore: "wczoraj"}})
		expectProblem(t, err, string(crm.ByContact), "problem.date")
		expect(t, "Anna's people", people(s.anna), usual)
	})
}

// TestListsOfAnotherVersion: what this version cannot read is as if it had never been
// kept; the rest stands.
func TestListsOfAnotherVersion(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	must(s.SaveView(t.Context(), s.anna, "moi", wanted))(t)
	s.sql(`update lists set filter = '{"type":"teacher"}', settings = '{"rows":"many"}'`)
	s.sql(`update saved_views set filter = '{"type":"teacher"}'`)
	l := must(s.PeopleList(t.Context(), s.anna))(t)
	expect(t, "filter", l.Filter, crm.PersonFilter{})
	expect(t, "settings", l.Settings, crm.ListPeople.DefaultSettings())
	views := must(s.SavedViews(t.Context(), s.anna))(t)
	expect(t, "filter of the view", views[0].List.Filter, crm.PersonFilter{})
	expect(t, "settings of the view", views[0].List.Settings, wanted.Settings)
}

func TestSavedViews(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	names := func(by crm.Staff) (out []string) {
		t.Helper()
		for _, v := range must(s.SavedViews(ctx, by))(t) {
			out = append(out, v.Name)
		}
		return out
	}
	first := must(s.SaveView(ctx, s.anna, "  Zaległe u  kursantów ", wanted))(t)
	expect(t, "name", first.Name, "Zaległe u kursantów")
	opened := wanted
	opened.Saved = first.ID
	expect(t, "R15 the list after it was saved", must(s.PeopleList(ctx, s.anna))(t), opened)

	t.Run("R15 by name, as the Polish alphabet has it", func(t *testing.T) {
		must(s.SaveView(ctx, s.anna, "Świetni", crm.PeopleList{}))(t)
		must(s.SaveView(ctx, s.anna, "Ćwik i inni", crm.PeopleList{}))(t)
		expect(t, "Anna's", names(s.anna), []string{"Ćwik i inni", "Świetni", "Zaległe u kursantów"})
		expect(t, "Jan's", names(s.jan), nil)
	})
	t.Run("R15 opened again", func(t *testing.T) {
		expect(t, "before", must(s.PeopleList(ctx, s.anna))(t).Filter, crm.PersonFilter{})
		expect(t, "opened", must(s.OpenView(ctx, s.anna, first.ID))(t), opened)
		expect(t, "the list", must(s.PeopleList(ctx, s.anna))(t), opened)
	})
	t.Run("R15 the same name again takes its place", func(t *testing.T) {
		again := must(s.SaveView(ctx, s.anna, first.Name, crm.PeopleList{Filter: crm.PersonFilter{Type: crm.TypeCompany}}))(t)
		expect(t, "id", again.ID, first.ID)
		expect(t, "Anna's", len(names(s.anna)), 3)
		expect(t, "filter", must(s.OpenView(ctx, s.anna, first.ID))(t).Filter, crm.PersonFilter{Type: crm.TypeCompany})
	})
	t.Run("R15 nobody else's", func(t *testing.T) {
		_, err := s.OpenView(ctx, s.jan, first.ID)
		expect(t, "opened by Jan", err, error(crm.ErrNotFound))
		expect(t, "deleted by Jan", s.DeleteView(ctx, s.jan, first.ID), error(crm.ErrNotFound))
		must(0, s.KeepPeopleList(ctx, s.jan, crm.PeopleList{Saved: first.ID}))(t)
		expect(t, "kept by Jan", must(s.PeopleList(ctx, s.jan))(t).Saved, crm.ViewID(0))
	})
	t.Run("R15 deleted, and the list stays as it is", func(t *testing.T) {
		must(0, s.DeleteView(ctx, s.anna, first.ID))(t)
		l := must(s.PeopleList(ctx, s.anna))(t)
		expect(t, "filter", l.Filter, crm.PersonFilter{Type: crm.TypeCompany})
		expect(t, "view", l.Saved, crm.ViewID(0))
		expect(t, "Anna's", names(s.anna), []string{"Ćwik i inni", "Świetni"})
		expect(t, "deleted again", s.DeleteView(ctx, s.anna, first.ID), error(crm.ErrNotFound))
	})
}

func TestSavedViewsAreNamedAndNotTooMany(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	save := func(name string) error {
		_, err := s.SaveView(t.Context(), s.anna, name, wanted)
		return err
	}
	expectProblem(t, save(" "), crm.FieldViewName, "problem.view_name_missing")
	expect(t, "the list after a refusal", must(s.PeopleList(t.Context(), s.anna))(t).Filter, crm.PersonFilter{})
	for i := range crm.MaxViews {
		must(0, save(fmt.Sprint("widok ", i)))(t)
	}
	expectProblem(t, save("o jeden za dużo"), crm.FieldViewName, "problem.too_many_views")
	must(0, save("widok 7"))(t)
}

// TestSavingAtOnce: two presses at the same moment do not go round the limit.
func TestSavingAtOnce(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for i := range crm.MaxViews - 1 {
		must(s.SaveView(t.Context(), s.anna, fmt.Sprint("widok ", i), wanted))(t)
	}
	other := s.Reopen(t)
	errs := make(chan error)
	for i, replica := range []*store.Store{s.Store, other, s.Store, other} {
		go func() {
			_, err := replica.SaveView(t.Context(), s.anna, fmt.Sprint("ostatni ", i), wanted)
			errs <- err
		}()
	}
	saved := 0
	for range 4 {
		if err := <-errs; err == nil {
			saved++
		} else {
			expectProblem(t, err, crm.FieldViewName, "problem.too_many_views")
		}
	}
	expect(t, "saved", saved, 1)
}
