package main

import (
	"context"
	"fmt"
	"log/slog"
)

// migrate brings the database to the newest schema. serve does so as well; this is
// for deployments that migrate in a step of their own.
type migrate struct {
	data
}

// Run is called by kong.
func (m *migrate) Run(ctx context.Context, log *slog.Logger) error {
	b, err := m.open(ctx, log, true)
	if err != nil {
		return err
	}
	fmt.Println("The database has the newest schema.")
	return b.close()
}
