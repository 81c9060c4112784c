package sample

import (
	"iter"
	"math"
	"slices"
	"time"

	"frontdesk/store/crm"
)

// What part of all tasks is finished, and how the open ones share the rest, in percent.
// Only a dozen in a thousand are overdue: the office keeps up.
const donePart = 0.70

var whens = []share[when]{
	{4, overdue},
	{11, today},
	{15, noTime},
	{70, coming},
}

// A when is where an open task lies.
type when int

const (
	overdue when = iota
	today
	noTime
	coming
)

// The stretch of time that tasks lie in, in days.
const (
	daysOfTasks   = 365 // the oldest finished task
	daysOfPlans   = 42  // the farthest task to come
	daysOfNeglect = 9   // the longest overdue one
	daysOfLead    = 14  // from a task's creation until it is due
)

// How many tasks, in percent, are like that.
const (
	schoolAffairs  = 7.0 // about no person
	doneWithoutDue = 4.0
	byTheOwner     = 75.0 // given to whoever looks after the person
	byAssignee     = 70.0 // entered by whom it is given to
	doneByOther    = 10.0
	tickedLate     = 25.0 // of the finished
	withNote       = 25.0
)

var kinds = []share[crm.Kind]{
	{45, crm.KindCall},
	{25, crm.KindTask},
	{15, crm.KindMeeting},
	{15, crm.KindMessage},
}

// withoutHour says how many tasks of a kind are due on a day without an hour, in
// percent. A meeting always has its hour.
var withoutHour = map[crm.Kind]float64{crm.KindTask: 40, crm.KindMessage: 30, crm.KindCall: 12}

// minutes are how long a task of a kind takes; zero means that nobody said.
var minutes = map[crm.Kind][]int{
	crm.KindTask:    {0, 0, 15, 30, 60},
	crm.KindMeeting: {30, 30, 45, 60},
	crm.KindCall:    {0, 5, 10, 10, 15},
	crm.KindMessage: {0, 0, 0, 10, 15},
}

// Tasks are c.Tasks invented tasks about people, who stand as [People] made them and
// have their ids. First come the finished ones, then the open ones, each roughly in the
// order of their creation. Nothing is open about somebody archived.
func Tasks(c Config, people []crm.Person) iter.Seq[crm.Task] {
	return func(yield func(crm.Task) bool) {
		s := newScribe(c, tasksStream, people)
		done := int(donePart*float64(c.Tasks) + 0.5)
		for i := range done {
			if !yield(s.doneTask((float64(i) + s.Float64()) / float64(done))) {
				return
			}
		}
		open := c.Tasks - done
		for i := range open {
			if !yield(s.openTask((float64(i) + s.Float64()) / float64(open))) {
				return
			}
		}
	}
}

// A scribe writes what there is about people.
type scribe struct {
	Config
	dice
	working calendar
	people  []crm.Person
}

func newScribe(c Config, stream uint64, people []crm.Person) scribe {
	from, to := c.Now.AddDate(-yearsOfPeople, 0, 0), c.Now.AddDate(0, 0, daysOfPlans)
	return scribe{c, newDice(c.Seed, stream), newCalendar(from, to, c.Zone), people}
}

// days is the moment a number of days from now.
func (s scribe) days(n int) time.Time { return s.Now.AddDate(0, 0, n) }

// doneTask makes a finished task; part says where in the past it was entered.
func (s scribe) doneTask(part float64) crm.Task {
	created := s.working.between(s.days(-daysOfTasks), s.Now.Add(-time.Hour), 1-crowded(1-part))
	t := s.task(created, s.somebody(created))
	due := s.working.between(created, earlier(created.AddDate(0, 0, daysOfLead), s.Now), s.Float64())
	if !s.chance(doneWithoutDue) || t.Kind == crm.KindMeeting {
		t.Due = s.due(t.Kind, due.Truncate(quarter))
	}
	t.Done = s.finished(t.Kind, created, due)
	t.DoneBy = t.Assignee
	if s.chance(doneByOther) {
		t.DoneBy = pick(s.dice, s.Staff)
	}
	return t
}

// finished is when a task was done: a meeting once it was over, others mostly within
// the hours around their due time; a quarter of all are only ticked off within the next
// two days. None is done before it was entered.
func (s scribe) finished(k crm.Kind, created, due time.Time) time.Time {
	from, to := due.Add(-2*time.Hour), due.Add(time.Hour)
	if k == crm.KindMeeting {
		from, to = due, due.Add(3*time.Hour)
	}
	if s.chance(tickedLate) {
		from, to = due, due.AddDate(0, 0, 2)
	}
	from = later(from, created)
	return s.working.between(from, later(from, earlier(to, s.Now)), s.Float64())
}

