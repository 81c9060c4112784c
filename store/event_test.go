package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"frontdesk/store/crm"
)

// deed is what a verb of the store did, whatever it did it to.
type deed struct {
	event         crm.EventID
	before, after any // nil for the zero value
}

func deedOf[T comparable](c crm.Change[T], err error) (deed, error) {
	var none T
	d := deed{event: c.Event}
	if c.Before != none {
		d.before = c.Before
	}
	if c.After != none {
		d.after = c.After
	}
	return d, err
}

// stage is a school with one of each thing.
type stage struct {
	*school
	person crm.Person
	task   crm.Task
	note   crm.Note
}

func newStage(t *testing.T) *stage {
	s := &stage{school: newSchool(t)}
	s.person = s.hasPerson("Ewa", "Ćwik")
	s.task = s.hasTask("oddzwonić", about(s.person), due(in(time.Hour)))
	s.note = s.hasNote(s.person, "chce angielski")
	return s
}

// later is when the verbs are done: not the opening, and certainly not SQL's now.
var later = time.Date(2031, 5, 6, 7, 8, 9, 123456000, time.UTC)

// verbs are all that change people, tasks, notes and staff, each with its event.
var verbs = []struct {
	name string
	verb crm.Verb
	noun crm.Noun
	do   func(ctx context.Context, s *stage) (deed, error)
	read func(ctx context.Context, s *stage, id int64) (any, error) // nil: nothing is left, or no snapshot of all
	// given is the change of rows that the verb needs, where the verbs above have done nothing.
	given string
}{
	{"AddPerson", crm.Added, crm.NounPerson, func(ctx context.Context, s *stage) (deed, error) {
		f := crm.PersonForm{GivenName: "Jan", FamilyName: "Łoś", Phone: "501 234 567 wew. 12", Email: "jan@example.com", Company: "ABC"}
		return deedOf(s.AddPerson(ctx, s.jan, "", f, nil))
	}, readPerson, ""},
	{"EditPerson", crm.Edited, crm.NounPerson, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.EditPerson(ctx, s.jan, "", s.person.ID, 1, crm.PersonForm{FamilyName: "Ćwik-Lis", Phone: "22 123 45 67"}, ""))
	}, readPerson, ""},
	{"AddTask", crm.Added, crm.NounTask, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.AddTask(ctx, s.jan, "", crm.TaskForm{
			Kind: crm.KindMeeting, Subject: "test poziomujący", Note: "B2", Person: s.person.ID, Assignee: s.anna.ID,
			Due: crm.DueOn(2031, 6, 1, s.workspace.Zone), Duration: 90 * time.Minute,
		}))
	}, readTask, ""},
	{"AddTask done", crm.Added, crm.NounTask, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.AddTask(ctx, s.jan, "", crm.TaskForm{Kind: crm.KindCall, Subject: "x", Assignee: s.anna.ID, Done: true}))
	}, readTask, ""},
	{"EditTask for another assignee", crm.Edited, crm.NounTask, func(ctx context.Context, s *stage) (deed, error) {
		f := s.task.Form()
		f.Assignee = s.jan.ID
		return deedOf(s.EditTask(ctx, s.jan, "", s.task.ID, s.task.Version, f))
	}, readTask, ""},
	{"EditTask", crm.Edited, crm.NounTask, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.EditTask(ctx, s.jan, "", s.task.ID, s.task.Version, crm.TaskForm{Kind: crm.KindCall, Subject: "pilne", Assignee: s.jan.ID}))
	}, readTask, ""},
	{"SetTaskDone", crm.Finished, crm.NounTask, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.SetTaskDone(ctx, s.jan, s.task.ID, true))
	}, readTask, ""},
	{"SetTaskDone again open", crm.Reopened, crm.NounTask, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.SetTaskDone(ctx, s.jan, s.task.ID, false))
	}, readTask, `update tasks set done_at = created_at`},
	{"MoveTask", crm.Moved, crm.NounTask, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.MoveTask(ctx, s.jan, s.task.ID, in(48*time.Hour)))
	}, readTask, ""},
	{"DeleteTask", crm.Deleted, crm.NounTask, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.DeleteTask(ctx, s.jan, s.task.ID))
	}, nil, ""},
	{"AddNote", crm.Added, crm.NounNote, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.AddNote(ctx, s.jan, "", crm.NoteForm{Person: s.person.ID, Body: "wolny\nwtorek"}))
	}, readNote, ""},
	{"EditNote", crm.Edited, crm.NounNote, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.EditNote(ctx, s.jan, "", s.note.ID, 1, crm.NoteForm{Body: "chce niemiecki"}))
	}, readNote, ""},
	{"DeleteNote", crm.Deleted, crm.NounNote, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.DeleteNote(ctx, s.jan, s.note.ID))
	}, nil, ""},
	{"EditPerson's course", crm.Edited, crm.NounPerson, func(ctx context.Context, s *stage) (deed, error) {
		f := crm.CourseForm{Course: "Angielski", Level: "B2", Group: "wt. 17", Start: "2031-10-01", Guardian: "Jan Ćwik", GuardianPhone: "501 234 567 wew. 1", GuardianEmail: "j@c.pl"}
		return deedOf(s.EditPerson(ctx, s.jan, "", s.person.ID, s.person.Version, f, ""))
	}, readPerson, ""},
	{"EditPerson's consent", crm.Consented, crm.NounPerson, func(ctx context.Context, s *stage) (deed, error) {
		f := crm.ConsentForm{Given: true, On: "2031-05-06", Source: "telefon", Text: "oferty\nszkoły"}
		return deedOf(s.EditPerson(ctx, s.jan, "", s.person.ID, s.person.Version, f, ""))
	}, readPerson, ""},
	{"EditPerson for another owner", crm.Edited, crm.NounPerson, func(ctx context.Context, s *stage) (deed, error) {
		f := crm.PersonForm{FamilyName: "Ćwik", Owner: s.jan.ID, Language: crm.English, NextStep: "oddzwonić"}
		return deedOf(s.EditPerson(ctx, s.jan, "", s.person.ID, s.person.Version, f, ""))
	}, readPerson, ""},
	{"Enroll", crm.Enrolled, crm.NounPerson, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.Enroll(ctx, s.jan, s.person.ID))
	}, readPerson, ""},
	{"MakeCompany", crm.MadeCompany, crm.NounPerson, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.MakeCompany(ctx, s.jan, s.person.ID))
	}, readPerson, ""},
	{"Archive", crm.Archived, crm.NounPerson, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.Archive(ctx, s.jan, s.person.ID, crm.LeaveTasks))
	}, readPerson, ""},
	{"RestoreForEdit", crm.Edited, crm.NounPerson, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.RestoreForEdit(ctx, s.jan, s.person.ID))
	}, readPerson, `update people set type = 'archived', was_type = 'crm'`},
	{"RestoreForEdit once more", crm.Edited, crm.NounPerson, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.RestoreForEdit(ctx, s.jan, s.person.ID))
	}, readPerson, `update people set type = 'crm', was_type = '', restored_until = '2031-05-06 08:00+0'`},
	{"ArchiveAgain", crm.Edited, crm.NounPerson, func(ctx context.Context, s *stage) (deed, error) {
		until := must(s.Person(ctx, s.jan, s.person.ID))(s.t).RestoredUntil
		return deedOf(s.ArchiveAgain(ctx, s.jan, s.person.ID, until))
	}, readPerson, ""},
	{"Restore", crm.Restored, crm.NounPerson, func(ctx context.Context, s *stage) (deed, error) {
		return deedOf(s.Restore(ctx, s.jan, s.person.ID))
	}, readPerson, `update people set type = 'archived', was_type = 'crm', restored_until = null`},
}

