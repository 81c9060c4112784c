package scheduler

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"

	"frontdesk/store"
	"frontdesk/store/crm"
)

// A Clerk carries files between people and us in Slack, and tells people how what they
// asked for gets on. Its errors are those of a [Teller].
type Clerk interface {
	// Fetch writes the file that was dropped for c into a file of ours and returns its
	// name. A file that cannot be taken is a crm.Refusal.
	Fetch(ctx context.Context, c crm.Chore, to *os.File) (name string, err error)

	// Send puts a file into the direct message with c.By, and nowhere else.
	Send(ctx context.Context, c crm.Chore, f crm.ChoreFile) error

	// Show tells c.By how c stands, in the message at c.Reference if there is one, and
	// returns where it stands.
	Show(ctx context.Context, c crm.Chore) (reference string, err error)
}

// A chore is in one pair of hands for the length of a lease, which is extended while it
// goes on. Who dies with one in hand lets it go by that.
const (
	choreLease    = time.Minute
	chorePulse    = 3 * time.Second  // between two extensions of its lease
	choreTimeout  = 15 * time.Minute // of one that nobody has heard the end of
	choreTries    = 5
	choreFarewell = 2 * choreTries // tries after which nobody is told any more
)

// A step does the work of a chore's state and returns the chore as it then is. It tells
// how many rows it has come to.
type step func(s *Scheduler, ctx context.Context, c crm.Chore, done func(rows int)) (crm.Chore, error)

// A choreWorker does one chore a job. River rescues no job before its worker's own time
// is over, however short RescueStuckJobsAfter is.
type choreWorker struct {
	river.WorkerDefaults[store.ChoreArgs]
	s *Scheduler
}

// Timeout implements [river.Worker].
func (choreWorker) Timeout(*river.Job[store.ChoreArgs]) time.Duration { return choreTimeout }

// Work implements [river.Worker].
func (w choreWorker) Work(ctx context.Context, _ *river.Job[store.ChoreArgs]) error {
	_, err := w.s.chore(ctx)
	return err
}

