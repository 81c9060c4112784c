package scheduler

import (
	"sync"
	"time"

	"frontdesk/store/crm"
)

// An outage is a time in which something is not to be tried, and why. It is safe for
// concurrent use.
type outage struct {
	mu    sync.Mutex
	why   error
	until time.Time
}

// begin notes that nothing is to be tried until then.
func (o *outage) begin(why error, until time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.why, o.until = why, until
}

// at is what keeps from trying at a moment: a [crm.RetryLater], nil if nothing does.
func (o *outage) at(now time.Time) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !now.Before(o.until) {
		return nil
	}
	return crm.RetryLater{After: o.until.Sub(now), Err: o.why}
}
