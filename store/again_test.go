package store_test

import (
	"errors"
	"testing"

	"frontdesk/store/crm"
)

// TestShownAnew saves forms whose first save was not heard of, so that they stayed open,
// and which were shown anew because somebody else saved in between: saving what is shown
// is then a decision, and taken.
func TestShownAnew(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	companied := func(p crm.Person, name string) crm.PersonForm {
		f := p.Form()
		f.Company = name
		return f
	}
	t.Run("a person over another's change", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Ćwik")
		must(s.EditPerson(ctx, s.anna, "V1", p.ID, 1, companied(p, "Alfa"), ""))(t)
		must(s.EditPerson(ctx, s.jan, "", p.ID, 2, companied(s.is(p), "Jot"), ""))(t)
		_, err := s.EditPerson(ctx, s.anna, "V1", p.ID, 1, companied(p, "Beta"), "")
		o, ok := errors.AsType[crm.Overtaken](err)
		if !ok {
			t.Fatalf("the correction is answered by %v", err)
		}
		must(s.EditPerson(ctx, s.anna, "V1", p.ID, o.Now.Version, o.Form, ""))(t)
		expect(t, "company", s.is(p).Company, "Beta")
	})
	t.Run("R62 a person who was archived meanwhile", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Ćwik")
		must(s.EditPerson(ctx, s.anna, "V1", p.ID, 1, companied(p, "Alfa"), ""))(t)
		s.archives(p)
		_, err := s.EditPerson(ctx, s.anna, "V1", p.ID, 1, companied(p, "Beta"), "")
		expectRefusal(t, err, "refusal.archived")
		must(s.EditPerson(ctx, s.anna, "V1", p.ID, s.is(p).Version, companied(p, "Beta"), crm.ArchiveAgain))(t)
		expect(t, "company", s.is(p).Company, "Beta")
		expect(t, "type", s.is(p).Type, crm.TypeArchived)
	})
	t.Run("a task over another's change", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		task := s.hasTask("oddzwonić")
		subject := func(text string) crm.TaskForm {
			f := task.Form()
			f.Subject = text
			return f
		}
		must(s.EditTask(ctx, s.anna, "V1", task.ID, 1, subject("A")))(t)
		must(s.EditTask(ctx, s.jan, "", task.ID, 2, subject("J")))(t)
		_, err := s.EditTask(ctx, s.anna, "V1", task.ID, 1, subject("B"))
		stale, ok := errors.AsType[crm.Stale](err)
		if !ok {
			t.Fatalf("the correction is answered by %v", err)
		}
		expect(t, "subject", must(s.EditTask(ctx, s.anna, "V1", task.ID, stale.Version, subject("B")))(t).After.Subject, "B")
	})
	t.Run("a new person whom somebody took over", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		f := crm.PersonForm{GivenName: "Ewa", FamilyName: "Ćwik"}
		p := must(s.AddPerson(ctx, s.anna, "V1", f, nil))(t).After
		theirs := p.Form()
		theirs.Owner = s.jan.ID
		must(s.EditPerson(ctx, s.jan, "", p.ID, 1, theirs, ""))(t)
		f.Phone = "501 234 567"
		must(s.AddPerson(ctx, s.anna, "V1", f, nil))(t)
		expect(t, "owner", s.is(p).Owner, s.jan.ID)
		expect(t, "phone", s.is(p).Phone, "+48501234567")
	})
}
