package sample_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"frontdesk/store/crm"
	"frontdesk/store/sample"
)

func TestPeopleKeepTheRules(t *testing.T) {
	s := invent(large(t))
	for i, p := range s.people {
		if after, err := p.Form().Apply(p, ""); err != nil || after != p {
			t.Fatalf("%+v: the form makes %+v, error %v", p, after, err)
		}
		if i > 0 && p.Created.Before(s.people[i-1].Created) {
			t.Fatalf("%+v came before %+v", p, s.people[i-1])
		}
		for _, form := range []crm.PersonEdit{p.CourseForm(), p.ConsentForm()} {
			if after, err := form.Apply(p, crm.DateOf(s.Now)); err != nil || after != p {
				t.Fatalf("%+v: the form makes %+v, error %v", p, after, err)
			}
		}
		if p.Created.IsZero() || p.Created.After(s.Now) {
			t.Fatalf("%+v came at no time", p)
		}
		if p.Phone == "" && p.Email == "" {
			t.Fatalf("%+v cannot be reached", p)
		}
		if p.Owner != 0 && !slices.Contains(s.Staff, p.Owner) {
			t.Fatalf("%+v is looked after by a stranger", p)
		}
		if p.Type == crm.TypeCRM && !p.CRMContact || p.Type == crm.TypeCompany && p.Company == "" {
			t.Fatalf("%+v contradicts the type", p)
		}
	}
}

// TestNobodyIsReal looks for addresses and numbers that could belong to somebody.
func TestNobodyIsReal(t *testing.T) {
	pattern := regexp.MustCompile(`^\+(48(500|510|530|570)0\d{5}|48220\d{6}|380500\d{6})$`)
	for p := range sample.People(large(t)) {
		_, host, _ := strings.Cut(p.Email, "@")
		if p.Email != "" && host != "example.com" && !strings.HasSuffix(host, ".example.com") {
			t.Fatalf("%s is no address for examples", p.Email)
		}
		if p.Phone != "" && !pattern.MatchString(p.Phone) {
			t.Fatalf("%s does not follow the pattern", p.Phone)
		}
	}
}

func TestSharesOfPeople(t *testing.T) {
	people := invent(large(t)).people
	phones := make(map[string]int)
	emails := make(map[string]int)
	for _, p := range people {
		phones[p.Phone]++
		emails[p.Email]++
	}
	for _, share := range []struct {
		what      string
		low, high float64
		is        func(crm.Person) bool
	}{
		{"students", 40, 50, func(p crm.Person) bool { return p.Type == crm.TypeStudent }},
		{"CRM contacts", 28, 40, func(p crm.Person) bool { return p.Type == crm.TypeCRM }},
		{"companies", 5, 12, func(p crm.Person) bool { return p.Type == crm.TypeCompany }},
		{"archived", 10, 17, crm.Person.Archived},
		{"without an e-mail", 6, 10.5, func(p crm.Person) bool { return p.Email == "" }},
		{"without a phone", 2, 6, func(p crm.Person) bool { return p.Phone == "" }},
		{"without an owner", 4, 8, func(p crm.Person) bool { return p.Owner == 0 }},
		{"sharing a phone", 14, 28, func(p crm.Person) bool { return p.Phone != "" && phones[p.Phone] > 1 }},
		{"sharing an e-mail", 3, 8, func(p crm.Person) bool { return p.Email != "" && emails[p.Email] > 1 }},
		{"in Cyrillic", 1, 3.5, func(p crm.Person) bool { return isCyrillic(p.FamilyName) }},
		{"written to in English", 0.6, 2.2, func(p crm.Person) bool { return p.Language == crm.English }},
		{"with a number", 46, 54, func(p crm.Person) bool { return p.Number != "" }},
		{"consenting", 56, 64, func(p crm.Person) bool { return p.Consent.Given }},
		{"who withdrew", 1, 3, func(p crm.Person) bool { return !p.Consent.Given && p.Consent.On != "" }},
		{"with a next step", 15, 25, func(p crm.Person) bool { return p.NextStep != "" }},
		{"new students", 3, 8, func(p crm.Person) bool { return p.Status() == crm.StatusNew }},
		{"active students", 34, 46, func(p crm.Person) bool { return p.Status() == crm.StatusActive }},
		{"minors", 9, 16, func(p crm.Person) bool { return p.Guardian != "" }},
		{"of double surname", 1.5, 5, func(p crm.Person) bool { return strings.Contains(p.FamilyName, "-") }},
	} {
		checkShare(t, share.what, count(people, share.is), len(people), share.low, share.high)
	}
}

