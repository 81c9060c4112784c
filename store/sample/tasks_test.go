package sample_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"frontdesk/store/crm"
)

func TestTasksKeepTheRules(t *testing.T) {
	checkTasks(t, invent(large(t)))
	checkTasks(t, invent(demo(t, tuesday)))
}

// checkTasks fails unless every task is one that the forms could have made.
func checkTasks(t *testing.T, s school) {
	t.Helper()
	for _, task := range s.tasks {
		by := crm.Staff{ID: task.DoneBy}
		if after, err := task.Form().Apply(task, by, task.Done); err != nil || after != task {
			t.Fatalf("%+v: the form makes %+v, error %v", task, after, err)
		}
		if !slices.Contains(s.Staff, task.Assignee) || !slices.Contains(s.Staff, task.CreatedBy) {
			t.Fatalf("%+v is a stranger's", task)
		}
		if meeting := task.Kind == crm.KindMeeting; meeting && (!task.Due.HasHour || task.IsDone() && task.Done.Before(task.Due.At)) {
			t.Fatalf("%+v is no meeting that could be held", task)
		}
		if task.Created.IsZero() || task.Created.After(s.Now) || task.Done.After(s.Now) {
			t.Fatalf("%+v happened in the future", task)
		}
		if task.IsDone() && (task.Done.Before(task.Created) || !slices.Contains(s.Staff, task.DoneBy)) {
			t.Fatalf("%+v was finished oddly", task)
		}
		if task.Overdue(s.Now, s.Zone) && sameDay(task.Due.At, s.Now, s.Zone) {
			t.Fatalf("%+v has become overdue today", task)
		}
		if task.Person == 0 {
			continue
		}
		p := s.person(t, task.Person)
		if task.Created.Before(p.Created) || task.PersonName != p.Name() || task.Archived != p.Archived() {
			t.Fatalf("%+v is about %+v", task, p)
		}
		if p.Archived() && !task.IsDone() {
			t.Fatalf("%+v is open about somebody archived", task)
		}
	}
}

func TestSharesOfTasks(t *testing.T) {
	s := invent(large(t))
	kind := func(k crm.Kind) func(crm.Task) bool { return func(t crm.Task) bool { return t.Kind == k } }
	for _, share := range []struct {
		what      string
		low, high float64
		is        func(crm.Task) bool
	}{
		{"calls", 43, 47, kind(crm.KindCall)},
		{"tasks", 23, 27, kind(crm.KindTask)},
		{"meetings", 13, 17, kind(crm.KindMeeting)},
		{"messages", 13, 17, kind(crm.KindMessage)},
		{"done", 69, 71, crm.Task.IsDone},
		{"overdue", 0.9, 1.6, func(t crm.Task) bool { return t.Overdue(s.Now, s.Zone) }},
		{"open for today", 2, 4, func(t crm.Task) bool { return !t.IsDone() && sameDay(t.Due.At, s.Now, s.Zone) }},
		{"done today or yesterday", 1.5, 6, func(t crm.Task) bool { return t.IsDone() && s.Now.Sub(t.Done) < 34*time.Hour }},
		{"entered within a day", 3, 8, func(t crm.Task) bool { return s.Now.Sub(t.Created) < 24*time.Hour }},
		{"to come", 18, 24, func(t crm.Task) bool { return t.Due.At.After(s.Now) && !sameDay(t.Due.At, s.Now, s.Zone) }},
		{"without a due time", 5, 9, func(t crm.Task) bool { return t.Due.IsZero() }},
		{"on a day without an hour", 15, 24, func(t crm.Task) bool { return !t.Due.IsZero() && !t.Due.HasHour }},
		{"about nobody", 5, 9, func(t crm.Task) bool { return t.Person == 0 }},
		{"with a note", 20, 27, func(t crm.Task) bool { return t.Note != "" }},
	} {
		checkShare(t, share.what, count(s.tasks, share.is), len(s.tasks), share.low, share.high)
	}
}

