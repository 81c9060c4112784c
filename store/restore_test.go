package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"frontdesk/store/crm"
)

func TestRestoreForEdit(t *testing.T) {
	t.Parallel()
	t.Run("R62 on the active list", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasArchived("Ćwik")
		for _, c := range []struct {
			view crm.PeopleView
			do   func()
		}{
			{crm.ViewArchive, func() {}},
			{crm.ViewStudents, func() { s.restoresForEdit(s.anna, p) }},
		} {
			c.do()
			for _, view := range []crm.PeopleView{crm.ViewArchive, crm.ViewStudents} {
				page := must(s.People(t.Context(), s.anna, crm.PersonFilter{View: view}, "", 5))(t)
				expect(t, "stands in "+string(view), len(page.Items) == 1, view == c.view)
			}
		}
	})
	t.Run("R64 with the type of before, and no version", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasArchived("Ćwik")
		c := must(s.RestoreForEdit(t.Context(), s.anna, p.ID))(t)
		want := p
		want.Type, want.WasType, want.RestoredUntil = crm.TypeStudent, "", s.Now().Add(30*time.Minute)
		expect(t, "restored", c.After, want)
		expect(t, "as they are read", s.is(p), want)
		must(s.renames(s.anna, p, "Lis", crm.ArchiveAgain))(t) // the form was opened on the version of before
	})
	t.Run("R64 archived again after the save, by default", func(t *testing.T) {
		t.Parallel()
		for _, then := range []crm.AfterSave{crm.ArchiveAgain, ""} {
			s := newSchool(t)
			p := s.hasArchived("Ćwik")
			form := s.restoresForEdit(s.anna, p)
			saved := must(s.renames(s.anna, form, "Lis", then))(t)
			want := p
			want.FamilyName, want.Version = "Lis", p.Version+1
			expect(t, "saved", saved, want)
			expect(t, "as they are read", s.is(p), want)
			expect(t, "timeline", s.line(p), []string{"archived", "enrolled", "added"})
			expect(t, "edits", s.number(`select count(*) from events where noun = 'person' and verb = 'edited' and before->>'FamilyName' <> after->>'FamilyName'`), 1)
		}
	})
	t.Run("R64 active after the save", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasArchived("Ćwik")
		saved := must(s.renames(s.anna, s.restoresForEdit(s.anna, p), "Lis", crm.StayActive))(t)
		expect(t, "type", saved.Type, crm.TypeStudent)
		expect(t, "goes back", saved.ForEdit(), false)
		s.Clock.Forward(24 * time.Hour)
		expect(t, "late", s.archivesLate(), 0)
		expect(t, "a day later", s.is(p), saved)
		expect(t, "timeline", s.line(p)[:2], []string{"restored", "archived"})
	})
	t.Run("R64 archived again when the form is closed", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasArchived("Ćwik")
		form := s.restoresForEdit(s.anna, p)
		must(s.ArchiveAgain(t.Context(), s.anna, p.ID, form.RestoredUntil))(t)
		expect(t, "as before", s.is(p), p)
		before := s.rows(s.workspace)
		again := must(s.ArchiveAgain(t.Context(), s.anna, p.ID, form.RestoredUntil))(t)
		expect(t, "closed again", again.Changed(), false)
		expectSameRows(t, before, s.rows(s.workspace))
		expect(t, "timeline", s.line(p), []string{"archived", "enrolled", "added"})
	})
	t.Run("R64 a closed form leaves whoever was made to stay", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasArchived("Ćwik")
		form := s.restoresForEdit(s.anna, p)
		must(s.Restore(t.Context(), s.jan, p.ID))(t)
		must(s.ArchiveAgain(t.Context(), s.anna, p.ID, form.RestoredUntil))(t)
		expect(t, "type", s.is(p).Type, crm.TypeStudent)
		expect(t, "timeline", s.line(p)[:2], []string{"restored", "archived"}) // once, not twice
	})
}

