package scheduler

import (
	"testing"
	"time"

	"frontdesk/store/crm"
)

// hasOut adds a person to a workspace who is out of its archive for an edit.
func (s *school) hasOut(by crm.Staff, family string) crm.Person {
	s.t.Helper()
	ctx := s.t.Context()
	added, err := s.AddPerson(ctx, by, "", crm.PersonForm{FamilyName: family}, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.Archive(ctx, by, added.After.ID, crm.LeaveTasks); err != nil {
		s.t.Fatal(err)
	}
	out, err := s.RestoreForEdit(ctx, by, added.After.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return out.After
}

// expectArchived fails unless the person is archived, or is not.
func (s *school) expectArchived(by crm.Staff, p crm.Person, want bool) {
	s.t.Helper()
	is, err := s.Person(s.t.Context(), by, p.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	if is.Archived() != want {
		s.t.Errorf("%s is archived: %t, want %t", is.Name(), is.Archived(), want)
	}
}

func TestTickArchivesAgain(t *testing.T) {
	t.Parallel()
	t.Run("R64 half an hour after a restore that nobody saved", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasOut(s.anna, "Ćwik")
		fluent := s.School(t, "Fluent")
		ewa := s.Member(t, fluent, "Ewa", crm.RoleManager)
		theirs := s.hasOut(ewa, "Lis")
		s.passes(29 * time.Minute)
		s.expectArchived(s.anna, p, false)
		s.passes(time.Minute)
		s.expectArchived(s.anna, p, true)
		s.expectArchived(ewa, theirs, true)
	})
	t.Run("R64 by another replica, after the first has gone", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		stop := starts(t, s.Scheduler)
		p := s.hasOut(s.anna, "Ćwik")
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		s.Clock.Forward(crm.RestoreFor)
		second := s.Reopen(t)
		starts(t, s.scheduler(second, s.post.sender(t)))
		if err := second.InsertTick(t.Context(), time.Now().Truncate(time.Minute).Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
		eventually(t, "archived again", func() bool {
			is, err := s.Person(t.Context(), s.anna, p.ID)
			return err == nil && is.Archived()
		})
	})
}
