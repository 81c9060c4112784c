package store_test

import (
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"frontdesk/store/crm"
)

// TestRush lets everybody change the same few things at once, in ways that lock the
// same rows in different orders. Nobody may run into a deadlock or lose a thing, and
// the counters must be right in the end.
func TestRush(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	staff := []crm.Staff{s.anna, s.jan, s.Member(t, s.workspace, "Ola", crm.RoleManager)}
	people := []crm.Person{s.hasPerson("", "Ćwik"), s.hasPerson("", "Lis")}
	tasks := []crm.Task{s.hasTask("a", about(people[0])), s.hasTask("b", about(people[1]), call), s.hasTask("c"), s.hasTask("d", call)}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			random := rand.New(rand.NewPCG(7, uint64(i)))
			for range 60 {
				by, task, person := staff[random.IntN(3)], tasks[random.IntN(4)].ID, people[random.IntN(2)]
				if err := s.rush(t, random.IntN(9), by, task, person, staff[random.IntN(2)]); err != nil {
					t.Errorf("in the rush: %v", err)
				}
			}
		})
	}
	all.Wait()
	s.expectCounters("the rush")
	versions := s.number(`select sum(version - 1) from tasks`)
	expect(t, "changes of tasks and their events", s.number(`select count(*) from events where noun = 'task' and verb <> 'added'`), versions)
}

// rush changes something; that it was changed, or archived, by another just before is no
// error.
func (s *school) rush(t *testing.T, what int, by crm.Staff, id crm.TaskID, person crm.Person, assignee crm.Staff) error {
	ctx := t.Context()
	task, err := s.Task(ctx, by, id)
	if err != nil {
		return err
	}
	switch what {
	case 0: // only the assignee, so that feeds are all that two such edits share
		f := task.Form()
		f.Assignee = assignee.ID
		_, err = s.EditTask(ctx, by, "", id, task.Version, f)
	case 1:
		f := task.Form()
		f.Assignee = assignee.ID
		if f.Person != 0 {
			f.Person = person.ID
		}
		_, err = s.EditTask(ctx, by, "", id, task.Version, f)
	case 2:
		_, err = s.SetTaskDone(ctx, by, id, !task.IsDone())
	case 3:
		f := person.Form()
		f.Company = by.Name
		_, err = s.EditPerson(ctx, by, "", person.ID, person.Version, f, "")
	case 4:
		_, err = s.AddTask(ctx, by, "", crm.TaskForm{Kind: crm.KindCall, Subject: "x", Person: person.ID, Assignee: assignee.ID})
	case 5: // a member of the staff goes and comes back
		var ola crm.Change[crm.Staff]
		if ola, err = s.AddStaff(ctx, s.anna, profile("Ola", crm.RoleManager)); err == nil {
			_, err = s.RemoveStaff(ctx, s.anna, ola.After.ID)
		}
	case 6:
		_, err = s.AddNote(ctx, by, "", crm.NoteForm{Person: person.ID, Body: "x"})
	case 7:
		_, err = s.MoveTask(ctx, by, id, in(time.Duration(task.Version%7-3)*time.Hour))
	case 8: // in and out of the archive, with which nothing of a task changes
		if _, err = s.Archive(ctx, by, person.ID, crm.LeaveTasks); err == nil {
			_, err = s.RestoreForEdit(ctx, by, person.ID)
		}
	}
	refusal, _ := errors.AsType[crm.Refusal](err)
	if _, stale := errors.AsType[crm.Stale](err); stale || what == 3 && refusal.ID == "refusal.archived" || errors.Is(err, crm.ErrNotFound) && what == 5 {
		return nil
	}
	return err
}
