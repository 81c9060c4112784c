package bot

import (
	"testing"
	"time"

	"frontdesk/bot/slacksim"
	"frontdesk/store/crm"
)

// hasArchived adds a student behind the bot's back who has been archived.
func (s *school) hasArchived(given, family string) crm.Person {
	s.Helper()
	p := s.hasPerson(given, family)
	s.becomesStudent(p, "B2")
	s.becomesArchived(p)
	return p
}

// editsArchived presses a button on the card of somebody archived, says yes, and returns
// the form.
func editsArchived(u *slacksim.User, family, button string) *slacksim.Modal {
	opensCard(u, family).Press(button)
	u.Modal("Przywrócić?").Submit()
	return u.Modal(editTitles[button])
}

// editTitles are the titles of the forms behind the buttons of a card.
var editTitles = map[string]string{"Dane": "Dane osoby", "Kurs": "Kurs", "Zgoda": "Zgoda"}

func TestArchive(t *testing.T) {
	t.Parallel()
	t.Run("it is asked first, and the card and the list then set the person apart", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.becomesStudent(s.hasPerson("Ewa", "Zielińska"), "B2")
		home := s.anna.OpensHome()
		home.Press("Osoby")
		home.Row("Zielińska").Press("Otwórz")
		card := s.anna.Modal("Osoba")
		card.Choose("Więcej", "Archiwizuj")
		question := s.anna.Modal("Przenieść do archiwum?")
		question.ExpectNoText("do realizacji")
		s.expectRows(1, "people", "type = 'student'")
		question.Submit()
		s.expectRows(1, "people", "type = 'archived' and was_type = 'student'")
		card.ExpectText("Archiwum · wcześniej: Kursant (aktywny)")
		card.Press("Oś czasu")
		card.ExpectRow("Przeniesiono do archiwum")
		home.ExpectRow("Archiwum · Ewa Zielińska")
	})
	for choice, want := range map[string]struct{ open, done, deleted int }{
		"":                       {2, 0, 0},
		"oznacz jako zakończone": {0, 2, 0},
		"usuń":                   {0, 0, 2},
	} {
		t.Run("what becomes of open tasks is asked: "+choice, func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			p := s.hasPerson("Ewa", "Zielińska")
			s.hasTask("oddzwonić", about(p))
			s.hasTask("wysłać umowę", about(p))
			card := opensCard(s.anna, "Zielińska")
			card.Choose("Więcej", "Archiwizuj")
			question := s.anna.Modal("Przenieść do archiwum?")
			question.ExpectText("2 zadania do realizacji")
			if question.Value("Zadania do realizacji") != "zostaw do realizacji" {
				t.Errorf("it starts with %q", question.Value("Zadania do realizacji"))
			}
			if choice != "" {
				question.Fill("Zadania do realizacji", choice)
			}
			question.Submit()
			s.expectRows(1, "people", "type = 'archived'")
			s.expectRows(want.open, "tasks", "done_at is null and deleted_at is null")
			s.expectRows(want.done, "tasks", "done_at is not null")
			s.expectRows(want.deleted, "tasks", "deleted_at is not null")
		})
	}
	t.Run("whose tasks are settled with their person sees it on their Home", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Zielińska")
		s.hasTask("oddzwonić", about(p), func(f *crm.TaskForm) { f.Assignee = s.as(s.piotr).ID })
		s.hasTask("policzyć krzesła", func(f *crm.TaskForm) { f.Assignee = s.as(s.piotr).ID })
		home := s.piotr.OpensHome()
		home.ExpectRow("oddzwonić")
		opensCard(s.anna, "Zielińska").Choose("Więcej", "Archiwizuj")
		question := s.anna.Modal("Przenieść do archiwum?")
		question.Fill("Zadania do realizacji", "usuń")
		question.Submit()
		home.ExpectNoRow("oddzwonić")
		home.ExpectRow("policzyć krzesła")
	})
	t.Run("restoring for good is asked too", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasArchived("Ewa", "Zielińska")
		card := opensCard(s.anna, "Zielińska")
		card.Press("Przywróć na stałe")
		question := s.anna.Modal("Przywrócić na stałe?")
		s.expectRows(1, "people", "type = 'archived'")
		question.Submit()
		s.expectRows(1, "people", "type = 'student' and restored_until is null")
		card.ExpectText("Kursant (aktywny)")
	})
}

