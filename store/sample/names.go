package sample

import "frontdesk/store/crm"

// A surname is what a family is called: as men and as women bear it, in the alphabet
// in which they write.
type surname struct {
	man, woman string
	ukrainian  bool
	cyrillic   bool
}

func (m *maker) surname() surname {
	if m.chance(ukrainians) {
		return m.ukrainianSurname()
	}
	return m.polishSurname()
}

func (m *maker) ukrainianSurname() surname {
	s := surname{ukrainian: true, cyrillic: m.chance(inCyrillic)}
	s.man = pick(m.dice, ukrainianSurnames).in(s.cyrillic)
	s.woman = s.man
	return s
}

func (m *maker) polishSurname() surname {
	if !m.chance(frequentSurname) {
		return m.composed()
	}
	if m.chance(50) {
		man := pick(m.dice, adjectivalSurnames)
		return surname{man: man, woman: feminine(man)}
	}
	name := pick(m.dice, plainSurnames)
	return surname{man: name, woman: name}
}

// named makes a person of a family, with a given name that suits.
func (m *maker) named(s surname) crm.Person {
	woman := m.chance(60)
	p := crm.Person{FamilyName: s.man}
	if woman {
		p.FamilyName = s.woman
	}
	switch {
	case s.ukrainian && woman:
		p.GivenName = pick(m.dice, ukrainianWomen).in(s.cyrillic)
	case s.ukrainian:
		p.GivenName = pick(m.dice, ukrainianMen).in(s.cyrillic)
	case woman:
		p.GivenName = pick(m.dice, polishWomen)
		p.FamilyName += m.secondSurname(p.FamilyName)
	default:
		p.GivenName = pick(m.dice, polishMen)
	}
	return p
}

// secondSurname is what some women add to their first.
func (m *maker) secondSurname(first string) string {
	if !m.chance(doubleSurname) {
		return ""
	}
	second := m.polishSurname().woman
	if second == first {
		return ""
	}
	return "-" + second
}

// in is the name in Cyrillic, or as Poles write it.
func (s spelling) in(cyrillic bool) string {
	if cyrillic {
		return s.cyrillic
	}
	return s.latin
}
