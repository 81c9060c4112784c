package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// entryKey is the place of an entry on a timeline.
type entryKey struct {
	Overdue bool          `json:"o,omitempty"`
	At      time.Time     `json:"a"`
	Kind    crm.EntryKind `json:"k"`
	ID      int64         `json:"i"`
}

// The places before the first entry and after the last.
var (
	beginning = entryKey{Overdue: true, At: never}
	ending    = entryKey{}
)

// Timeline is a person with their history, the page at the cursor: overdue open tasks
// first, then everything else, both newest first (R27, R28). What is overdue is decided
// at the store's present time.
func (s *Store) Timeline(ctx context.Context, by crm.Staff, person crm.PersonID, at crm.Cursor, size int) (crm.Timeline, error) {
	if err := by.MayWork(); err != nil {
		return crm.Timeline{}, err
	}
	from, err := placeOf[entryKey](at)
	if err != nil {
		return crm.Timeline{}, err
	}
	var line crm.Timeline
	same := func(k entryKey) entryKey { return k }
	page, err := pageAt(from, size, same, func(at place[entryKey], n int) (keys []entryKey, err error) {
		var read pgx.Batch // one way to the database and back for both
		read.Queue(selectPerson+`where p.workspace_id = $1 and p.id = $2`, by.Workspace.ID, person).Query(func(rows pgx.Rows) (err error) {
			line.Person, err = one(rows, rowToPerson)
			return err
		})
		s.queueTimelineKeys(&read, by, person, at, n).Query(func(rows pgx.Rows) (err error) {
			keys, err = pgx.CollectRows(rows, pgx.RowToStructByName[entryKey])
			return err
		})
		return keys, s.pool.SendBatch(ctx, &read).Close()
	})
	if err != nil {
		return crm.Timeline{}, fmt.Errorf("reading timeline: %w", err)
	}
	if line.Entries, err = s.entries(ctx, by, page.Items); err != nil {
		return crm.Timeline{}, fmt.Errorf("reading timeline: %w", err)
	}
	line.Previous, line.Next = page.Previous, page.Next
	return line, nil
}

// queueTimelineKeys has a batch find the places of at most n entries from a place on, the
// nearest first. Each branch of the union reads at most n rows of an index that has its
// order.
func (s *Store) queueTimelineKeys(read *pgx.Batch, by crm.Staff, person crm.PersonID, at place[entryKey], n int) *pgx.QueuedQuery {
	past, order := "<", "desc"
	if at.back {
		past, order = ">", "asc"
	}
	bucket, rest := bounds(at)
	return read.Queue(strings.NewReplacer("PAST", past, "ORDER", order).Replace(`
		select * from (
			(select true as overdue, at, 'task' as kind, id from tasks
			where workspace_id = $1 and person_id = $2 and deleted_at is null and done_at is null and overdue_at <= $3
				and (at, id) PAST ($4, $5)
			order by at ORDER, id ORDER limit $10)
			union all
			(select false, at, 'task', id from tasks
			where workspace_id = $1 and person_id = $2 and deleted_at is null
				and (done_at is not null or overdue_at is null or overdue_at > $3)
				and (at, id) PAST ($6, $7)
			order by at ORDER, id ORDER limit $10)
			union all
			(select false, created_at, 'note', id from notes
			where workspace_id = $1 and person_id = $2 and deleted_at is null and (created_at, id) PAST ($6, $8)
			order by created_at ORDER, id ORDER limit $10)
			union all
			(select false, at, 'event', id from events
			where workspace_id = $1 and person_id = $2 and noun = 'person' and verb <> 'edited' and (at, id) PAST ($6, $9)
			order by at ORDER, id ORDER limit $10)
		) entries
		order by overdue ORDER, at ORDER, kind collate "C" ORDER, id ORDER limit $10`),
		by.Workspace.ID, person, s.Now(), bucket.At, bucket.idAmong(crm.EntryTask), rest.At,
		rest.idAmong(crm.EntryTask), rest.idAmong(crm.EntryNote), rest.idAmong(crm.EntryEvent), n)
}

// bounds are where a place of the timeline stands in the bucket on top, and where in the
// rest: seen from the one, the other lies wholly on one side.
func bounds(at place[entryKey]) (bucket, rest entryKey) {
	switch {
	case at.key == nil && at.back:
		return ending, ending
	case at.key == nil:
		return beginning, beginning
	case at.key.Overdue:
		return *at.key, beginning
	}
	return ending, *at.key
}

