package store_test

import (
	"context"
	"errors"

	"frontdesk/store"
)

// unattendedTrespasses are, of the unattended methods, those that a workspace's Slack can reach.
var unattendedTrespasses = map[string]trespass{
	"Recognise": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Recognise(ctx, s.workspace.Team, o.staff.SlackUser)
	}, nothing},
	"FeedOwner": {func(ctx context.Context, s *school, o other) (any, error) {
		theirs, err := s.FeedToken(ctx, o.staff)
		if err != nil {
			return nil, err
		}
		ours, err := s.FeedToken(ctx, s.anna)
		if err != nil {
			return nil, err
		}
		return s.FeedOwner(ctx, theirs[:4]+ours[4:]) // their ids with our seal
	}, notFound},
	"FirstManager": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.FirstManager(ctx, s.workspace.Team, store.StaffProfile{SlackUser: o.staff.SlackUser})
	}, nothing},
	"ForgetArrival": {func(ctx context.Context, s *school, _ other) (any, error) {
		return nil, s.ForgetArrival(ctx, s.workspace.Team, "Ev1")
	}, nothing},
	"Arrived": {func(ctx context.Context, s *school, _ other) (any, error) {
		first, err := s.Arrived(ctx, s.workspace.Team, "Ev1")
		if !first {
			err = errors.Join(err, errors.New("another workspace's delivery hides ours"))
		}
		return first, err
	}, nothing},
	"Install": {func(ctx context.Context, s *school, _ other) (any, error) {
		again := store.Installation{Team: s.workspace.Team, Name: "Lingua 2", BotToken: "xoxb-x", Zone: "UTC"}
		return s.Install(ctx, again)
	}, nothing},
}
