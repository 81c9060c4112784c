package bot

import (
	"fmt"
	"strings"
	"testing"

	"frontdesk/bot/slacksim"
)

func TestSavedViews(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.becomes(s.hasPerson("Ewa", "Zielińska"), "type = 'student', course = 'B2', number = 'K-17'")
	s.hasPerson("Jan", "Kowal")
	home := opensPeople(s.anna)
	saves := func(name string) *slacksim.Modal {
		home.Press("Zapisz widok")
		m := s.anna.Modal("Zapisz widok")
		m.Fill("Nazwa widoku", name)
		m.Submit()
		return m
	}
	t.Run("R14 and R15 a filter with its columns has a name", func(t *testing.T) {
		home.Press("Filtry")
		m := s.anna.Modal("Filtry")
		m.Fill("Typ", "Kursant")
		m.Submit()
		home.Press("Ustawienia listy")
		m = s.anna.Modal("Ustawienia listy")
		m.Fill("Kolumny", "Numer")
		m.Submit()
		home.ExpectRow("Numer: K-17")
		saves("Moi kursanci")
		home.ExpectText("Moi kursanci")
		if got := home.Value("Wybierz widok"); got != "Moi kursanci" {
			t.Errorf("the view that is open is %q", got)
		}
		home.Press("Ustawienia listy")
		m = s.anna.Modal("Ustawienia listy")
		m.Select("Kolumny", "Imię i nazwisko", "Telefon")
		m.Submit()
		home.ExpectNoText("Numer: K-17")
		home.Select("Wybierz widok", "Wszyscy")
		home.ExpectRow("Jan Kowal")
		home.ExpectNoText("✕")
		home.ExpectRow("Numer: K-17") // the list's own settings
		home.Select("Wybierz widok", "Moi kursanci")
		home.ExpectNoRow("Jan Kowal")
		home.ExpectText("Typ: Kursant ✕")
		if got := opensPeople(s.piotr).Offers("Wybierz widok", ""); strings.Contains(fmt.Sprint(got), "Moi") {
			t.Errorf("Piotr is offered %q", got)
		}
	})
	t.Run("the same name again takes the old one's place, after it was said", func(t *testing.T) {
		home.Press("Typ: Kursant ✕")
		home.ExpectNoText("✕")
		if got := home.Value("Wybierz widok"); got != "Wszyscy" {
			t.Errorf("with another filter the view that is open is still %q", got)
		}
		m := saves("moi Kursańci")
		m.ExpectText("Widok „Moi kursanci” już istnieje")
		s.expectRows(1, "saved_views", "filter ->> 'type' = 'student'")
		if m.Submits() != "Zastąp" {
			t.Errorf("the form submits with %q", m.Submits())
		}
		m.Fill("Nazwa widoku", "Inni")
		m.Submit()
		s.expectRows(2, "saved_views", "true")
		m = saves("Moi kursanci")
		m.ExpectText("już istnieje")
		m.Submit()
		s.expectRows(0, "saved_views", "filter ->> 'type' = 'student'")
		s.expectRows(2, "saved_views", "true")
	})
	t.Run("a name is needed, and no other is lost for it", func(t *testing.T) {
		m := saves("   ")
		if m.Error("Nazwa widoku") == "" {
			t.Errorf("the errors are %v", m.Errors())
		}
		m.Close()
	})
	t.Run("one is deleted when that is confirmed, and the list stays", func(t *testing.T) {
		home.Press("Zapisz widok")
		m := s.anna.Modal("Zapisz widok")
		m.Fill("Nazwa widoku", "Nowy")
		m.Row("Inni").Press("Usuń").No()
		s.expectRows(2, "saved_views", "true")
		m.Row("Inni").Press("Usuń").Yes()
		m.ExpectNoText("Inni")
		if got := m.Value("Nazwa widoku"); got != "Nowy" {
			t.Errorf("what was typed is %q", got)
		}
		m.Close()
		s.expectRows(1, "saved_views", "true")
		home.ExpectRow("Jan Kowal")
	})
}

func TestViewOfOnesOwn(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.becomes(s.hasPerson("Ewa", "Zielińska"), "type = 'student', course = 'B2'")
	s.hasPerson("Jan", "Kowal")
	home := opensPeople(s.anna)
	home.ExpectNoText("Usuń widok")
	home.Select("Wybierz widok", "Kursanci")
	home.ExpectNoRow("Jan Kowal")
	home.Press("Zapisz widok")
	m := s.anna.Modal("Zapisz widok")
	m.Fill("Nazwa widoku", "Moi")
	m.Submit()
	t.Run("R24 it says which fixed view it is made of", func(t *testing.T) {
		home.ExpectText("Widok: Kursanci")
	})
	t.Run("R15 it is deleted where it is open, and the list stays", func(t *testing.T) {
		home.Press("Usuń widok").No()
		s.expectRows(1, "saved_views", "true")
		home.Press("Usuń widok").Yes()
		home.ExpectNoText("Usuń widok")
		home.ExpectRow("Zielińska")
		home.ExpectNoRow("Jan Kowal")
		s.expectRows(0, "saved_views", "true")
	})
}
