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
	open := make([]int, len(l.People)+1)
	for _, task := range l.Tasks {
		if !task.IsDone() {
			open[task.Person]++
		}
	}
	for _, c := range []copying{
		{"people", peopleColumns, len(l.People), func(i int) []any { return t.personValues(people[i], l.People[i], open[i+1]) }},
		{"events", []string{"workspace_id", "at", "by_id", "verb", "noun", "noun_id", "person_id"}, len(l.People), func(i int) []any {
			p := l.People[i]
			return []any{t.by.Workspace.ID, p.Created, orNull(p.Owner), crm.Added, crm.NounPerson, people[i], people[i]}
		}},
		{"tasks", tasksColumns, len(l.Tasks), func(i int) []any { return t.taskValues(tasks[i], l.Tasks[i], personID(l.Tasks[i].Person)) }},
		{"notes", []string{"workspace_id", "person_id", "body", "author_id", "created_at"}, len(l.Notes), func(i int) []any {
			n := l.Notes[i]
			return []any{t.by.Workspace.ID, personID(n.Person), n.Body, orNull(n.Author), n.Created}
		}},
	} {
		if err := t.copy(ctx, c); err != nil {
			return err
		}
	}
	_, err = t.Exec(ctx, `update feeds set version = version + 1, changed_at = $2 where workspace_id = $1`, t.by.Workspace.ID, t.now)
	return err
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

var peopleColumns = []string{
	"workspace_id", "id", "given_name", "family_name", "phone", "phone_ext", "email", "company", "type", "crm_contact",
	"owner_id", "open_tasks", "given_first", "family_first", "email_fold", "company_fold", "created_at",
}

func (t *tx) personValues(id int64, p crm.Person, open int) []any {
	given, family := nameKeys(p)
	return []any{
		t.by.Workspace.ID, id, p.GivenName, p.FamilyName, p.Phone, p.PhoneExt, p.Email, p.Company, p.Type, p.CRMContact,
		orNull(p.Owner), open, given, family, emailKey(p.Email), crm.Fold(p.Company), p.Created,
	}
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