func readPerson(ctx context.Context, s *stage, id int64) (any, error) {
	return s.Person(ctx, s.jan, crm.PersonID(id))
}

func readTask(ctx context.Context, s *stage, id int64) (any, error) {
	return s.Task(ctx, s.jan, crm.TaskID(id))
}

func readNote(ctx context.Context, s *stage, id int64) (any, error) {
	return s.Note(ctx, s.jan, crm.NoteID(id))
}

// event is a row of events.
type event struct {
	ID            crm.EventID
	At            time.Time
	By            crm.StaffID
	Verb          crm.Verb
	Noun          crm.Noun
	NounID        int64
	Person        crm.PersonID
	Before, After []byte
}

// lastEvent is the newest event of the school.
func (s *school) lastEvent() (e event) {
	s.t.Helper()
	err := s.Pool.QueryRow(s.t.Context(), `
		select id, at, coalesce(by_id, 0), verb, noun, noun_id, coalesce(person_id, 0), before, after
		from events where workspace_id = $1 order by id desc limit 1`, s.workspace.ID).
		Scan(&e.ID, &e.At, &e.By, &e.Verb, &e.Noun, &e.NounID, &e.Person, &e.Before, &e.After)
	if err != nil {
		s.t.Fatalf("reading event: %v", err)
	}
	return e
}

