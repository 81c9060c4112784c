package bot

import (
	"strings"
	"testing"

	"frontdesk/bot/slacksim"
	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// thirdModal opens the card of a person over that of a task over the hub: Slack opens no
// modal on top of it.
func (s *school) thirdModal() *slacksim.Modal {
	s.Helper()
	s.hasTask("oddzwonić", about(s.hasPerson("Ewa", "Zielińska")))
	s.anna.Types("/zadanie lista")
	s.anna.Modal().Row("oddzwonić").Press("Otwórz")
	s.anna.Modal("Zadanie").Press("Otwórz osobę")
	return s.anna.Modal("Osoba")
}

func TestThirdModal(t *testing.T) {
	t.Parallel()
	t.Run("R36 what is added there is seen at once, as often as it is done", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.thirdModal().Press("Oś czasu")
		for _, subject := range []string{"pierwsze", "drugie"} {
			s.anna.Modal("Osoba").Choose("Dodaj czynność", "Zadanie")
			m := s.anna.Modal("Nowe zadanie")
			m.Fill("Temat", subject)
			m.Submit().Redeliver()
			s.anna.Modal("Osoba").ExpectRow(subject)
			s.expectRows(1, "tasks", "subject = $1", subject)
		}
		s.settle()
		s.anna.Modal("Osoba").Close()
		s.anna.Modal("Zadanie").Close()
		s.anna.Modal().ExpectRow("drugie")
	})
	t.Run("a refusal is seen", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		card := s.thirdModal()
		n, err := s.store.AddNote(t.Context(), s.as(s.anna), "", crm.NoteForm{Person: 1, Body: "stara notatka"})
		s.must(err)
		card.Press("Oś czasu")
		card.ExpectRow("stara notatka")
		_, err = s.store.DeleteNote(t.Context(), s.as(s.piotr), n.After.ID)
		s.must(err)
		card.Choose("stara notatka", "Edytuj")
		s.settle()
		s.anna.Modal().ExpectText("Tego już nie ma")
		s.anna.Modal().Close()
		s.anna.Modal("Zadanie").ExpectText("oddzwonić")
	})
	t.Run("a task that is deleted there is said to be", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.thirdModal().Close()
		s.anna.Modal("Zadanie").Close()
		s.anna.Modal().Press("Osoby")
		s.anna.Modal().ExpectText("Dodaj osobę")
		s.anna.Modal().Row("Zielińska").Press("Otwórz")
		s.anna.Modal("Osoba").Press("Oś czasu")
		s.anna.Modal("Osoba").Row("oddzwonić").Press("Otwórz")
		s.anna.Modal("Zadanie").Press("Usuń")
		s.anna.Modal("Usunąć zadanie?").Submit()
		s.anna.Modal().ExpectText("Usunięto: oddzwonić")
		s.anna.Modal().Close()
		s.anna.Modal("Osoba").ExpectNoRow("oddzwonić")
	})
}

func TestHomeStaysOnItsPage(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for _, initial := range "ABCDEFGHIJKLMNOP" {
		s.hasPerson("Jan", string(initial)+"owak")
	}
	home := s.anna.OpensHome()
	home.Press("Osoby")
	home.ExpectRow("Aowak")
	home.Press("Następne ›")
	home.Row("Mowak").Press("Dodaj notatkę")
	m := s.anna.Modal("Nowa notatka")
	m.Fill("Notatka", "woli poranki")
	m.Submit()
	s.settle()
	home.ExpectRow("Mowak")
	home.ExpectNoRow("Aowak")
	home.Row("Mowak").Press("Otwórz")
	s.anna.Modal("Osoba").Press("Dane")
	m = s.anna.Modal("Dane osoby")
	m.Fill("Nazwisko", "Mowak-Żak")
	m.Submit()
	s.anna.Modal("Osoba").CloseAll()
	home.ExpectRow("Mowak-Żak")
	home.ExpectNoRow("Aowak")
	s.anna.Types("/zadanie lista")
	s.anna.Modal().Press("Osoby")
	s.anna.Modal().Row("Aowak").Press("Dodaj zadanie")
	m = s.anna.Modal("Nowe zadanie")
	m.Fill("Temat", "oddzwonić")
	m.Submit()
	s.settle()
	s.anna.Modal().CloseAll()
	home.ExpectRow("Mowak-Żak")
	home.ExpectNoRow("Aowak")
	home.Press("‹ Poprzednie")
	home.ExpectRow("Aowak")
}

