package scheduler

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"frontdesk/scheduler/mail"
	"frontdesk/store"
	"frontdesk/store/crm"
)

func TestOverdueTasks(t *testing.T) {
	t.Parallel()
	t.Run("S2 are told once, by letter and in Slack", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.hasTask("faktury", time.Hour)
		school.passes(59 * time.Minute)
		school.expectLetters()
		school.expectTold()
		school.passes(time.Minute)
		school.expectLetters("Anna@example.com: faktury")
		school.expectTold("reminder Anna: faktury")
		for range 3 {
			school.passes(24 * time.Hour)
		}
		school.expectLetters()
		school.expectTold()
	})
	t.Run("S2 are told again after a move", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		task := school.hasTask("faktury", time.Hour)
		school.passes(2 * time.Hour)
		school.expectLetters("Anna@example.com: faktury")
		if _, err := school.MoveTask(t.Context(), school.anna, task.ID, crm.DueAt(school.Database.Now().Add(time.Hour))); err != nil {
			t.Fatal(err)
		}
		school.passes(59 * time.Minute)
		school.expectLetters()
		school.passes(time.Minute)
		school.expectLetters("Anna@example.com: faktury")
		school.expectTold("reminder Anna: faktury", "reminder Anna: faktury")
	})
	t.Run("S2 that are finished in time are not told", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		task := school.hasTask("faktury", time.Hour)
		if _, err := school.SetTaskDone(t.Context(), school.anna, task.ID, true); err != nil {
			t.Fatal(err)
		}
		school.passes(2 * time.Hour)
		school.expectLetters()
		school.expectTold()
	})
	t.Run("S2 that are finished before the letter goes are not told", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.post.answers(refused(450), false)
		task := school.hasTask("faktury", time.Hour)
		school.passes(time.Hour)
		school.post.answers(nil, false)
		if _, err := school.SetTaskDone(t.Context(), school.anna, task.ID, true); err != nil {
			t.Fatal(err)
		}
		school.passes(time.Hour)
		school.expectLetters()
		school.expectState(crm.ByEmail, "skipped")
	})
	t.Run("S2 that were late when they were made are not told", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.hasTask("faktury", -time.Minute)
		school.passes(24 * time.Hour)
		school.expectLetters()
		school.expectTold()
	})
	t.Run("S2 of a day are told after the day", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.gives(school.anna, "faktury", crm.DueOn(2026, 11, 24, school.workspace.Zone))
		school.passes(13*time.Hour + 59*time.Minute)
		school.expectLetters()
		school.passes(time.Minute)
		school.expectLetters("Anna@example.com: faktury")
	})
	t.Run("S2 of somebody without an address are told in Slack", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		err := school.RefreshProfile(t.Context(), school.anna, store.StaffProfile{SlackUser: school.anna.SlackUser, Name: "Anna", Zone: "Europe/Warsaw"})
		if err != nil {
			t.Fatal(err)
		}
		school.hasTask("faktury", time.Hour)
		school.passes(time.Hour)
		school.expectLetters()
		school.expectTold("reminder Anna: faktury")
		school.expectState(crm.ByEmail, "failed")
	})
}

func TestAnAssignedTaskIsTold(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	school.gives(school.jan, "zadzwonić", crm.Due{})
	school.works()
	school.works()
	school.expectTold("assigned Jan: zadzwonić")
	school.expectLetters()
}

func TestALetterSentAgainIsTheSameMail(t *testing.T) {
	t.Parallel()
	t.Run("S2 when the server died of it", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.post.answers(nil, true)
		school.hasTask("faktury", time.Hour)
		school.passes(time.Hour)
		school.post.answers(nil, false)
		school.passes(time.Minute)
		school.expectState(crm.ByEmail, "sent")
		all := school.post.all()
		if len(all) != 2 || all[0] != all[1] || all[0].messageID == "" {
			t.Errorf("arrived: %+v, want the same mail twice", all)
		}
	})
	t.Run("S2 when the worker died before it was sent", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.hasTask("faktury", time.Hour)
		school.Clock.Forward(time.Hour)
		if err := school.plan(t.Context()); err != nil {
			t.Fatal(err)
		}
		claimed, err := school.ClaimDeliveries(t.Context(), crm.System(school.workspace), 10, time.Millisecond)
		if err != nil || len(claimed) != 2 {
			t.Fatalf("claimed %d deliveries (%v), want 2", len(claimed), err)
		}
		// Whoever claimed them is gone. Its lease runs out in real time.
		eventually(t, "the other sends it", func() bool {
			school.works()
			return len(school.post.all()) > 0
		})
		school.works()
		school.expectLetters("Anna@example.com: faktury")
		school.expectTold("reminder Anna: faktury")
	})
	t.Run("S2 but a lease that runs is respected", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.hasTask("faktury", time.Hour)
		school.Clock.Forward(time.Hour)
		if err := school.plan(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := school.ClaimDeliveries(t.Context(), crm.System(school.workspace), 10, time.Hour); err != nil {
			t.Fatal(err)
		}
		school.passes(2 * time.Hour)
		school.expectLetters()
		school.expectTold()
	})
}

