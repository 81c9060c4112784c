package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"frontdesk/store/crm"
)

// AddPerson adds a person of type CRM, owned by the one who adds (R20), and the
// form's note as their first. The key of the form's submission makes it happen once:
// a second call with it returns what the first one made, as no change; a second call
// with other contents corrects that, and adds a note that the first one did not have.
// Where somebody may be the same person, it returns
// [crm.Doubles] and adds nobody, unless all of those are known to be others (apart); a
// form that was saved already is not asked about.
func (s *Store) AddPerson(ctx context.Context, by crm.Staff, once string, f crm.PersonForm, apart []crm.PersonID) (crm.Change[crm.Person], error) {
	f.Owner = by.ID
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Person], error) {
		p, problem := f.Apply(crm.Person{Type: crm.TypeCRM, CRMContact: true, Created: t.now, Version: 1}, t.today())
		// Doubles before submissions: if the same form is saved at this moment, whoever
		// shows as their own double does so with the submission that made them.
		doubles, err := t.doublesUnless(ctx, p, problem, apart)
		if err != nil {
			return crm.Change[crm.Person]{}, err
		}
		saved, err := t.submitted(ctx, crm.NounPerson, once)
		if err != nil {
			return crm.Change[crm.Person]{}, err
		}
		if saved.id != 0 {
			return t.addPersonAgain(ctx, once, crm.PersonID(saved.id), f)
		}
		if err := cmp.Or(problem, doubles); err != nil {
			return crm.Change[crm.Person]{}, err
		}
		return t.addPerson(ctx, once, p, f.Note)
	})
}

// doublesUnless asks for the doubles of a new person whose form has no problem, and
// returns [crm.Doubles] as its first answer unless all of them are known to be others.
func (t *tx) doublesUnless(ctx context.Context, p crm.Person, problem error, apart []crm.PersonID) (doubles, err error) {
	if problem != nil {
		return nil, nil
	}
	found, err := t.doubles(ctx, p)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(found, func(d crm.Person) bool { return !slices.Contains(apart, d.ID) }) {
		return nil, nil
	}
	return crm.Doubles{People: found}, nil
}

func (t *tx) addPerson(ctx context.Context, once string, p crm.Person, note string) (c crm.Change[crm.Person], err error) {
	p.OwnerName = t.by.Name
	if p.ID, err = t.insertPerson(ctx, p); err != nil {
		return c, err
	}
	event, err := t.record(ctx, happening{
		verb: crm.Added, noun: crm.NounPerson, id: int64(p.ID), person: p.ID, after: p, once: once,
	})
	if err != nil {
		return c, err
	}
	if strings.TrimSpace(note) != "" {
		if _, err := t.saveNote(ctx, noteOf(once), crm.NoteForm{Person: p.ID, Body: note}); err != nil {
			return c, err
		}
	}
	return crm.Change[crm.Person]{After: p, Event: event}, nil
}

// addPersonAgain corrects what a form has added: the person, and the note. The event is
// the note's where nothing else is new.
func (t *tx) addPersonAgain(ctx context.Context, once string, id crm.PersonID, f crm.PersonForm) (crm.Change[crm.Person], error) {
	there, err := t.person(ctx, id)
	if err != nil {
		return crm.Change[crm.Person]{}, err
	}
	f.Owner = there.Owner // the form does not ask for the owner, whom somebody may have changed
	c, err := t.editPerson(ctx, once, id, 0, f, "")
	if err != nil || strings.TrimSpace(f.Note) == "" {
		return c, err
	}
	note, err := t.saveNote(ctx, noteOf(once), crm.NoteForm{Person: id, Body: f.Note})
	if err != nil {
		return crm.Change[crm.Person]{}, err
	}
	c.Event = cmp.Or(c.Event, note.Event)
	return c, nil
}

// noteOf is the key under which the note of a new person's form is saved.
func noteOf(once string) string {
	if once == "" {
		return ""
	}
	return once + "/note"
}

