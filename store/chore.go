package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// BeginImport makes a chore of a file that by dropped: Slack's id of it, and its name. It
// is read soon.
func (s *Store) BeginImport(ctx context.Context, by crm.Staff, file, name string) (crm.Chore, error) {
	return s.begin(ctx, by, crm.Chore{Kind: crm.ChoreImport, State: crm.ChoreReading, File: file, Name: name}, true)
}

// BeginImportHere makes a chore of a file that the caller imports by itself, as the
// command line does: no worker ever takes it up.
func (s *Store) BeginImportHere(ctx context.Context, by crm.Staff, name string) (crm.Chore, error) {
	return s.begin(ctx, by, crm.Chore{Kind: crm.ChoreImport, State: crm.ChoreReading, Name: name}, false)
}

// BeginExport makes a chore of a list that by wants as a file. It is written soon. While
// the same is being written already, it is the chore of that.
func (s *Store) BeginExport(ctx context.Context, by crm.Staff, e crm.Export) (crm.Chore, error) {
	return s.begin(ctx, by, crm.Chore{Kind: crm.ChoreExport, State: crm.ChoreWriting, Export: e}, true)
}

// underway is an export of by's that is being written, 0 if none is as e. Until the
// transaction ends, nobody else begins one for them: of two presses at once, the second
// finds what the first has begun.
func (t *tx) underway(ctx context.Context, e crm.Export) (id crm.ChoreID, err error) {
	if err := t.lock(ctx, "staff", int64(t.by.ID)); err != nil {
		return 0, err
	}
	err = t.QueryRow(ctx, `
		select coalesce(max(id), 0) from chores
		where workspace_id = $1 and staff_id = $2 and due and state = 'writing' and details->'export' = $3`,
		t.by.Workspace.ID, t.by.ID, e).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("looking for the same export: %w", err)
	}
	return id, nil
}

func (s *Store) begin(ctx context.Context, by crm.Staff, c crm.Chore, due bool) (crm.Chore, error) {
	return change(ctx, s, by, func(t *tx) (crm.Chore, error) {
		if c.Kind == crm.ChoreExport {
			id, err := t.underway(ctx, c.Export)
			if err != nil {
				return crm.Chore{}, err
			}
			if id != 0 {
				return t.chore(ctx, id)
			}
		}
		c.By, c.Created = by, t.now
		err := t.QueryRow(ctx, `
			insert into chores (workspace_id, staff_id, kind, state, due, details, created_at)
			values ($1, $2, $3, $4, $5, $6, $7) returning id`,
			by.Workspace.ID, orNull(by.ID), c.Kind, c.State, due, detailsOf(c), c.Created).Scan(&c.ID)
		if err != nil {
			return crm.Chore{}, fmt.Errorf("beginning chore: %w", err)
		}
		if !due {
			return c, nil
		}
		return c, t.workSoon(ctx)
	})
}

// NewestImport is the import that was last done for by and changed anybody, also if it was
// undone since. For the machine's own it is the command line's. There may be none: that is
// a [crm.Refusal].
func (s *Store) NewestImport(ctx context.Context, by crm.Staff) (crm.Chore, error) {
	return change(ctx, s, by, func(t *tx) (crm.Chore, error) {
		var id crm.ChoreID
		err := t.QueryRow(ctx, `
			select coalesce(max(id), 0) from chores where workspace_id = $1 and staff_id is not distinct from $2 and kind = 'import'
				and state in ('done', 'undoing', 'undone') and details->'counts' ?| array['new', 'updated']`,
			by.Workspace.ID, orNull(by.ID)).Scan(&id)
		if err != nil {
			return crm.Chore{}, fmt.Errorf("looking for an import: %w", err)
		}
		if id == 0 {
			return crm.Chore{}, crm.Refusal{ID: "refusal.nothing_to_undo"}
		}
		return t.chore(ctx, id)
	})
}

// Chore is one chore of by's workspace.
func (s *Store) Chore(ctx context.Context, by crm.Staff, id crm.ChoreID) (crm.Chore, error) {
	return change(ctx, s, by, func(t *tx) (crm.Chore, error) { return t.chore(ctx, id) })
}

