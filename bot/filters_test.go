package bot

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"frontdesk/bot/slacksim"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	// Each filter lets through one of these two.
	both := func(t *testing.T) (*school, *slacksim.Home) {
		s := newSchool(t)
		in, out := s.hasPerson("Ewa", "Zielińska"), s.hasPerson("Jan", "Kowal")
		s.hasTask("zaległe", about(in), s.due("2026-11-20 09:00"))
		s.becomes(in, `type = 'student', course = 'B2', owner_id = $2, consent = true, consent_on = '2026-01-01', consent_source = 'formularz',
			last_contact = '2026-10-01 10:00+02', created_at = '2026-03-01 10:00+01'`, s.as(s.piotr).ID)
		s.becomes(out, "last_contact = null")
		return s, opensPeople(s.anna)
	}
	for _, c := range []struct {
		label, value, chip string
	}{
		{"Tekst", "zielinska", "Tekst: „zielinska” ✕"},
		{"Typ", "Kursant", "Typ: Kursant ✕"},
		{"Stan kursanta", "aktywny", "Stan kursanta: aktywny ✕"},
		{"Opiekun", "Piotr Lis", "Opiekun: Piotr Lis ✕"},
		{"Zgoda marketingowa", "Tak", "Zgoda marketingowa: Tak ✕"},
		{"Ma zadania do realizacji", "Tak", "Ma zadania do realizacji: Tak ✕"},
		{"Ma przeterminowane zadania", "Tak", "Ma przeterminowane zadania: Tak ✕"},
		{"Kontakt", "był", "Kontakt: był ✕"},
		{"Ostatni kontakt przed", "2026-11-01", "Ostatni kontakt przed: ndz., 1 lis 2026 ✕"},
		{"Utworzono do", "2026-03-01", "Utworzono: do ndz., 1 mar 2026 ✕"},
	} {
		t.Run("R15 "+c.label+", taken off by one press", func(t *testing.T) {
			t.Parallel()
			s, home := both(t)
			home.Press("Filtry")
			m := s.anna.Modal("Filtry")
			m.Fill(c.label, c.value)
			if m.Submits() != "Pokaż" {
				t.Errorf("the form submits with %q", m.Submits())
			}
			m.Submit()
			home.ExpectNoRow("Jan Kowal")
			home.ExpectRow("Ewa Zielińska")
			home.ExpectText("1 osoba")
			s.anna.OpensHome().ExpectNoRow("Jan Kowal")
			home.Press(c.chip)
			home.ExpectRow("Jan Kowal")
			home.ExpectNoText("✕")
		})
	}
	t.Run("R15 combined and filled in again, and cleared at once", func(t *testing.T) {
		t.Parallel()
		s, home := both(t)
		home.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Fill("Typ", "Kursant")
		m.Fill("Opiekun", "Piotr Lis")
		m.Fill("Zgoda marketingowa", "Nie")
		m.Submit()
		home.ExpectText("Nikt nie spełnia tych filtrów")
		home.Press("Filtry")
		m = s.anna.Modal("Filtry")
		if got := m.Value("Typ") + m.Value("Opiekun") + m.Value("Zgoda marketingowa"); got != "KursantPiotr LisNie" {
			t.Errorf("the form starts with %q", got)
		}
		m.Fill("Zgoda marketingowa", "bez znaczenia")
		m.Submit()
		home.ExpectRow("Ewa Zielińska")
		home.Press("Wyczyść filtry")
		home.ExpectRow("Jan Kowal")
		home.ExpectNoText("✕")
	})
	t.Run("R15 what cannot be is said at its field, and nothing typed is lost", func(t *testing.T) {
		t.Parallel()
		s, home := both(t)
		home.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Fill("Tekst", "kowal")
		m.Fill("Utworzono od", "2026-05-01")
		m.Fill("Utworzono do", "2026-04-01")
		m.Submit()
		if m.Error("Utworzono do") == "" || m.Value("Tekst") != "kowal" {
			t.Errorf("the errors are %v, the text %q", m.Errors(), m.Value("Tekst"))
		}
		m.Fill("Utworzono do", "2026-12-01")
		m.Submit()
		home.ExpectText("Utworzono: od pt., 1 maj 2026 do wt., 1 gru 2026 ✕")
		home.ExpectText("od najnowszych")
	})
	t.Run("R15 cleared in the form itself, from the hub", func(t *testing.T) {
		t.Parallel()
		s, home := both(t)
		s.anna.Types("/osoba lista Kowal")
		hub := s.anna.Modal()
		hub.ExpectRow("Jan Kowal")
		hub.ExpectNoRow("Zielińska")
		home.ExpectNoRow("Zielińska")
		hub.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Press("Wyczyść filtry")
		m.ExpectText("Filtry wyczyszczono")
		m.Close()
		hub.ExpectRow("Zielińska")
		home.ExpectRow("Zielińska")
	})
	t.Run("R13 another filter, and another order, begin on their first page", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		for i := range 12 {
			p := s.hasPerson("Ewa", "Osobowa-"+string(rune('a'+i)))
			s.becomes(p, "consent = true, consent_on = '2026-01-01', consent_source = 'formularz', last_contact = '2026-10-01 10:00+02'")
		}
		home := opensPeople(s.anna)
		sets := func(on interface{ Press(string) *slacksim.Press }, label, value string) {
			on.Press("Filtry")
			m := s.anna.Modal("Filtry")
			m.Fill(label, value)
			m.Submit()
		}
		home.Press("Następne ›")
		home.ExpectRow("Osobowa-l")
		sets(home, "Zgoda marketingowa", "Tak")
		home.ExpectRow("Osobowa-a")
		home.Press("Następne ›")
		home.ExpectRow("Osobowa-l")
		home.Press("Zgoda marketingowa: Tak ✕")
		home.ExpectRow("Osobowa-a")
		home.Press("Następne ›")
		home.ExpectRow("Osobowa-l")
		s.anna.Types("/osoba lista")
		hub := s.anna.Modal()
		hub.Press("Następne ›")
		hub.ExpectRow("Osobowa-l")
		sets(hub, "Ostatni kontakt przed", "2026-11-01")
		hub.ExpectRow("Osobowa-a")
		home.ExpectRow("Osobowa-a")
		home.ExpectText("od najdawniejszego kontaktu")
	})
	t.Run("R13 a page that has lost all its rows shows those that are left", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		for i := range 11 {
			s.hasPerson("Ewa", "Osobowa-"+string(rune('a'+i)))
		}
		s.hasPerson("Jan", "Kowal")
		home := opensPeople(s.anna)
		home.Press("Następne ›")
		home.ExpectRow("Osobowa-k")
		s.anna.Types("/osoba lista Kowal")
		home.ExpectRow("Jan Kowal")
		home.ExpectText("Tekst: „Kowal” ✕")
	})
	t.Run("a press too many, and one of another time, do no harm", func(t *testing.T) {
		t.Parallel()
		s, home := both(t)
		home.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Fill("Typ", "Kursant")
		m.Submit()
		home.Press("Typ: Kursant ✕").Redeliver()
		home.ExpectRow("Jan Kowal")
		s.expectRows(1, "lists", "true")
	})
	t.Run("one that takes too long is said, and can be taken off", func(t *testing.T) {
		t.Parallel()
		s, home := both(t)
		home.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Fill("Typ", "Kursant")
		m.Fill("Zgoda marketingowa", "Tak")
		m.Submit()
		home.ExpectRow("Ewa Zielińska")
		lock, err := s.store.Pool.Begin(t.Context())
		s.must(err)
		defer func() { _ = lock.Rollback(t.Context()) }()
		s.holdPeople(lock)
		s.anna.OpensHome()
		home.ExpectText("trwa zbyt długo")
		home.ExpectText("Typ: Kursant ✕")
		s.must(lock.Rollback(t.Context()))
		home.Press("Typ: Kursant ✕")
		home.ExpectRow("Ewa Zielińska")
	})
}

