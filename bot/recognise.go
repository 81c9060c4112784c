package bot

import (
	"cmp"
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"frontdesk/store"
	"frontdesk/store/crm"
)

// recognise asks the store who made r. While a workspace has no staff at all, its first
// admin or owner who turns to the bot becomes manager.
func (b *Bot) recognise(ctx context.Context, r Request) (crm.Staff, error) {
	by, err := b.store.Recognise(ctx, r.Team, r.User)
	if err != nil || by.Role != crm.RoleNone || !turnsToBot(r) {
		return by, err
	}
	if staffed, err := b.store.HasStaff(ctx, r.Team); err != nil || staffed {
		return by, err
	}
	user, err := b.slack.user(ctx, by, r.User)
	if err != nil {
		b.log.Warn("somebody's profile cannot be read", "team", r.Team, "user", r.User, "error", err)
		return by, nil // an outsider, as the store says
	}
	if !user.IsAdmin && !user.IsOwner {
		return by, nil
	}
	manager, err := b.store.FirstManager(ctx, r.Team, Profile(user, r.Team, crm.RoleManager))
	if err != nil {
		return by, fmt.Errorf("making the first manager: %w", err)
	}
	return manager, nil
}

// turnsToBot reports whether somebody turns to the bot of their own accord, rather than
// presses something that it drew.
func turnsToBot(r Request) bool {
	return r.Kind == Command || r.Kind == Shortcut || r.Kind == Event && r.Name == "app_home_opened"
}

// outside reports whether a user is no full member of the team, and so never staff:
// guests, bots, people who left, people of other organisations.
func outside(u *slack.User, team string) bool {
	return u.IsRestricted || u.IsUltraRestricted || u.IsStranger || u.IsBot || u.Deleted ||
		u.TeamID != "" && u.TeamID != team && u.Enterprise.ID == ""
}

// Profile is what the store keeps of u as Slack describes them, in the role they are to
// have on the staff of team, which is Slack's id. Guests and the like are marked as such.
func Profile(u *slack.User, team string, role crm.Role) store.StaffProfile {
	return store.StaffProfile{
		SlackUser: u.ID, Name: cmp.Or(u.Profile.RealName, u.RealName, u.Name), Email: u.Profile.Email,
		Locale: u.Locale, Zone: u.TZ, Role: role, Guest: outside(u, team),
	}
}
