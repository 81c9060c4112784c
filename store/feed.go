package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// A Feed is a staff member's calendar feed.
type Feed struct {
	By      crm.Staff // whose it is
	Version int64     // grows whenever what the feed shows may have changed
	Changed time.Time // when it last grew
}

// A FeedTask is a task as a feed shows it.
type FeedTask struct {
	crm.Task
	Changed time.Time
	Deleted time.Time // zero unless it was deleted
}

// The window of a feed: tasks due in it are shown, open overdue ones however old;
// deleted ones are shown as cancelled for a while.
const (
	feedPast      = 90 * 24 * time.Hour
	feedFuture    = 365 * 24 * time.Hour
	feedCancelled = 30 * 24 * time.Hour
)

// FeedToken is the secret part of by's feed's address. It is derived, and stored nowhere.
func (s *Store) FeedToken(ctx context.Context, by crm.Staff) (string, error) {
	if err := by.MayWork(); err != nil {
		return "", err
	}
	rows, err := s.pool.Query(ctx, `select generation from feeds where workspace_id = $1 and staff_id = $2`, by.Workspace.ID, by.ID)
	if err != nil {
		return "", fmt.Errorf("reading feed: %w", err)
	}
	generation, err := one(rows, pgx.RowTo[int64])
	if err != nil {
		return "", err
	}
	return s.keys.feedToken(by.Workspace.ID, by.ID, generation), nil
}

// ResetFeed makes the present address of by's feed worthless and returns the token of
// the new one.
func (s *Store) ResetFeed(ctx context.Context, by crm.Staff) (string, error) {
	return change(ctx, s, by, func(t *tx) (string, error) {
		rows, err := t.Query(ctx, `
			update feeds set generation = generation + 1 where workspace_id = $1 and staff_id = $2
			returning generation`, by.Workspace.ID, by.ID)
		if err != nil {
			return "", fmt.Errorf("resetting feed: %w", err)
		}
		generation, err := one(rows, pgx.RowTo[int64])
		if err != nil {
			return "", err
		}
		_, err = t.record(ctx, happening{
			verb: crm.Edited, noun: crm.NounStaff, id: int64(by.ID),
			before: feedSnapshot{generation - 1}, after: feedSnapshot{generation},
		})
		return s.keys.feedToken(by.Workspace.ID, by.ID, generation), err
	})
}

// feedSnapshot is what an event keeps of a feed. A generation opens nothing without
// the server's key.
type feedSnapshot struct{ FeedGeneration int64 }

// FeedTasks are what by's feed shows now, by due time: by's tasks with a due time
// from 90 days ago to a year ahead, all open overdue ones, and, for 30 days, those that
// were deleted.
func (s *Store) FeedTasks(ctx context.Context, by crm.Staff) ([]FeedTask, error) {
	if err := by.MayWork(); err != nil {
		return nil, err
	}
	const feedQuery = `select t.deleted_at, t.changed_at, ` + taskColumns + taskTables + `where t.workspace_id = $1 and t.assignee_id = $2 and `
	now := s.Now()
	rows, err := s.pool.Query(ctx, `
		select * from (
			`+feedQuery+`t.deleted_at is null and t.list_at >= $3 and t.list_at < $4
			union all
			`+feedQuery+`t.deleted_at is null and t.done_at is null and t.list_at < $3
			union all
			`+feedQuery+`t.deleted_at > $5 and t.list_at < $4
		) shown order by due_at, id`,
		by.Workspace.ID, by.ID, now.Add(-feedPast), now.Add(feedFuture), now.Add(-feedCancelled))
	if err != nil {
		return nil, fmt.Errorf("reading feed: %w", err)
	}
	tasks, err := pgx.CollectRows(rows, rowToFeedTask)
	if err != nil {
		return nil, fmt.Errorf("reading feed: %w", err)
	}
	return tasks, nil
}

func rowToFeedTask(row pgx.CollectableRow) (FeedTask, error) {
	type feedRow struct {
		taskRow
		DeletedAt *time.Time
		ChangedAt time.Time
	}
	r, err := pgx.RowToStructByName[feedRow](row)
	return FeedTask{Task: r.task(), Changed: r.ChangedAt.UTC(), Deleted: moment(r.DeletedAt)}, err
}

// macSize is how much of the HMAC a token carries: 160 bits.
const macSize = 20

// feedToken is the token of one generation of a staff member's feed: their ids, which
// tell nothing, and an HMAC over these and the generation.
func (k keys) feedToken(w crm.WorkspaceID, id crm.StaffID, generation int64) string {
	token := binary.AppendUvarint(binary.AppendUvarint(nil, uint64(w)), uint64(id))
	mac := hmac.New(sha256.New, k.feeds)
	mac.Write(binary.AppendUvarint(slices.Clone(token), uint64(generation)))
	return base64.RawURLEncoding.EncodeToString(append(token, mac.Sum(nil)[:macSize]...))
}

// parseFeedToken reads whose feed a token names; whether it is genuine is found by
// making it again.
func parseFeedToken(token string) (w crm.WorkspaceID, id crm.StaffID, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(b) > macSize+2*binary.MaxVarintLen64 {
		return 0, 0, false
	}
	first, n := binary.Uvarint(b)
	if n <= 0 {
		return 0, 0, false
	}
	second, m := binary.Uvarint(b[n:])
	if m <= 0 || len(b) != n+m+macSize {
		return 0, 0, false
	}
	return crm.WorkspaceID(first), crm.StaffID(second), true
}

// touchFeedsOf counts a change of what the feeds of those with tasks of a person show,
// cancelled ones included.
func (t *tx) touchFeedsOf(ctx context.Context, person crm.PersonID) error {
	rows, err := t.Query(ctx, `
		select assignee_id from tasks where workspace_id = $1 and person_id = $2 and deleted_at is null
		union
		select assignee_id from tasks where workspace_id = $1 and person_id = $2 and deleted_at > $3`,
		t.by.Workspace.ID, person, t.now.Add(-feedCancelled))
	if err != nil {
		return fmt.Errorf("touching feeds: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[crm.StaffID])
	if err != nil {
		return fmt.Errorf("touching feeds: %w", err)
	}
	return t.touchFeeds(ctx, ids...)
}

// openFeed gives a staff member a calendar feed, once.
func (t *tx) openFeed(ctx context.Context, id crm.StaffID) error {
	_, err := t.Exec(ctx, `
		insert into feeds (workspace_id, staff_id, changed_at) values ($1, $2, $3) on conflict do nothing`,
		t.by.Workspace.ID, id, t.now)
	if err != nil {
		return fmt.Errorf("opening feed: %w", err)
	}
	return nil
}

// touchFeeds counts a change of what the feeds of these staff members show. Feeds
// are touched in one order, so that two changes never wait for each other in a ring.
func (t *tx) touchFeeds(ctx context.Context, ids ...crm.StaffID) error {
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if id == 0 {
			continue
		}
		_, err := t.Exec(ctx, `
			update feeds set version = version + 1, changed_at = greatest(changed_at, $3) where workspace_id = $1 and staff_id = $2`,
			t.by.Workspace.ID, id, t.now)
		if err != nil {
			return fmt.Errorf("touching feed: %w", err)
		}
	}
	return nil
}
