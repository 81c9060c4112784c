package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// AddTask adds a task. The key of the form's submission makes it happen once: a
// second call with it returns what the first one made, as no change.
func (s *Store) AddTask(ctx context.Context, by crm.Staff, once string, f crm.TaskForm) (crm.Change[crm.Task], error) {
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Task], error) {
		saved, err := t.submitted(ctx, crm.NounTask, once)
		if err != nil {
			return crm.Change[crm.Task]{}, err
		}
		if saved.id != 0 {
			return t.editTask(ctx, once, crm.TaskID(saved.id), 0, f)
		}
		after, err := f.Apply(crm.Task{Created: t.now, CreatedBy: by.ID, Version: 1}, by, t.now)
		if err != nil {
			return crm.Change[crm.Task]{}, err
		}
		after.DueVersion = 1
		if err := t.name(ctx, &after); err != nil {
			return crm.Change[crm.Task]{}, err
		}
		if err := t.insertTask(ctx, &after); err != nil {
			return crm.Change[crm.Task]{}, err
		}
		return t.followTask(ctx, crm.Added, nil, &after, once)
	})
}

// EditTask changes a task's fields. A version that is not the present one is refused
// with [crm.Stale].
func (s *Store) EditTask(ctx context.Context, by crm.Staff, once string, id crm.TaskID, version int, f crm.TaskForm) (crm.Change[crm.Task], error) {
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Task], error) {
		return t.editTask(ctx, once, id, version, f)
	})
}

// editTask saves the form. One that was saved before and comes again as it was changes
// nothing; one that comes corrected goes on from what it saved.
func (t *tx) editTask(ctx context.Context, once string, id crm.TaskID, version int, f crm.TaskForm) (crm.Change[crm.Task], error) {
	before, err := t.lockTask(ctx, id)
	if err != nil {
		return crm.Change[crm.Task]{}, err
	}
	after, problem := f.Apply(before, t.by, t.now)
	once, err = t.basis(ctx, crm.NounTask, int64(id), before.Version, version, once, problem == nil && after == before)
	if err == nil {
		err = problem
	}
	if err != nil {
		return crm.Change[crm.Task]{}, err
	}
	return t.updateTask(ctx, crm.Edited, before, after, once)
}

// SetTaskDone finishes the task, or opens it again, at the store's present time.
// Setting the state that it already has is no change and leaves no event (R52).
func (s *Store) SetTaskDone(ctx context.Context, by crm.Staff, id crm.TaskID, done bool) (crm.Change[crm.Task], error) {
	verb := crm.Reopened
	if done {
		verb = crm.Finished
	}
	return s.reviseTask(ctx, by, id, verb, func(task crm.Task, now time.Time) crm.Task { return task.SetDone(by, done, now) })
}

// MoveTask gives the task another due time, its duration kept (R61).
func (s *Store) MoveTask(ctx context.Context, by crm.Staff, id crm.TaskID, due crm.Due) (crm.Change[crm.Task], error) {
	return s.reviseTask(ctx, by, id, crm.Moved, func(task crm.Task, _ time.Time) crm.Task { return task.Move(due) })
}

// reviseTask changes one thing of a task, whatever its version.
func (s *Store) reviseTask(ctx context.Context, by crm.Staff, id crm.TaskID, verb crm.Verb, revise func(crm.Task, time.Time) crm.Task) (crm.Change[crm.Task], error) {
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Task], error) {
		before, err := t.lockTask(ctx, id)
		if err != nil {
			return crm.Change[crm.Task]{}, err
		}
		return t.updateTask(ctx, verb, before, revise(before, t.now), "")
	})
}

// DeleteTask takes a task off every list; its event keeps what it was. A task that
// is gone already is [crm.ErrNotFound].
func (s *Store) DeleteTask(ctx context.Context, by crm.Staff, id crm.TaskID) (crm.Change[crm.Task], error) {
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Task], error) {
		before, err := t.lockTask(ctx, id)
		if err != nil {
			return crm.Change[crm.Task]{}, err
		}
		return t.deleteTask(ctx, before)
	})
}

