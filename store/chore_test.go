package store_test

import (
	"sync"
	"testing"
	"time"

	"frontdesk/store/crm"
)

func TestChores(t *testing.T) {
	t.Parallel()
	t.Run("a killed worker's chore is taken up when its lease is over", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		ctx, machine := t.Context(), crm.System(s.workspace)
		must(s.BeginImport(ctx, s.anna, "F1", "x.csv"))(t)
		first, found, err := s.ClaimChore(ctx, machine, time.Minute)
		if err != nil || !found {
			t.Fatal(found, err)
		}
		if _, found, err := s.ClaimChore(ctx, machine, time.Minute); err != nil || found {
			t.Errorf("two have it: %t, %v", found, err)
		}
		s.sql(`update chores set lease_until = clock_timestamp() - interval '1 second'`)
		second, found, err := s.ClaimChore(ctx, machine, time.Minute)
		if err != nil || !found || second.ID != first.ID {
			t.Fatalf("taken up: %t, %v", found, err)
		}
		if goes, err := s.ChoreGoesOn(ctx, machine, first, time.Minute); err != nil || goes {
			t.Errorf("the first goes on: %t, %v", goes, err)
		}
		sheet := sheetOf(cells{"family_name=Lis"})
		if _, err := s.ReadImport(ctx, s.anna, first, sheet, unheard); err == nil {
			t.Error("the first one's work counts")
		}
		expect(t, "state", must(s.ReadImport(ctx, s.anna, second, sheet, unheard))(t).State, crm.ChoreAsking)
	})
	t.Run("two who apply at once apply once", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		late := s.wishes(s.reads(sheetOf(cells{"family_name=Lis"})), crm.WishApply)
		s.sql(`update chores set lease_until = null`)
		now := s.takesUp(late)
		errs := make(chan error)
		for _, c := range []crm.Chore{late, now} {
			go func() {
				_, err := s.ApplyImport(t.Context(), s.anna, c, unheard)
				errs <- err
			}()
		}
		if first, second := <-errs, <-errs; (first == nil) == (second == nil) {
			t.Errorf("they end with %v and %v", first, second)
		}
		expect(t, "people", s.number(`select count(*) from people`), 1)
	})
	t.Run("R7 a press while it is still being told is not lost", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		letGo := map[string]func(crm.Chore) error{
			"told":    func(c crm.Chore) error { return s.ChoreTold(t.Context(), s.anna, c) },
			"put off": func(c crm.Chore) error { return s.ChorePutOff(t.Context(), s.anna, c, time.Hour) },
		}
		for name, let := range letGo {
			telling := must(s.ReadImport(t.Context(), s.anna, s.drops(), sheetOf(cells{"family_name=" + name}), unheard))(t)
			pressed := must(s.Wish(t.Context(), s.anna, telling.ID, crm.WishApply))(t)
			if err := let(telling); err != nil {
				t.Fatal(err)
			}
			done := must(s.ApplyImport(t.Context(), s.anna, s.takesUp(pressed), unheard))(t)
			expect(t, "state of one "+name, done.State, crm.ChoreDone)
			s.told(done)
		}
	})
	t.Run("R17 presses at once ask for one file", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		var presses sync.WaitGroup
		for range 8 {
			presses.Go(func() {
				if _, err := s.BeginExport(t.Context(), s.anna, crm.Export{List: crm.ListPeople}); err != nil {
					t.Error(err)
				}
			})
		}
		presses.Wait()
		expect(t, "chores", s.number(`select count(*) from chores`), 1)
	})
	t.Run("a press too many does no harm", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		c := s.imports(cells{"family_name=Lis"})
		expect(t, "state", must(s.Wish(t.Context(), s.anna, c.ID, crm.WishApply))(t).State, crm.ChoreDone)
		_, err := s.Wish(t.Context(), s.anna, c.ID, crm.WishCancel)
		expectRefusal(t, err, "refusal.outdated_button")
		_, err = s.Wish(t.Context(), s.jan, c.ID, crm.WishUndo)
		expectRefusal(t, err, "refusal.chore_of_another")
		s.undoes(c)
		expect(t, "state", must(s.Wish(t.Context(), s.anna, c.ID, crm.WishUndo))(t).State, crm.ChoreUndone)
		expect(t, "people", s.number(`select count(*) from people`), 0)
	})
	t.Run("what is put off waits", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		c := s.drops()
		for _, wait := range []time.Duration{time.Hour, 0} {
			if err := s.ChorePutOff(t.Context(), s.anna, c, wait); err != nil {
				t.Fatal(err)
			}
			_, found, err := s.ClaimChore(t.Context(), s.anna, time.Minute)
			if err != nil || found != (wait == 0) {
				t.Errorf("after %v: %t, %v", wait, found, err)
			}
		}
	})
	t.Run("a leaver's chore is left alone, and given up after a day", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		must(s.BeginExport(t.Context(), s.jan, crm.Export{List: crm.ListPeople}))(t)
		must(s.RemoveStaff(t.Context(), s.anna, s.jan.ID))(t)
		if _, found, err := s.ClaimChore(t.Context(), crm.System(s.workspace), time.Minute); err != nil || found {
			t.Errorf("claimed: %t, %v", found, err)
		}
		s.Clock.Forward(crm.UndoFor)
		if err := s.TidyChores(t.Context(), crm.System(s.workspace)); err != nil {
			t.Fatal(err)
		}
		expect(t, "waiting", s.number(`select count(*) from chores where due or state <> 'cancelled'`), 0)
	})
	t.Run("nobody is sent to work on a leaver's chore", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		must(s.BeginExport(t.Context(), s.jan, crm.Export{List: crm.ListPeople}))(t)
		jobs := func() int {
			s.sql(`delete from river_job`)
			if err := s.InsertChore(t.Context()); err != nil {
				t.Fatal(err)
			}
			return s.number(`select count(*) from river_job`)
		}
		expect(t, "jobs for one of the staff", jobs(), 1)
		must(s.RemoveStaff(t.Context(), s.anna, s.jan.ID))(t)
		expect(t, "jobs for a leaver", jobs(), 0)
	})
	t.Run("an export keeps how its asker saw the list", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		want := crm.Export{
			List: crm.ListPeople, People: crm.PersonFilter{View: crm.ViewStudents, Text: "lis"},
			Settings: crm.ListSettings{Columns: []crm.Column{crm.ColumnPhone, crm.ColumnName}, Layout: crm.LayoutTable, Rows: 20},
		}
		c := must(s.BeginExport(t.Context(), s.anna, want))(t)
		c = s.takesUp(c)
		expect(t, "export", c.Export, want)
		c = must(s.ExportDone(t.Context(), s.anna, c, "osoby.xlsx", 12))(t)
		expect(t, "again", must(s.Chore(t.Context(), s.anna, c.ID))(t).Rows, 12)
	})
}
