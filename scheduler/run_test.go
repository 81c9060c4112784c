package scheduler

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/riverqueue/river"

	"frontdesk/store"
	"frontdesk/store/crm"
)

// starts runs a scheduler in the background; the returned function ends it and says
// how it ended.
func starts(t testing.TB, s *Scheduler) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { _ = stop() })
	return stop
}

func TestTwoSchedulersSendEachLetterOnce(t *testing.T) {
	t.Parallel()
	t.Run("S2 two replicas", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		second := school.Reopen(t)
		stops := []func() error{starts(t, school.Scheduler), starts(t, school.scheduler(second, school.post.sender(t)))}
		var want []string
		for n := range 3 * batchSize {
			subject := fmt.Sprintf("zadanie %d", n)
			school.hasTask(subject, time.Hour)
			want = append(want, "Anna@example.com: "+subject)
		}
		school.Clock.Forward(time.Hour)
		slot := time.Now().Truncate(time.Minute).Add(-time.Hour) // one that the timetable does not come to meanwhile
		for _, s := range []*store.Store{school.Store, second} {
			if err := s.InsertTick(t.Context(), slot); err != nil {
				t.Fatal(err)
			}
			if err := s.InsertErrand(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		eventually(t, "all are sent", func() bool {
			return !slices.ContainsFunc(append(school.states(crm.ByEmail), school.states(crm.BySlack)...), func(s string) bool { return s != "sent" }) &&
				len(school.states(crm.ByEmail)) == len(want)
		})
		for _, stop := range stops {
			if err := stop(); err != nil {
				t.Error(err)
			}
		}
		school.expectLetters(want...)
		if told := school.slack.open(); len(told) != len(want) {
			t.Errorf("told %d, want %d", len(told), len(want))
		}
	})
}

func TestRunEndsAndLosesNothing(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	inHand, goOn := make(chan struct{}, 1), make(chan struct{})
	school.slack.answers(func(crm.Delivery) error {
		inHand <- struct{}{}
		<-goOn
		return nil
	})
	stop := starts(t, school.Scheduler)
	for _, subject := range []string{"pierwsze", "drugie", "trzecie"} {
		if err := plant(school, subject); err != nil {
			t.Fatal(err)
		}
	}
	if err := school.InsertErrand(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-inHand // one is being sent, the others wait behind it
	stopped := make(chan error)
	go func() { stopped <- stop() }()
	eventually(t, "it stops", school.stopping.Load)
	close(goOn)
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	if got := school.states(crm.BySlack); !slices.Equal(got, []string{"sent", "planned", "planned"}) {
		t.Fatalf("deliveries are %q, want the one that was under way sent and the others put back", got)
	}
	school.slack.answers(nil)
	next := starts(t, school.scheduler(school.Reopen(t), school.post.sender(t)))
	if err := school.InsertErrand(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the next one sends the rest", func() bool {
		return !slices.Contains(school.states(crm.BySlack), "planned") && !slices.Contains(school.states(crm.BySlack), "sending")
	})
	if err := next(); err != nil {
		t.Error(err)
	}
	school.expectTold("assigned Jan: pierwsze", "assigned Jan: drugie", "assigned Jan: trzecie")
}

// plant plans a message about a task given to Jan, without its errand.
func plant(s *school, subject string) error {
	task := s.gives(s.anna, subject, crm.Due{})
	if _, err := s.Database.Pool.Exec(s.t.Context(), `update tasks set assignee_id = $2 where id = $1`, task.ID, s.jan.ID); err != nil {
		return err
	}
	_, err := s.Database.Pool.Exec(s.t.Context(), `
		insert into deliveries (workspace_id, key, kind, channel, staff_id, task_id, by_id, due_version, next_at, created_at)
		values ($1, $2, 'assigned', 'slack', $3, $4, $5, 1, $6, $6)`,
		s.workspace.ID, "assigned:"+subject, s.jan.ID, task.ID, s.anna.ID, s.Database.Now())
	return err
}

func TestAnAssignedTaskIsToldByItself(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	stop := starts(t, school.Scheduler)
	school.gives(school.jan, "zadzwonić", crm.Due{})
	eventually(t, "Jan is told", func() bool { return slices.Equal(school.states(crm.BySlack), []string{"sent"}) })
	if err := stop(); err != nil {
		t.Error(err)
	}
	school.expectTold("assigned Jan: zadzwonić")
}

func TestHousekeepingForgetsArrivals(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	count := func() (n int) {
		if err := school.Database.Pool.QueryRow(t.Context(), `select count(*) from arrivals`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, key := range []string{"old", "new"} {
		if _, err := school.Arrived(t.Context(), school.workspace.Team, key); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := school.Database.Pool.Exec(t.Context(), `update arrivals set at = at - interval '25 hours' where key = 'old'`); err != nil {
		t.Fatal(err)
	}
	school.Clock.Forward(365 * 24 * time.Hour) // which is none of Slack's
	starts(t, school.Scheduler)
	eventually(t, "the old one is forgotten", func() bool { return count() < 2 })
	if first, err := school.Arrived(t.Context(), school.workspace.Team, "new"); err != nil || first {
		t.Errorf("the new one is forgotten as well (%v)", err)
	}
}

// TestJobsRunOnce: River tries none of ours again, the next tick does.
func TestJobsRunOnce(t *testing.T) {
	for _, args := range []river.JobArgsWithInsertOpts{store.TickArgs{}, store.ErrandArgs{}, store.HousekeepingArgs{}, store.ChoreArgs{}} {
		if n := args.InsertOpts().MaxAttempts; n != 1 {
			t.Errorf("%T: %d attempts", args, n)
		}
	}
}

// TestAnErrandThatIsOverLeavesTheRest: what an errand did not come to is left as if it
// had never been in hand, and the errand says that it is.
func TestAnErrandThatIsOverLeavesTheRest(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	for _, subject := range []string{"pierwsze", "drugie", "trzecie"} {
		if err := plant(school, subject); err != nil {
			t.Fatal(err)
		}
	}
	e := school.newErrand(func() bool { return false })
	school.slack.answers(func(crm.Delivery) error {
		e.until = time.Now().Add(-time.Second) // the first one has taken all the time
		return nil
	})
	left, err := e.run(t.Context())
	if err != nil || !left {
		t.Errorf("left: %t, %v", left, err)
	}
	var attempts []int32
	if err := school.Database.Pool.QueryRow(t.Context(), `select array_agg(attempts order by id) from deliveries`).Scan(&attempts); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(attempts, []int32{1, 0, 0}) {
		t.Errorf("attempts are %d, want one of the first alone", attempts)
	}
	school.expectTold("assigned Jan: pierwsze")

	school.works()
	school.expectTold("assigned Jan: drugie", "assigned Jan: trzecie")
	if left, err := school.newErrand(func() bool { return false }).run(t.Context()); err != nil || left {
		t.Errorf("nothing is left, says the next one: %t, %v", !left, err)
	}
}

func TestTimetable(t *testing.T) {
	for name, test := range map[string]struct{ spec, now, want string }{
		"every minute":             {everyMinute, "2026-11-24T09:00:30Z", "2026-11-24T09:01:00Z"},
		"on the minute":            {everyMinute, "2026-11-24T09:01:00Z", "2026-11-24T09:02:00Z"},
		"every minute, spring":     {everyMinute, "2027-03-28T00:59:59Z", "2027-03-28T01:00:00Z"},
		"eight in Warsaw, winter":  {"CRON_TZ=Europe/Warsaw 0 8 * * 1-5", "2026-11-24T09:00:00Z", "2026-11-25T07:00:00Z"},
		"eight in Warsaw, weekend": {"CRON_TZ=Europe/Warsaw 0 8 * * 1-5", "2026-11-27T09:00:00Z", "2026-11-30T07:00:00Z"},
		"eight across spring":      {"CRON_TZ=Europe/Warsaw 0 8 * * *", "2027-03-27T09:00:00Z", "2027-03-28T06:00:00Z"},
		"eight across autumn":      {"CRON_TZ=Europe/Warsaw 0 8 * * *", "2027-10-30T09:00:00Z", "2027-10-31T07:00:00Z"},
		"never":                    {"CRON_TZ=UTC 0 0 30 2 *", "2026-11-24T09:00:00Z", "0001-01-01T00:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			table, err := parseTimetable(test.spec)
			if err != nil {
				t.Fatal(err)
			}
			now, err := time.Parse(time.RFC3339, test.now)
			if err != nil {
				t.Fatal(err)
			}
			if got := table.next(now).UTC().Format(time.RFC3339); got != test.want {
				t.Errorf("after %s comes %s, want %s", test.now, got, test.want)
			}
		})
	}
}

func TestTimetablesThatAreRefused(t *testing.T) {
	for _, spec := range []string{"", "* * * * *", "TZ=UTC * * * * *", "TZ=", "CRON_TZ=", "CRON_TZ=UTC", "CRON_TZ=Nowhere/City * * * * *", "CRON_TZ=UTC 61 * * * *", "CRON_TZ=UTC * * * *", "codziennie"} {
		if table, err := parseTimetable(spec); err == nil {
			t.Errorf("%q is read as %v", spec, table)
		}
	}
}

func TestEachMinuteIsCalledOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		table, err := parseTimetable(everyMinute)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute+30*time.Second)
		defer cancel()
		start := time.Now().UTC().Truncate(time.Minute)
		var slots []string
		table.run(ctx, func(slot time.Time) {
			slots = append(slots, slot.UTC().Sub(start).String())
			if len(slots) == 2 {
				time.Sleep(90 * time.Second) // a slow one leaves out what it missed
			}
		})
		if want := []string{"1m0s", "2m0s", "4m0s", "5m0s"}; !slices.Equal(slots, want) {
			t.Errorf("called at %q, want %q", slots, want)
		}
	})
}

func TestATimetableThatIsNeverDueWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		table, err := parseTimetable("CRON_TZ=UTC 0 0 30 2 *")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		table.run(ctx, func(slot time.Time) { t.Errorf("called at %s", slot) })
	})
}

func TestRunStoppedBeforeItBegan(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := school.Run(ctx); err != nil {
		t.Errorf("Run = %v, want nil", err)
	}
}
