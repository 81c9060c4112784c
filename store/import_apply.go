package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// applyRows adds and changes the people whom a chore's rows are about.
func (t *tx) applyRows(ctx context.Context, id crm.ChoreID, done func(rows int)) error {
	_, err := t.Exec(ctx, `
		update import_rows set person_id = nextval(pg_get_serial_sequence('people', 'id')), version = 1
		where workspace_id = $1 and chore_id = $2 and verdict = 'new'`, t.by.Workspace.ID, id)
	if err != nil {
		return fmt.Errorf("reserving ids: %w", err)
	}
	if err := t.beginPeople(ctx); err != nil {
		return err
	}
	n := 0
	for _, verdict := range []crm.Verdict{crm.RowNew, crm.RowUpdated} {
		for last := 0; ; {
			rows, err := t.someRows(ctx, id, string(verdict), last)
			if err != nil {
				return err
			}
			if len(rows) == 0 {
				break
			}
			if err := t.writeRows(ctx, verdict, rows); err != nil {
				return err
			}
			last = rows[len(rows)-1].line
			n += len(rows)
			done(n)
		}
	}
	return t.changePeople(ctx, id)
}

// writeRows writes people who are new, and notes how others are to change.
func (t *tx) writeRows(ctx context.Context, verdict crm.Verdict, rows []matchedRow) error {
	changes := make([]crm.Change[crm.Person], len(rows))
	for i, r := range rows {
		if verdict == crm.RowNew {
			changes[i].After = r.says.New(t.by, t.now)
			changes[i].After.ID, changes[i].After.Version = r.person.ID, 1
			continue
		}
		changes[i].Before, changes[i].After = r.person, r.says.Merge(r.person, t.by, t.now)
		changes[i].After.Version++
	}
	write := t.addPeople
	if verdict == crm.RowUpdated {
		write = t.keepChanges
	}
	if err := write(ctx, changes); err != nil {
		return err
	}
	return t.recordImported(ctx, crm.Imported, changes)
}

// beginPeople makes room for people who are to change, with how they were.
func (t *tx) beginPeople(ctx context.Context) error {
	_, err := t.Exec(ctx, `
		create temporary table people_changed on commit drop as
		select id, null::jsonb as before, `+strings.Join(personColumns, ", ")+` from people where false`)
	if err != nil {
		return fmt.Errorf("making room: %w", err)
	}
	return nil
}

// addPeople writes people who are new, under ids that were reserved.
func (t *tx) addPeople(ctx context.Context, changes []crm.Change[crm.Person]) error {
	return t.copy(ctx, copying{"people", append([]string{"id"}, personColumns...), len(changes), func(i int) []any {
		p := changes[i].After
		return append([]any{p.ID}, personValues(t.by.Workspace.ID, p)...)
	}})
}

// keepChanges notes how people are to change, for [tx.putPeople].
func (t *tx) keepChanges(ctx context.Context, changes []crm.Change[crm.Person]) error {
	columns := append([]string{"id", "before"}, personColumns...)
	return t.copy(ctx, copying{"people_changed", columns, len(changes), func(i int) []any {
		c := changes[i]
		return append([]any{c.After.ID, c.Before}, personValues(t.by.Workspace.ID, c.After)...)
	}})
}

// recordImported writes the events of many changes of people.
func (t *tx) recordImported(ctx context.Context, verb crm.Verb, changes []crm.Change[crm.Person]) error {
	columns := []string{"workspace_id", "at", "by_id", "verb", "noun", "noun_id", "person_id", "before", "after"}
	return t.copy(ctx, copying{"events", columns, len(changes), func(i int) []any {
		c := changes[i]
		var before any
		if c.Before.ID != 0 {
			before = c.Before
		}
		return []any{t.by.Workspace.ID, t.now, orNull(t.by.ID), verb, crm.NounPerson, c.After.ID, c.After.ID, before, c.After}
	}})
}

// changePeople changes those for whom there is room, and what else knows of the people
// of a chore: the rows, which remember how they were, the names, and the feeds.
func (t *tx) changePeople(ctx context.Context, id crm.ChoreID) error {
	_, err := t.Exec(ctx, `
		update import_rows r set version = c.version, before = c.before from people_changed c
		where r.workspace_id = $1 and r.chore_id = $2 and r.verdict = 'updated' and r.person_id = c.id`, t.by.Workspace.ID, id)
	if err != nil {
		return fmt.Errorf("remembering people: %w", err)
	}
	if err := t.putPeople(ctx); err != nil {
		return err
	}
	return t.followPeople(ctx, id)
}

// putPeople gives people the data for which there is room.
func (t *tx) putPeople(ctx context.Context) error {
	_, err := t.Exec(ctx, `
		update people p set (`+strings.Join(personColumns, ", ")+`) = row (c.`+strings.Join(personColumns, ", c.")+`)
		from people_changed c where p.workspace_id = $1 and p.id = c.id`, t.by.Workspace.ID)
	if err != nil {
		return fmt.Errorf("changing people: %w", err)
	}
	return nil
}

// followPeople keeps what follows from people's names, of those whom a chore has written.
func (t *tx) followPeople(ctx context.Context, id crm.ChoreID) error {
	_, err := t.Exec(ctx, `
		insert into names (workspace_id, name)
		select distinct $1::bigint, word from import_rows r
		join people p on p.workspace_id = $1 and p.id = r.person_id, regexp_split_to_table(p.given_first, ' ') word
		where r.workspace_id = $1 and r.chore_id = $2 and r.verdict in ('new', 'updated') and word <> '' order by word
		on conflict do nothing`, t.by.Workspace.ID, id)
	if err != nil {
		return fmt.Errorf("keeping names: %w", err)
	}
	rows, err := t.Query(ctx, `
		select distinct t.assignee_id from import_rows r join tasks t on t.workspace_id = $1 and t.person_id = r.person_id
		where r.workspace_id = $1 and r.chore_id = $2 and r.verdict = 'updated'`, t.by.Workspace.ID, id)
	if err != nil {
		return fmt.Errorf("touching feeds: %w", err)
	}
	staff, err := pgx.CollectRows(rows, pgx.RowTo[crm.StaffID])
	if err != nil {
		return fmt.Errorf("touching feeds: %w", err)
	}
	return t.touchFeeds(ctx, staff...)
}
