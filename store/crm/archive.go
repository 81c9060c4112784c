package crm

import "time"

// RestoreFor is how long a person who was taken from the archive for an edit stays out
// of it when nothing is saved (R64).
const RestoreFor = 30 * time.Minute

// AfterSave says what becomes, once the form is saved, of a person who was taken from
// the archive for the edit (R64).
type AfterSave string

// The choices. The empty AfterSave is that of a person who was never in the archive.
const (
	ArchiveAgain AfterSave = "archive" // the default
	StayActive   AfterSave = "stay"
)

// TasksLeft says what becomes of the open tasks of a person who is archived.
type TasksLeft string

// The choices.
const (
	LeaveTasks  TasksLeft = "leave" // the default, as is anything else: they stay to be done
	DeleteTasks TasksLeft = "delete"
)

// Archive returns p in the archive, with the type to come back to. Whoever is there
// stays as they are.
func (p Person) Archive() Person {
	if !p.Archived() {
		p.Type, p.WasType = TypeArchived, p.Type
	}
	p.RestoredUntil = time.Time{}
	return p
}

// Restore returns p out of the archive, with the type that they had there before. They
// go back at until; the zero time means that they stay.
func (p Person) Restore(until time.Time) Person {
	if p.Archived() {
		p.Type, p.WasType = p.WasType, ""
	}
	p.RestoredUntil = until
	return p
}

// ForEdit reports whether p is out of the archive for the time of an edit only.
func (p Person) ForEdit() bool { return !p.RestoredUntil.IsZero() }

// RestoreForEdit returns p out of the archive for [RestoreFor] from now on (R64). Whoever
// is out for an edit already has a longer time, always another one, so that each form
// knows by RestoredUntil whether it is the last one. Anybody else stays as they are.
func (p Person) RestoreForEdit(now time.Time) Person {
	if !p.Archived() && !p.ForEdit() {
		return p
	}
	until := now.Add(RestoreFor)
	if !until.After(p.RestoredUntil) {
		until = p.RestoredUntil.Add(time.Microsecond)
	}
	return p.Restore(until)
}

// ArchiveAgain returns p back in the archive if they are out for an edit until then, and
// as they are if not: somebody else is editing them, or has decided already.
func (p Person) ArchiveAgain(until time.Time) Person {
	if !p.ForEdit() || !p.RestoredUntil.Equal(until) {
		return p
	}
	return p.Archive()
}

// A Step is one thing that a save does to a person, and an event of its own.
type Step struct {
	Verb  Verb
	After Person
}

// Decided returns what then means for p whom somebody has changed since the form was
// opened: whoever was made to stay active meanwhile does not go back by default.
func (p Person) Decided(then AfterSave) AfterSave {
	if then == ArchiveAgain && !p.Archived() && !p.ForEdit() {
		return ""
	}
	return then
}

// Save returns what saving the form today makes of p, step by step; there is none when
// nothing changes. Of whoever is out of the archive for the edit, or was and is back
// there, then says what becomes of them; for somebody out for an edit the default is
// [ArchiveAgain] (R64), which is no event of their timeline. A change of whoever is in
// the archive is refused without it (R62).
func (p Person) Save(f PersonEdit, then AfterSave, today Date) ([]Step, error) {
	if p.ForEdit() && then != StayActive {
		then = ArchiveAgain
	}
	out := p
	if then == StayActive {
		out = p.Restore(time.Time{})
	}
	edited, err := f.Apply(out, today)
	if err != nil {
		return nil, err
	}
	if p.Archived() && then != ArchiveAgain && then != StayActive && edited != p {
		return nil, Refusal{ID: "refusal.archived"}
	}
	done := steps{person: p}
	done.add(Restored, out)
	done.add(verbOfEdit(out, edited), edited)
	if then == ArchiveAgain {
		done.back(p.ForEdit())
	}
	return done.list, nil
}

// verbOfEdit is what an edit of a person is called: a consent that was given or withdrawn
// is more than that.
func verbOfEdit(before, after Person) Verb {
	switch {
	case after.Consent.Given && !before.Consent.Given:
		return Consented
	case before.Consent.Given && !after.Consent.Given:
		return Withdrew
	}
	return Edited
}

// steps are those of a save so far, and the person as they left them.
type steps struct {
	person Person
	list   []Step
}

// add takes a step to a new version, unless it changes nothing.
func (s *steps) add(verb Verb, after Person) {
	after.Version = s.person.Version
	if after == s.person {
		return
	}
	after.Version++
	s.person, s.list = after, append(s.list, Step{Verb: verb, After: after})
}

// back archives the person, unless they are there. That makes no version of its own after
// an edit, as coming out for it did not.
func (s *steps) back(afterEdit bool) {
	verb, after := Archived, s.person.Archive()
	if afterEdit {
		verb = Edited
	}
	if after != s.person {
		s.person, s.list = after, append(s.list, Step{Verb: verb, After: after})
	}
}
