package store_test

import (
	"fmt"
	"testing"
	"time"

	"frontdesk/store/crm"
)

// takes claims all that waits, in the order in which it comes, for a lease that is
// over at once.
func (s *school) takes() []crm.Delivery {
	s.t.Helper()
	return must(s.ClaimDeliveries(s.t.Context(), crm.System(s.workspace), 100, 0))(s.t)
}

// begins says whether a claimed delivery is to be sent.
func (s *school) begins(d crm.Delivery) bool {
	s.t.Helper()
	return must(s.DeliveryBegins(s.t.Context(), crm.System(s.workspace), d))(s.t)
}

// sends claims all that waits and sends what a channel takes; the other is down.
func (s *school) sends(channels ...crm.Channel) {
	s.t.Helper()
	ctx, machine := s.t.Context(), crm.System(s.workspace)
	for _, d := range s.takes() {
		err := s.DeliveryFailed(ctx, machine, d, "down", s.Now())
		for _, c := range channels {
			if d.Channel == c {
				err = s.DeliverySent(ctx, machine, d, "there")
			}
		}
		if err != nil {
			s.t.Fatal(err)
		}
	}
}

// isOverdue is a task of somebody's own that has become overdue and is planned to be told.
func (s *school) isOverdue(of crm.Staff, subject string) crm.Task {
	s.t.Helper()
	f := crm.TaskForm{Kind: crm.KindTask, Subject: subject, Assignee: of.ID, Due: crm.DueAt(s.Now().Add(time.Hour))}
	task := must(s.AddTask(s.t.Context(), of, "", f))(s.t).After
	s.Clock.Forward(time.Hour)
	s.plans()
	return task
}

// gives hands a task over.
func (s *school) gives(by crm.Staff, task crm.Task, to crm.Staff) {
	s.t.Helper()
	now := must(s.Task(s.t.Context(), by, task.ID))(s.t)
	f := now.Form()
	f.Assignee = to.ID
	must(s.EditTask(s.t.Context(), by, "", task.ID, now.Version, f))(s.t)
}

func (s *school) sets(task crm.Task, done bool) {
	s.t.Helper()
	must(s.SetTaskDone(s.t.Context(), s.anna, task.ID, done))(s.t)
}

// both is a reminder by both channels.
func both(subject, to string) []string {
	return []string{"reminder " + subject + " by email to " + to, "reminder " + subject + " by slack to " + to}
}

