package words

import (
	"slices"
	"testing"
	"time"

	"frontdesk/store/crm"
)

func TestFor(t *testing.T) {
	warsaw := zone(t, "Europe/Warsaw")
	for _, c := range []struct {
		asked, got crm.Language
		cancel     string
	}{
		{crm.Polish, crm.Polish, "Anuluj"},
		{crm.English, crm.English, "Cancel"},
		{"xx", crm.Polish, "Anuluj"},
		{"", crm.Polish, "Anuluj"},
	} {
		w := For(c.asked, warsaw)
		if w.Language() != c.got || w.Say("general.cancel") != c.cancel || w.Zone() != warsaw {
			t.Errorf("For(%q) speaks %q (%q) in %v", c.asked, w.Language(), w.Say("general.cancel"), w.Zone())
		}
	}
	if got := For(crm.Polish, nil).Zone(); got != time.UTC {
		t.Errorf("no zone means %v, want UTC", got)
	}
	if got := For(crm.English, nil).In(warsaw); got.Zone() != warsaw || got.Language() != crm.English {
		t.Errorf("In changed more than the zone: %v, %v", got.Zone(), got.Language())
	}
}

func TestLanguages(t *testing.T) {
	if got, want := Languages(), []crm.Language{"en", "pl"}; !slices.Equal(got, want) {
		t.Errorf("languages are %v, want %v", got, want)
	}
	if lang, ok := Known(" PL "); lang != crm.Polish || !ok {
		t.Errorf(`Known(" PL ") = %q, %v`, lang, ok)
	}
	if lang, ok := Known("de"); lang != "" || ok {
		t.Errorf(`Known("de") = %q, %v`, lang, ok)
	}
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}
