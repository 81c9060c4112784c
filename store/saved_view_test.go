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

// keepsList has somebody see the list of people so.
func (s *school) keepsList(by crm.Staff, l crm.PeopleList) error {
	return s.ChangePeopleList(s.t.Context(), by, func(crm.PeopleList) crm.PeopleList { return l })
}

// savesView has somebody see the list of people so, and save that under a name.
func (s *school) savesView(by crm.Staff, name string, l crm.PeopleList) (crm.SavedView, error) {
	must(0, s.keepsList(by, l))(s.t)
	return s.SaveView(s.t.Context(), by, name)
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

	must(0, s.keepsList(s.anna, wanted))(t)
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
		must(0, s.keepsList(s.anna, odd))(t)
		expect(t, "Anna's people", people(s.anna), usual)
	})
	t.Run("R15 a filter that cannot be is refused", func(t *testing.T) {
		err := s.keepsList(s.anna, crm.PeopleList{Filter: crm.PersonFilter{ContactBefore: "wczoraj"}})
		expectProblem(t, err, string(crm.ByContact), "problem.date")
		expect(t, "Anna's people", people(s.anna), usual)
	})
}

// TestListsOfAnotherVersion: what this version cannot read is as if it had never been
// kept; the rest stands.
func TestListsOfAnotherVersion(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	must(s.savesView(s.anna, "moi", wanted))(t)
	s.sql(`update lists set filter = '{"type":"teacher"}', settings = '{"rows":"many"}', view_settings = '{"rows":"many"}'`)
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
	first := must(s.savesView(s.anna, "  Zaległe u  kursantów ", wanted))(t)
	expect(t, "name", first.Name, "Zaległe u kursantów")
	opened := wanted
	opened.Saved, opened.Own = first.ID, &wanted.Settings
	expect(t, "R15 the list after it was saved", must(s.PeopleList(ctx, s.anna))(t), opened)

	t.Run("R15 by name, as the Polish alphabet has it", func(t *testing.T) {
		must(s.savesView(s.anna, "Świetni", crm.PeopleList{}))(t)
		must(s.savesView(s.anna, "Ćwik i inni", crm.PeopleList{}))(t)
		expect(t, "Anna's", names(s.anna), []string{"Ćwik i inni", "Świetni", "Zaległe u kursantów"})
		expect(t, "Jan's", names(s.jan), nil)
	})
	t.Run("R15 opened again", func(t *testing.T) {
		expect(t, "before", must(s.PeopleList(ctx, s.anna))(t).Filter, crm.PersonFilter{})
		opened.Own = new(crm.ListPeople.DefaultSettings())
		expect(t, "opened", must(s.OpenView(ctx, s.anna, first.ID))(t), opened)
		expect(t, "the list", must(s.PeopleList(ctx, s.anna))(t), opened)
	})
	t.Run("R15 the same name again takes its place", func(t *testing.T) {
		again := must(s.savesView(s.anna, first.Name, crm.PeopleList{Filter: crm.PersonFilter{Type: crm.TypeCompany}}))(t)
		expect(t, "id", again.ID, first.ID)
		expect(t, "Anna's", len(names(s.anna)), 3)
		expect(t, "filter", must(s.OpenView(ctx, s.anna, first.ID))(t).Filter, crm.PersonFilter{Type: crm.TypeCompany})
	})
	t.Run("R15 the same name in other letters too, which it has then", func(t *testing.T) {
		again := must(s.savesView(s.anna, "ZALEGLE u kursantów", crm.PeopleList{Filter: crm.PersonFilter{Type: crm.TypeCompany}}))(t)
		expect(t, "id", again.ID, first.ID)
		expect(t, "Anna's", names(s.anna), []string{"Ćwik i inni", "Świetni", "ZALEGLE u kursantów"})
	})
	t.Run("R14 a view's settings rule until a fixed one is chosen", func(t *testing.T) {
		own := crm.ListPeople.Settle(crm.ListSettings{Rows: 50})
		must(0, s.keepsList(s.anna, crm.PeopleList{Settings: own}))(t)
		must(s.OpenView(ctx, s.anna, first.ID))(t)
		expect(t, "opened", must(s.PeopleList(ctx, s.anna))(t).Own, &own)
		change := func(to func(crm.PeopleList) crm.PeopleList) { must(0, s.ChangePeopleList(ctx, s.anna, to))(t) }
		change(func(l crm.PeopleList) crm.PeopleList {
			l.Settings.Rows = 5
			return l
		})
		expect(t, "set in the view", must(s.PeopleList(ctx, s.anna))(t).Settings.Rows, 5)
		change(func(l crm.PeopleList) crm.PeopleList { return l.Fixed(crm.ViewAll) })
		expect(t, "left", must(s.PeopleList(ctx, s.anna))(t), crm.PeopleList{Filter: crm.PersonFilter{View: crm.ViewAll}, Settings: own})
	})
	t.Run("R15 nobody else's", func(t *testing.T) {
		_, err := s.OpenView(ctx, s.jan, first.ID)
		expect(t, "opened by Jan", err, error(crm.ErrNotFound))
		expect(t, "deleted by Jan", s.DeleteView(ctx, s.jan, first.ID), error(crm.ErrNotFound))
		must(0, s.keepsList(s.jan, crm.PeopleList{Saved: first.ID}))(t)
		expect(t, "kept by Jan", must(s.PeopleList(ctx, s.jan))(t).Saved, crm.ViewID(0))
	})
	t.Run("R15 deleted, and the list stays as it is", func(t *testing.T) {
		must(s.OpenView(ctx, s.anna, first.ID))(t)
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
		_, err := s.SaveView(t.Context(), s.anna, name)
		return err
	}
	expectProblem(t, save(" "), crm.FieldViewName, "problem.view_name_missing")
	expect(t, "the list after a refusal", must(s.PeopleList(t.Context(), s.anna))(t).Saved, crm.ViewID(0))
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
		must(s.SaveView(t.Context(), s.anna, fmt.Sprint("widok ", i)))(t)
	}
	other := s.Reopen(t)
	errs := make(chan error)
	for i, replica := range []*store.Store{s.Store, other, s.Store, other} {
		go func() {
			_, err := replica.SaveView(t.Context(), s.anna, fmt.Sprint("ostatni ", i))
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

// TestSavingWhileTheListChanges: a condition that is taken off while a view is saved stays
// off, in the list and in the view.
func TestSavingWhileTheListChanges(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	must(0, s.keepsList(s.anna, wanted))(t)
	var view crm.SavedView
	s.during(t, `update lists set filter = '{"type":"company"}'`, func() (err error) {
		view, err = s.SaveView(ctx, s.anna, "firmy")
		return err
	})
	firms := crm.PersonFilter{Type: crm.TypeCompany}
	expect(t, "the view", view.List.Filter, firms)
	expect(t, "the view as it was kept", must(s.SavedViews(ctx, s.anna))(t)[0].List.Filter, firms)
	expect(t, "the list", must(s.PeopleList(ctx, s.anna))(t).Filter, firms)
}

// during runs work, which waits for the statements that are not committed before it waits.
func (s *school) during(t *testing.T, statements string, work func() error) {
	t.Helper()
	holder := must(s.Pool.Begin(t.Context()))(t)
	defer holder.Rollback(t.Context())
	must(holder.Exec(t.Context(), statements))(t)
	done := make(chan error, 1)
	go func() { done <- work() }()
	s.expectWaiting(1)
	must(0, holder.Commit(t.Context()))(t)
	must(0, <-done)(t)
}

// TestWhatIsBeingDeleted: what refers to a row that goes at the same moment finds it gone.
func TestWhatIsBeingDeleted(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	view := func() crm.ViewID { return must(s.savesView(s.anna, "kursanci", wanted))(t).ID }
	t.Run("a view that is opened", func(t *testing.T) {
		id := view()
		must(0, s.keepsList(s.anna, crm.PeopleList{}))(t)
		s.during(t, `delete from saved_views`, func() error {
			_, err := s.OpenView(ctx, s.anna, id)
			expect(t, "opening", err, error(crm.ErrNotFound))
			return nil
		})
		expect(t, "the list", must(s.PeopleList(ctx, s.anna))(t).Filter, crm.PersonFilter{})
	})
	t.Run("a view that is deleted", func(t *testing.T) {
		id := view()
		must(0, s.keepsList(s.anna, crm.PeopleList{}))(t)
		s.during(t, `update lists set saved_view = (select id from saved_views)`, func() error { return s.DeleteView(ctx, s.anna, id) })
		expect(t, "views", len(must(s.SavedViews(ctx, s.anna))(t)), 0)
		expect(t, "opened", must(s.PeopleList(ctx, s.anna))(t).Saved, crm.ViewID(0))
	})
	for name, add := range map[string]func(crm.PersonID) error{
		"a note's person": func(id crm.PersonID) error {
			_, err := s.AddNote(ctx, s.anna, "", crm.NoteForm{Person: id, Body: "x"})
			expect(t, "adding", err, error(crm.ErrNotFound))
			return nil
		},
		"a task's person": func(id crm.PersonID) error {
			_, err := s.AddTask(ctx, s.anna, "", crm.TaskForm{Kind: crm.KindCall, Subject: "x", Assignee: s.anna.ID, Person: id})
			expectProblem(t, err, crm.FieldPerson, "problem.person_unknown")
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := s.hasPerson("Ewa", "Ćwik")
			s.during(t, `update events set person_id = null; delete from people`, func() error { return add(p.ID) })
		})
	}
}
