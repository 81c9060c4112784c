package crm

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// expectProblems fails the test unless err is exactly the problems wanted, each
// written "field: id", in any order; none wanted means no error.
func expectProblems(t *testing.T, err error, want ...string) {
	t.Helper()
	var got []string
	if err != nil {
		problems, ok := err.(Problems)
		if !ok || len(problems) == 0 {
			t.Fatalf("got error %#v, want Problems", err)
		}
		for _, p := range problems {
			got = append(got, p.Field+": "+p.ID)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got problems %q, want %q", got, want)
	}
}

func TestPersonFormApply(t *testing.T) {
	before := Person{ID: 3, Type: TypeStudent, CRMContact: true, Owner: 5, OpenTasks: 2, Version: 9}
	got, err := PersonForm{
		GivenName: "\u202e  Anna \t Maria ", FamilyName: "Nowak-Żak\n", Company: " Marzec  sp. z o.o. ",
		Phone: "022 123 45 67 wew. 12", Email: " anna@szkola.pl ", Note: "ignored here",
		Owner: 5, Language: English, NextStep: " test  poziomujący\n",
	}.Apply(before, "")
	expectProblems(t, err)

	want := before // nothing but what the form holds
	want.GivenName, want.FamilyName, want.Company = "Anna Maria", "Nowak-Żak", "Marzec sp. z o.o."
	want.Phone, want.PhoneExt, want.Email = "+48221234567", "12", "anna@szkola.pl"
	want.Language, want.NextStep = English, "test poziomujący"
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestPersonFormEmptiesWhatIsEmpty(t *testing.T) {
	before := Person{GivenName: "Jan", FamilyName: "Lis", Phone: "+48501234567", PhoneExt: "1", Email: "j@l.pl", Company: "Lis"}
	got, err := PersonForm{FamilyName: "Lis"}.Apply(before, "")
	expectProblems(t, err)
	if want := (Person{FamilyName: "Lis"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestPersonFormProblems(t *testing.T) {
	for name, test := range map[string]struct {
		form PersonForm
		want []string
	}{
		"no family name":        {PersonForm{GivenName: "Anna"}, []string{"family_name: problem.family_name_missing"}},
		"blank family name":     {PersonForm{FamilyName: " \t"}, []string{"family_name: problem.family_name_missing"}},
		"invisible family name": {PersonForm{FamilyName: "\u200b\ufeff\u00ad\x00"}, []string{"family_name: problem.family_name_missing"}},
		"family name just fits": {PersonForm{FamilyName: strings.Repeat("ż", MaxName)}, nil},
		"spaces do not count":   {PersonForm{FamilyName: "  " + strings.Repeat("ż", MaxName) + "  "}, nil},
		"marks do not count":    {PersonForm{FamilyName: norm.NFD.String(strings.Repeat("ż", MaxName))}, nil},
		"family name too long":  {PersonForm{FamilyName: strings.Repeat("ż", MaxName+1)}, []string{"family_name: problem.too_long"}},
		"given name too long":   {PersonForm{FamilyName: "Lis", GivenName: strings.Repeat("ł", MaxName+1)}, []string{"given_name: problem.too_long"}},
		"company just fits":     {PersonForm{FamilyName: "Lis", Company: strings.Repeat("ł", MaxCompany)}, nil},
		"company too long":      {PersonForm{FamilyName: "Lis", Company: strings.Repeat("ł", MaxCompany+1)}, []string{"company: problem.too_long"}},
		"note just fits":        {PersonForm{FamilyName: "Lis", Note: strings.Repeat("ł", MaxBody)}, nil},
		"note too long":         {PersonForm{FamilyName: "Lis", Note: strings.Repeat("ł", MaxBody+1)}, []string{"note: problem.too_long"}},
		"next step just fits":   {PersonForm{FamilyName: "Lis", NextStep: strings.Repeat("ł", MaxStep)}, nil},
		"next step too long":    {PersonForm{FamilyName: "Lis", NextStep: strings.Repeat("ł", MaxStep+1)}, []string{"next_step: problem.too_long"}},
		"no phone number":       {PersonForm{FamilyName: "Lis", Phone: "jutro"}, []string{"phone: problem.phone"}},
		"no e-mail address":     {PersonForm{FamilyName: "Lis", Email: "lis"}, []string{"email: problem.email"}},
		"e-mail with a header":  {PersonForm{FamilyName: "Lis", Email: "l@s.pl\r\nBcc: x@y.pl"}, []string{"email: problem.email"}},
		"everything all at once": {
			PersonForm{
				GivenName: strings.Repeat("a", MaxName+1), Company: strings.Repeat("a", MaxCompany+1),
				Note: strings.Repeat("a", MaxBody+1), Phone: "1", Email: "@",
			},
			[]string{
				"given_name: problem.too_long", "family_name: problem.family_name_missing", "phone: problem.phone",
				"email: problem.email", "company: problem.too_long", "note: problem.too_long",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := Person{ID: 1, FamilyName: "Before"}
			after, err := test.form.Apply(before, "")
			expectProblems(t, err, test.want...)
			if err != nil && after != before {
				t.Errorf("got %+v together with problems, want the person as before", after)
			}
		})
	}
}

func TestPersonFormOfPersonChangesNothing(t *testing.T) {
	for _, p := range []Person{
		{FamilyName: "Lis"},
		{GivenName: "Anna", FamilyName: "Nowak-Żak", Phone: "+48221234567", PhoneExt: "12", Email: "a@b.pl", Company: "X"},
		{GivenName: "Олена", FamilyName: "Шевченко", Phone: "+380671234567", Type: TypeArchived, Version: 4},
	} {
		got, err := p.Form().Apply(p, "")
		expectProblems(t, err)
		if got != p {
			t.Errorf("got %+v, want %+v", got, p)
		}
	}
}

func TestPersonName(t *testing.T) {
	for want, p := range map[string]Person{
		"Anna Nowak": {GivenName: "Anna", FamilyName: "Nowak"},
		"Nowak":      {FamilyName: "Nowak"},
	} {
		if got := p.Name(); got != want {
			t.Errorf("got name %q, want %q", got, want)
		}
	}
}

func TestPersonArchived(t *testing.T) {
	for typ, want := range map[Type]bool{TypeCRM: false, TypeStudent: false, TypeCompany: false, TypeArchived: true} {
		if got := (Person{Type: typ}).Archived(); got != want {
			t.Errorf("a person of type %s: archived %t, want %t", typ, got, want)
		}
	}
}

func TestPersonFormOwner(t *testing.T) {
	before := Person{FamilyName: "Lis", Owner: 5, OwnerName: "Anna"}
	for want, owner := range map[Person]StaffID{
		before:                        5,
		{FamilyName: "Lis", Owner: 6}: 6,
		{FamilyName: "Lis"}:           0,
	} {
		got, err := PersonForm{FamilyName: "Lis", Owner: owner}.Apply(before, "")
		expectProblems(t, err)
		if got != want {
			t.Errorf("given to %d: got %+v, want %+v", owner, got, want)
		}
	}
}

func TestMayOwn(t *testing.T) {
	for role, want := range map[Role][]string{
		RoleReceptionist: nil, RoleManager: nil,
		RoleNone: {"owner: problem.owner_not_staff"}, RoleSystem: {"owner: problem.owner_not_staff"},
	} {
		expectProblems(t, Staff{Role: role}.MayOwn(), want...)
	}
}

func TestNamed(t *testing.T) {
	t.Parallel()
	anna := Person{GivenName: "Anna", FamilyName: "Nowak-Żak"}
	for text, want := range map[string]bool{
		"Anna Nowak-Żak": true, "nowak zak anna": true, "Nowak-Żak": false, "Anna": false, "Anna Nowak": false, "": false,
	} {
		if got := anna.Named(text); got != want {
			t.Errorf("Named(%q) = %v", text, got)
		}
	}
	if (Person{FamilyName: "Maja"}).Named("Maja") {
		t.Error("a family name alone is taken for a whole name")
	}
}
