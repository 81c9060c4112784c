package bot

import (
	"testing"

	"frontdesk/bot/slacksim"
	"frontdesk/store/crm"
)

// fillsTwin fills in the form of somebody who looks like Anna Kowalska.
func fillsTwin(u *slacksim.User) *slacksim.Modal {
	u.Types("/osoba dodaj Ania Kowalska")
	m := u.Modal("Nowa osoba")
	m.Fill("Telefon", "501 234 567")
	m.Fill("Notatka", "córka, ten sam telefon")
	return m
}

func TestDoubles(t *testing.T) {
	t.Parallel()
	twins := func(t *testing.T) *school {
		t.Parallel()
		s := newSchool(t)
		for _, f := range []crm.PersonForm{
			{GivenName: "Anna", FamilyName: "Kowalska", Phone: "501 234 567"}, {GivenName: "Jan", FamilyName: "Wójcik", Phone: "502 234 567"},
		} {
			_, err := s.store.AddPerson(t.Context(), s.as(s.anna), "", f, nil)
			s.must(err)
		}
		return s
	}
	t.Run("whoever may be there already is asked about, and nothing typed is lost", func(t *testing.T) {
		s := twins(t)
		m := fillsTwin(s.anna)
		if r := m.Submit(); !r.Updated() {
			t.Fatalf("nothing is asked: %s", r.Body())
		}
		m.ExpectText("Czy to ta osoba?")
		m.ExpectRow("Anna Kowalska")
		m.ExpectNoRow("Jan Wójcik")
		if m.Value("Imię") != "Ania" || m.Value("Telefon") != "501 234 567" || m.Value("Notatka") != "córka, ten sam telefon" {
			t.Errorf("the form holds %q, %q, %q", m.Value("Imię"), m.Value("Telefon"), m.Value("Notatka"))
		}
		s.expectRows(2, "people", "true")
	})
	t.Run("it is that person: the card opens over the form, and nobody is added", func(t *testing.T) {
		s := twins(t)
		m := fillsTwin(s.anna)
		m.Submit()
		m.Row("Anna Kowalska").Press("Otwórz")
		card := s.anna.Modal("Osoba")
		card.ExpectText("Anna Kowalska")
		card.Press("Dodaj notatkę")
		note := s.anna.Modal("Nowa notatka")
		note.Fill("Notatka", "pytała znowu")
		note.Submit()
		s.settle()
		card.Close()
		if m.Value("Imię") != "Ania" {
			t.Errorf("under the card the form holds %q", m.Value("Imię"))
		}
		m.Close()
		s.expectRows(2, "people", "true")
		s.expectRows(1, "notes", "true")
	})
	t.Run("it is somebody else: saving again adds them", func(t *testing.T) {
		s := twins(t)
		m := fillsTwin(s.anna)
		m.Submit()
		if m.Submits() != "Dodaj mimo to" {
			t.Errorf("the form submits with %q", m.Submits())
		}
		r := m.Submit()
		if !r.Closed() {
			t.Fatalf("the form stays open: %v", r.Errors())
		}
		r.Redeliver()
		s.expectRows(1, "people", "given_name = 'Ania' and type = 'crm'")
		s.expectRows(1, "notes", "true")
	})
	t.Run("another one who looks alike is asked about anew", func(t *testing.T) {
		s := twins(t)
		m := fillsTwin(s.anna)
		m.Submit()
		m.Fill("Telefon", "502 234 567")
		if r := m.Submit(); !r.Updated() {
			t.Fatalf("nothing is asked: %s", r.Body())
		}
		m.ExpectRow("Jan Wójcik")
		s.expectRows(2, "people", "true")
		if r := m.Submit(); !r.Closed() {
			t.Fatalf("the form stays open: %v", r.Errors())
		}
		s.expectRows(3, "people", "true")
	})
}
