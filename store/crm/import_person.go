package crm

import (
	"cmp"
	"time"
)

// An ImportedPerson is what a row of an import says of somebody, checked.
type ImportedPerson struct {
	Person  Person `json:"person"`            // empty where the row says nothing, its Type and Created too
	Consent Answer `json:"consent,omitempty"` // empty: the row does not say
	Joined  bool   `json:"joined,omitempty"`  // the name stood in one cell, so where it was cut is a guess
}

// ImportSource is the source of a consent whose row names none, in every language.
const ImportSource = "import"

// New is the person whom the row adds at now. Nobody looks after them yet. Without a
// type they are a student if the row has a course or a group, else of the type CRM;
// whoever is archived was a student (R7, R8).
func (i ImportedPerson) New(by Staff, now time.Time) Person {
	p := i.Person
	p.Created = now
	if wall := i.Person.Created; !wall.IsZero() && onClock(wall, by.Workspace.Zone).Before(now) {
		p.Created = onClock(wall, by.Workspace.Zone)
	}
	p.Consent = i.consent(Consent{}, by, now)
	p.Type = cmp.Or(i.Person.Type, i.implied(), TypeCRM)
	p.CRMContact = p.Type == TypeCRM
	if p.Archived() {
		p.WasType = TypeStudent
	}
	return p
}

// implied is the type of a row without one: a course makes a student.
func (i ImportedPerson) implied() Type {
	if i.Person.Course != "" || i.Person.Group != "" {
		return TypeStudent
	}
	return ""
}

// Merge returns p with what the row says laid over it at now: an empty cell takes nothing
// away. The type that the row gives is p's from then on, and takes them to the archive or
// out of it, with two exceptions: a row of the type CRM only adds the mark of a CRM
// contact to a student, and a row without a type makes a student of the type CRM alone.
func (i ImportedPerson) Merge(p Person, by Staff, now time.Time) Person {
	has := i.Person
	if !i.Joined || has.Name() != p.Name() {
		lay(&p.GivenName, has.GivenName)
		lay(&p.FamilyName, has.FamilyName)
	}
	layPhone(&p.Phone, &p.PhoneExt, has.Phone, has.PhoneExt)
	layPhone(&p.GuardianPhone, &p.GuardianExt, has.GuardianPhone, has.GuardianExt)
	lay(&p.Email, has.Email)
	lay(&p.Company, has.Company)
	lay(&p.Language, has.Language)
	lay(&p.NextStep, has.NextStep)
	lay(&p.Number, has.Number)
	lay(&p.Course, has.Course)
	lay(&p.Level, has.Level)
	lay(&p.Group, has.Group)
	lay(&p.CourseStart, has.CourseStart)
	lay(&p.Guardian, has.Guardian)
	lay(&p.GuardianEmail, has.GuardianEmail)
	p.Consent = i.consent(p.Consent, by, now)
	return i.retype(p)
}

// lay puts over in the place of under unless it is empty.
func lay[T ~string](under *T, over T) { *under = cmp.Or(over, *under) }

// layPhone lays a number with its extension; the same number without one keeps it.
func layPhone(number, ext *string, overNumber, overExt string) {
	if overNumber != "" && (overNumber != *number || overExt != "") {
		*number, *ext = overNumber, overExt
	}
}

// retype gives p the row's type.
func (i ImportedPerson) retype(p Person) Person {
	switch i.Person.Type {
	case TypeArchived:
		return p.Archive()
	case TypeStudent, TypeCompany:
		p = p.Restore(time.Time{})
		p.Type = i.Person.Type
	case TypeCRM:
		p = p.Restore(time.Time{})
		p.CRMContact = true
		if p.Type != TypeStudent {
			p.Type = TypeCRM
		}
	default:
		if p.Type == TypeCRM {
			p.Type = cmp.Or(i.implied(), TypeCRM)
		}
	}
	return p
}

// consent is c after the row's answer at now. A bare answer that c has already changes
// nothing. An answer without a day is of today, and one that is older than c's own is
// history: whoever withdrew a consent does not give it again by an old list.
func (i ImportedPerson) consent(c Consent, by Staff, now time.Time) Consent {
	has := i.Person.Consent
	switch {
	case i.Consent == "", has.On != "" && has.On < c.On:
		return c
	case i.Consent == Yes && !c.Given && c.On != "" && has.On <= c.On: // withdrawn
		return c
	case has.Given == c.Given:
		lay(&c.On, has.On)
		lay(&c.Source, has.Source)
		lay(&c.Text, has.Text)
		return c
	}
	today := DateOf(now.In(by.Workspace.Zone))
	return Consent{has.Given, cmp.Or(has.On, today), cmp.Or(has.Source, ImportSource), has.Text}
}