// Wish does what by wants of a chore, or has it done soon (see [crm.Chore.Wish]). What is
// cancelled is forgotten at once.
func (s *Store) Wish(ctx context.Context, by crm.Staff, id crm.ChoreID, wish crm.ChoreWish) (crm.Chore, error) {
	return change(ctx, s, by, func(t *tx) (crm.Chore, error) {
		if err := t.lock(ctx, "chores", int64(id)); err != nil {
			return crm.Chore{}, err
		}
		before, err := t.chore(ctx, id)
		if err != nil {
			return crm.Chore{}, err
		}
		after, err := before.Wish(by, wish, t.now)
		if err != nil || after.State == before.State {
			return after, err
		}
		return t.grant(ctx, after)
	})
}

// grant writes what was wished, and what follows. Whoever still holds the chore, because
// they are telling how it stands, holds it no more: they must not let go of what is due
// now.
func (t *tx) grant(ctx context.Context, c crm.Chore) (crm.Chore, error) {
	worked := c.State.Working() && c.By.ID != 0 // the command line works by itself
	err := t.QueryRow(ctx, `
		update chores set state = $3, due = $4, tries = 0, attempts = attempts + 1, lease_until = null, details = $5
		where workspace_id = $1 and id = $2 returning attempts`,
		t.by.Workspace.ID, c.ID, c.State, worked, detailsOf(c)).Scan(&c.Attempts)
	if err != nil {
		return crm.Chore{}, fmt.Errorf("granting a wish: %w", err)
	}
	if worked {
		return c, t.workSoon(ctx)
	}
	return c, t.dropImportRows(ctx, c.ID)
}

// dropImportRows forgets what an import's file said, unless it is still to be used.
func (t *tx) dropImportRows(ctx context.Context, id crm.ChoreID) error {
	_, err := t.Exec(ctx, `
		delete from import_rows r using chores c where r.workspace_id = $1 and r.chore_id = $2 and c.workspace_id = $1 and c.id = $2
			and c.state in ('cancelled', 'failed', 'undone')`, t.by.Workspace.ID, id)
	if err != nil {
		return fmt.Errorf("forgetting rows: %w", err)
	}
	return nil
}

// ClaimChore takes a chore about which something is to be done or to be told into the
// caller's hands for the length of the lease, which runs in real time (see
// [Store.ChoreGoesOn]), and reports whether there is one. Those of people who have left
// the staff wait for nothing.
func (s *Store) ClaimChore(ctx context.Context, by crm.Staff, lease time.Duration) (c crm.Chore, found bool, err error) {
	c, err = change(ctx, s, by, func(t *tx) (crm.Chore, error) {
		rows, err := t.Query(ctx, `
			update chores set lease_until = clock_timestamp() + $2::bigint * interval '1 microsecond', attempts = attempts + 1, tries = tries + 1
			where workspace_id = $1 and id = (
				select c.id from `+claimable+` and c.workspace_id = $1
				order by c.id limit 1 for update of c skip locked)
			returning id`, by.Workspace.ID, lease.Microseconds())
		if err != nil {
			return crm.Chore{}, fmt.Errorf("claiming chore: %w", err)
		}
		id, err := one(rows, pgx.RowTo[crm.ChoreID])
		if err != nil {
			return crm.Chore{}, err
		}
		return t.chore(ctx, id)
	})
	if errors.Is(err, crm.ErrNotFound) {
		return crm.Chore{}, false, nil
	}
	return c, err == nil, err
}

// claimable are the chores c about which something is to be done, by anybody.
const claimable = `chores c join staff s on s.workspace_id = c.workspace_id and s.id = c.staff_id and s.active
	where c.due and (c.lease_until is null or c.lease_until < clock_timestamp())`

// ChoreGoesOn extends the lease of a claimed chore, and reports whether it is still in the
// caller's hands.
func (s *Store) ChoreGoesOn(ctx context.Context, by crm.Staff, c crm.Chore, lease time.Duration) (bool, error) {
	return s.mark(ctx, by, `
		update chores set lease_until = clock_timestamp() + $4::bigint * interval '1 microsecond'
		where workspace_id = $1 and id = $2 and attempts = $3 and due`, c.ID, c.Attempts, lease.Microseconds())
}

