package scheduler

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// A timetable says when something is due, again and again.
type timetable struct{ schedule cron.Schedule }

// parseTimetable reads a spec such as "CRON_TZ=Europe/Warsaw 0 8 * * 1-5" (minute,
// hour, day of the month, month, day of the week). It must name its time zone, or its
// times would be those of whichever machine reads it.
func parseTimetable(spec string) (t timetable, err error) {
	defer func() {
		if problem := recover(); problem != nil { // the library panics on some that are cut short
			err = fmt.Errorf("reading timetable %q: %v", spec, problem)
		}
	}()
	if !strings.HasPrefix(spec, "CRON_TZ=") {
		return t, fmt.Errorf("reading timetable %q: want CRON_TZ= and a time zone in front", spec)
	}
	t.schedule, err = cron.ParseStandard(spec)
	if err != nil {
		return t, fmt.Errorf("reading timetable %q: %w", spec, err)
	}
	return t, nil
}

// next is the first time after now at which the timetable is due; the zero time when
// there is none within the next years.
func (t timetable) next(now time.Time) time.Time { return t.schedule.Next(now) }

// run calls due at each time of the timetable, with that time, until ctx ends. Times
// that pass while due is still running, or while the machine sleeps, are left out.
func (t timetable) run(ctx context.Context, due func(slot time.Time)) {
	for {
		slot := t.next(time.Now())
		if slot.IsZero() {
			<-ctx.Done()
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Until(slot)):
			due(slot)
		}
	}
}
