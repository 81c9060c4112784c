package store_test

import (
	"fmt"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
)

func TestPeopleInPolishOrder(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for _, family := range []string{"Zając", "Łoś", "Ćwik", "Lis", "Cebula", "Żak", "Źrebak", "Adamska", "Ślusarz", "Sowa", "ćma", "Óska", "Oset"} {
		s.hasPerson("Ewa", family)
	}
	s.hasPerson("Łucja", "Lis")
	s.hasPerson("Anna", "Lis")
	s.hasPerson("Ewa", "Lis") // a namesake
	got := must(s.People(t.Context(), s.anna, "", 100))(t)
	expect(t, "people", familyNames(got.Items), []string{
		"Adamska", "Cebula", "ćma", "Ćwik", "Lis", "Lis", "Lis", "Lis", "Łoś", "Oset", "Óska", "Sowa", "Ślusarz", "Zając", "Źrebak", "Żak",
	})
	var given []string
	for _, p := range got.Items[4:8] {
		given = append(given, p.GivenName)
	}
	expect(t, "given names", given, []string{"Anna", "Ewa", "Ewa", "Łucja"})
	expect(t, "in all", got.Total, 16)
	expect(t, "page after the last", got.Next, "")

	for size := 1; size <= 17; size++ {
		paged := pages(t, func(after crm.Cursor) (crm.Page[crm.Person], error) {
			return s.People(t.Context(), s.anna, after, size)
		})
		expect(t, fmt.Sprint("pages of ", size), paged, got.Items)
	}
}

// agenda are tasks of Anna and Jan at several times, two of them at the same.
func (s *school) agenda() {
	s.t.Helper()
	s.hasTask("bez terminu")
	s.hasTask("jutro", due(in(24*time.Hour)), assignedTo(s.jan))
	s.hasTask("wczoraj", due(in(-24*time.Hour)))
	s.hasTask("jutro także", due(in(24*time.Hour)))
	s.hasTask("wczoraj zrobione", due(in(-25*time.Hour)), done)
	s.hasTask("dziś", due(crm.DueOn(2026, 11, 24, s.workspace.Zone)), assignedTo(s.jan))
	s.hasTask("bez terminu zrobione", done, assignedTo(s.jan))
	must(s.DeleteTask(s.t.Context(), s.anna, s.hasTask("usunięte", due(in(0))).ID))(s.t)
}

func TestR1OneRegistry(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	types := []crm.Type{crm.TypeCRM, crm.TypeStudent, crm.TypeArchived, crm.TypeCompany}
	for _, is := range types {
		p := s.hasPerson("Ewa", "Wspólna")
		s.sql(`update people set type = $1 where id = $2`, is, p.ID)
	}
	page := must(s.People(t.Context(), s.anna, "", 10))(t)
	found := must(s.FindPeople(t.Context(), s.anna, "wspolna", 10))(t)
	for what, people := range map[string][]crm.Person{"the list": page.Items, "the search": found} {
		got := map[crm.Type]int{}
		for _, p := range people {
			got[p.Type]++
		}
		for _, is := range types {
			if got[is] != 1 {
				t.Errorf("R1 %s has %d of type %s, want 1", what, got[is], is)
			}
		}
	}
}

func TestTasks(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.agenda()
	midnight := crm.DueOn(2026, 11, 24, s.workspace.Zone).At
	for _, c := range []struct {
		name   string
		filter store.TaskFilter
		want   []string
	}{
		{"all", store.TaskFilter{}, []string{
			"wczoraj zrobione", "wczoraj", "dziś", "jutro", "jutro także", "bez terminu", "bez terminu zrobione",
		}},
		{"open", store.TaskFilter{Open: true}, []string{"wczoraj", "dziś", "jutro", "jutro także", "bez terminu"}},
		{"Jan's", store.TaskFilter{Assignee: s.jan.ID}, []string{"dziś", "jutro", "bez terminu zrobione"}},
		{"Jan's open", store.TaskFilter{Open: true, Assignee: s.jan.ID}, []string{"dziś", "jutro"}},
		{"from today", store.TaskFilter{From: midnight}, []string{"dziś", "jutro", "jutro także"}},
		{"until today", store.TaskFilter{To: midnight}, []string{"wczoraj zrobione", "wczoraj"}},
		{"today", store.TaskFilter{From: midnight, To: midnight.Add(24 * time.Hour)}, []string{"dziś"}},
		{"Anna's open from today", store.TaskFilter{Open: true, Assignee: s.anna.ID, From: midnight}, []string{"jutro także"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			whole := must(s.Tasks(t.Context(), s.anna, c.filter, "", 100))(t)
			expect(t, "tasks", subjects(whole.Items), c.want)
			expect(t, "in all", whole.Total, len(c.want))
			for size := 1; size <= len(c.want)+1; size++ {
				paged := pages(t, func(after crm.Cursor) (crm.Page[crm.Task], error) {
					return s.Tasks(t.Context(), s.anna, c.filter, after, size)
				})
				expect(t, fmt.Sprint("pages of ", size), paged, whole.Items)
			}
		})
	}
}

// TestCountsStop: nobody needs to know how many there are beyond a thousand.
func TestCountsStop(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for _, c := range []struct{ rows, want int }{{1000, 1000}, {1, 1001}, {499, 1001}} {
		s.sql(`insert into tasks (workspace_id, kind, subject, note, assignee_id, due_has_hour, to_announce, changed_at, at, list_at, created_at)
			select $1, 'task', 'z' || i, '', $2, false, false, $3, $3, '9999-01-01Z', $3 from generate_series(1, $4::int) i`,
			s.workspace.ID, s.anna.ID, s.Now(), c.rows)
		s.sql(`insert into people (workspace_id, given_name, family_name, phone, phone_ext, email, company, type, crm_contact,
				given_first, family_first, email_fold, company_fold, created_at)
			select $1, '', 'Nowak', '', '', '', '', 'crm', true, 'nowak', 'nowak', '', '', $2 from generate_series(1, $3::int)`,
			s.workspace.ID, s.Now(), c.rows)
		expect(t, "tasks", must(s.Tasks(t.Context(), s.anna, store.TaskFilter{Open: true}, "", 5))(t).Total, c.want)
		expect(t, "people", must(s.People(t.Context(), s.anna, "", 5))(t).Total, c.want)
	}
}

func TestCursorsThatNoListGaveOut(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasPerson("Ewa", "Ćwik")
	for _, cursor := range []crm.Cursor{"?", "abc", "eyJ", "eyJhIjoieCIsImYiOjF9"} { // the last is {"a":"x","f":1}
		_, err := s.People(t.Context(), s.anna, cursor, 5)
		expectRefusal(t, err, "refusal.stale_page")
		_, err = s.Tasks(t.Context(), s.anna, store.TaskFilter{}, cursor, 5)
		expectRefusal(t, err, "refusal.stale_page")
		_, err = s.Timeline(t.Context(), s.anna, p.ID, cursor, 5)
		expectRefusal(t, err, "refusal.stale_page")
	}
}
