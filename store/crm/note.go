package crm

import "time"

// A Note is a text about a person, of its own (R2, R38).
type Note struct {
	ID         NoteID
	Person     PersonID
	Body       string
	Author     StaffID
	Created    time.Time
	Version    int
	AuthorName string // for showing
	PersonName string // for showing
}

// A NoteForm is what the note form holds.
type NoteForm struct {
	Person PersonID
	Body   string
}

// Apply returns n as the form wants it, or n as it was and the [Problems] of the form.
// Whether the person exists, the store asks.
func (f NoteForm) Apply(n Note) (Note, error) {
	var wrong Problems
	body := tidy(f.Body)
	wrong.add(FieldPerson, "problem.person_missing", f.Person == 0)
	wrong.add(FieldNote, "problem.note_missing", body == "")
	wrong.add(FieldNote, "problem.too_long", tooLong(body, MaxBody))
	if err := wrong.err(); err != nil {
		return n, err
	}
	n.Person, n.Body = f.Person, body
	return n, nil
}
