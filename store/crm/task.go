package crm

import (
	"slices"
	"time"
)

// A Kind says what is to be done (R29–R30).
type Kind string

// The kinds of task, in the order in which a form offers them.
const (
	KindTask    Kind = "task"
	KindMeeting Kind = "meeting"
	KindCall    Kind = "call"
	KindMessage Kind = "message"
)

// Kinds are all kinds, in the order in which a form offers them.
var Kinds = []Kind{KindTask, KindMeeting, KindCall, KindMessage}

// A Task is something to do, or done: a task proper, a meeting, a phone call or a
// message to be written. It needs no person and no due time.
type Task struct {
	ID       TaskID
	Kind     Kind
	Subject  string
	Note     string
	Person   PersonID
	Assignee StaffID
	Due      Due
	Duration time.Duration // whole minutes; zero for none

	Done       time.Time // zero while the task is open
	DoneBy     StaffID
	DueVersion int // counts moves, so that a moved task is reminded of again
	Created    time.Time
	CreatedBy  StaffID
	Version    int

	PersonName   string // for showing; the store fills it in when it reads
	AssigneeName string
	Archived     bool // whether the person is archived
}

// IsDone reports whether the task is finished.
func (t Task) IsDone() bool { return !t.Done.IsZero() }

// Overdue reports whether the task is open and its time has come by now. The zone
// is the workspace's.
func (t Task) Overdue(now time.Time, zone *time.Location) bool {
	return !t.IsDone() && !t.Due.IsZero() && !now.Before(t.Due.OverdueFrom(zone))
}

// At is the task's place in time on a timeline: its due time, or its creation where
// there is none.
func (t Task) At() time.Time {
	if t.Due.IsZero() {
		return t.Created
	}
	return t.Due.At
}

// SetDone returns the task finished at now, or open again. A state that it already
// has is no change (R52).
func (t Task) SetDone(by Staff, done bool, now time.Time) Task {
	switch {
	case done == t.IsDone():
	case done:
		t.Done, t.DoneBy = now, by.ID
	default:
		t.Done, t.DoneBy = time.Time{}, 0
	}
	return t
}

// Move returns the task due at another time, its duration kept (R61). The same time
// again is no move, so the reminder that was sent for it stays sent.
func (t Task) Move(due Due) Task {
	if !t.Due.At.Equal(due.At) || t.Due.HasHour != due.HasHour {
		t.Due = due
		t.DueVersion++
	}
	return t
}

// A TaskForm is what the one task form holds (R31–R34).
type TaskForm struct {
	Kind     Kind
	Subject  string
	Note     string
	Person   PersonID
	Assignee StaffID
	Due      Due
	Duration time.Duration
	Done     bool
}

// MaxDuration is the longest that one task may take.
const MaxDuration = 7 * 24 * time.Hour

// Apply returns t as the form wants it at now, or t as it was and the [Problems] of the form.
// Whether the person exists and the assignee is staff, the store asks.
func (f TaskForm) Apply(t Task, by Staff, now time.Time) (Task, error) {
	var wrong Problems
	f.Subject, f.Note = squeeze(f.Subject), tidy(f.Note)
	wrong.add(FieldKind, "problem.kind", !slices.Contains(Kinds, f.Kind))
	wrong.add(FieldSubject, "problem.subject_missing", f.Subject == "")
	wrong.add(FieldSubject, "problem.too_long", tooLong(f.Subject, MaxSubject))
	wrong.add(FieldDuration, "problem.duration", f.Duration < 0 || f.Duration > MaxDuration)
	wrong.add(FieldNote, "problem.too_long", tooLong(f.Note, MaxBody))
	wrong.add(FieldAssignee, "problem.assignee_missing", f.Assignee == 0)
	if err := wrong.err(); err != nil {
		return t, err
	}
	t.Kind, t.Subject, t.Note = f.Kind, f.Subject, f.Note
	t.Person, t.Assignee, t.Duration = f.Person, f.Assignee, f.Duration.Truncate(time.Minute)
	return t.Move(f.Due).SetDone(by, f.Done, now), nil
}

// Form returns what an edit form of t starts from.
func (t Task) Form() TaskForm {
	return TaskForm{
		Kind: t.Kind, Subject: t.Subject, Note: t.Note, Person: t.Person,
		Assignee: t.Assignee, Due: t.Due, Duration: t.Duration, Done: t.IsDone(),
	}
}