// TestCards looks for what contradicts itself on a card.
func TestCards(t *testing.T) {
	s := invent(large(t))
	numbers := make(map[string]bool)
	today := crm.DateOf(s.Now.In(s.Zone))
	for _, p := range s.people {
		student := p.Type == crm.TypeStudent || p.WasType == crm.TypeStudent
		switch {
		case p.Archived() != (p.WasType != ""):
			t.Fatalf("%+v was of no type, or is not archived", p)
		case (p.Course != "") != (p.CourseStart != "") || (p.Course == "") != (p.Level+p.Group == ""):
			t.Fatalf("%+v has half a course", p)
		case p.Course != "" && !student, p.NextStep != "" && p.Type != crm.TypeCRM:
			t.Fatalf("%+v contradicts the type", p)
		case p.Course != "" && p.CourseStart < crm.DateOf(p.Created.In(s.Zone)):
			t.Fatalf("%+v learnt before coming", p)
		case p.Status() == crm.StatusActive && p.CourseStart.In(s.Zone).Before(s.Now.AddDate(0, 0, -160)):
			t.Fatalf("%+v has been learning for too long", p)
		case p.Consent.On > today, p.Consent.On != "" && p.Consent.Source == "":
			t.Fatalf("%+v consented in the future, or nowhere", p)
		case p.Number != "" && numbers[p.Number]:
			t.Fatalf("%+v has somebody's number", p)
		case p.Version != 1:
			t.Fatalf("%+v is not as it was added", p)
		}
		numbers[p.Number] = true
	}
}

// TestGuardians compares minors with their parents.
func TestGuardians(t *testing.T) {
	minors, sameName := 0, 0
	for _, p := range invent(large(t)).people {
		if p.Guardian == "" {
			continue
		}
		minors++
		if p.Type != crm.TypeStudent || p.GuardianPhone == "" || p.GuardianPhone != p.Phone || p.Guardian == p.Name() {
			t.Fatalf("%+v is no minor with a parent", p)
		}
		given, family, _ := strings.Cut(p.Guardian, " ")
		if stem := []rune(p.FamilyName)[:3]; given != p.GivenName && strings.HasPrefix(family, string(stem)) {
			sameName++
		}
	}
	checkShare(t, "minors with a parent's name", sameName, minors, 99, 100)
}

// TestDoubles finds people who were entered twice: the same given name and the same
// phone or e-mail, but a surname that is spelt otherwise.
func TestDoubles(t *testing.T) {
	people := invent(large(t)).people
	found := 0
	for i, p := range people {
		if slices.ContainsFunc(people[max(0, i-60):i], func(q crm.Person) bool {
			return p.GivenName == q.GivenName && p.FamilyName != q.FamilyName &&
				(p.Phone != "" && p.Phone == q.Phone || p.Email != "" && p.Email == q.Email)
		}) {
			found++
		}
	}
	checkShare(t, "doubles", found, len(people), 3, 5)
}

func TestTheCastIsAlwaysThere(t *testing.T) {
	var names, companies []string
	for p := range sample.People(demo(t, tuesday)) {
		names = append(names, p.Name())
		companies = append(companies, p.Company)
	}
	for _, name := range []string{"May Nowak", "Maja", "Олена Шевченко", "Olena Szewczenko", "Anna Nowak-Żak", "Łukasz Ćwik"} {
		if !slices.Contains(names, name) {
			t.Errorf("no %s among the people", name)
		}
	}
	if !slices.Contains(companies, "Marzec sp. z o.o.") {
		t.Error("no Marzec sp. z o.o. among the companies")
	}
}

func TestPeopleComeInSeason(t *testing.T) {
	months := make(map[string]int)
	for p := range sample.People(large(t)) {
		months[p.Created.Format("January")]++
	}
	for _, busy := range []string{"January", "February", "August", "September"} {
		for _, calm := range []string{"April", "June", "October", "December"} {
			if 2*months[busy] < 3*months[calm] {
				t.Errorf("%d people in %s, %d in %s", months[busy], busy, months[calm], calm)
			}
		}
	}
}

func isCyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}
