package store_test

import (
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
)

// sample is a small school to be loaded.
func (s *school) sample() store.Load {
	person := func(family string, kind crm.Type) crm.Person {
		return crm.Person{FamilyName: family, Type: kind, Phone: "+48501234567", Owner: s.jan.ID, Created: s.Now().Add(-time.Hour)}
	}
	task := func(subject string, p crm.PersonID, d crm.Due, finished time.Time) crm.Task {
		return crm.Task{
			Kind: crm.KindCall, Subject: subject, Person: p, Assignee: s.jan.ID, Due: d, Done: finished, Created: s.Now(),
		}
	}
	return store.Load{
		People: []crm.Person{person("Ćwik", crm.TypeStudent), person("Łoś", crm.TypeStudent).Archive()},
		Tasks: []crm.Task{
			task("spóźnione", 1, in(-time.Hour), time.Time{}),
			task("zrobione", 1, in(-time.Hour), s.Now()),
			task("jutro", 1, in(24*time.Hour), time.Time{}),
			task("niczyje", 0, crm.Due{}, time.Time{}),
		},
		Notes: []crm.Note{{Person: 2, Body: "wyjechał", Author: s.jan.ID, Created: s.Now()}},
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	count := s.events()
	if err := s.Load(t.Context(), crm.System(s.workspace), s.sample()); err != nil {
		t.Fatal(err)
	}
	found := must(s.FindPeople(t.Context(), s.anna, "cwik", 5))(t)
	expect(t, "found", familyNames(found), []string{"Ćwik"})
	expect(t, "open tasks", found[0].OpenTasks, 2)
	expect(t, "owner", found[0].Owner, s.jan.ID)
	expect(t, "timeline of the first", s.line(found[0]), []string{"!spóźnione", "jutro", "zrobione", "added"})
	second := must(s.FindPeople(t.Context(), s.anna, "los", 5))(t)[0]
	expect(t, "timeline of the second", s.line(second), []string{"wyjechał", "added"})
	expect(t, "events", s.events()-count, 2)
	s.expectCounters("the load")
	expect(t, "indexes that put off their work", s.number(`select count(*) from pg_class where 'fastupdate=on' = any(reloptions)`), 0)
	expect(t, "tasks to be announced", s.number(`select count(*) from tasks where to_announce`), 1)

	f := found[0].Form()
	f.Company = "ABC"
	must(s.EditPerson(t.Context(), s.anna, "", found[0].ID, found[0].Version, f, ""))(t)
	s.hasPerson("", "Nowy") // ids go on after the loaded ones
}

func TestLoadAllOrNothing(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	before := s.rows(s.workspace)
	l := s.sample()
	l.Notes[0].Author = 999
	if err := s.Load(t.Context(), crm.System(s.workspace), l); err == nil {
		t.Error("loaded a note of nobody")
	}
	expectSameRows(t, before, s.rows(s.workspace))
	err := s.Load(t.Context(), s.anna, s.sample())
	expectRefusal(t, err, "refusal.managers_only")
	expectSameRows(t, before, s.rows(s.workspace))
}
