package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// AddNote adds a note to a person, whatever the person's type: it never restores an
// archived one (R65).
func (s *Store) AddNote(ctx context.Context, by crm.Staff, once string, f crm.NoteForm) (crm.Change[crm.Note], error) {
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Note], error) {
		return t.saveNote(ctx, once, f)
	})
}

// saveNote adds the note of a form, or corrects the one that the same form has added.
func (t *tx) saveNote(ctx context.Context, once string, f crm.NoteForm) (crm.Change[crm.Note], error) {
	saved, err := t.submitted(ctx, crm.NounNote, once)
	if err != nil {
		return crm.Change[crm.Note]{}, err
	}
	if saved.id != 0 {
		return t.editNote(ctx, once, crm.NoteID(saved.id), 0, f)
	}
	return t.addNote(ctx, once, f)
}

func (t *tx) addNote(ctx context.Context, once string, f crm.NoteForm) (crm.Change[crm.Note], error) {
	n, err := f.Apply(crm.Note{Author: t.by.ID, Created: t.now, Version: 1})
	if err != nil {
		return crm.Change[crm.Note]{}, err
	}
	person, err := t.person(ctx, n.Person)
	if err != nil {
		return crm.Change[crm.Note]{}, err
	}
	n.PersonName, n.AuthorName = person.Name(), t.by.Name
	err = t.QueryRow(ctx, `
		insert into notes (workspace_id, person_id, body, author_id, created_at) values ($1, $2, $3, nullif($4, 0), $5)
		returning id`, t.by.Workspace.ID, n.Person, n.Body, int64(n.Author), n.Created).Scan(&n.ID)
	if err != nil {
		return crm.Change[crm.Note]{}, fmt.Errorf("inserting note: %w", err)
	}
	event, err := t.record(ctx, happening{
		verb: crm.Added, noun: crm.NounNote, id: int64(n.ID), person: n.Person, after: n, once: once,
	})
	return crm.Change[crm.Note]{After: n, Event: event}, err
}

// EditNote changes a note's text. A version that is not the present one is refused
// with [crm.Stale].
func (s *Store) EditNote(ctx context.Context, by crm.Staff, once string, id crm.NoteID, version int, f crm.NoteForm) (crm.Change[crm.Note], error) {
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Note], error) {
		return t.editNote(ctx, once, id, version, f)
	})
}

// editNote saves the form. One that was saved before and comes again as it was changes
// nothing; one that comes corrected goes on from what it saved.
func (t *tx) editNote(ctx context.Context, once string, id crm.NoteID, version int, f crm.NoteForm) (crm.Change[crm.Note], error) {
	before, err := t.lockNote(ctx, id)
	if err != nil {
		return crm.Change[crm.Note]{}, err
	}
	f.Person = before.Person // a note stays with its person
	after, problem := f.Apply(before)
	same := problem == nil && after == before
	once, err = t.basis(ctx, crm.NounNote, int64(id), before.Version, version, once, same)
	if err == nil {
		err = problem
	}
	if err != nil {
		return crm.Change[crm.Note]{}, err
	}
	if same {
		return crm.Change[crm.Note]{Before: before, After: after}, nil
	}
	after.Version++
	if _, err := t.Exec(ctx, `update notes set body = $3, version = $4 where workspace_id = $1 and id = $2`,
		t.by.Workspace.ID, id, after.Body, after.Version); err != nil {
		return crm.Change[crm.Note]{}, fmt.Errorf("updating note: %w", err)
	}
	event, err := t.record(ctx, happening{
		verb: crm.Edited, noun: crm.NounNote, id: int64(id), person: after.Person, before: before, after: after, once: once,
	})
	return crm.Change[crm.Note]{Before: before, After: after, Event: event}, err
}

// DeleteNote takes a note off its timeline; its event keeps the text. A note that is
// gone already is [crm.ErrNotFound].
func (s *Store) DeleteNote(ctx context.Context, by crm.Staff, id crm.NoteID) (crm.Change[crm.Note], error) {
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Note], error) {
		before, err := t.lockNote(ctx, id)
		if err != nil {
			return crm.Change[crm.Note]{}, err
		}
		if _, err := t.Exec(ctx, `update notes set deleted_at = $3, version = version + 1 where workspace_id = $1 and id = $2`,
			by.Workspace.ID, id, t.now); err != nil {
			return crm.Change[crm.Note]{}, fmt.Errorf("deleting note: %w", err)
		}
		event, err := t.record(ctx, happening{
			verb: crm.Deleted, noun: crm.NounNote, id: int64(id), person: before.Person, before: before,
		})
		return crm.Change[crm.Note]{Before: before, Event: event}, err
	})
}

// Note is one note of by's workspace.
func (s *Store) Note(ctx context.Context, by crm.Staff, id crm.NoteID) (crm.Note, error) {
	if err := by.MayWork(); err != nil {
		return crm.Note{}, err
	}
	rows, err := s.pool.Query(ctx, selectNote+`where n.workspace_id = $1 and n.id = $2 and n.deleted_at is null`, by.Workspace.ID, id)
	if err != nil {
		return crm.Note{}, fmt.Errorf("reading note: %w", err)
	}
	return one(rows, rowToNote)
}

// lockNote reads a note that nobody else may change until the transaction ends.
func (t *tx) lockNote(ctx context.Context, id crm.NoteID) (crm.Note, error) {
	if err := t.lock(ctx, "notes", int64(id)); err != nil {
		return crm.Note{}, err
	}
	return t.note(ctx, id)
}

func (t *tx) note(ctx context.Context, id crm.NoteID) (crm.Note, error) {
	rows, err := t.Query(ctx, selectNote+`where n.workspace_id = $1 and n.id = $2 and n.deleted_at is null`, t.by.Workspace.ID, id)
	if err != nil {
		return crm.Note{}, fmt.Errorf("reading note: %w", err)
	}
	return one(rows, rowToNote)
}

// selectNote is the beginning of each query that reads notes.
const selectNote = `
	select n.id, n.person_id, n.body, coalesce(n.author_id, 0) as author_id, n.created_at, n.version,
		coalesce(a.name, '') as author_name, p.given_name, p.family_name
	from notes n
	join people p on p.workspace_id = n.workspace_id and p.id = n.person_id
	left join staff a on a.workspace_id = n.workspace_id and a.id = n.author_id `

// rowToNote reads what selectNote selects.
func rowToNote(row pgx.CollectableRow) (crm.Note, error) {
	r, err := pgx.RowToStructByName[struct {
		ID, PersonID          int64
		Body                  string
		AuthorID              int64
		CreatedAt             time.Time
		Version               int
		AuthorName            string
		GivenName, FamilyName string
	}](row)
	person := crm.Person{GivenName: r.GivenName, FamilyName: r.FamilyName}
	return crm.Note{
		ID: crm.NoteID(r.ID), Person: crm.PersonID(r.PersonID), Body: r.Body, Author: crm.StaffID(r.AuthorID),
		Created: r.CreatedAt.UTC(), Version: r.Version, AuthorName: r.AuthorName, PersonName: person.Name(),
	}, err
}
