package scheduler

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"frontdesk/store/crm"
)

// An errand is short: it begins no delivery after errandBudget, and the one that is
// under way then takes less than a mail session's or a call's time limit. A batch is
// in one pair of hands for the length of a lease, which is longer than any job.
// Letters and messages stand in one queue, so that a mail server which takes none must
// not hold up Slack: after a failure that concerns all letters, none is tried for the
// length of mailPause, by the store's clock. The one that failed waits longer each
// time, the others do not: were it the cause, they go when it is not there.
const (
	batchSize    = 20
	lease        = time.Minute
	errandBudget = 10 * time.Second
	callTimeout  = 18 * time.Second // of one call to Slack
	mailPause    = time.Minute
)

// An errand sends what waits, one batch of each workspace after the other, in an order
// by lot: whoever was not come to is likely to be among the first in the next one.
type errand struct {
	*Scheduler
	until   time.Time   // begins nothing later
	stopped func() bool // reports whether to begin nothing at all any more

	slackDown map[crm.WorkspaceID]error // what keeps every message to a workspace
	accepted  map[reminder]bool         // whose letter has been taken within this errand
}

// reminder is what its letter and its Slack message have in common.
type reminder struct {
	workspace  crm.WorkspaceID
	task       crm.TaskID
	dueVersion int
	to         crm.StaffID
}

func reminderOf(d crm.Delivery) reminder {
	return reminder{d.To.Workspace.ID, d.Task.ID, d.Task.DueVersion, d.To.ID}
}

func (s *Scheduler) newErrand(stopped func() bool) *errand {
	return &errand{
		Scheduler: s, until: time.Now().Add(errandBudget), stopped: stopped,
		slackDown: make(map[crm.WorkspaceID]error), accepted: make(map[reminder]bool),
	}
}

// over reports whether no further delivery is to be begun.
func (e *errand) over(ctx context.Context) bool {
	return ctx.Err() != nil || e.stopped() || time.Now().After(e.until)
}

// run sends batches until nothing waits or the errand is over, and reports whether
// something may be left. A workspace whose rows cannot be read does not hold up the
// others; its error comes at the end.
func (e *errand) run(ctx context.Context) (left bool, err error) {
	waiting, err := e.store.Workspaces(ctx)
	if err != nil {
		return true, err
	}
	rand.Shuffle(len(waiting), func(i, j int) { waiting[i], waiting[j] = waiting[j], waiting[i] })
	var failed []error
	for len(waiting) > 0 {
		var more []crm.Workspace
		for _, w := range waiting {
			if e.over(ctx) {
				return true, errors.Join(failed...)
			}
			n, err := e.batch(ctx, crm.System(w))
			switch {
			case err != nil:
				failed = append(failed, fmt.Errorf("workspace %d: %w", w.ID, err))
			case n == batchSize, n > 0 && e.over(ctx): // what was not come to is left
				more = append(more, w)
			}
		}
		waiting = more
	}
	return false, errors.Join(failed...)
}

// batch claims deliveries of a workspace, sends them, and returns how many they were.
// What it does not come to is put back.
func (e *errand) batch(ctx context.Context, by crm.Staff) (int, error) {
	claimed, err := e.store.ClaimDeliveries(ctx, by, batchSize, lease)
	if err != nil {
		return 0, err
	}
	var failed []error
	for _, d := range claimed {
		result := putBack
		if !e.over(ctx) {
			result = e.attempt(ctx, d)
		}
		failed = append(failed, e.record(ctx, by, d, result))
	}
	return len(claimed), errors.Join(failed...)
}

// recordTimeout is how long the writing of a result may take. It is written even when
// the process stops, or the delivery would be sent again.
const recordTimeout = 5 * time.Second

// record writes how an attempt ended.
func (e *errand) record(ctx context.Context, by crm.Staff, d crm.Delivery, r result) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTimeout)
	defer cancel()
	log := e.log.With("workspace", by.Workspace.ID, "delivery", d.ID, "kind", d.Kind, "channel", d.Channel, "attempt", d.Attempts)
	switch r.verdict {
	case sent:
		log.InfoContext(ctx, "delivery sent")
		return e.store.DeliverySent(ctx, by, d, r.reference)
	case never:
		log.WarnContext(ctx, "delivery failed for good", "reason", loggable(r.err))
		return e.store.DeliveryFailed(ctx, by, d, r.err.Error(), time.Time{})
	case unsent:
		return e.store.DeliveryPutBack(ctx, by, d)
	case skipped:
		log.InfoContext(ctx, "delivery skipped")
		return nil
	}
	log.InfoContext(ctx, "delivery put off", "reason", loggable(r.err), "for", r.wait)
	return e.store.DeliveryFailed(ctx, by, d, r.err.Error(), e.store.Now().Add(r.wait))
}
