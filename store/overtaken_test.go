package store_test

import (
	"errors"
	"testing"
	"time"

	"frontdesk/store/crm"
)

// TestOvertaken: a form is saved over what others have changed since it was opened,
// unless that is a field of its own.
func TestOvertaken(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	phoned := func(p crm.Person, number string) crm.PersonForm {
		f := p.Form()
		f.Phone = number
		return f
	}
	t.Run("whatever else became of the person", func(t *testing.T) {
		t.Parallel()
		for name, meanwhile := range map[string]func(s *school, p crm.Person) error{
			"another form": func(s *school, p crm.Person) error {
				_, err := s.EditPerson(ctx, s.jan, "", p.ID, 1, phoned(p, "501 234 567"), "")
				return err
			},
			"a student":           func(s *school, p crm.Person) error { _, err := s.Enroll(ctx, s.jan, p.ID); return err },
			"a company's manager": func(s *school, p crm.Person) error { _, err := s.MakeCompany(ctx, s.jan, p.ID); return err },
			"archived and restored": func(s *school, p crm.Person) error {
				s.archives(p)
				_, err := s.Restore(ctx, s.jan, p.ID)
				return err
			},
		} {
			s := newSchool(t)
			p := s.hasPerson("Ewa", "Ćwik")
			if err := meanwhile(s, p); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			want := s.is(p)
			want.Consent = crm.Consent{Given: true, On: "2026-11-24", Source: "telefon"}
			want.Version++
			f := crm.ConsentForm{Given: true, On: "2026-11-24", Source: "telefon"}
			expect(t, name, must(s.EditPerson(ctx, s.anna, "", p.ID, p.Version, f, ""))(t).After, want)
		}
	})
	t.Run("R62 somebody archived meanwhile is refused at once", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Ćwik")
		s.archives(p)
		_, err := s.EditPerson(ctx, s.anna, "V1", p.ID, p.Version, phoned(p, "501 234 567"), "")
		expectRefusal(t, err, "refusal.archived")
	})
	t.Run("what only others changed is in the form, with who did", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		ewa := s.Member(t, s.workspace, "Ewa Mazur", crm.RoleReceptionist)
		p := s.hasPerson("Ewa", "Ćwik")
		must(s.EditPerson(ctx, s.jan, "", p.ID, 1, phoned(p, "501 234 567"), ""))(t)
		must(s.EditPerson(ctx, s.anna, "", p.ID, 2, crm.CourseForm{Course: "Angielski"}, ""))(t) // no field of the form
		f := s.is(p).Form()
		f.Company = "Marzec sp. z o.o."
		must(s.EditPerson(ctx, ewa, "", p.ID, 3, f, ""))(t)
		f.Phone = "601 234 567"
		last := must(s.EditPerson(ctx, s.jan, "", p.ID, 4, f, ""))(t)

		annas := p.Form()
		annas.NextStep = "wysłać cennik"
		before := s.rows(s.workspace)
		_, err := s.EditPerson(ctx, s.anna, "V1", p.ID, 1, annas, "")
		o, _ := errors.AsType[crm.Overtaken](err)
		want := last.After.Form()
		want.NextStep = "wysłać cennik"
		expect(t, "by whom", o.Stale, crm.Stale{By: "Jan Zając, Ewa Mazur", Event: last.Event, Version: 5})
		expect(t, "form", o.Form, crm.PersonEdit(want))
		expect(t, "theirs", o.Theirs, []string{crm.FieldPhone, crm.FieldCompany})
		expect(t, "both", len(o.Both), 0)
		expect(t, "now", o.Now, last.After)
		expectSameRows(t, before, s.rows(s.workspace))
		saved := must(s.EditPerson(ctx, s.anna, "V1", p.ID, o.Version, o.Form, ""))(t)
		expect(t, "saved", saved.After.Form(), want)
	})
	t.Run("who came from a file, without an event, is known from the first change on", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Ćwik")
		s.sql(`delete from events where noun = 'person'`)
		must(s.EditPerson(ctx, s.jan, "", p.ID, 1, phoned(p, "501 234 567"), ""))(t)
		annas := p.Form()
		annas.Company = "ABC"
		_, err := s.EditPerson(ctx, s.anna, "", p.ID, 1, annas, "")
		o, _ := errors.AsType[crm.Overtaken](err)
		expect(t, "theirs", o.Theirs, []string{crm.FieldPhone})
		expect(t, "both", len(o.Both), 0)
	})
	t.Run("of a version that nothing tells of, nothing is written over", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPersonLike(crm.PersonForm{FamilyName: "Ćwik", Phone: "501 234 567"})
		s.sql(`update people set version = 7`)
		s.sql(`delete from events where noun = 'person'`)
		_, err := s.EditPerson(ctx, s.anna, "", p.ID, 1, phoned(p, "601 234 567"), "")
		o, _ := errors.AsType[crm.Overtaken](err)
		expect(t, "both", o.Both, []string{crm.FieldPhone})
	})
}

// TestConsentDays: the day is the workspace's, whatever the hour in Greenwich.
func TestConsentDays(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasPerson("Ewa", "Ćwik")
	s.Clock.Set(time.Date(2026, 11, 24, 22, 59, 0, 0, time.UTC)) // 23:59 in Warsaw
	f := crm.ConsentForm{Given: true, On: "2026-11-25", Source: "telefon"}
	_, err := s.EditPerson(t.Context(), s.anna, "", p.ID, 1, f, "")
	expectProblem(t, err, crm.FieldConsentOn, "problem.consent_on_future")
	s.Clock.Forward(time.Minute)
	given := must(s.EditPerson(t.Context(), s.anna, "", p.ID, 1, f, ""))(t).After
	s.Clock.Forward(24 * time.Hour)
	f.Given = false
	_, err = s.EditPerson(t.Context(), s.anna, "", p.ID, given.Version, f, "")
	expectProblem(t, err, crm.FieldConsentOn, "problem.consent_withdrawn_on")
	f.On = "2026-11-26"
	must(s.EditPerson(t.Context(), s.anna, "", p.ID, given.Version, f, ""))(t)
	expect(t, "timeline", s.line(p), []string{"withdrew", "consented", "added"})
}