// TestWhatLosesItsPointInHandIsNotSent: the point of each is asked just before it goes.
func TestWhatLosesItsPointInHandIsNotSent(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	first, second := school.hasTask("faktury", time.Hour), school.hasTask("umowy", time.Hour)
	school.slack.answers(func(d crm.Delivery) error {
		if d.Task.ID != first.ID {
			return nil
		}
		_, err := school.SetTaskDone(t.Context(), school.anna, second.ID, true)
		return err
	})
	school.passes(time.Hour)
	school.expectTold("reminder Anna: faktury")
	school.expectLetters("Anna@example.com: faktury")
	school.expectState(crm.BySlack, "sent", "skipped")
	school.expectState(crm.ByEmail, "sent", "skipped")
}

// TestMailThatIsDownHoldsUpNoSlack: after a failure that concerns all letters, none is
// tried for a minute, by no errand.
func TestMailThatIsDownHoldsUpNoSlack(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	school.post.closes(true)
	school.hasTask("faktury", time.Hour)
	school.hasTask("umowy", time.Hour+time.Second)
	school.hasTask("zeszyty", time.Hour+time.Minute)
	school.passes(time.Hour)
	school.passes(time.Second)
	school.expectTold("reminder Anna: faktury", "reminder Anna: umowy")
	if n := school.post.closes(true); n != 1 {
		t.Errorf("a closed server was asked %d times within a second", n)
	}
	school.passes(59 * time.Second)
	if n := school.post.closes(false); n != 2 {
		t.Errorf("a closed server was asked %d times within a minute", n)
	}
	school.passes(2 * time.Minute)
	school.expectTold("reminder Anna: zeszyty")
	school.expectLetters("Anna@example.com: faktury", "Anna@example.com: umowy", "Anna@example.com: zeszyty")
}

// TestALetterThatSeemsToStopAllMail: a refusal that concerns all letters, as far as
// anybody can tell, and comes for one of them only, holds the others up for minutes.
func TestALetterThatSeemsToStopAllMail(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	school.post.answers(func(to string) error {
		if to == "Anna@example.com" {
			return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "not for you"}
		}
		return nil
	}, false)
	due := school.hasTask("faktury", time.Hour).Due
	school.gives(school.jan, "umowy", due)
	school.passes(time.Hour)
	school.expectLetters()
	school.passes(time.Minute)
	school.passes(time.Minute)
	school.expectLetters("Jan@example.com: umowy")
	school.expectState(crm.ByEmail, "planned", "sent")
}

// TestAReminderThatWaitedIsTheNextOnes: who takes a task over while nothing gets out
// is told in the end.
func TestAReminderThatWaitedIsTheNextOnes(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	school.post.closes(true)
	school.slack.answers(func(crm.Delivery) error { return errors.New("fatal_error") })
	task := school.hasTask("faktury", time.Hour)
	school.passes(time.Hour)
	school.slack.open()
	f := task.Form()
	f.Assignee = school.jan.ID
	if _, err := school.EditTask(t.Context(), school.jan, "", task.ID, task.Version, f); err != nil {
		t.Fatal(err)
	}
	school.post.closes(false)
	school.slack.answers(nil)
	school.passes(time.Minute)
	school.expectTold("reminder Jan: faktury")
	school.expectLetters("Jan@example.com: faktury")
}