func (t *tx) deleteTask(ctx context.Context, before crm.Task) (crm.Change[crm.Task], error) {
	if _, err := t.Exec(ctx, `update tasks set deleted_at = $3, changed_at = $3, version = version + 1 where workspace_id = $1 and id = $2`,
		t.by.Workspace.ID, before.ID, t.now); err != nil {
		return crm.Change[crm.Task]{}, fmt.Errorf("deleting task: %w", err)
	}
	return t.followTask(ctx, crm.Deleted, &before, nil, "")
}

// updateTask writes a changed task: row, version and event together. A task that
// did not change is left alone.
func (t *tx) updateTask(ctx context.Context, verb crm.Verb, before, after crm.Task, once string) (crm.Change[crm.Task], error) {
	if after == before {
		return crm.Change[crm.Task]{Before: before, After: after}, nil
	}
	if after.Person != before.Person || after.Assignee != before.Assignee {
		if err := t.name(ctx, &after); err != nil {
			return crm.Change[crm.Task]{}, err
		}
	}
	after.Version++
	if err := t.writeTask(ctx, after, after.DueVersion != before.DueVersion); err != nil {
		return crm.Change[crm.Task]{}, err
	}
	return t.followTask(ctx, verb, &before, &after, once)
}

// name checks that the task's person exists and its assignee is staff (R33), and
// fills in their names.
func (t *tx) name(ctx context.Context, task *crm.Task) error {
	assignee, err := t.staffMember(ctx, task.Assignee)
	if err != nil && !errors.Is(err, crm.ErrNotFound) {
		return err
	}
	if err := assignee.MayBeAssigned(); err != nil {
		return err
	}
	task.AssigneeName, task.PersonName, task.Archived = assignee.Name, "", false
	if task.Person == 0 {
		return nil
	}
	person, err := t.person(ctx, task.Person)
	if errors.Is(err, crm.ErrNotFound) {
		return crm.Problems{{Field: crm.FieldPerson, ID: "problem.person_unknown"}}
	}
	task.PersonName, task.Archived = person.Name(), person.Archived()
	return err
}

// followTask does what follows from a change of a task, an addition (before is nil)
// or a deletion (after is nil): counters, feeds, the event, a message to who was given it.
func (t *tx) followTask(ctx context.Context, verb crm.Verb, before, after *crm.Task, once string) (crm.Change[crm.Task], error) {
	var c crm.Change[crm.Task]
	h := happening{verb: verb, noun: crm.NounTask, once: once}
	if before != nil {
		c.Before, h.before = *before, before
		h.id, h.person = int64(before.ID), before.Person
	}
	if after != nil {
		c.After, h.after = *after, after
		h.id, h.person = int64(after.ID), after.Person
	}
	if err := t.tally(ctx, c.Before, c.After); err != nil {
		return c, err
	}
	if err := t.touchFeeds(ctx, c.Before.Assignee, c.After.Assignee); err != nil {
		return c, err
	}
	var err error
	if c.Event, err = t.record(ctx, h); err != nil {
		return c, err
	}
	return c, t.planAssigned(ctx, c.Before, c.After)
}

// tallyOf are what a person's row keeps of their tasks.
const tallyOf = `
	count(*) filter (where done_at is null) as open,
	min(overdue_at) filter (where done_at is null) as overdue,
	max(least(due_at, done_at)) filter (where done_at is not null and kind <> 'task') as contact`

// tally keeps what follows from tasks in the rows of the people concerned. Each is locked
// before its tasks are counted, so that a change which waited counts those of the other.
func (t *tx) tally(ctx context.Context, before, after crm.Task) error {
	for _, person := range slices.Sorted(slices.Values([]crm.PersonID{before.Person, after.Person})) {
		if person == 0 {
			continue
		}
		if err := t.lock(ctx, "people", int64(person)); err != nil {
			return err
		}
		_, err := t.Exec(ctx, `
			update people p set open_tasks = s.open, overdue_from = s.overdue, last_contact = s.contact
			from (select `+tallyOf+` from tasks where workspace_id = $1 and person_id = $2 and deleted_at is null) s
			where p.workspace_id = $1 and p.id = $2`, t.by.Workspace.ID, person)
		if err != nil {
			return fmt.Errorf("counting a person's tasks: %w", err)
		}
		if before.Person == after.Person {
			break
		}
	}
	return nil
}

