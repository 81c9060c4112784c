package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

// watch is a tracer that keeps the queries that go by.
type watch struct{ queries []pgx.TraceQueryStartData }

func (w *watch) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	w.queries = append(w.queries, q)
	return ctx
}

func (w *watch) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (w *watch) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

func (w *watch) TraceBatchQuery(_ context.Context, _ *pgx.Conn, q pgx.TraceBatchQueryData) {
	w.queries = append(w.queries, pgx.TraceQueryStartData{SQL: q.SQL, Args: q.Args})
}

func (w *watch) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// node is a step of a plan, as EXPLAIN tells it.
type node struct {
	Type  string  `json:"Node Type"`
	Table string  `json:"Relation Name"`
	Index string  `json:"Index Name"`
	Rows  float64 `json:"Plan Rows"`
	Plans []node
}

// all are n and the steps under it.
func (n node) all() []node {
	out := []node{n}
	for _, sub := range n.Plans {
		out = append(out, sub.all()...)
	}
	return out
}

// crowd fills the school with 20,000 people, and as many tasks, notes and events.
func (s *school) crowd() {
	s.t.Helper()
	s.sql(`insert into people (workspace_id, given_name, family_name, phone, phone_ext, email, company, type, crm_contact,
			given_first, family_first, email_fold, company_fold, created_at)
		select $1, g, f, '+48' || (500000000 + i * 7919), '', e, c, 'student', true, g || ' ' || f, f || ' ' || g, e, c, $2
		from generate_series(1, 20000) i,
			lateral (select md5('g' || i % 400) as g, md5('f' || i) as f, md5('e' || i) || '@example.com' as e, 'firma ' || md5('c' || i % 900) as c) x`,
		s.workspace.ID, s.Now())
	s.sql(`insert into tasks (workspace_id, kind, subject, note, person_id, assignee_id, due_at, due_has_hour, to_announce,
			changed_at, overdue_at, at, list_at, done_at, created_at)
		select p.workspace_id, 'task', 'x', '', p.id, a.id, d, true, d > $1, d, d, d, d, case when p.id % 2 = 0 then d end, d
		from people p, lateral (select $1::timestamptz + (p.id % 9000 - 4500) * interval '7 min' as d) x,
			lateral (select id from staff s where s.workspace_id = p.workspace_id order by s.id offset p.id % 2 limit 1) a`, s.Now())
	s.sql(`insert into notes (workspace_id, person_id, body, created_at) select workspace_id, id, 'x', created_at from people`)
	s.sql(`insert into events (workspace_id, at, verb, noun, noun_id, person_id)
		select workspace_id, created_at, 'added', 'person', id, id from people`)
	s.sql(`insert into names (workspace_id, name)
		select $1, translate(left(md5('n' || i), 9), '0123456789', 'ghijklmnop') from generate_series(1, 5000) i on conflict do nothing`, s.workspace.ID)
	s.sql(`analyze`)
}

