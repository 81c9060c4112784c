package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

func TestEnroll(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	p := s.hasPerson("Ewa", "Ćwik")
	s.hasNote(p, "chce angielski")
	s.Clock.Forward(time.Minute)
	c := must(s.Enroll(ctx, s.jan, p.ID))(t)

	t.Run("R24 one record, one timeline", func(t *testing.T) {
		want := p
		want.Type, want.Version = crm.TypeStudent, 2
		expect(t, "the student", c.After, want)
		expect(t, "as they are read", must(s.Person(ctx, s.anna, p.ID))(t), want)
		expect(t, "timeline", s.line(p), []string{"enrolled", "chce angielski", "added"})
		expect(t, "people", s.number(`select count(*) from people`), 1)
	})
	t.Run("R24 among students and among CRM contacts", func(t *testing.T) {
		for view, want := range map[crm.PeopleView]int{crm.ViewContacts: 1, crm.ViewStudents: 1, crm.ViewAll: 1, crm.ViewCompanies: 0} {
			page := must(s.People(ctx, s.anna, crm.PersonFilter{View: view}, "", 5))(t)
			expect(t, "people in "+string(view), len(page.Items), want)
		}
	})
	t.Run("R23 new until a course is saved", func(t *testing.T) {
		expect(t, "status", c.After.Status(), crm.StatusNew)
		f := c.After.CourseForm()
		f.Guardian = "Jan Ćwik"
		saved := must(s.EditPerson(ctx, s.jan, "", p.ID, 2, f, ""))(t).After
		expect(t, "status with a guardian alone", saved.Status(), crm.StatusNew)
		f.Course = "Angielski"
		saved = must(s.EditPerson(ctx, s.jan, "", p.ID, 3, f, ""))(t).After
		expect(t, "status with a course", saved.Status(), crm.StatusActive)
		expect(t, "as it is read", must(s.Person(ctx, s.anna, p.ID))(t), saved)
		expect(t, "guardian", saved.Guardian, "Jan Ćwik")
		f.Course = ""
		saved = must(s.EditPerson(ctx, s.jan, "", p.ID, 4, f, ""))(t).After
		expect(t, "status with the course taken out", saved.Status(), crm.StatusNew)
	})
}

func TestR21OnlyCRM(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	company, archived := s.hasPerson("", "Firma"), s.hasPerson("", "Dawna")
	must(s.MakeCompany(t.Context(), s.anna, company.ID))(t)
	s.archives(archived)
	before := s.rows(s.workspace)
	for _, p := range []crm.Person{company, archived} {
		_, err := s.Enroll(t.Context(), s.jan, p.ID)
		expectRefusal(t, err, "refusal.only_crm")
	}
	_, err := s.MakeCompany(t.Context(), s.jan, archived.ID)
	expectRefusal(t, err, "refusal.archived")
	expectSameRows(t, before, s.rows(s.workspace))
}

// TestTypeOnce presses many times at once, as a doubled press and as two people do.
func TestTypeOnce(t *testing.T) {
	t.Parallel()
	for name, press := range map[string]func(s *school, p crm.Person) (crm.Change[crm.Person], error){
		"R24 add student": func(s *school, p crm.Person) (crm.Change[crm.Person], error) {
			return s.Enroll(s.t.Context(), s.anna, p.ID)
		},
		"make company": func(s *school, p crm.Person) (crm.Change[crm.Person], error) {
			return s.MakeCompany(s.t.Context(), s.anna, p.ID)
		},
		"archive": func(s *school, p crm.Person) (crm.Change[crm.Person], error) {
			return s.Archive(s.t.Context(), s.anna, p.ID, crm.LeaveTasks)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			p := s.hasPerson("Ewa", "Ćwik")
			var changed [6]bool
			var all sync.WaitGroup
			for i := range changed {
				all.Go(func() {
					c, err := press(s, p)
					if err != nil {
						t.Errorf("press %d: %v", i, err)
					}
					changed[i] = c.Changed()
				})
			}
			all.Wait()
			changes := 0
			for _, yes := range changed {
				if yes {
					changes++
				}
			}
			expect(t, "changes", changes, 1)
			expect(t, "events", s.number(`select count(*) from events where noun = 'person'`), 2)
			expect(t, "version", must(s.Person(t.Context(), s.anna, p.ID))(t).Version, 2)
		})
	}
}

