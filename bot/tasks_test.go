package bot

import (
	"slices"
	"testing"

	"frontdesk/bot/slacksim"
	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// opensTimeline opens the timeline on the card of a person.
func opensTimeline(u *slacksim.User, family string) *slacksim.Modal {
	u.Types("/osoba " + family)
	m := u.Modal("Osoba")
	m.Press("Oś czasu")
	m.ExpectText("Dodaj czynność")
	return m
}

func TestAddTask(t *testing.T) {
	t.Parallel()
	t.Run("R46 by command, with the text as subject, R32 assigned to me by default", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		typed := s.anna.In("#sekretariat").Types("/zadanie oddzwonić w sprawie kursu")
		m := s.anna.Modal("Nowe zadanie")
		if m.Value("Temat") != "oddzwonić w sprawie kursu" {
			t.Errorf("the subject is %q", m.Value("Temat"))
		}
		if m.Value("Przypisane do") != "Anna Nowak" {
			t.Errorf("assigned to %q", m.Value("Przypisane do"))
		}
		if r := m.Submit(); !r.Closed() {
			t.Fatalf("the form stays open: %v", r.Errors())
		}
		s.expectRows(1, "tasks", "subject = 'oddzwonić w sprawie kursu' and assignee_id = $1", s.as(s.anna).ID)
		typed.ExpectText("Dodano: oddzwonić w sprawie kursu").Row("oddzwonić").Press("Otwórz")
		s.anna.Modal("Zadanie").ExpectText("oddzwonić w sprawie kursu")
		s.settle()
		if n := len(s.anna.In("#sekretariat").Messages()); n != 0 {
			t.Errorf("others in the channel see %d messages", n)
		}
	})
	t.Run("R31 all fields, and R53 it is on the timeline of its person", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Zielińska")
		s.anna.Types("/task")
		m := s.anna.Modal("Nowe zadanie")
		m.Fill("Rodzaj", "Spotkanie")
		m.Fill("Temat", "test poziomujący")
		m.Pick("Osoba", "ziel", "Ewa Zielińska")
		m.Fill("Termin", "2026-11-25")
		m.Fill("Godzina", "15:00")
		m.Fill("Czas trwania", "45 min")
		m.Fill("Notatka", "sala 3")
		m.Pick("Przypisane do", "Pio", "Piotr Lis")
		m.Submit()
		s.expectRows(1, "tasks", `kind = 'meeting' and subject = 'test poziomujący' and person_id = $1
			and due_at = '2026-11-25 14:00Z' and due_has_hour and note = 'sala 3' and assignee_id = $2`,
			p.ID, s.as(s.piotr).ID)
		opensTimeline(s.anna, "Zielińska").ExpectRow("test poziomujący")
	})
	t.Run("R33 staff may be chosen and nobody else", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Types("/zadanie")
		offers := s.anna.Modal().Offers("Przypisane do", "")
		if !slices.Equal(offers, []string{"Anna Nowak", "Piotr Lis"}) {
			t.Errorf("offered are %q", offers)
		}
	})
	t.Run("R34 done at once", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Types("/zadanie wysłać umowę")
		m := s.anna.Modal()
		m.Fill("Stan", "Zakończone")
		m.Submit()
		s.expectRows(1, "tasks", "done_at is not null")
	})
	t.Run("an hour without a day and no subject are told together", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Types("/zadanie")
		m := s.anna.Modal()
		m.Fill("Godzina", "15:00")
		m.Fill("Temat", " ")
		m.Submit()
		if m.Error("Termin") == "" || m.Error("Temat") == "" {
			t.Errorf("errors are %v", m.Errors())
		}
		if m.Value("Godzina") != "15:00" {
			t.Error("what was typed is lost")
		}
		s.expectRows(0, "tasks", "true")
	})
	t.Run("a submission delivered twice adds one task", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Types("/zadanie raz")
		s.anna.Modal().Submit().Redeliver()
		s.expectRows(1, "tasks", "true")
		s.expectRows(1, "events", "noun = 'task'")
		s.settle()
		if n := len(s.anna.Ephemerals()); n != 1 {
			t.Errorf("it is confirmed %d times", n)
		}
	})
}