// TestPlans asks PostgreSQL how it would run the queries of the pages and of search:
// over indexes that have their order, never through a whole table.
func TestPlans(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.crowd()
	const size = 25
	seen := new(watch)
	traced := must(store.OpenTraced(t.Context(), store.Config{URL: s.URL, Secret: storetest.Secret, Now: s.Clock.Now}, seen))(t)
	t.Cleanup(traced.Close)
	ctx := t.Context()
	person := crm.PersonID(s.number(`select id from people order by id offset 5000 limit 1`))
	from, to := s.Now(), s.Now().Add(7*24*time.Hour)

	people := func(after crm.Cursor) (crm.Cursor, error) {
		page, err := traced.People(ctx, s.anna, crm.PersonFilter{}, after, size)
		return page.Next, err
	}
	tasks := func(f store.TaskFilter) func(crm.Cursor) (crm.Cursor, error) {
		return func(after crm.Cursor) (crm.Cursor, error) {
			page, err := traced.Tasks(ctx, s.anna, f, after, size)
			return page.Next, err
		}
	}
	find := func(text string) func(crm.Cursor) (crm.Cursor, error) {
		return func(crm.Cursor) (crm.Cursor, error) {
			_, err := traced.FindPeople(ctx, s.anna, text, size)
			return "", err
		}
	}
	for _, c := range []struct {
		name    string
		run     func(crm.Cursor) (crm.Cursor, error) // reads a page and answers where the next begins
		indexes []string
		sorted  int // how many rows may be sorted
	}{
		{"people", people, []string{"people_by_name"}, 0},
		{"all tasks", tasks(store.TaskFilter{}), []string{"tasks_listed"}, 0},
		{"open tasks", tasks(store.TaskFilter{Open: true}), []string{"tasks_open"}, 0},
		{"my open tasks", tasks(store.TaskFilter{Open: true, Assignee: s.anna.ID}), []string{"tasks_open_mine"}, 0},
		{"my tasks", tasks(store.TaskFilter{Assignee: s.anna.ID}), []string{"tasks_mine"}, 0},
		{"open tasks of a week", tasks(store.TaskFilter{Open: true, From: from, To: to}), []string{"tasks_open"}, 0},
		{"timeline", func(after crm.Cursor) (crm.Cursor, error) {
			page, err := traced.Timeline(ctx, s.anna, person, after, 2)
			return page.Next, err
		}, []string{"tasks_timeline", "notes_timeline", "events_timeline"}, 50},
		{"search by name", find("3f2"), []string{"people_given_first", "people_family_first"}, 500},
		{"search by parts of names", find("3f 2a1"), []string{"people_words"}, 500},
		{"search by phone", find("791 9"), []string{"people_phone_part"}, 1000},
		{"search by e-mail", find("0a1b@"), []string{"people_email_part"}, 500},
		{"search by a part of an e-mail", find("a1b2"), []string{"people_email_part"}, 500},
		{"search by company", find("firma ff"), []string{"people_company_part"}, 1000},
		{"search by an inflected name", find("kowalskiemu"), []string{"people_words"}, 500},
		{"search by a name with errors", find("abhcgd fbaigc"), []string{"names_near", "people_words"}, 1000},
	} {
		t.Run(c.name, func(t *testing.T) {
			seen.queries = nil
			next := must(c.run(""))(t)
			if next != "" {
				must(c.run(next))(t)
				must(c.run(back(next)))(t)
			}
			var used []string
			for _, q := range slices.Clone(seen.queries) {
				if strings.Contains(q.SQL, "count(*)") {
					continue // reads 1,001 rows, in whichever order they lie
				}
				used = append(used, expectPlan(t, s, q, c.sorted)...)
			}
			for _, index := range c.indexes {
				if !slices.Contains(used, index) {
					t.Errorf("index %s is not used, but %v", index, used)
				}
			}
		})
	}
}

// expectPlan fails when the plan of a query reads through a big table or sorts more
// rows than it may. It returns the indexes that the plan uses.
func expectPlan(t *testing.T, s *school, q pgx.TraceQueryStartData, sorted int) (used []string) {
	t.Helper()
	var plan []byte
	if err := s.Pool.QueryRow(t.Context(), "explain (format json) "+q.SQL, q.Args...).Scan(&plan); err != nil {
		t.Fatalf("explaining: %v\n%s", err, q.SQL)
	}
	var plans []struct{ Plan node }
	if err := json.Unmarshal(plan, &plans); err != nil {
		t.Fatal(err)
	}
	for _, n := range plans[0].Plan.all() {
		big := slices.Contains([]string{"people", "tasks", "notes", "events", "names"}, n.Table)
		if n.Type == "Seq Scan" && big || strings.HasSuffix(n.Type, "Sort") && n.Rows > float64(sorted) {
			t.Errorf("%s of %s %v rows in\n%s\n%s", n.Type, n.Table, n.Rows, q.SQL, indented(plan))
		}
		used = append(used, n.Index)
	}
	return used
}

// indented drops what a reader of a failing plan does not need.
func indented(plan []byte) string {
	var keep []string
	for line := range strings.Lines(string(plan)) {
		for _, key := range []string{"Node Type", "Relation Name", "Index Name", "Plan Rows", "Index Cond", "Filter", "Sort Key"} {
			if strings.Contains(line, fmt.Sprintf("%q", key)) {
				keep = append(keep, line)
			}
		}
	}
	return strings.Join(keep, "")
}
