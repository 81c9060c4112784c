package bot

import (
	"strings"
	"testing"

	"frontdesk/bot/slacksim"
)

// TestFoundOnce: what is looked for once belongs to the window that was opened for it.
func TestFoundOnce(t *testing.T) {
	t.Parallel()
	with := func(t *testing.T) (*school, *slacksim.Home) {
		s := newSchool(t)
		for _, name := range []string{"Burek", "Durek", "Kurek", "Zając"} {
			s.hasPerson("Ewa", name)
		}
		s.becomes(s.hasPerson("Adam", "Kursant"), "type = 'student'")
		home := opensPeople(s.anna)
		home.Select("Wybierz widok", "Kursanci")
		home.ExpectNoRow("Zając")
		return s, home
	}
	t.Run("R15 the list as it is kept stays, and the window goes back to it", func(t *testing.T) {
		t.Parallel()
		s, home := with(t)
		s.anna.Types("/osoba lista kurek")
		hub := s.anna.Modal()
		hub.ExpectText("Tekst: „kurek” ✕")
		hub.ExpectText("3 osoby · od najlepiej pasujących")
		if text := hub.Text(); strings.Index(text, "Kurek") > strings.Index(text, "Burek") || strings.Contains(text, "Zając") {
			t.Errorf("the window shows\n%s", text)
		}
		s.anna.OpensHome().ExpectRow("Adam Kursant")
		s.expectRows(0, "lists", "filter ->> 'text' <> ''")
		home.ExpectNoRow("Kurek")
		hub.Press("Tekst: „kurek” ✕")
		hub.ExpectRow("Adam Kursant")
		hub.ExpectNoRow("Kurek")
		hub.CloseAll()
	})
	t.Run("R15 so does „Wyczyść filtry”", func(t *testing.T) {
		t.Parallel()
		s, home := with(t)
		home.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Fill("Stan kursanta", "nowy")
		m.Submit()
		s.anna.Types("/osoba lista kurek")
		hub := s.anna.Modal()
		hub.Press("Wyczyść filtry")
		hub.ExpectText("Stan kursanta: nowy ✕")
		home.ExpectText("Stan kursanta: nowy ✕")
	})
	t.Run("R36 the window keeps its text whatever is done above it", func(t *testing.T) {
		t.Parallel()
		s, _ := with(t)
		s.anna.Types("/osoba lista kurek")
		hub := s.anna.Modal()
		hub.Row("Kurek").Press("Dodaj notatkę")
		m := s.anna.Modal("Nowa notatka")
		m.Fill("Notatka", "dzwoniła")
		m.Submit()
		s.settle()
		hub.ExpectRow("Burek")
		hub.Row("Kurek").Press("Otwórz")
		card := s.anna.Modal("Osoba")
		card.Press("Dane")
		m = s.anna.Modal("Dane osoby")
		m.Fill("Następny krok", "umówić test")
		m.Submit()
		s.settle()
		s.anna.Modal("Osoba").Close()
		hub.Press("Ustawienia listy")
		m = s.anna.Modal("Ustawienia listy")
		m.Fill("Układ", "Zwięzły")
		m.Submit()
		hub.ExpectRow("Burek")
		hub.ExpectNoRow("Adam Kursant")
		hub.Press("Zadania")
		hub.ExpectNoRow("Burek")
		hub.Press("Osoby")
		hub.ExpectRow("Burek")
		hub.Press("Eksport do pliku xls")
		s.settle()
		s.expectRows(1, "chores", "details::text like '%kurek%'")
	})
	t.Run("R15 „Filtry” begins with that text, and what it shows is kept", func(t *testing.T) {
		t.Parallel()
		s, home := with(t)
		s.anna.Types("/osoba lista kurek")
		hub := s.anna.Modal()
		hub.Press("Filtry")
		m := s.anna.Modal("Filtry")
		if got := m.Value("Tekst"); got != "kurek" {
			t.Errorf("the form starts with %q", got)
		}
		m.Fill("Typ", "CRM")
		m.Submit()
		for _, place := range []interface{ ExpectText(string) }{hub, home} {
			place.ExpectText("Tekst: „kurek” ✕")
			place.ExpectText("Typ: CRM ✕")
		}
		hub.ExpectRow("Kurek")
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
		opensPeople(s.anna).ExpectRow("Zielińska")
		hub.Press("Tekst: „wojcik” ✕")
		hub.ExpectRow("Zielińska")
		hub.CloseAll()
	})
	t.Run("R14 those found are laid out as the list is", func(t *testing.T) {
		home := opensPeople(s.anna)
		lays(s.anna, home, "Tabela")
		home.ExpectRow("Otwórz | Dodaj zadanie | Dodaj notatkę | Jan Wójcik")
		s.settle() // the bot has heard, too, that the table was taken
		found := s.anna.Types("/osoba wojcik")
		found.Row("Otwórz | Dodaj zadanie | Dodaj notatkę | Maria Wójcik").Press("Otwórz")
		s.anna.Modal("Osoba").ExpectText("Maria Wójcik")
	})
}
