package crm

import (
	"reflect"
	"slices"
	"testing"
)

// TestOver: of a form that was opened on base and is saved over now, what only others
// changed becomes theirs, and what both did stays as it was typed.
func TestOver(t *testing.T) {
	base := full
	for name, test := range map[string]struct {
		theirs       func(*Person)
		form         func(Person) PersonEdit // as it was typed over base
		want         func(now Person) PersonEdit
		changed, two []string
	}{
		"nobody else changed anything": {
			func(*Person) {},
			typed(func(f *PersonForm) { f.NextStep = "wysłać cennik" }),
			func(now Person) PersonEdit { f := now.Form(); f.NextStep = "wysłać cennik"; return f },
			nil, nil,
		},
		"another form's fields are nobody's concern": {
			func(p *Person) { p.Phone, p.Type, p.Version = "+48221234567", TypeArchived, 9 },
			func(p Person) PersonEdit { f := p.ConsentForm(); f.Source = "e-mail"; return f },
			func(now Person) PersonEdit { f := now.ConsentForm(); f.Source = "e-mail"; return f },
			nil, nil,
		},
		"what was not touched is theirs": {
			func(p *Person) { p.Phone, p.PhoneExt, p.Owner = "+48601234567", "", 9 },
			typed(func(f *PersonForm) { f.NextStep = "wysłać cennik" }),
			func(now Person) PersonEdit { f := now.Form(); f.NextStep = "wysłać cennik"; return f },
			[]string{FieldPhone, FieldOwner},
			nil,
		},
		"what both changed stays as it was typed": {
			func(p *Person) { p.Phone, p.PhoneExt, p.Company = "+48601234567", "", "Inna" },
			typed(func(f *PersonForm) { f.Phone = "701 234 567" }),
			func(now Person) PersonEdit { f := now.Form(); f.Phone = "701 234 567"; return f },
			[]string{FieldPhone, FieldCompany},
			[]string{FieldPhone},
		},
		"what both changed to the same is no difference": {
			func(p *Person) { p.Phone, p.PhoneExt, p.Company = "+48601234567", "", "Marzec sp. z o.o." },
			typed(func(f *PersonForm) { f.Phone, f.Company = "601-234-567", " Marzec  sp. z o.o. " }),
			typed(func(f *PersonForm) { f.Phone, f.Company = "601-234-567", " Marzec  sp. z o.o. " }),
			nil, nil,
		},
		"a number typed otherwise is not touched": {
			func(p *Person) { p.Phone, p.PhoneExt = "+48601234567", "" },
			typed(func(f *PersonForm) { f.Phone = "0048501234567 wew. 7" }),
			func(now Person) PersonEdit { return now.Form() },
			[]string{FieldPhone},
			nil,
		},
		"what is no number was typed": {
			func(p *Person) { p.Phone, p.PhoneExt = "+48601234567", "" },
			typed(func(f *PersonForm) { f.Phone = "12" }),
			typed(func(f *PersonForm) { f.Phone = "12" }),
			[]string{FieldPhone},
			[]string{FieldPhone},
		},
		"what was emptied was typed": {
			func(p *Person) { p.Course, p.Group = "Niemiecki", "" },
			func(p Person) PersonEdit { f := p.CourseForm(); f.Course = ""; return f },
			func(now Person) PersonEdit { f := now.CourseForm(); f.Course = ""; return f },
			[]string{FieldCourse, FieldGroup},
			[]string{FieldCourse},
		},
		"a consent withdrawn meanwhile": {
			func(p *Person) { p.Consent.Given, p.Consent.On = false, today },
			func(p Person) PersonEdit { f := p.ConsentForm(); f.Text = "oferty\r\nszkoły "; return f },
			func(now Person) PersonEdit { f := now.ConsentForm(); f.Text = "oferty\r\nszkoły "; return f },
			[]string{FieldConsent, FieldConsentOn},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			now := base
			test.theirs(&now)
			got := test.form(base).Over(base, now)
			if want := test.want(now); got.Form != want {
				t.Errorf("got  %+v\nwant %+v", got.Form, want)
			}
			if !slices.Equal(got.Theirs, test.changed) || !slices.Equal(got.Both, test.two) {
				t.Errorf("theirs %q, both %q, want %q, %q", got.Theirs, got.Both, test.changed, test.two)
			}
		})
	}
}

// typed is what a form „Dane" of a person holds after somebody typed into it.
func typed(fill func(*PersonForm)) func(Person) PersonEdit {
	return func(p Person) PersonEdit {
		f := p.Form()
		fill(&f)
		return f
	}
}

// TestOverKnowsEachField: whatever a form edits may have been changed by others.
func TestOverKnowsEachField(t *testing.T) {
	for name, form := range map[string]func(Person) PersonEdit{
		"data":    func(p Person) PersonEdit { return p.Form() },
		"course":  func(p Person) PersonEdit { return p.CourseForm() },
		"consent": func(p Person) PersonEdit { return p.ConsentForm() },
	} {
		t.Run(name, func(t *testing.T) {
			m := form(full).Over(full, Person{})
			if want := form(Person{}); m.Form != want {
				t.Errorf("got %+v, want %+v", m.Form, want)
			}
			fields := reflect.TypeOf(m.Form).NumField()
			if name == "data" {
				fields-- // the note of a new person
			}
			if len(m.Theirs) != fields {
				t.Errorf("theirs are %q, want %d", m.Theirs, fields)
			}
		})
	}
}
