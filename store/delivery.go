package store

import (
	"context"
	"fmt"
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
// task, due version, channel and recipient. One that was skipped is planned again.
// What was late already when its due time was set is never announced; what is a
// leaver's waits for whom it is given to. It returns of how many tasks it planned to
// tell; there may be more when it is 500.
func (s *Store) PlanReminders(ctx context.Context, by crm.Staff) (int, error) {
	if err := by.MayWork(); err != nil {
		return 0, err
	}
	var tasks int
	err := s.pool.QueryRow(ctx, `
		with late as (
			select t.id from tasks t
			join staff s on s.workspace_id = t.workspace_id and s.id = t.assignee_id and s.active
			where t.workspace_id = $1 and t.to_announce and t.done_at is null and t.deleted_at is null and t.overdue_at <= $2
			order by t.overdue_at limit 500 for update of t skip locked
		), told as (
			update tasks t set to_announce = false from late where t.workspace_id = $1 and t.id = late.id
			returning t.id, t.due_version, t.assignee_id
		), planned as (
			insert into deliveries (workspace_id, key, kind, channel, staff_id, task_id, due_version, next_at, created_at)
			select $1, format('reminder:%s:%s:%s:%s', told.id, told.due_version, channel, told.assignee_id),
				'reminder', channel, told.assignee_id, told.id, told.due_version, $2, $2
			from told cross join (values ('email'), ('slack')) as channels (channel)
			on conflict (workspace_id, key) do update set state = 'planned', next_at = excluded.next_at,
				created_at = excluded.created_at, error = '', finished_at = null, lease_until = null
			where deliveries.state = 'skipped'
		)
		select count(*) from told`, by.Workspace.ID, s.Now()).Scan(&tasks)
	if err != nil {
		return 0, fmt.Errorf("planning reminders: %w", err)
	}
	return tasks, nil
}

// stillToTell is whether the reminders d of a task t, whose due time stays, are owed
// after t goes from its assignee to the staff member $7 (who may be the same). To the
// same one, those are that are not out yet or lost their point for a while; what was
// sent, or failed for good, is not repeated. A new one is told in place of the old
// only where nobody was: by a message about the task, where somebody else gave it.
const stillToTell = `coalesce((
	select case when t.assignee_id = $7 then bool_or(d.staff_id = $7 and d.state in ('planned', 'sending', 'skipped'))
		else bool_and(d.state <> 'sent') end
	from deliveries d
	where d.workspace_id = t.workspace_id and d.task_id = t.id and d.due_version = t.due_version and d.kind = 'reminder'
), false)`

// remindAgain owes a member who is back on the staff the reminders that lost their
// point when they left.
func (t *tx) remindAgain(ctx context.Context, id crm.StaffID) error {
	_, err := t.Exec(ctx, `
		update tasks t set to_announce = true
		where t.workspace_id = $1 and t.assignee_id = $2 and t.done_at is null and t.deleted_at is null and exists (
			select from deliveries d where d.workspace_id = $1 and d.task_id = t.id and d.due_version = t.due_version
				and d.staff_id = $2 and d.kind = 'reminder' and d.state = 'skipped')`, t.by.Workspace.ID, id)
	if err != nil {
		return fmt.Errorf("owing reminders: %w", err)
	}
	return nil
}

// ClaimDeliveries takes at most limit deliveries that are due into the caller's hands
// for the length of the lease, which runs in real time: whoever dies with one in hand
// lets it go by that. What has lost its point since it was planned (the task is done,
// deleted, moved on or handed over, the recipient off the staff) is marked as skipped
// instead. They come task by task, the letter before the Slack message; see
// [Store.DeliveryBegins] for what is to be called before each is sent.
func (s *Store) ClaimDeliveries(ctx context.Context, by crm.Staff, limit int, lease time.Duration) ([]crm.Delivery, error) {
	return change(ctx, s, by, func(t *tx) ([]crm.Delivery, error) {
		if err := t.skipPointless(ctx); err != nil {
			return nil, err
		}
		rows, err := t.Query(ctx, `
			with waiting as (
				select id from deliveries
				where workspace_id = $1 and state in ('planned', 'sending') and next_at <= $2
					and (state = 'planned' or lease_until < clock_timestamp())
				order by next_at, id limit $3 for update skip locked
			)
			update deliveries d set state = 'sending', attempts = attempts + 1,
				lease_until = clock_timestamp() + $4::bigint * interval '1 microsecond'
			from waiting where d.workspace_id = $1 and d.id = waiting.id
			returning d.id`, by.Workspace.ID, t.now, limit, lease.Microseconds())
		if err != nil {
			return nil, fmt.Errorf("claiming deliveries: %w", err)
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return nil, fmt.Errorf("claiming deliveries: %w", err)
		}
		return t.deliveries(ctx, ids)
	})
}

// pointless is whether a delivery d about a task t need not be sent to a staff member
// s any more.
const pointless = `(not s.active or t.deleted_at is not null or t.done_at is not null or t.assignee_id <> d.staff_id
	or (d.kind = 'reminder' and t.due_version <> d.due_version))`

// skipPointless marks what need not be sent any more. What somebody else is marking
// at this moment is left to them.
func (t *tx) skipPointless(ctx context.Context) error {
	_, err := t.Exec(ctx, `
		with waiting as (
			select d.id from deliveries d
			join tasks t on t.workspace_id = d.workspace_id and t.id = d.task_id
			join staff s on s.workspace_id = d.workspace_id and s.id = d.staff_id
			where d.workspace_id = $1 and d.state in ('planned', 'sending') and d.next_at <= $2
				and (d.state = 'planned' or d.lease_until < clock_timestamp()) and `+pointless+`
			order by d.id for update of d skip locked
		)
		update deliveries d set state = 'skipped', finished_at = $2, error = 'pointless by now', lease_until = null
		from waiting where d.workspace_id = $1 and d.id = waiting.id`, t.by.Workspace.ID, t.now)
	if err != nil {
		return fmt.Errorf("skipping deliveries: %w", err)
	}
	return nil
}

// deliveries reads claimed rows with what a message is made of, a task's letter before
// its Slack message.
func (t *tx) deliveries(ctx context.Context, ids []int64) ([]crm.Delivery, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := t.Query(ctx, `
		select d.id, d.key, d.kind, d.channel, d.staff_id, d.task_id, d.attempts, d.begun, d.created_at, coalesce(b.name, '') as by_name,
			exists (select from deliveries e where e.workspace_id = d.workspace_id and e.state = 'sent'
				and d.channel = 'slack' and e.key = replace(d.key, ':slack:', ':email:')) as email_accepted
		from deliveries d left join staff b on b.workspace_id = d.workspace_id and b.id = d.by_id
		where d.workspace_id = $1 and d.id = any($2) order by d.task_id, d.channel, d.id`, t.by.Workspace.ID, ids)
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
			TakenOver: r.Begun, Attempts: r.Attempts, Created: r.CreatedAt.UTC(), EmailAccepted: r.EmailAccepted,
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
	Begun              bool
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

// DeliveryBegins notes that the caller, who has claimed d, is about to hand it to the
// far end, and reports whether it may: not when d has lost its point since it was
// claimed, which marks it as skipped, nor when somebody else has taken it over. Then
// the caller has nothing more to record. Whoever takes d over from one who began and
// fell silent is told so by [crm.Delivery.TakenOver].
func (s *Store) DeliveryBegins(ctx context.Context, by crm.Staff, d crm.Delivery) (bool, error) {
	begun, err := s.mark(ctx, by, `
		update deliveries d set begun = true from tasks t, staff s
		where d.workspace_id = $1 and d.id = $2 and d.state = 'sending' and d.attempts = $3
			and t.workspace_id = d.workspace_id and t.id = d.task_id
			and s.workspace_id = d.workspace_id and s.id = d.staff_id and not `+pointless, d.ID, d.Attempts)
	if err != nil || begun {
		return begun, err
	}
	_, err = s.mark(ctx, by, `
		update deliveries set state = 'skipped', finished_at = $4, error = 'pointless by now', lease_until = null
		where workspace_id = $1 and id = $2 and state = 'sending' and attempts = $3`, d.ID, d.Attempts, s.Now())
	return false, err
}

// DeliveryPutBack lets go of d, which was claimed and not sent: it waits in its place
// as if it had never been claimed. It is ignored when somebody else has taken d over.
func (s *Store) DeliveryPutBack(ctx context.Context, by crm.Staff, d crm.Delivery) error {
	_, err := s.mark(ctx, by, `
		update deliveries set state = 'planned', attempts = attempts - 1, begun = $4, lease_until = null
		where workspace_id = $1 and id = $2 and state = 'sending' and attempts = $3`, d.ID, d.Attempts, d.TakenOver)
	return err
}

// DeliverySent records that d has been accepted at its far end; reference says where
// it stands there (a Message-ID, or Slack's channel and ts). It counts even after the
// lease has run out, because it is true.
func (s *Store) DeliverySent(ctx context.Context, by crm.Staff, d crm.Delivery, reference string) error {
	_, err := s.mark(ctx, by, `
		update deliveries set state = 'sent', reference = $3, finished_at = $4, error = '', lease_until = null
		where workspace_id = $1 and id = $2 and state <> 'sent'`, d.ID, reference, s.Now())
	return err
}

// DeliveryFailed records why d could not be sent: to be tried again at retryAt, or,
// with a zero retryAt, never. It is ignored when somebody else has taken d over.
func (s *Store) DeliveryFailed(ctx context.Context, by crm.Staff, d crm.Delivery, reason string, retryAt time.Time) error {
	query, at := `
		update deliveries set state = 'planned', error = $4, next_at = $5, lease_until = null, begun = false
		where workspace_id = $1 and id = $2 and state = 'sending' and attempts = $3`, retryAt
	if retryAt.IsZero() {
		query, at = `
			update deliveries set state = 'failed', error = $4, finished_at = $5, lease_until = null
			where workspace_id = $1 and id = $2 and state = 'sending' and attempts = $3`, s.Now()
	}
	_, err := s.mark(ctx, by, query, d.ID, d.Attempts, reason, at)
	return err
}

// mark writes how a delivery goes, if by may, and reports whether it was still as
// the query wants it.
func (s *Store) mark(ctx context.Context, by crm.Staff, query string, args ...any) (bool, error) {
	if err := by.MayWork(); err != nil {
		return false, err
	}
	tag, err := s.pool.Exec(ctx, query, append([]any{by.Workspace.ID}, args...)...)
	if err != nil {
		return false, fmt.Errorf("recording delivery: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}
