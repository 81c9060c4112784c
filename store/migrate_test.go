package store_test

import (
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

// TestMigrateDownAndUp takes our schema away, to the last table, and makes it again.
func TestMigrateDownAndUp(t *testing.T) {
	t.Parallel()
	ctx, url := t.Context(), storetest.Empty(t)
	if err := store.Migrate(ctx, url); err != nil {
		t.Fatal(err)
	}
	conn := must(pgx.Connect(ctx, url))(t)
	defer conn.Close(ctx)
	schema := columns(t, conn)
	if len(schema) < 100 {
		t.Fatalf("the schema has %d columns only", len(schema))
	}

	migrator := must(migrate.NewMigrator(ctx, conn, "schema_version"))(t)
	if err := migrator.LoadMigrations(migrations.Files); err != nil {
		t.Fatal(err)
	}
	if err := migrator.MigrateTo(ctx, 0); err != nil {
		t.Fatal(err)
	}
	expect(t, "columns after the drop", columns(t, conn), []string{"schema_version.version"})

	if err := store.Migrate(ctx, url); err != nil {
		t.Fatal(err)
	}
	expect(t, "schema", columns(t, conn), schema)
}

func TestMigrateWithoutADatabase(t *testing.T) {
	t.Parallel()
	expectError(t, store.Migrate(t.Context(), "what://ever"), "migrating: ")
}

func columns(t *testing.T, conn *pgx.Conn) []string {
	t.Helper()
	rows := must(conn.Query(t.Context(), `
		select table_name || '.' || column_name from information_schema.columns
		where table_schema = 'public' and table_name not like 'river%' order by 1`))(t)
	return must(pgx.CollectRows(rows, pgx.RowTo[string]))(t)
}