// chore takes up one chore of any workspace, in an order by lot, and reports whether
// there was one.
func (s *Scheduler) chore(ctx context.Context) (worked bool, err error) {
	all, err := s.store.Workspaces(ctx)
	if err != nil {
		return false, err
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, w := range all {
		c, found, err := s.store.ClaimChore(ctx, crm.System(w), choreLease)
		if err != nil {
			return false, fmt.Errorf("workspace %d: %w", w.ID, err)
		}
		if found {
			return true, s.doChore(ctx, c)
		}
	}
	return false, nil
}

// doChore does what there is to be done about a claimed chore, or lets it go for a while.
func (s *Scheduler) doChore(ctx context.Context, c crm.Chore) error {
	log := s.log.With("workspace", c.By.Workspace.ID, "chore", c.ID, "kind", c.Kind, "state", c.State, "try", c.Tries)
	err := s.advance(ctx, c)
	if err == nil {
		log.InfoContext(ctx, "chore done")
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTimeout)
	defer cancel()
	limited, later := errors.AsType[crm.RetryLater](err)
	_, unreachable := errors.AsType[crm.Undeliverable](err)
	switch {
	case s.stopping.Load(), errors.Is(err, context.Canceled):
		return s.store.ChorePutOff(ctx, c.By, c, 0) // ours to be stopped, not the chore's fault
	case unreachable, c.Tries >= choreFarewell:
		log.WarnContext(ctx, "chore given up", "reason", err)
		return s.store.ChoreTold(ctx, c.By, c)
	case later:
		return s.store.ChorePutOff(ctx, c.By, c, limited.After)
	}
	log.WarnContext(ctx, "chore put off", "reason", err)
	return s.store.ChorePutOff(ctx, c.By, c, backOff(c.Tries))
}

// steps do what is to be done in each state in which there is work.
var steps = map[crm.ChoreState]step{
	crm.ChoreReading:  (*Scheduler).readImport,
	crm.ChoreApplying: (*Scheduler).applyImport,
	crm.ChoreUndoing:  (*Scheduler).undoImport,
	crm.ChoreWriting:  (*Scheduler).writeExport,
}

// advance takes a chore to where it waits for who asked for it, and tells them.
func (s *Scheduler) advance(ctx context.Context, c crm.Chore) (err error) {
	if do, ok := steps[c.State]; ok {
		if c, err = s.tell(ctx, c); err != nil {
			return err
		}
		if c, err = s.take(ctx, c, do); err != nil {
			return err
		}
	}
	if c, err = s.tell(ctx, c); err != nil {
		return err
	}
	if c.State == crm.ChoreAsking && c.LeftOut() > 0 {
		if err := s.sendFaults(ctx, c); err != nil {
			return err
		}
	}
	return s.store.ChoreTold(ctx, c.By, c)
}

// tell shows how a chore stands, and notes where.
func (s *Scheduler) tell(ctx context.Context, c crm.Chore) (crm.Chore, error) {
	reference, err := s.clerk.Show(ctx, c)
	if err != nil || reference == c.Reference {
		return c, err
	}
	c.Reference = reference
	return c, s.store.ChoreStandsAt(ctx, c.By, c, reference)
}

// take takes a step. What can never be done is the chore's end, with the reason; what a
// panic says is told to nobody.
func (s *Scheduler) take(ctx context.Context, c crm.Chore, do step) (next crm.Chore, err error) {
	if c.Tries > choreTries {
		return s.store.ChoreFailed(ctx, c.By, c, crm.Refusal{ID: "refusal.chore_failed"})
	}
	pulse := s.beat(ctx, c)
	defer func() {
		if problem := recover(); problem != nil {
			pulse.stop()
			err = fmt.Errorf("panic of a %T", problem)
			s.log.ErrorContext(ctx, "a chore panicked", "chore", c.ID, "problem", err, "stack", string(debug.Stack()))
		}
	}()
	next, err = do(s, pulse.ctx, c, func(rows int) { pulse.rows.Store(int64(rows)) })
	pulse.stop()
	if refusal, ok := errors.AsType[crm.Refusal](err); ok {
		c.Name = cmp.Or(next.Name, c.Name)
		return s.store.ChoreFailed(ctx, c.By, c, refusal)
	}
	return next, err
}

// A pulse is what shows that a chore goes on: to others that may take it over, and to
// who asked for it.
type pulse struct {
	ctx    context.Context // ends with the pulse, or when the chore is taken over
	rows   atomic.Int64    // so far
	cancel context.CancelFunc
	ended  chan struct{}
}

// beat extends c's lease and shows how far it is until the pulse is stopped.
func (s *Scheduler) beat(ctx context.Context, c crm.Chore) *pulse {
	p := &pulse{ended: make(chan struct{})}
	p.ctx, p.cancel = context.WithCancel(ctx)
	go func() {
		defer close(p.ended)
		for {
			select {
			case <-p.ctx.Done():
				return
			case <-time.After(s.pulse):
			}
			if ours, err := s.store.ChoreGoesOn(p.ctx, c.By, c, choreLease); err == nil && !ours {
				p.cancel() // somebody else has taken it up
				return
			}
			if rows := int(p.rows.Load()); rows > c.Rows {
				c.Rows = rows
				s.showProgress(p.ctx, c)
			}
		}
	}()
	return p
}

// showProgress shows how far a chore is, in a time that does not cost it its lease.
func (s *Scheduler) showProgress(ctx context.Context, c crm.Chore) {
	limited, cancel := context.WithTimeout(ctx, 10*s.pulse)
	defer cancel()
	if _, err := s.clerk.Show(limited, c); err != nil && ctx.Err() == nil {
		s.log.WarnContext(ctx, "progress is not shown", "chore", c.ID, "reason", err)
	}
}

// stop ends the pulse; nothing is shown by it afterwards.
func (p *pulse) stop() {
	p.cancel()
	<-p.ended
}