func TestEditArchived(t *testing.T) {
	t.Parallel()
	for button, title := range editTitles {
		t.Run("R62 "+button+" of somebody archived restores them only after a yes", func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			s.hasArchived("Ewa", "Zielińska")
			card := opensCard(s.anna, "Zielińska")
			card.Press(button)
			question := s.anna.Modal("Przywrócić?")
			question.ExpectText("30 minutach")
			s.expectRows(1, "people", "type = 'archived'")
			question.Submit()
			m := s.anna.Modal(title)
			s.expectRows(1, "people", "type = 'student' and restored_until is not null")
			if m.Value("Po zapisaniu") != "zarchiwizuj ponownie" {
				t.Errorf("after saving: %q", m.Value("Po zapisaniu"))
			}
			m.CloseAll()
			s.expectRows(1, "people", "type = 'archived'")
		})
	}
	t.Run("R63 refusing changes nothing", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasArchived("Ewa", "Zielińska")
		events := s.rows("events", "true")
		before, err := s.store.Person(t.Context(), s.as(s.anna), p.ID)
		s.must(err)
		card := opensCard(s.anna, "Zielińska")
		card.Press("Dane")
		s.anna.Modal("Przywrócić?").Close()
		card.Press("Kurs")
		s.anna.Modal("Przywrócić?").CloseAll()
		s.settle()
		after, err := s.store.Person(t.Context(), s.as(s.anna), p.ID)
		s.must(err)
		if after != before {
			t.Errorf("the person is %+v, was %+v", after, before)
		}
		s.expectRows(events, "events", "true")
	})
	t.Run("R64 saved, archived again by default", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasArchived("Ewa", "Zielińska")
		m := editsArchived(s.anna, "Zielińska", "Dane")
		m.Fill("Firma", "Marzec sp. z o.o.")
		if r := m.Submit(); !r.Closed() {
			t.Fatalf("the form stays open: %v", r.Errors())
		}
		s.expectRows(1, "people", "type = 'archived' and was_type = 'student' and company = 'Marzec sp. z o.o.'")
		s.anna.Modal("Osoba").ExpectText("Archiwum")
	})
	t.Run("R64 saved, stays active by choice", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasArchived("Ewa", "Zielińska")
		m := editsArchived(s.anna, "Zielińska", "Kurs")
		m.Fill("Kurs", "C1")
		m.Fill("Po zapisaniu", "pozostaw aktywnego")
		m.Submit()
		s.expectRows(1, "people", "type = 'student' and course = 'C1' and restored_until is null")
		s.anna.Modal("Osoba").ExpectText("Kursant (aktywny)")
		s.store.Clock.Forward(time.Hour)
		_, err := s.store.ArchiveLate(t.Context(), crm.System(s.space))
		s.must(err)
		s.expectRows(1, "people", "type = 'student'")
	})
	t.Run("R64 closing the form archives again at once", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasArchived("Ewa", "Zielińska")
		m := editsArchived(s.anna, "Zielińska", "Zgoda")
		m.Fill("Źródło zgody", "telefon")
		m.Close()
		s.expectRows(1, "people", "type = 'archived' and was_type = 'student' and consent_source = ''")
		card := s.anna.Modal("Osoba")
		card.ExpectText("Archiwum")
		card.Press("Oś czasu")
		card.ExpectRow("Przywrócono z archiwum")
	})
	t.Run("R64 closing everything archives again, after a restart too", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasArchived("Ewa", "Zielińska")
		m := editsArchived(s.anna, "Zielińska", "Dane")
		s.restarts()
		m.CloseAll()
		s.expectRows(1, "people", "type = 'archived'")
	})
	t.Run("R64 thirty minutes without saving archive again, and a late save is taken", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasArchived("Ewa", "Zielińska")
		m := editsArchived(s.anna, "Zielińska", "Dane")
		m.Fill("Firma", "Marzec sp. z o.o.")
		for _, c := range []struct {
			later    time.Duration
			archived int
		}{{29 * time.Minute, 0}, {time.Minute, 1}} {
			s.store.Clock.Forward(c.later)
			_, err := s.store.ArchiveLate(t.Context(), crm.System(s.space))
			s.must(err)
			s.expectRows(c.archived, "people", "type = 'archived'")
		}
		m.Fill("Po zapisaniu", "pozostaw aktywnego")
		if r := m.Submit(); !r.Closed() {
			t.Fatalf("a late save is not taken: %s", r.Body())
		}
		s.expectRows(1, "people", "type = 'student' and company = 'Marzec sp. z o.o.' and restored_until is null")
	})
	t.Run("R64 closing one form leaves the person to whoever edits them too", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasArchived("Ewa", "Zielińska")
		hers := editsArchived(s.anna, "Zielińska", "Dane")
		his := editsArchived(s.piotr, "Zielińska", "Kurs")
		hers.Close()
		s.expectRows(1, "people", "type = 'student'")
		his.Close()
		s.expectRows(1, "people", "type = 'archived'")
	})
	t.Run("R62 whom somebody archives during the edit is restored for the save when it is repeated", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Zielińska")
		opensCard(s.anna, "Zielińska").Press("Dane")
		m := s.anna.Modal("Dane osoby")
		m.Fill("Firma", "Marzec sp. z o.o.")
		s.becomesArchived(p)
		m.Submit()
		m.ExpectText("Jeszcze nie zapisano")
		m.Submit()
		m.ExpectText("jest teraz w archiwum")
		s.expectRows(1, "people", "type = 'archived' and company = ''")
		if r := m.Submit(); !r.Closed() {
			t.Fatalf("it is not saved: %s", r.Body())
		}
		s.expectRows(1, "people", "type = 'archived' and was_type = 'crm' and company = 'Marzec sp. z o.o.'")
	})
	t.Run("R65 a note and a task ask nothing and restore nobody", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasArchived("Ewa", "Zielińska")
		card := opensCard(s.anna, "Zielińska")
		card.Press("Dodaj notatkę")
		note := s.anna.Modal("Nowa notatka")
		note.Fill("Notatka", "prosi o zaświadczenie")
		note.Submit()
		card.Press("Dodaj zadanie")
		task := s.anna.Modal("Nowe zadanie")
		task.Fill("Temat", "wysłać zaświadczenie")
		task.Submit()
		s.settle()
		s.expectRows(1, "people", "type = 'archived' and open_tasks = 1")
		s.expectRows(1, "notes", "true")
		s.expectRows(0, "events", "verb = 'restored'")
		card.ExpectText("Archiwum")
	})
}