func TestTimeline(t *testing.T) {
	t.Parallel()
	t.Run("R26 R29 R30 R35 every activity is added from it, and R36 is there at once", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		card := opensTimeline(s.anna, "Zielińska")
		for choice, subject := range map[string]string{
			"Zadanie": "przygotować umowę", "Spotkanie": "obejrzeć szkołę",
			"Kontakt telefoniczny": "spytać o poziom", "Wiadomość": "wysłać cennik",
		} {
			card.Choose("Dodaj czynność", choice)
			m := s.anna.Modal("Nowe zadanie")
			if m.Value("Rodzaj") != choice || m.Value("Osoba") != "Ewa Zielińska" {
				t.Errorf("the form starts as %q about %q", m.Value("Rodzaj"), m.Value("Osoba"))
			}
			if m.Submits() != "Dodaj" {
				t.Errorf("the form submits with %q", m.Submits())
			}
			m.Fill("Temat", subject)
			m.Submit()
			card.ExpectRow(subject)
		}
		s.expectRows(4, "tasks", "person_id is not null")
		card.Choose("Dodaj czynność", "Notatka")
		m := s.anna.Modal("Nowa notatka")
		m.Fill("Notatka", "woli poranki")
		m.Submit()
		card.ExpectRow("woli poranki")
	})
	t.Run("R25 R27 R28 the whole history, overdue first, then newest to oldest", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Zielińska")
		s.hasTask("stare zrobione", about(p), s.due("2026-11-02 09:00"), func(f *crm.TaskForm) { f.Done = true })
		s.hasTask("zaległe", about(p), s.due("2026-11-10 09:00"))
		s.hasTask("przyszłe", about(p), s.due("2026-12-01 09:00"))
		_, err := s.store.AddNote(t.Context(), s.as(s.anna), "", crm.NoteForm{Person: p.ID, Body: "dziś zapisana"})
		s.must(err)
		card := opensTimeline(s.anna, "Zielińska")
		expectOrder(t, card.Text(), "zaległe", "przyszłe", "dziś zapisana", "stare zrobione")
		expectText(t, card.Text(), "Dodano osobę")

		card.Row("zaległe").Press("☐")
		card.Row("zaległe").Press("☑") // waits until it is shown as done
		card.Row("zaległe").Press("☐")
		card.Row("zaległe").Press("☑")
		s.settle()
		expectOrder(t, card.Text(), "zaległe", "przyszłe", "dziś zapisana", "stare zrobione")
		card.Row("zaległe").Press("☐")
		s.settle()
		expectOrder(t, card.Text(), "przyszłe", "dziś zapisana", "zaległe", "stare zrobione")
		card.ExpectNoText("Przeterminowane")

		card.Row("zaległe").Press("☑")
		card.ExpectText("Przeterminowane")
		card.Row("zaległe").Choose("Edytuj")
		m := s.anna.Modal("Edycja zadania")
		m.Fill("Termin", "2026-11-30")
		m.Submit()
		card.ExpectNoText("Przeterminowane")
		expectOrder(t, card.Text(), "przyszłe", "zaległe", "dziś zapisana", "stare zrobione")
	})
	t.Run("R28 a deleted task leaves the overdue ones", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasTask("zaległe", about(s.hasPerson("Ewa", "Zielińska")), s.due("2026-11-10 09:00"))
		card := opensTimeline(s.anna, "Zielińska")
		card.ExpectText("Przeterminowane")
		card.Row("zaległe").Choose("Usuń")
		s.anna.Modal("Usunąć zadanie?").Submit()
		card.ExpectNoText("Przeterminowane")
	})
	t.Run("R37 a task is edited and deleted from it", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Zielińska")
		s.hasTask("zadzwonić", about(p))
		card := opensTimeline(s.anna, "Zielińska")
		card.Row("zadzwonić").Choose("Edytuj")
		m := s.anna.Modal("Edycja zadania")
		m.Fill("Temat", "napisać")
		m.Submit()
		card.ExpectNoRow("zadzwonić")
		card.Row("napisać").Choose("Usuń")
		ask := s.anna.Modal("Usunąć zadanie?")
		s.expectRows(1, "tasks", "deleted_at is null")
		if ask.Submits() != "Usuń" {
			t.Errorf("the confirmation submits with %q", ask.Submits())
		}
		ask.Submit().Redeliver()
		card.ExpectNoRow("napisać")
		s.expectRows(0, "tasks", "deleted_at is null")
		s.expectRows(1, "events", "noun = 'task' and verb = 'deleted'")
	})
	t.Run("R38 R39 R40 a note is added, seen, edited and deleted", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		card := opensTimeline(s.anna, "Zielińska")
		card.Choose("Dodaj czynność", "Notatka")
		m := s.anna.Modal("Nowa notatka")
		m.Fill("Notatka", "prosi o fakturę")
		m.Submit().Redeliver()
		card.Row("prosi o fakturę").Choose("Edytuj")
		m = s.anna.Modal("Edycja notatki")
		m.Fill("Notatka", "prosi o rachunek")
		m.Submit()
		card.ExpectNoRow("prosi o fakturę")
		s.expectRows(1, "notes", "deleted_at is null and body = 'prosi o rachunek'")
		card.Row("prosi o rachunek").Choose("Usuń")
		s.anna.Modal("Usunąć notatkę?").Submit()
		card.ExpectNoRow("prosi o rachunek")
		s.expectRows(0, "notes", "deleted_at is null")
	})
	t.Run("pages turn and turn back", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Zielińska")
		for i := range view.RowsPerPage + 2 {
			s.hasTask("sprawa "+string(rune('a'+i)), about(p))
		}
		card := opensTimeline(s.anna, "Zielińska")
		card.ExpectRow("sprawa l")
		card.ExpectNoRow("sprawa b")
		card.Press("Następne ›")
		card.ExpectRow("sprawa b")
		card.ExpectNoRow("sprawa l")
		card.Row("sprawa b").Press("☐")
		card.Row("sprawa b").Press("☑") // the page stays
		card.Press("‹ Poprzednie")
		card.ExpectRow("sprawa l")
	})
}