func TestARefusedLetter(t *testing.T) {
	t.Parallel()
	t.Run("S2 comes later when the server says later", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.post.answers(refused(450), false)
		school.hasTask("faktury", time.Hour)
		school.passes(time.Hour)
		school.works()
		school.expectTold("reminder Anna: faktury")
		school.expectState(crm.ByEmail, "planned")
		school.post.answers(nil, false)
		school.passes(59 * time.Second)
		school.expectLetters()
		school.passes(time.Second)
		school.expectLetters("Anna@example.com: faktury")
		school.expectState(crm.ByEmail, "sent")
	})
	t.Run("S2 is given up when the server says never", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.post.answers(refused(550), false)
		school.hasTask("faktury", time.Hour)
		school.passes(time.Hour)
		school.expectState(crm.ByEmail, "failed")
		school.post.answers(nil, false)
		school.passes(48 * time.Hour)
		school.expectLetters()
		school.expectTold("reminder Anna: faktury")
	})
	t.Run("S2 is given up after a day", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		var tries atomic.Int32
		school.post.answers(func(to string) error { tries.Add(1); return refused(450)(to) }, false)
		school.hasTask("faktury", time.Hour)
		school.passes(time.Hour)
		for range 60 {
			school.passes(30 * time.Minute)
		}
		school.expectState(crm.ByEmail, "failed")
		if n := tries.Load(); n < 20 || n > 40 {
			t.Errorf("tried %d times", n)
		}
	})
}

func TestWithoutMailServerLettersWait(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	withMail := school.Scheduler
	school.Scheduler = school.scheduler(school.Store, nil)
	school.hasTask("faktury", time.Hour)
	school.hasTask("umowy", time.Hour)
	school.passes(time.Hour)
	school.expectTold("reminder Anna: faktury", "reminder Anna: umowy")
	school.expectState(crm.ByEmail, "planned", "planned")

	school.Scheduler = withMail
	school.passes(time.Minute)
	school.expectLetters("Anna@example.com: faktury", "Anna@example.com: umowy")
}

func TestAClosedMailServerIsAskedOnce(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	school.post.closes(true)
	for _, subject := range []string{"faktury", "umowy", "podręczniki"} {
		school.hasTask(subject, time.Hour)
	}
	school.passes(time.Hour)
	school.expectTold("reminder Anna: faktury", "reminder Anna: umowy", "reminder Anna: podręczniki")
	if n := school.post.closes(false); n != 1 {
		t.Errorf("a closed server was asked %d times by one errand", n)
	}
	school.passes(time.Minute)
	school.expectState(crm.ByEmail, "sent", "sent", "sent")
}

func TestOneFailureHoldsUpNobody(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	other := school.School(t, "Bell")
	ewa := school.Member(t, other, "Ewa", crm.RoleManager)
	for n := range 2 * batchSize {
		school.hasTask(fmt.Sprintf("zadanie %d", n), time.Hour)
	}
	if _, err := school.AddTask(t.Context(), ewa, "", crm.TaskForm{Kind: crm.KindTask, Subject: "umowy", Assignee: ewa.ID, Due: crm.DueAt(school.Database.Now().Add(time.Hour))}); err != nil {
		t.Fatal(err)
	}
	school.slack.answers(func(d crm.Delivery) error {
		if d.To.ID == school.anna.ID {
			panic("a task that breaks us")
		}
		return nil
	})
	school.post.answers(func(to string) error {
		if to == "Anna@example.com" {
			return refused(450)(to)
		}
		return nil
	}, false)
	school.passes(time.Hour)
	school.expectLetters("Ewa@example.com: umowy")
	if told := school.slack.open(); len(told) != 2*batchSize+1 {
		t.Errorf("told %d, want each once", len(told))
	}
}

func TestNewWantsItsParts(t *testing.T) {
	if _, err := New(Config{Teller: new(slackRoom)}); err == nil {
		t.Error("a scheduler without a store")
	}
	school := newSchool(t)
	if _, err := New(Config{Store: school.Store}); err == nil {
		t.Error("a scheduler without a teller")
	}
}

func TestBackOff(t *testing.T) {
	for attempts, want := range map[int]time.Duration{
		0: time.Minute, 1: time.Minute, 2: 2 * time.Minute, 3: 4 * time.Minute, 6: 32 * time.Minute, 7: time.Hour, 8: time.Hour, 1000: time.Hour,
	} {
		if got := backOff(attempts); got != want {
			t.Errorf("after %d attempts: %s, want %s", attempts, got, want)
		}
	}
}

func TestLogsNameNoRecipient(t *testing.T) {
	school := newSchool(t)
	school.post.answers(func(to string) error {
		return fmt.Errorf("%s is unknown", to) // which the client is told, with code 451
	}, false)
	_, err := school.mail.Send(t.Context(), mail.Message{To: "anna@example.com", Key: "k"})
	if got := loggable(err); got != "mail server answered 451" {
		t.Errorf("logged: %q (of %v)", got, err)
	}
	if got := loggable(mail.Permanent{Err: errors.New("not one bare e-mail address")}); got != "not an address" {
		t.Errorf("logged: %q", got)
	}
}
