package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

// school is a language school in Warsaw with a manager and a receptionist, on a
// Tuesday at ten.
type school struct {
	*storetest.Database
	t         testing.TB
	workspace crm.Workspace
	anna      crm.Staff // manager
	jan       crm.Staff // receptionist
}

func newSchool(t testing.TB) *school {
	t.Helper()
	s := &school{Database: storetest.New(t), t: t}
	s.workspace = s.School(t, "Lingua")
	s.anna = s.Member(t, s.workspace, "Anna Nowak", crm.RoleManager)
	s.jan = s.Member(t, s.workspace, "Jan Zając", crm.RoleReceptionist)
	return s
}

// must is what a method of the store answers when it is not expected to fail.
func must[T any](answer T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatalf("unexpected error: %v", err)
		}
		return answer
	}
}

// expectRefusal fails unless err is the refusal with this sentence.
func expectRefusal(t testing.TB, err error, id string) {
	t.Helper()
	if r, ok := errors.AsType[crm.Refusal](err); !ok || r.ID != id {
		t.Errorf("got error %v, want %s", err, id)
	}
}

// expectProblem fails unless err says just this about a form.
func expectProblem(t testing.TB, err error, field, id string) {
	t.Helper()
	got, _ := errors.AsType[crm.Problems](err)
	if want := (crm.Problems{{Field: field, ID: id}}); !reflect.DeepEqual(got, want) {
		t.Errorf("got error %v, want %v", err, want)
	}
}

// expect fails unless got is want.
func expect[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

// hasPerson adds a person whom Anna looks after, whoever else they may look like.
func (s *school) hasPerson(given, family string) crm.Person {
	s.t.Helper()
	return s.hasPersonLike(crm.PersonForm{GivenName: given, FamilyName: family})
}

func (s *school) hasPersonLike(f crm.PersonForm) crm.Person {
	s.t.Helper()
	c, err := s.AddPerson(s.t.Context(), s.anna, "", f, nil)
	for doubles, ok := errors.AsType[crm.Doubles](err); ok; doubles, ok = errors.AsType[crm.Doubles](err) {
		c, err = s.AddPerson(s.t.Context(), s.anna, "", f, idsOf(doubles.People))
	}
	return must(c, err)(s.t).After
}

func idsOf(people []crm.Person) (ids []crm.PersonID) {
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	return ids
}

// hasTask adds a task of Anna's, as the options make it.
func (s *school) hasTask(subject string, options ...func(*crm.TaskForm)) crm.Task {
	s.t.Helper()
	f := crm.TaskForm{Kind: crm.KindTask, Subject: subject, Assignee: s.anna.ID}
	for _, option := range options {
		option(&f)
	}
	return must(s.AddTask(s.t.Context(), s.anna, "", f))(s.t).After
}

func about(p crm.Person) func(*crm.TaskForm) { return func(f *crm.TaskForm) { f.Person = p.ID } }

func assignedTo(m crm.Staff) func(*crm.TaskForm) { return func(f *crm.TaskForm) { f.Assignee = m.ID } }
func due(d crm.Due) func(*crm.TaskForm)          { return func(f *crm.TaskForm) { f.Due = d } }
func done(f *crm.TaskForm)                       { f.Done = true }
func call(f *crm.TaskForm)                       { f.Kind = crm.KindCall }

// in is the time d after the school's opening; negative is before.
func in(d time.Duration) crm.Due { return crm.DueAt(storetest.Opening.Add(d)) }

func (s *school) hasNote(p crm.Person, body string) crm.Note {
	s.t.Helper()
	return must(s.AddNote(s.t.Context(), s.anna, "", crm.NoteForm{Person: p.ID, Body: body}))(s.t).After
}

// archives puts the person into the archive, and leaves their tasks.
func (s *school) archives(p crm.Person) crm.Person {
	s.t.Helper()
	return must(s.Archive(s.t.Context(), s.anna, p.ID, crm.LeaveTasks))(s.t).After
}

// sql changes rows behind the store's back.
func (s *school) sql(query string, args ...any) {
	s.t.Helper()
	if _, err := s.Pool.Exec(s.t.Context(), query, args...); err != nil {
		s.t.Fatalf("changing rows: %v", err)
	}
}

// number is the only number that a query answers.
func (s *school) number(query string, args ...any) int {
	s.t.Helper()
	var n int
	if err := s.Pool.QueryRow(s.t.Context(), query, args...).Scan(&n); err != nil {
		s.t.Fatalf("counting rows: %v", err)
	}
	return n
}

// events counts the events of the school.
func (s *school) events() int {
	s.t.Helper()
	return s.number(`select count(*) from events where workspace_id = $1`, s.workspace.ID)
}

// A reader reads one page of a list.
type reader[T any] func(at crm.Cursor, size int) (crm.Page[T], error)

// pages reads a list page by page to its end, and back again, and expects the same
// pages on the way back.
func pages[T any](t testing.TB, size int, read reader[T]) []T {
	t.Helper()
	var there []crm.Page[T]
	for at := crm.Cursor(""); ; at = there[len(there)-1].Next {
		p := must(read(at, size))(t)
		if len(p.Items) > size || len(p.Items) == 0 && at != "" {
			t.Fatalf("%d rows on the page at %q of %d", len(p.Items), at, size)
		}
		there = append(there, p)
		if p.Next == "" {
			break
		}
	}
	all := there[len(there)-1].Items
	for i := len(there) - 2; i >= 0; i-- {
		at := there[i+1].Previous
		if at == "" {
			t.Fatalf("the way back ends at page %d of %d", i+2, len(there))
		}
		back := must(read(at, size))(t)
		expect(t, fmt.Sprintf("page %d in pages of %d, read back", i+1, size), back, there[i])
		all = append(slices.Clone(back.Items), all...)
	}
	expect(t, "page before the first", there[0].Previous, "")
	return all
}

// familyNames are the family names of people.
func familyNames(people []crm.Person) []string {
	out := []string{}
	for _, p := range people {
		out = append(out, p.FamilyName)
	}
	return out
}

// subjects are what tasks are called.
func subjects(tasks []crm.Task) []string {
	out := []string{}
	for _, task := range tasks {
		out = append(out, task.Subject)
	}
	return out
}

// profile is what Slack tells of somebody.
func profile(name string, role crm.Role) store.StaffProfile {
	return store.StaffProfile{SlackUser: "U" + name, Name: name, Zone: "Europe/Warsaw", Role: role}
}
