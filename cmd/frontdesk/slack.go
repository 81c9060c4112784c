package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"frontdesk/bot"
	"frontdesk/store"
	"frontdesk/store/crm"
)

// install makes the workspace of the configured token known to the store.
func (a slackApp) install(ctx context.Context, s *store.Store, sch school) (crm.Workspace, error) {
	me, err := a.client(a.BotToken).AuthTestContext(ctx)
	if err != nil {
		return crm.Workspace{}, fmt.Errorf("asking Slack who SLACK_BOT_TOKEN belongs to: %w", err)
	}
	return s.Install(ctx, sch.installation(me.TeamID, me.Team, a.BotToken, me.UserID))
}

func (a slackApp) client(token string) *slack.Client {
	return slack.New(token, slack.OptionAPIURL(strings.TrimSuffix(a.APIURL, "/")+"/"))
}

// appClient is a client with the app-level token.
func (a slackApp) appClient() *slack.Client {
	return slack.New("", slack.OptionAppLevelToken(a.AppToken), slack.OptionAPIURL(strings.TrimSuffix(a.APIURL, "/")+"/"))
}

// profileOf asks Slack who a user is.
func (a slackApp) profileOf(ctx context.Context, s *store.Store, w crm.Workspace, user string, role crm.Role) (store.StaffProfile, error) {
	token, err := s.SlackToken(ctx, crm.System(w))
	if err != nil {
		return store.StaffProfile{}, err
	}
	u, err := a.client(token).GetUserInfoContext(ctx, user)
	if err != nil {
		return store.StaffProfile{}, fmt.Errorf("asking Slack who %s is: %w", user, err)
	}
	return bot.Profile(u, w.Team, role), nil
}
