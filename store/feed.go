package store

import (
	"context"
	"fmt"
	"slices"

	"frontdesk/store/crm"
)

// openFeed gives a staff member a calendar feed, once.
func (t *tx) openFeed(ctx context.Context, id crm.StaffID) error {
	_, err := t.Exec(ctx, `
		insert into feeds (workspace_id, staff_id, changed_at) values ($1, $2, $3) on conflict do nothing`,
		t.by.Workspace.ID, id, t.now)
	if err != nil {
		return fmt.Errorf("opening feed: %w", err)
	}
	return nil
}

// touchFeeds counts a change of what the feeds of these staff members show. Feeds
// are touched in one order, so that two changes never wait for each other in a ring.
func (t *tx) touchFeeds(ctx context.Context, ids ...crm.StaffID) error {
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if id == 0 {
			continue
		}
		_, err := t.Exec(ctx, `
			update feeds set version = version + 1, changed_at = $3 where workspace_id = $1 and staff_id = $2`,
			t.by.Workspace.ID, id, t.now)
		if err != nil {
			return fmt.Errorf("touching feed: %w", err)
		}
	}
	return nil
}