// holdPeople keeps the list of people from being read until the transaction ends.
func (s *school) holdPeople(in pgx.Tx) {
	s.Helper()
	_, err := in.Exec(s.Context(), "lock table people in access exclusive mode")
	s.must(err)
}

func TestSavedViews(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.becomes(s.hasPerson("Ewa", "Zielińska"), "type = 'student', course = 'B2', number = 'K-17'")
	s.hasPerson("Jan", "Kowal")
	home := opensPeople(s.anna)
	saves := func(name string) *slacksim.Modal {
		home.Press("Zapisz widok")
		m := s.anna.Modal("Zapisz widok")
		m.Fill("Nazwa widoku", name)
		m.Submit()
		return m
	}
	t.Run("R14 and R15 a filter with its columns has a name", func(t *testing.T) {
		home.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Fill("Typ", "Kursant")
		m.Submit()
		home.Press("Ustawienia listy")
		m = s.anna.Modal("Ustawienia listy")
		m.Fill("Kolumny", "Numer")
		m.Submit()
		home.ExpectRow("Numer: K-17")
		saves("Moi kursanci")
		home.ExpectText("Moi kursanci")
		if got := home.Value("Wybierz widok"); got != "Moi kursanci" {
			t.Errorf("the view that is open is %q", got)
		}
		home.Select("Wybierz widok", "Wszyscy")
		home.ExpectRow("Jan Kowal")
		home.ExpectNoText("✕")
		home.Select("Wybierz widok", "Moi kursanci")
		home.ExpectNoRow("Jan Kowal")
		home.ExpectText("Typ: Kursant ✕")
		if got := opensPeople(s.piotr).Offers("Wybierz widok", ""); strings.Contains(fmt.Sprint(got), "Moi") {
			t.Errorf("Piotr is offered %q", got)
		}
	})
	t.Run("the same name again takes the old one's place, after it was said", func(t *testing.T) {
		home.Press("Typ: Kursant ✕")
		home.ExpectNoText("✕")
		if got := home.Value("Wybierz widok"); got != "Wszyscy" {
			t.Errorf("with another filter the view that is open is still %q", got)
		}
		m := saves("Moi kursanci")
		m.ExpectText("Widok „Moi kursanci” już istnieje")
		s.expectRows(1, "saved_views", "filter ->> 'type' = 'student'")
		if m.Submits() != "Zastąp" {
			t.Errorf("the form submits with %q", m.Submits())
		}
		m.Fill("Nazwa widoku", "Inni")
		m.Submit()
		s.expectRows(2, "saved_views", "true")
		m = saves("Moi kursanci")
		m.ExpectText("już istnieje")
		m.Submit()
		s.expectRows(0, "saved_views", "filter ->> 'type' = 'student'")
		s.expectRows(2, "saved_views", "true")
	})
	t.Run("a name is needed, and no other is lost for it", func(t *testing.T) {
		m := saves("   ")
		if m.Error("Nazwa widoku") == "" {
			t.Errorf("the errors are %v", m.Errors())
		}
		m.Close()
	})
	t.Run("one is deleted when that is confirmed, and the list stays", func(t *testing.T) {
		home.Press("Zapisz widok")
		m := s.anna.Modal("Zapisz widok")
		m.Fill("Nazwa widoku", "Nowy")
		m.Row("Inni").Press("Usuń").No()
		s.expectRows(2, "saved_views", "true")
		m.Row("Inni").Press("Usuń").Yes()
		m.ExpectNoText("Inni")
		if got := m.Value("Nazwa widoku"); got != "Nowy" {
			t.Errorf("what was typed is %q", got)
		}
		m.Close()
		s.expectRows(1, "saved_views", "true")
		home.ExpectRow("Jan Kowal")
	})
}