// EditPerson changes a person's data by one of its three forms. What others have changed
// since the version on which it was opened stays: where that is a field of the form, it
// is refused with [crm.Overtaken], which has the form as it may be saved over the present
// version. A new owner who is not on the staff is refused with the form's [crm.Problems].
// Of a person who was taken from the archive for the edit, then says what becomes of
// them: archived again is the default. One who is back there meanwhile is restored for
// the save; one who was made to stay active meanwhile stays. Whoever is in the archive
// and was not taken from there is refused with the [crm.Refusal] "refusal.archived"
// (R62). Each step of that is an event; the change carries the last one.
func (s *Store) EditPerson(ctx context.Context, by crm.Staff, once string, id crm.PersonID, version int, f crm.PersonEdit, then crm.AfterSave) (crm.Change[crm.Person], error) {
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Person], error) {
		return t.editPerson(ctx, once, id, version, f, then)
	})
}

// editPerson saves the form. One that was saved before and comes again as it was
// changes nothing; one that comes corrected goes on from what it saved.
func (t *tx) editPerson(ctx context.Context, once string, id crm.PersonID, version int, f crm.PersonEdit, then crm.AfterSave) (crm.Change[crm.Person], error) {
	before, err := t.lockPerson(ctx, id)
	if err != nil {
		return crm.Change[crm.Person]{}, err
	}
	saved, err := t.submitted(ctx, crm.NounPerson, once)
	if err != nil {
		return crm.Change[crm.Person]{}, err
	}
	done := saved.id != 0 && version <= saved.version // with what becomes of them, unless the form was shown anew
	if saved.id != 0 {
		version, once = max(version, saved.version), saved.again
	}
	if version != before.Version {
		if err := t.overtake(ctx, before, version, f); err != nil {
			return crm.Change[crm.Person]{}, err
		}
		if then = before.Decided(then); done {
			then = ""
		}
	}
	steps, err := before.Save(f, then, t.today())
	if err == nil {
		err = t.nameOwner(ctx, before, steps)
	}
	if err != nil {
		return crm.Change[crm.Person]{}, err
	}
	return t.walk(ctx, before, steps, once)
}

// nameOwner checks that a new owner is on the staff, and fills in their name. Whoever
// owned the person before may have left.
func (t *tx) nameOwner(ctx context.Context, before crm.Person, steps []crm.Step) error {
	for i := range steps {
		after := &steps[i].After
		if after.Owner == before.Owner || after.Owner == 0 {
			continue
		}
		owner, err := t.staffMember(ctx, after.Owner)
		if err != nil && !errors.Is(err, crm.ErrNotFound) {
			return err
		}
		if err := owner.MayOwn(); err != nil {
			return err
		}
		after.OwnerName = owner.Name
	}
	return nil
}

// walk writes the steps of a save, each with its event. The last one, whose version is
// the form's from now on, keeps the key of the submission.
func (t *tx) walk(ctx context.Context, before crm.Person, steps []crm.Step, once string) (crm.Change[crm.Person], error) {
	c := crm.Change[crm.Person]{Before: before, After: before}
	for i, step := range steps {
		key := ""
		if i == len(steps)-1 {
			key = once
		}
		turned, err := t.turn(ctx, step.Verb, c.After, step.After, key)
		if err != nil {
			return crm.Change[crm.Person]{}, err
		}
		c.After, c.Event = turned.After, turned.Event
	}
	return c, nil
}

// turn writes what a person has become: the row, its event, and what shows their name.
// A person who did not change is left alone. The version is the caller's to count.
func (t *tx) turn(ctx context.Context, verb crm.Verb, before, after crm.Person, once string) (crm.Change[crm.Person], error) {
	c := crm.Change[crm.Person]{Before: before, After: after}
	if after == before {
		return c, nil
	}
	if err := t.updatePerson(ctx, after); err != nil {
		return crm.Change[crm.Person]{}, err
	}
	if after.Name() != before.Name() {
		if err := t.touchFeedsOf(ctx, after.ID); err != nil {
			return crm.Change[crm.Person]{}, err
		}
	}
	var err error
	c.Event, err = t.record(ctx, happening{
		verb: verb, noun: crm.NounPerson, id: int64(after.ID), person: after.ID, before: before, after: after, once: once,
	})
	return c, err
}

// Person is one person of by's workspace.
func (s *Store) Person(ctx context.Context, by crm.Staff, id crm.PersonID) (crm.Person, error) {
	if err := by.MayWork(); err != nil {
		return crm.Person{}, err
	}
	rows, err := s.pool.Query(ctx, selectPerson+`where p.workspace_id = $1 and p.id = $2`, by.Workspace.ID, id)
	if err != nil {
		return crm.Person{}, fmt.Errorf("reading person: %w", err)
	}
	return one(rows, rowToPerson)
}