// Task is one task of by's workspace.
func (s *Store) Task(ctx context.Context, by crm.Staff, id crm.TaskID) (crm.Task, error) {
	if err := by.MayWork(); err != nil {
		return crm.Task{}, err
	}
	rows, err := s.pool.Query(ctx, selectTask+`where t.workspace_id = $1 and t.id = $2 and t.deleted_at is null`, by.Workspace.ID, id)
	if err != nil {
		return crm.Task{}, fmt.Errorf("reading task: %w", err)
	}
	return one(rows, rowToTask)
}

// A TaskFilter says which tasks a list shows. Its zero value shows all.
type TaskFilter struct {
	Open     bool         // only those not done
	Assignee crm.StaffID  // only this staff member's
	Person   crm.PersonID // only those about this person
	From, To time.Time    // only those due from From on and before To; zero means no bound, both zero also those without a due time
}

// where is the filter as a condition with arguments numbered from $2 on.
func (f TaskFilter) where(workspace crm.WorkspaceID) (string, []any) {
	where, args := `t.workspace_id = $1 and t.deleted_at is null`, []any{workspace}
	and := func(condition string, arg any) {
		args = append(args, arg)
		where += fmt.Sprintf(" and "+condition, len(args))
	}
	if f.Open {
		where += ` and t.done_at is null`
	}
	if f.Assignee != 0 {
		and(`t.assignee_id = $%d`, f.Assignee)
	}
	if f.Person != 0 {
		and(`t.person_id = $%d`, f.Person)
	}
	if !f.From.IsZero() {
		and(`t.list_at >= $%d`, f.From)
		f.To = cmp.Or(f.To, never)
	}
	if !f.To.IsZero() {
		and(`t.list_at < $%d`, f.To)
	}
	return where, args
}

// Tasks are the tasks that f lets through, the page at the cursor: the earliest due
// first, those without a due time last.
func (s *Store) Tasks(ctx context.Context, by crm.Staff, f TaskFilter, at crm.Cursor, size int) (crm.Page[crm.Task], error) {
	if err := by.MayWork(); err != nil {
		return crm.Page[crm.Task]{}, err
	}
	from, err := placeOf[taskKey](at)
	if err != nil {
		return crm.Page[crm.Task]{}, err
	}
	where, args := f.where(by.Workspace.ID)
	page, err := pageAt(from, size, keyOfTask, func(at place[taskKey], n int) ([]crm.Task, error) {
		return s.tasksFrom(ctx, where, args, at, n)
	})
	if err != nil {
		return crm.Page[crm.Task]{}, fmt.Errorf("listing tasks: %w", err)
	}
	page.Total, err = count(ctx, s.pool, `select from tasks t where `+where, args...)
	return page, err
}

// EachTask is every task that f lets through, in the order of [Store.Tasks], for an
// export. It reads a batch at a time: what changes meanwhile may be met or not.
func (s *Store) EachTask(ctx context.Context, by crm.Staff, f TaskFilter) iter.Seq2[crm.Task, error] {
	where, args := f.where(by.Workspace.ID)
	return each(by.MayWork(), keyOfTask, func(at place[taskKey], n int) ([]crm.Task, error) {
		return s.tasksFrom(ctx, where, args, at, n)
	})
}

// tasksFrom reads at most n tasks from a place on, the nearest first.
func (s *Store) tasksFrom(ctx context.Context, where string, args []any, at place[taskKey], n int) ([]crm.Task, error) {
	past, order := ">", ` order by t.list_at, t.id`
	if at.back {
		past, order = "<", ` order by t.list_at desc, t.id desc`
	}
	args = slices.Clone(args)
	if at.key != nil {
		where += fmt.Sprintf(` and (t.list_at, t.id) %s ($%d, $%d)`, past, len(args)+1, len(args)+2)
		args = append(args, at.key.Due, at.key.ID)
	}
	args = append(args, n)
	rows, err := s.pool.Query(ctx, selectTask+`where `+where+order+fmt.Sprintf(` limit $%d`, len(args)), args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, rowToTask)
}

// taskKey is a task's place in a list.
type taskKey struct {
	Due time.Time  `json:"d"`
	ID  crm.TaskID `json:"i"`
}

func keyOfTask(t crm.Task) taskKey { return taskKey{listAt(t), t.ID} }

// never stands for "no due time" in the order of lists: after everything.
var never = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// listAt is the moment that lists sort the task by.
func listAt(t crm.Task) time.Time {
	if t.Due.IsZero() {
		return never
	}
	return t.Due.At
}
