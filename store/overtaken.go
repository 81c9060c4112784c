package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// today is the day of the change in the workspace's zone.
func (t *tx) today() crm.Date { return crm.DateOf(t.now.In(t.by.Workspace.Zone)) }

// overtake refuses a form that was opened on a version of a person before the present one,
// if others have changed fields of the form since, to something else than it holds.
func (t *tx) overtake(ctx context.Context, now crm.Person, version int, f crm.PersonEdit) error {
	base, err := t.personAt(ctx, now.ID, version)
	if err != nil {
		return err
	}
	merged := f.Over(base, now)
	if len(merged.Theirs) == 0 {
		return nil
	}
	stale, err := t.whoChanged(ctx, now, version, f)
	if err != nil {
		return err
	}
	return crm.Overtaken{Stale: stale, Merged: merged, Now: now}
}

// personAt is a person as of a version, of whom only what forms edit is to be relied on.
// Of a version that no event has kept, nothing is known.
func (t *tx) personAt(ctx context.Context, id crm.PersonID, version int) (p crm.Person, err error) {
	rows, err := t.Query(ctx, `
		select case when (after->>'Version')::int = $3 then after else before end from events
		where workspace_id = $1 and noun = 'person' and noun_id = $2
			and $3 in ((before->>'Version')::int, (after->>'Version')::int)
		order by id desc limit 1`, t.by.Workspace.ID, id, version)
	if err != nil {
		return p, fmt.Errorf("reading person of before: %w", err)
	}
	var kept []byte
	if _, err = pgx.ForEachRow(rows, []any{&kept}, func() error { return json.Unmarshal(kept, &p) }); err != nil {
		return p, fmt.Errorf("reading person of before: %w", err)
	}
	return p, nil
}

// whoChanged says who has changed fields of the form since the version: all of them by
// name, in the order in which they did, and the newest change.
func (t *tx) whoChanged(ctx context.Context, now crm.Person, version int, f crm.PersonEdit) (crm.Stale, error) {
	s := crm.Stale{Version: now.Version}
	rows, err := t.Query(ctx, `
		select e.id, coalesce(s.name, ''), e.before, e.after
		from events e left join staff s on s.workspace_id = e.workspace_id and s.id = e.by_id
		where e.workspace_id = $1 and e.noun = 'person' and e.noun_id = $2 and (e.after->>'Version')::int > $3
			and e.before->>'Version' <> e.after->>'Version'
		order by e.id`, t.by.Workspace.ID, now.ID, version)
	if err != nil {
		return s, fmt.Errorf("finding who changed it: %w", err)
	}
	var id crm.EventID
	var name string
	var before, after []byte
	var names []string
	_, err = pgx.ForEachRow(rows, []any{&id, &name, &before, &after}, func() error {
		var was, is crm.Person
		if err := cmp.Or(json.Unmarshal(before, &was), json.Unmarshal(after, &is)); err != nil {
			return err
		}
		if len(f.Over(was, is).Theirs) == 0 {
			return nil
		}
		s.Event = id
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return s, fmt.Errorf("finding who changed it: %w", err)
	}
	s.By = strings.Join(names, ", ")
	return s, nil
}
