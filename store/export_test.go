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
