package bot

import (
	"strings"
	"testing"

	"frontdesk/bot/slacksim"
)

// addsZenobia adds somebody by the button in a view.
func addsZenobia(u *slacksim.User, press func(string)) {
	press("Dodaj osobę")
	m := u.Modal("Nowa osoba")
	m.Fill("Imię", "Zenobia")
	m.Fill("Nazwisko", "Żurawik")
	m.Submit()
}

func TestSaidWhereItWasDone(t *testing.T) {
	t.Parallel()
	t.Run("R18 who is added from Home is named there, until it is drawn anew", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		home := s.anna.OpensHome()
		home.Press("Osoby")
		addsZenobia(s.anna, func(label string) { home.Press(label) })
		home.ExpectText("Dodano osobę: Zenobia Żurawik")
		home.Row("Dodano osobę: Zenobia Żurawik").Press("Otwórz")
		s.anna.Modal("Osoba").Close()
		s.settle()
		home.Press("Zadania")
		home.ExpectNoText("Dodano osobę")
	})
	t.Run("R18 who is added from the hub is named there", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		s.anna.Types("/osoba lista")
		hub := s.anna.Modal()
		addsZenobia(s.anna, func(label string) { hub.Press(label) })
		hub.ExpectText("Dodano osobę: Zenobia Żurawik")
		s.settle()
		hub.Press("Zadania")
		hub.ExpectNoText("Dodano osobę")
	})
	t.Run("R18 whom a command adds is named in its answer alone", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		home := s.anna.OpensHome()
		addsZenobia(s.anna, func(string) { s.anna.Types("/osoba dodaj") })
		s.anna.ExpectEphemeral("Dodano osobę: Zenobia Żurawik")
		s.settle()
		home.ExpectNoText("Dodano osobę")
	})
	t.Run("R17 R45 where an export was pressed it is said that the file will come", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		s.hasTask("oddzwonić")
		home := s.anna.OpensHome()
		home.Press("Eksport do pliku xls")
		home.ExpectText("Plik przyjdzie za chwilę w wiadomości od Frontdesku.")
		s.anna.Types("/osoba lista")
		hub := s.anna.Modal()
		hub.Press("Eksport do pliku xls")
		hub.ExpectText("Plik przyjdzie za chwilę w wiadomości od Frontdesku.")
		s.expectRows(2, "chores", "true")
	})
	t.Run("S5 who chooses a language on Home learns where it is changed", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		home := s.anna.OpensHome()
		home.Press("English")
		home.ExpectText("The language can be changed: /crm settings.")
		s.settle()
		home.Press("People")
		home.ExpectNoText("The language can be changed")
		s.piotr.Types("/crm")
		hub := s.piotr.Modal()
		hub.Press("Polski")
		hub.ExpectText("Język można zmienić: /crm ustawienia.")
	})
}

func TestStaleRestore(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasArchived("Ewa", "Zielińska")
	card := opensCard(s.anna, "Zielińska")
	_, err := s.store.Restore(t.Context(), s.as(s.piotr), p.ID)
	s.must(err)
	card.Press("Przywróć na stałe")
	s.anna.Modal().ExpectText("Ta osoba nie jest już w archiwum.")
}

func TestEditOfWhoeverIsOutForAnEdit(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasArchived("Ewa", "Zielińska")
	editsArchived(s.anna, "Zielińska", "Dane")
	opensCard(s.piotr, "Zielińska").Press("Kurs")
	question := s.piotr.Modal("Edytować?")
	question.ExpectText("Ta osoba jest poza archiwum na czas innej edycji, do 10:30.")
	question.ExpectNoText("jest w archiwum")
	question.Submit()
	if then := s.piotr.Modal("Kurs").Value("Po zapisaniu"); then != "zarchiwizuj ponownie" {
		t.Errorf("R64 after saving: %q", then)
	}
}

func TestHelpOfImportAndList(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	expectText(t, s.anna.Types("/crm pomoc").Text(),
		"Lista osób z pliku: wystarczy przeciągnąć plik .xlsx albo .csv do rozmowy z Frontdeskiem.", "/osoba lista Nowak otwiera listę osób")
	if text := s.anna.Types("/osoba pomoc").Text(); strings.Contains(text, ".xlsx") {
		t.Errorf("help of one command tells of the import:\n%s", text)
	}
}
