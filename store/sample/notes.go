package sample

import (
	"iter"

	"frontdesk/store/crm"
)

// Notes are c.Notes invented notes about people, who stand as [People] made them and
// have their ids; the oldest note comes first. Where there are no people there are no
// notes.
func Notes(c Config, people []crm.Person) iter.Seq[crm.Note] {
	return func(yield func(crm.Note) bool) {
		if len(people) == 0 {
			return
		}
		s := newScribe(c, notesStream, people)
		for i := range c.Notes {
			part := (float64(i) + s.Float64()) / float64(c.Notes)
			if !yield(s.note(part)) {
				return
			}
		}
	}
}

// note makes a note; part says where it was written between the coming of the first
// person and now.
func (s scribe) note(part float64) crm.Note {
	created := s.working.between(s.people[0].Created, s.Now, part)
	p := s.known(created)
	n := crm.Note{
		Person: p.ID, PersonName: p.Name(), Body: s.text(noteTexts, p),
		Author: pick(s.dice, s.Staff), Created: created, Version: 1,
	}
	if p.Owner != 0 && s.chance(byTheOwner) {
		n.Author = p.Owner
	}
	return n
}
