package store

import (
	"context"
	"encoding/json"
	"fmt"
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

// beginning is the place before the first entry.
var beginning = entryKey{Overdue: true, At: never, Kind: "~"}

// Timeline is a page of a person's history that begins after the cursor: overdue
// open tasks first, then everything else, both newest first (R27, R28). What is
// overdue is decided at the store's present time.
func (s *Store) Timeline(ctx context.Context, by crm.Staff, person crm.PersonID, after crm.Cursor, size int) (crm.Timeline, error) {
	if err := by.MayWork(); err != nil {
		return crm.Timeline{}, err
	}
	var from entryKey
	more, err := parseCursor(after, &from)
	if err != nil {
		return crm.Timeline{}, err
	}
	if !more {
		from = beginning
	}
	keys, err := s.timelineKeys(ctx, by, person, from, size+1)
	if err != nil {
		return crm.Timeline{}, fmt.Errorf("reading timeline: %w", err)
	}
	page := pageOf(keys, size, func(k entryKey) any { return k })
	entries, err := s.entries(ctx, by, page.Items)
	if err != nil {
		return crm.Timeline{}, fmt.Errorf("reading timeline: %w", err)
	}
	return crm.Timeline{Entries: entries, Next: page.Next}, nil
}

// timelineKeys finds the places of at most n entries after from. Each branch of the
// union reads at most n rows of an index that has its order.
func (s *Store) timelineKeys(ctx context.Context, by crm.Staff, person crm.PersonID, from entryKey, n int) ([]entryKey, error) {
	rows, err := s.pool.Query(ctx, `
		select * from (
			(select true as overdue, at, 'task' as kind, id from tasks
			where workspace_id = $1 and person_id = $2 and deleted_at is null and done_at is null and overdue_at <= $3
				and $4 and at <= $5 and (at < $5 or 'task' < $6 or ('task' = $6 and id < $7))
			order by at desc, id desc limit $8)
			union all
			(select false, at, 'task', id from tasks
			where workspace_id = $1 and person_id = $2 and deleted_at is null
				and (done_at is not null or overdue_at is null or overdue_at > $3)
				and ($4 or (at <= $5 and (at < $5 or 'task' < $6 or ('task' = $6 and id < $7))))
			order by at desc, id desc limit $8)
			union all
			(select false, created_at, 'note', id from notes
			where workspace_id = $1 and person_id = $2 and deleted_at is null
				and ($4 or (created_at <= $5 and (created_at < $5 or 'note' < $6 or ('note' = $6 and id < $7))))
			order by created_at desc, id desc limit $8)
			union all
			(select false, at, 'event', id from events
			where workspace_id = $1 and person_id = $2 and noun = 'person' and verb <> 'edited'
				and ($4 or (at <= $5 and (at < $5 or 'event' < $6 or ('event' = $6 and id < $7))))
			order by at desc, id desc limit $8)
		) entries
		order by overdue desc, at desc, kind collate "C" desc, id desc limit $8`,
		by.Workspace.ID, person, s.Now(), from.Overdue, from.At, string(from.Kind), from.ID, n)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[entryKey])
}

// entries reads what stands at the places, in their order. What was deleted since
// the places were read is left out.
func (s *Store) entries(ctx context.Context, by crm.Staff, keys []entryKey) ([]crm.Entry, error) {
	tasks, err := byID(ctx, s.pool, selectTask+`where t.workspace_id = $1 and t.id = any($2) and t.deleted_at is null`,
		by, idsOf(keys, crm.EntryTask), rowToTask, func(t crm.Task) int64 { return int64(t.ID) })
	if err != nil {
		return nil, err
	}
	notes, err := byID(ctx, s.pool, selectNote+`where n.workspace_id = $1 and n.id = any($2) and n.deleted_at is null`,
		by, idsOf(keys, crm.EntryNote), rowToNote, func(n crm.Note) int64 { return int64(n.ID) })
	if err != nil {
		return nil, err
	}
	events, err := byID(ctx, s.pool, selectEvent+`where e.workspace_id = $1 and e.id = any($2)`,
		by, idsOf(keys, crm.EntryEvent), rowToEvent, func(e crm.Event) int64 { return int64(e.ID) })
	if err != nil {
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
