package store_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/tern/v2/migrate"

	"frontdesk/migrations"
	"frontdesk/store"
	"frontdesk/store/storetest"
)

// TestMigrateAtOnce is a start of eight replicas on an empty database.
func TestMigrateAtOnce(t *testing.T) {
	t.Parallel()
	url := storetest.Empty(t)
	errs := make([]error, 8)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = store.Migrate(t.Context(), url) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	s := must(store.Open(t.Context(), store.Config{URL: url, Secret: storetest.Secret}))(t)
	defer s.Close()
	expect(t, "workspaces", len(must(s.Workspaces(t.Context()))(t)), 0)
}

// TestMigrateDownAndUp takes our schema away, migration by migration, to the last table, and
// makes it again: what one takes back leaves the schema as the ones before it made it.
func TestMigrateDownAndUp(t *testing.T) {
	t.Parallel()
	ctx, url := t.Context(), storetest.Empty(t)
	conn := must(pgx.Connect(ctx, url))(t)
	defer conn.Close(ctx)
	migrator := must(migrate.NewMigrator(ctx, conn, "schema_version"))(t)
	must(0, migrator.LoadMigrations(migrations.Files))(t)
	last := int32(len(migrator.Migrations))
	schemas := [][]string{schema(t, conn)}
	for n := range last {
		must(0, migrator.MigrateTo(ctx, n+1))(t)
		schemas = append(schemas, schema(t, conn))
	}
	if n := len(schemas[last]); n < 300 {
		t.Fatalf("the schema has %d parts only", n)
	}
	for n := last - 1; n >= 0; n-- {
		must(0, migrator.MigrateTo(ctx, n))(t)
		expectSameParts(t, fmt.Sprintf("taken back to %03d", n), schema(t, conn), schemas[n])
	}
	must(0, store.Migrate(ctx, url))(t)
	expectSameParts(t, "made again", schema(t, conn), schemas[last])
}

func TestMigrateWithoutADatabase(t *testing.T) {
	t.Parallel()
	expectError(t, store.Migrate(t.Context(), "what://ever"), "migrating: ")
}

// expectSameParts names the parts of a schema that are not those wanted.
func expectSameParts(t *testing.T, what string, got, want []string) {
	t.Helper()
	for _, part := range got {
		if !slices.Contains(want, part) {
			t.Errorf("%s, there is %s", what, part)
		}
	}
	for _, part := range want {
		if !slices.Contains(got, part) {
			t.Errorf("%s, there is no %s", what, part)
		}
	}
}

// schema has all parts of our own schema: columns, constraints, indexes and functions. Those of
// River and of extensions are theirs.
func schema(t *testing.T, conn *pgx.Conn) []string {
	t.Helper()
	rows := must(conn.Query(t.Context(), `
		with tables as (
			select c.oid, c.relname from pg_class c
			where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not like 'river%'
		)
		select concat_ws(' ', 'column', relname || '.' || attname, format_type(atttypid, atttypmod), 'collated', collname,
			'null', not attnotnull, 'identity', attidentity, 'generated', attgenerated, 'default', pg_get_expr(adbin, adrelid))
		from tables join pg_attribute a on a.attrelid = tables.oid and attnum > 0 and not attisdropped
			left join pg_collation l on l.oid = attcollation
			left join pg_attrdef on adrelid = attrelid and adnum = attnum
		union all
		select concat_ws(' ', 'constraint', relname || '.' || conname, pg_get_constraintdef(k.oid))
		from tables join pg_constraint k on conrelid = tables.oid
		union all
		select concat_ws(' ', 'index', pg_get_indexdef(indexrelid)) from tables join pg_index on indrelid = tables.oid
		union all
		select concat_ws(' ', 'function', pg_get_functiondef(f.oid)) from pg_proc f
		where pronamespace = 'public'::regnamespace and proname not like 'river%'
			and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = f.oid and deptype = 'e')
		order by 1`))(t)
	return must(pgx.CollectRows(rows, pgx.RowTo[string]))(t)
}
