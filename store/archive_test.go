package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"frontdesk/store/crm"
)

// hasArchived adds a student with a course, and archives them.
func (s *school) hasArchived(family string) crm.Person {
	s.t.Helper()
	p := s.hasPerson("", family)
	must(s.Enroll(s.t.Context(), s.anna, p.ID))(s.t)
	must(s.EditPerson(s.t.Context(), s.anna, "", p.ID, 2, crm.CourseForm{Course: "Angielski"}, ""))(s.t)
	return s.archives(p)
}

// restoresForEdit opens an edit form of an archived person.
func (s *school) restoresForEdit(by crm.Staff, p crm.Person) crm.Person {
	s.t.Helper()
	return must(s.RestoreForEdit(s.t.Context(), by, p.ID))(s.t).After
}

// renames saves the form that was opened on p, with another family name.
func (s *school) renames(by crm.Staff, p crm.Person, family string, then crm.AfterSave) (crm.Person, error) {
	f := p.Form()
	f.FamilyName = family
	c, err := s.EditPerson(s.t.Context(), by, "", p.ID, p.Version, f, then)
	return c.After, err
}

// is the person as they are now.
func (s *school) is(p crm.Person) crm.Person {
	s.t.Helper()
	return must(s.Person(s.t.Context(), s.anna, p.ID))(s.t)
}

// archivesLate is what the machine does every minute.
func (s *school) archivesLate() int {
	s.t.Helper()
	return must(s.ArchiveLate(s.t.Context(), crm.System(s.workspace)))(s.t)
}

func TestArchive(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasPerson("Ewa", "Ćwik")
	c := must(s.Archive(t.Context(), s.jan, p.ID, crm.LeaveTasks))(t)
	want := p
	want.Type, want.WasType, want.Version = crm.TypeArchived, crm.TypeCRM, 2
	expect(t, "archived", c.After, want)
	expect(t, "as they are read", s.is(p), want)
	expect(t, "timeline", s.line(p), []string{"archived", "added"})

	before := s.rows(s.workspace)
	again := must(s.Archive(t.Context(), s.jan, p.ID, crm.DeleteTasks))(t)
	expect(t, "archived again", again.Changed(), false)
	expectSameRows(t, before, s.rows(s.workspace))

	back := must(s.Restore(t.Context(), s.jan, p.ID))(t)
	want = p
	want.Version = 3
	expect(t, "restored", back.After, want)
	expect(t, "timeline", s.line(p), []string{"restored", "archived", "added"})
}

// TestArchiveWithTasks: the open tasks of whoever is archived become what was chosen,
// just as if each were pressed.
func TestArchiveWithTasks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		left         crm.TasksLeft
		open, events int
	}{
		{crm.LeaveTasks, 3, 0},
		{"", 3, 0},
		{crm.DeleteTasks, 0, 3},
	} {
		t.Run("choice "+string(c.left), func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			p, other := s.hasPerson("Ewa", "Ćwik"), s.hasPerson("Jan", "Lis")
			s.hasTask("spóźnione", about(p), due(in(-time.Hour)))
			s.hasTask("jutro", about(p), due(in(24*time.Hour)), assignedTo(s.jan))
			s.hasTask("kiedyś", about(p))
			s.hasTask("zrobione", about(p), done)
			s.hasTask("innej osoby", about(other))
			feed := s.number(`select version from feeds where staff_id = $1`, s.jan.ID)

			archived := must(s.Archive(t.Context(), s.anna, p.ID, c.left))(t)
			expect(t, "as the person is read", s.is(p), archived.After)
			expect(t, "open tasks", archived.After.OpenTasks, c.open)
			expect(t, "overdue", !archived.After.OverdueFrom.IsZero(), c.open > 0)
			expect(t, "open tasks before", archived.Before.OpenTasks, 3)
			s.expectCounters("archiving")
			expect(t, "finished tasks", s.number(`select count(*) from tasks where person_id = $1 and done_at is not null`, p.ID), 1)
			expect(t, "events of tasks", s.number(`select count(*) from events where noun = 'task' and verb <> 'added'`), c.events)
			expect(t, "by whom", s.number(`select count(*) from events where noun = 'task' and verb = 'deleted' and by_id = $1`, s.anna.ID), c.events)
			expect(t, "Jan's feed has grown", s.number(`select version from feeds where staff_id = $1`, s.jan.ID) > feed, c.open == 0)
			expect(t, "open tasks of the other", s.is(other).OpenTasks, 1)
			expect(t, "last event", s.lastEvent().Verb, crm.Archived)

			s.Clock.Forward(48 * time.Hour)
			must(s.PlanReminders(t.Context(), crm.System(s.workspace)))(t)
			left := 0 // of Jan's task, a message that it is his and a reminder by each channel
			if c.open > 0 {
				left = 3
			}
			claimed := must(s.ClaimDeliveries(t.Context(), crm.System(s.workspace), 10, time.Minute))(t)
			expect(t, "messages and letters to be sent", len(claimed), left)
		})
	}
}

