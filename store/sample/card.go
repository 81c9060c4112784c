package sample

import (
	"fmt"
	"time"

	"frontdesk/store/crm"
)

// How many people, in percent, are like that.
const (
	withCourse    = 88.0 // of the students; the others are new
	keptCourse    = 80.0 // of the former students
	minors        = 30.0 // of the students
	guardianMail  = 60.0 // of the guardians
	consenting    = 60.0
	withdrawn     = 4.0  // who had consented
	withNextStep  = 60.0 // of the prospects
	inEnglish     = 20.0 // of the Ukrainians, who are written to in English
	learnPolish   = 60.0 // of the Ukrainians
	withNumber    = 50.0 // from the program that the school had before
	daysToCourse  = 45   // from the day on which somebody came
	daysToConsent = 20
	daysOfTerm    = 150
)

// wasTypes are what archived people were.
var wasTypes = []share[crm.Type]{
	{65, crm.TypeStudent},
	{25, crm.TypeCRM},
	{10, crm.TypeCompany},
}

// card fills in what stands on the card of the i-th person besides how to reach them.
func (m *maker) card(p crm.Person, s surname, i int) crm.Person {
	switch {
	case p.Type == crm.TypeStudent && m.chance(withCourse), p.WasType == crm.TypeStudent && m.chance(keptCourse):
		p = m.enrolled(p, s)
	case p.Type == crm.TypeCRM && m.chance(withNextStep):
		p.NextStep = pick(m.dice, nextSteps)
	}
	if p.Type == crm.TypeStudent && s.man != "" && m.chance(minors) {
		p = m.minor(p, s)
	}
	if s.ukrainian && m.chance(inEnglish) {
		p.Language = crm.English
	}
	if m.chance(withNumber) {
		p.Number = fmt.Sprintf("LN-%05d", i+1)
	}
	p.Consent = m.consent(p)
	return p
}

// enrolled is a person with a course: a student's began this term, a former one's soon
// after they came.
func (m *maker) enrolled(p crm.Person, s surname) crm.Person {
	c := pick(m.dice, courses)
	if s.ukrainian && m.chance(learnPolish) {
		c = polishCourse
	}
	p.Course, p.Level = c.name, pick(m.dice, c.levels)
	p.Group = fmt.Sprintf("%s-%s-%d", c.code, p.Level, 1+m.IntN(6))
	p.CourseStart = m.dayAfter(p.Created, daysToCourse)
	if term := m.Now.AddDate(0, 0, -daysOfTerm); p.Type == crm.TypeStudent && p.Created.Before(term) {
		p.CourseStart = m.dayAfter(term, daysOfTerm)
	}
	return p
}

// minor is a person with a parent, whose phone they share.
func (m *maker) minor(p crm.Person, s surname) crm.Person {
	parent := m.named(s)
	for parent.GivenName == p.GivenName {
		parent = m.named(s)
	}
	if p.Phone == "" {
		p.Phone, p.PhoneExt = m.phone(p)
	}
	p.Guardian, p.GuardianPhone, p.GuardianExt = parent.Name(), p.Phone, p.PhoneExt
	if m.chance(guardianMail) {
		p.GuardianEmail = m.email(parent)
	}
	return p
}

// consent is what somebody said of letters that advertise.
func (m *maker) consent(p crm.Person) crm.Consent {
	said := crm.Consent{Source: pick(m.dice, consentSources), Text: consentText, On: m.dayAfter(p.Created, daysToConsent)}
	if today := crm.DateOf(m.Now.In(m.Zone)); said.On > today {
		said.On = today
	}
	switch {
	case m.chance(consenting):
		said.Given = true
		return said
	case m.chance(withdrawn):
		return said
	}
	return crm.Consent{}
}

// dayAfter is a day fewer than so many after a moment.
func (m *maker) dayAfter(at time.Time, days int) crm.Date {
	return crm.DateOf(at.In(m.Zone).AddDate(0, 0, m.IntN(days)))
}

// A course is what the school teaches.
type course struct {
	name, code string
	levels     []string
}

var courses = []course{
	{"Angielski ogólny", "ANG", []string{"A1", "A2", "B1", "B2", "C1"}},
	{"Angielski ogólny", "ANG", []string{"A2", "B1", "B2"}}, // twice, as it is the most popular
	{"Angielski biznesowy", "BIZ", []string{"B1", "B2", "C1"}},
	{"Angielski dla dzieci", "DZI", []string{"A1", "A2"}},
	{"Angielski – matura", "MAT", []string{"B1", "B2"}},
	{"Angielski – ósmoklasista", "E8", []string{"A2", "B1"}},
	{"Angielski FCE", "FCE", []string{"B2"}},
	{"Hiszpański", "HIS", []string{"A1", "A2", "B1"}},
	{"Niemiecki", "NIE", []string{"A1", "A2", "B1", "B2"}},
	{"Francuski", "FRA", []string{"A1", "A2"}},
	{"Włoski", "WŁO", []string{"A1", "A2"}},
}

var polishCourse = course{"Polski dla obcokrajowców", "POL", []string{"A1", "A2", "B1"}}

// nextSteps are what is to be done next about a prospect.
var nextSteps = []string{
	"Wysłać ofertę", "Umówić test poziomujący", "Zaprosić na lekcję próbną", "Oddzwonić w sprawie terminu",
	"Przygotować umowę", "Potwierdzić grupę", "Wrócić w styczniu z promocją", "Odpisać w sprawie ceny",
	"Sprawdzić miejsca w grupie B1", "Zapytać o wynik testu",
}

const consentText = "Zgoda na informacje o kursach i promocjach e-mailem i telefonem."

var consentSources = []string{"formularz na stronie", "umowa", "rozmowa telefoniczna", "e-mail", "dzień otwarty"}
