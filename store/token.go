package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// SlackToken is the bot token of by's workspace. It asks no rule: whoever writes to
// somebody in Slack needs it, and an outsider's polite refusal is written there too.
// The token goes to Slack's API and is shown to nobody.
func (s *Store) SlackToken(ctx context.Context, by crm.Staff) (string, error) {
	var sealed []byte
	err := s.pool.QueryRow(ctx, `select token from workspaces where workspace_id = $1`, by.Workspace.ID).Scan(&sealed)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", crm.ErrNotFound
	}
	if err != nil {
		return "", fmt.Errorf("reading token: %w", err)
	}
	return s.keys.open(by.Workspace.Team, sealed)
}