// TestArchiveAmongChanges archives and restores people while their tasks change, in ways
// that lock the same rows.
func TestArchiveAmongChanges(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	people := []crm.Person{s.hasPerson("", "Ćwik"), s.hasPerson("", "Lis")}
	staff := []crm.Staff{s.anna, s.jan}
	ctx := t.Context()
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			for n := range 15 {
				p, by, to := people[(i+n)%2], staff[i%2], staff[n%2]
				var err error
				switch i % 3 {
				case 0:
					_, err = s.Archive(ctx, by, p.ID, []crm.TasksLeft{crm.LeaveTasks, crm.DeleteTasks}[n/2%2])
				case 1:
					_, err = s.Restore(ctx, by, p.ID)
				case 2:
					var added crm.Change[crm.Task]
					added, err = s.AddTask(ctx, by, "", crm.TaskForm{Kind: crm.KindCall, Subject: "x", Person: p.ID, Assignee: to.ID, Due: in(time.Hour)})
					if err == nil {
						_, err = s.SetTaskDone(ctx, by, added.After.ID, true)
					}
				}
				if err != nil && !errors.Is(err, crm.ErrNotFound) {
					t.Errorf("among changes: %v", err)
				}
			}
		})
	}
	all.Wait()
	s.expectCounters("all that")
	expect(t, "tasks and their events", s.number(`select count(*) from events where noun = 'task' and verb <> 'added'`),
		s.number(`select sum(version - 1) from tasks`))
}

func TestR62AnArchivedPersonIsNotEdited(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasArchived("Ćwik")
	before := s.rows(s.workspace)
	for name, f := range map[string]crm.PersonEdit{
		"R63 data":    crm.PersonForm{FamilyName: "Lis"},
		"R63 course":  crm.CourseForm{Course: "Niemiecki"},
		"R63 consent": crm.ConsentForm{Given: true, On: "2026-11-24", Source: "telefon"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.EditPerson(t.Context(), s.anna, "V1", p.ID, p.Version, f, "")
			expectRefusal(t, err, "refusal.archived")
			expectSameRows(t, before, s.rows(s.workspace))
		})
	}
}

