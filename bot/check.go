package bot

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// Check reports whether Slack answers and takes the token of each workspace. A bot that
// is in no workspace yet lacks nothing.
func (b *Bot) Check(ctx context.Context) error {
	all, err := b.store.Workspaces(ctx)
	if err != nil {
		return fmt.Errorf("checking tokens: %w", err)
	}
	for _, w := range all {
		err := b.slack.call(ctx, crm.System(w), "auth.test", func(c *slack.Client) error {
			_, err := c.AuthTestContext(ctx)
			return err
		})
		if err != nil {
			return fmt.Errorf("checking the token of %s: %w", w.Team, err)
		}
	}
	return nil
}