// TestRemindersThatAreOwed: a reminder that was not sent before its task changed
// hands or was closed for a while is not lost, and none is sent twice.
func TestRemindersThatAreOwed(t *testing.T) {
	t.Parallel()
	const anna, jan = "Anna Nowak", "Jan Zając"
	for name, c := range map[string]struct {
		happens func(s *school)
		want    []string
	}{
		"taken over while all is down": {func(s *school) {
			task := s.isOverdue(s.anna, "faktury")
			s.sends()
			s.gives(s.jan, task, s.jan)
		}, both("faktury", jan)},
		"taken over after all had been sent": {func(s *school) {
			task := s.isOverdue(s.anna, "faktury")
			s.sends(crm.ByEmail, crm.BySlack)
			s.gives(s.jan, task, s.jan)
		}, []string{}},
		"given away after Slack was told, the letter waiting": {func(s *school) {
			task := s.isOverdue(s.anna, "faktury")
			s.sends(crm.BySlack)
			s.gives(s.anna, task, s.jan)
		}, []string{"assigned faktury by slack to " + jan}},
		"taken over and given back": {func(s *school) {
			task := s.isOverdue(s.anna, "faktury")
			s.sends()
			s.gives(s.jan, task, s.jan)
			s.plans()
			s.sends() // which skips Anna's
			s.gives(s.anna, task, s.anna)
		}, both("faktury", anna)},
		"finished while it waits, opened again": {func(s *school) {
			task := s.isOverdue(s.anna, "faktury")
			s.sets(task, true)
			s.sends() // which skips it
			s.sets(task, false)
		}, both("faktury", anna)},
		"finished and opened again before anything was sent": {func(s *school) {
			task := s.isOverdue(s.anna, "faktury")
			s.sets(task, true)
			s.sets(task, false)
		}, both("faktury", anna)},
		"finished while its letter waits, opened again": {func(s *school) {
			task := s.isOverdue(s.anna, "faktury")
			s.sends(crm.BySlack)
			s.sets(task, true)
			s.sends()
			s.sets(task, false)
		}, both("faktury", anna)[:1]},
		"finished after all had been sent, opened again": {func(s *school) {
			task := s.isOverdue(s.anna, "faktury")
			s.sends(crm.ByEmail, crm.BySlack)
			s.sets(task, true)
			s.sets(task, false)
		}, []string{}},
		"finished and still so": {func(s *school) {
			task := s.isOverdue(s.anna, "faktury")
			s.sends()
			s.sets(task, true)
		}, []string{}},
		"overdue with a leaver": {func(s *school) {
			must(s.RemoveStaff(s.t.Context(), s.anna, s.jan.ID))(s.t)
			s.isOverdueOfLeaver("faktury")
		}, []string{}},
		"overdue with a leaver, then given to Anna": {func(s *school) {
			must(s.RemoveStaff(s.t.Context(), s.anna, s.jan.ID))(s.t)
			task := s.isOverdueOfLeaver("faktury")
			s.gives(s.anna, task, s.anna)
		}, both("faktury", anna)},
		"of one who leaves while it waits, then given to Anna": {func(s *school) {
			task := s.isOverdue(s.jan, "faktury")
			must(s.RemoveStaff(s.t.Context(), s.anna, s.jan.ID))(s.t)
			s.sends()
			s.gives(s.anna, task, s.anna)
		}, both("faktury", anna)},
		"of one who leaves while it waits and comes back": {func(s *school) {
			s.isOverdue(s.jan, "faktury")
			must(s.RemoveStaff(s.t.Context(), s.anna, s.jan.ID))(s.t)
			s.sends()
			must(s.AddStaff(s.t.Context(), s.anna, profile(jan, crm.RoleReceptionist)))(s.t)
		}, both("faktury", jan)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			c.happens(s)
			s.plans()
			expect(t, "claimed", s.claims(), c.want)
			s.plans()
			expect(t, "claimed again", s.claims(), []string{})
		})
	}
}

// isOverdueOfLeaver is a task of Jan's, who is gone, that became overdue after he left.
func (s *school) isOverdueOfLeaver(subject string) crm.Task {
	s.t.Helper()
	task := s.hasTask(subject, due(in(time.Hour)))
	s.sql(`update tasks set assignee_id = $2 where id = $1`, task.ID, s.jan.ID)
	s.Clock.Forward(time.Hour)
	s.plans()
	s.sends()
	return task
}

// TestLeaversHoldUpNobody: what is overdue with those who have left is not in the way
// of the others' reminders, however much it is.
func TestLeaversHoldUpNobody(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasTask("faktury", due(in(2*time.Hour)))
	s.sql(`insert into tasks (workspace_id, kind, subject, note, assignee_id, due_at, due_has_hour, to_announce, changed_at, overdue_at, at, list_at, created_at)
		select $1, 'task', 'x', '', $2, $3, true, true, $3, $3, $3, $3, $3 from generate_series(1, 501)`,
		s.workspace.ID, s.jan.ID, s.Now().Add(time.Hour))
	must(s.RemoveStaff(t.Context(), s.anna, s.jan.ID))(t)
	s.Clock.Forward(2 * time.Hour)
	expect(t, "tasks to tell of", s.plans(), 1)
	expect(t, "claimed", s.claims(), both("faktury", "Anna Nowak"))
}

