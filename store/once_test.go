package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"frontdesk/store/crm"
)

// submitted is what a form's submission did.
type submitted struct {
	changed bool
	id      int64
}

// A form is one that is submitted under a key.
type form struct {
	name, table string
	prepare     func(s *school) int64 // what is edited; nil for an addition
	submit      func(ctx context.Context, s *school, once string, id int64, text string) (submitted, error)
}

var forms = []form{
	{"add person", "people", nil, func(ctx context.Context, s *school, once string, _ int64, text string) (submitted, error) {
		c, err := s.AddPerson(ctx, s.anna, once, crm.PersonForm{FamilyName: text, Note: text}, nil)
		return submitted{c.Changed(), int64(c.After.ID)}, err
	}},
	{
		"edit person", "people", func(s *school) int64 { return int64(s.hasPerson("Ewa", "Ćwik").ID) },
		func(ctx context.Context, s *school, once string, id int64, text string) (submitted, error) {
			c, err := s.EditPerson(ctx, s.anna, once, crm.PersonID(id), 1, crm.PersonForm{FamilyName: text}, "")
			return submitted{c.Changed(), int64(c.After.ID)}, err
		},
	},
	{
		"edit course", "people", func(s *school) int64 { return int64(s.hasPerson("Ewa", "Ćwik").ID) },
		func(ctx context.Context, s *school, once string, id int64, text string) (submitted, error) {
			f := crm.CourseForm{Course: text, Guardian: text}
			if strings.TrimSpace(text) == "" {
				f.Start = "jutro" // nothing else of this form can be a problem
			}
			c, err := s.EditPerson(ctx, s.anna, once, crm.PersonID(id), 1, f, "")
			return submitted{c.Changed(), int64(c.After.ID)}, err
		},
	},
	{
		"edit consent", "people", func(s *school) int64 { return int64(s.hasPerson("Ewa", "Ćwik").ID) },
		func(ctx context.Context, s *school, once string, id int64, text string) (submitted, error) {
			f := crm.ConsentForm{Given: true, On: "2026-11-24", Source: text}
			c, err := s.EditPerson(ctx, s.anna, once, crm.PersonID(id), 1, f, "")
			return submitted{c.Changed(), int64(c.After.ID)}, err
		},
	},
	{"add task", "tasks", nil, func(ctx context.Context, s *school, once string, _ int64, text string) (submitted, error) {
		c, err := s.AddTask(ctx, s.anna, once, crm.TaskForm{Kind: crm.KindCall, Subject: text, Assignee: s.jan.ID})
		return submitted{c.Changed(), int64(c.After.ID)}, err
	}},
	{
		"edit task", "tasks", func(s *school) int64 { return int64(s.hasTask("zadzwonić").ID) },
		func(ctx context.Context, s *school, once string, id int64, text string) (submitted, error) {
			f := crm.TaskForm{Kind: crm.KindCall, Subject: text, Assignee: s.jan.ID}
			c, err := s.EditTask(ctx, s.anna, once, crm.TaskID(id), 1, f)
			return submitted{c.Changed(), int64(c.After.ID)}, err
		},
	},
	{"add note", "notes", nil, func(ctx context.Context, s *school, once string, _ int64, text string) (submitted, error) {
		people, err := s.People(ctx, s.anna, crm.PersonFilter{}, "", 1)
		if err != nil {
			return submitted{}, err
		}
		c, err := s.AddNote(ctx, s.anna, once, crm.NoteForm{Person: people.Items[0].ID, Body: text})
		return submitted{c.Changed(), int64(c.After.ID)}, err
	}},
	{
		"edit note", "notes", func(s *school) int64 { return int64(s.hasNote(s.hasPerson("Jan", "Lis"), "było").ID) },
		func(ctx context.Context, s *school, once string, id int64, text string) (submitted, error) {
			c, err := s.EditNote(ctx, s.anna, once, crm.NoteID(id), 1, crm.NoteForm{Body: text})
			return submitted{c.Changed(), int64(c.After.ID)}, err
		},
	},
}

// eachForm runs a test of each form in a school with one person.
func eachForm(t *testing.T, test func(t *testing.T, s *school, f form, id int64)) {
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			s.hasPerson("Adam", "Adamski")
			var id int64
			if f.prepare != nil {
				id = f.prepare(s)
			}
			test(t, s, f, id)
		})
	}
}

// traces are how many rows and events a form has left.
func (s *school) traces(f form) [2]int {
	s.t.Helper()
	return [2]int{
		s.number(`select count(*) from ` + f.table),
		s.number(`select count(*) from events where once is not null and once not like '%/note%'`),
	}
}

func TestOnceTwice(t *testing.T) {
	t.Parallel()
	eachForm(t, func(t *testing.T, s *school, f form, id int64) {
		first := must(f.submit(t.Context(), s, "V1", id, "Nowak"))(t)
		left := s.traces(f)
		second := must(f.submit(t.Context(), s, "V1", id, "Nowak"))(t)
		if !first.changed || second.changed || first.id != second.id || first.id == 0 {
			t.Errorf("first %+v, second %+v", first, second)
		}
		expect(t, "rows and events after the second", s.traces(f), left)
	})
}

func TestOnceAtOnce(t *testing.T) {
	t.Parallel()
	eachForm(t, func(t *testing.T, s *school, f form, id int64) {
		before := s.traces(f)
		answers := make([]submitted, 8)
		errs := make([]error, len(answers))
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() { answers[i], errs[i] = f.submit(t.Context(), s, "V1", id, "Nowak") })
		}
		all.Wait()
		changes := 0
		for i, a := range answers {
			if errs[i] != nil || a.id != answers[0].id {
				t.Errorf("submission %d: %+v, %v", i, a, errs[i])
			}
			if a.changed {
				changes++
			}
		}
		expect(t, "changes", changes, 1)
		after := s.traces(f)
		expect(t, "events", after[1]-before[1], 1)
		if id == 0 {
			expect(t, "new rows", after[0]-before[0], 1)
		} else {
			expect(t, "new rows", after[0]-before[0], 0)
		}
	})
}

