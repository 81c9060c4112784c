package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// Archive puts a person into the archive, and does with their open tasks what left says,
// each as if it were done by hand; one that is added at this very moment stays. Whoever
// is there already stays as they are, and so do their tasks. Somebody out for an edit
// goes back.
func (s *Store) Archive(ctx context.Context, by crm.Staff, id crm.PersonID, left crm.TasksLeft) (crm.Change[crm.Person], error) {
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Person], error) {
		open, err := t.lockOpenTasks(ctx, id) // before their person, as every change of a task does
		if err != nil {
			return crm.Change[crm.Person]{}, err
		}
		before, err := t.lockPerson(ctx, id)
		if err != nil || before.Archived() {
			return crm.Change[crm.Person]{Before: before, After: before}, err
		}
		now := before
		if left == crm.DeleteTasks && len(open) > 0 {
			if now, err = t.deleteTasks(ctx, id, open); err != nil {
				return crm.Change[crm.Person]{}, err
			}
		}
		after := now.Archive()
		after.Version++
		return t.turn(ctx, crm.Archived, before, after, "")
	})
}

// lockOpenTasks holds a person's open tasks until the transaction ends.
func (t *tx) lockOpenTasks(ctx context.Context, id crm.PersonID) ([]crm.TaskID, error) {
	rows, err := t.Query(ctx, `
		select id from tasks where workspace_id = $1 and person_id = $2 and done_at is null and deleted_at is null
		order by id for no key update`, t.by.Workspace.ID, id)
	if err != nil {
		return nil, fmt.Errorf("locking open tasks: %w", err)
	}
	open, err := pgx.CollectRows(rows, pgx.RowTo[crm.TaskID])
	if err != nil {
		return nil, fmt.Errorf("locking open tasks: %w", err)
	}
	return open, nil
}

// deleteTasks deletes tasks of a person, all of them locked, in the order in which feeds
// are touched, and returns the person as that leaves them.
func (t *tx) deleteTasks(ctx context.Context, person crm.PersonID, open []crm.TaskID) (p crm.Person, err error) {
	rows, err := t.Query(ctx, selectTask+`where t.workspace_id = $1 and t.id = any($2) order by t.assignee_id, t.id`, t.by.Workspace.ID, open)
	if err != nil {
		return p, fmt.Errorf("reading open tasks: %w", err)
	}
	tasks, err := pgx.CollectRows(rows, rowToTask)
	if err != nil {
		return p, fmt.Errorf("reading open tasks: %w", err)
	}
	for _, task := range tasks {
		if _, err := t.deleteTask(ctx, task); err != nil {
			return p, err
		}
	}
	return t.person(ctx, person)
}

// RestoreForEdit takes a person from the archive for [crm.RestoreFor] (R64). The change's
// After.RestoredUntil is the moment by which they go back by themselves; the form for
// which this is done keeps it, and gives it to [Store.ArchiveAgain] when it is closed.
// The version stays. For somebody who is out for an edit already the time is made longer.
// No timeline shows that. Anybody else stays as they are, and RestoredUntil is zero.
func (s *Store) RestoreForEdit(ctx context.Context, by crm.Staff, id crm.PersonID) (crm.Change[crm.Person], error) {
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Person], error) {
		before, err := t.lockPerson(ctx, id)
		if err != nil {
			return crm.Change[crm.Person]{}, err
		}
		return t.turn(ctx, crm.Edited, before, before.RestoreForEdit(t.now), "")
	})
}

// Restore takes a person from the archive for good. Whoever is out for an edit only,
// stays out; anybody else stays as they are.
func (s *Store) Restore(ctx context.Context, by crm.Staff, id crm.PersonID) (crm.Change[crm.Person], error) {
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Person], error) {
		before, err := t.lockPerson(ctx, id)
		if err != nil {
			return crm.Change[crm.Person]{}, err
		}
		after := before.Restore(time.Time{})
		if after != before {
			after.Version++
		}
		return t.turn(ctx, crm.Restored, before, after, "")
	})
}

// ArchiveAgain puts a person back into the archive from where they were taken for an
// edit that came to nothing (R64). The moment is the After.RestoredUntil that
// [Store.RestoreForEdit] gave to the form which was closed. Where it is not the present
// one, somebody else is editing the person, or what becomes of them is decided: then
// they stay as they are. No timeline shows it.
func (s *Store) ArchiveAgain(ctx context.Context, by crm.Staff, id crm.PersonID, until time.Time) (crm.Change[crm.Person], error) {
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Person], error) {
		before, err := t.lockPerson(ctx, id)
		if err != nil {
			return crm.Change[crm.Person]{}, err
		}
		return t.turn(ctx, crm.Edited, before, before.ArchiveAgain(until), "")
	})
}

// lateBatch is how many people [Store.ArchiveLate] archives at a time.
const lateBatch = 100

// ArchiveLate puts back whoever was taken from the archive for an edit and whose time is
// over (R64): at most 100 of them, and returns how many they were; there may be more when
// it is 100. The moment is kept with the person, so that it outlives the process. Who is
// being changed by somebody at this moment is left to the next call. No timeline shows it.
func (s *Store) ArchiveLate(ctx context.Context, by crm.Staff) (int, error) {
	return change(ctx, s, by, func(t *tx) (int, error) {
		late, err := t.lockLate(ctx)
		if err != nil {
			return 0, err
		}
		for _, id := range late {
			before, err := t.person(ctx, id)
			if err != nil {
				return 0, err
			}
			if _, err := t.turn(ctx, crm.Edited, before, before.Archive(), ""); err != nil {
				return 0, err
			}
		}
		return len(late), nil
	})
}

// lockLate holds the people whose time out of the archive is over.
func (t *tx) lockLate(ctx context.Context) ([]crm.PersonID, error) {
	rows, err := t.Query(ctx, `
		select id from people where workspace_id = $1 and restored_until <= $2
		order by restored_until, id limit $3 for no key update skip locked`, t.by.Workspace.ID, t.now, lateBatch)
	if err != nil {
		return nil, fmt.Errorf("finding who is late: %w", err)
	}
	late, err := pgx.CollectRows(rows, pgx.RowTo[crm.PersonID])
	if err != nil {
		return nil, fmt.Errorf("finding who is late: %w", err)
	}
	return late, nil
}