func TestArchiveLate(t *testing.T) {
	t.Parallel()
	t.Run("R64 after 30 minutes, to the type of before", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		student, contact, company := s.hasArchived("Ćwik"), s.archives(s.hasPerson("", "Lis")), s.hasPerson("", "Firma")
		must(s.MakeCompany(t.Context(), s.anna, company.ID))(t)
		company = s.archives(company)
		all := []crm.Person{student, contact, company}
		for _, p := range all {
			s.restoresForEdit(s.anna, p)
		}
		s.Clock.Forward(30*time.Minute - time.Microsecond)
		expect(t, "late a moment before", s.archivesLate(), 0)
		s.Clock.Forward(time.Microsecond)
		expect(t, "late", s.archivesLate(), 3)
		for _, p := range all {
			expect(t, "as before", s.is(p), p)
		}
		expect(t, "late once more", s.archivesLate(), 0)
		e := s.lastEvent()
		expect(t, "by the machine", e.By, 0)
		expect(t, "then", e.At.UTC(), s.Now())
		expect(t, "timeline", s.line(student), []string{"archived", "enrolled", "added"})
	})
	t.Run("R64 also after a restart", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasArchived("Ćwik")
		s.restoresForEdit(s.anna, p)
		s.Close()
		s.Clock.Forward(30 * time.Minute)
		s.Store = s.Reopen(t)
		expect(t, "late", s.archivesLate(), 1)
		expect(t, "as before", s.is(p), p)
	})
	t.Run("R64 a save at minute 31 is taken", func(t *testing.T) {
		t.Parallel()
		for then, typ := range map[crm.AfterSave]crm.Type{crm.ArchiveAgain: crm.TypeArchived, crm.StayActive: crm.TypeStudent} {
			s := newSchool(t)
			p := s.hasArchived("Ćwik")
			form := s.restoresForEdit(s.anna, p)
			s.Clock.Forward(31 * time.Minute)
			s.archivesLate()
			saved := must(s.renames(s.anna, form, "Lis", then))(t)
			expect(t, "name", saved.FamilyName, "Lis")
			expect(t, "type", saved.Type, typ)
			expect(t, "as they are read", s.is(p), saved)
			want := []string{"archived", "enrolled", "added"}
			if then == crm.StayActive {
				want = append([]string{"restored"}, want...)
			}
			expect(t, "timeline", s.line(p), want)
		}
	})
	t.Run("a batch at a time", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.sql(`insert into people (workspace_id, given_name, family_name, phone, phone_ext, email, company, type, crm_contact,
				given_first, family_first, email_fold, company_fold, restored_until, created_at)
			select $1, '', 'Nowak', '', '', '', '', 'student', true, 'nowak', 'nowak', '', '', $2, $2 from generate_series(1, 230)`,
			s.workspace.ID, s.Now())
		expect(t, "batches", []int{s.archivesLate(), s.archivesLate(), s.archivesLate(), s.archivesLate()}, []int{100, 100, 30, 0})
	})
	t.Run("two replicas archive each once", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		for range 5 {
			s.restoresForEdit(s.anna, s.archives(s.hasPerson("", "Ćwik")))
		}
		events := s.events()
		s.Clock.Forward(crm.RestoreFor)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() { s.archivesLate() })
		}
		all.Wait()
		s.archivesLate()
		expect(t, "events", s.events()-events, 5)
	})
	t.Run("R64 whoever is being saved is not waited for", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasArchived("Ćwik")
		s.restoresForEdit(s.anna, p)
		s.Clock.Forward(crm.RestoreFor)
		holder := must(s.Pool.Begin(t.Context()))(t)
		defer holder.Rollback(t.Context())
		must(holder.Exec(t.Context(), `select from people where id = $1 for no key update`, p.ID))(t)
		expect(t, "late while somebody holds the row", s.archivesLate(), 0)
		if err := holder.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
		expect(t, "late afterwards", s.archivesLate(), 1)
	})
}

func TestR65NothingRestoresAnArchivedPerson(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	p := s.hasArchived("Ćwik")
	note := s.hasNote(p, "dzwoniła")
	must(s.EditNote(ctx, s.anna, "", note.ID, 1, crm.NoteForm{Body: "dzwoniła dwa razy"}))(t)
	must(s.DeleteNote(ctx, s.anna, note.ID))(t)
	task := s.hasTask("oddzwonić", about(p), due(in(time.Hour)))
	expect(t, "shown at the task", task.Archived, true)
	must(s.EditTask(ctx, s.anna, "", task.ID, 1, crm.TaskForm{Kind: crm.KindCall, Subject: "pilne", Person: p.ID, Assignee: s.jan.ID, Due: in(time.Hour)}))(t)
	must(s.MoveTask(ctx, s.anna, task.ID, in(-time.Hour)))(t)
	must(s.SetTaskDone(ctx, s.anna, task.ID, true))(t)
	want := p
	want.LastContact = s.Now().Add(-time.Hour) // the call's
	expect(t, "the person", s.is(p), want)
	expect(t, "events of theirs", s.number(`select count(*) from events where noun = 'person' and verb = 'restored'`), 0)

	out := s.restoresForEdit(s.anna, p)
	s.hasNote(p, "w trakcie edycji")
	s.hasTask("w trakcie edycji", about(p), done)
	expect(t, "out for an edit as long as before", s.is(p).RestoredUntil, out.RestoredUntil)
	s.Clock.Forward(crm.RestoreFor)
	expect(t, "late", s.archivesLate(), 1)
}
