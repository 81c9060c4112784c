package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// The jobs are run once, whatever becomes of them: the next tick does what one that
// broke off has left, in a minute's time and not in River's.
const attempts = 1

// TickArgs ask what is due by now. The slot is the timetable's own time: replicas
// that insert the same slot make one job.
type TickArgs struct {
	Slot time.Time `json:"slot"`
}

// Kind is River's name for the job.
func (TickArgs) Kind() string { return "tick" }

// InsertOpts make a slot unique.
func (TickArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: attempts, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// ErrandArgs ask for a batch of what waits to be sent.
type ErrandArgs struct{}

// Kind is River's name for the job.
func (ErrandArgs) Kind() string { return "errand" }

// InsertOpts run it once.
func (ErrandArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: attempts} }

// HousekeepingArgs ask for what is old to be dropped.
type HousekeepingArgs struct{}

// Kind is River's name for the job.
func (HousekeepingArgs) Kind() string { return "housekeeping" }

// InsertOpts run it once.
func (HousekeepingArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: attempts} }

// ChoreQueue is the queue of [ChoreArgs]: what takes minutes does not hold up what takes
// seconds.
const ChoreQueue = "chores"

// ChoreArgs ask for work on what people have asked for, such as an import.
type ChoreArgs struct{}

// Kind is River's name for the job.
func (ChoreArgs) Kind() string { return "chore" }

// InsertOpts run it once, in a queue of its own.
func (ChoreArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: attempts, Queue: ChoreQueue}
}

// newRiver is a River client; one whose configuration names no workers only inserts.
func newRiver(pool *pgxpool.Pool, c *river.Config) (*river.Client[pgx.Tx], error) {
	return river.NewClient(riverpgxv5.New(pool), c)
}

// sendSoon asks for a batch as part of the change. Jobs are inserted last in a
// transaction.
func (t *tx) sendSoon(ctx context.Context) error {
	if _, err := t.s.jobs.InsertTx(ctx, t.Tx, ErrandArgs{}, nil); err != nil {
		return fmt.Errorf("inserting errand: %w", err)
	}
	return nil
}

// workSoon asks for work on chores as part of the change. Jobs are inserted last in a
// transaction.
func (t *tx) workSoon(ctx context.Context) error {
	if _, err := t.s.jobs.InsertTx(ctx, t.Tx, ChoreArgs{}, nil); err != nil {
		return fmt.Errorf("inserting chore: %w", err)
	}
	return nil
}

// migrateRiver brings River's own tables to their newest schema.
func migrateRiver(ctx context.Context, url string) error {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return err
	}
	defer pool.Close()
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return err
	}
	_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}
