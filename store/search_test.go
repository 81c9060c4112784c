package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

// found are the family names of whom a text finds.
func (s *school) found(t *testing.T, text string, limit int) []string {
	t.Helper()
	return familyNames(must(s.FindPeople(t.Context(), s.anna, text, limit))(t))
}

func TestFindPeople(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	long := strings.Repeat("Długi", crm.MaxName/len([]rune("Długi")))
	for _, f := range []crm.PersonForm{
		{GivenName: "Ewa", FamilyName: "Ćwik", Phone: "501 234 567", Email: "Ewa.Cwik@example.com"},
		{GivenName: "Łukasz", FamilyName: "Nowak-Żak", Phone: "22 123 45 67", Company: "Żabka Sp. z o.o."},
		{GivenName: "Олена", FamilyName: "Шевченко", Phone: "+380 44 123 4567", Email: "olena_s@example.com"},
		{FamilyName: "Ewart", Company: "100% Polski"},
		{FamilyName: long},
	} {
		s.hasPersonLike(f)
	}
	for text, want := range map[string][]string{
		"Ćwik":       {"Ćwik"},
		"cwik":       {"Ćwik"},
		"ĆWIK ewa":   {"Ćwik"},
		"ewa ćw":     {"Ćwik"},
		"ćw ew":      {"Ćwik"},
		"  Ewa  ":    {"Ćwik", "Ewart"},
		"ew":         {"Ćwik", "Ewart"},
		"nowak zak":  {"Nowak-Żak"},
		"żak":        {"Nowak-Żak"},
		"żak łukasz": {"Nowak-Żak"},
		"Lukasz":     {"Nowak-Żak"},
		"szewczenk":  {"Шевченко"},
		"Олена":      {"Шевченко"},
		"Shevchenko": {"Шевченко"},

		"501234567":       {"Ćwik"},
		"501-234":         {"Ćwik"},
		"567":             {"Ćwik", "Nowak-Żak", "Шевченко"},
		"4 12":            {"Шевченко"},
		"+48 501 234 567": {"Ćwik"},
		"0048501":         {"Ćwik"},
		"48 501 234 567":  {"Ćwik"},
		"22 123":          {"Nowak-Żak"},
		"022 123 45 67":   {"Nowak-Żak"},
		"0048 022 123":    {"Nowak-Żak"},
		"+48 (0)22 123":   {"Nowak-Żak"},
		"+380 44":         {"Шевченко"},
		"50":              {}, // two digits are too few

		"ewa.cwik@example.com": {"Ćwik"},
		"EWA.CWIK@":            {"Ćwik"},
		"a.cwik":               {"Ćwik"},
		"ik@example":           {"Ćwik"},
		"olena_s":              {"Шевченко"},
		"żabka":                {"Nowak-Żak"},
		"zabka sp z o o":       {"Nowak-Żak"},
		"100":                  {"Ewart"},
		"polski":               {"Ewart"},

		"%": {}, "_": {}, `\`: {}, "%%%": {}, "Ć%w": {}, "olena%": {"Шевченко"}, "ole%a@": {}, "x_s@": {},
		"'; drop table people; --": {}, "Kowalska": {}, "ewa@inna": {}, "' | 'ewa' | '": {"Ćwik", "Ewart"}, "!ewa": {"Ćwik", "Ewart"},
		"ewa\x00ćwik": {"Ćwik"}, "\xff@x": {}, strings.Repeat("kowalska", 40): {}, strings.Repeat("a", 2047): {},
		strings.Repeat("ż", 3000) + " ewa": {}, strings.Repeat("山", 3000): {}, strings.Repeat("Ewa ", 3000): {"Ćwik", "Ewart"},
		"山田a": {}, "Ləa": {}, "Γωem": {}, strings.Repeat("dlugi", 20): {long},
	} {
		expect(t, fmt.Sprintf("found by %q", text), s.found(t, text, 10), want)
	}
}

// TestFindPeopleInASentence: a name may be typed as it stands in a sentence.
func TestFindPeopleInASentence(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for _, name := range []string{
		"Anna Kowalska", "Marek Dudek", "Jan Lis", "Kasia Zając", "Jerzy Gołąb", "Piotr Zaręba", "Zofia Stępień", "Kuba Matejko", "Do Minh",
	} {
		given, family, _ := strings.Cut(name, " ")
		s.hasPerson(given, family)
	}
	for text, want := range map[string][]string{
		"do Anny Kowalskiej":     {"Kowalska"},
		"z Markiem Dudkiem":      {"Dudek"},
		"Janowi Lisowi":          {"Lis"},
		"o Kasi Zając":           {"Zając"},
		"dla pana Dudka":         {"Dudek"},
		"u p. Lisa":              {"Lis"},
		"z panią Zofią Stępień":  {"Stępień"},
		"o Jerzym Gołębiu":       {"Gołąb"},
		"Piotrze Zarębo":         {"Zaręba"},
		"Piotrowi Zarębie":       {"Zaręba"},
		"od Kuby Matejki":        {"Matejko"},
		"DO MARKA DUDKA":         {"Dudek"},
		"do":                     {"Minh"},
		"Do Minh":                {"Minh"},
		"dzwonić do Dudka Marka": {},
	} {
		expect(t, fmt.Sprintf("found by %q", text), s.found(t, text, 10), want)
	}
}

// TestFindPeopleMistyped: one or two errors in all are forgiven, wherever they are.
func TestFindPeopleMistyped(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPerson("Anna", "Kowalska")
	s.hasPerson("Grzegorz", "Brzęczyszczykiewicz")
	s.hasPerson("Ewa", "Lis")
	for text, want := range map[string][]string{
		"kowlska":                       {"Kowalska"}, // left out
		"kowallska":                     {"Kowalska"}, // put in
		"kowalsla":                      {"Kowalska"}, // mistaken
		"kowlaska":                      {"Kowalska"}, // exchanged
		"owalska":                       {"Kowalska"}, // at the beginning
		"kovalzka":                      {"Kowalska"}, // two
		"ana kowlska":                   {"Kowalska"}, // one in each
		"kowlska anna":                  {"Kowalska"},
		"annakowalska":                  {"Kowalska"}, // no space
		"ann akowalska":                 {"Kowalska"}, // a letter too late
		"annankowalska":                 {"Kowalska"}, // a letter for the space
		"ko walska":                     {"Kowalska"}, // a space too many
		"annakowlska":                   {"Kowalska"},
		"anna kvlzka":                   {},
		"brzeczyszczykiewic grzegorz":   {"Brzęczyszczykiewicz"},
		"grzegorz brzenczyszczykiewicz": {"Brzęczyszczykiewicz"},
		"brzęczyszczykiewsz":            {"Brzęczyszczykiewicz"},
		"eva":                           {"Lis"},
		"lsi ewa":                       {"Lis"},
		"xyz":                           {},
	} {
		expect(t, fmt.Sprintf("found by %q", text), s.found(t, text, 10), want)
	}
}

// TestFindPeopleBestFirst: who has the name as it was typed comes before who begins with
// it, and before whoever may have been meant.
func TestFindPeopleBestFirst(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for _, name := range []string{"Ewa Żur", "Anna Nowakowska", "Anna Nowak", "Hanna Nowak", "Jan Nowiak", "Ola Zając", "Ola Ćwik", "Ola Cyran"} {
		given, family, _ := strings.Cut(name, " ")
		s.hasPerson(given, family)
	}
	expect(t, "of whole names and beginnings", s.found(t, "anna nowak", 10), []string{"Nowak", "Nowakowska", "Nowak"})
	expect(t, "in the order of the Polish alphabet", s.found(t, "ola", 10), []string{"Cyran", "Ćwik", "Zając"})
	expect(t, "of an inflected name", s.found(t, "nowaka", 2), []string{"Nowak", "Nowak"})
	for _, given := range []string{"Adam", "Ewa", "Jan", "Ola", "Piotr", "Zofia"} {
		s.hasPerson(given, "Lisak")
	}
	s.hasPerson("Jan", "Lis")
	expect(t, "of a form that begins another name", s.found(t, "lisa", 4), []string{"Lis", "Lisak", "Lisak", "Lisak"})
	expect(t, "of a typed name that somebody has, and of those near it", s.found(t, "nowiak", 10), []string{"Nowiak", "Nowak", "Nowak"})
}

// TestAListShowsWhomTheSearchFinds: a list filtered by text has everybody whom the search
// would find, and all of them on its pages.
func TestAListShowsWhomTheSearchFinds(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for _, name := range []string{"Anna Kowalska", "Marek Dudek", "Jan Lis"} {
		given, family, _ := strings.Cut(name, " ")
		s.hasPersonLike(crm.PersonForm{GivenName: given, FamilyName: family, Email: crm.Fold(family) + "@example.com", Company: family + " i syn"})
	}
	s.sql(`insert into people (workspace_id, given_name, family_name, phone, phone_ext, email, company, type, crm_contact,
			given_first, family_first, email_fold, company_fold, created_at)
		select $1, 'Ola', 'Mazur', '', '', '', '', 'crm', true, 'ola mazur', 'mazur ola', '', '', $2 from generate_series(1, 30)`, s.workspace.ID, s.Now())
	for text, want := range map[string]int{
		"kowal": 1, "do Anny Kowalskiej": 1, "kowlska": 1, "lis@": 1, "i syn": 3, "mazur": 30, "oli mazur": 30, "nikt": 0,
	} {
		all := pages(t, 7, func(at crm.Cursor, size int) (crm.Page[crm.Person], error) {
			return s.People(t.Context(), s.anna, crm.PersonFilter{Text: text}, at, size)
		})
		expect(t, "on the list of "+text, len(all), want)
		for _, p := range must(s.FindPeople(t.Context(), s.anna, text, 10))(t) {
			if !slices.ContainsFunc(all, func(other crm.Person) bool { return other.ID == p.ID }) {
				t.Errorf("%s finds %s, whom the list does not show", text, p.Name())
			}
		}
	}
}

// TestDoublesByLikeness: somebody is warned of who may be the same person, the likeliest first.
func TestDoublesByLikeness(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for _, f := range []crm.PersonForm{
		{GivenName: "Anna", FamilyName: "Kowalska", Phone: "501 234 567 w. 12", Email: "anna@example.com"},
		{GivenName: "Jan", FamilyName: "Kowalski", Email: "jan@example.com"},
		{GivenName: "Ewa", FamilyName: "Lis"},
	} {
		s.hasPersonLike(f)
	}
	for _, c := range []struct {
		name string
		form crm.PersonForm
		want []string
	}{
		{"the same name", crm.PersonForm{GivenName: "anna", FamilyName: "KOWALSKA"}, []string{"Kowalska"}},
		{"exchanged", crm.PersonForm{GivenName: "Kowalska", FamilyName: "Anna"}, []string{"Kowalska"}},
		{"with an error", crm.PersonForm{GivenName: "Anna", FamilyName: "Kowlska"}, []string{"Kowalska"}},
		{"the same phone", crm.PersonForm{FamilyName: "Obca", Phone: "501234567"}, []string{"Kowalska"}},
		{"the same e-mail", crm.PersonForm{FamilyName: "Obca", Email: "JAN@example.com"}, []string{"Kowalski"}},
		{"e-mail before number", crm.PersonForm{FamilyName: "Obca", Phone: "501234567", Email: "jan@example.com"}, []string{"Kowalski", "Kowalska"}},
		// who is like nobody is added
		{"with two errors", crm.PersonForm{GivenName: "Ana", FamilyName: "Kowlska"}, nil},
		{"the surname alone", crm.PersonForm{GivenName: "Zofia", FamilyName: "Kowalska"}, nil},
		{"half of a name", crm.PersonForm{FamilyName: "Lis"}, nil},
	} {
		_, err := s.AddPerson(t.Context(), s.anna, "", c.form, nil)
		like, _ := errors.AsType[crm.Doubles](err)
		var got []string
		for _, p := range like.People {
			got = append(got, p.FamilyName)
		}
		expect(t, c.name, got, c.want)
	}
}

// TestDoublesBehindNamesakes: who has the newcomer's phone or e-mail address is named,
// however many have the newcomer's name.
func TestDoublesBehindNamesakes(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPersonLike(crm.PersonForm{GivenName: "Ania", FamilyName: "Wrona", Phone: "501 234 567"})
	s.hasPersonLike(crm.PersonForm{GivenName: "Ela", FamilyName: "Zięba", Email: "ela@example.com"})
	s.sql(`insert into people (workspace_id, given_name, family_name, phone, phone_ext, email, company, type, crm_contact,
			given_first, family_first, email_fold, company_fold, created_at)
		select $1, given, family, phone, '', '', '', 'crm', true, given || ' ' || family, family || ' ' || given, '', '', $2
		from generate_series(1, 210), (values ('anna', 'nowak', ''), ('anna', 'nowah', ''), ('jan', 'lis', '+48601234567')) x (given, family, phone)`,
		s.workspace.ID, s.Now())
	s.sql(`insert into names (workspace_id, name) select $1, unnest('{anna,nowak,nowah}'::text[]) on conflict do nothing`, s.workspace.ID)
	for _, c := range []struct {
		phone, email string
		want         []string
	}{
		{"501234567", "", []string{"Wrona", "nowak", "nowak", "nowak", "nowak"}},
		{"501234567", "ela@example.com", []string{"Zięba", "Wrona", "nowak", "nowak", "nowak"}},
		{"601234567", "ela@example.com", []string{"Zięba", "lis", "lis", "lis", "lis"}},
	} {
		newcomer := crm.PersonForm{GivenName: "Anna", FamilyName: "Nowak", Phone: c.phone, Email: c.email}
		_, err := s.AddPerson(t.Context(), s.anna, "", newcomer, nil)
		like, _ := errors.AsType[crm.Doubles](err)
		expect(t, "doubles with "+c.phone+" "+c.email, familyNames(like.People), c.want)
	}
}

func TestFindPeopleNobodyTyped(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for _, family := range []string{"Łoś", "Lis", "Żak"} {
		s.hasPerson("", family)
	}
	expect(t, "found by nothing", s.found(t, "  ", 2), []string{"Lis", "Łoś"})
}

func TestArchivedPeopleAreFoundLast(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.archives(s.hasPerson("Ewa", "Adamska"))
	s.hasPerson("Ewa", "Żak")
	s.hasPersonLike(crm.PersonForm{FamilyName: "Lis", Company: "Ewa i synowie"})
	expect(t, "all three", s.found(t, "ewa", 10), []string{"Żak", "Lis", "Adamska"})
	expect(t, "the first", s.found(t, "ewa", 1), []string{"Żak"})
}

func TestFindPeopleLimit(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for i := range 12 {
		s.hasPersonLike(crm.PersonForm{FamilyName: fmt.Sprint("Nowak ", i), Company: "Nowak"})
	}
	s.hasPersonLike(crm.PersonForm{FamilyName: "Lis", Company: "Nowak"})
	for _, limit := range []int{1, 4, 5, 12, 100} {
		expect(t, fmt.Sprint("found of ", limit), len(s.found(t, "nowak", limit)), min(limit, 12))
	}
}

// TestFindPeopleOfABroadText: of a text that means half the school no more than some
// hundred people are read, and the list has everybody.
func TestFindPeopleOfABroadText(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.crowd()
	seen := new(watch)
	traced := must(store.OpenTraced(t.Context(), store.Config{URL: s.URL, Secret: storetest.Secret, Now: s.Clock.Now}, seen))(t)
	t.Cleanup(traced.Close)
	for _, text := range []string{"example.com", "firma"} {
		seen.queries = nil
		expect(t, "found by "+text, len(must(traced.FindPeople(t.Context(), s.anna, text, 20))(t)), 20)
		for _, q := range slices.Clone(seen.queries) {
			expectPlan(t, s, q, 400)
		}
		page := must(s.People(t.Context(), s.anna, crm.PersonFilter{Text: text}, "", 10))(t)
		expect(t, "on the list of "+text, page.Total, crm.CountCap)
	}
}

// TestSearchThatTakesTooLong keeps the table from being read meanwhile.
func TestSearchThatTakesTooLong(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPerson("Ewa", "Ćwik")
	ctx := t.Context()
	lock := must(s.Pool.Begin(ctx))(t)
	must(lock.Exec(ctx, `lock table people in access exclusive mode`))(t)
	_, err := s.FindPeople(ctx, s.anna, "ćwik", 10)
	expectRefusal(t, err, "refusal.search_slow")
	_, err = s.People(ctx, s.anna, crm.PersonFilter{Text: "ćwik"}, "", 10)
	expectRefusal(t, err, "refusal.filter_slow")
	gone, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
	defer cancel()
	if _, err = s.FindPeople(gone, s.anna, "ćwik", 10); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("whoever does not wait is told %v", err)
	}
	if err := lock.Rollback(ctx); err != nil {
		t.Fatal(err)
	}
	expect(t, "found afterwards", s.found(t, "ćwik", 10), []string{"Ćwik"})
}

// TestFindPeopleTwiceTheSame: who is found by name and by company is found once.
func TestFindPeopleTwiceTheSame(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPersonLike(crm.PersonForm{FamilyName: "Lis", Company: "Lis", Email: "lis@example.com"})
	expect(t, "found", s.found(t, "lis", 10), []string{"Lis"})
}

// TestFindPeopleAfterAnEdit: search knows what a person is called now.
func TestFindPeopleAfterAnEdit(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasPersonLike(crm.PersonForm{FamilyName: "Ćwik", Email: "a@example.com", Company: "ABC", Phone: "501 234 567"})
	now := crm.PersonForm{FamilyName: "Łoś", Email: "b@example.com", Company: "XYZ", Phone: "601 234 567"}
	must(s.EditPerson(t.Context(), s.anna, "", p.ID, p.Version, now, ""))(t)
	for _, text := range []string{"cwik", "a@example.com", "abc", "501"} {
		expect(t, "found by "+text, s.found(t, text, 10), []string{})
	}
	for _, text := range []string{"los", "loos", "b@example.com", "xyz", "601"} {
		expect(t, "found by "+text, s.found(t, text, 10), []string{"Łoś"})
	}
}

func TestFindStaff(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.Member(t, s.workspace, "Żaneta Ćwik", crm.RoleReceptionist)
	s.Member(t, s.workspace, "Łucja Annecka", crm.RoleReceptionist)
	gone := s.Member(t, s.workspace, "Anna Dawna", crm.RoleReceptionist)
	must(s.RemoveStaff(t.Context(), s.anna, gone.ID))(t)
	for text, want := range map[string][]string{
		"":      {"Jan Zając", "Anna Nowak", "Łucja Annecka", "Żaneta Ćwik"}, // Jan asks
		"an":    {"Anna Nowak", "Łucja Annecka"},
		"zaj":   {"Jan Zając"},
		"cwik":  {"Żaneta Ćwik"},
		"ucja":  {},
		"dawna": {},
	} {
		got := []string{}
		for _, m := range must(s.FindStaff(t.Context(), s.jan, text, 10))(t) {
			got = append(got, m.Name)
		}
		expect(t, fmt.Sprintf("staff found by %q", text), got, want)
	}
	expect(t, "at most", len(must(s.FindStaff(t.Context(), s.jan, "", 2))(t)), 2)
}