func TestNoteByCommand(t *testing.T) {
	t.Parallel()
	t.Run("R2", func(t *testing.T) {
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		typed := s.piotr.Types("/notatka prosi o kontakt po 16:00")
		m := s.piotr.Modal("Nowa notatka")
		m.Pick("Osoba", "ziel", "Ewa Zielińska")
		m.Submit()
		typed.ExpectText("Dodano notatkę. Osoba: Ewa Zielińska")
		s.expectRows(1, "notes", "body = 'prosi o kontakt po 16:00'")
	})
}

func TestPlanAndDescribe(t *testing.T) {
	t.Parallel()
	t.Run("R3 a meeting is planned, and a call that is past is done at its creation, with a note", func(t *testing.T) {
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		card := opensTimeline(s.anna, "Zielińska")
		card.Choose("Dodaj czynność", "Spotkanie")
		m := s.anna.Modal()
		m.Fill("Temat", "test poziomujący")
		m.Fill("Termin", "2026-12-01")
		m.Fill("Godzina", "12:00")
		m.Submit()
		s.expectRows(1, "tasks", "kind = 'meeting' and done_at is null and due_at = '2026-12-01 11:00Z'")
		card.ExpectRow("test poziomujący")
		card.Choose("Dodaj czynność", "Kontakt telefoniczny")
		m = s.anna.Modal()
		m.Fill("Temat", "pytała o kurs")
		m.Fill("Termin", "2026-11-23")
		m.Fill("Godzina", "12:00")
		m.Fill("Notatka", "oddzwoni w piątek")
		m.Fill("Stan", "Zakończone")
		m.Submit()
		card.ExpectRow("pytała o kurs")
		expectText(t, card.Text(), "oddzwoni w piątek")
		s.expectRows(1, "tasks", "kind = 'call' and done_at is not null and note = 'oddzwoni w piątek'")
	})
}

func TestSquare(t *testing.T) {
	t.Parallel()
	t.Run("R50 R52 at the task's name; a press too many does no harm", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		task := s.hasTask("oddzwonić", s.due("2026-11-23 09:00"))
		home := s.anna.OpensHome()
		home.Row("oddzwonić").Press("☐")
		home.Row("oddzwonić").PressAgainAsSlackRetries()
		home.ExpectNoRow("oddzwonić")
		s.expectRows(1, "tasks", "done_at is not null")
		s.expectRows(1, "events", "noun_id = $1 and verb = 'finished'", int64(task.ID))
		s.expectRows(0, "events", "verb = 'reopened'")
	})
	t.Run("R52 pressing again re-opens, in a message", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		typed := s.anna.Types("/zadanie oddzwonić")
		s.anna.Modal().Submit()
		m := typed.ExpectText("Dodano: oddzwonić")
		m.Press("☐")
		m.ExpectText("Zakończono: oddzwonić")
		m.Press("☑")
		m.ExpectText("Znowu do realizacji: oddzwonić")
		s.expectRows(1, "tasks", "done_at is null")
		s.expectRows(1, "events", "verb = 'reopened'")
	})
}

func TestAssigneesHome(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	home := s.piotr.OpensHome()
	home.ExpectText("Dodaj zadanie")
	s.anna.Types("/zadanie oddzwonić")
	m := s.anna.Modal()
	m.Pick("Przypisane do", "Pio", "Piotr Lis")
	m.Submit()
	home.ExpectRow("oddzwonić")
	s.anna.ExpectEphemeral("Dodano: oddzwonić").Press("☐")
	home.ExpectNoRow("oddzwonić")

	s.stranger.OpensHome()
	s.employ(s.stranger, "", crm.RoleReceptionist)
	s.settle()
	before := len(s.slack.Calls("views.publish"))
	s.hasTask("odpisać", func(f *crm.TaskForm) { f.Assignee = s.as(s.stranger).ID })
	s.bot.concern(s.by(s.anna), crm.Change[crm.Task]{Event: 1, After: crm.Task{Assignee: s.as(s.stranger).ID}})
	s.settle()
	if after := len(s.slack.Calls("views.publish")); after != before {
		t.Error("the Home of somebody who does not look at it is drawn")
	}
}