// ChoreStandsAt notes where a claimed chore is told of.
func (s *Store) ChoreStandsAt(ctx context.Context, by crm.Staff, c crm.Chore, reference string) error {
	_, err := s.mark(ctx, by, `update chores set reference = $4 where workspace_id = $1 and id = $2 and attempts = $3`,
		c.ID, c.Attempts, reference)
	return err
}

// ChoreTold lets go of a claimed chore: it has been told how it stands, and waits for
// nobody but who asked for it.
func (s *Store) ChoreTold(ctx context.Context, by crm.Staff, c crm.Chore) error {
	_, err := s.mark(ctx, by, `
		update chores set due = false, lease_until = null where workspace_id = $1 and id = $2 and attempts = $3`, c.ID, c.Attempts)
	return err
}

// ChorePutOff lets go of a claimed chore, to be taken up again after a while of real time.
// Without a while it is as if it had not been tried.
func (s *Store) ChorePutOff(ctx context.Context, by crm.Staff, c crm.Chore, wait time.Duration) error {
	_, err := s.mark(ctx, by, `
		update chores set lease_until = clock_timestamp() + $4::bigint * interval '1 microsecond',
			tries = tries - case when $4 = 0 then 1 else 0 end
		where workspace_id = $1 and id = $2 and attempts = $3`, c.ID, c.Attempts, wait.Microseconds())
	return err
}

// ChoreFailed ends a claimed chore that cannot be done, and says why; that is still to be
// told. An import that cannot be undone is done as before, and may be tried again.
func (s *Store) ChoreFailed(ctx context.Context, by crm.Staff, c crm.Chore, why crm.Refusal) (crm.Chore, error) {
	return change(ctx, s, by, func(t *tx) (crm.Chore, error) {
		failed := crm.ChoreFailed
		if c.State == crm.ChoreUndoing {
			failed = crm.ChoreDone
		}
		c.State, c.Problem = failed, &why
		if err := t.settle(ctx, c); err != nil {
			return crm.Chore{}, err
		}
		return c, t.dropImportRows(ctx, c.ID)
	})
}

// ExportDone notes that the file of a claimed export has arrived: its name, and how many
// rows it has.
func (s *Store) ExportDone(ctx context.Context, by crm.Staff, c crm.Chore, name string, rows int) (crm.Chore, error) {
	return change(ctx, s, by, func(t *tx) (crm.Chore, error) {
		c.State, c.Name, c.Rows, c.Done, c.Problem = crm.ChoreDone, name, rows, t.now, nil
		return c, t.settle(ctx, c)
	})
}

// errTakenOver says that somebody else has taken up the chore meanwhile: what was done
// for it is undone.
var errTakenOver = errors.New("chore taken over by another")

