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
		if after, err := p.Form().Apply(p); err != nil || after != p {
			t.Fatalf("%+v: the form makes %+v, error %v", p, after, err)
		}
		if i > 0 && p.Created.Before(s.people[i-1].Created) {
			t.Fatalf("%+v came before %+v", p, s.people[i-1])
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
		{"of double surname", 1.5, 5, func(p crm.Person) bool { return strings.Contains(p.FamilyName, "-") }},
	} {
		checkShare(t, share.what, count(people, share.is), len(people), share.low, share.high)
	}
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
