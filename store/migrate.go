package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/tern/v2/migrate"

	"frontdesk/migrations"
)

// migrationLock is the advisory lock under which schemas are migrated, so that
// replicas which start together do it one after the other.
const migrationLock = 0x66726f6e74 // "front"

// schemaTable is where tern keeps the schema's version.
const schemaTable = "schema_version"

// Migrate brings the database at url to the newest schema, River's tables with it. It may be run by several
// processes at once: one works, the others wait and find nothing to do.
func Migrate(ctx context.Context, url string) (err error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx)) // gives the lock back as well
	if _, err := conn.Exec(ctx, `select pg_advisory_lock($1)`, migrationLock); err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	migrator, err := migrate.NewMigrator(ctx, conn, schemaTable)
	if err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	if err := migrator.LoadMigrations(migrations.Files); err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	if err := migrator.Migrate(ctx); err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	if err := migrateRiver(ctx, url); err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	return nil
}
