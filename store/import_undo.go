package store

import (
	"context"
	"fmt"

	"frontdesk/store/crm"
)

// UndoImport takes a chore's import back: people whom it added and nobody has touched
// since vanish, those whom it changed are as before, unless they were changed again.
func (s *Store) UndoImport(ctx context.Context, by crm.Staff, c crm.Chore, done func(rows int)) (crm.Chore, error) {
	return change(ctx, s, by, func(t *tx) (crm.Chore, error) {
		if err := t.beginLong(ctx); err != nil {
			return crm.Chore{}, err
		}
		if _, err := t.Exec(ctx, `select pg_advisory_xact_lock($1::int, $2::int)`, importLock, by.Workspace.ID); err != nil {
			return crm.Chore{}, fmt.Errorf("undoing import: %w", err)
		}
		var err error
		if c.Restored, err = t.restorePeople(ctx, c.ID, done); err != nil {
			return crm.Chore{}, fmt.Errorf("undoing import: %w", err)
		}
		if c.Removed, err = t.removePeople(ctx, c.ID); err != nil {
			return crm.Chore{}, fmt.Errorf("undoing import: %w", err)
		}
		if err := t.countPeople(ctx, c.Restored+c.Removed); err != nil {
			return crm.Chore{}, fmt.Errorf("undoing import: %w", err)
		}
		c.Kept = c.Concerned() - c.Removed - c.Restored
		c.State, c.Rows = crm.ChoreUndone, 0
		if err := t.settle(ctx, c); err != nil {
			return crm.Chore{}, err
		}
		return c, t.dropImportRows(ctx, c.ID)
	})
}

// restorePeople gives people the data back that they had before the import, and returns
// how many they are.
func (t *tx) restorePeople(ctx context.Context, id crm.ChoreID, done func(rows int)) (n int, err error) {
	if err := t.beginPeople(ctx); err != nil {
		return 0, err
	}
	_, err = t.Exec(ctx, `
		select from people p where workspace_id = $1
			and id in (select person_id from import_rows where workspace_id = $1 and chore_id = $2 and verdict in ('new', 'updated'))
		order by id for update`, t.by.Workspace.ID, id)
	if err != nil {
		return 0, fmt.Errorf("locking people: %w", err)
	}
	for last := 0; ; {
		rows, err := t.someRows(ctx, id, string(crm.RowUpdated), last)
		if err != nil {
			return 0, err
		}
		if len(rows) == 0 {
			break
		}
		last = rows[len(rows)-1].line
		var changes []crm.Change[crm.Person]
		for _, r := range rows {
			if r.person.Version != r.given {
				continue
			}
			c := crm.Change[crm.Person]{Before: r.person, After: r.before}
			c.After.Version = r.person.Version + 1
			changes = append(changes, c)
		}
		if err := t.keepChanges(ctx, changes); err != nil {
			return 0, err
		}
		if err := t.recordImported(ctx, crm.Reverted, changes); err != nil {
			return 0, err
		}
		n += len(changes)
		done(n)
	}
	if err := t.putPeople(ctx); err != nil {
		return 0, err
	}
	return n, t.followPeople(ctx, id)
}

// removePeople deletes people whom the import added and nobody has touched since, and
// returns how many they were. Their events stay, as those of nobody's timeline.
func (t *tx) removePeople(ctx context.Context, id crm.ChoreID) (int, error) {
	_, err := t.Exec(ctx, `
		create temporary table people_gone on commit drop as
		select p.id from import_rows r join people p on p.workspace_id = $1 and p.id = r.person_id and p.version = r.version
		where r.workspace_id = $1 and r.chore_id = $2 and r.verdict = 'new'
			and not exists (select from tasks t where t.workspace_id = $1 and t.person_id = p.id)
			and not exists (select from notes n where n.workspace_id = $1 and n.person_id = p.id)`,
		t.by.Workspace.ID, id)
	if err != nil {
		return 0, fmt.Errorf("finding people: %w", err)
	}
	_, err = t.Exec(ctx, `
		with unlinked as (
			update events set person_id = null where workspace_id = $1 and person_id in (select id from people_gone)
			returning noun_id, verb, after
		)
		insert into events (workspace_id, at, by_id, verb, noun, noun_id, before)
		select $1, $2, $3, $4, 'person', noun_id, after from unlinked where verb = 'imported'`,
		t.by.Workspace.ID, t.now, orNull(t.by.ID), crm.Reverted)
	if err != nil {
		return 0, fmt.Errorf("recording events: %w", err)
	}
	tag, err := t.Exec(ctx, `delete from people where workspace_id = $1 and id in (select id from people_gone)`, t.by.Workspace.ID)
	if err != nil {
		return 0, fmt.Errorf("removing people: %w", err)
	}
	return int(tag.RowsAffected()), nil
}
