package store_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/store/crm"
)

// TestLocksAreTakenInOneOrder: two changes that concern the same two rows wait for
// the first of them and hold nothing that the other needs, whichever way they go.
func TestLocksAreTakenInOneOrder(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p, q := s.hasPerson("", "Pierwsza"), s.hasPerson("", "Quinto")
	for _, c := range []struct {
		name         string
		lock         string // takes the row of an id
		first, other int64  // ids of the rows
		one, two     crm.Task
		exchange     func(f *crm.TaskForm) // takes a task from the one to the other
	}{
		{
			"people", `select from people where id = $1 for no key update nowait`, int64(p.ID), int64(q.ID),
			s.hasTask("1", about(p)), s.hasTask("2", about(q)),
			func(f *crm.TaskForm) { f.Person = p.ID + q.ID - f.Person },
		},
		{
			"feeds", `select from feeds where staff_id = $1 for no key update nowait`, int64(s.anna.ID), int64(s.jan.ID),
			s.hasTask("3", assignedTo(s.anna)), s.hasTask("4", assignedTo(s.jan)),
			func(f *crm.TaskForm) { f.Assignee = s.anna.ID + s.jan.ID - f.Assignee },
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			holder := must(s.Pool.Begin(t.Context()))(t)
			defer holder.Rollback(t.Context())
			if _, err := holder.Exec(t.Context(), c.lock, c.first); err != nil {
				t.Fatal(err)
			}
			var both sync.WaitGroup
			for _, task := range []crm.Task{c.one, c.two} {
				f := task.Form()
				c.exchange(&f)
				both.Go(func() {
					if _, err := s.EditTask(t.Context(), s.anna, "", task.ID, task.Version, f); err != nil {
						t.Errorf("editing task: %v", err)
					}
				})
			}
			s.expectWaiting(2)
			if _, err := holder.Exec(t.Context(), c.lock, c.other); err != nil {
				t.Errorf("the other row is held by one who waits: %v", err)
			}
			if err := holder.Rollback(t.Context()); err != nil {
				t.Error(err)
			}
			both.Wait()
		})
	}
}

// expectWaiting returns when n transactions wait for a lock.
func (s *school) expectWaiting(n int) {
	s.t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if s.number(`select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`) == n {
			return
		}
	}
	s.t.Errorf("there are never %d transactions that wait", n)
}

// TestArchiveLocksInTheSameOrder: whoever is archived is locked after their open tasks,
// and feeds are touched in one order, so that nobody waits for the archiving in a ring.
func TestArchiveLocksInTheSameOrder(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		first, other string // which take a row of PERSON, ANNA or JAN
	}{
		"tasks before their person": {
			`select from tasks where person_id = PERSON and assignee_id = ANNA for no key update nowait`,
			`select from people where id = PERSON for no key update nowait`,
		},
		"feeds": {
			`select from feeds where staff_id = ANNA for no key update nowait`,
			`select from feeds where staff_id = JAN for no key update nowait`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			p := s.hasPerson("Ewa", "Ćwik")
			s.hasTask("Jana", about(p), assignedTo(s.jan))
			annas := s.hasTask("Anny", about(p))
			ids := strings.NewReplacer("PERSON", fmt.Sprint(p.ID), "ANNA", fmt.Sprint(s.anna.ID), "JAN", fmt.Sprint(s.jan.ID))
			holder := must(s.Pool.Begin(t.Context()))(t)
			defer holder.Rollback(t.Context())
			must(holder.Exec(t.Context(), ids.Replace(c.first)))(t)
			var archiving sync.WaitGroup
			archiving.Go(func() {
				if _, err := s.Archive(t.Context(), s.anna, p.ID, crm.DeleteTasks); err != nil {
					t.Errorf("archiving: %v", err)
				}
			})
			s.expectWaiting(1)
			if _, err := holder.Exec(t.Context(), ids.Replace(c.other)); err != nil {
				t.Errorf("the other row is held by who waits: %v", err)
			}
			must(holder.Exec(t.Context(), `update tasks set done_at = created_at where id = $1 and $2`, annas.ID, name != "feeds"))(t)
			if err := holder.Commit(t.Context()); err != nil {
				t.Error(err)
			}
			archiving.Wait()
			deleted := map[bool]int{true: 2, false: 1}[name == "feeds"] // and not what somebody finished meanwhile
			expect(t, "tasks deleted", s.number(`select count(*) from events where verb = 'deleted'`), deleted)
			expect(t, "archived", must(s.Person(t.Context(), s.anna, p.ID))(t).Archived(), true)
		})
	}
}