// TestTwoEditors: two members of the staff edit the same archived person at once.
func TestTwoEditors(t *testing.T) {
	t.Parallel()
	open := func(t *testing.T) (s *school, p, annas, jans crm.Person) {
		t.Parallel()
		s = newSchool(t)
		p = s.hasArchived("Ćwik")
		return s, p, s.restoresForEdit(s.anna, p), s.restoresForEdit(s.jan, p)
	}
	t.Run("R64 one closes, the other goes on", func(t *testing.T) {
		s, p, annas, jans := open(t)
		must(s.ArchiveAgain(t.Context(), s.anna, p.ID, annas.RestoredUntil))(t)
		expect(t, "type while Jan edits", s.is(p).Type, crm.TypeStudent)
		must(s.ArchiveAgain(t.Context(), s.jan, p.ID, jans.RestoredUntil))(t)
		expect(t, "type when both are closed", s.is(p).Type, crm.TypeArchived)
		expect(t, "timeline", s.line(p), []string{"archived", "enrolled", "added"})
	})
	t.Run("R64 the time counts from the later one", func(t *testing.T) {
		s, p, _, _ := open(t)
		s.Clock.Forward(20 * time.Minute)
		s.restoresForEdit(s.jan, p)
		s.Clock.Forward(20 * time.Minute)
		expect(t, "late after 40 minutes", s.archivesLate(), 0)
		s.Clock.Forward(10 * time.Minute)
		expect(t, "late after 50 minutes", s.archivesLate(), 1)
	})
	t.Run("R64 both save", func(t *testing.T) {
		s, p, annas, jans := open(t)
		saved := must(s.renames(s.anna, annas, "Lis", crm.ArchiveAgain))(t)
		before := s.rows(s.workspace)
		_, err := s.renames(s.jan, jans, "Łoś", crm.StayActive)
		stale, _ := errors.AsType[crm.Overtaken](err)
		expect(t, "who changed it", stale.By, s.anna.Name)
		expect(t, "what both changed", stale.Both, []string{crm.FieldFamilyName})
		expect(t, "the version to save over", stale.Version, saved.Version)
		expect(t, "what they did", s.number(`select count(*) from events where id = $1 and verb = 'edited'`, stale.Event), 1)
		expectSameRows(t, before, s.rows(s.workspace))

		jans.Version = stale.Version // he sees what she saved, and saves all the same
		expect(t, "saved over", must(s.renames(s.jan, jans, "Łoś", crm.StayActive))(t).FamilyName, "Łoś")
		expect(t, "timeline", s.line(p)[:2], []string{"restored", "archived"})
	})
	t.Run("R64 the machine's archiving is nobody's change", func(t *testing.T) {
		s, _, annas, jans := open(t)
		must(s.renames(s.jan, jans, "Lis", crm.StayActive))(t)
		s.archives(jans)
		s.restoresForEdit(s.jan, jans)
		s.Clock.Forward(time.Hour)
		s.archivesLate()
		_, err := s.renames(s.anna, annas, "Łoś", crm.StayActive)
		stale, _ := errors.AsType[crm.Stale](err)
		expect(t, "who changed it", stale.By, s.jan.Name)
	})
	t.Run("R64 archived by hand meanwhile, it stays so by default", func(t *testing.T) {
		s, p, annas, _ := open(t)
		must(s.Archive(t.Context(), s.jan, p.ID, crm.LeaveTasks))(t)
		saved := must(s.renames(s.anna, annas, "Łoś", crm.ArchiveAgain))(t)
		expect(t, "name and type", []string{saved.FamilyName, string(saved.Type)}, []string{"Łoś", "archived"})
		expect(t, "as they are read", s.is(p), saved)
	})
	for name, stays := range map[string]func(s *school, jans crm.Person) error{
		"restored for good": func(s *school, jans crm.Person) error {
			_, err := s.Restore(s.t.Context(), s.jan, jans.ID)
			return err
		},
		"saved to stay active": func(s *school, jans crm.Person) error {
			f := crm.ConsentForm{Text: "oferty"}
			_, err := s.EditPerson(s.t.Context(), s.jan, "", jans.ID, jans.Version, f, crm.StayActive)
			return err
		},
	} {
		t.Run("R64 "+name+" meanwhile, they stay by default", func(t *testing.T) {
			s, p, annas, jans := open(t)
			if err := stays(s, jans); err != nil {
				t.Fatal(err)
			}
			saved := must(s.renames(s.anna, annas, "Łoś", crm.ArchiveAgain))(t)
			expect(t, "name and type", []string{saved.FamilyName, string(saved.Type)}, []string{"Łoś", "student"})
			expect(t, "as they are read", s.is(p), saved)
		})
	}
}

