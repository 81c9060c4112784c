package bot

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"frontdesk/bot/slacksim"
	"frontdesk/store/crm"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	// Each filter lets through one of these two.
	both := func(t *testing.T) (*school, *slacksim.Home) {
		s := newSchool(t)
		in, out := s.hasPerson("Ewa", "Zielińska"), s.hasPerson("Jan", "Kowal")
		s.hasTask("zaległe", about(in), s.due("2026-11-20 09:00"))
		s.becomes(in, `type = 'student', course = 'B2', owner_id = $2, consent = true, consent_on = '2026-01-01', consent_source = 'formularz',
			last_contact = '2026-10-01 10:00+02', created_at = '2026-03-01 10:00+01'`, s.as(s.piotr).ID)
		s.becomes(out, "last_contact = null")
		return s, opensPeople(s.anna)
	}
	for _, c := range []struct {
		label, value, chip string
	}{
		{"Tekst", "zielinska", "Tekst: „zielinska” ✕"},
		{"Typ", "Kursant", "Typ: Kursant ✕"},
		{"Stan kursanta", "aktywny", "Stan kursanta: aktywny ✕"},
		{"Opiekun", "Piotr Lis", "Opiekun: Piotr Lis ✕"},
		{"Zgoda marketingowa", "Tak", "Zgoda marketingowa: Tak ✕"},
		{"Ma zadania do realizacji", "Tak", "z zadaniami do realizacji ✕"},
		{"Ma przeterminowane zadania", "Tak", "z przeterminowanymi zadaniami ✕"},
		{"Był kontakt", "Tak", "Był kontakt: Tak ✕"},
		{"Ostatni kontakt przed", "2026-11-01", "Ostatni kontakt przed: 1 lis 2026 ✕"},
		{"Utworzono do", "2026-03-01", "Utworzono: do 1 mar 2026 ✕"},
	} {
		t.Run("R15 "+c.label+", taken off by one press", func(t *testing.T) {
			t.Parallel()
			s, home := both(t)
			home.Press("Filtry")
			m := s.anna.Modal("Filtry")
			m.Fill(c.label, c.value)
			if m.Submits() != "Pokaż" {
				t.Errorf("the form submits with %q", m.Submits())
			}
			m.Submit()
			home.ExpectNoRow("Jan Kowal")
			home.ExpectRow("Ewa Zielińska")
			home.ExpectText("1 osoba")
			s.anna.OpensHome().ExpectNoRow("Jan Kowal")
			home.Press(c.chip)
			home.ExpectRow("Jan Kowal")
			home.ExpectNoText("✕")
		})
	}
	t.Run("R15 combined and filled in again, and cleared at once", func(t *testing.T) {
		t.Parallel()
		s, home := both(t)
		home.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Fill("Typ", "Kursant")
		m.Fill("Opiekun", "Piotr Lis")
		m.Fill("Zgoda marketingowa", "Nie")
		m.Submit()
		home.ExpectText("Nikt nie pasuje do tych filtrów.")
		if n := strings.Count(home.Text(), "Wyczyść filtry"); n != 1 || strings.Contains(home.Text(), "Eksport") {
			t.Errorf("an empty list shows\n%s", home.Text())
		}
		home.Select("Wybierz widok", "Kursanci")
		home.ExpectText("W widoku „Kursanci” nikt nie pasuje do tych filtrów.")
		home.Select("Wybierz widok", "Wszyscy")
		home.Press("Filtry")
		m = s.anna.Modal("Filtry")
		if got := m.Value("Typ") + m.Value("Opiekun") + m.Value("Zgoda marketingowa"); got != "KursantPiotr LisNie" {
			t.Errorf("the form starts with %q", got)
		}
		m.Fill("Zgoda marketingowa", "bez znaczenia")
		m.Submit()
		home.ExpectRow("Ewa Zielińska")
		home.Press("Wyczyść filtry")
		home.ExpectRow("Jan Kowal")
		home.ExpectNoText("✕")
	})
	t.Run("R15 what cannot be is said at its field, and nothing typed is lost", func(t *testing.T) {
		t.Parallel()
		s, home := both(t)
		home.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Fill("Tekst", "kowal")
		m.Fill("Utworzono od", "2026-05-01")
		m.Fill("Utworzono do", "2026-04-01")
		m.Submit()
		if m.Error("Utworzono do") == "" || m.Value("Tekst") != "kowal" {
			t.Errorf("the errors are %v, the text %q", m.Errors(), m.Value("Tekst"))
		}
		m.Fill("Utworzono do", "2026-12-01")
		m.Submit()
		home.ExpectText("Utworzono: od 1 maj 2026 do 1 gru 2026 ✕")
		home.ExpectText("od najnowszych")
	})
	t.Run("R15 cleared in the form itself, from the hub", func(t *testing.T) {
		t.Parallel()
		s, home := both(t)
		home.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Fill("Tekst", "Kowal")
		m.Submit()
		home.ExpectNoRow("Zielińska")
		s.anna.Types("/osoba lista")
		hub := s.anna.Modal()
		hub.ExpectRow("Jan Kowal")
		hub.ExpectNoRow("Zielińska")
		hub.Press("Filtry")
		m = s.anna.Modal("Filtry")
		m.Press("Wyczyść filtry")
		m.ExpectText("Filtry wyczyszczono")
		m.Close()
		hub.ExpectRow("Zielińska")
		home.ExpectRow("Zielińska")
	})
	t.Run("R13 another filter, and another order, begin on their first page", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		for i := range 12 {
			p := s.hasPerson("Ewa", "Osobowa-"+string(rune('a'+i)))
			s.becomes(p, "consent = true, consent_on = '2026-01-01', consent_source = 'formularz', last_contact = '2026-10-01 10:00+02'")
		}
		home := opensPeople(s.anna)
		sets := func(on interface{ Press(string) *slacksim.Press }, label, value string) {
			on.Press("Filtry")
			m := s.anna.Modal("Filtry")
			m.Fill(label, value)
			m.Submit()
		}
		home.Press("Następne ›")
		home.ExpectRow("Osobowa-l")
		sets(home, "Zgoda marketingowa", "Tak")
		home.ExpectRow("Osobowa-a")
		home.Press("Następne ›")
		home.ExpectRow("Osobowa-l")
		home.Press("Zgoda marketingowa: Tak ✕")
		home.ExpectRow("Osobowa-a")
		home.Press("Następne ›")
		home.ExpectRow("Osobowa-l")
		s.anna.Types("/osoba lista")
		hub := s.anna.Modal()
		hub.Press("Następne ›")
		hub.ExpectRow("Osobowa-l")
		sets(hub, "Ostatni kontakt przed", "2026-11-01")
		hub.ExpectRow("Osobowa-a")
		home.ExpectRow("Osobowa-a")
		home.ExpectText("od najdawniejszego kontaktu")
	})
	t.Run("R13 a list of the same order begins on its first page on Home too", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		for i := range 22 {
			s.hasPerson("Ewa", "Osobowa-"+string(rune('a'+i)))
		}
		home := opensPeople(s.anna)
		onSecond := func() {
			t.Helper()
			home.Press("Następne ›")
			home.ExpectRow("Osobowa-k")
		}
		onFirst := func() {
			t.Helper()
			home.ExpectRow("Osobowa-a")
			home.ExpectNoRow("Osobowa-k")
		}
		onSecond()
		home.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Fill("Tekst", "Osobowa")
		m.Submit()
		home.ExpectText("Tekst: „Osobowa” ✕")
		onFirst()
		for name, change := range map[string]func(hub *slacksim.Modal){
			"a chip": func(hub *slacksim.Modal) { hub.Press("Tekst: „Osobowa” ✕") },
			"the form": func(hub *slacksim.Modal) {
				hub.Press("Filtry")
				m := s.anna.Modal("Filtry")
				m.Fill("Typ", "CRM")
				m.Submit()
			},
			"the form's button": func(hub *slacksim.Modal) {
				hub.Press("Filtry")
				s.anna.Modal("Filtry").Press("Wyczyść filtry")
			},
			"a view": func(hub *slacksim.Modal) { hub.Select("Wybierz widok", "Kontakty CRM") },
		} {
			s.settle()
			s.must(s.store.ChangePeopleList(t.Context(), s.as(s.anna), func(l crm.PeopleList) crm.PeopleList {
				l.Filter = crm.PersonFilter{View: crm.ViewAll, Text: "Osobowa"}
				return l
			}))
			s.anna.OpensHome()
			onSecond()
			s.anna.Types("/osoba lista")
			change(s.anna.Modal())
			s.settle()
			if text := home.Text(); !strings.Contains(text, "Osobowa-a") {
				t.Errorf("after %s Home shows\n%s", name, text)
			}
			s.anna.Modal().CloseAll()
		}
	})
	t.Run("R13 a page that has lost all its rows shows those that are left", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		for i := range 11 {
			s.hasPerson("Ewa", "Osobowa-"+string(rune('a'+i)))
		}
		s.hasPerson("Jan", "Kowal")
		home := opensPeople(s.anna)
		home.Press("Następne ›")
		home.ExpectRow("Osobowa-k")
		home.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Fill("Tekst", "Kowal")
		m.Submit()
		home.ExpectRow("Jan Kowal")
		home.ExpectText("Tekst: „Kowal” ✕")
	})
	t.Run("a press too many, and one of another time, do no harm", func(t *testing.T) {
		t.Parallel()
		s, home := both(t)
		home.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Fill("Typ", "Kursant")
		m.Submit()
		home.Press("Typ: Kursant ✕").Redeliver()
		home.ExpectRow("Jan Kowal")
		s.expectRows(1, "lists", "true")
	})
	t.Run("one that takes too long is said, and can be taken off", func(t *testing.T) {
		t.Parallel()
		s, home := both(t)
		home.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Fill("Typ", "Kursant")
		m.Fill("Zgoda marketingowa", "Tak")
		m.Submit()
		home.ExpectRow("Ewa Zielińska")
		lock, err := s.store.Pool.Begin(t.Context())
		s.must(err)
		defer func() { _ = lock.Rollback(t.Context()) }()
		s.holdPeople(lock)
		s.anna.OpensHome()
		home.ExpectText("trwa zbyt długo")
		home.ExpectText("Typ: Kursant ✕")
		s.must(lock.Rollback(t.Context()))
		home.Press("Typ: Kursant ✕")
		home.ExpectRow("Ewa Zielińska")
	})
}

// holdPeople keeps the list of people from being read until the transaction ends.
func (s *school) holdPeople(in pgx.Tx) {
	s.Helper()
	_, err := in.Exec(s.Context(), "lock table people in access exclusive mode")
	s.must(err)
}

func TestOwnerOfNobody(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.becomes(s.hasPerson("Ewa", "Zielińska"), "owner_id = $2", s.as(s.piotr).ID)
	s.becomes(s.hasPerson("Jan", "Kowal"), "owner_id = null")
	home := opensPeople(s.anna)
	t.Run("R15 people without an owner", func(t *testing.T) {
		home.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Fill("Opiekun", "bez opiekuna")
		m.Submit()
		home.ExpectRow("Jan Kowal")
		home.ExpectNoRow("Zielińska")
		home.ExpectText("Opiekun: bez opiekuna ✕")
		home.Press("Filtry")
		m = s.anna.Modal("Filtry")
		if got := m.Value("Opiekun"); got != "bez opiekuna" {
			t.Errorf("the form starts with %q", got)
		}
		m.Submit()
		home.ExpectNoRow("Zielińska")
		home.Press("Opiekun: bez opiekuna ✕")
		home.ExpectRow("Zielińska")
	})
}
