package crm

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// everyCondition is a filter in which each condition is set.
var everyCondition = PersonFilter{
	View: ViewStudents, Text: "Ćwik", Type: TypeStudent, Status: StatusActive, Owner: 3, Consent: Yes, Open: No, Overdue: Yes,
	Contacted: No, ContactBefore: "2026-11-01", CreatedFrom: "2026-09-01", CreatedTo: "2026-09-30",
}

// allConditions are the names of those, in the order of their chips.
var allConditions = []Condition{
	ByText, ByType, ByStatus, ByOwner, ByConsent, ByOpen, ByOverdue, ByContacted, ByContact, ByCreated,
}

func TestConditions(t *testing.T) {
	if got := (PersonFilter{View: ViewArchive}).Conditions(); len(got) != 0 {
		t.Errorf("a view alone has conditions %v", got)
	}
	if got := everyCondition.Conditions(); !slices.Equal(got, allConditions) {
		t.Errorf("got %v, want %v", got, allConditions)
	}
	for i, name := range allConditions {
		t.Run("R15 without "+string(name), func(t *testing.T) {
			rest := slices.Delete(slices.Clone(allConditions), i, i+1)
			less := everyCondition.Without(name)
			if got := less.Conditions(); !slices.Equal(got, rest) {
				t.Errorf("left are %v, want %v", got, rest)
			}
			if less.View != ViewStudents {
				t.Errorf("the view became %q", less.View)
			}
			for _, other := range rest {
				less = less.Without(other)
			}
			if less != everyCondition.Cleared() {
				t.Errorf("without any condition: %+v", less)
			}
		})
	}
	if got := everyCondition.Without("unknown"); got != everyCondition {
		t.Errorf("without what there is not: %+v", got)
	}
}

// TestConditionsKnowEveryField finds fields of a filter that no condition sets.
func TestConditionsKnowEveryField(t *testing.T) {
	whole := reflect.ValueOf(everyCondition)
	for i := range whole.NumField() {
		name := whole.Type().Field(i).Name
		var f PersonFilter
		reflect.ValueOf(&f).Elem().Field(i).Set(whole.Field(i))
		if whole.Field(i).IsZero() {
			t.Errorf("%s is not set in everyCondition", name)
		}
		if name != "View" && len(f.Conditions()) != 1 {
			t.Errorf("with %s alone set, the conditions are %v", name, f.Conditions())
		}
	}
}