// TestEveryVerbIsOneEvent does each verb in turn on the same things.
func TestEveryVerbIsOneEvent(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.Clock.Set(later)
	for _, v := range verbs {
		t.Run(v.name, func(t *testing.T) {
			s.Clock.Forward(time.Minute)
			s.task.Version = s.number(`select version from tasks where id = $1`, s.task.ID)
			s.person.Version = s.number(`select version from people where id = $1`, s.person.ID)
			count := s.events()
			d := must(v.do(t.Context(), s))(t)
			expect(t, "new events", s.events()-count, 1)
			e := s.lastEvent()
			expect(t, "event of the change", d.event, e.ID)
			expect(t, "verb and noun", []string{string(e.Verb), string(e.Noun)}, []string{string(v.verb), string(v.noun)})
			expect(t, "who", e.By, s.jan.ID)
			expect(t, "when", e.At.UTC(), s.Now())
			expect(t, "person", e.Person, personOf(d))
			expectSnapshot(t, "before", e.Before, d.before)
			expectSnapshot(t, "after", e.After, d.after)
			if v.read != nil {
				expect(t, "the thing as it is read", must(v.read(t.Context(), s, e.NounID))(t), d.after)
			}
		})
	}
}

// personOf is on whose timeline the deed belongs.
func personOf(d deed) crm.PersonID {
	thing := d.after
	if thing == nil {
		thing = d.before
	}
	switch thing := thing.(type) {
	case crm.Person:
		return thing.ID
	case crm.Task:
		return thing.Person
	case crm.Note:
		return thing.Person
	}
	return 0
}

// expectSnapshot compares what an event keeps with the thing.
func expectSnapshot(t *testing.T, what string, kept []byte, thing any) {
	t.Helper()
	if thing == nil {
		expect(t, what, string(kept), "")
		return
	}
	want := must(json.Marshal(thing))(t)
	var a, b any
	if err := errors.Join(json.Unmarshal(kept, &a), json.Unmarshal(want, &b)); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%s:\n got %s\nwant %s", what, kept, want)
	}
}

// TestNoEventNoChange makes the database refuse events: then nothing may be changed.
func TestNoEventNoChange(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.sql(`create function refuse() returns trigger language plpgsql as $$ begin raise 'no events today'; end $$`)
	s.sql(`create trigger refuse before insert on events for each row execute function refuse()`)
	before := s.rows(s.workspace)
	for _, v := range verbs {
		t.Run(v.name, func(t *testing.T) {
			if v.given != "" {
				s.sql(v.given)
				before = s.rows(s.workspace)
			}
			if d, err := v.do(t.Context(), s); err == nil {
				t.Errorf("got %+v without an event", d)
			}
			expectSameRows(t, before, s.rows(s.workspace))
		})
	}
}

