package bot

import (
	"strings"
	"testing"

	"frontdesk/bot/slacksim"
	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// opensPeople opens somebody's Home on the list of people.
func opensPeople(u *slacksim.User) *slacksim.Home {
	home := u.OpensHome()
	home.Press("Osoby")
	home.ExpectText("Dodaj osobę") // the tab of tasks has buttons of the same names
	return home
}

// becomes makes something else of a person behind the bot's back, by SQL.
func (s *school) becomes(p crm.Person, set string, args ...any) crm.Person {
	s.Helper()
	_, err := s.store.Pool.Exec(s.Context(), "update people set "+set+" where id = $1", append([]any{p.ID}, args...)...)
	s.must(err)
	return p
}

// lays sets the layout of the list that stands on a Home, as its reader does.
func lays(u *slacksim.User, home *slacksim.Home, layout string) {
	home.Press("Ustawienia listy")
	m := u.Modal("Ustawienia listy")
	m.Fill("Układ", layout)
	m.Submit()
}

func TestPeopleList(t *testing.T) {
	t.Parallel()
	t.Run("R1 prospective, current and archived students stand in one registry", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		for _, name := range []string{"Ewa Zielińska", "Jan Kowal", "Adam Dawny"} {
			s.anna.Types("/osoba dodaj " + name)
			s.anna.Modal("Nowa osoba").Submit()
		}
		for _, family := range []string{"Kowal", "Dawny"} {
			card := opensCard(s.anna, family)
			card.Choose("Więcej", "Dodaj kursanta")
			s.anna.Modal("Dodać kursanta?").Submit()
			m := s.anna.Modal("Kurs")
			m.Fill("Kurs", "Angielski B2")
			m.Submit()
			card.CloseAll()
		}
		card := opensCard(s.anna, "Dawny")
		card.Choose("Więcej", "Archiwizuj")
		s.anna.Modal("Przenieść do archiwum?").Submit()
		card.CloseAll()
		home := opensPeople(s.anna)
		for name, kind := range map[string]string{"Ewa Zielińska": "CRM", "Jan Kowal": "Kursant (aktywny)", "🗄 Archiwum · Adam Dawny": ""} {
			if text := home.Row(name).Text(); !strings.Contains(text, kind) {
				t.Errorf("no %q in the row\n%s", kind, text)
			}
		}
		home.ExpectText("3 osoby")
		s.expectRows(3, "people", "true")
		opensCard(s.piotr, "Dawny").ExpectText("Adam Dawny")
	})
	t.Run("R13 the tab is pages, forwards and back", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		for i := range 12 {
			s.hasPerson("Ewa", "Osobowa-"+string(rune('a'+i)))
		}
		home := opensPeople(s.anna)
		home.ExpectText("12 osób")
		home.ExpectRow("Osobowa-j")
		home.ExpectNoRow("Osobowa-k")
		home.Press("Następne ›")
		home.ExpectRow("Osobowa-l")
		home.ExpectNoRow("Osobowa-j")
		home.Press("‹ Poprzednie")
		home.ExpectRow("Osobowa-a")
		home.ExpectNoText("Poprzednie")
	})
	t.Run("R9 archived people are set apart in every layout", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasArchived("Jan", "Dawny")
		s.hasPerson("Ewa", "Obecna")
		home := opensPeople(s.anna)
		for _, layout := range []string{"Karty", "Zwięzły", "Tabela"} {
			lays(s.anna, home, layout)
			home.ExpectRow("🗄 Archiwum · Jan Dawny")
			home.ExpectNoRow("🗄 Archiwum · Ewa Obecna")
		}
	})
	t.Run("R24 the fixed views, a student who came from CRM in two of them", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		_, err := s.store.Enroll(t.Context(), s.as(s.anna), s.hasPerson("Ewa", "Zielińska").ID)
		s.must(err)
		s.hasPerson("Jan", "Kontakt")
		s.becomes(s.hasPerson("Maria", "Marzec"), "type = 'company', crm_contact = false")
		s.hasArchived("Adam", "Dawny")
		home := opensPeople(s.anna)
		for name, who := range map[string]struct{ in, out []string }{
			"Kontakty CRM": {[]string{"Zielińska", "Kontakt"}, []string{"Marzec", "Dawny"}},
			"Kursanci":     {[]string{"Zielińska"}, []string{"Jan Kontakt", "Marzec", "Dawny"}},
			"Firmy":        {[]string{"Marzec"}, []string{"Zielińska", "Jan Kontakt", "Dawny"}},
			"Archiwum":     {[]string{"Dawny"}, []string{"Zielińska", "Jan Kontakt", "Marzec"}},
			"Wszyscy":      {[]string{"Zielińska", "Jan Kontakt", "Marzec", "Dawny"}, nil},
		} {
			if home.Value("Wybierz widok") != name {
				home.Select("Wybierz widok", name)
			}
			for _, person := range who.in {
				home.ExpectRow(person)
			}
			for _, person := range who.out {
				home.ExpectNoRow(person)
			}
		}
		s.piotr.OpensHome()
		opensPeople(s.piotr).ExpectRow("Jan Kontakt")
	})
	t.Run("an empty view teaches, and leads on", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		home := opensPeople(s.anna)
		home.ExpectText("Nie ma tu jeszcze nikogo")
		s.hasPerson("Ewa", "Zielińska")
		home = opensPeople(s.anna)
		home.Select("Wybierz widok", "Archiwum")
		home.ExpectText("W tym widoku nie ma jeszcze nikogo")
		home.Select("Wybierz widok", "Wszyscy")
		home.ExpectRow("Zielińska")
	})
}

