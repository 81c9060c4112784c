package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"frontdesk/store/crm"
)

// staff says who belongs to the front-office staff. It works before and while serve
// runs.
type staff struct {
	Add staffAdd `cmd:"" help:"Put a Slack user on the staff."`
}

type staffAdd struct {
	data
	school
	slackApp
	User    string `arg:"" help:"Slack user id, such as U0123ABCD."`
	Manager bool   `help:"Make them a manager, who may add and remove others."`
	Team    string `help:"Slack team id, where several workspaces are served."`
}

// Run is called by kong.
func (c *staffAdd) Run(ctx context.Context, log *slog.Logger) (err error) {
	b, err := c.openKnown(ctx, log, c.BotToken)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	w, err := c.workspace(ctx, b, c.school, c.Team)
	if err != nil {
		return err
	}
	role := crm.RoleReceptionist
	if c.Manager {
		role = crm.RoleManager
	}
	profile, err := c.profileOf(ctx, b.Store, w, c.User, role)
	if err != nil {
		return err
	}
	change, err := b.AddStaff(ctx, crm.System(w), profile)
	if err != nil {
		return explain(err)
	}
	fmt.Printf("%s (%s) is on the staff of %s as %s.\n", change.After.Name, c.User, w.Name, role)
	return nil
}

// workspace is the one that a command means: that of the team, or the only one.
func (a slackApp) workspace(ctx context.Context, b *base, sch school, team string) (crm.Workspace, error) {
	if a.BotToken != "" {
		if _, err := a.install(ctx, b.Store, sch); err != nil {
			return crm.Workspace{}, err
		}
	}
	all, err := b.Workspaces(ctx)
	if err != nil {
		return crm.Workspace{}, err
	}
	for _, w := range all {
		if w.Team == team || (team == "" && len(all) == 1) {
			return w, nil
		}
	}
	if len(all) == 0 {
		return crm.Workspace{}, errors.New("no workspace is known yet: set SLACK_BOT_TOKEN")
	}
	return crm.Workspace{}, errors.New("several workspaces are served: name one with --team")
}

// explain turns a refusal into words for an operator.
func explain(err error) error {
	if r, ok := errors.AsType[crm.Refusal](err); ok && r.ID == "refusal.guest_never_staff" {
		return errors.New("guests, bots and people of other organisations are never staff")
	}
	return err
}
