package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// selectTask is the beginning of each query that reads tasks.
const selectTask = `select ` + taskColumns + taskTables

const (
	taskColumns = `
		t.id, t.kind, t.subject, t.note, coalesce(t.person_id, 0) as person_id, t.assignee_id, t.due_at, t.due_has_hour,
		t.duration_min, t.done_at, coalesce(t.done_by, 0) as done_by, t.due_version, t.created_at,
		coalesce(t.created_by, 0) as created_by, t.version, a.name as assignee_name,
		coalesce(p.given_name, '') as given_name, coalesce(p.family_name, '') as family_name,
		coalesce(p.type, '') as person_type`
	taskTables = `
	from tasks t
	join staff a on a.workspace_id = t.workspace_id and a.id = t.assignee_id
	left join people p on p.workspace_id = t.workspace_id and p.id = t.person_id `
)

// taskRow is what taskColumns select.
type taskRow struct {
	ID                                int64
	Kind, Subject, Note               string
	PersonID, AssigneeID              int64
	DueAt                             *time.Time
	DueHasHour                        bool
	DurationMin                       int
	DoneAt                            *time.Time
	DoneBy                            int64
	DueVersion                        int
	CreatedAt                         time.Time
	CreatedBy                         int64
	Version                           int
	AssigneeName                      string
	GivenName, FamilyName, PersonType string
}

func (r taskRow) task() crm.Task {
	person := crm.Person{GivenName: r.GivenName, FamilyName: r.FamilyName, Type: crm.Type(r.PersonType)}
	return crm.Task{
		ID: crm.TaskID(r.ID), Kind: crm.Kind(r.Kind), Subject: r.Subject, Note: r.Note,
		Person: crm.PersonID(r.PersonID), Assignee: crm.StaffID(r.AssigneeID),
		Due: crm.Due{At: moment(r.DueAt), HasHour: r.DueHasHour}, Duration: time.Duration(r.DurationMin) * time.Minute,
		Done: moment(r.DoneAt), DoneBy: crm.StaffID(r.DoneBy), DueVersion: r.DueVersion,
		Created: r.CreatedAt.UTC(), CreatedBy: crm.StaffID(r.CreatedBy), Version: r.Version,
		AssigneeName: r.AssigneeName, PersonName: person.Name(), Archived: person.Archived(),
	}
}

// rowToTask reads what selectTask selects.
func rowToTask(row pgx.CollectableRow) (crm.Task, error) {
	r, err := pgx.RowToStructByName[taskRow](row)
	return r.task(), err
}

// moment is a nullable instant as the zero time or UTC.
func moment(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// null is the zero time as null.
func null(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// lockTask reads a task that nobody else may change until the transaction ends.
func (t *tx) lockTask(ctx context.Context, id crm.TaskID) (crm.Task, error) {
	if err := t.lock(ctx, "tasks", int64(id)); err != nil {
		return crm.Task{}, err
	}
	return t.task(ctx, id)
}

func (t *tx) task(ctx context.Context, id crm.TaskID) (crm.Task, error) {
	rows, err := t.Query(ctx, selectTask+`where t.workspace_id = $1 and t.id = $2 and t.deleted_at is null`, t.by.Workspace.ID, id)
	if err != nil {
		return crm.Task{}, fmt.Errorf("reading task: %w", err)
	}
	return one(rows, rowToTask)
}

func (t *tx) insertTask(ctx context.Context, task *crm.Task) error {
	err := t.QueryRow(ctx, `
		insert into tasks (workspace_id, kind, subject, note, person_id, assignee_id, due_at, due_has_hour, changed_at,
			due_version, overdue_at, at, list_at, duration_min, done_at, done_by, version, created_at, created_by, to_announce)
		values ($1, $2, $3, $4, nullif($5, 0), $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, nullif($16, 0), $17, $18, nullif($19, 0),
			coalesce($11::timestamptz > $9, false))
		returning id`,
		t.by.Workspace.ID, task.Kind, task.Subject, task.Note, int64(task.Person), task.Assignee,
		null(task.Due.At), task.Due.HasHour, t.now, task.DueVersion, null(task.Due.OverdueFrom(t.by.Workspace.Zone)),
		task.At(), listAt(*task), int(task.Duration/time.Minute), null(task.Done), int64(task.DoneBy),
		task.Version, task.Created, int64(task.CreatedBy)).Scan(&task.ID)
	if err != nil {
		return fmt.Errorf("inserting task: %w", err)
	}
	return nil
}

// writeTask updates the row; moved says that the due time was set anew. Where it was
// not, the change may have taken its point from a reminder that is not out yet, or
// given it back: that reminder is owed again.
func (t *tx) writeTask(ctx context.Context, task crm.Task, moved bool) error {
	_, err := t.Exec(ctx, `
		update tasks t set kind = $3, subject = $4, note = $5, person_id = nullif($6, 0), assignee_id = $7, due_at = $8,
			due_has_hour = $9, to_announce = case when $10 then coalesce($13::timestamptz > $11, false)
				else t.to_announce or `+stillToTell+` end,
			changed_at = $11, due_version = $12, overdue_at = $13,
			at = $14, list_at = $15, duration_min = $16, done_at = $17, done_by = nullif($18, 0), version = $19
		where workspace_id = $1 and id = $2`,
		t.by.Workspace.ID, task.ID, task.Kind, task.Subject, task.Note, int64(task.Person), task.Assignee,
		null(task.Due.At), task.Due.HasHour, moved, t.now, task.DueVersion, null(task.Due.OverdueFrom(t.by.Workspace.Zone)),
		task.At(), listAt(task), int(task.Duration/time.Minute), null(task.Done), int64(task.DoneBy), task.Version)
	if err != nil {
		return fmt.Errorf("updating task: %w", err)
	}
	return nil
}