// openTask makes an open task; part says where in the last weeks it was entered.
func (s scribe) openTask(part float64) crm.Task {
	created := s.working.between(s.days(-daysOfLead), s.Now, part)
	w := draw(s.dice, whens)
	if w == overdue {
		created = s.working.between(s.days(-daysOfLead), s.days(-daysOfNeglect), part)
	}
	t := s.task(created, s.somebodyActive(created))
	if w == noTime && t.Kind == crm.KindMeeting {
		w = coming
	}
	switch w {
	case overdue:
		t.Due = s.due(t.Kind, s.working.between(s.days(-daysOfNeglect), s.morning(), s.Float64()).Truncate(quarter))
	case today:
		t.Due = s.due(t.Kind, s.ahead(s.Now, s.closing(), s.Float64()))
	case coming:
		t.Due = s.due(t.Kind, s.ahead(s.closing(), s.days(daysOfPlans), crowded(s.Float64())))
	case noTime:
	}
	return t
}

// morning is the first moment of today.
func (s scribe) morning() time.Time {
	y, m, d := s.Now.In(s.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, s.Zone)
}

// closing is when the working day ends that still has an hour: today, or the next one.
func (s scribe) closing() time.Time {
	return s.working.day(s.working.place(s.Now.Add(time.Hour))).closes
}

// ahead is the next full quarter after a part of the working time between two moments.
func (s scribe) ahead(from, to time.Time, part float64) time.Time {
	return s.working.between(from, to, part).Truncate(quarter).Add(quarter)
}

const quarter = 15 * time.Minute

// due is a due time at t or, for some kinds now and then, on its day.
func (s scribe) due(k crm.Kind, t time.Time) crm.Due {
	if s.chance(withoutHour[k]) {
		y, m, d := t.In(s.Zone).Date()
		return crm.DueOn(y, m, d, s.Zone)
	}
	return crm.DueAt(t)
}

// task makes a task about p, or about nobody, of which only the times are missing.
func (s scribe) task(created time.Time, p *crm.Person) crm.Task {
	kind := draw(s.dice, kinds)
	t := crm.Task{
		Kind:     kind,
		Subject:  s.text(subjects[kind], p),
		Duration: time.Duration(pick(s.dice, minutes[kind])) * time.Minute,
		Assignee: pick(s.dice, s.Staff),
		Created:  created, DueVersion: 1, Version: 1,
	}
	if p != nil {
		t.Person, t.PersonName, t.Archived = p.ID, p.Name(), p.Archived()
		if p.Owner != 0 && s.chance(byTheOwner) {
			t.Assignee = p.Owner
		}
		if s.chance(withNote) {
			t.Note = s.text(taskNotes[kind], p)
		}
	}
	t.CreatedBy = t.Assignee
	if !s.chance(byAssignee) {
		t.CreatedBy = pick(s.dice, s.Staff)
	}
	return t
}

// text picks one that suits p, or suits the school's own affairs when p is nil.
func (s scribe) text(all []text, p *crm.Person) string {
	for {
		if t := pick(s.dice, all); t.of.fits(p) {
			return t.text
		}
	}
}

// somebody picks a person whom the school knew at t, the newest more often; nil for
// the school's own affairs.
func (s scribe) somebody(t time.Time) *crm.Person {
	if s.chance(schoolAffairs) {
		return nil
	}
	return s.known(t)
}

func (s scribe) known(t time.Time) *crm.Person {
	n, _ := slices.BinarySearchFunc(s.people, t, func(p crm.Person, t time.Time) int {
		if p.Created.After(t) {
			return 1
		}
		return -1
	})
	if n == 0 {
		return nil
	}
	long := s.Float64() // squared, for most work is about those who came of late
	return &s.people[n-1-int(long*long*float64(n))]
}

// somebodyActive picks as somebody does, but nobody archived.
func (s scribe) somebodyActive(t time.Time) *crm.Person {
	const tries = 20
	for range tries {
		if p := s.somebody(t); p == nil || !p.Archived() {
			return p
		}
	}
	return nil
}

// crowded maps an even spread from 0 to 1 to one that is denser near 0: the days around
// now are the fullest.
func crowded(part float64) float64 { return math.Pow(part, 1.4) }