func TestCleared(t *testing.T) {
	if got, want := everyCondition.Cleared(), (PersonFilter{View: ViewStudents}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestFilterCheck(t *testing.T) {
	for _, c := range []struct {
		name string
		f    PersonFilter
		want []string
	}{
		{"everybody", PersonFilter{}, nil},
		{"every condition", everyCondition, nil},
		{"a day alone", PersonFilter{CreatedFrom: "2026-09-01", CreatedTo: "2026-09-01"}, nil},
		{"an end alone", PersonFilter{CreatedTo: "2026-09-01"}, nil},
		{"the longest text", PersonFilter{Text: strings.Repeat("ż", MaxCompany)}, nil},
		{"a longer text", PersonFilter{Text: strings.Repeat("ż", MaxCompany+1)}, []string{"text: problem.too_long"}},
		{"no such choices", PersonFilter{
			View: "x", Type: "x", Status: "x", Owner: -2, Consent: "x", Open: "x", Overdue: "x", Contacted: "maybe",
		}, []string{
			"view: problem.choice", "type: problem.choice", "status: problem.choice", "owner: problem.choice", "consent: problem.choice",
			"open: problem.choice", "overdue: problem.choice", "contacted: problem.choice",
		}},
		{"no such days", PersonFilter{ContactBefore: "2026-02-30", CreatedFrom: "jutro", CreatedTo: "0001-01-01"}, []string{
			"contact_before: problem.date", "created_from: problem.date", "created_to: problem.date",
		}},
		{"an end before the beginning", PersonFilter{CreatedFrom: "2026-09-02", CreatedTo: "2026-09-01"}, []string{
			"created_to: problem.created_to_before",
		}},
		{"an end that is no day", PersonFilter{CreatedFrom: "2026-09-02", CreatedTo: "1"}, []string{"created_to: problem.date"}},
	} {
		t.Run(c.name, func(t *testing.T) { expectProblems(t, c.f.Check(), c.want...) })
	}
}

func TestFilterTidy(t *testing.T) {
	got := PersonFilter{View: ViewContacts, Text: " \u202eAnna \t Nowak\x00\n"}.Tidy()
	if want := (PersonFilter{View: ViewContacts, Text: "Anna Nowak"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := (PersonFilter{Text: "  \n"}).Tidy(); got != (PersonFilter{}) {
		t.Errorf("an empty text is a condition: %+v", got)
	}
}

// TestFilterCreated: days begin and end in the zone, those of 25 hours as well.
func TestFilterCreated(t *testing.T) {
	warsaw := zone(t, "Europe/Warsaw")
	for _, c := range []struct {
		name         string
		f            PersonFilter
		from, before time.Time
	}{
		{"open", PersonFilter{}, time.Time{}, time.Time{}},
		{"from", PersonFilter{CreatedFrom: "2026-11-24"}, at(t, "2026-11-23 23:00:00"), time.Time{}},
		{"to", PersonFilter{CreatedTo: "2026-11-24"}, time.Time{}, at(t, "2026-11-24 23:00:00")},
		{
			"the day of 25 hours",
			PersonFilter{CreatedFrom: "2026-10-25", CreatedTo: "2026-10-25"},
			at(t, "2026-10-24 22:00:00"), at(t, "2026-10-25 23:00:00"),
		},
	} {
		t.Run("R15 created "+c.name, func(t *testing.T) {
			from, before := c.f.Created(warsaw)
			if !from.Equal(c.from) || !before.Equal(c.before) {
				t.Errorf("got %v and %v, want %v and %v", from, before, c.from, c.before)
			}
		})
	}
}

func TestParsePersonFilter(t *testing.T) {
	kept, err := json.Marshal(everyCondition)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParsePersonFilter(kept)
	if err != nil || got != everyCondition {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, wrong := range []string{"", "{", "[]", `{"owner":"x"}`, `{"type":"teacher"}`, `{"view":"mine"}`} {
		if f, err := ParsePersonFilter([]byte(wrong)); err == nil || f != (PersonFilter{}) {
			t.Errorf("%q is read as %+v, %v", wrong, f, err)
		}
	}
	if f, err := ParsePersonFilter([]byte(`{"type":"crm","from_a_newer_version":1}`)); err != nil || f.Type != TypeCRM {
		t.Errorf("what a newer version adds: %+v, %v", f, err)
	}
}

// FuzzParsePersonFilter: whatever was kept is read without a panic, and what is accepted
// is the same after it is kept again.
func FuzzParsePersonFilter(f *testing.F) {
	kept, err := json.Marshal(everyCondition)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{string(kept), "{}", "null", `{"text":"\u0000\ud800"}`, "{\"text\":\"\xff\"}", `{"owner":1e3}`, `{"TEXT":"a","text":"b"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, kept []byte) {
		filter, err := ParsePersonFilter(kept)
		if err != nil {
			return
		}
		if tidy := filter.Tidy(); tidy.Tidy() != tidy || tidy.Check() != nil {
			t.Errorf("%+v becomes %+v, which is not tidy", filter, tidy)
		}
		again, err := json.Marshal(filter)
		if err != nil {
			t.Fatal(err)
		}
		same, err := ParsePersonFilter(again)
		if err != nil || same != filter {
			t.Errorf("%s is read as %+v and kept as %s, which is read as %+v, %v", kept, filter, again, same, err)
		}
	})
}
