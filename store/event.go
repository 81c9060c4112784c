package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// happening is an event about to be recorded.
type happening struct {
	verb          crm.Verb
	noun          crm.Noun
	id            int64
	person        crm.PersonID
	before, after any    // nil for an addition or a deletion
	once          string // empty when no form was submitted
}

// record writes the event of a change, in the change's own transaction.
func (t *tx) record(ctx context.Context, h happening) (crm.EventID, error) {
	before, err := snapshot(h.before)
	if err != nil {
		return 0, err
	}
	after, err := snapshot(h.after)
	if err != nil {
		return 0, err
	}
	var id crm.EventID
	err = t.QueryRow(ctx, `
		insert into events (workspace_id, at, by_id, verb, noun, noun_id, person_id, before, after, once)
		values ($1, $2, nullif($3, 0), $4, $5, $6, nullif($7, 0), $8, $9, nullif($10, ''))
		returning id`,
		t.by.Workspace.ID, t.now, int64(t.by.ID), h.verb, h.noun, h.id, int64(h.person), before, after, h.once,
	).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("recording event: %w", err)
	}
	return id, nil
}

// snapshot is v as an event keeps it; nil stays null.
func snapshot(v any) ([]byte, error) {
	if v == nil {
		return nil, nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("recording event: %w", err)
	}
	return b, nil
}

// A submission is a form that was saved before under the same key.
type submission struct {
	id      int64  // what it made or changed; 0: there was none
	version int    // of what it left
	again   string // the key of a further save from the same form
}

// maxCorrections is how often one opened form may be saved with other contents. It
// happens when Slack did not hear our answer and keeps the form open.
const maxCorrections = 9

// submitted finds what the form with this key has done to a noun so far.
func (t *tx) submitted(ctx context.Context, noun crm.Noun, once string) (submission, error) {
	if once == "" {
		return submission{}, nil
	}
	keys := []string{once}
	for n := range maxCorrections {
		keys = append(keys, fmt.Sprintf("%s+%d", once, n+1))
	}
	rows, err := t.Query(ctx, `
		select noun_id, coalesce((after->>'Version')::int, 0) from events
		where workspace_id = $1 and once = any($2) and noun = $3 order by id`, t.by.Workspace.ID, keys, noun)
	if err != nil {
		return submission{}, fmt.Errorf("looking for the same submission: %w", err)
	}
	var last submission
	saves := 0
	_, err = pgx.ForEachRow(rows, []any{&last.id, &last.version}, func() error {
		saves++
		last.again = keys[min(saves, maxCorrections)]
		return nil
	})
	if err != nil {
		return submission{}, fmt.Errorf("looking for the same submission: %w", err)
	}
	return last, nil
}

// basis decides whether a form, opened on a version, may be saved over the present one,
// and returns the key to record the save under. A form that was saved before goes on
// from what it saved, or from the later version over which it was shown anew; when it
// comes again as it was (same), it may.
func (t *tx) basis(ctx context.Context, noun crm.Noun, id int64, present, version int, once string, same bool) (string, error) {
	saved, err := t.submitted(ctx, noun, once)
	if err != nil {
		return "", err
	}
	if saved.id != 0 {
		version, once = max(version, saved.version), saved.again
	}
	if present != version && (saved.id == 0 || !same) {
		return "", t.stale(ctx, noun, id, present)
	}
	return once, nil
}

// stale says who made the noun's present version, for a form that came too late.
func (t *tx) stale(ctx context.Context, noun crm.Noun, id int64, version int) error {
	s := crm.Stale{Version: version}
	err := t.QueryRow(ctx, `
		select e.id, coalesce(s.name, '')
		from events e left join staff s on s.workspace_id = e.workspace_id and s.id = e.by_id
		where e.workspace_id = $1 and e.noun = $2 and e.noun_id = $3
		order by e.id desc limit 1`, t.by.Workspace.ID, noun, id).Scan(&s.Event, &s.By)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("finding who changed it: %w", err)
	}
	return s
}
