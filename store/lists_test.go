package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
)

// peopleLike reads the list of those whom f lets through.
func (s *school) peopleLike(f crm.PersonFilter) reader[crm.Person] {
	return func(at crm.Cursor, size int) (crm.Page[crm.Person], error) {
		return s.People(s.t.Context(), s.anna, f, at, size)
	}
}

// tasksLike reads the list of the tasks that f lets through.
func (s *school) tasksLike(f store.TaskFilter) reader[crm.Task] {
	return func(at crm.Cursor, size int) (crm.Page[crm.Task], error) {
		return s.Tasks(s.t.Context(), s.anna, f, at, size)
	}
}

func TestPeopleInPolishOrder(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for _, family := range []string{"Zając", "Łoś", "Ćwik", "Lis", "Cebula", "Żak", "Źrebak", "Adamska", "Ślusarz", "Sowa", "ćma", "Óska", "Oset"} {
		s.hasPerson("Ewa", family)
	}
	s.hasPerson("Łucja", "Lis")
	s.hasPerson("Anna", "Lis")
	s.hasPerson("Ewa", "Lis") // a namesake
	got := must(s.People(t.Context(), s.anna, crm.PersonFilter{}, "", 100))(t)
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
		paged := pages(t, size, s.peopleLike(crm.PersonFilter{}))
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
		s.sql(`update people set type = $1::text, was_type = case when $1 = 'archived' then 'crm' else '' end where id = $2`, is, p.ID)
	}
	page := must(s.People(t.Context(), s.anna, crm.PersonFilter{}, "", 10))(t)
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
				paged := pages(t, size, s.tasksLike(c.filter))
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
		expect(t, "people", must(s.People(t.Context(), s.anna, crm.PersonFilter{}, "", 5))(t).Total, c.want)
	}
}

// TestR13PagesThatChanged goes on and back from people who are there no more.
func TestR13PagesThatChanged(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	var ids []crm.PersonID
	for _, family := range []string{"Ada", "Bem", "Cis", "Dąb", "Ewa", "Fik", "Gil"} {
		ids = append(ids, s.hasPerson("", family).ID)
	}
	read := s.peopleLike(crm.PersonFilter{})
	names := func(at crm.Cursor) []string { t.Helper(); return familyNames(must(read(at, 3))(t).Items) }
	second := must(read(must(read("", 3))(t).Next, 3))(t)
	expect(t, "second page", familyNames(second.Items), []string{"Dąb", "Ewa", "Fik"})
	third := must(read(second.Next, 3))(t)

	s.sql(`delete from events`)
	s.sql(`delete from people where id = any($1)`, []crm.PersonID{ids[1], ids[5]}) // Bem and Fik
	t.Run("R13 on from somebody who is gone", func(t *testing.T) { expect(t, "page", names(second.Next), []string{"Gil"}) })
	t.Run("R13 the page before the first is the first, and full", func(t *testing.T) {
		expect(t, "page", names(second.Previous), []string{"Ada", "Cis", "Dąb"})
	})
	t.Run("R13 back from the last", func(t *testing.T) {
		expect(t, "page", names(third.Previous), []string{"Cis", "Dąb", "Ewa"})
	})

	s.sql(`delete from people where id = $1`, ids[6]) // Gil
	t.Run("R13 where nobody is left after, the last page", func(t *testing.T) {
		last := must(read(second.Next, 3))(t)
		expect(t, "page", familyNames(last.Items), []string{"Cis", "Dąb", "Ewa"})
		expect(t, "page after it", last.Next, "")
		expect(t, "page before it", names(last.Previous), []string{"Ada", "Cis", "Dąb"})
	})
	t.Run("R13 nobody left at all", func(t *testing.T) {
		s.sql(`delete from people`)
		for _, at := range []crm.Cursor{"", second.Next, second.Previous} {
			page := must(read(at, 3))(t)
			expect(t, "page", page, crm.Page[crm.Person]{Items: []crm.Person{}})
		}
	})
}

