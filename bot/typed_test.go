package bot

import (
	"strings"
	"testing"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

func TestTypedTextIsTakenAsItWasTyped(t *testing.T) {
	t.Parallel()
	t.Run("signs, links, addresses and people in a task's subject", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Types("/zadanie Firma A & B <pilne> zob. https://x.pl/a?b=1&c=2 dla @Piotr, ewa@school.example")
		m := s.anna.Modal("Nowe zadanie")
		want := "Firma A & B <pilne> zob. https://x.pl/a?b=1&c=2 dla @piotr.lis, ewa@school.example"
		if got := m.Value("Temat"); got != want {
			t.Errorf("the subject is %q, want %q", got, want)
		}
		m.Submit()
		s.expectRows(1, "tasks", "subject = $1", want)
	})
	t.Run("in a note", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Types("/notatka Tom & Jerry")
		if got := s.anna.Modal("Nowa notatka").Value("Notatka"); got != "Tom & Jerry" {
			t.Errorf("the note is %q", got)
		}
	})
	t.Run("a person is found by their e-mail address", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		_, err := s.store.AddPerson(t.Context(), s.as(s.anna), "", crm.PersonForm{FamilyName: "Zielińska", Email: "ewa@school.example"}, nil)
		s.must(err)
		s.anna.Types("/osoba ewa@school.example")
		s.anna.Modal("Osoba").ExpectText("Zielińska")
	})
	for sent, typed := range map[string]string{
		"plain":                               "plain",
		"&lt;b&gt; &amp;amp;":                 "<b> &amp;",
		"<http://x.pl|x.pl>":                  "x.pl",
		"<https://x.pl/?a=1&amp;b=2>":         "https://x.pl/?a=1&b=2",
		"<mailto:ewa@x.pl>":                   "ewa@x.pl",
		"<tel:+48501234567|501 234 567>":      "501 234 567",
		"<@U1|anna> i <#C1|biuro>, &lt;tu&gt": "<@U1|anna> i <#C1|biuro>, <tu&gt",
	} {
		if got := asTyped(sent); got != typed {
			t.Errorf("%q reads as %q, want %q", sent, got, typed)
		}
	}
	if got := (Request{Text: "<@U1|anna>, <@W2> i <#C1|biuro> <!ważne>"}).plainText(); got != "@anna, @W2 i #biuro <!ważne>" {
		t.Errorf("people are named in %q", got)
	}
}

func TestLongSubjectGoesOnInTheNote(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	words := strings.Fields(strings.Repeat("oddzwonić w sprawie kursu ", 20))
	s.anna.Types("/zadanie " + strings.Join(words, " "))
	m := s.anna.Modal("Nowe zadanie")
	subject, note := m.Value("Temat"), m.Value("Notatka")
	if note == "" || subject+" "+note != strings.Join(words, " ") {
		t.Errorf("the subject is %q, the note %q", subject, note)
	}
	if beginning, rest := split(strings.Repeat("x", 301), 300); len(beginning) != 300 || rest != "x" {
		t.Errorf("a long word is cut into %q and %q", beginning, rest)
	}
}

func TestFindingGoesOn(t *testing.T) {
	t.Parallel()
	t.Run("more than a page of hits is said to be more", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		for i := range view.RowsPerPage {
			s.hasPerson("Jan", "Kowal"+string(rune('a'+i)))
		}
		found := s.anna.Types("/osoba kowal")
		if strings.Contains(found.Text(), "Dalszych pozycji") {
			t.Error("a full page is said to be more")
		}
		s.hasPerson("Jan", "Kowalz")
		found = s.anna.Types("/osoba kowal")
		found.ExpectText("Dalszych pozycji tu nie pokazano")
		if n := strings.Count(found.Text(), "Jan Kowal"); n != view.RowsPerPage {
			t.Errorf("%d people are listed", n)
		}
	})
	for sought, want := range map[string]struct{ field, value string }{
		"Brzęczyszczykiewicz":     {"Nazwisko", "Brzęczyszczykiewicz"},
		"Jan Brzęczyszczykiewicz": {"Imię", "Jan"},
		"nowa@school.example":     {"E-mail", "nowa@school.example"},
		"501 999 888":             {"Telefon", "501 999 888"},
	} {
		t.Run("who is not found is added without typing it again: "+sought, func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			s.anna.Types("/osoba " + sought).ExpectText("Nikogo nie znaleziono").Press("Dodaj osobę")
			m := s.anna.Modal("Nowa osoba")
			if got := m.Value(want.field); got != want.value {
				t.Errorf("%s is %q", want.field, got)
			}
		})
	}
}

func TestRolesOfStaff(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	role := func(want crm.Role) {
		t.Helper()
		if got := s.as(s.piotr).Role; got != want {
			t.Errorf("Piotr is %q, want %q", got, want)
		}
	}
	s.anna.Types("/crm staff add @Piotr manager").ExpectText("kierownik")
	role(crm.RoleManager)
	s.anna.Types("/crm staff add @Piotr").ExpectText("kierownik")
	role(crm.RoleManager)
	for _, unclear := range []string{"add @Piotr managre", "add @Piotr manager please", "add proszę @Piotr", "remove @Piotr manager"} {
		s.anna.Types("/crm staff " + unclear).ExpectText("Potrzebna jest wzmianka")
		role(crm.RoleManager)
	}
	s.anna.Types("/crm sekretariat dodaj @Piotr pracownik").ExpectText("pracownik Sekretariatu")
	role(crm.RoleReceptionist)
}
