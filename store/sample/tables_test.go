package sample

import (
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/store/crm"
)

// TestNamesAgreeInGender makes many people and looks whether an adjectival surname has
// the form that the given name wants.
func TestNamesAgreeInGender(t *testing.T) {
	c := Config{Seed: 7, People: 20_000, Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Zone: time.UTC, Staff: []crm.StaffID{1}}
	var brides []string
	for _, name := range adjectivalSurnames {
		brides = append(brides, feminine(name))
	}
	women, men := 0, 0
	for p := range People(c) {
		for part := range strings.SplitSeq(p.FamilyName, "-") {
			switch {
			case slices.Contains(polishWomen, p.GivenName):
				women++
				if hasAny(part, "ski", "cki", "dzki") || slices.Contains(adjectivalSurnames, part) {
					t.Fatalf("%s is a woman", p.Name())
				}
			case slices.Contains(polishMen, p.GivenName):
				men++
				if hasAny(part, "ska", "cka", "dzka") || slices.Contains(brides, part) {
					t.Fatalf("%s is a man", p.Name())
				}
			}
		}
	}
	if women < 8000 || men < 5000 {
		t.Errorf("%d women and %d men of Polish names", women, men)
	}
}

// TestRareSurnames compares surnames with what grammar makes of their stems, and counts them.
func TestRareSurnames(t *testing.T) {
	for _, c := range []struct {
		stem string
		ending
		want string
	}{
		{"Brod", ending{text: "ński", softens: true}, "Brodziński"},
		{"Jawor", ending{text: "ński", softens: true}, "Jaworzyński"},
		{"Jawor", ending{text: "owski"}, "Jaworowski"},
		{"Mał", ending{text: "cki", softens: true}, "Malicki"},
		{"Mał", ending{text: "ewicz", softens: true}, "Malewicz"},
		{"Kwiat", ending{text: "k", softens: true}, "Kwiacik"},
		{"Kos", ending{text: "ak", softens: true}, "Kosiak"},
		{"Piotr", ending{text: "ewski", softens: true}, "Piotrzewski"},
	} {
		if got := c.after(c.stem); got != c.want {
			t.Errorf("%s and %s make %s, want %s", c.stem, c.text, got, c.want)
		}
	}
	c := Config{Seed: 7, People: 100_000, Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Zone: time.UTC, Staff: []crm.StaffID{1}}
	names := make(map[string]int)
	for p := range People(c) {
		for part := range strings.SplitSeq(p.FamilyName, "-") {
			names[part]++
		}
	}
	common := 0
	for _, n := range names {
		if n >= 5 {
			common++
		}
	}
	if common < 4000 {
		t.Errorf("%d surnames, of which %d are borne by five or more", len(names), common)
	}
	t.Logf("%d surnames, %d borne by five or more", len(names), common)
}

func hasAny(s string, endings ...string) bool {
	return slices.ContainsFunc(endings, func(ending string) bool { return strings.HasSuffix(s, ending) })
}

func TestNamesStandInTheRightTable(t *testing.T) {
	for _, name := range adjectivalSurnames {
		if !strings.HasSuffix(name, "i") && !strings.HasSuffix(name, "y") {
			t.Errorf("%s is no adjective", name)
		}
		if slices.Contains(plainSurnames, name) {
			t.Errorf("%s stands in two tables", name)
		}
	}
	for _, name := range polishWomen {
		if !strings.HasSuffix(name, "a") || slices.Contains(polishMen, name) {
			t.Errorf("%s is no woman's name", name)
		}
	}
	for _, table := range [][]string{polishWomen, polishMen, adjectivalSurnames, plainSurnames, companyStems, staffNames} {
		if unique := slices.Compact(slices.Sorted(slices.Values(table))); len(unique) != len(table) {
			t.Errorf("a name stands twice in %v", table)
		}
	}
}

func TestBothSpellingsFoldTheSame(t *testing.T) {
	for _, s := range slices.Concat(ukrainianWomen, ukrainianMen, ukrainianSurnames) {
		if latin, cyrillic := crm.Fold(s.latin), crm.Fold(s.cyrillic); latin != cyrillic {
			t.Errorf("%s folds to %q, %s to %q", s.latin, latin, s.cyrillic, cyrillic)
		}
	}
}

// TestTextsAreRich also makes sure that there is something to say of everybody.
func TestTextsAreRich(t *testing.T) {
	for _, kind := range crm.Kinds {
		checkTexts(t, string(kind), subjects[kind], 15, anybody, learner, prospect, firm, nobody)
		checkTexts(t, string(kind)+" notes", taskNotes[kind], 8, anybody, learner, prospect, firm)
		for _, s := range subjects[kind] {
			if strings.HasSuffix(s.text, ".") {
				t.Errorf("%s: a subject is no sentence", s.text)
			}
		}
	}
	checkTexts(t, "notes", noteTexts, 30, anybody, learner, prospect, firm)
}

func checkTexts(t *testing.T, what string, all []text, want int, of ...audience) {
	t.Helper()
	seen := make(map[string]bool)
	speaks := make(map[audience]bool)
	for _, s := range all {
		if seen[s.text] {
			t.Errorf("%s: %q stands twice", what, s.text)
		}
		seen[s.text], speaks[s.of] = true, true
	}
	if len(all) < want {
		t.Errorf("%s: %d texts, want %d", what, len(all), want)
	}
	for _, a := range of {
		if !speaks[a] {
			t.Errorf("%s: no text for audience %d", what, a)
		}
	}
}

func TestTheOfficeIsClosedOnHolidays(t *testing.T) {
	for date, want := range map[string]bool{
		"2026-11-24": true,
		"2026-11-28": false, // Saturday
		"2026-11-11": false,
		"2026-12-24": false,
		"2027-03-29": false, // Easter Monday
		"2027-03-30": true,
		"2027-05-27": false, // Corpus Christi
		"2026-04-06": false, // Easter Monday
		"2026-06-04": false, // Corpus Christi
		"2028-04-17": false, // Easter Monday of a leap year
	} {
		midnight, err := time.Parse(time.DateOnly, date)
		if err != nil {
			t.Fatal(err)
		}
		if got := working(midnight); got != want {
			t.Errorf("working on %s: %v, want %v", date, got, want)
		}
	}
}
