package scheduler

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/store/crm"
)

func TestChoresThatFail(t *testing.T) {
	t.Parallel()
	down := func(what string) func(string) error {
		return func(doing string) error {
			if doing == what {
				return errors.New("connection reset")
			}
			return nil
		}
	}
	// again lets the time pass for which what failed was put off.
	again := func(s *school) {
		s.t.Helper()
		if _, err := s.Database.Pool.Exec(s.t.Context(), `update chores set lease_until = null`); err != nil {
			s.t.Fatal(err)
		}
		s.works()
	}
	t.Run("R7 what Slack does not give now is asked for again", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.clerk.answers(down("fetch"))
		if c := school.drops("x.csv", csv); c.State != crm.ChoreReading {
			t.Errorf("shown is %+v", c)
		}
		school.clerk.answers(nil)
		again(school)
		if c := school.clerk.last(t); c.State != crm.ChoreAsking {
			t.Errorf("then it is %+v", c)
		}
	})
	t.Run("R7 what fails again and again is given up, and said", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.clerk.answers(func(doing string) error {
			if doing == "fetch" {
				panic("no words of Anna's")
			}
			return nil
		})
		school.drops("x.csv", csv)
		for range choreTries {
			again(school)
		}
		if c := school.clerk.last(t); c.State != crm.ChoreFailed || c.Problem.ID != "refusal.chore_failed" {
			t.Errorf("in the end it is %+v", c)
		}
	})
	t.Run("R7 an undo that fails again and again leaves the import, and can be tried anew", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		change := func(query string) {
			if _, err := school.Database.Pool.Exec(t.Context(), query); err != nil {
				t.Fatal(err)
			}
		}
		c := school.wishes(school.drops("x.csv", csv), crm.WishApply)
		change(`alter table events add constraint broken check (verb <> 'reverted')`)
		school.wishes(c, crm.WishUndo)
		for range choreTries {
			again(school)
		}
		c = school.clerk.last(t)
		if c.State != crm.ChoreDone || c.Problem == nil || !c.Undoable(school.Scheduler.store.Now()) || school.people() != 2 {
			t.Fatalf("in the end it is %+v", c)
		}
		change(`alter table events drop constraint broken`)
		if c = school.wishes(c, crm.WishUndo); c.State != crm.ChoreUndone || c.Removed != 2 || c.Problem != nil {
			t.Errorf("anew it is %+v", c)
		}
	})
	t.Run("nobody is told for ever", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.clerk.answers(down("show"))
		if _, err := school.BeginImport(t.Context(), school.anna, "F1", ""); err != nil {
			t.Fatal(err)
		}
		for range choreFarewell {
			again(school)
		}
		var due int
		if err := school.Database.Pool.QueryRow(t.Context(), `select count(*) from chores where due`).Scan(&due); err != nil || due != 0 {
			t.Errorf("%d are still due, %v", due, err)
		}
	})
	t.Run("R17 a file that does not arrive can be tried again", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.clerk.answers(down("send"))
		if _, err := school.BeginExport(t.Context(), school.anna, crm.Export{List: crm.ListPeople}); err != nil {
			t.Fatal(err)
		}
		school.works()
		c := school.clerk.last(t)
		if c.State != crm.ChoreFailed || c.Problem.ID != "refusal.file_not_sent" {
			t.Fatalf("it is %+v", c)
		}
		school.clerk.answers(nil)
		if c = school.wishes(c, crm.WishRetry); c.State != crm.ChoreDone || len(school.clerk.sent) != 1 {
			t.Errorf("tried again it is %+v", c)
		}
	})
}

// TestPulse: while a chore goes on, it is kept from others and its asker sees how far it
// is; once somebody else has taken it up, it ends.
func TestPulse(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	school.pulse = time.Millisecond
	change := func(query string) {
		t.Helper()
		if _, err := school.Database.Pool.Exec(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := school.BeginImport(t.Context(), school.anna, "F1", ""); err != nil {
		t.Fatal(err)
	}
	c, _, err := school.ClaimChore(t.Context(), crm.System(school.workspace), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	change(`update chores set lease_until = clock_timestamp() + interval '1 second'`)
	p := school.beat(t.Context(), c)
	p.rows.Store(12_000)
	eventually(t, "progress is shown", func() bool {
		school.clerk.mu.Lock()
		defer school.clerk.mu.Unlock()
		return len(school.clerk.shown) == 1 && school.clerk.shown[0].Rows == 12_000
	})
	eventually(t, "the lease is extended", func() bool {
		var extended bool
		err := school.Database.Pool.QueryRow(t.Context(), `select lease_until > clock_timestamp() + interval '30 seconds' from chores`).Scan(&extended)
		return err == nil && extended
	})
	change(`update chores set attempts = attempts + 1`)
	eventually(t, "it ends when another has it", func() bool { return p.ctx.Err() != nil })
	p.stop()
}

// A hangingClerk shows nothing, for as long as it may.
type hangingClerk struct {
	*deskClerk
	asked atomic.Int64
}

func (h *hangingClerk) Show(ctx context.Context, _ crm.Chore) (string, error) {
	h.asked.Add(1)
	<-ctx.Done()
	return "", ctx.Err()
}

// TestPulseOutlastsSlack: progress that cannot be shown does not cost a chore its lease.
func TestPulseOutlastsSlack(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	clerk := &hangingClerk{deskClerk: school.clerk}
	school.Scheduler.clerk, school.pulse = clerk, time.Millisecond
	if _, err := school.BeginImport(t.Context(), school.anna, "F1", ""); err != nil {
		t.Fatal(err)
	}
	c, _, err := school.ClaimChore(t.Context(), crm.System(school.workspace), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	p := school.beat(t.Context(), c)
	defer p.stop()
	for rows := range int64(3) {
		p.rows.Store(rows + 1)
		eventually(t, "it is to be shown", func() bool { return clerk.asked.Load() > rows })
		if _, err := school.Database.Pool.Exec(t.Context(), `update chores set lease_until = clock_timestamp() + interval '1 second'`); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the lease is extended", func() bool {
			var extended bool
			err := school.Database.Pool.QueryRow(t.Context(), `select lease_until > clock_timestamp() + interval '30 seconds' from chores`).Scan(&extended)
			return err == nil && extended
		})
	}
}

// TestStoppingLetsChoresGo: another replica need not wait for the lease.
func TestStoppingLetsChoresGo(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	begun, goOn := make(chan struct{}, 1), make(chan struct{})
	school.clerk.answers(func(doing string) error {
		if doing != "fetch" {
			return nil
		}
		begun <- struct{}{}
		<-goOn
		return context.Canceled
	})
	stop := starts(t, school.Scheduler)
	if _, err := school.BeginImport(t.Context(), school.anna, "F1", ""); err != nil {
		t.Fatal(err)
	}
	<-begun
	ended := make(chan error)
	go func() { ended <- stop() }()
	eventually(t, "it stops", school.stopping.Load)
	close(goOn)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	c, found, err := school.ClaimChore(t.Context(), crm.System(school.workspace), time.Minute)
	if err != nil || !found || c.Tries != 1 {
		t.Errorf("the next one finds %t %+v, %v", found, c, err)
	}
}
