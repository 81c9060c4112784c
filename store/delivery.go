package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// planAssigned plans a message to the assignee of a task that somebody else has just
// given them. Nobody is told of what they did themselves, nor of what is done already.
func (t *tx) planAssigned(ctx context.Context, before, after crm.Task) error {
	if after.ID == 0 || after.IsDone() || after.Assignee == before.Assignee || after.Assignee == t.by.ID || t.by.ID == 0 {
		return nil
	}
	_, err := t.Exec(ctx, `
		insert into deliveries (workspace_id, key, kind, channel, staff_id, task_id, by_id, due_version, next_at, created_at)
		values ($1, $2, 'assigned', 'slack', $3, $4, $5, $6, $7, $7) on conflict do nothing`,
		t.by.Workspace.ID, fmt.Sprintf("assigned:%d:%d:slack:%d", after.ID, after.Version, after.Assignee),
		after.Assignee, after.ID, t.by.ID, after.DueVersion, t.now)
	if err != nil {
		return fmt.Errorf("planning message: %w", err)
	}
	return t.sendSoon(ctx)
}

// PlanReminders plans a letter and a Slack message for each task that has become
// overdue and whose assignee was not told yet of this due time: one delivery per
// task, due version, channel and recipient. What was late already when its due time
// was set is never announced. It returns how many were planned; there may be more
// when it is 1,000.
func (s *Store) PlanReminders(ctx context.Context, by crm.Staff) (int, error) {
	if err := by.MayWork(); err != nil {
		return 0, err
	}
	tag, err := s.pool.Exec(ctx, `
		with late as (
			select id from tasks
			where workspace_id = $1 and to_announce and done_at is null and deleted_at is null and overdue_at <= $2
			order by overdue_at limit 500 for update skip locked
		), told as (
			update tasks t set to_announce = false from late where t.workspace_id = $1 and t.id = late.id
			returning t.id, t.due_version, t.assignee_id
		)
		insert into deliveries (workspace_id, key, kind, channel, staff_id, task_id, due_version, next_at, created_at)
		select $1, format('reminder:%s:%s:%s:%s', told.id, told.due_version, channel, told.assignee_id),
			'reminder', channel, told.assignee_id, told.id, told.due_version, $2, $2
		from told
		join staff on staff.workspace_id = $1 and staff.id = told.assignee_id and staff.active
		cross join (values ('email'), ('slack')) as channels (channel)
		on conflict do nothing`, by.Workspace.ID, s.Now())
	if err != nil {
		return 0, fmt.Errorf("planning reminders: %w", err)
	}
	return int(tag.RowsAffected()), nil
}

