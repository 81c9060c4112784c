package bot

import (
	"testing"

	"frontdesk/bot/slacksim"
)

// edits presses a button on a person's card and returns the form.
func edits(u *slacksim.User, family, button string) *slacksim.Modal {
	opensCard(u, family).Press(button)
	return u.Modal(editTitles[button])
}

func TestTwoEditAtOnce(t *testing.T) {
	t.Parallel()
	for button, c := range map[string]struct{ hers, hersIs, his, hisIs string }{
		"Dane":  {"Następny krok", "wysłać cennik", "Telefon", "+48 601 234 567"},
		"Kurs":  {"Kurs", "Angielski B2", "Grupa", "śr. 18:00"},
		"Zgoda": {"Treść zgody", "Chcę wiedzieć o kursach.", "Źródło zgody", "formularz zapisu"},
	} {
		t.Run(button+": the second save keeps what the first one changed", func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			s.hasPerson("Anna", "Kowalska")
			hers := edits(s.anna, "Kowalska", button)
			hers.Fill(c.hers, c.hersIs)
			his := edits(s.piotr, "Kowalska", button)
			his.Fill(c.his, c.hisIs)
			his.Submit()
			if r := hers.Submit(); !r.Updated() {
				t.Fatalf("a stale save was not answered with the form: %s", r.Body())
			}
			hers.ExpectText("Zmiany zapisane w tym czasie (Piotr Lis):")
			hers.ExpectText(c.his + ": " + c.hisIs)
			hers.ExpectNoText("zmienione także tutaj")
			if hers.Value(c.hers) != c.hersIs || hers.Value(c.his) != c.hisIs || hers.Submits() != "Zapisz i zamknij" {
				t.Errorf("the form holds %q and %q, and says %q", hers.Value(c.hers), hers.Value(c.his), hers.Submits())
			}
			if r := hers.Submit(); !r.Closed() {
				t.Fatalf("the second save is refused: %s", r.Body())
			}
			card := s.anna.Modal("Osoba")
			card.ExpectText(c.hersIs)
			card.ExpectText(c.hisIs)
		})
	}
	t.Run("what both changed is a decision", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Anna", "Kowalska")
		hers, his := edits(s.anna, "Kowalska", "Dane"), edits(s.piotr, "Kowalska", "Dane")
		his.Fill("Firma", "Marzec sp. z o.o.")
		his.Pick("Opiekun", "", "bez opiekuna")
		his.Fill("Język", "English")
		his.Submit()
		hers.Fill("Firma", "Kwiecień sp. z o.o.")
		hers.Submit()
		hers.ExpectText("Firma: Marzec sp. z o.o. · zmienione także tutaj")
		hers.ExpectText("Opiekun: brak")
		if hers.Value("Firma") != "Kwiecień sp. z o.o." || hers.Value("Opiekun") != "bez opiekuna" && hers.Value("Opiekun") != "" || hers.Value("Język") != "English" {
			t.Errorf("the form holds %q, %q, %q", hers.Value("Firma"), hers.Value("Opiekun"), hers.Value("Język"))
		}
		if hers.Submits() != "Zapisz mimo to" {
			t.Errorf("it says %q", hers.Submits())
		}
		hers.Submit()
		s.expectRows(1, "people", "company = 'Kwiecień sp. z o.o.' and owner_id is null and language = 'en'")
	})
	t.Run("what is wrong is said at its field, and a third change meanwhile is shown too", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Anna", "Kowalska")
		hers, his := edits(s.anna, "Kowalska", "Dane"), edits(s.piotr, "Kowalska", "Dane")
		his.Fill("E-mail", "kowalska@example.com")
		his.Submit()
		hers.Fill("Następny krok", "wysłać cennik")
		hers.Submit()
		hers.ExpectText("E-mail: kowalska@example.com")
		hers.Fill("Telefon", "12")
		hers.Submit()
		if hers.Error("Telefon") == "" {
			t.Error("nothing is said of the phone")
		}
		hers.Fill("Telefon", "")
		his = edits(s.piotr, "Kowalska", "Dane")
		his.Fill("Firma", "Marzec sp. z o.o.")
		his.Submit()
		hers.Submit()
		hers.ExpectText("Firma: Marzec sp. z o.o.")
		hers.ExpectNoText("E-mail: kowalska@example.com")
		hers.Submit()
		s.expectRows(1, "people", `company = 'Marzec sp. z o.o.' and email = 'kowalska@example.com'
			and next_step = 'wysłać cennik'`)
	})
	t.Run("a form whose fields nobody changed is saved at once", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Anna", "Kowalska")
		hers, his := edits(s.anna, "Kowalska", "Kurs"), edits(s.piotr, "Kowalska", "Dane")
		his.Fill("Telefon", "601 234 567")
		his.Submit()
		s.becomesStudent(p, "")
		hers.Fill("Grupa", "śr. 18:00")
		if r := hers.Submit(); !r.Closed() {
			t.Fatalf("it is not saved: %s", r.Body())
		}
		s.expectRows(1, "people", `type = 'student' and phone = '+48601234567' and course_group = 'śr. 18:00'`)
	})
	t.Run("R64 whoever is restored for good meanwhile stays", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasArchived("Ewa", "Zielińska")
		hers := editsArchived(s.anna, "Zielińska", "Dane")
		hers.Fill("Firma", "Marzec sp. z o.o.")
		_, err := s.store.Restore(t.Context(), s.as(s.piotr), p.ID)
		s.must(err)
		hers.Submit()
		s.expectRows(1, "people", "type = 'student' and company = 'Marzec sp. z o.o.'")
	})
}

func TestDayOfConsent(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPerson("Anna", "Kowalska")
	m := edits(s.anna, "Kowalska", "Zgoda")
	m.ExpectText("Wymagane przy zgodzie.")
	m.Fill("Zgoda marketingowa", "Zgoda na wiadomości z ofertą szkoły")
	m.Fill("Data zgody", "2026-11-25")
	m.Fill("Źródło zgody", "telefon")
	m.Submit()
	if got := m.Error("Data zgody"); got != "Data zgody nie może być późniejsza niż dziś." {
		t.Errorf("of a day in the future it says %q", got)
	}
	m.Fill("Data zgody", "2026-11-23")
	m.Submit()
	card := s.anna.Modal("Osoba")
	card.Press("Oś czasu")
	card.ExpectRow("Wyrażono zgodę marketingową")
	card.CloseAll()

	m = edits(s.anna, "Kowalska", "Zgoda")
	m.Untick("Zgoda marketingowa", "Zgoda na wiadomości z ofertą szkoły")
	m.Submit()
	if got := m.Error("Data zgody"); got != "Wybierz dzień, w którym wycofano zgodę." {
		t.Errorf("of the old day it says %q", got)
	}
	s.expectRows(1, "people", "consent")
	m.Fill("Data zgody", "2026-11-24")
	m.Submit()
	card = s.anna.Modal("Osoba")
	card.Press("Oś czasu")
	card.ExpectRow("Wycofano zgodę marketingową")
}
