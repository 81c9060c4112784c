package bot

import (
	"slices"
	"testing"

	"frontdesk/bot/slacksim"
	"frontdesk/store/crm"
)

// opensCard opens the card of a person.
func opensCard(u *slacksim.User, family string) *slacksim.Modal {
	u.Types("/osoba " + family)
	return u.Modal("Osoba")
}

// more is what „Więcej" on a card offers.
func more(card *slacksim.Modal) []string {
	var all []string
	for _, b := range card.Blocks() {
		press, _ := b["accessory"].(map[string]any)
		if press["action_id"] != "person.more" {
			continue
		}
		options, _ := press["options"].([]any)
		if options == nil {
			options = []any{press}
		}
		for _, o := range options {
			all = append(all, o.(map[string]any)["text"].(map[string]any)["text"].(string))
		}
	}
	return all
}

// becomesStudent enrolls a person behind the bot's back, in a course if one is named.
func (s *school) becomesStudent(p crm.Person, course string) crm.Person {
	s.Helper()
	change, err := s.store.Enroll(s.Context(), s.as(s.anna), p.ID)
	s.must(err)
	if course != "" {
		change, err = s.store.EditPerson(s.Context(), s.as(s.anna), "", p.ID, change.After.Version, crm.CourseForm{Course: course}, "")
		s.must(err)
	}
	return change.After
}

func (s *school) becomesCompany(p crm.Person) {
	s.Helper()
	_, err := s.store.MakeCompany(s.Context(), s.as(s.anna), p.ID)
	s.must(err)
}

func (s *school) becomesArchived(p crm.Person) {
	s.Helper()
	_, err := s.store.Archive(s.Context(), s.as(s.anna), p.ID, crm.LeaveTasks)
	s.must(err)
}

func TestTypesOfPeople(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPerson("Anna", "Pierwsza")
	s.becomesStudent(s.hasPerson("Jan", "Drugi"), "")
	s.becomesStudent(s.hasPerson("Ewa", "Trzecia"), "B2")
	s.becomesCompany(s.hasPerson("Adam", "Czwarty"))
	s.becomesArchived(s.becomesStudent(s.hasPerson("Iwo", "Piąty"), "C1"))
	home := s.anna.OpensHome()
	home.Press("Osoby")
	home.ExpectRow("Piąty")
	for family, want := range map[string]string{
		"Pierwsza": "CRM", "Drugi": "Kursant (nowy)", "Trzecia": "Kursant (aktywny)", "Czwarty": "Firma", "Piąty": "Archiwum",
	} {
		t.Run("R8 type and status of "+family+" on the list and the card", func(t *testing.T) {
			expectText(t, home.Row(family).Text(), want)
			card := opensCard(s.anna, family)
			card.ExpectText(want)
			card.CloseAll()
		})
	}
}