func TestNoChangeNoEvent(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	must(s.SetTaskDone(ctx, s.anna, s.task.ID, true))(t)
	task := must(s.Task(ctx, s.anna, s.task.ID))(t)
	before := s.rows(s.workspace)
	s.Clock.Forward(time.Hour)
	for name, do := range map[string]func() (deed, error){
		"R52 finished again":                       func() (deed, error) { return deedOf(s.SetTaskDone(ctx, s.jan, task.ID, true)) },
		"moved to its time":                        func() (deed, error) { return deedOf(s.MoveTask(ctx, s.jan, task.ID, task.Due)) },
		"not in the archive, restored for an edit": func() (deed, error) { return deedOf(s.RestoreForEdit(ctx, s.jan, s.person.ID)) },
		"not in the archive, restored":             func() (deed, error) { return deedOf(s.Restore(ctx, s.jan, s.person.ID)) },
		"not out for an edit, put back":            func() (deed, error) { return deedOf(s.ArchiveAgain(ctx, s.jan, s.person.ID, time.Time{})) },
		"person as it was": func() (deed, error) {
			return deedOf(s.EditPerson(ctx, s.jan, "V1", s.person.ID, 1, s.person.Form(), ""))
		},
		"task as it was": func() (deed, error) {
			return deedOf(s.EditTask(ctx, s.jan, "V2", task.ID, task.Version, task.Form()))
		},
		"note as it was": func() (deed, error) {
			return deedOf(s.EditNote(ctx, s.jan, "V3", s.note.ID, 1, crm.NoteForm{Body: s.note.Body}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := must(do())(t)
			if d.event != 0 || d.before != d.after {
				t.Errorf("got %+v", d)
			}
			expectSameRows(t, before, s.rows(s.workspace))
		})
	}
}

func TestPersonWithNote(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasPersonLike(crm.PersonForm{FamilyName: "Lis", Note: "z polecenia"})
	line := must(s.Timeline(t.Context(), s.anna, p.ID, "", 10))(t)
	expect(t, "the first note", line.Entries[0].Note.Body, "z polecenia")
	expect(t, "its author", line.Entries[0].Note.AuthorName, s.anna.Name)
	expect(t, "events", s.number(`select count(*) from events where person_id = $1`, p.ID), 2)

	blank := s.hasPersonLike(crm.PersonForm{FamilyName: "Łoś", Note: " \n "})
	expect(t, "notes of a blank", s.number(`select count(*) from notes where person_id = $1`, blank.ID), 0)
}

func TestR20TypeCRM(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasPersonLike(crm.PersonForm{FamilyName: "Ćwik", Owner: s.jan.ID}) // which no form of a new person asks
	expect(t, "type", p.Type, crm.TypeCRM)
	expect(t, "owner", p.Owner, s.anna.ID)
	expect(t, "lasting mark", p.CRMContact, true)
}

func TestR61AMoveKeepsTheDuration(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	task := s.hasTask("lekcja próbna", due(in(time.Hour)), func(f *crm.TaskForm) { f.Duration = 45 * time.Minute })
	s.Clock.Forward(time.Minute)
	moved := must(s.MoveTask(t.Context(), s.jan, task.ID, in(26*time.Hour)))(t).After
	want := task
	want.Due, want.Version, want.DueVersion = in(26*time.Hour), 2, 2
	expect(t, "moved task", moved, want)
}

// TestWhatWasLateAlreadyIsNotAnnounced: whether a task's becoming overdue is still to
// be told is decided when its due time is set, and by nothing else.
func TestWhatWasLateAlreadyIsNotAnnounced(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	late, early := s.hasTask("wczoraj", due(in(-24*time.Hour))), s.hasTask("jutro", due(in(24*time.Hour)))
	s.hasTask("bez terminu")
	announced := func(task crm.Task) bool {
		return s.number(`select count(*) from tasks where id = $1 and to_announce`, task.ID) == 1
	}
	expect(t, "tasks to be announced", s.number(`select count(*) from tasks where to_announce`), 1)
	expect(t, "late is announced", announced(late), false)
	expect(t, "early is announced", announced(early), true)

	must(s.MoveTask(t.Context(), s.anna, late.ID, in(time.Hour)))(t)
	expect(t, "late, moved to the future, is announced", announced(late), true)
	must(s.MoveTask(t.Context(), s.anna, early.ID, in(-time.Hour)))(t)
	expect(t, "early, moved to the past, is announced", announced(early), false)

	s.Clock.Forward(2 * time.Hour)
	must(s.SetTaskDone(t.Context(), s.anna, late.ID, true))(t)
	must(s.SetTaskDone(t.Context(), s.anna, late.ID, false))(t)
	expect(t, "late, finished and opened again, is announced", announced(late), true)
}

func TestGoneIsNotFound(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	must(s.DeleteTask(ctx, s.anna, s.task.ID))(t)
	must(s.DeleteNote(ctx, s.anna, s.note.ID))(t)
	before := s.rows(s.workspace)
	for name, do := range map[string]func() (deed, error){
		"finish task": func() (deed, error) { return deedOf(s.SetTaskDone(ctx, s.jan, s.task.ID, true)) },
		"move task":   func() (deed, error) { return deedOf(s.MoveTask(ctx, s.jan, s.task.ID, in(0))) },
		"delete task": func() (deed, error) { return deedOf(s.DeleteTask(ctx, s.jan, s.task.ID)) },
		"edit task":   func() (deed, error) { return deedOf(s.EditTask(ctx, s.jan, "V", s.task.ID, 1, s.task.Form())) },
		"delete note": func() (deed, error) { return deedOf(s.DeleteNote(ctx, s.jan, s.note.ID)) },
		"edit note": func() (deed, error) {
			return deedOf(s.EditNote(ctx, s.jan, "V", s.note.ID, 1, crm.NoteForm{Body: "x"}))
		},
	} {
		if _, err := do(); !errors.Is(err, crm.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	expectSameRows(t, before, s.rows(s.workspace))
}
