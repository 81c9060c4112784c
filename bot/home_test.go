package bot

import (
	"context"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

func TestHome(t *testing.T) {
	t.Parallel()
	t.Run("R4 three tabs, of which the last is remembered", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		s.hasTask("oddzwonić")
		home := s.anna.OpensHome()
		home.ExpectRow("oddzwonić")
		home.Press("Osoby")
		home.ExpectRow("Zielińska")
		s.anna.OpensHome().ExpectRow("Zielińska")
		s.piotr.OpensHome().ExpectNoText("Zielińska")
	})
	t.Run("R5 a task is added from its tab, R6 and from a person's row", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Zielińska")
		home := s.anna.OpensHome()
		home.Press("Dodaj zadanie")
		m := s.anna.Modal("Nowe zadanie")
		m.Fill("Temat", "zamówić kawę")
		m.Submit()
		home.ExpectRow("zamówić kawę")
		home.Press("Osoby")
		home.Row("Zielińska").Press("Dodaj zadanie")
		m = s.anna.Modal("Nowe zadanie")
		m.Fill("Temat", "oddzwonić")
		m.Submit()
		s.expectRows(1, "tasks", "subject = 'oddzwonić' and person_id = $1", p.ID)
		home.Row("Zielińska").Press("Dodaj notatkę")
		m = s.anna.Modal("Nowa notatka")
		m.Fill("Notatka", "woli poranki")
		m.Submit()
		s.expectRows(1, "notes", "body = 'woli poranki' and person_id = $1", p.ID)
	})
	t.Run("a Home that was drawn anew meanwhile is read and drawn once more", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasTask("oddzwonić")
		home := s.anna.OpensHome()
		s.slack.FailNext("views.publish", "hash_conflict", 1)
		home.Row("oddzwonić").Press("☐")
		home.ExpectNoRow("oddzwonić")
	})
	t.Run("Slack's wish to be called later is honoured", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.slack.FailNext("views.publish", "ratelimited", 1)
		s.anna.OpensHome().ExpectText("Dodaj zadanie")
		if n := len(s.slack.Calls("views.publish")); n != 2 {
			t.Errorf("%d calls", n)
		}
	})
	t.Run("a press on what is gone says so, and the row goes", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		task := s.hasTask("oddzwonić")
		home := s.anna.OpensHome()
		_, err := s.store.DeleteTask(t.Context(), s.as(s.piotr), task.ID)
		s.must(err)
		home.Row("oddzwonić").Press("☐")
		s.anna.Modal().ExpectText("Tego już nie ma")
		home.ExpectNoRow("oddzwonić")
	})
	t.Run("a page of a tab that was left elsewhere is no page of the next", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		for i := range view.RowsPerPage + 2 {
			s.hasTask("sprawa " + string(rune('a'+i)))
		}
		s.anna.Types("/crm")
		hub := s.anna.Modal()
		hub.Press("Następne ›")
		hub.ExpectText("Poprzednie")
		row := "sprawa a"
		if strings.Contains(hub.Text(), "sprawa l") {
			row = "sprawa l"
		}
		hub.Row(row).Press("Otwórz")
		card := s.anna.Modal("Zadanie")
		s.must(s.store.ShowTab(t.Context(), s.as(s.anna), crm.TabPeople))
		card.Press("☐")
		card.ExpectText("☑")
		card.Close()
		hub.ExpectRow("Zielińska")
		hub.ExpectNoText("Poprzednie")
	})
	t.Run("a page that is none is the first", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasTask("oddzwonić")
		home := s.anna.OpensHome()
		r := Request{Kind: Press, Team: "TSCHOOL", User: s.anna.ID, Place: Place{ID: "V1", Home: true, Callback: view.HomeView}}
		r.speakWith(s.as(s.anna))
		s.bot.drawPlace(r, view.Meta{Tab: string(crm.TabTasks), Page: "no.such.page"})
		s.settle()
		home.ExpectRow("oddzwonić")
	})
	t.Run("its lists are pages", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		for i := range view.RowsPerPage + 1 {
			s.hasPerson("Ewa", "Osobowa-"+string(rune('a'+i)))
		}
		home := s.anna.OpensHome()
		home.Press("Osoby")
		home.ExpectRow("Osobowa-a")
		home.Press("Następne ›")
		home.ExpectRow("Osobowa-k")
		home.Row("Osobowa-k").Press("Otwórz")
		s.anna.Modal("Osoba").ExpectText("Osobowa-k")
	})
	t.Run("the calendar shows the next days, open and done", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasTask("jutrzejsze", s.due("2026-11-25 09:00"))
		s.hasTask("zrobione", s.due("2026-11-24 08:00"), func(f *crm.TaskForm) { f.Done = true })
		s.hasTask("odległe", s.due("2026-12-24 09:00"))
		home := s.anna.OpensHome()
		home.Press("Kalendarz")
		home.ExpectRow("jutrzejsze")
		home.ExpectRow("zrobione")
		home.ExpectNoRow("odległe")
	})
	t.Run("the hub shows the same in a modal and R36 keeps up with what is done over it", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Types("/crm")
		hub := s.anna.Modal()
		hub.Press("Dodaj zadanie")
		m := s.anna.Modal("Nowe zadanie")
		m.Fill("Temat", "oddzwonić")
		m.Submit()
		hub.Row("oddzwonić").Press("Otwórz")
		card := s.anna.Modal("Zadanie")
		card.Press("☐")
		card.Close()
		hub.ExpectNoRow("oddzwonić")
		hub.Press("Osoby")
		hub.ExpectText("Dodaj osobę")
	})
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	t.Run("the workspace's, until a choice is made on the first Home", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		home := s.anna.OpensHome()
		home.ExpectText("Dodaj zadanie")
		home.Press("English")
		home.ExpectText("Add task")
		home.ExpectNoText("Polski")
		expectText(t, s.anna.Types("/zadanie pomoc").Text(), "/task")
	})
	t.Run("in the settings", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		m := s.piotr.Types("/crm ustawienia").ExpectText("W jakim języku")
		m.Press("English")
		m.ExpectText("Frontdesk speaks English now.")
		s.piotr.Types("/osoba")
		s.piotr.Modal("New person").Close()
		s.piotr.Types("/crm settings").ExpectText("Which language").Press("Polski")
		s.piotr.ExpectEphemeral("Frontdesk mówi teraz po polsku.")
	})
}

func TestHelp(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	text := s.anna.Types("/crm pomoc").Text()
	for _, c := range s.bot.routes.commands {
		expectText(t, text, c.name.pl)
		for _, v := range c.verbs {
			if v.help != "" {
				expectText(t, text, c.name.pl+" "+v.word.pl)
			}
		}
	}
	expectText(t, text, "/zadanie zadzwonić w sprawie kursu")
	one := s.anna.Types("/note help").Text()
	expectText(t, one, "/notatka")
	if strings.Contains(one, "/zadanie") {
		t.Errorf("help of one command tells of others:\n%s", one)
	}
}

func TestSlowCard(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasPerson("Ewa", "Zielińska")
	draw, ready := s.bot.routes.cards[view.CardPerson], make(chan struct{})
	s.bot.routes.cards[view.CardPerson] = func(ctx context.Context, r Request, m view.Meta) (slack.ModalViewRequest, error) {
		<-ready
		return draw(ctx, r, m)
	}
	s.anna.Types("/osoba Zielińska")
	m := s.anna.Modal()
	m.ExpectNoText(p.Name())
	close(ready)
	m.ExpectText(p.Name())
}