func TestEnroll(t *testing.T) {
	t.Parallel()
	t.Run("R21 only whoever has the type CRM is offered it", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Anna", "Pierwsza")
		s.becomesStudent(s.hasPerson("Jan", "Drugi"), "")
		s.becomesCompany(s.hasPerson("Adam", "Czwarty"))
		s.becomesArchived(s.hasPerson("Iwo", "Piąty"))
		for _, family := range []string{"Pierwsza", "Drugi", "Czwarty", "Piąty"} {
			card := opensCard(s.anna, family)
			if got := slices.Contains(more(card), "Dodaj kursanta"); got != (family == "Pierwsza") {
				t.Errorf("%s may become a student: %v (%q)", family, got, more(card))
			}
			card.CloseAll()
		}
	})
	t.Run("R22 nothing changes before the confirmation", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		card := opensCard(s.anna, "Zielińska")
		card.Choose("Więcej", "Dodaj kursanta")
		question := s.anna.Modal("Dodać kursanta?")
		question.ExpectText("Ewa Zielińska")
		s.expectRows(1, "people", "type = 'crm'")
		question.Close()
		s.settle()
		s.expectRows(1, "people", "type = 'crm'")
		s.expectRows(0, "events", "verb = 'enrolled'")
	})
	t.Run("R23 the form „Kurs” opens at once, and a saved course makes the student active", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		card := opensCard(s.anna, "Zielińska")
		card.Choose("Więcej", "Dodaj kursanta")
		if r := s.anna.Modal("Dodać kursanta?").Submit(); !r.Updated() {
			t.Fatalf("no form stands in the question's place: %s", r.Body())
		}
		s.expectRows(1, "people", "type = 'student' and course = ''")
		m := s.anna.Modal("Kurs")
		m.ExpectText("Kursant (nowy)")
		if m.Submits() != "Zapisz i zamknij" {
			t.Errorf("it submits with %q", m.Submits())
		}
		m.Fill("Kurs", "Angielski B2")
		m.Fill("Poziom", "B2")
		m.Fill("Grupa", "wt. 17:00")
		m.Fill("Początek kursu", "2026-12-01")
		m.Fill("Opiekun prawny", "Maria Zielińska")
		m.Fill("Telefon opiekuna prawnego", "12")
		m.Fill("E-mail opiekuna prawnego", "maria@school.example")
		if m.Submit(); m.Error("Telefon opiekuna prawnego") == "" || m.Value("Grupa") != "wt. 17:00" {
			t.Errorf("errors are %v", m.Errors())
		}
		m.Fill("Telefon opiekuna prawnego", "501 234 567")
		if r := m.Submit(); !r.Closed() {
			t.Fatalf("the form stays open: %v", r.Errors())
		}
		s.expectRows(1, "people", `type = 'student' and course = 'Angielski B2' and level = 'B2' and course_group = 'wt. 17:00'
			and course_start = '2026-12-01' and guardian = 'Maria Zielińska' and guardian_phone = '+48501234567'
			and guardian_email = 'maria@school.example'`)
		card.ExpectText("Kursant (aktywny)")
		card.ExpectText("Maria Zielińska")
	})
	t.Run("R23 whoever cancels the form leaves a new student", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		card := opensCard(s.anna, "Zielińska")
		card.Choose("Więcej", "Dodaj kursanta")
		s.anna.Modal("Dodać kursanta?").Submit()
		s.anna.Modal("Kurs").Close()
		card.ExpectText("Kursant (nowy)")
		card.ExpectText("dopóki nie ma kursu")
		s.expectRows(1, "people", "type = 'student' and course = ''")
	})
	t.Run("R24 the student stands among students and CRM contacts, with one timeline", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Ewa", "Zielińska")
		s.hasPerson("Anna", "Inna")
		home := s.anna.OpensHome()
		home.Press("Osoby")
		home.Row("Zielińska").Press("Otwórz")
		card := s.anna.Modal("Osoba")
		card.Press("Dodaj notatkę")
		note := s.anna.Modal("Nowa notatka")
		note.Fill("Notatka", "pyta o kurs")
		note.Submit()
		card.Choose("Więcej", "Dodaj kursanta")
		s.anna.Modal("Dodać kursanta?").Submit().Redeliver()
		m := s.anna.Modal("Kurs")
		m.Fill("Kurs", "Angielski B2")
		m.Submit()
		card.ExpectText("Kursant (aktywny) · Kontakt CRM")
		card.Press("Oś czasu")
		card.ExpectRow("Dodano kursanta")
		card.ExpectRow("pyta o kurs")
		expectText(t, card.Row("Dodano kursanta").Text(), "Anna Nowak")
		card.CloseAll()
		s.expectRows(2, "people", "true")
		s.expectRows(1, "events", "verb = 'enrolled'")
		home.Select("Wybierz widok", "Kursanci")
		home.ExpectRow("Zielińska")
		home.ExpectNoRow("Inna")
		home.Select("Wybierz widok", "Kontakty CRM")
		home.ExpectRow("Inna")
		home.ExpectRow("Zielińska")
	})
	t.Run("an old card says kindly that the person is a student already", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		p := s.hasPerson("Ewa", "Zielińska")
		card := opensCard(s.anna, "Zielińska")
		s.becomesStudent(p, "B2")
		card.Choose("Więcej", "Dodaj kursanta")
		said := s.anna.Modal("Frontdesk")
		said.ExpectText("już wśród kursantów")
		said.Close()
		card.ExpectText("Kursant (aktywny)")
	})
	t.Run("in the third modal the form and the card take turns", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasTask("oddzwonić", about(s.hasPerson("Ewa", "Zielińska")))
		s.anna.Types("/zadanie lista")
		s.anna.Modal().Row("oddzwonić").Press("Otwórz")
		s.anna.Modal("Zadanie").Press("Otwórz osobę")
		s.anna.Modal("Osoba").Choose("Więcej", "Dodaj kursanta")
		s.anna.Modal("Dodać kursanta?").Submit()
		m := s.anna.Modal("Kurs")
		m.Fill("Kurs", "Angielski B2")
		m.Submit()
		s.anna.Modal("Osoba").ExpectText("Kursant (aktywny)")
	})
}

func TestMakeCompany(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPerson("Ewa", "Zielińska")
	card := opensCard(s.anna, "Zielińska")
	card.Choose("Więcej", "Oznacz jako menedżera firmy")
	question := s.anna.Modal("Menedżer firmy?")
	s.expectRows(1, "people", "type = 'crm'")
	question.Submit()
	s.expectRows(1, "people", "type = 'company' and crm_contact")
	card.ExpectText("Firma · Kontakt CRM")
	card.Press("Dane")
	m := s.anna.Modal("Dane osoby")
	m.Fill("Firma", "Marzec sp. z o.o.")
	m.Submit()
	card.ExpectText("Marzec sp. z o.o.")
	card.Press("Oś czasu")
	card.ExpectRow("Oznaczono jako menedżera firmy")
}

func TestConsent(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPerson("Ewa", "Zielińska")
	card := opensCard(s.anna, "Zielińska")
	card.ExpectText("nie pytano")
	card.Press("Zgoda")
	m := s.anna.Modal("Zgoda")
	m.Fill("Zgoda marketingowa", "Zgoda na wiadomości")
	m.Fill("Treść zgody", "Chcę wiedzieć o nowych kursach.")
	if m.Submit(); m.Error("Data zgody") == "" || m.Error("Źródło zgody") == "" {
		t.Errorf("errors are %v", m.Errors())
	}
	m.Fill("Data zgody", "2026-11-23")
	m.Fill("Źródło zgody", "telefon")
	if r := m.Submit(); !r.Closed() {
		t.Fatalf("the form stays open: %v", r.Errors())
	}
	s.expectRows(1, "people", "consent and consent_on = '2026-11-23' and consent_source = 'telefon' and consent_text <> ''")
	card.ExpectText("Zgoda marketingowa")
	card.ExpectText("wczoraj")
}
