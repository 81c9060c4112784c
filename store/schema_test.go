package store_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/storetest"
)

// TestSchemaKeepsWorkspacesApart finds keys and indexes that do not begin with
// workspace_id: through such a foreign key a row could belong to another workspace's.
func TestSchemaKeepsWorkspacesApart(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	rows := must(db.Pool.Query(t.Context(), `
		select c.conrelid::regclass::text as of, c.conname::text as name, c.contype::text as kind,
			array(select a.attname::text from unnest(c.conkey) with ordinality k (num, place)
				join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.num order by place) as columns
		from pg_constraint c join pg_namespace n on n.oid = c.connamespace
		where n.nspname = 'public' and c.contype in ('p', 'f')
		union all
		select i.indrelid::regclass::text, i.indexrelid::regclass::text, 'i',
			array(select coalesce(a.attname::text, '(expression)') from unnest(i.indkey::int[]) with ordinality k (num, place)
				left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.num and k.num > 0 order by place)
		from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
			join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'public' and m.amname = 'btree'`))(t)
	all := must(pgx.CollectRows(rows, pgx.RowToStructByName[struct {
		Of, Name, Kind string
		Columns        []string
	}]))(t)
	kinds := map[string]int{}
	for _, key := range all {
		if key.Of == "schema_version" || strings.HasPrefix(key.Of, "river_") || key.Name == "workspaces_team_key" {
			continue // the team is what a workspace is recognised by
		}
		kinds[key.Kind]++
		if len(key.Columns) == 0 || key.Columns[0] != "workspace_id" {
			t.Errorf("%s of %s begins with %v", key.Name, key.Of, key.Columns)
		}
	}
	for _, kind := range []string{"p", "f", "i"} {
		if kinds[kind] < 10 {
			t.Errorf("looked at %d keys of kind %s only", kinds[kind], kind)
		}
	}
	tables := must(db.Pool.Query(t.Context(), `
		select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'public' and c.relkind in ('r', 'p')
			and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')`))(t)
	for _, table := range must(pgx.CollectRows(tables, pgx.RowTo[string]))(t) {
		if table != "schema_version" && !strings.HasPrefix(table, "river_") {
			t.Errorf("%s has no primary key", table)
		}
	}
}
