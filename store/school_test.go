package store_test

import (
	"errors"
	"reflect"
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

// hasPerson adds a person whom Anna looks after.
func (s *school) hasPerson(given, family string) crm.Person {
	s.t.Helper()
	return s.hasPersonLike(crm.PersonForm{GivenName: given, FamilyName: family})
}

func (s *school) hasPersonLike(f crm.PersonForm) crm.Person {
	s.t.Helper()
	return must(s.AddPerson(s.t.Context(), s.anna, "", f))(s.t).After
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

// in is the time d after the school's opening; negative is before.
func in(d time.Duration) crm.Due { return crm.DueAt(storetest.Opening.Add(d)) }

func (s *school) hasNote(p crm.Person, body string) crm.Note {
	s.t.Helper()
	return must(s.AddNote(s.t.Context(), s.anna, "", crm.NoteForm{Person: p.ID, Body: body}))(s.t).After
}

// archives makes the person archived; no verb does that yet.
func (s *school) archives(p crm.Person) {
	s.t.Helper()
	s.sql(`update people set type = 'archived' where workspace_id = $1 and id = $2`, s.workspace.ID, p.ID)
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

// pages reads a list page by page.
func pages[T any](t testing.TB, page func(after crm.Cursor) (crm.Page[T], error)) []T {
	t.Helper()
	var all []T
	var after crm.Cursor
	for {
		p := must(page(after))(t)
		all = append(all, p.Items...)
		if p.Next == "" {
			return all
		}
		if p.Next == after || len(p.Items) == 0 {
			t.Fatalf("the page after %q leads nowhere", after)
		}
		after = p.Next
	}
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
