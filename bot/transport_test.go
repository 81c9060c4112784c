package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot/slacksim"
	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// conversations are what must go the same way however Slack reaches the bot (S1).
var conversations = map[string]func(*school){
	"a command opens a form, errors stand under its fields, and what is saved is there": func(s *school) {
		typed := s.anna.Types("/zadanie oddzwonić")
		m := s.anna.Modal("Nowe zadanie")
		m.Fill("Godzina", "15:00")
		m.Fill("Temat", " ")
		m.Submit()
		if m.Error("Termin") == "" || m.Error("Temat") == "" || m.Value("Godzina") != "15:00" {
			s.Errorf("errors are %v", m.Errors())
		}
		s.expectRows(0, "tasks", "true")
		m.Fill("Temat", "oddzwonić")
		m.Fill("Termin", "2026-11-25")
		if r := m.Submit(); !r.Closed() {
			s.Errorf("the form stays open: %v", r.Errors())
		}
		s.expectRows(1, "tasks", "due_at = '2026-11-25 14:00Z'")
		typed.ExpectText("Dodano: oddzwonić")
	},
	"a command is answered at once": func(s *school) {
		expectText(s, s.anna.Types("/crm pomoc").Text(), "/zadanie", "/osoba")
	},
	"a field offers people as one types, and the one picked is saved": func(s *school) {
		p := s.hasPerson("Ewa", "Zielińska")
		s.anna.Types("/zadanie oddzwonić")
		m := s.anna.Modal("Nowe zadanie")
		m.Pick("Osoba", "ziel", "Ewa Zielińska")
		m.Submit()
		s.expectRows(1, "tasks", "person_id = $1", p.ID)
	},
	"Home is drawn when it is opened, and a press changes it": func(s *school) {
		s.hasTask("oddzwonić")
		home := s.anna.OpensHome()
		home.Row("oddzwonić").Press("☐")
		home.ExpectNoRow("oddzwonić")
		s.expectRows(1, "tasks", "done_at is not null")
	},
	"a shortcut opens a form": func(s *school) {
		s.anna.Shortcut("person.new")
		m := s.anna.Modal("Nowa osoba")
		m.Fill("Nazwisko", "Zielińska")
		m.Submit()
		s.expectRows(1, "people", "family_name = 'Zielińska'")
	},
	"an event delivered again is acted on once": func(s *school) {
		s.anna.OpensHome()
		before := len(s.slack.Calls("views.publish"))
		if again := s.slack.Redeliver(); again.Failure() != "" {
			s.Errorf("the second was not taken: %s", again.Failure())
		}
		s.settle()
		if after := len(s.slack.Calls("views.publish")); after != before {
			s.Errorf("%d calls, then %d", before, after)
		}
		s.expectRows(1, "arrivals", "true")
	},
	"a submission delivered again adds nothing": func(s *school) {
		s.anna.Types("/zadanie raz")
		s.anna.Modal().Submit().Redeliver()
		s.expectRows(1, "tasks", "true")
	},
	"an outsider is refused politely": func(s *school) {
		expectText(s, s.stranger.Types("/zadanie").Text(), "dla pracowników Sekretariatu")
		s.guest.OpensHome().ExpectText("dla pracowników Sekretariatu")
		s.stranger.ExpectNoModal()
	},
	"a command is answered at length": func(s *school) {
		long := strings.Repeat("bardzo długa odpowiedź ", 120)
		s.answersTo("/elaborat", func(context.Context, Request) (Answer, error) {
			m := view.Plain(long)
			m.Blocks = slices.Repeat(m.Blocks, 10)
			return ephemeral(m), nil
		})
		s.anna.Types("/elaborat").ExpectText("bardzo długa odpowiedź")
	},
	"a form that came too late shows again what was typed, however long": func(s *school) {
		task := s.hasTask("oddzwonić")
		home := s.anna.OpensHome()
		home.Row("oddzwonić").Choose("Edytuj")
		m := s.anna.Modal("Edycja zadania")
		long := strings.Repeat("<", crm.MaxBody) // which takes six bytes each in JSON
		m.Fill("Notatka", long)
		f := task.Form()
		f.Subject = "napisać"
		_, err := s.store.EditTask(s.Context(), s.as(s.piotr), "", task.ID, task.Version, f)
		s.must(err)
		if r := m.Submit(); r.Closed() {
			s.Error("the form closed")
		}
		m.ExpectText("Piotr Lis")
		if m.Value("Notatka") != long {
			s.Error("what was typed is lost")
		}
		m.Submit()
		s.expectRows(1, "tasks", "note = $1", long)
	},
	"a panic is a sentence, and harms nobody else": func(s *school) {
		s.failures = true
		s.answersTo("/wypadek", func(context.Context, Request) (Answer, error) { panic("crash") })
		expectText(s, s.anna.Types("/wypadek").Text(), "pod numerem")
		s.anna.Types("/zadanie")
		s.anna.Modal("Nowe zadanie")
	},
	"more commands at once than are answered at once are all answered": func(s *school) {
		answers := make(chan *slacksim.Answer)
		for range handlersAtOnce + 6 {
			go func() { answers <- s.piotr.Types("/crm pomoc") }()
		}
		for range handlersAtOnce + 6 {
			if a := <-answers; a.Failure() != "" {
				s.Error(a.Failure())
			}
		}
	},
}

// answersTo adds a command to those that the bot knows.
func (s *school) answersTo(name string, do handler) {
	s.bot.routes.commands = append(s.bot.routes.commands, command{name: spelling{name, name}, bare: verb{do: do}})
}

func TestConversations(t *testing.T) {
	t.Parallel()
	for name, converse := range conversations {
		for _, via := range []transport{overHTTP, overSocket} {
			t.Run(fmt.Sprintf("S1 over %s %s", via, name), func(t *testing.T) {
				t.Parallel()
				converse(newSchoolOver(t, via))
			})
		}
	}
}