// TestWhoeverIsEnrolledStays: to become a student, or a company's manager, is no edit
// after which one goes back to the archive.
func TestWhoeverIsEnrolledStays(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	student, company := s.archives(s.hasPerson("", "Ćwik")), s.archives(s.hasPerson("", "Lis"))
	must(s.RestoreForEdit(ctx, s.anna, student.ID))(t)
	must(s.RestoreForEdit(ctx, s.anna, company.ID))(t)
	must(s.Enroll(ctx, s.anna, student.ID))(t)
	must(s.MakeCompany(ctx, s.anna, company.ID))(t)
	s.Clock.Forward(crm.RestoreFor)
	expect(t, "late", must(s.ArchiveLate(ctx, crm.System(s.workspace)))(t), 0)
	expect(t, "student", must(s.Person(ctx, s.anna, student.ID))(t).Type, crm.TypeStudent)
	expect(t, "company", must(s.Person(ctx, s.anna, company.ID))(t).Type, crm.TypeCompany)
}

func TestOwner(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	p := s.hasPerson("Ewa", "Ćwik")
	given := func(to crm.StaffID, version int) (crm.Person, error) {
		f := p.Form()
		f.Owner = to
		c, err := s.EditPerson(ctx, s.anna, "", p.ID, version, f, "")
		return c.After, err
	}
	jans := must(given(s.jan.ID, 1))(t)
	expect(t, "owner's name", jans.OwnerName, s.jan.Name)
	expect(t, "as it is read", must(s.Person(ctx, s.anna, p.ID))(t), jans)

	t.Run("of whoever has left stays", func(t *testing.T) {
		must(s.RemoveStaff(ctx, s.anna, s.jan.ID))(t)
		f := jans.Form()
		f.Company = "ABC"
		kept := must(s.EditPerson(ctx, s.anna, "", p.ID, 2, f, ""))(t).After
		expect(t, "owner", kept.OwnerName, s.jan.Name)
	})
	t.Run("may be nobody", func(t *testing.T) {
		nobodys := must(given(0, 3))(t)
		expect(t, "owner's name", nobodys.OwnerName, "")
		expect(t, "as it is read", must(s.Person(ctx, s.anna, p.ID))(t), nobodys)
	})
	t.Run("is nobody who has left, nor who never was there", func(t *testing.T) {
		before := s.rows(s.workspace)
		for _, id := range []crm.StaffID{s.jan.ID, 999} {
			_, err := given(id, 4)
			expectProblem(t, err, crm.FieldOwner, "problem.owner_not_staff")
		}
		expectSameRows(t, before, s.rows(s.workspace))
	})
}

func TestDoubles(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	ewa := s.hasPersonLike(crm.PersonForm{GivenName: "Ewa", FamilyName: "Ćwik", Phone: "501 234 567"})
	s.hasPersonLike(crm.PersonForm{GivenName: "Zenon", FamilyName: "Brzęczyszczykiewicz"})
	before := s.rows(s.workspace)
	f := crm.PersonForm{GivenName: "Adam", FamilyName: "Nowak", Phone: "+48 501-234-567", Note: "rodzeństwo?"}

	_, err := s.AddPerson(ctx, s.anna, "V1", f, nil)
	expectDoubles(t, err, ewa)
	expectSameRows(t, before, s.rows(s.workspace))
	_, err = s.AddPerson(ctx, s.anna, "V1", f, []crm.PersonID{ewa.ID + 1000})
	expectDoubles(t, err, ewa)

	t.Run("known to be another", func(t *testing.T) {
		adam := must(s.AddPerson(ctx, s.anna, "V1", f, []crm.PersonID{ewa.ID}))(t)
		expect(t, "type", adam.After.Type, crm.TypeCRM)
		again := must(s.AddPerson(ctx, s.anna, "V1", f, []crm.PersonID{ewa.ID}))(t)
		expect(t, "added again", again.Changed(), false)
		expect(t, "the same person", again.After.ID, adam.After.ID)
	})
	t.Run("a correction is not asked about", func(t *testing.T) {
		f.GivenName = "Adaś"
		c := must(s.AddPerson(ctx, s.anna, "V1", f, nil))(t)
		expect(t, "changed", c.Changed(), true)
		expect(t, "people", s.number(`select count(*) from people`), 3)
	})
	t.Run("a new one is asked about again", func(t *testing.T) {
		_, err := s.AddPerson(ctx, s.anna, "V2", f, []crm.PersonID{ewa.ID})
		doubles, _ := errors.AsType[crm.Doubles](err)
		expect(t, "doubles", len(doubles.People), 2)
	})
	t.Run("problems come first", func(t *testing.T) {
		f.FamilyName = ""
		_, err := s.AddPerson(ctx, s.anna, "V3", f, nil)
		expectProblem(t, err, crm.FieldFamilyName, "problem.family_name_missing")
	})
}

