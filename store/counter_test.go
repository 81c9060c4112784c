package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"frontdesk/store/crm"
)

// expectCounters recounts what each person's row keeps of their tasks: how many are
// open, when the first of these is overdue, and when the last contact was.
func (s *school) expectCounters(after string) {
	s.t.Helper()
	wrong := s.number(`
		select count(*) from people p where (open_tasks, coalesce(overdue_from, '-infinity'), coalesce(last_contact, '-infinity')) <> (
			select
				(select count(*) from tasks t where t.workspace_id = p.workspace_id and t.person_id = p.id
					and t.done_at is null and t.deleted_at is null),
				coalesce((select t.overdue_at from tasks t where t.workspace_id = p.workspace_id and t.person_id = p.id
					and t.done_at is null and t.deleted_at is null order by t.overdue_at nulls last limit 1), '-infinity'),
				coalesce((select case when t.due_at < t.done_at then t.due_at else t.done_at end as at
					from tasks t where t.workspace_id = p.workspace_id and t.person_id = p.id and t.deleted_at is null
					and t.done_at is not null and t.kind in ('call', 'meeting', 'message') order by at desc limit 1), '-infinity'))`)
	if wrong != 0 {
		s.t.Fatalf("after %s: what is kept of the tasks of %d people is wrong", after, wrong)
	}
}

func TestTasksAreCounted(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	random := rand.New(rand.NewPCG(1, 2))
	var tasks []crm.TaskID
	people := []crm.PersonID{0}
	for _, family := range []string{"Ćwik", "Lis", "Łoś"} {
		people = append(people, s.hasPerson("", family).ID)
	}
	some := func() crm.TaskID { return tasks[random.IntN(len(tasks))] }
	form := func() crm.TaskForm {
		return crm.TaskForm{
			Kind:    []crm.Kind{crm.KindTask, crm.KindCall, crm.KindMeeting, crm.KindMessage}[random.IntN(4)],
			Subject: "x", Person: people[random.IntN(len(people))], Assignee: s.anna.ID,
			Done: random.IntN(3) == 0, Duration: time.Duration(random.IntN(60)) * time.Minute,
		}
	}
	ctx := t.Context()
	steps := []func() error{
		func() error {
			c, err := s.AddTask(ctx, s.anna, "", form())
			tasks = append(tasks, c.After.ID)
			return err
		},
		func() error {
			id := some()
			version := s.number(`select version from tasks where id = $1`, id)
			_, err := s.EditTask(ctx, s.anna, "", id, version, form())
			return err
		},
		func() error { _, err := s.SetTaskDone(ctx, s.anna, some(), random.IntN(2) == 0); return err },
		func() error {
			_, err := s.MoveTask(ctx, s.anna, some(), in(time.Duration(random.IntN(99)-50)*time.Hour))
			return err
		},
		func() error { _, err := s.DeleteTask(ctx, s.anna, some()); return err },
	}
	kinds := []int{0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 4}
	if err := steps[0](); err != nil {
		t.Fatal(err)
	}
	for i := range 300 {
		s.Clock.Forward(time.Minute)
		kind := kinds[random.IntN(len(kinds))]
		if err := steps[kind](); err != nil && !errors.Is(err, crm.ErrNotFound) {
			t.Fatalf("step %d: %v", i, err)
		}
		s.expectCounters(fmt.Sprintf("step %d, of kind %d", i, kind))
	}
	for _, kept := range []string{"open_tasks > 0", "overdue_from is not null", "last_contact is not null"} {
		if s.number(`select count(*) from people where `+kept) == 0 {
			t.Errorf("of nobody %s in the end", kept)
		}
	}
}

// TestCountersOfTwoChangesAtOnce: a change that waited for another one of the same
// person's tasks counts what that has left.
func TestCountersOfTwoChangesAtOnce(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasPerson("Ewa", "Ćwik")
	tasks := []crm.Task{s.hasTask("a", about(p), call), s.hasTask("b", about(p), due(in(time.Hour)))}
	holder := must(s.Pool.Begin(t.Context()))(t)
	defer holder.Rollback(t.Context())
	must(holder.Exec(t.Context(), `select from people where id = $1 for no key update`, p.ID))(t)
	var both sync.WaitGroup
	for _, task := range tasks {
		both.Go(func() {
			if _, err := s.SetTaskDone(t.Context(), s.anna, task.ID, true); err != nil {
				t.Error(err)
			}
		})
	}
	s.expectWaiting(2)
	if err := holder.Rollback(t.Context()); err != nil {
		t.Error(err)
	}
	both.Wait()
	s.expectCounters("two changes at once")
}

func TestFeedVersions(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ola := s.Member(t, s.workspace, "Ola", crm.RoleReceptionist)
	version := func(m crm.Staff) int { return s.number(`select version from feeds where staff_id = $1`, m.ID) }
	ctx := t.Context()
	var task crm.Task
	for _, c := range []struct {
		name      string
		do        func() (deed, error)
		anna, jan int // by how much the version of their feeds grows
	}{
		{"added", func() (deed, error) { task = s.hasTask("oddzwonić"); return deed{}, nil }, 1, 0},
		{"given to another", func() (deed, error) {
			f := task.Form()
			f.Assignee = s.jan.ID
			return deedOf(s.EditTask(ctx, ola, "", task.ID, 1, f))
		}, 1, 1},
		{"finished", func() (deed, error) { return deedOf(s.SetTaskDone(ctx, ola, task.ID, true)) }, 0, 1},
		{"finished again", func() (deed, error) { return deedOf(s.SetTaskDone(ctx, ola, task.ID, true)) }, 0, 0},
		{"moved", func() (deed, error) { return deedOf(s.MoveTask(ctx, ola, task.ID, in(time.Hour))) }, 0, 1},
		{"deleted", func() (deed, error) { return deedOf(s.DeleteTask(ctx, ola, task.ID)) }, 0, 1},
	} {
		anna, jan, olas := version(s.anna), version(s.jan), version(ola)
		s.Clock.Forward(time.Minute)
		must(c.do())(t)
		expect(t, c.name+": growth of Anna's and Jan's", []int{version(s.anna) - anna, version(s.jan) - jan}, []int{c.anna, c.jan})
		expect(t, c.name+": Ola's", version(ola), olas)
	}
	expect(t, "feeds changed at the last change", s.number(`select count(*) from feeds where changed_at = $1`, s.Now()), 1)
}
