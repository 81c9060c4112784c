package crm

import "time"

// A PersonEdit is one of the three forms in which what is known of a person is edited:
// [PersonForm], [CourseForm] and [ConsentForm].
type PersonEdit interface {
	// Apply returns p as the form wants it, or p as it was and the [Problems] of the form.
	// It is saved today, which is the workspace's day.
	Apply(p Person, today Date) (Person, error)

	// Over returns the form as it is to be saved over now, when it was opened on base.
	Over(base, now Person) Merged
}

// A CourseForm is what the form „Kurs" holds, as it was typed: a student's course, and
// the guardian of a minor (R23).
type CourseForm struct {
	Course, Level, Group                   string
	Start                                  string // a [Date] as pickers give it
	Guardian, GuardianPhone, GuardianEmail string
}

// Apply implements [PersonEdit]. A student whose course is saved is new no more.
func (f CourseForm) Apply(p Person, _ Date) (Person, error) {
	var wrong Problems
	after := p
	after.Course, after.Level, after.Group = squeeze(f.Course), squeeze(f.Level), squeeze(f.Group)
	after.Guardian, after.GuardianEmail = squeeze(f.Guardian), squeeze(f.GuardianEmail)
	start, startErr := ParseDate(f.Start)
	phone, phoneErr := ParsePhone(f.GuardianPhone)
	after.CourseStart, after.GuardianPhone, after.GuardianExt = start, phone.Number, phone.Extension

	wrong.add(FieldCourse, "problem.too_long", tooLong(after.Course, MaxCourse))
	wrong.add(FieldLevel, "problem.too_long", tooLong(after.Level, MaxCourse))
	wrong.add(FieldGroup, "problem.too_long", tooLong(after.Group, MaxCourse))
	wrong.add(FieldCourseStart, "problem.date", startErr != nil)
	wrong.add(FieldGuardian, "problem.too_long", tooLong(after.Guardian, MaxName))
	wrong.add(FieldGuardianPhone, "problem.phone", phoneErr != nil)
	wrong.add(FieldGuardianEmail, "problem.email", after.GuardianEmail != "" && !validEmail(after.GuardianEmail))
	if err := wrong.err(); err != nil {
		return p, err
	}
	return after, nil
}

// CourseForm returns what an edit of p's course starts from.
func (p Person) CourseForm() CourseForm {
	return CourseForm{
		Course: p.Course, Level: p.Level, Group: p.Group, Start: string(p.CourseStart),
		Guardian: p.Guardian, GuardianPhone: Phone{p.GuardianPhone, p.GuardianExt}.String(), GuardianEmail: p.GuardianEmail,
	}
}

// A ConsentForm is what the form „Zgoda" holds, as it was typed.
type ConsentForm struct {
	Given        bool
	On           string // a [Date] as pickers give it
	Source, Text string
}

// Apply implements [PersonEdit]. A consent needs its day and its source, since the
// school must be able to show both (GDPR, article 7). The day is not after today; that of
// a withdrawal is asked for, and not left from the consent, unless that is of today.
func (f ConsentForm) Apply(p Person, today Date) (Person, error) {
	var wrong Problems
	on, onErr := ParseDate(f.On)
	c := Consent{Given: f.Given, On: on, Source: squeeze(f.Source), Text: tidy(f.Text)}

	wrong.add(FieldConsentOn, "problem.date", onErr != nil)
	wrong.add(FieldConsentOn, "problem.consent_on_missing", c.Given && f.On == "")
	wrong.add(FieldConsentOn, "problem.consent_on_future", c.On > today && c.On != p.Consent.On)
	wrong.add(FieldConsentOn, "problem.consent_withdrawn_on", p.Consent.Given && f.withdraws() && (f.On == "" || c.On == p.Consent.On && c.On != today))
	wrong.add(FieldConsentSource, "problem.consent_source_missing", c.Given && c.Source == "")
	wrong.add(FieldConsentSource, "problem.too_long", tooLong(c.Source, MaxStep))
	wrong.add(FieldConsentText, "problem.too_long", tooLong(c.Text, MaxBody))
	if err := wrong.err(); err != nil {
		return p, err
	}
	p.Consent = c
	return p, nil
}

// withdraws reports whether the form says that there is no consent any more. One with
// nothing in it says that there never was any: it was entered by mistake.
func (f ConsentForm) withdraws() bool { return !f.Given && f != ConsentForm{} }

// ConsentForm returns what an edit of p's consent starts from.
func (p Person) ConsentForm() ConsentForm {
	return ConsentForm{Given: p.Consent.Given, On: string(p.Consent.On), Source: p.Consent.Source, Text: p.Consent.Text}
}

// Enroll returns p as a student: one of the type CRM becomes one, and stays among the
// CRM contacts (R21, R24). A student stays as they are; anybody else is refused. Who was
// out of the archive for an edit only is not any more: a student-to-be stays active.
func (p Person) Enroll() (Person, error) {
	if p.Type == TypeStudent {
		return p, nil
	}
	if p.Type != TypeCRM {
		return p, Refusal{ID: "refusal.only_crm"}
	}
	p.Type, p.RestoredUntil = TypeStudent, time.Time{}
	return p, nil
}

// MakeCompany returns p as a company's manager, or why not: whoever is archived is
// restored first, and stays active when they were so for an edit only.
func (p Person) MakeCompany() (Person, error) {
	if p.Archived() {
		return p, Refusal{ID: "refusal.archived"}
	}
	if p.Type != TypeCompany {
		p.Type, p.RestoredUntil = TypeCompany, time.Time{}
	}
	return p, nil
}