func TestTwoEditAtOnce(t *testing.T) {
	t.Parallel()
	for button, c := range map[string]struct{ hers, hersIs, his, hisIs string }{
		"Dane":  {"Firma", "Marzec sp. z o.o.", "E-mail", "kowalska@example.com"},
		"Kurs":  {"Kurs", "Angielski B2", "Grupa", "śr. 18:00"},
		"Zgoda": {"Treść zgody", "Chcę wiedzieć o kursach.", "Źródło zgody", "formularz zapisu"},
	} {
		t.Run(button+": the second sees who changed what, and keeps what they typed", func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			s.hasPerson("Anna", "Kowalska")
			opensCard(s.anna, "Kowalska").Press(button)
			hers := s.anna.Modal(editTitles[button])
			hers.Fill(c.hers, c.hersIs)
			opensCard(s.piotr, "Kowalska").Press(button)
			his := s.piotr.Modal(editTitles[button])
			his.Fill(c.his, c.hisIs)
			his.Submit()
			if r := hers.Submit(); !r.Updated() {
				t.Fatalf("a stale save was not answered with the form: %s", r.Body())
			}
			hers.ExpectText("Piotr Lis")
			hers.ExpectText(c.his + ": " + c.hisIs)
			if hers.Value(c.hers) != c.hersIs {
				t.Error("what was typed is lost")
			}
			hers.Fill(c.his, c.hisIs)
			if r := hers.Submit(); !r.Closed() {
				t.Fatalf("the second save is refused: %s", r.Body())
			}
			card := s.anna.Modal("Osoba")
			card.ExpectText(c.hersIs)
			card.ExpectText(c.hisIs)
		})
	}
}
