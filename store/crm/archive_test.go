package crm

import (
	"reflect"
	"testing"
	"time"
)

func TestArchiveAndRestore(t *testing.T) {
	for _, typ := range []Type{TypeCRM, TypeStudent, TypeCompany} {
		before := Person{ID: 1, Type: typ, CRMContact: true, Course: "B2", Version: 3}
		archived := before.Archive()
		if archived.Type != TypeArchived || archived.WasType != typ {
			t.Errorf("archived from %s: %+v", typ, archived)
		}
		if again := archived.Archive(); again != archived {
			t.Errorf("archived twice: %+v", again)
		}
		if got := archived.Restore(time.Time{}); got != before {
			t.Errorf("restored: got %+v, want %+v", got, before)
		}
	}
	if got := (Person{Type: TypeCRM, RestoredUntil: out}).Archive(); got != (Person{Type: TypeArchived, WasType: TypeCRM}) {
		t.Errorf("archived while out for an edit: %+v", got)
	}
}

func TestRestoreForEdit(t *testing.T) {
	archived := Person{Type: TypeArchived, WasType: TypeStudent, Version: 2}
	now := out.Add(-RestoreFor)
	first := archived.RestoreForEdit(now)
	if want := (Person{Type: TypeStudent, RestoredUntil: out, Version: 2}); first != want {
		t.Errorf("got %+v, want %+v", first, want)
	}
	if second := first.RestoreForEdit(now); !second.RestoredUntil.After(out) {
		t.Errorf("the second form at once has the moment of the first: %+v", second)
	}
	if second := first.RestoreForEdit(now.Add(time.Minute)); !second.RestoredUntil.Equal(out.Add(time.Minute)) {
		t.Errorf("the second form a minute later: %+v", second)
	}
	active := Person{Type: TypeStudent}
	if got := active.RestoreForEdit(now); got != active {
		t.Errorf("an active person: %+v", got)
	}
}