// starts are moments at which somebody may start a demo.
var starts = []time.Time{
	tuesday,
	tuesday.Add(8*time.Hour + 30*time.Minute),
	tuesday.Add(17 * time.Hour),
	time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC),
	time.Date(2026, 12, 23, 20, 0, 0, 0, time.UTC),
	time.Date(2027, 3, 28, 1, 30, 0, 0, time.UTC), // clocks are put forward
	time.Date(2027, 8, 16, 5, 59, 59, 999, time.UTC),
}

// TestTheDemoCanBeWorkedThrough looks at the lists that a demo opens with, whenever it
// is started: in the morning, at closing time, in the night, on a Sunday, on the evening
// before a holiday.
func TestTheDemoCanBeWorkedThrough(t *testing.T) {
	for _, now := range starts {
		s := invent(demo(t, now))
		checkTasks(t, s)
		overdue := count(s.tasks, func(t crm.Task) bool { return t.Overdue(now, s.Zone) })
		if overdue < 5 || overdue > 25 {
			t.Errorf("%v: %d overdue tasks", now, overdue)
		}
		next := make(map[string]int)
		for _, task := range s.tasks {
			if day := task.Due.At.In(s.Zone).Format(time.DateOnly); !task.IsDone() && !task.Due.IsZero() && !task.Overdue(now, s.Zone) {
				next[day]++
			}
		}
		first := 0
		for _, day := range slices.Sorted(maps.Keys(next))[:2] {
			first += next[day]
		}
		if first < 12 || first > 80 {
			t.Errorf("%v: %d tasks on the first two days that have any", now, first)
		}
	}
}

func TestTasksAreDueInOfficeHours(t *testing.T) {
	checkOfficeHours(t, invent(large(t)))
	for _, now := range starts {
		checkOfficeHours(t, invent(demo(t, now)))
	}
}

func checkOfficeHours(t *testing.T, s school) {
	t.Helper()
	for _, task := range s.tasks {
		if task.Due.IsZero() {
			continue
		}
		at := task.Due.At.In(s.Zone)
		if at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
			t.Fatalf("%+v is due on a %s", task, at.Weekday())
		}
		clock := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
		if task.Due.HasHour && (clock < 8*time.Hour || clock > 19*time.Hour || clock%(15*time.Minute) != 0 || at.Second() != 0) {
			t.Fatalf("%+v is due at %s", task, at.Format(time.TimeOnly))
		}
		if !task.Due.HasHour && clock != 0 {
			t.Fatalf("%+v is due on a day that begins at %s", task, at.Format(time.TimeOnly))
		}
	}
}

// TestTasksAreSpreadOverPeople wants timelines worth turning the pages of, yet nobody
// with whom all the work is.
func TestTasksAreSpreadOverPeople(t *testing.T) {
	s := invent(demo(t, tuesday))
	tasks := make(map[crm.PersonID]int)
	for _, task := range s.tasks {
		if task.Person != 0 {
			tasks[task.Person]++
		}
	}
	if most := slices.Max(slices.Collect(maps.Values(tasks))); most < 10 || most > 60 {
		t.Errorf("somebody has %d tasks", most)
	}
	if len(tasks) < 200 {
		t.Errorf("only %d people of %d have tasks", len(tasks), len(s.people))
	}
}

// TestTasksAreDoneNearTheirDueTime allows for a week-end and a holiday.
func TestTasksAreDoneNearTheirDueTime(t *testing.T) {
	near, done := 0, 0
	for _, task := range invent(large(t)).tasks {
		if !task.IsDone() || task.Due.IsZero() {
			continue
		}
		done++
		if task.Done.Sub(task.Due.At).Abs() < 24*time.Hour {
			near++
		}
		if late := task.Done.Sub(task.Due.At); late > 7*24*time.Hour || late < -7*24*time.Hour {
			t.Fatalf("%+v was done %v late", task, late)
		}
	}
	checkShare(t, "done within a day", near, done, 80, 98)
}

func sameDay(a, b time.Time, zone *time.Location) bool {
	return a.In(zone).Format(time.DateOnly) == b.In(zone).Format(time.DateOnly)
}
