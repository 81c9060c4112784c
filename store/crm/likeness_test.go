package crm

import (
	"slices"
	"testing"
)

func TestLikenesses(t *testing.T) {
	t.Parallel()
	anna := Person{GivenName: "Anna", FamilyName: "Kowalska", Phone: "+48501234567", PhoneExt: "7", Email: "anna@szkola.pl"}
	for name, c := range map[string]struct {
		form PersonForm
		of   Person
		want []Likeness
	}{
		"all": {
			PersonForm{GivenName: "Anna", FamilyName: "Kowalska", Phone: "501 234 567", Email: " Anna@Szkola.PL "},
			anna,
			[]Likeness{SameEmail, SamePhone, SameName},
		},
		"a phone that a family shares":    {PersonForm{GivenName: "Jan", FamilyName: "Wójcik", Phone: "501-234-567"}, anna, []Likeness{SamePhone}},
		"an address":                      {PersonForm{FamilyName: "Wójcik", Email: "anna@szkola.pl"}, anna, []Likeness{SameEmail}},
		"a typing error":                  {PersonForm{GivenName: "Ana", FamilyName: "Kowalska"}, anna, []Likeness{LikeName}},
		"the other order, without signs":  {PersonForm{GivenName: "KOWALSKA", FamilyName: "anna"}, anna, []Likeness{SameName}},
		"two errors are another name":     {PersonForm{GivenName: "Ada", FamilyName: "Kowalsky"}, anna, nil},
		"one error in a short name":       {PersonForm{FamilyName: "Lis"}, Person{FamilyName: "Las"}, nil},
		"neither has a phone, an address": {PersonForm{FamilyName: "Wójcik"}, Person{FamilyName: "Nowak"}, nil},
	} {
		p, err := c.form.Apply(Person{}, "")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := p.Likenesses(c.of); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