func TestCursorsThatNoListGaveOut(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.history()
	s.hasPerson("Jan", "Lis")
	lists := map[string]func(crm.Cursor) (crm.Cursor, error){
		"people": func(at crm.Cursor) (crm.Cursor, error) {
			page, err := s.People(t.Context(), s.anna, crm.PersonFilter{}, at, 1)
			return page.Next, err
		},
		"tasks": func(at crm.Cursor) (crm.Cursor, error) {
			page, err := s.Tasks(t.Context(), s.anna, store.TaskFilter{}, at, 1)
			return page.Next, err
		},
		"timeline": func(at crm.Cursor) (crm.Cursor, error) {
			page, err := s.Timeline(t.Context(), s.anna, p.ID, at, 1)
			return page.Next, err
		},
	}
	wrong := []crm.Cursor{"?", "abc", "eyJ", ".", ".x", "eyJhIjoieCIsImYiOjF9"} // the last is {"a":"x","f":1}
	for name, list := range lists {
		for _, cursor := range wrong {
			_, err := list(cursor)
			expectRefusal(t, err, "refusal.stale_page")
		}
		for other, theirs := range lists {
			if other != name {
				_, err := list(must(theirs(""))(t))
				expectRefusal(t, err, "refusal.stale_page")
			}
		}
	}
}

// TestCursorsFitIntoButtons: what Slack hands back with a press has room for the longest
// names: 2,000 characters in a button, 3,000 of private_metadata.
func TestCursorsFitIntoButtons(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for range 3 {
		s.hasPerson(strings.Repeat("<", crm.MaxName), strings.Repeat("🙂", crm.MaxName))
	}
	page := must(s.People(t.Context(), s.anna, crm.PersonFilter{}, "", 1))(t)
	page = must(s.People(t.Context(), s.anna, crm.PersonFilter{}, page.Next, 1))(t)
	letters := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
	for _, cursor := range []crm.Cursor{page.Next, page.Previous} {
		if len(cursor) > 1500 || strings.Trim(string(cursor), letters) != "" {
			t.Errorf("a cursor of %d characters: %s", len(cursor), cursor)
		}
	}
}

// TestListsReadWhole reads lists that are longer than what is read at a time.
func TestListsReadWhole(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.sql(`insert into people (workspace_id, given_name, family_name, phone, phone_ext, email, company, type, crm_contact,
			given_first, family_first, email_fold, company_fold, created_at)
		select $1, '', 'Nowak', '', '', '', '', 'crm', true, '', '', '', '', $2::timestamptz - i / 7 * interval '1 s' from generate_series(1, 2345) i`,
		s.workspace.ID, s.Now())
	s.sql(`insert into tasks (workspace_id, kind, subject, note, assignee_id, due_has_hour, to_announce, changed_at, at, list_at, created_at)
		select $1, 'task', 'x', '', $2, false, false, $3, $3, '9999-01-01Z', $3 from generate_series(1, 2000)`,
		s.workspace.ID, s.anna.ID, s.Now())
	for what, f := range map[string]crm.PersonFilter{
		"by name": {}, "newest first": {CreatedFrom: "2026-01-01"}, "combined": {CreatedFrom: "2026-01-01", Type: crm.TypeCRM},
	} {
		all := must(collected(s.EachPerson(t.Context(), s.anna, f)))(t)
		ids := map[crm.PersonID]bool{}
		for _, p := range all {
			ids[p.ID] = true
		}
		expect(t, "people "+what, []int{len(all), len(ids)}, []int{2345, 2345})
		expect(t, "the first of them "+what, all[:50], must(s.People(t.Context(), s.anna, f, "", 50))(t).Items)
	}
	ids := map[crm.TaskID]bool{}
	tasks := must(collected(s.EachTask(t.Context(), s.anna, store.TaskFilter{Open: true})))(t)
	for _, task := range tasks {
		ids[task.ID] = true
	}
	expect(t, "tasks", []int{len(tasks), len(ids)}, []int{2000, 2000})

	taken := 0
	for range s.EachPerson(t.Context(), s.anna, crm.PersonFilter{}) {
		if taken++; taken == 3 {
			break
		}
	}
	expect(t, "taken", taken, 3)
}
