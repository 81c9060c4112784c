package bot

import (
	"testing"
)

func TestAddPerson(t *testing.T) {
	t.Parallel()
	t.Run("R18 by command, R20 always of the type CRM", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		typed := s.anna.Types("/osoba dodaj")
		m := s.anna.Modal("Nowa osoba")
		m.Fill("Imię", "Ewa")
		m.Fill("Nazwisko", "Zielińska")
		m.Fill("Telefon", "501 234 567")
		if r := m.Submit(); !r.Closed() {
			t.Fatalf("the form stays open: %v", r.Errors())
		}
		s.expectRows(1, "people", "family_name = 'Zielińska' and type = 'crm' and crm_contact and phone = '+48501234567'")
		typed.ExpectText("Dodano osobę: Ewa Zielińska").Press("Otwórz")
		s.anna.Modal("Osoba").ExpectText("Ewa Zielińska")
	})
	t.Run("R18 by the English command", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Types("/person add Ewa Zielińska")
		m := s.anna.Modal("Nowa osoba")
		if given, family := m.Value("Imię"), m.Value("Nazwisko"); given != "Ewa" || family != "Zielińska" {
			t.Errorf("the form starts with %q %q", given, family)
		}
	})
	t.Run("R18 from the list", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		home := s.anna.OpensHome()
		home.Press("Osoby")
		home.Press("Dodaj osobę")
		m := s.anna.Modal("Nowa osoba")
		m.Fill("Nazwisko", "Zielińska")
		m.Submit()
		home.ExpectRow("Zielińska")
	})
	t.Run("R18 by a global shortcut", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Shortcut("person.new")
		m := s.anna.Modal("Nowa osoba")
		m.Fill("Nazwisko", "Zielińska")
		m.Submit()
		s.expectRows(1, "people", "family_name = 'Zielińska'")
	})
	t.Run("R19 errors stand at their fields, all at once, and nothing typed is lost", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Types("/osoba")
		m := s.anna.Modal("Nowa osoba")
		if m.Submits() != "Zapisz i zamknij" {
			t.Errorf("the form submits with %q", m.Submits())
		}
		m.Fill("Nazwisko", "Zielińska")
		m.Fill("Telefon", "12")
		m.Fill("E-mail", "ewa@nigdzie")
		r := m.Submit()
		if len(r.Errors()) != 2 || m.Error("Telefon") == "" || m.Error("E-mail") == "" {
			t.Errorf("errors are %v", r.Errors())
		}
		if m.Value("Nazwisko") != "Zielińska" {
			t.Error("what was typed is lost")
		}
		s.expectRows(0, "people", "true")
		m.Fill("Telefon", "501 234 567")
		m.Fill("E-mail", "ewa@school.example")
		if r := m.Submit(); !r.Closed() {
			t.Errorf("the mended form stays open: %v", r.Errors())
		}
		s.expectRows(1, "people", "email = 'ewa@school.example'")
	})
	t.Run("a submission delivered twice adds one person", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Types("/osoba")
		m := s.anna.Modal()
		m.Fill("Nazwisko", "Zielińska")
		m.Submit().Redeliver()
		s.expectRows(1, "people", "true")
		s.expectRows(1, "events", "noun = 'person' and verb = 'added'")
	})
}

func TestFindPerson(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPerson("Anna", "Kowalska")
	s.hasPerson("Jan", "Wójcik")
	s.hasPerson("Maria", "Wójcik")
	t.Run("one hit opens the card", func(t *testing.T) {
		s.anna.Types("/osoba Kowalska")
		m := s.anna.Modal("Osoba")
		m.ExpectText("Anna Kowalska")
		m.CloseAll()
	})
	t.Run("several are listed", func(t *testing.T) {
		found := s.anna.Types("/crm wojcik")
		found.Row("Maria Wójcik").Press("Otwórz")
		m := s.anna.Modal("Osoba")
		m.ExpectText("Maria Wójcik")
		m.CloseAll()
	})
	t.Run("none is said, with an offer to add one", func(t *testing.T) {
		found := s.anna.Types("/osoba Brzęczyszczykiewicz")
		found.ExpectText("Nikogo nie znaleziono").Press("Dodaj osobę")
		m := s.anna.Modal("Nowa osoba")
		m.CloseAll()
	})
	t.Run("the list opens on request", func(t *testing.T) {
		s.anna.Types("/person list")
		m := s.anna.Modal()
		m.ExpectRow("Jan Wójcik")
		m.CloseAll()
	})
}

func TestEditPerson(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasPerson("Anna", "Kowalska")
	s.anna.Types("/osoba Kowalska")
	s.anna.Modal("Osoba").Press("Edytuj")
	m := s.anna.Modal("Dane osoby")
	m.Fill("Firma", "Marzec sp. z o.o.")

	other := p.Form()
	other.Email = "kowalska@example.com"
	_, err := s.store.EditPerson(t.Context(), s.as(s.piotr), "", p.ID, p.Version, other)
	s.must(err)

	if r := m.Submit(); !r.Updated() {
		t.Fatalf("a stale save was not answered with the form: %s", r.Body())
	}
	m.ExpectText("Piotr Lis")
	m.ExpectText("kowalska@example.com")
	if m.Value("Firma") != "Marzec sp. z o.o." {
		t.Error("what was typed is lost")
	}
	s.expectRows(0, "people", "company <> ''")
	m.Fill("E-mail", "kowalska@example.com")
	if r := m.Submit(); !r.Closed() {
		t.Fatalf("the second save is refused: %s", r.Body())
	}
	s.expectRows(1, "people", "company = 'Marzec sp. z o.o.' and email = 'kowalska@example.com'")
	s.anna.Modal("Osoba").ExpectText("Marzec sp. z o.o.")
}