// TestOnceCorrected: Slack did not hear our answer and keeps the form open, and what is
// submitted next is not what was saved.
func TestOnceCorrected(t *testing.T) {
	t.Parallel()
	eachForm(t, func(t *testing.T, s *school, f form, id int64) {
		first := must(f.submit(t.Context(), s, "V1", id, "Zielinska"))(t)
		left := s.traces(f)
		corrected := must(f.submit(t.Context(), s, "V1", id, "Zielińska"))(t)
		again := must(f.submit(t.Context(), s, "V1", id, "Zielińska"))(t)
		if !corrected.changed || again.changed || corrected.id != first.id || again.id != first.id {
			t.Errorf("first %+v, corrected %+v, again %+v", first, corrected, again)
		}
		expect(t, "rows after the correction", s.traces(f)[0], left[0])
		expect(t, "events after the correction", s.traces(f)[1], left[1]+1)
	})
}

// TestOnceWithANoteAdded: the form of a new person comes again with a note, or another one.
func TestOnceWithANoteAdded(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	f := crm.PersonForm{FamilyName: "Nowak"}
	add := func() crm.Change[crm.Person] {
		t.Helper()
		return must(s.AddPerson(t.Context(), s.anna, "V1", f, nil))(t)
	}
	id := add().After.ID
	for _, c := range []struct {
		note    string
		changed bool
		want    string // of all notes
	}{
		{"woli ranki", true, "woli ranki"},
		{"woli ranki", false, "woli ranki"},
		{"woli poranki", true, "woli poranki"},
		{" ", false, "woli poranki"},
	} {
		f.Note = c.note
		got := add()
		expect(t, "changed by "+c.note, got.Changed(), c.changed)
		expect(t, "the person after "+c.note, got.After.ID, id)
		notes := must(s.Timeline(t.Context(), s.anna, id, "", 10))(t).Entries
		notes = slices.DeleteFunc(notes, func(e crm.Entry) bool { return e.Kind != crm.EntryNote })
		expect(t, "notes after "+c.note, len(notes), 1)
		expect(t, "the note after "+c.note, notes[0].Note.Body, c.want)
	}
	note := crm.NoteID(s.number(`select id from notes`))
	must(s.EditNote(t.Context(), s.jan, "", note, 2, crm.NoteForm{Body: "woli wieczory"}))(t)
	f.Note = "woli popołudnia"
	if _, err := s.AddPerson(t.Context(), s.anna, "V1", f, nil); !isStale(err) {
		t.Errorf("a note that another has changed: %v, want a stale form", err)
	}
}

// TestOnceCorrectedTooLate: somebody else has changed what the form saved.
func TestOnceCorrectedTooLate(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	f := crm.TaskForm{Kind: crm.KindCall, Subject: "zadzwonic", Assignee: s.anna.ID}
	task := must(s.AddTask(t.Context(), s.anna, "V1", f))(t).After
	must(s.EditTask(t.Context(), s.jan, "V2", task.ID, 1, crm.TaskForm{Kind: crm.KindCall, Subject: "oddzwonić", Assignee: s.jan.ID}))(t)
	f.Subject = "zadzwonić"
	if _, err := s.AddTask(t.Context(), s.anna, "V1", f); !isStale(err) {
		t.Errorf("the correction ended with %v, want a stale form", err)
	}
}

func isStale(err error) bool {
	_, ok := errors.AsType[crm.Stale](err)
	return ok
}

func TestOnceIsNotBurntByAProblem(t *testing.T) {
	t.Parallel()
	eachForm(t, func(t *testing.T, s *school, f form, id int64) {
		left := s.traces(f)
		if _, err := f.submit(t.Context(), s, "V1", id, " "); !problem(err) {
			t.Fatalf("an empty form: %v", err)
		}
		expect(t, "rows and events after the problem", s.traces(f), left)
		if got := must(f.submit(t.Context(), s, "V1", id, "Nowak"))(t); !got.changed {
			t.Error("the mended form changed nothing")
		}
	})
}

// TestOnceIsPerWorkspace: view ids of two Slack workspaces may be the same.
func TestOnceIsPerWorkspace(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	w := s.School(t, "Fluent")
	ewa := s.Member(t, w, "Ewa", crm.RoleManager)
	must(s.AddPerson(t.Context(), s.anna, "V1", crm.PersonForm{FamilyName: "Lis"}, nil))(t)
	if !must(s.AddPerson(t.Context(), ewa, "V1", crm.PersonForm{FamilyName: "Łoś"}, nil))(t).Changed() {
		t.Error("the other workspace's form changed nothing")
	}
}

// TestOnceIsForOneForm: a key that two forms share is an error, never the other's thing.
func TestOnceIsForOneForm(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasTask("nie ta")
	must(s.AddPerson(t.Context(), s.anna, "V1", crm.PersonForm{FamilyName: "Lis"}, nil))(t)
	got, err := s.AddTask(t.Context(), s.anna, "V1", crm.TaskForm{Kind: crm.KindTask, Subject: "x", Assignee: s.anna.ID})
	if err == nil {
		t.Errorf("got %+v", got)
	}
	expect(t, "tasks", s.number(`select count(*) from tasks`), 1)
}
