package bot

import (
	"strconv"
	"testing"
	"time"

	"frontdesk/bot/slacksim"
	"frontdesk/bot/view"
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
	for choice, want := range map[string]struct{ open, deleted int }{
		"":                              {2, 0},
		"usuń (tego nie da się cofnąć)": {0, 2},
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
			question.ExpectText("Notatki i historia pozostaną. Jeszcze nic nie zmieniono.")
			question.ExpectNoText("zakończone")
			if question.Value("Zadania do realizacji") != "zostaw do realizacji" {
				t.Errorf("it starts with %q", question.Value("Zadania do realizacji"))
			}
			if choice != "" {
				question.Fill("Zadania do realizacji", choice)
			}
			question.Submit()
			s.expectRows(1, "people", "type = 'archived'")
			s.expectRows(want.open, "tasks", "done_at is null and deleted_at is null")
			s.expectRows(0, "tasks", "done_at is not null")
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
		question.Fill("Zadania do realizacji", "usuń (tego nie da się cofnąć)")
		question.Submit()
		home.ExpectNoRow("oddzwonić")
		home.ExpectRow("policzyć krzesła")
	})
	t.Run("whose many tasks are settled at once sees it in one drawing", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Zielińska")
		for i := range 60 {
			s.hasTask("oddzwonić "+strconv.Itoa(i), about(p), func(f *crm.TaskForm) { f.Assignee = s.as(s.piotr).ID })
		}
		home := s.piotr.OpensHome()
		home.ExpectText("60 zadań")
		card := opensCard(s.anna, "Zielińska")
		card.Choose("Więcej", "Archiwizuj")
		s.settle()
		before := s.publishedTo(s.piotr)
		question := s.anna.Modal("Przenieść do archiwum?")
		question.Fill("Zadania do realizacji", "usuń (tego nie da się cofnąć)")
		question.Submit()
		home.ExpectText("Nie ma tu zadań do realizacji")
		s.settle()
		if n := s.publishedTo(s.piotr) - before; n != 1 {
			t.Errorf("Home is drawn %d times", n)
		}
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
	t.Run("R63 a question whose form is of another version restores nobody", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasArchived("Ewa", "Zielińska")
		for _, form := range []string{"", "form.older"} {
			s.submit(s.anna, view.EditConfirm, view.Meta{Person: p.ID, Form: form})
			s.expectRows(1, "people", "type = 'archived' and restored_until is null")
		}
		s.expectRows(0, "events", "verb = 'restored'")
	})
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
		card := s.anna.Modal("Osoba")
		card.ExpectText("Kursant (aktywny)")
		card.Press("Oś czasu")
		card.ExpectRow("Przywrócono z archiwum")
		s.expectRows(1, "events", "verb = 'restored'")
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
		card.ExpectRow("Przeniesiono do archiwum")
		card.ExpectNoText("Przywrócono")
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
		opensCard(s.piotr, "Zielińska").Press("Kurs")
		s.piotr.Modal("Edytować?").Submit()
		his := s.piotr.Modal("Kurs")
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
