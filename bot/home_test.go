package bot

import (
	"context"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"frontdesk/bot/slacksim"
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

func TestOutsiders(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for _, u := range []struct {
		name  string
		types func(string) interface{ Text() string }
	}{
		{"a guest", func(line string) interface{ Text() string } { return s.guest.Types(line) }},
		{"a stranger", func(line string) interface{ Text() string } { return s.stranger.Types(line) }},
	} {
		t.Run(u.name+" gets one polite sentence to every command", func(t *testing.T) {
			for _, c := range s.bot.routes.commands {
				for _, line := range []string{c.name.pl, c.name.en + " add", c.name.pl + " pomoc"} {
					expectText(t, u.types(line).Text(), "dla pracowników Sekretariatu")
				}
			}
		})
	}
	t.Run("their Home says why it is empty", func(t *testing.T) {
		s.guest.OpensHome().ExpectText("dla pracowników Sekretariatu")
	})
	t.Run("a shortcut is answered too", func(t *testing.T) {
		s.stranger.Shortcut("task.new")
		m := s.stranger.Modal()
		m.ExpectText("dla pracowników Sekretariatu")
		m.Close()
	})
	t.Run("a press does nothing and is answered", func(t *testing.T) {
		task := s.hasTask("oddzwonić")
		_, square := view.Square(task)
		expectText(t, s.pressAnswer(s.stranger.ID, view.TaskSquare, square), "dla pracowników Sekretariatu")
		s.expectRows(1, "tasks", "done_at is null")
	})
	s.stranger.ExpectNoModal()
}

func TestFirstManager(t *testing.T) {
	t.Parallel()
	t.Run("an admin who opens the bot while there is no staff", func(t *testing.T) {
		t.Parallel()
		s := newOpenSchool(t)
		expectText(t, s.piotr.Types("/crm").Text(), "dla pracowników Sekretariatu")
		s.anna.OpensHome().ExpectText("Dodaj zadanie")
		if role := s.as(s.anna).Role; role != crm.RoleManager {
			t.Errorf("Anna is %q", role)
		}
	})
	t.Run("not a second one", func(t *testing.T) {
		t.Parallel()
		s := newOpenSchool(t)
		s.employ(s.piotr, "", crm.RoleManager)
		expectText(t, s.anna.Types("/crm").Text(), "dla pracowników Sekretariatu")
	})
}

func TestStaff(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	t.Run("a manager adds", func(t *testing.T) {
		expectText(t, s.anna.Types("/crm staff add @obca.osoba").Text(), "Dodano do Sekretariatu")
		s.stranger.Home().ExpectText("Dodaj zadanie")
		if role := s.as(s.stranger).Role; role != crm.RoleReceptionist {
			t.Errorf("the new one is %q", role)
		}
		expectText(t, s.anna.Types("/crm sekretariat").Text(), "Anna Nowak", "Piotr Lis", "Obca Osoba", "kierownik")
	})
	t.Run("a manager removes", func(t *testing.T) {
		expectText(t, s.anna.Types("/crm sekretariat usuń @obca.osoba").Text(), "Usunięto z Sekretariatu")
		expectText(t, s.stranger.Types("/crm").Text(), "dla pracowników Sekretariatu")
		expectText(t, s.anna.Types("/crm staff remove @obca.osoba").Text(), "nie należy")
	})
	t.Run("a receptionist does not", func(t *testing.T) {
		asked := len(s.slack.Calls("users.info"))
		expectText(t, s.piotr.Types("/crm staff add @obca.osoba").Text(), "decyduje kierownik")
		if len(s.slack.Calls("users.info")) != asked {
			t.Error("Slack was asked about somebody for one who may not add them")
		}
		expectText(t, s.piotr.Types("/crm staff remove @anna.nowak").Text(), "decyduje kierownik")
	})
	t.Run("a guest is never staff", func(t *testing.T) {
		s.anna.Types("/crm staff add @gość.gościnny").Text()
		if role := s.as(s.guest).Role; role != crm.RoleNone {
			t.Errorf("the guest is %q", role)
		}
	})
	t.Run("nobody mentioned", func(t *testing.T) {
		expectText(t, s.anna.Types("/crm staff add kogoś").Text(), "wzmianka")
	})
}

func TestProfileFollowsSlack(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.piotr.Becomes(func(p *slacksim.Person) { p.Name, p.Locale, p.TZ = "Piotr Lis-Wójcik", "en-GB", "Europe/London" })
	by := s.as(s.piotr)
	if by.Name != "Piotr Lis-Wójcik" || by.Language != crm.English || by.Zone.String() != "Europe/London" {
		t.Errorf("the store has %s, %s, %v", by.Name, by.Language, by.Zone)
	}
	s.stranger.Becomes(func(p *slacksim.Person) { p.Name = "Obca Inna" })
	s.expectRows(2, "staff", "true")
}

func TestOutdated(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	t.Run("an unknown command", func(t *testing.T) {
		expectText(t, s.anna.Types("/kursant").Text(), "Nie ma takiego polecenia")
	})
	t.Run("an unknown button", func(t *testing.T) {
		expectText(t, s.pressAnswer(s.anna.ID, "no.such.button", "1"), "nieaktualny")
	})
	t.Run("a button with a value of another time", func(t *testing.T) {
		for _, id := range []string{
			view.TaskSquare, view.TaskOpen, view.TaskAdd, view.TaskEdit, view.TaskDelete, view.TaskMenu, view.NoteAdd,
			view.NoteMenu, view.ActivityAdd, view.PersonOpen, view.PersonEdit, view.HomeTab + "x", view.Language + "x",
			view.PersonMenu, view.ListSettings, view.ListDefaults, view.ListView, view.ListDropView, view.ListCondition + "x",
			view.RowPerson + "1", view.RowTaskAdd + "1", view.RowNoteAdd + "1", view.RowTask + "1", view.RowSquare + "1",
		} {
			answer := s.pressAnswer(s.anna.ID, id, "?")
			expectText(t, answer, "nieaktualny")
		}
	})
}

func TestPanic(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.failures = true
	s.bot.routes.commands = append(s.bot.routes.commands, command{
		name: spelling{"/wypadek", "/accident"},
		bare: verb{do: func(context.Context, Request) (Answer, error) { panic("Kowalska 501234567") }},
	})
	said := s.anna.Types("/wypadek").Text()
	expectText(t, said, "Coś się nie udało", "pod numerem")
	_, id, _ := strings.Cut(said, "pod numerem ")
	log := s.log.String()
	expectText(t, log, "id="+strings.TrimRight(strings.TrimSpace(id), "."), "panic", "TestPanic")
	if strings.Contains(log, "Kowalska") {
		t.Error("the log has what the panic said")
	}
}

func TestPanicAnywhere(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.failures = true
	crash := func(context.Context, Request) (Answer, error) { panic("crash") }
	s.hasPerson("Ewa", "Zielińska")
	s.hasTask("oddzwonić")
	t.Run("in a submission, nothing typed is lost", func(t *testing.T) {
		s.bot.routes.submissions[view.FormPerson] = crash
		s.anna.Types("/osoba Dodaj Ewa Zielińska")
		m := s.anna.Modal()
		m.Submit()
		expectText(t, m.Error("Imię"), "pod numerem")
		if m.Value("Nazwisko") != "Zielińska" {
			t.Error("what was typed is lost")
		}
		m.Close()
	})
	t.Run("in a submission without fields", func(t *testing.T) {
		s.bot.routes.submissions[view.DeleteConfirm] = crash
		s.anna.OpensHome().Row("oddzwonić").Choose("Usuń")
		m := s.anna.Modal()
		m.Submit()
		m.ExpectText("pod numerem")
		m.Close()
	})
	t.Run("in a press on Home", func(t *testing.T) {
		s.bot.routes.presses[view.TaskSquare] = crash
		s.anna.Home().Row("oddzwonić").Press("☐")
		m := s.anna.Modal()
		m.ExpectText("pod numerem")
		m.Close()
	})
	t.Run("while a card is drawn", func(t *testing.T) {
		s.bot.routes.cards[view.CardPerson] = func(context.Context, Request, view.Meta) (slack.ModalViewRequest, error) {
			panic("crash")
		}
		expectText(t, s.anna.Types("/osoba Zielińska").Text(), "pod numerem")
	})
	t.Run("while a field offers things", func(t *testing.T) {
		s.bot.routes.suggestions[view.PickAssignee] = crash
		s.anna.Types("/zadanie")
		if offers := s.anna.Modal().Offers("Przypisane do", ""); len(offers) != 0 {
			t.Errorf("offered are %q", offers)
		}
	})
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

func TestLogHasNoNames(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPerson("Ewa", "Zielińska")
	s.hasTask("tajna sprawa")
	s.failures = true
	s.slack.FailNext("views.open", "internal_error", 2)
	s.slack.FailNext("views.publish", "internal_error", 1)
	s.anna.Types("/osoba Zielińska").Text()
	s.anna.Types("/zadanie tajna sprawa").Text()
	s.post("payload=%7B%22type%22%3A%22Zieli%C5%84ska%22", form)
	s.post("text=Zieli%C5%84ska%zz", form)
	s.post(`{"type":"event_callback","event":{"user":"Zielińska"`, "application/json")
	s.press(s.anna.ID, view.TaskSquare, "999:done")
	s.press(s.anna.ID, "Zielińska", "tajna")
	s.settle()
	log := s.log.String()
	expectText(t, log, "views.open", "internal_error", s.anna.ID)
	for _, secret := range []string{"Zielińska", "Ewa", "tajna", "Anna", "Nowak", "school.example", s.slack.BotToken, "/response/"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log tells %q:\n%s", secret, log)
		}
	}
}