func TestRowOfAList(t *testing.T) {
	t.Parallel()
	added := func(s *school, p crm.Person, want int) {
		s.Helper()
		m := s.anna.Modal("Nowe zadanie")
		m.Fill("Temat", "oddzwonić")
		m.Submit()
		s.expectRows(want, "tasks", "subject = 'oddzwonić' and person_id = $1", p.ID)
	}
	noted := func(s *school, p crm.Person, want int) {
		s.Helper()
		m := s.anna.Modal("Nowa notatka")
		m.Fill("Notatka", "woli poranki")
		m.Submit()
		s.expectRows(want, "notes", "body = 'woli poranki' and person_id = $1", p.ID)
	}
	t.Run("R6 in cards", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Zielińska")
		home := opensPeople(s.anna)
		home.Row("Zielińska").Press("Dodaj zadanie")
		added(s, p, 1)
		home.Row("Zielińska").Press("Dodaj notatkę")
		noted(s, p, 1)
		home.Row("Zielińska").Choose("Edytuj")
		s.anna.Modal("Dane osoby").Close()
		home.Row("Zielińska").Choose("Więcej…")
		s.anna.Modal("Osoba").ExpectText("Zielińska")
	})
	t.Run("R6 in lines", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Zielińska")
		home := opensPeople(s.anna)
		lays(s.anna, home, "Zwięzły")
		home.Row("Zielińska").Choose("Dodaj zadanie")
		added(s, p, 1)
		home.Row("Zielińska").Choose("Dodaj notatkę")
		noted(s, p, 1)
		home.Row("Zielińska").Choose("Otwórz")
		s.anna.Modal("Osoba").ExpectText("Ewa Zielińska")
	})
	t.Run("R6 in a table with buttons", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Zielińska")
		s.hasPerson("Jan", "Inny")
		home := opensPeople(s.anna)
		lays(s.anna, home, "Tabela")
		home.Row("Ewa Zielińska |").Press("Dodaj zadanie")
		added(s, p, 1)
		home.Row("Ewa Zielińska |").Press("Dodaj notatkę")
		noted(s, p, 1)
		home.Row("Ewa Zielińska |").Press("Otwórz")
		s.anna.Modal("Osoba").ExpectText("Ewa Zielińska")
	})
	t.Run("R6 in a table without buttons, where Slack knows no others", func(t *testing.T) {
		t.Parallel()
		s := newSchoolOver(t, overHTTP, "data_table")
		p := s.hasPerson("Ewa", "Zielińska")
		s.hasPerson("Jan", "Inny")
		home := opensPeople(s.anna)
		lays(s.anna, home, "Tabela")
		home.ExpectRow("Ewa Zielińska | CRM")
		home.Select("Dodaj zadanie…", "Ewa Zielińska")
		added(s, p, 1)
		home.Select("Dodaj notatkę…", "Ewa Zielińska")
		noted(s, p, 1)
		for range 2 { // what was chosen does not stay chosen
			home.Select("Otwórz…", "Ewa Zielińska")
			card := s.anna.Modal("Osoba")
			card.ExpectText("Ewa Zielińska")
			card.Close()
		}
		home.Select("Dodaj zadanie…", "Ewa Zielińska")
		added(s, p, 2)
		home.Select("Dodaj notatkę…", "Ewa Zielińska")
		noted(s, p, 2)
		s.settle()
		before := len(s.slack.Calls("views.publish"))
		s.anna.OpensHome().ExpectRow("Ewa Zielińska | CRM")
		s.settle()
		if n := len(s.slack.Calls("views.publish")) - before; n != 1 {
			t.Errorf("Home is published %d times: what was refused once is tried again", n)
		}
	})
	t.Run("R14 what else Slack refuses tells nothing of tables", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.failures = true
		s.hasPerson("Ewa", "Zielińska")
		home := opensPeople(s.anna)
		lays(s.anna, home, "Tabela")
		home.ExpectRow("Otwórz | Dodaj zadanie | Dodaj notatkę | Ewa Zielińska")
		s.slack.FailNext("views.publish", "invalid_arguments", 1)
		home.Press("Osoby")
		s.settle()
		expectText(t, s.log.String(), "invalid_arguments")
		home.Press("Osoby")
		s.settle()
		home.ExpectRow("Otwórz | Dodaj zadanie | Dodaj notatkę | Ewa Zielińska")
	})
	t.Run("R14 in lines where Slack knows no tables at all", func(t *testing.T) {
		t.Parallel()
		s := newSchoolOver(t, overHTTP, "data_table", "table")
		s.hasPerson("Ewa", "Zielińska")
		home := opensPeople(s.anna)
		lays(s.anna, home, "Tabela")
		home.Row("Zielińska").Choose("Otwórz")
		s.anna.Modal("Osoba").ExpectText("Ewa Zielińska")
	})
	t.Run("R50 and R52 a task is finished and opened again in lines and tables", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		task := s.hasTask("oddzwonić")
		home := s.anna.OpensHome()
		lays(s.anna, home, "Zwięzły")
		home.Row("oddzwonić").Choose("Oznacz jako zakończone")
		home.ExpectNoRow("oddzwonić")
		s.expectRows(1, "tasks", "id = $1 and done_at is not null", task.ID)
		s.hasTask("zamówić podręczniki")
		lays(s.anna, s.anna.OpensHome(), "Tabela")
		home.Row("zamówić podręczniki").Press("☐")
		home.ExpectNoRow("zamówić podręczniki")
		s.expectRows(2, "tasks", "done_at is not null")
		s.expectRows(2, "events", "verb = 'finished'")
		reopen := view.Choice{Verb: view.ChoiceReopen, ID: int64(task.ID)}.String()
		for range 2 {
			expectText(t, s.pressAnswer(s.anna.ID, view.TaskMenu, reopen), "Znowu do realizacji")
		}
		s.expectRows(1, "events", "verb = 'reopened'")
		home.ExpectRow("oddzwonić")
	})
}
