package view

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

func TestLastContactIsADay(t *testing.T) {
	r := reader(t, crm.Polish)
	r.Me.Zone = zone(t, "America/New_York")
	p := r.plainPerson(1)
	p.LastContact = crm.DueOn(2026, 10, 8, r.Me.Workspace.Zone).At // of a call without an hour
	settings := crm.PeopleList{Settings: crm.ListSettings{Columns: []crm.Column{crm.ColumnName, crm.ColumnLastContact}, Layout: crm.LayoutCompact, Rows: 10}}
	if got := r.personRowIn(p, settings).about; got != "Ostatni kontakt: czw., 8 paź" {
		t.Errorf("the list says %q", got)
	}
	if card := said(t, PersonCard(r, Meta{}, p, crm.Timeline{})); !strings.Contains(card, `*Ostatni kontakt*\nczw., 8 paź"`) {
		t.Errorf("the card says %s", card)
	}
}

func TestConsentIsYesNoOrNeither(t *testing.T) {
	settings := crm.PeopleList{Settings: crm.ListSettings{Columns: []crm.Column{crm.ColumnName, crm.ColumnConsent}, Layout: crm.LayoutTable, Rows: 10}}
	for _, c := range []struct {
		name    string
		consent crm.Consent
		pl, en  string
	}{
		{"given", crm.Consent{Given: true, On: "2026-09-01"}, "Tak", "Yes"},
		{"withdrawn", crm.Consent{On: "2026-09-01"}, "Nie", "No"},
		{"never asked", crm.Consent{}, "nie pytano", "not asked"},
		{"no more than a note of what is to be asked", crm.Consent{Text: "oferty"}, "nie pytano", "not asked"},
	} {
		for lang, want := range map[crm.Language]string{crm.Polish: c.pl, crm.English: c.en} {
			r := reader(t, lang)
			p := r.plainPerson(1)
			p.Consent = c.consent
			if got := r.personInTable(p, settings).cells[1].text; got != want {
				t.Errorf("%s: the list says %q, want %q", c.name, got, want)
			}
			card := said(t, PersonCard(r, Meta{}, p, crm.Timeline{}))
			if fact := "*" + r.Words.Say("consent.consent") + `*\n` + want + `"`; !strings.Contains(card, fact) {
				t.Errorf("%s: no %s on the card: %s", c.name, fact, card)
			}
		}
	}
}

func TestDoneWithoutDueTime(t *testing.T) {
	r := reader(t, crm.Polish)
	call := crm.Task{
		ID: 1, Kind: crm.KindCall, Subject: "dzwonił ojciec", AssigneeName: "Ewa Lis", Person: 1, PersonName: "Anna Żak",
		Created: r.Now, Done: r.Now.Add(6*time.Hour + 41*time.Minute),
	}
	const want = "✓ Zakończone dziś 16:41"
	for place, text := range map[string]string{
		"the list":     r.taskRow(call).about,
		"the card":     said(t, TaskCard(r, Meta{}, call)),
		"the timeline": r.entryRow(crm.Entry{Kind: crm.EntryTask, Task: call}).about,
	} {
		if !strings.Contains(text, want) || strings.Contains(text, "bez terminu") || strings.Count(text, "16:41") != 1 {
			t.Errorf("%s says %s", place, text)
		}
	}
	everything := crm.ListSettings{Columns: crm.ListTasks.Columns(), Layout: crm.LayoutCards, Rows: 10}
	if about := r.taskRowIn(call, everything).about; strings.Count(about, "16:41") != 1 {
		t.Errorf("with all columns it says twice when it was done: %s", about)
	}
	call.Due = r.in(-time.Hour)
	if about := r.taskRow(call).about; strings.Contains(about, "16:41") || !strings.Contains(about, "dziś 9:00") {
		t.Errorf("with a due time it says %s", about)
	}
	call.Due, call.Done = crm.Due{}, time.Time{}
	if about := r.taskRow(call).about; !strings.Contains(about, "bez terminu") {
		t.Errorf("open it says %s", about)
	}
}