func TestArchiveAgain(t *testing.T) {
	forEdit := Person{Type: TypeStudent, RestoredUntil: out}
	if got, want := forEdit.ArchiveAgain(out.Local()), forEdit.Archive(); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for name, p := range map[string]Person{
		"somebody else edits": {Type: TypeStudent, RestoredUntil: out.Add(time.Microsecond)},
		"stays active":        {Type: TypeStudent},
		"archived already":    {Type: TypeArchived, WasType: TypeStudent},
	} {
		if got := p.ArchiveAgain(out); got != p {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	if got := (Person{Type: TypeStudent}).ArchiveAgain(time.Time{}); got.Archived() {
		t.Error("a person who was never archived is")
	}
}

// rename is a form that changes the family name of "Ćwik".
var rename = PersonForm{FamilyName: "Lis"}

func TestSave(t *testing.T) {
	person := func(typ, was Type, name string, until time.Time, version int) Person {
		return Person{Type: typ, WasType: was, FamilyName: name, RestoredUntil: until, Version: version}
	}
	none := time.Time{}
	active := person(TypeStudent, "", "Ćwik", none, 1)
	forEdit := person(TypeStudent, "", "Ćwik", out, 1)
	archived := person(TypeArchived, TypeStudent, "Ćwik", none, 1)

	for name, test := range map[string]struct {
		before  Person
		form    PersonForm
		then    AfterSave
		want    []Step
		refusal string
	}{
		"an active person": {active, rename, "", []Step{{Edited, person(TypeStudent, "", "Lis", none, 2)}}, ""},
		"as it was":        {active, active.Form(), "", nil, ""},
		"R64 archived again": {forEdit, rename, ArchiveAgain, []Step{
			{Edited, person(TypeStudent, "", "Lis", out, 2)}, {Edited, person(TypeArchived, TypeStudent, "Lis", none, 2)},
		}, ""},
		"R64 archived again by default": {forEdit, rename, "", []Step{
			{Edited, person(TypeStudent, "", "Lis", out, 2)}, {Edited, person(TypeArchived, TypeStudent, "Lis", none, 2)},
		}, ""},
		"R64 archived again as it was": {forEdit, forEdit.Form(), ArchiveAgain, []Step{
			{Edited, person(TypeArchived, TypeStudent, "Ćwik", none, 1)},
		}, ""},
		"R64 stays active": {forEdit, rename, StayActive, []Step{
			{Restored, person(TypeStudent, "", "Ćwik", none, 2)}, {Edited, person(TypeStudent, "", "Lis", none, 3)},
		}, ""},
		"R64 stays active as it was": {forEdit, forEdit.Form(), StayActive, []Step{{Restored, person(TypeStudent, "", "Ćwik", none, 2)}}, ""},
		"R64 stayed active, archived on second thoughts": {active, active.Form(), ArchiveAgain, []Step{
			{Archived, person(TypeArchived, TypeStudent, "Ćwik", none, 1)},
		}, ""},
		"R64 too late, archived again": {archived, rename, ArchiveAgain, []Step{
			{Edited, person(TypeArchived, TypeStudent, "Lis", none, 2)},
		}, ""},
		"R64 too late, archived again as it was": {archived, archived.Form(), ArchiveAgain, nil, ""},
		"R64 too late, stays active": {archived, rename, StayActive, []Step{
			{Restored, person(TypeStudent, "", "Ćwik", none, 2)}, {Edited, person(TypeStudent, "", "Lis", none, 3)},
		}, ""},
		"R64 too late, stays active as it was": {archived, archived.Form(), StayActive, []Step{
			{Restored, person(TypeStudent, "", "Ćwik", none, 2)},
		}, ""},
		"R62 in the archive":                      {archived, rename, "", nil, "refusal.archived"},
		"R62 in the archive, with no such choice": {archived, rename, "?", nil, "refusal.archived"},
		"in the archive, as it was":               {archived, archived.Form(), "", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := test.before.Save(test.form, test.then, today)
			expectRefusal(t, err, test.refusal)
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

func TestSaveSaysWhatIsWrong(t *testing.T) {
	for _, then := range []AfterSave{"", ArchiveAgain, StayActive} {
		got, err := Person{Type: TypeArchived, WasType: TypeCRM, FamilyName: "Ćwik"}.Save(PersonForm{}, then, today)
		expectProblems(t, err, "family_name: problem.family_name_missing")
		if got != nil {
			t.Errorf("got %+v", got)
		}
	}
}

// TestSaveOfConsent: to give a consent and to withdraw it are more than an edit.
func TestSaveOfConsent(t *testing.T) {
	given := Consent{Given: true, On: "2026-09-01", Source: "telefon"}
	for name, test := range map[string]struct {
		before Consent
		form   ConsentForm
		want   Verb
	}{
		"given":     {Consent{}, ConsentForm{Given: true, On: string(today), Source: "telefon"}, Consented},
		"withdrawn": {given, ConsentForm{On: string(today), Source: "telefon"}, Withdrew},
		"corrected": {given, ConsentForm{Given: true, On: "2026-09-02", Source: "telefon"}, Edited},
		"refused":   {Consent{}, ConsentForm{On: string(today)}, Edited},
	} {
		t.Run(name, func(t *testing.T) {
			steps, err := Person{FamilyName: "Lis", Consent: test.before}.Save(test.form, "", today)
			if err != nil || len(steps) != 1 || steps[0].Verb != test.want {
				t.Errorf("got %+v, %v, want %s", steps, err, test.want)
			}
		})
	}
}

func TestDecided(t *testing.T) {
	for name, test := range map[string]struct {
		person     Person
		then, want AfterSave
	}{
		"in the archive":                    {Person{Type: TypeArchived}, ArchiveAgain, ArchiveAgain},
		"out for an edit":                   {Person{Type: TypeCRM, RestoredUntil: out}, ArchiveAgain, ArchiveAgain},
		"R64 made to stay active":           {Person{Type: TypeCRM}, ArchiveAgain, ""},
		"R64 archived, and wished to stay":  {Person{Type: TypeArchived}, StayActive, StayActive},
		"never in the archive":              {Person{Type: TypeCRM}, "", ""},
		"R62 archived while they were open": {Person{Type: TypeArchived}, "", ""},
	} {
		if got := test.person.Decided(test.then); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}
