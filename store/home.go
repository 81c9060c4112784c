package store

import (
	"context"
	"errors"
	"fmt"
	"time"

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

// looksFor is how long somebody is taken to look at the Home that they were shown: Slack
// never says that they left it. It runs in real time.
const looksFor = 10 * time.Minute

// HomeShown remembers the page of Home that by is shown now, as text that means
// something to the caller alone.
func (s *Store) HomeShown(ctx context.Context, by crm.Staff, page string) error {
	if err := by.MayWork(); err != nil {
		return err
	}
	_, err := s.pool.Exec(ctx, `
		insert into home_states (workspace_id, staff_id, page, shown_at) values ($1, $2, $3, clock_timestamp())
		on conflict (workspace_id, staff_id) do update set page = excluded.page, shown_at = excluded.shown_at`,
		by.Workspace.ID, by.ID, page)
	if err != nil {
		return fmt.Errorf("remembering home: %w", err)
	}
	return nil
}

// HomePage is the page of Home that by was shown last, and whether they are taken to be
// looking at it still, whichever replica showed it.
func (s *Store) HomePage(ctx context.Context, by crm.Staff) (page string, looks bool, err error) {
	if err := by.MayWork(); err != nil {
		return "", false, err
	}
	err = s.pool.QueryRow(ctx, `
		select page, shown_at > clock_timestamp() - $3::bigint * interval '1 microsecond'
		from home_states where workspace_id = $1 and staff_id = $2`,
		by.Workspace.ID, by.ID, looksFor.Microseconds()).Scan(&page, &looks)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return "", false, fmt.Errorf("reading home: %w", err)
	}
	return page, looks, nil
}
