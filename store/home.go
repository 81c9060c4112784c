package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// HomeTab is the tab that by looked at last, the tasks at first (R4).
func (s *Store) HomeTab(ctx context.Context, by crm.Staff) (crm.Tab, error) {
	if err := by.MayWork(); err != nil {
		return "", err
	}
	tab := crm.TabTasks
	err := s.pool.QueryRow(ctx, `select tab from home_states where workspace_id = $1 and staff_id = $2`,
		by.Workspace.ID, by.ID).Scan(&tab)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return "", fmt.Errorf("reading home tab: %w", err)
	}
	return tab, nil
}

// ShowTab remembers the tab that by turned to.
func (s *Store) ShowTab(ctx context.Context, by crm.Staff, tab crm.Tab) error {
	if err := by.MayWork(); err != nil {
		return err
	}
	_, err := s.pool.Exec(ctx, `
		insert into home_states (workspace_id, staff_id, tab) values ($1, $2, $3)
		on conflict (workspace_id, staff_id) do update set tab = excluded.tab`, by.Workspace.ID, by.ID, tab)
	if err != nil {
		return fmt.Errorf("remembering home tab: %w", err)
	}
	return nil
}
