package bot

import (
	"encoding/json"
	"slices"
	"testing"

	"frontdesk/store/crm"
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
		s.expectRows(1, "people", `family_name = 'Zielińska' and type = 'crm' and crm_contact and phone = '+48501234567'
			and owner_id = $1`, s.as(s.anna).ID)
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
	t.Run("a whole name opens the card, whoever has a name near it", func(t *testing.T) {
		s.hasPerson("Jan", "Wójcicki")
		s.hasPerson("Jan", "Wójcikcki")
		s.anna.Types("/osoba wójcicki jan")
		m := s.anna.Modal("Osoba")
		m.ExpectText("Jan Wójcicki")
		m.CloseAll()
		s.anna.Types("/osoba wójcicki").ExpectText("Jan Wójcikcki")
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

func TestOwnerAndLanguage(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPerson("Anna", "Kowalska")
	card := opensCard(s.anna, "Kowalska")
	card.Press("Dane")
	m := s.anna.Modal("Dane osoby")
	if m.Value("Opiekun") != "Anna Nowak" || m.Value("Język") != "język szkoły: Polski" {
		t.Errorf("the form starts with %q, %q", m.Value("Opiekun"), m.Value("Język"))
	}
	if offers := m.Offers("Opiekun", ""); !slices.Equal(offers, []string{"Anna Nowak", "Piotr Lis", "bez opiekuna"}) {
		t.Errorf("offered are %q", offers)
	}
	m.Pick("Opiekun", "Pio", "Piotr Lis")
	m.Fill("Język", "English")
	m.Fill("Następny krok", "wysłać cennik")
	m.Submit()
	s.expectRows(1, "people", "owner_id = $1 and language = 'en' and next_step = 'wysłać cennik'", s.as(s.piotr).ID)
	for _, seen := range []string{"Piotr Lis", "English", "wysłać cennik"} {
		card.ExpectText(seen)
	}
	card.Press("Dane")
	m = s.anna.Modal("Dane osoby")
	m.Pick("Opiekun", "", "bez opiekuna")
	m.Submit()
	s.expectRows(1, "people", "owner_id is null")
	card.ExpectNoText("Piotr Lis")
}

func TestLinksOfPerson(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	_, err := s.store.AddPerson(t.Context(), s.as(s.anna), "", crm.PersonForm{
		FamilyName: "Kowalska", Phone: "501 234 567", Email: "anna@example.com",
	}, nil)
	s.must(err)
	card := opensCard(s.anna, "Kowalska")
	raw, err := json.Marshal(card.Blocks())
	s.must(err)
	for _, link := range []string{`\u003ctel:+48501234567|+48 501 234 567\u003e`, `\u003cmailto:anna@example.com|anna@example.com\u003e`} {
		expectText(t, string(raw), link)
	}
}
