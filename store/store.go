package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"frontdesk/store/crm"
)

// Config is what [Open] needs.
type Config struct {
	URL    string           // of the database, as pgx reads it; required
	Secret []byte           // 32 bytes from which tokens are encrypted and links derived; required
	Now    func() time.Time // business time; nil means the real clock
	Log    *slog.Logger     // nil means slog.Default
	// Languages are those that there are words for; nil means Polish and English.
	Languages []crm.Language
}

// A Store is the school's data. It is safe for concurrent use.
type Store struct {
	pool  *pgxpool.Pool
	keys  keys
	jobs  *river.Client[pgx.Tx] // inserts only
	clock func() time.Time
	log   *slog.Logger
	zones sync.Map // zone name → *time.Location

	languages []crm.Language
}

// Open connects to a migrated database (see [Migrate]).
func Open(ctx context.Context, c Config) (*Store, error) {
	keys, err := deriveKeys(c.Secret)
	if err != nil {
		return nil, fmt.Errorf("opening store: %w", err)
	}
	pool, err := newPool(ctx, c.URL)
	if err != nil {
		return nil, fmt.Errorf("opening store: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("opening store: %w", err)
	}
	jobs, err := newRiver(pool, new(river.Config)) // inserts only
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("opening store: %w", err)
	}
	s := &Store{pool: pool, jobs: jobs, keys: keys, clock: c.Now, log: c.Log, languages: c.Languages}
	if s.languages == nil {
		s.languages = []crm.Language{crm.Polish, crm.English}
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	return s, nil
}

// What a database's address leaves open. River's workers share the connections, and
// some of what they do takes seconds.
const (
	minConnections   = 10
	statementTimeout = "10s"
)

// newPool makes the store's connections: as the address says, else as many as the
// machine has processors and at least minConnections, on which nothing runs longer
// than statementTimeout.
func newPool(ctx context.Context, url string) (*pgxpool.Pool, error) {
	c, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	said, err := pgx.ParseConfig(url) // which leaves the pool's own settings in
	if err != nil {
		return nil, err
	}
	if said.RuntimeParams["pool_max_conns"] == "" {
		c.MaxConns = max(c.MaxConns, minConnections)
	}
	if said.RuntimeParams["statement_timeout"] == "" && !strings.Contains(said.RuntimeParams["options"], "statement_timeout") {
		c.ConnConfig.RuntimeParams["statement_timeout"] = statementTimeout
	}
	return pgxpool.NewWithConfig(ctx, c)
}

// Close ends the connections, after those in use have been given back.
func (s *Store) Close() { s.pool.Close() }

// Now is business time: what the demo and the tests can move forward. It is cut to
// microseconds, which is what the database keeps.
func (s *Store) Now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// zone returns the named time zone; a name that is unknown here is UTC.
func (s *Store) zone(name string) *time.Location {
	if z, ok := s.zones.Load(name); ok {
		return z.(*time.Location)
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		s.log.Warn("unknown time zone", "zone", name)
		z = time.UTC
	}
	s.zones.Store(name, z)
	return z
}

// tx is one change under way: who makes it, and at which moment.
type tx struct {
	pgx.Tx
	s   *Store
	by  crm.Staff
	now time.Time
}

// change runs fn in a transaction for by, once by may work at all. It runs again, one
// time, where the database gave another transaction the way; a form's submission that
// is being saved twice at the same moment then finds what its twin has made, and what
// concerns a row that is being deleted finds it gone.
func change[T any](ctx context.Context, s *Store, by crm.Staff, fn func(*tx) (T, error)) (T, error) {
	var out T
	if err := by.MayWork(); err != nil {
		return out, err
	}
	run := func() error {
		return pgx.BeginFunc(ctx, s.pool, func(t pgx.Tx) (err error) {
			out, err = fn(&tx{Tx: t, s: s, by: by, now: s.Now()})
			return err
		})
	}
	err := run()
	if gaveWay(err) {
		err = run()
	}
	if err != nil {
		var none T
		return none, err
	}
	return out, nil
}

// gaveWay reports whether err says that another transaction has just saved the same
// form submission, deleted what this one refers to or referred to what this one deletes,
// or that the database ended this one for another's sake.
func gaveWay(err error) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return false
	}
	switch pg.Code {
	case "23505": // not unique
		return pg.ConstraintName == "events_once"
	case "23503", "40P01", "40001": // a broken reference, a deadlock, a conflict of serializable transactions
		return true
	}
	return false
}

// lock holds a row of by's workspace until the transaction ends. It is read in a
// statement afterwards, never in the same one: after a wait, a join would still hold
// the locked row against the others' rows as they were before.
func (t *tx) lock(ctx context.Context, table string, id int64) error {
	_, err := t.Exec(ctx, `select from `+table+` where workspace_id = $1 and id = $2 for no key update`, t.by.Workspace.ID, id)
	if err != nil {
		return fmt.Errorf("locking row of %s: %w", table, err)
	}
	return nil
}

// one reads the only row; when there is none it returns [crm.ErrNotFound].
func one[T any](rows pgx.Rows, read pgx.RowToFunc[T]) (T, error) {
	row, err := pgx.CollectExactlyOneRow(rows, read)
	if errors.Is(err, pgx.ErrNoRows) {
		return row, crm.ErrNotFound
	}
	if err != nil {
		return row, fmt.Errorf("reading row: %w", err)
	}
	return row, nil
}
