package sample

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"

	"frontdesk/store/crm"
)

// yearsOfPeople is how long ago the oldest person came to the school.
const yearsOfPeople = 3

// How many people, in percent, are like that.
const (
	ukrainians    = 6.0
	inCyrillic    = 35.0 // of the Ukrainians
	doubles       = 4.0  // somebody entered again, with a typing error
	relatives     = 9.0  // of the person before, with whom they share a phone
	doubleSurname = 7.0  // of the women

	frequentSurname = 35.0 // of the Poles: one of those that everybody has met
	withoutEmail    = 8.0
	withoutPhone    = 4.0 // of those who have an e-mail address
	withoutOwner    = 6.0
	withEmployer    = 6.0 // of the students
)

var types = []share[crm.Type]{
	{46, crm.TypeStudent},
	{30, crm.TypeCRM},
	{9, crm.TypeCompany},
	{15, crm.TypeArchived},
}

// cameByForm says how many people of a type were CRM contacts at first, in percent.
var cameByForm = map[crm.Type]float64{
	crm.TypeStudent: 40, crm.TypeCRM: 100, crm.TypeCompany: 50,
}

// cast are people whom every school knows, all of them from the 72nd person on, and a
// school of fewer than 20 none: names that look like dates or like one another, and
// letters that sort last.
var cast = []crm.Person{
	{GivenName: "May", FamilyName: "Nowak", Type: crm.TypeStudent},
	{GivenName: "Maja", FamilyName: "Lipiec", Type: crm.TypeStudent},
	{GivenName: "Olena", FamilyName: "Szewczenko", Type: crm.TypeStudent},
	{GivenName: "Tomasz", FamilyName: "Marzec", Type: crm.TypeCompany, Company: "Marzec sp. z o.o."},
	{GivenName: "Олена", FamilyName: "Шевченко", Type: crm.TypeCRM},
	{GivenName: "Anna", FamilyName: "Nowak", Type: crm.TypeStudent},
	{GivenName: "Anna", FamilyName: "Nowak-Żak", Type: crm.TypeCRM},
	{GivenName: "Łukasz", FamilyName: "Ćwik", Type: crm.TypeStudent},
	{FamilyName: "Maja", Type: crm.TypeCRM},
	{GivenName: "Jan", FamilyName: "Kowalski", Type: crm.TypeStudent},
	{GivenName: "Janina", FamilyName: "Kowalska", Type: crm.TypeArchived, WasType: crm.TypeStudent},
}

// castEvery is the place of each member of the cast: between the others.
const castEvery = 7

// People are c.People invented people, the oldest first. None has an id, and OpenTasks
// is zero: both come when they are stored.
func People(c Config) iter.Seq[crm.Person] {
	return func(yield func(crm.Person) bool) {
		m := newMaker(c)
		for i := range c.People {
			if !yield(m.person(i)) {
				return
			}
		}
	}
}

// A maker makes one person after another.
type maker struct {
	Config
	dice
	working  calendar
	phones   int            // handed out so far
	mailbox  map[string]int // how many people have that local part of an address
	families []family       // a few people of late, by whom relatives and doubles go
}

// A family is a person and the name of their relatives.
type family struct {
	crm.Person
	surname surname
}

func newMaker(c Config) *maker {
	return &maker{
		Config:  c,
		dice:    newDice(c.Seed, peopleStream),
		working: newCalendar(c.Now.AddDate(-yearsOfPeople, 0, 0), c.Now, c.Zone),
		mailbox: make(map[string]int),
	}
}

// arrival is when the i-th person came.
func (m *maker) arrival(i int) time.Time {
	part := (float64(i) + m.Float64()) / float64(m.People)
	return m.working.between(m.Now.AddDate(-yearsOfPeople, 0, 0), m.Now, part)
}

func (m *maker) person(i int) crm.Person {
	p, s := m.somebody(i)
	p.Created, p.Version = m.arrival(i), 1
	return m.card(p, s, i)
}

// somebody makes the i-th person as they come to the office, with the family's name
// where it is known.
func (m *maker) somebody(i int) (crm.Person, surname) {
	switch {
	case i%castEvery == 1 && i/castEvery < len(cast) && m.People >= 20:
		return m.reachable(cast[i/castEvery]), surname{}
	case len(m.families) > 0 && m.chance(doubles):
		return m.double(pick(m.dice, m.families).Person), surname{}
	case len(m.families) > 0 && m.chance(relatives):
		f := m.families[len(m.families)-1]
		return m.relative(f), f.surname
	}
	return m.stranger()
}

// stranger makes a person who has nothing to do with the others.
func (m *maker) stranger() (crm.Person, surname) {
	s := m.surname()
	p := m.named(s)
	p.Type = draw(m.dice, types)
	if p.Type == crm.TypeArchived {
		p.WasType = draw(m.dice, wasTypes)
	}
	if cmp.Or(p.WasType, p.Type) == crm.TypeCompany || p.Type == crm.TypeStudent && m.chance(withEmployer) {
		p.Company = pick(m.dice, companyStems) + " " + pick(m.dice, companyForms)
	}
	p = m.reachable(p)
	if p.Type != crm.TypeCompany {
		m.remember(family{p, s})
	}
	return p, s
}

// remember keeps the last few people.
func (m *maker) remember(f family) {
	const few = 40
	if len(m.families) == few {
		m.families = slices.Delete(m.families, 0, 1)
	}
	m.families = append(m.families, f)
}

// relative makes a person of the same surname and phone.
func (m *maker) relative(f family) crm.Person {
	p := m.named(f.surname)
	for p.GivenName == f.GivenName {
		p = m.named(f.surname)
	}
	p.Type = draw(m.dice, []share[crm.Type]{{75, crm.TypeStudent}, {25, crm.TypeCRM}})
	p = m.reachable(p)
	if f.Phone != "" {
		p.Phone, p.PhoneExt = f.Phone, f.PhoneExt
	}
	return p
}

// double makes p once more, as somebody typed who did not find them: the surname with
// an error, and sometimes only a part of what is known.
func (m *maker) double(p crm.Person) crm.Person {
	p.FamilyName = m.misspelt(p.FamilyName)
	p.Type, p.WasType, p.CRMContact, p.Company = crm.TypeCRM, "", true, ""
	switch {
	case p.Email == "" || p.Phone == "": // nothing to leave out
	case m.chance(40):
		p.Email = ""
	case m.chance(30):
		p.Phone, p.PhoneExt = "", ""
	}
	p.Owner = m.owner()
	return p
}

// misspelt is a surname with one typing error, or the first half of a double one. The
// ending stays, and with it the gender.
func (m *maker) misspelt(name string) string {
	if first, _, two := strings.Cut(name, "-"); two {
		return first
	}
	for {
		wrong := []rune(name)
		at := 1 + m.IntN(max(1, len(wrong)-4))
		switch m.IntN(3) {
		case 0:
			wrong[at], wrong[at+1] = wrong[at+1], wrong[at]
		case 1:
			wrong = slices.Delete(wrong, at, at+1)
		default:
			wrong = slices.Insert(wrong, at, wrong[at])
		}
		if s := string(wrong); s != name {
			return s
		}
	}
}

func (m *maker) owner() crm.StaffID {
	if m.chance(withoutOwner) {
		return 0
	}
	return pick(m.dice, m.Staff)
}
