package sample_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/store/crm"
	"frontdesk/store/sample"
)

// A school is an invented one as a loader has it: people with ids.
type school struct {
	sample.Config
	people []crm.Person
	tasks  []crm.Task
	notes  []crm.Note
}

// tuesday is 24 November 2026, 10:00 in Warsaw.
var tuesday = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func warsaw(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Warsaw")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// demo is a school of the demo's size at a moment.
func demo(t testing.TB, now time.Time) sample.Config {
	t.Helper()
	return sample.Config{
		Seed: 1, People: 300, Tasks: 1000, Notes: 400, Now: now, Zone: warsaw(t),
		Staff: []crm.StaffID{3, 4, 5, 6},
	}
}

// large is a school in which shares are close to what they should be.
func large(t testing.TB) sample.Config {
	t.Helper()
	c := demo(t, tuesday)
	c.People, c.Tasks, c.Notes = 10_000, 20_000, 10_000
	return c
}

func invent(c sample.Config) school {
	s := school{Config: c, people: slices.Collect(sample.People(c))}
	for i := range s.people {
		s.people[i].ID = crm.PersonID(1000 + i)
	}
	s.tasks = slices.Collect(sample.Tasks(c, s.people))
	s.notes = slices.Collect(sample.Notes(c, s.people))
	return s
}

// person is the one with an id, which must exist.
func (s school) person(t testing.TB, id crm.PersonID) crm.Person {
	t.Helper()
	i := int(id) - 1000
	if i < 0 || i >= len(s.people) {
		t.Fatalf("nobody has the id %d", id)
	}
	return s.people[i]
}

func TestTheSameSeedMakesTheSameSchool(t *testing.T) {
	c := demo(t, tuesday)
	first, second := invent(c), invent(c)
	if !reflect.DeepEqual(first, second) {
		t.Error("two schools of one seed differ")
	}
	c.Seed = 2
	other := invent(c)
	if reflect.DeepEqual(first.people, other.people) || reflect.DeepEqual(first.tasks, other.tasks) || reflect.DeepEqual(first.notes, other.notes) {
		t.Error("another seed makes the same people, tasks or notes")
	}
}

// TestAnySize makes schools that are small or lack something.
func TestAnySize(t *testing.T) {
	for _, size := range []struct{ people, tasks, notes int }{{0, 0, 0}, {1, 1, 1}, {0, 50, 5}, {3, 200, 40}, {40, 7, 3}} {
		c := demo(t, tuesday)
		c.People, c.Tasks, c.Notes = size.people, size.tasks, size.notes
		s := invent(c)
		wantNotes := size.notes
		if size.people == 0 {
			wantNotes = 0
		}
		if len(s.people) != size.people || len(s.tasks) != size.tasks || len(s.notes) != wantNotes {
			t.Errorf("%+v made %d people, %d tasks, %d notes", size, len(s.people), len(s.tasks), len(s.notes))
		}
		checkTasks(t, s)
	}
}

func TestLoopsMayStopEarly(t *testing.T) {
	s := invent(demo(t, tuesday))
	for range sample.People(s.Config) {
		break
	}
	for task := range sample.Tasks(s.Config, s.people) {
		if !task.IsDone() { // among the open ones, the second half
			break
		}
	}
	for range sample.Notes(s.Config, s.people) {
		break
	}
}

func TestNotesKeepTheRules(t *testing.T) {
	s := invent(large(t))
	for i, n := range s.notes {
		if i > 0 && n.Created.Before(s.notes[i-1].Created) {
			t.Fatalf("%+v was written before %+v", n, s.notes[i-1])
		}
		p := s.person(t, n.Person)
		form := crm.NoteForm{Person: n.Person, Body: n.Body}
		if after, err := form.Apply(n); err != nil || after != n {
			t.Fatalf("%+v: the form makes %+v, error %v", n, after, err)
		}
		if n.Created.Before(p.Created) || n.Created.After(s.Now) || n.PersonName != p.Name() || !slices.Contains(s.Staff, n.Author) {
			t.Fatalf("%+v about %+v", n, p)
		}
	}
}

func TestStaff(t *testing.T) {
	all := sample.Staff()
	if len(all) != 26 {
		t.Errorf("%d members, want 26", len(all))
	}
	seen := make(map[string]bool)
	for _, m := range all {
		if seen[m.Name] || seen[m.Email] || seen[m.SlackUser] {
			t.Errorf("%+v is like another", m)
		}
		seen[m.Name], seen[m.Email], seen[m.SlackUser] = true, true, true
		if !strings.HasSuffix(m.Email, ".example.com") {
			t.Errorf("%s is no address for examples", m.Email)
		}
		if err := (crm.Staff{Role: m.Role}).MayBeAssigned(); err != nil {
			t.Errorf("%+v: %v", m, err)
		}
	}
	if all[0].Role != crm.RoleManager {
		t.Errorf("the first member is a %s", all[0].Role)
	}
}

// checkShare fails unless count of all is between two percentages.
func checkShare(t *testing.T, what string, count, all int, low, high float64) {
	t.Helper()
	if got := 100 * float64(count) / float64(all); got < low || got > high {
		t.Errorf("%s: %.1f %%, want %g to %g", what, got, low, high)
	}
}

// count tells how many of all are so.
func count[T any](all []T, is func(T) bool) (n int) {
	for _, v := range all {
		if is(v) {
			n++
		}
	}
	return n
}

func BenchmarkPeople(b *testing.B) {
	c := demo(b, tuesday)
	c.People = 100_000
	for b.Loop() {
		for range sample.People(c) {
		}
	}
}

func BenchmarkTasks(b *testing.B) {
	c := demo(b, tuesday)
	c.People, c.Tasks = 100_000, 1_000_000
	people := slices.Collect(sample.People(c))
	for b.Loop() {
		for range sample.Tasks(c, people) {
		}
	}
}