func TestClaimsComeTaskByTask(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for n := range 3 {
		s.hasTask(fmt.Sprint("zadanie ", n), due(in(time.Hour)))
	}
	s.Clock.Forward(time.Hour)
	s.plans()
	var got, want []string
	for _, d := range s.takes() {
		got = append(got, fmt.Sprint(d.Task.Subject, " by ", d.Channel))
	}
	for n := range 3 {
		want = append(want, fmt.Sprintf("zadanie %d by email", n), fmt.Sprintf("zadanie %d by slack", n))
	}
	expect(t, "order", got, want)
}

func TestTakenOverFromWhoHadBegun(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx, machine := t.Context(), crm.System(s.workspace)
	s.isOverdue(s.anna, "faktury")
	first := s.takes()
	expect(t, "may begin", s.begins(first[0]), true)
	second := s.takes()
	expect(t, "taken over", []bool{second[0].TakenOver, second[1].TakenOver}, []bool{true, false})

	expect(t, "who was taken over from may begin", s.begins(first[1]), false)
	expect(t, "in hand", s.number(`select count(*) from deliveries where state = 'sending'`), 2)

	for _, d := range second {
		if err := s.DeliveryPutBack(ctx, machine, d); err != nil {
			t.Fatal(err)
		}
	}
	third := s.takes()
	expect(t, "attempts after a put-back", []int{third[0].Attempts, third[1].Attempts}, []int{2, 2})
	expect(t, "taken over after a put-back", []bool{third[0].TakenOver, third[1].TakenOver}, []bool{true, false})
	if err := s.DeliveryPutBack(ctx, machine, first[0]); err != nil {
		t.Fatal(err)
	}
	expect(t, "in hand after a late put-back", s.number(`select count(*) from deliveries where state = 'sending' and attempts = 2`), 2)

	expect(t, "may begin again", s.begins(third[0]), true)
	if err := s.DeliveryFailed(ctx, machine, third[0], "busy", s.Now()); err != nil {
		t.Fatal(err)
	}
	expect(t, "taken over after a failure", s.takes()[0].TakenOver, false)
}

// TestPointIsAskedBeforeEach: what loses its point while it waits in somebody's hands
// is not sent.
func TestPointIsAskedBeforeEach(t *testing.T) {
	t.Parallel()
	for name, happens := range map[string]func(s *school, task crm.Task){
		"finished": func(s *school, task crm.Task) { s.sets(task, true) },
		"deleted": func(s *school, task crm.Task) {
			must(s.DeleteTask(s.t.Context(), s.anna, task.ID))(s.t)
		},
		"moved": func(s *school, task crm.Task) {
			must(s.MoveTask(s.t.Context(), s.anna, task.ID, in(99*time.Hour)))(s.t)
		},
		"handed over": func(s *school, task crm.Task) { s.gives(s.anna, task, s.anna) },
		"of a leaver": func(s *school, _ crm.Task) {
			must(s.RemoveStaff(s.t.Context(), s.anna, s.jan.ID))(s.t)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			task := s.isOverdue(s.jan, "faktury")
			claimed := s.takes()
			expect(t, "claimed", len(claimed), 2)
			happens(s, task)
			for _, d := range claimed {
				expect(t, "may begin", s.begins(d), false)
			}
			expect(t, "skipped", s.number(`select count(*) from deliveries where state = 'skipped' and not begun`), 2)
		})
	}
}

// TestSkippingWaitsForNobody: a row that somebody else is writing is left to them.
func TestSkippingWaitsForNobody(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.sets(s.isOverdue(s.anna, "faktury"), true)
	holder := must(s.Pool.Begin(t.Context()))(t)
	defer holder.Rollback(t.Context())
	if _, err := holder.Exec(t.Context(), `select from deliveries where channel = 'email' for update`); err != nil {
		t.Fatal(err)
	}
	expect(t, "claimed", len(s.takes()), 0)
	expect(t, "skipped", s.number(`select count(*) from deliveries where state = 'skipped'`), 1)
}
