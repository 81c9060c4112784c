package bot

import (
	"slices"
	"testing"
)

func TestTaskForms(t *testing.T) {
	t.Parallel()
	t.Run("R47 R48 the same fields from a person and from the list, where it saves and closes", func(t *testing.T) {
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		s.anna.OpensHome().Press("Dodaj zadanie")
		m := s.anna.Modal("Nowe zadanie")
		fromList := labels(m)
		if m.Submits() != "Zapisz i zamknij" {
			t.Errorf("the form submits with %q", m.Submits())
		}
		m.CloseAll()
		opensTimeline(s.anna, "Zielińska").Choose("Dodaj czynność", "Zadanie")
		fromPerson := labels(s.anna.Modal("Nowe zadanie"))
		if len(fromList) < 8 || !slices.Equal(fromList, fromPerson) {
			t.Errorf("the list's form has %q, the person's %q", fromList, fromPerson)
		}
	})
}

func TestTaskCard(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasTask("oddzwonić")
	home := s.anna.OpensHome()
	home.Row("oddzwonić").Press("Otwórz")
	card := s.anna.Modal("Zadanie")
	t.Run("R49 edited in its details", func(t *testing.T) {
		card.Press("Edytuj")
		m := s.anna.Modal("Edycja zadania")
		m.Fill("Notatka", "po południu")
		m.Submit()
		card.ExpectText("po południu")
	})
	t.Run("R51 done in its details, and again open", func(t *testing.T) {
		card.Press("☐")
		card.Press("☑")
		card.Press("☐")
		card.ExpectText("☑")
		home.ExpectNoRow("oddzwonić")
	})
	t.Run("R49 deleted in its details", func(t *testing.T) {
		card.Press("Usuń")
		s.anna.Modal("Usunąć zadanie?").Submit()
		card.ExpectText("Usunięto: oddzwonić")
		card.ExpectNoText("Tego już nie ma")
		s.expectRows(0, "tasks", "deleted_at is null")
	})
}

func TestCardBelowACard(t *testing.T) {
	t.Parallel()
	t.Run("R51 R36 what is done in a task's details is seen on the timeline below", func(t *testing.T) {
		s := newSchool(t)
		s.hasTask("oddzwonić", about(s.hasPerson("Ewa", "Zielińska")))
		timeline := opensTimeline(s.anna, "Zielińska")
		timeline.Row("oddzwonić").Press("Otwórz")
		card := s.anna.Modal("Zadanie")
		card.Press("☐")
		card.ExpectText("☑")
		card.Press("Edytuj")
		m := s.anna.Modal("Edycja zadania")
		m.Fill("Temat", "odpisać")
		m.Submit()
		card.ExpectText("odpisać")
		card.Close()
		timeline.Row("odpisać").Press("☑")
		timeline.Row("odpisać").Press("☐")
	})
}

func TestNoRoomForAFourthModal(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasTask("oddzwonić", about(s.hasPerson("Ewa", "Zielińska")))
	s.anna.Types("/osoba lista")
	hub := s.anna.Modal()
	hub.Row("Zielińska").Press("Otwórz")
	person := s.anna.Modal("Osoba")
	person.Press("Oś czasu")
	person.Row("oddzwonić").Press("Otwórz")
	s.anna.Modal("Zadanie").Press("Edytuj")
	m := s.anna.Modal("Edycja zadania")
	m.Fill("Temat", "odpisać")
	if r := m.Submit(); !r.Updated() {
		t.Fatalf("the card in whose place the form stood does not come back: %s", r.Body())
	}
	s.anna.Modal("Zadanie").ExpectText("odpisać")
	s.anna.Modal("Zadanie").Close()
	person.Row("odpisać").Press("Otwórz")
	card := s.anna.Modal("Zadanie")
	card.Press("Otwórz osobę")
	s.anna.Modal("Osoba").ExpectText("Ewa Zielińska")
	s.anna.Modal("Osoba").Press("Dane")
	m = s.anna.Modal("Dane osoby")
	m.Fill("Nazwisko", "Zielińska-Nowak")
	m.Submit()
	s.anna.Modal("Osoba").ExpectText("Zielińska-Nowak")
	s.anna.Modal("Osoba").Close()
	person.Close()
	hub.ExpectRow("Zielińska-Nowak")
}

func TestStaleTask(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	task := s.hasTask("oddzwonić")
	s.anna.OpensHome().Row("oddzwonić").Choose("Edytuj")
	m := s.anna.Modal("Edycja zadania")
	m.Fill("Notatka", "moja")
	other := task.Form()
	other.Subject = "odpisać"
	_, err := s.store.EditTask(t.Context(), s.as(s.piotr), "", task.ID, task.Version, other)
	s.must(err)
	if r := m.Submit(); !r.Updated() {
		t.Fatalf("a stale save was not answered with the form: %s", r.Body())
	}
	m.ExpectText("Piotr Lis")
	m.ExpectText("odpisać")
	if m.Value("Notatka") != "moja" {
		t.Error("what was typed is lost")
	}
	s.expectRows(1, "tasks", "subject = 'odpisać' and note = ''")
	if r := m.Submit(); !r.Closed() {
		t.Fatalf("a save that knows of the other is refused: %s", r.Body())
	}
	s.expectRows(1, "tasks", "subject = 'oddzwonić' and note = 'moja'")
}
