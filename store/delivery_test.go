package store_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"frontdesk/store/crm"
)

// plans plans what is due, as each tick does, and returns of how many tasks to tell.
func (s *school) plans() int {
	s.t.Helper()
	return must(s.PlanReminders(s.t.Context(), crm.System(s.workspace)))(s.t)
}

// claims takes what waits, as "subject by channel to whom".
func (s *school) claims() []string {
	s.t.Helper()
	out := []string{}
	for _, d := range must(s.ClaimDeliveries(s.t.Context(), crm.System(s.workspace), 100, time.Hour))(s.t) {
		out = append(out, fmt.Sprintf("%s %s by %s to %s", d.Kind, d.Task.Subject, d.Channel, d.To.Name))
	}
	slices.Sort(out)
	return out
}

func TestReminders(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	s.hasTask("późno dodane", due(in(-time.Hour)))
	s.hasTask("bez terminu")
	task := s.hasTask("oddzwonić", due(in(time.Hour)))
	finished := s.hasTask("zrobione w porę", due(in(time.Hour)))
	s.Clock.Forward(time.Hour - time.Microsecond)
	must(s.SetTaskDone(ctx, s.anna, finished.ID, true))(t)
	expect(t, "planned a moment before", s.plans(), 0)

	s.Clock.Forward(time.Microsecond)
	expect(t, "planned at the due time", s.plans(), 1)
	expect(t, "planned again", s.plans(), 0)
	both := []string{"reminder oddzwonić by email to Anna Nowak", "reminder oddzwonić by slack to Anna Nowak"}
	expect(t, "claimed", s.claims(), both)
	expect(t, "claimed again, within the lease", s.claims(), []string{})

	must(s.MoveTask(ctx, s.anna, task.ID, in(2*time.Hour)))(t)
	s.Clock.Forward(time.Hour)
	expect(t, "planned after the move", s.plans(), 1)
	expect(t, "claimed after the move", s.claims(), both)
}

func TestRemindersThatLostTheirPoint(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	gone := s.hasTask("usunięte", due(in(time.Hour)))
	finished := s.hasTask("zrobione", due(in(time.Hour)))
	moved := s.hasTask("przełożone", due(in(time.Hour)))
	s.hasTask("aktualne", due(in(time.Hour)))
	s.Clock.Forward(2 * time.Hour)
	expect(t, "planned", s.plans(), 4)
	must(s.DeleteTask(ctx, s.anna, gone.ID))(t)
	must(s.SetTaskDone(ctx, s.anna, finished.ID, true))(t)
	must(s.MoveTask(ctx, s.anna, moved.ID, in(9*time.Hour)))(t)
	expect(t, "claimed", s.claims(), []string{"reminder aktualne by email to Anna Nowak", "reminder aktualne by slack to Anna Nowak"})
	expect(t, "skipped", s.number(`select count(*) from deliveries where state = 'skipped'`), 6)
}

func TestAssignedByAnother(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	task := s.hasTask("moje")
	s.hasTask("od Anny", assignedTo(s.jan))
	s.hasTask("zrobione", assignedTo(s.jan), done)
	f := task.Form()
	f.Assignee = s.jan.ID
	must(s.EditTask(t.Context(), s.jan, "", task.ID, 1, f))(t) // Jan takes it himself
	expect(t, "claimed", s.claims(), []string{"assigned od Anny by slack to Jan Zając"})
}

// TestClaimsAtOnce: what several replicas claim at once goes to one of them each.
func TestClaimsAtOnce(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for i := range 10 {
		s.hasTask(fmt.Sprint("zadanie ", i), due(in(time.Hour)))
	}
	s.Clock.Forward(time.Hour)
	planned := make([]int, 4)
	claimed := make([][]crm.Delivery, 4)
	errs := make([]error, 8)
	var all sync.WaitGroup
	for i := range planned {
		all.Go(func() { planned[i], errs[i] = s.PlanReminders(t.Context(), crm.System(s.workspace)) })
	}
	all.Wait()
	for i := range claimed {
		all.Go(func() {
			claimed[i], errs[4+i] = s.ClaimDeliveries(t.Context(), crm.System(s.workspace), 7, time.Hour)
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	var ids []crm.DeliveryID
	rest := must(s.ClaimDeliveries(t.Context(), crm.System(s.workspace), 20, time.Hour))(t)
	for _, d := range append(slices.Concat(claimed...), rest...) {
		ids = append(ids, d.ID)
	}
	slices.Sort(ids)
	expect(t, "planned in all", planned[0]+planned[1]+planned[2]+planned[3], 10)
	expect(t, "claimed in all", len(ids), 20)
	expect(t, "claimed twice", len(ids)-len(slices.Compact(slices.Clone(ids))), 0)
}

func TestDeliveryEnds(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx, machine := t.Context(), crm.System(s.workspace)
	s.hasTask("oddzwonić", assignedTo(s.jan)) // Anna gives it
	claim := func() []crm.Delivery { return must(s.ClaimDeliveries(ctx, machine, 10, time.Hour))(t) }
	first := claim()[0]
	expect(t, "first attempt", []any{first.Attempts, first.ByName, first.To.Name}, []any{1, "Anna Nowak", "Jan Zając"})

	retry := s.Now().Add(time.Minute)
	if err := s.DeliveryFailed(ctx, machine, first, "far end is busy", retry); err != nil {
		t.Fatal(err)
	}
	expect(t, "claimed too early", len(claim()), 0)
	s.Clock.Set(retry)
	second := claim()[0]
	expect(t, "second attempt", []any{second.ID, second.Attempts}, []any{first.ID, 2})

	if err := s.DeliveryFailed(ctx, machine, first, "late news of the first attempt", time.Time{}); err != nil {
		t.Fatal(err)
	}
	expect(t, "still in hand", s.number(`select count(*) from deliveries where state = 'sending'`), 1)
	if err := s.DeliverySent(ctx, machine, second, "D1/17.5"); err != nil {
		t.Fatal(err)
	}
	if err := s.DeliveryFailed(ctx, machine, second, "cut off", s.Now()); err != nil {
		t.Fatal(err)
	}
	expect(t, "sent", s.number(`select count(*) from deliveries where state = 'sent' and reference = 'D1/17.5' and finished_at = $1`, retry), 1)
	expect(t, "claimed when sent", len(claim()), 0)
}