// TestRestoreAtOnce: of many restores at once each form has a moment of its own.
func TestRestoreAtOnce(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasArchived("Ćwik")
	var mu sync.Mutex
	moments := map[time.Time]bool{}
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			c, err := s.RestoreForEdit(t.Context(), s.anna, p.ID)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			moments[c.After.RestoredUntil] = true
		})
	}
	all.Wait()
	expect(t, "moments", len(moments), 6)
}

// TestSaveOfARestoredPersonOnce: one submission that comes twice, and one that comes
// corrected, whatever becomes of the person after the save.
func TestSaveOfARestoredPersonOnce(t *testing.T) {
	t.Parallel()
	for _, minute := range []time.Duration{0, 31} {
		for then, typ := range map[crm.AfterSave]crm.Type{crm.ArchiveAgain: crm.TypeArchived, crm.StayActive: crm.TypeStudent} {
			s := newSchool(t)
			ctx := t.Context()
			p := s.hasArchived("Ćwik")
			f := s.restoresForEdit(s.anna, p).Form()
			s.Clock.Forward(minute * time.Minute)
			s.archivesLate()
			f.FamilyName = "Lis"
			first := must(s.EditPerson(ctx, s.anna, "V1", p.ID, p.Version, f, then))(t)
			before := s.rows(s.workspace)
			second := must(s.EditPerson(ctx, s.anna, "V1", p.ID, p.Version, f, then))(t)
			expect(t, "changed twice", second.Changed(), false)
			expect(t, "the second's answer", second.After, first.After)
			expectSameRows(t, before, s.rows(s.workspace))

			f.FamilyName = "Łoś"
			corrected := must(s.EditPerson(ctx, s.anna, "V1", p.ID, p.Version, f, then))(t)
			expect(t, "corrected", corrected.After.FamilyName, "Łoś")
			expect(t, "type", corrected.After.Type, typ)
			other := map[crm.AfterSave]crm.AfterSave{crm.ArchiveAgain: crm.StayActive, crm.StayActive: crm.ArchiveAgain}[then]
			changed := must(s.EditPerson(ctx, s.anna, "V1", p.ID, p.Version, f, other))(t)
			expect(t, "type after a change of mind", changed.After.Archived(), typ != crm.TypeArchived)
		}
	}
}

// TestSaveAgainAfterADecision: a submission that Slack delivers again does not undo what
// somebody decided after it was saved.
func TestSaveAgainAfterADecision(t *testing.T) {
	t.Parallel()
	for then, decide := range map[crm.AfterSave]func(s *school, p crm.Person){
		crm.StayActive:   func(s *school, p crm.Person) { s.archives(p) },
		crm.ArchiveAgain: func(s *school, p crm.Person) { must(s.Restore(s.t.Context(), s.jan, p.ID))(s.t) },
	} {
		s := newSchool(t)
		p := s.hasArchived("Ćwik")
		f := s.restoresForEdit(s.anna, p).Form()
		f.FamilyName = "Lis"
		must(s.EditPerson(t.Context(), s.anna, "V1", p.ID, p.Version, f, then))(t)
		decide(s, p)
		before := s.rows(s.workspace)
		again := must(s.EditPerson(t.Context(), s.anna, "V1", p.ID, p.Version, f, then))(t)
		expect(t, "changed after "+string(then), again.Changed(), false)
		expectSameRows(t, before, s.rows(s.workspace))
	}
}
