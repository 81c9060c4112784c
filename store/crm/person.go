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
	MaxSubject = 300
	MaxBody    = 3000
)

// A Person is somebody the school keeps contact with: a current, former or
// prospective student, or a company's manager.
type Person struct {
	ID         PersonID
	GivenName  string
	FamilyName string
	Phone      string // E.164 ("+48501234567"), empty for none
	PhoneExt   string // extension, digits only
	Email      string
	Company    string
	Type       Type
	CRMContact bool    // the lasting mark of a person who was added by form (R24)
	Owner      StaffID // who looks after the person
	OpenTasks  int     // kept by the store in each change's own transaction
	Created    time.Time
	Version    int
}

// Name is how lists show the person: given name, then family name.
func (p Person) Name() string {
	return strings.TrimSpace(p.GivenName + " " + p.FamilyName)
}

// Archived reports whether the person is set apart from the active ones (R9).
func (p Person) Archived() bool { return p.Type == TypeArchived }

// A PersonForm is what a person form holds, as it was typed.
type PersonForm struct {
	GivenName, FamilyName string
	Phone, Email, Company string
	Note                  string // becomes the first note of a new person (by [NoteForm]); ignored by an edit
}

// Apply returns p as the form wants it, or p as it was and the [Problems] of the form.
// The phone number is read as one dialled in Poland. Limits count characters.
func (f PersonForm) Apply(p Person) (Person, error) {
	var wrong Problems
	after := p
	after.GivenName, after.FamilyName = squeeze(f.GivenName), squeeze(f.FamilyName)
	after.Company, after.Email = squeeze(f.Company), squeeze(f.Email)
	phone, err := ParsePhone(f.Phone)
	after.Phone, after.PhoneExt = phone.Number, phone.Extension

	wrong.add(FieldGivenName, "problem.too_long", tooLong(after.GivenName, MaxName))
	wrong.add(FieldFamilyName, "problem.family_name_missing", after.FamilyName == "")
	wrong.add(FieldFamilyName, "problem.too_long", tooLong(after.FamilyName, MaxName))
	wrong.add(FieldPhone, "problem.phone", err != nil)
	wrong.add(FieldEmail, "problem.email", after.Email != "" && !validEmail(after.Email))
	wrong.add(FieldCompany, "problem.too_long", tooLong(after.Company, MaxCompany))
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
	}
}