func expectDoubles(t *testing.T, err error, want ...crm.Person) {
	t.Helper()
	got, _ := errors.AsType[crm.Doubles](err)
	expect(t, "doubles", got.People, want)
}

// TestTheSamePersonAtOnce saves one form many times at once: nobody is told that the
// person may be the double of the one just made.
func TestTheSamePersonAtOnce(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for round := range 8 {
		f := crm.PersonForm{FamilyName: "Ćwik", Phone: "501 234 56" + string(rune('0'+round))}
		once := "V" + f.Phone
		people := must(s.FindPeople(t.Context(), s.anna, "cwik", 50))(t)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := s.AddPerson(t.Context(), s.anna, once, f, idsOf(people)); err != nil {
					t.Errorf("round %d: %v", round, err)
				}
			})
		}
		all.Wait()
	}
	expect(t, "people", s.number(`select count(*) from people`), 8)
}

// TestLoadKeepsWhatIsKnown: everything that is known of a person goes in by Load, by
// the forms and by the verbs alike.
func TestLoadKeepsWhatIsKnown(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	want := crm.Person{
		GivenName: "Ewa", FamilyName: "Ćwik", Phone: "+48501234567", PhoneExt: "7", Email: "e@c.pl", Company: "ABC",
		Language: crm.English, NextStep: "oddzwonić", Number: "17", Type: crm.TypeArchived, WasType: crm.TypeStudent, CRMContact: true,
		Owner: s.jan.ID, OwnerName: s.jan.Name, Course: "Angielski", Level: "B2", Group: "wt. 17", CourseStart: "2026-10-01",
		Guardian: "Jan Ćwik", GuardianPhone: "+48221234567", GuardianExt: "12", GuardianEmail: "j@c.pl",
		Consent: crm.Consent{Given: true, On: "2026-09-01", Source: "formularz", Text: "oferty"},
		Created: storetest.Opening, Version: 1,
	}
	if err := s.Load(t.Context(), crm.System(s.workspace), store.Load{People: []crm.Person{want}}); err != nil {
		t.Fatal(err)
	}
	got := must(s.FindPeople(t.Context(), s.anna, "cwik", 1))(t)
	want.ID = got[0].ID
	expect(t, "who was loaded", got[0], want)
	want.Type, want.WasType, want.Version = crm.TypeStudent, "", 2
	expect(t, "restored", must(s.Restore(t.Context(), s.anna, want.ID))(t).After, want)
	expect(t, "as they are read", must(s.Person(t.Context(), s.anna, want.ID))(t), want)
}

// TestFeedsFollowNames: a feed shows the names of people, and nothing else of them.
func TestFeedsFollowNames(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	p := s.hasPerson("Ewa", "Ćwik")
	s.hasTask("oddzwonić", about(p))
	version := func() int { return s.number(`select version from feeds where staff_id = $1`, s.anna.ID) }
	before := version()
	f := p.Form()
	f.Company, f.Phone = "ABC", "501 234 567"
	must(s.EditPerson(ctx, s.anna, "", p.ID, 1, f, ""))(t)
	must(s.Enroll(ctx, s.anna, p.ID))(t)
	must(s.Archive(ctx, s.anna, p.ID, crm.LeaveTasks))(t)
	expect(t, "growth without a change of the name", version()-before, 0)
	must(s.RestoreForEdit(ctx, s.anna, p.ID))(t)
	f.GivenName = "Ewelina"
	must(s.EditPerson(ctx, s.anna, "", p.ID, 4, f, crm.ArchiveAgain))(t)
	expect(t, "growth with it", version()-before, 1)
}