// ClaimDeliveries takes at most limit deliveries that are due into the caller's hands
// for the length of the lease, which runs in real time: whoever dies with one in hand
// lets it go by that. What has lost its point since it was planned (the task is done,
// deleted, moved on or handed over) is marked as skipped instead.
func (s *Store) ClaimDeliveries(ctx context.Context, by crm.Staff, limit int, lease time.Duration) ([]crm.Delivery, error) {
	return change(ctx, s, by, func(t *tx) ([]crm.Delivery, error) {
		if err := t.skipPointless(ctx); err != nil {
			return nil, err
		}
		rows, err := t.Query(ctx, `
			with waiting as (
				select id, state = 'sending' as taken_over from deliveries
				where workspace_id = $1 and state in ('planned', 'sending') and next_at <= $2
					and (state = 'planned' or lease_until < clock_timestamp())
				order by next_at, id limit $3 for update skip locked
			)
			update deliveries d set state = 'sending', attempts = attempts + 1,
				lease_until = clock_timestamp() + $4::bigint * interval '1 microsecond'
			from waiting where d.workspace_id = $1 and d.id = waiting.id
			returning d.id, waiting.taken_over`, by.Workspace.ID, t.now, limit, lease.Microseconds())
		if err != nil {
			return nil, fmt.Errorf("claiming deliveries: %w", err)
		}
		takenOver := map[int64]bool{}
		var id int64
		var taken bool
		_, err = pgx.ForEachRow(rows, []any{&id, &taken}, func() error {
			takenOver[id] = taken
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("claiming deliveries: %w", err)
		}
		return t.deliveries(ctx, takenOver)
	})
}

// skipPointless marks what need not be sent any more.
func (t *tx) skipPointless(ctx context.Context) error {
	_, err := t.Exec(ctx, `
		update deliveries d set state = 'skipped', finished_at = $2, error = 'pointless by now'
		from tasks t, staff s
		where d.workspace_id = $1 and d.state in ('planned', 'sending') and d.next_at <= $2
			and (d.state = 'planned' or d.lease_until < clock_timestamp())
			and t.workspace_id = d.workspace_id and t.id = d.task_id
			and s.workspace_id = d.workspace_id and s.id = d.staff_id
			and (not s.active or t.deleted_at is not null or t.done_at is not null or t.assignee_id <> d.staff_id
				or (d.kind = 'reminder' and t.due_version <> d.due_version))`, t.by.Workspace.ID, t.now)
	if err != nil {
		return fmt.Errorf("skipping deliveries: %w", err)
	}
	return nil
}

// deliveries reads claimed rows with what a message is made of, the letters first.
func (t *tx) deliveries(ctx context.Context, takenOver map[int64]bool) ([]crm.Delivery, error) {
	if len(takenOver) == 0 {
		return nil, nil
	}
	ids := slices.Collect(maps.Keys(takenOver))
	rows, err := t.Query(ctx, `
		select d.id, d.key, d.kind, d.channel, d.staff_id, d.task_id, d.attempts, d.created_at, coalesce(b.name, '') as by_name,
			exists (select from deliveries e where e.workspace_id = d.workspace_id and e.state = 'sent'
				and d.channel = 'slack' and e.key = replace(d.key, ':slack:', ':email:')) as email_accepted
		from deliveries d left join staff b on b.workspace_id = d.workspace_id and b.id = d.by_id
		where d.workspace_id = $1 and d.id = any($2) order by d.channel, d.id`, t.by.Workspace.ID, ids)
	if err != nil {
		return nil, fmt.Errorf("reading deliveries: %w", err)
	}
	claimed, err := pgx.CollectRows(rows, pgx.RowToStructByName[deliveryRow])
	if err != nil {
		return nil, fmt.Errorf("reading deliveries: %w", err)
	}
	staff, tasks, err := t.concerned(ctx, claimed)
	if err != nil {
		return nil, fmt.Errorf("reading deliveries: %w", err)
	}
	out := make([]crm.Delivery, len(claimed))
	for i, r := range claimed {
		out[i] = crm.Delivery{
			ID: crm.DeliveryID(r.ID), Key: r.Key, Kind: crm.DeliveryKind(r.Kind), Channel: crm.Channel(r.Channel),
			To: staff[r.StaffID], Task: tasks[r.TaskID], ByName: r.ByName,
			TakenOver: takenOver[r.ID], Attempts: r.Attempts, Created: r.CreatedAt.UTC(), EmailAccepted: r.EmailAccepted,
		}
	}
	return out, nil
}

// deliveryRow is a claimed delivery.
type deliveryRow struct {
	ID                 int64
	Key, Kind, Channel string
	StaffID, TaskID    int64
	Attempts           int
	CreatedAt          time.Time
	ByName             string
	EmailAccepted      bool
}

// concerned reads the recipients and the tasks of claimed deliveries.
func (t *tx) concerned(ctx context.Context, claimed []deliveryRow) (map[int64]crm.Staff, map[int64]crm.Task, error) {
	var staffIDs, taskIDs []int64
	for _, r := range claimed {
		staffIDs, taskIDs = append(staffIDs, r.StaffID), append(taskIDs, r.TaskID)
	}
	staff, err := byID(ctx, t, selectStaff+`where s.workspace_id = $1 and s.id = any($2)`, t.by, staffIDs,
		t.s.rowToStaff, func(m crm.Staff) int64 { return int64(m.ID) })
	if err != nil {
		return nil, nil, err
	}
	tasks, err := byID(ctx, t, selectTask+`where t.workspace_id = $1 and t.id = any($2)`, t.by, taskIDs,
		rowToTask, func(t crm.Task) int64 { return int64(t.ID) })
	return staff, tasks, err
}

// DeliverySent records that d has been accepted at its far end; reference says where
// it stands there (a Message-ID, or Slack's channel and ts). It counts even after the
// lease has run out, because it is true.
func (s *Store) DeliverySent(ctx context.Context, by crm.Staff, d crm.Delivery, reference string) error {
	return s.finish(ctx, by, `
		update deliveries set state = 'sent', reference = $3, finished_at = $4, error = '', lease_until = null
		where workspace_id = $1 and id = $2 and state <> 'sent'`, d.ID, reference, s.Now())
}

// DeliveryFailed records why d could not be sent: to be tried again at retryAt, or,
// with a zero retryAt, never. It is ignored when somebody else has taken d over.
func (s *Store) DeliveryFailed(ctx context.Context, by crm.Staff, d crm.Delivery, reason string, retryAt time.Time) error {
	if retryAt.IsZero() {
		return s.finish(ctx, by, `
			update deliveries set state = 'failed', error = $4, finished_at = $5, lease_until = null
			where workspace_id = $1 and id = $2 and state = 'sending' and attempts = $3`, d.ID, d.Attempts, reason, s.Now())
	}
	return s.finish(ctx, by, `
		update deliveries set state = 'planned', error = $4, next_at = $5, lease_until = null
		where workspace_id = $1 and id = $2 and state = 'sending' and attempts = $3`, d.ID, d.Attempts, reason, retryAt)
}

// finish writes how a delivery ended, if by may.
func (s *Store) finish(ctx context.Context, by crm.Staff, query string, args ...any) error {
	if err := by.MayWork(); err != nil {
		return err
	}
	if _, err := s.pool.Exec(ctx, query, append([]any{by.Workspace.ID}, args...)...); err != nil {
		return fmt.Errorf("recording delivery: %w", err)
	}
	return nil
}
