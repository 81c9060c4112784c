package crm

import (
	"strings"
	"time"
)

// A Type is what a person is to the school; each person has one (R8).
type Type string

// The types. CRM is never chosen in a form: it is what a person added by form has (R20).
const (
	TypeCRM      Type = "crm"
	TypeStudent  Type = "student"
	TypeCompany  Type = "company"
	TypeArchived Type = "archived"
)

// Longest texts that a form may carry, in characters. MaxBody is Slack's own limit for an input.
const (
	MaxName    = 100
	MaxCompany = 200
	MaxStep    = 200
	MaxCourse  = 100
	MaxSubject = 300
	MaxBody    = 3000
)

// A Person is somebody the school keeps contact with: a current, former or
// prospective student, or a company's manager. Persons compare by ==.
type Person struct {
	ID         PersonID
	GivenName  string
	FamilyName string
	Phone      string // E.164 ("+48501234567"), empty for none
	PhoneExt   string // extension, digits only
	Email      string
	Company    string
	Language   Language // in which to write to them; empty: the workspace's
	NextStep   string   // what is to be done next, in a few words
	Number     string   // in the program or list that they were imported from; empty for none
	Type       Type
	WasType    Type    // of an archived person: the type to come back to; else empty
	CRMContact bool    // the lasting mark of a person who was added by form (R24)
	Owner      StaffID // who looks after the person
	OwnerName  string  // read, never written

	Course      string // a student without one is new (R8)
	Level       string
	Group       string
	CourseStart Date

	Guardian      string // who answers for a minor
	GuardianPhone string // E.164
	GuardianExt   string // extension of that phone
	GuardianEmail string

	Consent Consent // to marketing

	// These follow from tasks; the store keeps them in each change's own transaction.
	OpenTasks   int
	OverdueFrom time.Time // when the first of the open tasks is overdue, zero when none will be
	LastContact time.Time // of the last finished call, meeting or message; zero: never

	// RestoredUntil is when a person who was taken from the archive for an edit goes
	// back there by itself (R64); zero when they stay as they are.
	RestoredUntil time.Time

	Created time.Time
	Version int // counts changes of what forms edit, and of the type; not the restore for an edit
}

// A Consent is what a person said of letters that advertise: yes or no, and since when.
type Consent struct {
	Given  bool
	On     Date   // when it was given or withdrawn; empty: never asked
	Source string // where it was said: a form, the phone, …
	Text   string // what it was given to
}

// A Status says how far a student's card is (R8).
type Status string

// The statuses; only students have one.
const (
	StatusNew    Status = "new"    // has no course yet
	StatusActive Status = "active" // has a course
)

// Status is p's, empty of whoever is no student.
func (p Person) Status() Status {
	switch {
	case p.Type != TypeStudent:
		return ""
	case p.Course == "":
		return StatusNew
	}
	return StatusActive
}

// Name is how lists show the person: given name, then family name.
func (p Person) Name() string {
	return strings.TrimSpace(p.GivenName + " " + p.FamilyName)
}

// Named reports whether text is p's whole name, given and family name in either order.
func (p Person) Named(text string) bool {
	given, family, typed := Fold(p.GivenName), Fold(p.FamilyName), Fold(text)
	return given != "" && (typed == given+" "+family || typed == family+" "+given)
}

// Archived reports whether the person is set apart from the active ones (R9).
func (p Person) Archived() bool { return p.Type == TypeArchived }

// A PersonForm is what a person form holds, as it was typed.
type PersonForm struct {
	GivenName, FamilyName string
	Phone, Email, Company string
	NextStep              string
	Owner                 StaffID  // 0: nobody; of a new person always the one who adds
	Language              Language // empty: the workspace's
	Note                  string   // becomes the first note of a new person (by [NoteForm]); ignored by an edit
}

// Apply returns p as the form wants it, or p as it was and the [Problems] of the form.
// The phone number is read as one dialled in Poland. Limits count characters. Whether a
// new owner may be one is for the caller to ask (see [Staff.MayOwn]), who also knows
// their name.
func (f PersonForm) Apply(p Person, _ Date) (Person, error) {
	var wrong Problems
	after := p
	after.GivenName, after.FamilyName = squeeze(f.GivenName), squeeze(f.FamilyName)
	after.Company, after.Email = squeeze(f.Company), squeeze(f.Email)
	after.NextStep, after.Language = squeeze(f.NextStep), f.Language
	if f.Owner != p.Owner {
		after.Owner, after.OwnerName = f.Owner, ""
	}
	phone, err := ParsePhone(f.Phone)
	after.Phone, after.PhoneExt = phone.Number, phone.Extension

	wrong.add(FieldGivenName, "problem.too_long", tooLong(after.GivenName, MaxName))
	wrong.add(FieldFamilyName, "problem.family_name_missing", after.FamilyName == "")
	wrong.add(FieldFamilyName, "problem.too_long", tooLong(after.FamilyName, MaxName))
	wrong.add(FieldPhone, "problem.phone", err != nil)
	wrong.add(FieldEmail, "problem.email", after.Email != "" && !validEmail(after.Email))
	wrong.add(FieldCompany, "problem.too_long", tooLong(after.Company, MaxCompany))
	wrong.add(FieldNextStep, "problem.too_long", tooLong(after.NextStep, MaxStep))
	wrong.add(FieldNote, "problem.too_long", tooLong(tidy(f.Note), MaxBody))
	if err := wrong.err(); err != nil {
		return p, err
	}
	return after, nil
}

// Form returns what an edit form of p starts from.
func (p Person) Form() PersonForm {
	return PersonForm{
		GivenName: p.GivenName, FamilyName: p.FamilyName,
		Phone: Phone{p.Phone, p.PhoneExt}.String(), Email: p.Email, Company: p.Company,
		NextStep: p.NextStep, Owner: p.Owner, Language: p.Language,
	}
}

// MayOwn returns nil when people may be given to s to look after: to any member of the
// front-office staff and to nobody else. Otherwise it returns the [Problems] of the form
// that names s.
func (s Staff) MayOwn() error {
	if s.MayBeAssigned() != nil {
		return Problems{{Field: FieldOwner, ID: "problem.owner_not_staff"}}
	}
	return nil
}
