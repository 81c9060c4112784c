package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// A Load is a whole school to be put into an empty workspace at once. Tasks and notes
// name their people by their place in People, counted from 1; 0 is nobody.
type Load struct {
	People []crm.Person
	Tasks  []crm.Task
	Notes  []crm.Note

	Progress func(stored int) // nil, or told now and then how many of the three are stored
}

// Load puts a school into by's workspace: all of it or, after an error, nothing. It is
// for the sample school; each person gets an event, tasks and notes get none. Tasks
// that are overdue already are never announced. Only the machine may.
func (s *Store) Load(ctx context.Context, by crm.Staff, l Load) error {
	if err := by.MayWork(); err != nil {
		return err
	}
	if by.Role != crm.RoleSystem {
		return crm.Refusal{ID: "refusal.managers_only"}
	}
	_, err := change(ctx, s, by, func(t *tx) (struct{}, error) { return struct{}{}, t.load(ctx, l) })
	if err != nil {
		return fmt.Errorf("loading school: %w", err)
	}
	return nil
}

func (t *tx) load(ctx context.Context, l Load) error {
	if _, err := t.Exec(ctx, `set local statement_timeout = 0`); err != nil { // a big school takes its time
		return err
	}
	people, err := t.reserve(ctx, "people", len(l.People))
	if err != nil {
		return err
	}
	tasks, err := t.reserve(ctx, "tasks", len(l.Tasks))
	if err != nil {
		return err
	}
	personID := func(place crm.PersonID) *int64 {
		if place == 0 {
			return nil
		}
		return &people[place-1]
	}
	tallies := make([]tally, len(l.People)+1)
	for _, task := range l.Tasks {
		tallies[task.Person].add(task, t.by.Workspace.Zone)
	}
	if err := t.putIndexesOff(ctx); err != nil {
		return err
	}
	stored := l.progress()
	for _, c := range []copying{
		{"people", append([]string{"id", "open_tasks", "overdue_from", "last_contact"}, personColumns...), len(l.People), func(i int) []any {
			stored()
			n := tallies[i+1]
			return append([]any{people[i], n.open, null(n.overdue), null(n.contact)}, personValues(t.by.Workspace.ID, l.People[i])...)
		}},
		{"events", []string{"workspace_id", "at", "by_id", "verb", "noun", "noun_id", "person_id"}, len(l.People), func(i int) []any {
			p := l.People[i]
			return []any{t.by.Workspace.ID, p.Created, orNull(p.Owner), crm.Added, crm.NounPerson, people[i], people[i]}
		}},
		{"tasks", tasksColumns, len(l.Tasks), func(i int) []any {
			stored()
			return t.taskValues(tasks[i], l.Tasks[i], personID(l.Tasks[i].Person))
		}},
		{"notes", []string{"workspace_id", "person_id", "body", "author_id", "created_at"}, len(l.Notes), func(i int) []any {
			stored()
			n := l.Notes[i]
			return []any{t.by.Workspace.ID, personID(n.Person), n.Body, orNull(n.Author), n.Created}
		}},
	} {
		if err := t.copy(ctx, c); err != nil {
			return err
		}
	}
	if err := t.catchIndexesUp(ctx); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `analyze people, tasks, notes`); err != nil { // so that the first look at a big school is quick
		return err
	}
	if err := t.keepNames(ctx, l.People...); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `update feeds set version = version + 1, changed_at = $2 where workspace_id = $1`, t.by.Workspace.ID, t.now)
	return err
}

// searched are the indexes over words and pieces of words. They cost more than all else
// of a person's row, but much less for many people at once.
var searched = []string{"people_words", "people_phone_part", "people_email_part", "people_company_part"}

// putIndexesOff lets what is stored from now on wait to be put into the searched indexes.
func (t *tx) putIndexesOff(ctx context.Context) error {
	for _, index := range searched {
		if _, err := t.Exec(ctx, `alter index `+index+` set (fastupdate = on)`); err != nil {
			return err
		}
	}
	_, err := t.Exec(ctx, `set local gin_pending_list_limit = '1GB'`)
	return err
}

// catchIndexesUp puts what waits into the searched indexes. From then on nothing waits.
func (t *tx) catchIndexesUp(ctx context.Context) error {
	for _, index := range searched {
		if _, err := t.Exec(ctx, `select gin_clean_pending_list($1::text::regclass)`, index); err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `alter index `+index+` set (fastupdate = off)`); err != nil {
			return err
		}
	}
	return nil
}

// progress counts what is stored, and tells of every thousandth.
func (l Load) progress() (stored func()) {
	n := 0
	return func() {
		if n++; l.Progress != nil && n%1000 == 0 {
			l.Progress(n)
		}
	}
}

// A tally is what a person's row keeps of their tasks, as [tallyOf] counts it.
type tally struct {
	open             int
	overdue, contact time.Time
}

func (n *tally) add(task crm.Task, zone *time.Location) {
	if !task.IsDone() {
		n.open++
		if from := task.Due.OverdueFrom(zone); !from.IsZero() && (n.overdue.IsZero() || from.Before(n.overdue)) {
			n.overdue = from
		}
		return
	}
	at := task.Done
	if !task.Due.IsZero() && task.Due.At.Before(at) {
		at = task.Due.At
	}
	if task.Kind != crm.KindTask && at.After(n.contact) {
		n.contact = at
	}
}

// reserve takes n ids of a table.
func (t *tx) reserve(ctx context.Context, table string, n int) ([]int64, error) {
	rows, err := t.Query(ctx, `select nextval(pg_get_serial_sequence($1, 'id')) from generate_series(1, $2)`, table, n)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// copying is one table's rows for COPY.
type copying struct {
	table   string
	columns []string
	n       int
	row     func(i int) []any
}

func (t *tx) copy(ctx context.Context, c copying) error {
	_, err := t.CopyFrom(ctx, pgx.Identifier{c.table}, c.columns,
		pgx.CopyFromSlice(c.n, func(i int) ([]any, error) { return c.row(i), nil }))
	if err != nil {
		return fmt.Errorf("copying %s: %w", c.table, err)
	}
	return nil
}

var tasksColumns = []string{
	"workspace_id", "id", "kind", "subject", "note", "person_id", "assignee_id", "due_at", "due_has_hour", "overdue_at",
	"to_announce", "at", "list_at", "duration_min", "done_at", "done_by", "changed_at", "created_at", "created_by",
}

func (t *tx) taskValues(id int64, task crm.Task, person *int64) []any {
	overdue := task.Due.OverdueFrom(t.by.Workspace.Zone)
	return []any{
		t.by.Workspace.ID, id, task.Kind, task.Subject, task.Note, person, task.Assignee, null(task.Due.At), task.Due.HasHour,
		null(overdue), overdue.After(t.now), task.At(), listAt(task), int(task.Duration / time.Minute),
		null(task.Done), orNull(task.DoneBy), task.Created, task.Created, orNull(task.CreatedBy),
	}
}

// orNull is an id as a column has it: null for none.
func orNull(id crm.StaffID) *int64 {
	if id == 0 {
		return nil
	}
	return new(int64(id))
}