// idAmong is the id that k's place has among entries of a kind: k's own among its own
// kind; at one and the same moment, the kinds stand in the reverse order of their names.
func (k entryKey) idAmong(kind crm.EntryKind) int64 {
	switch strings.Compare(string(kind), string(k.Kind)) {
	case -1:
		return math.MaxInt64
	case 1:
		return 0
	}
	return k.ID
}

// entries reads what stands at the places, in their order. What was deleted since
// the places were read is left out.
func (s *Store) entries(ctx context.Context, by crm.Staff, keys []entryKey) ([]crm.Entry, error) {
	var read pgx.Batch // one way to the database and back for all three
	tasks := batchByID(&read, selectTask+`where t.workspace_id = $1 and t.id = any($2) and t.deleted_at is null`,
		by, idsOf(keys, crm.EntryTask), rowToTask, func(t crm.Task) int64 { return int64(t.ID) })
	notes := batchByID(&read, selectNote+`where n.workspace_id = $1 and n.id = any($2) and n.deleted_at is null`,
		by, idsOf(keys, crm.EntryNote), rowToNote, func(n crm.Note) int64 { return int64(n.ID) })
	events := batchByID(&read, selectEvent+`where e.workspace_id = $1 and e.id = any($2)`,
		by, idsOf(keys, crm.EntryEvent), rowToEvent, func(e crm.Event) int64 { return int64(e.ID) })
	if err := s.pool.SendBatch(ctx, &read).Close(); err != nil {
		return nil, err
	}
	var out []crm.Entry
	for _, k := range keys {
		e := crm.Entry{Kind: k.Kind, At: k.At.UTC(), Overdue: k.Overdue}
		var there bool
		switch k.Kind {
		case crm.EntryTask:
			e.Task, there = tasks[k.ID]
		case crm.EntryNote:
			e.Note, there = notes[k.ID]
		case crm.EntryEvent:
			e.Event, there = events[k.ID]
		}
		if there {
			out = append(out, e)
		}
	}
	return out, nil
}

// idsOf are the ids of one kind of entry.
func idsOf(keys []entryKey, kind crm.EntryKind) []int64 {
	var ids []int64
	for _, k := range keys {
		if k.Kind == kind {
			ids = append(ids, k.ID)
		}
	}
	return ids
}

// A querier is the pool, or a transaction.
type querier interface {
	Query(ctx context.Context, query string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
}

// byID reads rows of by's workspace by their ids, without a query when there are none.
func byID[T any](ctx context.Context, q querier, query string, by crm.Staff, ids []int64, read pgx.RowToFunc[T], id func(T) int64) (map[int64]T, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := q.Query(ctx, query, by.Workspace.ID, ids)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, read)
	if err != nil {
		return nil, err
	}
	out := make(map[int64]T, len(all))
	for _, row := range all {
		out[id(row)] = row
	}
	return out, nil
}

// batchByID has a batch read rows of by's workspace by their ids, and returns where they will
// be; nothing is asked when there are none.
func batchByID[T any](b *pgx.Batch, query string, by crm.Staff, ids []int64, read pgx.RowToFunc[T], id func(T) int64) map[int64]T {
	out := make(map[int64]T, len(ids))
	if len(ids) == 0 {
		return out
	}
	b.Queue(query, by.Workspace.ID, ids).Query(func(rows pgx.Rows) error {
		all, err := pgx.CollectRows(rows, read)
		for _, row := range all {
			out[id(row)] = row
		}
		return err
	})
	return out
}

// selectEvent is the beginning of each query that reads events.
const selectEvent = `
	select e.id, e.at, coalesce(e.by_id, 0) as by_id, coalesce(s.name, '') as by_name, e.verb, e.noun, e.noun_id,
		coalesce(e.person_id, 0) as person_id, e.before, e.after
	from events e left join staff s on s.workspace_id = e.workspace_id and s.id = e.by_id `

// rowToEvent reads what selectEvent selects.
func rowToEvent(row pgx.CollectableRow) (crm.Event, error) {
	r, err := pgx.RowToStructByName[struct {
		ID, ByID, NounID, PersonID int64
		At                         time.Time
		ByName, Verb, Noun         string
		Before, After              []byte
	}](row)
	return crm.Event{
		ID: crm.EventID(r.ID), At: r.At.UTC(), By: crm.StaffID(r.ByID), ByName: r.ByName, Verb: crm.Verb(r.Verb),
		Noun: crm.Noun(r.Noun), NounID: r.NounID, Person: crm.PersonID(r.PersonID),
		Before: json.RawMessage(r.Before), After: json.RawMessage(r.After),
	}, err
}