func TestFoundInTheList(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPerson("Jan", "Wójcik")
	s.hasPerson("Maria", "Wójcik")
	s.hasPerson("Ewa", "Zielińska")
	t.Run("R12 the same row in the list, among those found and in the answer to a form", func(t *testing.T) {
		home := opensPeople(s.anna)
		row := home.Row("Jan Wójcik").Text()
		if found := s.anna.Types("/osoba wojcik").Row("Jan Wójcik").Text(); found != row {
			t.Errorf("found it is\n%s\nin the list\n%s", found, row)
		}
		typed := s.anna.Types("/osoba dodaj Adam Nowy")
		s.anna.Modal("Nowa osoba").Submit()
		answered := typed.ExpectText("Dodano osobę").Row("CRM").Text()
		if listed := home.Row("Adam Nowy").Text(); !strings.HasSuffix(answered, listed) {
			t.Errorf("answered it is\n%s\nin the list\n%s", answered, listed)
		}
	})
	t.Run("R15 several hits lead to the list, filtered by what was sought", func(t *testing.T) {
		s.anna.Types("/crm wojcik").ExpectText("Maria Wójcik").Press("Pokaż na liście")
		hub := s.anna.Modal()
		hub.ExpectRow("Maria Wójcik")
		hub.ExpectNoRow("Zielińska")
		home := opensPeople(s.anna)
		home.ExpectNoRow("Zielińska")
		hub.Press("Tekst: „wojcik” ✕")
		hub.ExpectRow("Zielińska")
		home.ExpectRow("Zielińska")
		hub.CloseAll()
	})
	t.Run("R14 those found are laid out as the list is", func(t *testing.T) {
		home := opensPeople(s.anna)
		lays(s.anna, home, "Tabela")
		home.ExpectRow("Otwórz | Jan Wójcik")
		found := s.anna.Types("/osoba wojcik")
		found.Row("Otwórz | Maria Wójcik").Press("Otwórz")
		s.anna.Modal("Osoba").ExpectText("Maria Wójcik")
	})
}
