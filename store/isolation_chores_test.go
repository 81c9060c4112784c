package store_test

import (
	"context"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
)

// choreTrespasses are those of chores, and of what comes in by them.
var choreTrespasses = map[string]trespass{
	"Load": {func(ctx context.Context, s *school, o other) (any, error) {
		theirs := crm.Task{Kind: crm.KindTask, Subject: "x", Assignee: o.staff.ID, Created: s.Now()}
		return nil, s.Load(ctx, crm.System(s.workspace), store.Load{Tasks: []crm.Task{theirs}})
	}, refused},
	"BeginImport": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.BeginImport(ctx, s.anna, "F1", "x.csv")
	}, nothing},
	"BeginImportHere": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.BeginImportHere(ctx, s.anna, "x.csv")
	}, nothing},
	"BeginExport": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.BeginExport(ctx, s.anna, crm.Export{List: crm.ListTasks})
	}, nothing},
	"Chore": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Chore(ctx, s.anna, o.chore.ID)
	}, notFound},
	"Wish": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Wish(ctx, s.anna, o.chore.ID, crm.WishCancel)
	}, notFound},
	"ClaimChore": {func(ctx context.Context, s *school, _ other) (any, error) {
		var all []crm.Chore
		for {
			c, found, err := s.ClaimChore(ctx, s.anna, time.Minute)
			if err != nil || !found {
				return all, err
			}
			all = append(all, c)
		}
	}, nothing},
	"ChoreGoesOn": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.ChoreGoesOn(ctx, s.anna, o.chore, time.Hour)
	}, nothing},
	"ChoreStandsAt": {func(ctx context.Context, s *school, o other) (any, error) {
		return nil, s.ChoreStandsAt(ctx, s.anna, o.chore, "D1/1")
	}, nothing},
	"ChoreTold": {func(ctx context.Context, s *school, o other) (any, error) {
		return nil, s.ChoreTold(ctx, s.anna, o.chore)
	}, nothing},
	"ChorePutOff": {func(ctx context.Context, s *school, o other) (any, error) {
		return nil, s.ChorePutOff(ctx, s.anna, o.chore, 0)
	}, nothing},
	"ChoreFailed": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.ChoreFailed(ctx, s.anna, o.chore, crm.Refusal{ID: "refusal.file_gone"})
	}, refused},
	"ExportDone": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.ExportDone(ctx, s.anna, o.chore, "x.xlsx", 1)
	}, refused},
	"ReadImport": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.ReadImport(ctx, s.anna, o.chore, sheetOf(cells{"family_name=Nasza"}), unheard)
	}, refused},
	"ApplyImport": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.ApplyImport(ctx, s.anna, o.chore, unheard)
	}, refused},
	"UndoImport": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.UndoImport(ctx, s.anna, o.chore, unheard)
	}, refused},
	"ImportFaults": {func(ctx context.Context, s *school, o other) (any, error) {
		return collected(s.ImportFaults(ctx, s.anna, o.chore.ID))
	}, nothing},
	"NewestImport": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.NewestImport(ctx, s.anna)
	}, refused},
	"TidyNames": {func(ctx context.Context, s *school, _ other) (any, error) {
		return nil, s.TidyNames(ctx, s.anna)
	}, nothing},
	"TidyChores": {func(ctx context.Context, s *school, _ other) (any, error) {
		s.Clock.Forward(crm.UndoFor) // when the other's are late
		return nil, s.TidyChores(ctx, s.anna)
	}, nothing},
}
