package store_test

import (
	"context"
	"errors"
	"time"

	"frontdesk/store/crm"
)

// staffTrespasses are those of the staff, and of what is shown and sent to them.
var staffTrespasses = map[string]trespass{
	"HomeTab": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.HomeTab(ctx, s.anna)
	}, nothing},
	"HomeShown": {func(ctx context.Context, s *school, _ other) (any, error) {
		return nil, s.HomeShown(ctx, s.anna, "2")
	}, nothing},
	"HomePage": {func(ctx context.Context, s *school, _ other) (any, error) {
		page, _, err := s.HomePage(ctx, s.anna)
		return page, err
	}, nothing},
	"ShowTab": {func(ctx context.Context, s *school, _ other) (any, error) {
		return nil, s.ShowTab(ctx, s.anna, crm.TabCalendar)
	}, nothing},
	"AddStaff": {func(ctx context.Context, s *school, o other) (any, error) {
		p := profile("Ola", crm.RoleReceptionist)
		p.SlackUser = o.staff.SlackUser
		return s.AddStaff(ctx, s.anna, p)
	}, nothing},
	"RemoveStaff": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.RemoveStaff(ctx, s.anna, o.staff.ID)
	}, notFound},
	"RefreshProfile": {func(ctx context.Context, s *school, _ other) (any, error) {
		return nil, s.RefreshProfile(ctx, s.anna, profile("Anna Kowalska", crm.RoleManager))
	}, nothing},
	"ChooseLanguage": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.ChooseLanguage(ctx, s.anna, crm.English)
	}, nothing},
	"Staff": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.Staff(ctx, s.anna)
	}, nothing},
	"FindStaff": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.FindStaff(ctx, s.anna, marker, 10)
	}, nothing},
	"StaffMember": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.StaffMember(ctx, s.anna, o.staff.ID)
	}, notFound},
	"SlackToken": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.SlackToken(ctx, s.anna)
	}, nothing},
	"PlanReminders": {func(ctx context.Context, s *school, _ other) (any, error) {
		s.Clock.Forward(2 * time.Hour) // when all tasks of the other are overdue
		return s.PlanReminders(ctx, s.anna)
	}, nothing},
	"ClaimDeliveries": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.ClaimDeliveries(ctx, s.anna, 10, time.Minute)
	}, nothing},
	"DeliveryBegins": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.DeliveryBegins(ctx, s.anna, o.delivery)
	}, nothing},
	"DeliveryPutBack": {func(ctx context.Context, s *school, o other) (any, error) {
		return nil, s.DeliveryPutBack(ctx, s.anna, o.delivery)
	}, nothing},
	"DeliverySent": {func(ctx context.Context, s *school, o other) (any, error) {
		return nil, s.DeliverySent(ctx, s.anna, o.delivery, "ours")
	}, nothing},
	"DeliveryFailed": {func(ctx context.Context, s *school, o other) (any, error) {
		never := s.DeliveryFailed(ctx, s.anna, o.delivery, "ours", time.Time{})
		again := s.DeliveryFailed(ctx, s.anna, o.delivery, "ours", s.Now())
		return nil, errors.Join(never, again)
	}, nothing},
	"FeedToken": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.FeedToken(ctx, s.anna)
	}, nothing},
	"ResetFeed": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.ResetFeed(ctx, s.anna)
	}, nothing},
	"FeedTasks": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.FeedTasks(ctx, s.anna)
	}, nothing},
}
