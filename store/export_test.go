package store

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// OpenTraced opens a store whose queries the tracer sees.
func OpenTraced(ctx context.Context, c Config, tracer pgx.QueryTracer) (*Store, error) {
	s, err := Open(ctx, c)
	if err != nil {
		return nil, err
	}
	config := s.pool.Config()
	config.ConnConfig.Tracer = tracer
	s.pool.Close()
	s.pool, err = pgxpool.NewWithConfig(ctx, config)
	return s, err
}

// Connections are how many there may be over the database at url, and how long a
// statement may take there.
func Connections(ctx context.Context, url string) (limit int32, timeout string, err error) {
	pool, err := newPool(ctx, url)
	if err != nil {
		return 0, "", err
	}
	defer pool.Close()
	err = pool.QueryRow(ctx, `show statement_timeout`).Scan(&timeout)
	return pool.Config().MaxConns, timeout, err
}

// PoolOf are the store's own connections, for measuring beside it.
func PoolOf(s *Store) *pgxpool.Pool { return s.pool }