// settle writes the state of a claimed chore on which somebody works, if it is still in
// the caller's hands.
func (t *tx) settle(ctx context.Context, c crm.Chore) error {
	tag, err := t.Exec(ctx, `
		update chores set state = $4, details = $5, done_at = $6
		where workspace_id = $1 and id = $2 and attempts = $3 and state in ('reading', 'applying', 'writing', 'undoing')`,
		t.by.Workspace.ID, c.ID, c.Attempts, c.State, detailsOf(c), null(c.Done))
	if err != nil {
		return fmt.Errorf("settling chore: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return errTakenOver
	}
	return nil
}

// late is whether nobody needs to wait for a chore c any more, $2 being the moment from
// which an import can still be undone. What was wished for in time and is to be done yet
// has a day more.
const late = `coalesce(c.done_at, c.created_at) <= case when c.due and c.state in ('applying', 'undoing')
	then $2::timestamptz - interval '1 day' else $2 end`

// TidyChores forgets the files' rows of imports that cannot be undone any more, and gives
// up what has waited for as long. An import that was to be undone stays done.
func (s *Store) TidyChores(ctx context.Context, by crm.Staff) error {
	_, err := change(ctx, s, by, func(t *tx) (struct{}, error) {
		undoableFrom := t.now.Add(-crm.UndoFor)
		_, err := t.Exec(ctx, `
			delete from import_rows r using chores c where r.workspace_id = $1 and c.workspace_id = $1 and c.id = r.chore_id
				and `+late, by.Workspace.ID, undoableFrom)
		if err != nil {
			return struct{}{}, err
		}
		_, err = t.Exec(ctx, `
			update chores c set due = false, state = case
				when state in ('done', 'failed', 'undone') then state when state = 'undoing' then 'done' else 'cancelled' end
			where workspace_id = $1 and (due or state in ('reading', 'asking', 'applying', 'undoing')) and `+late,
			by.Workspace.ID, undoableFrom)
		return struct{}{}, err
	})
	if err != nil {
		return fmt.Errorf("tidying chores: %w", err)
	}
	return nil
}

// choreDetails are what a chore's row keeps as JSON.
type choreDetails struct {
	File     string              `json:"file,omitempty"`
	Name     string              `json:"name,omitempty"`
	Export   *crm.Export         `json:"export,omitempty"`
	Counts   map[crm.Verdict]int `json:"counts,omitempty"`
	Leaving  int                 `json:"leaving,omitempty"`
	Meant    string              `json:"meant,omitempty"`
	Fields   []crm.ImportField   `json:"fields,omitempty"`
	Unknown  []string            `json:"unknown,omitempty"`
	Changed  bool                `json:"changed,omitempty"`
	Rows     int                 `json:"rows,omitempty"`
	Removed  int                 `json:"removed,omitempty"`
	Restored int                 `json:"restored,omitempty"`
	Kept     int                 `json:"kept,omitempty"`
	Problem  *crm.Refusal        `json:"problem,omitempty"`
}

func detailsOf(c crm.Chore) choreDetails {
	d := choreDetails{
		File: c.File, Name: c.Name, Counts: c.Counts, Leaving: c.Leaving, Meant: c.Meant, Fields: c.Fields, Unknown: c.Unknown,
		Changed: c.Changed, Rows: c.Rows, Removed: c.Removed, Restored: c.Restored, Kept: c.Kept, Problem: c.Problem,
	}
	if c.Kind == crm.ChoreExport {
		d.Export = &c.Export
	}
	return d
}

// choreRow is a chore as it is read.
type choreRow struct {
	ID              int64
	StaffID         *int64
	Kind, State     string
	Details         []byte
	Reference       string
	Attempts, Tries int
	CreatedAt       time.Time
	DoneAt          *time.Time
}

// chore reads a chore with who asked for it and, while it asks, with examples.
func (t *tx) chore(ctx context.Context, id crm.ChoreID) (crm.Chore, error) {
	rows, err := t.Query(ctx, `
		select id, staff_id, kind, state, details, reference, attempts, tries, created_at, done_at
		from chores where workspace_id = $1 and id = $2`, t.by.Workspace.ID, id)
	if err != nil {
		return crm.Chore{}, fmt.Errorf("reading chore: %w", err)
	}
	r, err := one(rows, pgx.RowToStructByName[choreRow])
	if err != nil {
		return crm.Chore{}, err
	}
	c, err := r.chore()
	if err != nil {
		return crm.Chore{}, err
	}
	c.By = crm.System(t.by.Workspace)
	if r.StaffID != nil {
		if c.By, err = t.readStaff(ctx, `s.id = $2`, *r.StaffID); err != nil {
			return crm.Chore{}, err
		}
	}
	if c.State == crm.ChoreAsking {
		c.Examples, err = t.importExamples(ctx, id)
	}
	return c, err
}

func (r choreRow) chore() (crm.Chore, error) {
	var d choreDetails
	read := json.NewDecoder(bytes.NewReader(r.Details))
	read.UseNumber() // a sentence shows them as they were
	if err := read.Decode(&d); err != nil {
		return crm.Chore{}, fmt.Errorf("reading chore: %w", err)
	}
	c := crm.Chore{
		ID: crm.ChoreID(r.ID), Kind: crm.ChoreKind(r.Kind), State: crm.ChoreState(r.State), File: d.File, Name: d.Name,
		Reference: r.Reference, Attempts: r.Attempts, Tries: r.Tries, Counts: d.Counts, Leaving: d.Leaving, Meant: d.Meant, Fields: d.Fields, Unknown: d.Unknown,
		Changed: d.Changed, Rows: d.Rows, Removed: d.Removed, Restored: d.Restored, Kept: d.Kept, Problem: d.Problem,
		Created: r.CreatedAt.UTC(), Done: moment(r.DoneAt),
	}
	if d.Export != nil {
		c.Export = *d.Export
	}
	return c, nil
}