func TestCalendarOfAnotherZone(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"Europe/Warsaw", "Europe/London", "America/New_York", "Asia/Tokyo"} {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			for name, day := range map[string]int{"wczoraj": 23, "dziś": 24, "w ostatnim dniu": 30, "po tygodniu": 31} {
				s.hasTask("cały dzień "+name, func(f *crm.TaskForm) { f.Due = crm.DueOn(2026, 11, day, s.space.Zone) })
			}
			s.anna.Becomes(func(p *slacksim.Person) { p.TZ = zone })
			home := s.anna.OpensHome()
			home.Press("Kalendarz")
			home.ExpectRow("cały dzień dziś")
			home.ExpectRow("cały dzień w ostatnim dniu")
			home.ExpectNoRow("cały dzień po tygodniu")
			home.ExpectNoRow("cały dzień wczoraj")
		})
	}
}

func TestWhoLeavesSeesNoMore(t *testing.T) {
	t.Parallel()
	opensPeople := func(s *school) *slacksim.Home {
		s.hasPerson("Ewa", "Zielińska")
		home := s.piotr.OpensHome()
		home.Press("Osoby")
		home.ExpectRow("Zielińska")
		return home
	}
	t.Run("when a manager removes them", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		home := opensPeople(s)
		s.anna.Types("/crm sekretariat usuń @Piotr").ExpectText("Usunięto")
		home.ExpectText("dla pracowników Sekretariatu")
		home.ExpectNoText("Zielińska")
	})
	t.Run("when they press what still stands there", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		home := opensPeople(s)
		s.piotr.Types("/osoba Zielińska")
		card := s.piotr.Modal("Osoba")
		_, err := s.store.RemoveStaff(t.Context(), s.as(s.anna), s.as(s.piotr).ID)
		s.must(err)
		card.Press("Oś czasu")
		s.settle()
		s.piotr.Modal().ExpectText("dla pracowników Sekretariatu")
		s.piotr.Modal().Close()
		s.piotr.Modal().ExpectText("dla pracowników Sekretariatu")
		home.ExpectNoText("Zielińska")
	})
	t.Run("when Slack makes them a guest", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		home := opensPeople(s)
		s.piotr.Becomes(func(p *slacksim.Person) { p.Guest = true })
		if role := s.as(s.piotr).Role; role != crm.RoleNone {
			t.Fatalf("Piotr is %q", role)
		}
		home.ExpectText("dla pracowników Sekretariatu")
		home.ExpectNoText("Zielińska")
		expectText(t, s.piotr.Types("/zadanie coś").Text(), "dla pracowników Sekretariatu")
	})
}

func TestFormsOfAPersonsCard(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPerson("Ewa", "Zielińska")
	s.anna.Types("/osoba Zielińska")
	card := s.anna.Modal("Osoba")
	t.Run("R19 from the general tab they save and close", func(t *testing.T) {
		for button, title := range map[string]string{"Dodaj zadanie": "Nowe zadanie", "Dodaj notatkę": "Nowa notatka"} {
			card.Press(button)
			m := s.anna.Modal(title)
			if m.Submits() != "Zapisz i zamknij" {
				t.Errorf("the form submits with %q", m.Submits())
			}
			m.Close()
		}
	})
	t.Run("the general tab does without the timeline", func(t *testing.T) {
		_, err := s.store.Pool.Exec(t.Context(), "alter table notes rename to notes_away")
		s.must(err)
		s.anna.Types("/osoba Zielińska")
		if text := s.anna.Modal("Osoba").Text(); !strings.Contains(text, "Zielińska") {
			t.Errorf("the card says %s", text)
		}
	})
}

func TestMetasOfAStack(t *testing.T) {
	t.Parallel()
	m := view.Meta{Tab: view.TabTimeline, Page: "c", Card: "card.task:V2:7 hub:V1:0", Instead: "card.person:V3:5"}
	got := below(m).metas(m)
	if len(got) != 3 || got[0].Person != 5 || got[0].Tab != view.TabTimeline || got[0].Card != m.Card {
		t.Fatalf("got %+v", got)
	}
	if got[1].Task != 7 || got[1].Tab != "" || got[1].Card != "hub:V1:0" || got[2].Card != "" {
		t.Errorf("got %+v", got[1:])
	}
}
