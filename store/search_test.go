package store_test

import (
	"fmt"
	"testing"

	"frontdesk/store/crm"
)

// found are the family names of whom a text finds.
func (s *school) found(t *testing.T, text string, limit int) []string {
	t.Helper()
	return familyNames(must(s.FindPeople(t.Context(), s.anna, text, limit))(t))
}

func TestFindPeople(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for _, f := range []crm.PersonForm{
		{GivenName: "Ewa", FamilyName: "Ćwik", Phone: "501 234 567", Email: "Ewa.Cwik@example.com"},
		{GivenName: "Łukasz", FamilyName: "Nowak-Żak", Phone: "22 123 45 67", Company: "Żabka Sp. z o.o."},
		{GivenName: "Олена", FamilyName: "Шевченко", Phone: "+380 44 123 4567", Email: "olena_s@example.com"},
		{FamilyName: "Ewart", Company: "100% Polski"},
	} {
		s.hasPersonLike(f)
	}
	for text, want := range map[string][]string{
		"Ćwik":      {"Ćwik"},
		"cwik":      {"Ćwik"},
		"ĆWIK ewa":  {"Ćwik"},
		"ewa ćw":    {"Ćwik"},
		"  Ewa  ":   {"Ćwik", "Ewart"},
		"ew":        {"Ćwik", "Ewart"},
		"nowak zak": {"Nowak-Żak"},
		"Lukasz":    {"Nowak-Żak"},
		"szewczenk": {"Шевченко"},
		"Олена":     {"Шевченко"},

		"501234567":       {"Ćwik"},
		"501-234":         {"Ćwik"},
		"+48 501 234 567": {"Ćwik"},
		"0048501":         {"Ćwik"},
		"48 501 234 567":  {"Ćwik"},
		"22 123":          {"Nowak-Żak"},
		"+380 44":         {"Шевченко"},
		"50":              {}, // two digits are too few

		"ewa.cwik@example.com": {"Ćwik"},
		"EWA.CWIK@":            {"Ćwik"},
		"olena_s":              {"Шевченко"},
		"żabka":                {"Nowak-Żak"},
		"zabka sp z o o":       {"Nowak-Żak"},
		"100":                  {"Ewart"},

		"%": {}, "_": {}, `\`: {}, "%%%": {}, "Ć%w": {}, "cw_k": {}, "olena%": {"Шевченко"}, "olenaxs": {},
		"'; drop table people; --": {}, "Kowalska": {}, "ewa@inna": {},
	} {
		expect(t, fmt.Sprintf("found by %q", text), s.found(t, text, 10), want)
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
	must(s.EditPerson(t.Context(), s.anna, "", p.ID, p.Version, now))(t)
	for _, text := range []string{"cwik", "a@example.com", "abc", "501"} {
		expect(t, "found by "+text, s.found(t, text, 10), []string{})
	}
	for _, text := range []string{"los", "b@example.com", "xyz", "601"} {
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
