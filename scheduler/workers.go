package scheduler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"frontdesk/store"
	"frontdesk/store/crm"
)

// workers are what runs each kind of job.
func (s *Scheduler) workers() *river.Workers {
	all := river.NewWorkers()
	river.AddWorker(all, river.WorkFunc(func(ctx context.Context, _ *river.Job[store.TickArgs]) error { return s.tick(ctx) }))
	river.AddWorker(all, river.WorkFunc(func(ctx context.Context, _ *river.Job[store.ErrandArgs]) error { return s.errand(ctx) }))
	river.AddWorker(all, river.WorkFunc(func(ctx context.Context, _ *river.Job[store.HousekeepingArgs]) error { return s.tidy(ctx) }))
	river.AddWorker(all, choreWorker{s: s})
	return all
}

// tick plans what is due and asks for an errand, which also takes what waits for
// another try, and for work on the chores that a worker has let fall.
func (s *Scheduler) tick(ctx context.Context) error {
	return errors.Join(s.plan(ctx), s.store.InsertErrand(ctx), s.store.InsertChore(ctx))
}

// plan does what is due in every workspace: it archives again whom an edit took from the
// archive for too long, and plans the reminders. What fails does not hold up the rest;
// its error comes at the end.
func (s *Scheduler) plan(ctx context.Context) error {
	workspaces, err := s.store.Workspaces(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, w := range workspaces {
		by := crm.System(w)
		if err := errors.Join(s.archiveLate(ctx, by), s.planFor(ctx, by)); err != nil {
			failed = append(failed, fmt.Errorf("workspace %d: %w", w.ID, err))
		}
	}
	return errors.Join(failed...)
}

// planFor plans all reminders of a workspace. The store plans a batch at a time.
func (s *Scheduler) planFor(ctx context.Context, by crm.Staff) error {
	for {
		planned, err := s.store.PlanReminders(ctx, by)
		if err != nil || planned == 0 {
			return err
		}
		s.log.InfoContext(ctx, "reminders planned", "workspace", by.Workspace.ID, "tasks", planned)
	}
}

// archiveLate archives again everybody in a workspace whose time out of the archive is
// over (R64). The store archives a batch at a time.
func (s *Scheduler) archiveLate(ctx context.Context, by crm.Staff) error {
	for {
		archived, err := s.store.ArchiveLate(ctx, by)
		if err != nil || archived == 0 {
			return err
		}
		s.log.InfoContext(ctx, "archived again", "workspace", by.Workspace.ID, "people", archived)
	}
}

// errand sends a batch and asks for another errand while something is left. While the
// process stops, the rest is for another replica, or for the next tick.
func (s *Scheduler) errand(ctx context.Context) error {
	left, err := s.newErrand(s.stopping.Load).run(ctx)
	if left && !s.stopping.Load() {
		err = errors.Join(err, s.store.InsertErrand(ctx))
	}
	return err
}

// keepArrivals is how long, in real time, Slack's deliveries are remembered. Its last retry comes an
// hour after the first try at the latest.
const keepArrivals = 24 * time.Hour

// tidy drops what is old.
func (s *Scheduler) tidy(ctx context.Context) error {
	all, err := s.store.Workspaces(ctx)
	failed := []error{err, s.store.ForgetArrivals(ctx, time.Now().Add(-keepArrivals))}
	for _, w := range all {
		failed = append(failed, s.store.TidyChores(ctx, crm.System(w)), s.store.TidyNames(ctx, crm.System(w)))
	}
	return errors.Join(failed...)
}

// housekeeping is hourly, and once whenever another replica takes the lead. It may be
// late or doubled, so it may be left to River's own timer.
func housekeeping() []*river.PeriodicJob {
	return []*river.PeriodicJob{river.NewPeriodicJob(
		river.PeriodicInterval(time.Hour),
		func() (river.JobArgs, *river.InsertOpts) { return store.HousekeepingArgs{}, nil },
		&river.PeriodicJobOpts{RunOnStart: true},
	)}
}

// quiet is a handler for River's own log: it lets warnings and errors through.
type quiet struct{ slog.Handler }

func (q quiet) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && q.Handler.Enabled(ctx, level)
}

func (q quiet) WithAttrs(attrs []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(attrs)} }
func (q quiet) WithGroup(name string) slog.Handler       { return quiet{q.Handler.WithGroup(name)} }
