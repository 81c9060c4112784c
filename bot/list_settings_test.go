package bot

import (
	"strings"
	"testing"
)

func TestListSettings(t *testing.T) {
	t.Parallel()
	t.Run("R14 columns, their order and the layout rule the list, and are each one's own", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.becomes(s.hasPerson("Ewa", "Zielińska"), "next_step = 'umówić test', number = 'K-17', company = 'Marzec'")
		home := opensPeople(s.anna)
		home.Press("Ustawienia listy")
		m := s.anna.Modal("Ustawienia listy")
		if got := m.Value("Kolumny"); got != "Imię i nazwisko, Typ, Telefon, E-mail, Firma, Zadania do realizacji" {
			t.Errorf("at first the columns are %q", got)
		}
		m.Select("Kolumny", "Numer", "Imię i nazwisko", "Następny krok")
		m.Fill("Układ", "Tabela")
		m.Submit()
		home.ExpectRow("Otwórz | Dodaj zadanie | Dodaj notatkę | Numer | Imię i nazwisko | Następny krok")
		home.ExpectRow("Otwórz | Dodaj zadanie | Dodaj notatkę | K-17 | Ewa Zielińska | umówić test")
		home.ExpectNoText("Marzec")
		opensPeople(s.piotr).ExpectText("Marzec")
		s.anna.OpensHome().ExpectRow("K-17 | Ewa Zielińska")
	})
	t.Run("R14 how many rows a page has", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		for i := range 7 {
			s.hasPerson("Ewa", "Osobowa-"+string(rune('a'+i)))
		}
		home := opensPeople(s.anna)
		home.Press("Ustawienia listy")
		m := s.anna.Modal("Ustawienia listy")
		m.Fill("Wierszy na stronie", "5")
		m.Submit()
		home.ExpectNoRow("Osobowa-f")
		home.Press("Następne ›")
		home.ExpectRow("Osobowa-g")
	})
	t.Run("R14 the defaults come back by one press", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		home := opensPeople(s.anna)
		lays(s.anna, home, "Tabela")
		home.ExpectRow("Otwórz | Dodaj zadanie | Dodaj notatkę | Ewa Zielińska")
		home.Press("Ustawienia listy")
		m := s.anna.Modal("Ustawienia listy")
		m.Select("Kolumny", "Numer")
		m.Fill("Wierszy na stronie", "50")
		m.Press("Przywróć domyślne")
		s.settle()
		if got := m.Value("Układ") + m.Value("Wierszy na stronie") + m.Value("Kolumny"); !strings.HasPrefix(got, "Karty10Imię i nazwisko, Typ") {
			t.Errorf("the form shows %q", got)
		}
		home.ExpectRow("Otwórz | Dodaj zadanie | Dodaj notatkę | Ewa Zielińska") // nothing is kept yet
		m.Fill("Układ", "Tabela")
		m.Press("Przywróć domyślne")
		s.settle()
		if got := m.Value("Układ"); got != "Karty" {
			t.Errorf("pressed again the form shows %q", got)
		}
		m.Submit()
		home.ExpectNoRow("Otwórz | Dodaj zadanie")
		home.Row("Zielińska").Press("Dodaj notatkę")
	})
	t.Run("a person is found above the list, as often as one likes", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		s.hasPerson("Jan", "Kowal")
		home := opensPeople(s.anna)
		s.anna.Types("/osoba lista")
		hub := s.anna.Modal()
		const field = "Szukaj: nazwisko, telefon, e-mail"
		for range 2 {
			hub.Select(field, "Kowal")
			s.anna.Modal("Osoba").ExpectText("Jan Kowal")
			s.anna.Modal("Osoba").Close()
		}
		hub.CloseAll()
		for range 2 {
			home.Select(field, "Zielińska")
			card := s.anna.Modal("Osoba")
			card.ExpectText("Ewa Zielińska")
			card.Close()
		}
	})
	t.Run("R44 the list of tasks has settings of its own", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasTask("oddzwonić")
		s.hasPerson("Ewa", "Zielińska")
		home := s.anna.OpensHome()
		home.Press("Ustawienia listy")
		m := s.anna.Modal("Ustawienia listy")
		m.Select("Kolumny", "Temat", "Zakończone", "Rodzaj")
		m.Fill("Układ", "Tabela")
		m.Submit()
		home.ExpectRow("Otwórz | Temat | Zakończone | Rodzaj")
		home.ExpectRow("Otwórz | oddzwonić | ☐ | Zadanie")
		home.Press("Osoby")
		home.Row("Zielińska").Press("Dodaj zadanie")
	})
	t.Run("R14 and R17 with nothing to do too", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		home := s.anna.OpensHome()
		home.ExpectText("Nie ma tu zadań do realizacji")
		lays(s.anna, home, "Zwięzły")
		home.Press("Eksport do pliku xls")
		s.settle()
		s.expectRows(1, "chores", "kind = 'export'")
		s.hasTask("oddzwonić")
		s.anna.OpensHome().Row("oddzwonić").Choose("Otwórz")
	})
	t.Run("R14 from the hub too, whose tables are lines", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.becomes(s.hasPerson("Ewa", "Zielińska"), "number = 'K-17'")
		s.anna.Types("/osoba lista")
		hub := s.anna.Modal()
		hub.Press("Ustawienia listy")
		m := s.anna.Modal("Ustawienia listy")
		m.Fill("Kolumny", "Numer")
		m.Fill("Układ", "Tabela")
		m.Submit()
		hub.ExpectRow("Numer: K-17")
		hub.Row("Zielińska").Choose("Otwórz")
		s.anna.Modal("Osoba").ExpectText("Zielińska")
	})
}