func TestWhyADouble(t *testing.T) {
	r := reader(t, crm.Polish)
	f := crm.PersonForm{GivenName: "Ana", FamilyName: "Nowak-Żak", Phone: "501 234 567", Email: "anna@example.com"}
	if about := r.candidate(f, r.plainPerson(1)).about; !strings.HasPrefix(about, "*ten sam e-mail* · *ten sam telefon* · *podobne imię i nazwisko* · ") {
		t.Errorf("it says %s", about)
	}
	f.Phone, f.Email = "", ""
	if about := r.candidate(f, r.plainPerson(3)).about; !strings.HasPrefix(about, "*podobne imię i nazwisko* · ") {
		t.Errorf("it says %s", about)
	}
}

func TestTypeStandsOnceOnTheCard(t *testing.T) {
	r := reader(t, crm.Polish)
	for name, p := range map[string]crm.Person{"Kursant": r.plainStudent(), "Firma": r.plainPerson(2), "Kursant (nowy)": r.plainPerson(3)} {
		card := said(t, PersonCard(r, Meta{}, p, crm.Timeline{}))
		if strings.Contains(card, "*Typ*") || strings.Contains(card, "Zarchiwizowany") || !strings.Contains(card, name) {
			t.Errorf("R8 the card of %s is %s", name, card)
		}
	}
}

func TestCourseOfWhoeverIsNoStudent(t *testing.T) {
	r := reader(t, crm.Polish)
	for name, c := range map[string]struct {
		of   crm.Person
		want string
	}{
		"R21 CRM":   {r.plainPerson(1), "Wpisanie kursu nie dodaje kursanta: służy do tego Więcej ▸ Dodaj kursanta."},
		"a student": {r.plainStudent(), "Z wpisanym kursem nowy kursant staje się aktywny."},
		"a company": {r.plainPerson(2), ""},
	} {
		for _, b := range r.courseFields(c.of, c.of.CourseForm()) {
			in, ok := b.(*slack.InputBlock)
			if !ok || in.BlockID != crm.FieldCourse {
				continue
			}
			hint := ""
			if in.Hint != nil {
				hint = in.Hint.Text
			}
			if hint != c.want {
				t.Errorf("%s: the hint is %q, want %q", name, hint, c.want)
			}
		}
	}
}

func TestMoreThanAreCounted(t *testing.T) {
	for lang, want := range map[crm.Language][2]string{
		crm.Polish:  {"Ponad 1\u00a0000 osób", "Ponad 1\u00a0000 zadań: do realizacji, przypisane do mnie"},
		crm.English: {"Over 1,000 people", "Over 1,000 tasks: to do, assigned to me"},
	} {
		r := reader(t, lang)
		if got := [2]string{r.total("general.people", crm.CountCap), r.total("home.my_tasks", crm.CountCap)}; got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
}

func TestLanguagesOnTheFirstHome(t *testing.T) {
	for lang, want := range map[crm.Language][]string{crm.English: {"English", "Polski"}, crm.Polish: {"Polski", "English"}} {
		r := reader(t, lang).undecided() // of whose Slack lang is, in a workspace that speaks Polish
		var got []string
		for _, e := range r.languages()[1].(*slack.ActionBlock).Elements.ElementSet {
			got = append(got, e.(*slack.ButtonBlockElement).Text.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("S5 to a reader of %s are offered %q, want %q", lang, got, want)
		}
	}
}

func TestSaidOnHome(t *testing.T) {
	r := reader(t, crm.Polish)
	line := PersonNamed(r, crm.Added, r.plainPerson(1))
	home := Home(r, HomeData{Meta: Meta{Said: line}})
	if first := said(t, home.Blocks.BlockSet[0]); !strings.Contains(first, "Dodano osobę: Anna Nowak-Żak") || !strings.Contains(first, PersonOpen) {
		t.Errorf("on top stands %s", first)
	}
	m, err := ParseMeta(home.PrivateMetadata)
	if err != nil || len(m.Said.Blocks) > 0 || m.Said.Text != "" {
		t.Errorf("the next drawing would say it again: %+v, %v", m, err)
	}
}
