package crm

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

// expectRefusal fails the test unless err is the refusal with this sentence; none
// wanted means no error.
func expectRefusal(t *testing.T, err error, id string) {
	t.Helper()
	r, _ := errors.AsType[Refusal](err)
	if r.ID != id || (err != nil) != (id != "") {
		t.Errorf("got error %v, want %q", err, id)
	}
}

// out is when somebody who is out for an edit goes back.
var out = time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)

func TestEnroll(t *testing.T) {
	for name, test := range map[string]struct {
		before, want Person
		refusal      string
	}{
		"R21 of the type CRM": {
			Person{Type: TypeCRM, CRMContact: true, Version: 3}, Person{Type: TypeStudent, CRMContact: true, Version: 3}, "",
		},
		"without the mark of a contact": {Person{Type: TypeCRM}, Person{Type: TypeStudent}, ""},
		"a student already":             {Person{Type: TypeStudent, Course: "B2"}, Person{Type: TypeStudent, Course: "B2"}, ""},
		"R21 no company":                {Person{Type: TypeCompany}, Person{Type: TypeCompany}, "refusal.only_crm"},
		"R21 nobody archived": {
			Person{Type: TypeArchived, WasType: TypeCRM}, Person{Type: TypeArchived, WasType: TypeCRM}, "refusal.only_crm",
		},
		"who is out for an edit stays active": {Person{Type: TypeCRM, RestoredUntil: out}, Person{Type: TypeStudent}, ""},
		"a student out for an edit goes back": {
			Person{Type: TypeStudent, RestoredUntil: out}, Person{Type: TypeStudent, RestoredUntil: out}, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := test.before.Enroll()
			expectRefusal(t, err, test.refusal)
			if got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestMakeCompany(t *testing.T) {
	for name, test := range map[string]struct {
		before, want Person
		refusal      string
	}{
		"of the type CRM":                     {Person{Type: TypeCRM, CRMContact: true}, Person{Type: TypeCompany, CRMContact: true}, ""},
		"a student":                           {Person{Type: TypeStudent}, Person{Type: TypeCompany}, ""},
		"a company already":                   {Person{Type: TypeCompany, RestoredUntil: out}, Person{Type: TypeCompany, RestoredUntil: out}, ""},
		"who is out for an edit stays active": {Person{Type: TypeCRM, RestoredUntil: out}, Person{Type: TypeCompany}, ""},
		"nobody archived": {
			Person{Type: TypeArchived, WasType: TypeCRM}, Person{Type: TypeArchived, WasType: TypeCRM}, "refusal.archived",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := test.before.MakeCompany()
			expectRefusal(t, err, test.refusal)
			if got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	for name, test := range map[string]struct {
		person Person
		want   Status
	}{
		"R8 a student without a course is new": {Person{Type: TypeStudent}, StatusNew},
		"R8 with one, active":                  {Person{Type: TypeStudent, Course: "Angielski"}, StatusActive},
		"a level alone is no course":           {Person{Type: TypeStudent, Level: "B2", Group: "wt. 17"}, StatusNew},
		"nobody else has one":                  {Person{Type: TypeCRM, Course: "Angielski"}, ""},
		"nor has who is archived":              {Person{Type: TypeArchived, WasType: TypeStudent, Course: "Angielski"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := test.person.Status(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// full is a person of whom everything is known.
var full = Person{
	ID: 3, GivenName: "Ewa", FamilyName: "Ćwik", Phone: "+48501234567", PhoneExt: "7", Email: "e@c.pl", Company: "ABC",
	Language: English, NextStep: "oddzwonić", Number: "17", Type: TypeStudent, CRMContact: true, Owner: 5, OwnerName: "Anna",
	Course: "Angielski", Level: "B2", Group: "wt. 17", CourseStart: "2026-10-01",
	Guardian: "Jan Ćwik", GuardianPhone: "+48221234567", GuardianExt: "12", GuardianEmail: "j@c.pl",
	Consent:   Consent{Given: true, On: "2026-09-01", Source: "formularz", Text: "oferty\nszkoły"},
	OpenTasks: 2, OverdueFrom: out, LastContact: out, RestoredUntil: out, Created: out, Version: 4,
}

func TestFormsOfAPersonChangeNothing(t *testing.T) {
	for name, form := range map[string]func(Person) PersonEdit{
		"data":    func(p Person) PersonEdit { return p.Form() },
		"course":  func(p Person) PersonEdit { return p.CourseForm() },
		"consent": func(p Person) PersonEdit { return p.ConsentForm() },
	} {
		t.Run(name, func(t *testing.T) {
			for _, p := range []Person{{FamilyName: "Lis"}, full} {
				got, err := form(p).Apply(p, "")
				expectProblems(t, err)
				if got != p {
					t.Errorf("got %+v, want %+v", got, p)
				}
			}
		})
	}
}

// TestFormsKeepToTheirFields: each field of a person is one form's, or nobody's.
func TestFormsKeepToTheirFields(t *testing.T) {
	emptied := map[string]string{}
	for name, form := range map[string]PersonEdit{
		"data": PersonForm{FamilyName: "Lis"}, "course": CourseForm{}, "consent": ConsentForm{},
	} {
		after, err := form.Apply(full, today)
		expectProblems(t, err)
		was, is := reflect.ValueOf(full), reflect.ValueOf(after)
		for i := range was.NumField() {
			if field := was.Type().Field(i).Name; was.Field(i).Interface() != is.Field(i).Interface() {
				emptied[field] += name
			}
		}
	}
	want := map[string]string{
		"GivenName": "data", "FamilyName": "data", "Phone": "data", "PhoneExt": "data", "Email": "data", "Company": "data",
		"Language": "data", "NextStep": "data", "Owner": "data", "OwnerName": "data",
		"Course": "course", "Level": "course", "Group": "course", "CourseStart": "course",
		"Guardian": "course", "GuardianPhone": "course", "GuardianExt": "course", "GuardianEmail": "course",
		"Consent": "consent",
	}
	if !reflect.DeepEqual(emptied, want) {
		t.Errorf("emptied %v\nwant %v", emptied, want)
	}
}

func TestCourseFormApply(t *testing.T) {
	t.Run("R23 the card's fields", func(t *testing.T) {
		got, err := CourseForm{
			Course: "  Angielski  ogólny ", Level: "B2 ", Group: " wt. 17:00", Start: "2026-12-01",
			Guardian: "Jan  Lis", GuardianPhone: "022 123 45 67 wew. 12", GuardianEmail: " jan@lis.pl",
		}.Apply(Person{ID: 1, FamilyName: "Lis", Type: TypeStudent}, "")
		expectProblems(t, err)
		want := Person{
			ID: 1, FamilyName: "Lis", Type: TypeStudent, Course: "Angielski ogólny", Level: "B2", Group: "wt. 17:00",
			CourseStart: "2026-12-01", Guardian: "Jan Lis", GuardianPhone: "+48221234567", GuardianExt: "12", GuardianEmail: "jan@lis.pl",
		}
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
	long := strings.Repeat("ż", MaxCourse+1)
	for name, test := range map[string]struct {
		form CourseForm
		want []string
	}{
		"nothing":   {CourseForm{}, nil},
		"just fits": {CourseForm{Course: strings.Repeat("ż", MaxCourse), Guardian: strings.Repeat("ż", MaxName)}, nil},
		"too long": {CourseForm{Course: long, Level: long, Group: long, Guardian: long}, []string{
			"course: problem.too_long", "level: problem.too_long", "group: problem.too_long", "guardian: problem.too_long",
		}},
		"no day":        {CourseForm{Start: "2026-02-30"}, []string{"course_start: problem.date"}},
		"another age":   {CourseForm{Start: "0202-01-01"}, []string{"course_start: problem.date"}},
		"no phone":      {CourseForm{GuardianPhone: "mama"}, []string{"guardian_phone: problem.phone"}},
		"no address":    {CourseForm{GuardianEmail: "mama"}, []string{"guardian_email: problem.email"}},
		"all that fits": {CourseForm{Start: "x", GuardianPhone: "x", GuardianEmail: "x"}, []string{"course_start: problem.date", "guardian_phone: problem.phone", "guardian_email: problem.email"}},
	} {
		t.Run(name, func(t *testing.T) { expectKept(t, test.form, test.want) })
	}
}

// today is the day on which forms are saved.
const today = Date("2026-11-24")

func TestConsentFormApply(t *testing.T) {
	got, err := ConsentForm{Given: true, On: "2026-11-24", Source: " telefon ", Text: "oferty\r\nszkoły "}.Apply(Person{FamilyName: "Lis"}, today)
	expectProblems(t, err)
	want := Person{FamilyName: "Lis", Consent: Consent{Given: true, On: "2026-11-24", Source: "telefon", Text: "oferty\nszkoły"}}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	t.Run("given and withdrawn on one day", func(t *testing.T) {
		p := Person{FamilyName: "Lis", Consent: Consent{Given: true, On: today}}
		after, err := ConsentForm{On: string(today)}.Apply(p, today)
		expectProblems(t, err)
		if after.Consent != (Consent{On: today}) {
			t.Errorf("got %+v", after.Consent)
		}
	})
	t.Run("a day that was imported wrong stays until it is mended", func(t *testing.T) {
		p := Person{FamilyName: "Lis", Consent: Consent{Given: true, On: "2027-01-01", Source: "telefon"}}
		f := p.ConsentForm()
		f.Text = "oferty"
		_, err := f.Apply(p, today)
		expectProblems(t, err)
	})
	for name, test := range map[string]struct {
		form ConsentForm
		want []string
	}{
		"never asked": {ConsentForm{}, nil},
		"withdrawn":   {ConsentForm{On: "2026-11-24"}, nil},
		"given, but when and where": {ConsentForm{Given: true}, []string{
			"consent_on: problem.consent_on_missing", "consent_source: problem.consent_source_missing",
		}},
		"no day":   {ConsentForm{Given: true, On: "jutro", Source: "telefon"}, []string{"consent_on: problem.date"}},
		"of today": {ConsentForm{Given: true, On: "2026-11-24", Source: "telefon"}, nil},
		"of tomorrow": {ConsentForm{Given: true, On: "2026-11-25"}, []string{
			"consent_on: problem.consent_on_future", "consent_source: problem.consent_source_missing",
		}},
		"withdrawn tomorrow":              {ConsentForm{On: "2026-11-25"}, []string{"consent_on: problem.consent_on_future"}},
		"withdrawn on the day of consent": {ConsentForm{On: "2026-09-01"}, []string{"consent_on: problem.consent_withdrawn_on"}},
		"never asked, entered by mistake": {ConsentForm{}, nil},
		"the day of consent mended":       {ConsentForm{Given: true, On: "2026-08-31", Source: "telefon"}, nil},
		"withdrawn on no day":             {ConsentForm{Source: "telefon"}, []string{"consent_on: problem.consent_withdrawn_on"}},
		"too long": {ConsentForm{On: "2026-09-02", Source: strings.Repeat("ż", MaxStep+1), Text: strings.Repeat("ż", MaxBody+1)}, []string{
			"consent_source: problem.too_long", "consent_text: problem.too_long",
		}},
	} {
		t.Run(name, func(t *testing.T) { expectKept(t, test.form, test.want) })
	}
}

// expectKept applies a form and expects its problems, with the person as before.
func expectKept(t *testing.T, form PersonEdit, want []string) {
	t.Helper()
	after, err := form.Apply(full, today)
	expectProblems(t, err, want...)
	if err != nil && after != full {
		t.Errorf("got %+v together with problems, want the person as before", after)
	}
}
