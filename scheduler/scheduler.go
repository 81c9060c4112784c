package scheduler

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"frontdesk/scheduler/mail"
	"frontdesk/store"
	"frontdesk/store/crm"
)

// A Teller speaks to people in Slack.
type Teller interface {
	// Tell sends d.To a direct message about d's task and returns where it stands
	// ("D123/1716.5"). The error wraps a crm.RetryLater when it is to wait, a
	// crm.Undeliverable when it can never arrive, and a crm.Unsure when the call was
	// cut off after it had been written.
	Tell(ctx context.Context, d crm.Delivery) (reference string, err error)
}

// Config is what [New] needs.
type Config struct {
	Store   *store.Store // required; it must stay open until Run has returned
	Teller  Teller       // required
	Clerk   Clerk        // required
	Mail    *mail.Sender // nil: letters wait, as with a Sender that is not configured
	Log     *slog.Logger // nil: slog.Default
	Workers int          // jobs that this process runs at once; 0: four
}

// A Scheduler plans and sends what is due. Any number of them may run over one
// database.
type Scheduler struct {
	store    *store.Store
	teller   Teller
	clerk    Clerk
	pulse    time.Duration // of work on a chore
	mail     *mail.Sender
	log      *slog.Logger
	ticks    timetable
	river    *river.Client[pgx.Tx]
	outage   outage      // of mail
	stopping atomic.Bool // Run is about to return: no delivery is begun any more
}

// everyMinute is when ticks are due.
const everyMinute = "CRON_TZ=UTC * * * * *"

// New returns a Scheduler that does nothing yet.
func New(c Config) (*Scheduler, error) {
	if c.Store == nil || c.Teller == nil || c.Clerk == nil {
		return nil, errors.New("making scheduler: want a store, a teller and a clerk")
	}
	s := &Scheduler{store: c.Store, teller: c.Teller, clerk: c.Clerk, pulse: chorePulse, mail: c.Mail, log: cmp.Or(c.Log, slog.Default())}
	var err error
	if s.ticks, err = parseTimetable(everyMinute); err != nil {
		return nil, fmt.Errorf("making scheduler: %w", err)
	}
	if s.mail == nil {
		if s.mail, err = mail.Open("", ""); err != nil {
			return nil, fmt.Errorf("making scheduler: %w", err)
		}
	}
	s.river, err = c.Store.NewWorkers(s.riverConfig(cmp.Or(c.Workers, 4)))
	if err != nil {
		return nil, fmt.Errorf("making scheduler: %w", err)
	}
	return s, nil
}

// How long jobs may take. What a job that was killed has left is done by the next one,
// its deliveries when their lease is over; River gives it up after rescueAfter.
const (
	jobTimeout      = 30 * time.Second
	rescueAfter     = time.Minute
	softStopTimeout = 10 * time.Second
)

func (s *Scheduler) riverConfig(workers int) *river.Config {
	return &river.Config{
		Queues: map[string]river.QueueConfig{
			river.QueueDefault: {MaxWorkers: workers},
			store.ChoreQueue:   {MaxWorkers: 1}, // each may hold a big file
		},
		Workers:              s.workers(),
		PeriodicJobs:         housekeeping(),
		JobTimeout:           jobTimeout,
		RescueStuckJobsAfter: rescueAfter,
		SoftStopTimeout:      softStopTimeout,
		Logger:               slog.New(quiet{s.log.Handler()}),
	}
}

// Run works until ctx ends and the jobs that were running then have finished, or have
// been stopped after ten seconds; what they had not begun to send is left to the next
// errand. It returns nil then, and an error only when it could not begin. A Scheduler
// runs once.
func (s *Scheduler) Run(ctx context.Context) error {
	if err := s.river.Start(ctx); err != nil {
		if ctx.Err() != nil {
			return nil // stopped before it had begun
		}
		return fmt.Errorf("starting jobs: %w", err)
	}
	s.ticks.run(ctx, func(slot time.Time) {
		inserting, cancel := context.WithTimeout(ctx, recordTimeout)
		defer cancel()
		if err := s.store.InsertTick(inserting, slot); err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "a tick is lost", "slot", slot, "error", err)
		}
	})
	s.stopping.Store(true)
	<-s.river.Stopped()
	return nil
}

// TickNow does at once what ticks, chores and errands do in their time: it plans what is
// due by the store's clock, and does and sends all that waits. It returns when nothing is
// left, or with the first error of the database.
func (s *Scheduler) TickNow(ctx context.Context) error {
	if err := s.plan(ctx); err != nil {
		return err
	}
	for worked := true; worked; {
		var err error
		if worked, err = s.chore(ctx); err != nil {
			return err
		}
	}
	for {
		left, err := s.newErrand(func() bool { return false }).run(ctx)
		if err != nil || !left {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}
