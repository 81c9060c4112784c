package view

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// editing is f, filled in over p, of whoever is in no archive.
func editing(p crm.Person, f crm.PersonEdit) Editing {
	return Editing{Person: p, Form: f, Owner: p.OwnerName}
}

// overtaken is the form of p as others have overtaken it since it was typed over base.
func overtaken(r Reader, m Meta, f crm.PersonEdit, base, p crm.Person, by string) slack.ModalViewRequest {
	o := crm.Overtaken{Stale: crm.Stale{By: by, Version: p.Version}, Merged: f.Over(base, p), Now: p}
	return StaleEditForm(r, m, editing(p, o.Form), o)
}

// personViews are those of one person: the card, the forms, and what is asked.
func (r Reader) personViews(s story) map[string]any {
	p, student, m := s.person(1), s.known(), Meta{Person: 1, Version: 3, Card: "V1"}
	archived := s.person(6)
	fresh, restored := student, archived.RestoreForEdit(r.Now)
	fresh.Course = ""
	out := Editing{Person: restored, Form: restored.CourseForm(), Then: crm.ArchiveAgain}
	before, by := student, s.note(1).AuthorName
	before.Course, before.CourseStart, before.Consent = "", "", crm.Consent{}
	return map[string]any{
		"person_student":     PersonCard(r, Meta{}, student, crm.Timeline{}),
		"person_new":         PersonCard(r, Meta{}, fresh, crm.Timeline{}),
		"person_company":     PersonCard(r, Meta{}, s.person(2), crm.Timeline{}),
		"person_restored":    PersonCard(r, Meta{}, restored, crm.Timeline{}),
		"timeline_deeds":     PersonCard(r, Meta{Tab: TabTimeline}, student, r.history(s.note(1).AuthorName)),
		"course_form":        EditForm(r, m, editing(student, student.CourseForm())),
		"consent_form":       EditForm(r, m, editing(student, student.ConsentForm())),
		"restored_form":      EditForm(r, m, out),
		"stale_course":       overtaken(r, m, crm.CourseForm{Course: "x"}, before, student, by),
		"stale_consent":      overtaken(r, m, crm.ConsentForm{}, before, student, by),
		"archived_meanwhile": ArchivedMeanwhile(r, m, editing(archived, student.ConsentForm())),
		"person_doubles":     DoublesForm(r, Meta{}, p.Form(), []crm.Person{student, s.person(2), archived}),
		"ask_enroll":         Ask(r, EnrollConfirm, m, p),
		"ask_company":        Ask(r, CompanyConfirm, m, p),
		"ask_company_pupil":  Ask(r, CompanyConfirm, m, student),
		"ask_archive":        Ask(r, ArchiveConfirm, m, p),
		"ask_restore":        Ask(r, RestoreConfirm, m, archived),
		"ask_edit":           Ask(r, EditConfirm, m, archived),
		"ask_edit_again":     Ask(r, EditConfirm, m, restored),
		"course_form_crm":    EditForm(r, m, editing(p, p.CourseForm())),
		"home_said":          Home(r, HomeData{Meta: Meta{Said: PersonNamed(r, crm.Added, p)}}),
		"language_later":     LanguageLater(r),
		"owner_options":      StaffOptionsOrNone(r, []crm.Staff{r.Me, {ID: 8, Name: p.Name()}}),
	}
}

// history is a timeline of all that can happen to a person themselves, the first by the
// machine.
func (r Reader) history(by string) crm.Timeline {
	var t crm.Timeline
	for i, verb := range []crm.Verb{
		crm.Archived, crm.Restored, crm.Withdrew, crm.Consented, crm.MadeCompany, crm.Enrolled, crm.Reverted, crm.Imported, crm.Added,
	} {
		e := crm.Event{At: r.Now.Add(-time.Duration(i) * time.Hour), ByName: by, Noun: crm.NounPerson, Verb: verb}
		if i == 0 {
			e.ByName = ""
		}
		t.Entries = append(t.Entries, crm.Entry{Kind: crm.EntryEvent, Event: e})
	}
	return t
}

// lines are what „Więcej" on a card offers, in order.
func lines(p crm.Person, r Reader) []string {
	switch press := r.seldom(p).(type) {
	case *slack.OverflowBlockElement:
		var all []string
		for _, o := range press.Options {
			all = append(all, o.Text.Text)
		}
		return all
	case *slack.ButtonBlockElement:
		return []string{press.Text.Text}
	}
	return nil
}

func TestMore(t *testing.T) {
	r := reader(t, crm.Polish)
	contact, student := r.plainPerson(1), r.plainStudent()
	company, archived := r.plainPerson(2), r.plainPerson(3)
	for _, c := range []struct {
		row  string
		of   crm.Person
		want []string
	}{
		{"R21 a CRM person can become a student", contact, []string{"Dodaj kursanta", "Oznacz jako menedżera firmy", "Archiwizuj"}},
		{"R21 a student cannot", student, []string{"Oznacz jako menedżera firmy", "Archiwizuj"}},
		{"R21 a company's manager cannot", company, []string{"Archiwizuj"}},
		{"R21 whoever is archived cannot", archived, []string{"Przywróć na stałe"}},
		{"whoever is out for an edit may go back or stay", archived.RestoreForEdit(r.Now), []string{"Oznacz jako menedżera firmy", "Archiwizuj", "Przywróć na stałe"}},
	} {
		t.Run(c.row, func(t *testing.T) {
			if got := lines(c.of, r); !slices.Equal(got, c.want) {
				t.Errorf("offered are %q, want %q", got, c.want)
			}
		})
	}
}

func TestCardOfEachType(t *testing.T) {
	r := reader(t, crm.Polish)
	student := r.plainStudent()
	fresh := student
	fresh.Course = ""
	for _, c := range []struct {
		row   string
		of    crm.Person
		marks string
	}{
		{"R8 CRM", r.plainPerson(1), "CRM"},
		{"R8 R24 an active student who came from CRM", student, "Kursant (aktywny) · Kontakt CRM"},
		{"R8 a new student", fresh, "Kursant (nowy) · Kontakt CRM"},
		{"R8 a company's manager", r.plainPerson(2), "Firma"},
		{"R8 R9 an archived student", r.plainPerson(3), "🗄 Archiwum · wcześniej: Kursant (nowy)"},
		{"R64 one who is out for an edit", r.plainPerson(3).RestoreForEdit(r.Now), "Kursant (nowy) · Poza archiwum na czas edycji, do 10:30"},
	} {
		t.Run(c.row, func(t *testing.T) {
			if got := r.personMarks(c.of); got != c.marks {
				t.Errorf("the marks are %q, want %q", got, c.marks)
			}
			if card := PersonCard(r, Meta{}, c.of, crm.Timeline{}); !strings.Contains(said(t, card), c.marks) {
				t.Error("the card does not say it")
			}
		})
	}
	t.Run("R9 what is known of whoever is archived is grey and small", func(t *testing.T) {
		archived := r.plainPerson(3)
		got := shape(r.general(archived))
		if slices.Contains(got[:len(got)-1], "section") { // the last is the menu
			t.Errorf("the card is made of %q", got)
		}
		if !slices.Contains(shape(r.general(archived.Restore(time.Time{}))), "section") {
			t.Error("whoever is not looks the same")
		}
	})
}

// unmasked undoes how JSON writes the signs of links.
var unmasked = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&")

func TestFactsOfPerson(t *testing.T) {
	r := reader(t, crm.Polish)
	student := r.plainStudent()
	card := unmasked.Replace(said(t, PersonCard(r, Meta{}, student, crm.Timeline{})))
	for _, want := range []string{
		"<tel:+48501234567|+48 501 234 567>", "<mailto:anna@example.com|anna@example.com>", "*Opiekun*\\nEwa Lis",
		"*Język*\\nEnglish", "umówić test poziomujący", "2026/117", "*Ostatni kontakt*\\nwczoraj",
		"*Kurs*\\nAngielski dla młodzieży", "*Poziom*\\nB1", "*Grupa*\\nwt. 17:00", "*Początek kursu*\\nwt., 1 gru",
		"*Opiekun prawny*\\nMaria Nowak-Żak", "<tel:+48221234567|+48 22 123 45 67>", "<mailto:maria@example.com|",
		"*Zgoda marketingowa*\\nTak", "*Data zgody*\\nwt., 1 wrz", "formularz zapisu", "*Dodano*",
	} {
		if !strings.Contains(card, want) {
			t.Errorf("no %q in %s", want, card)
		}
	}
	bare := crm.Person{ID: 1, FamilyName: "Nowak", Type: crm.TypeCRM, Created: r.Now}
	if card := said(t, PersonCard(r, Meta{}, bare, crm.Timeline{})); strings.Contains(card, "brak") || strings.Contains(card, "Data zgody") {
		t.Errorf("what is not known is said to be missing: %s", card)
	}
	t.Run("an extension is dialled", func(t *testing.T) {
		student.Phone, student.PhoneExt = "+48221234567", "12"
		if card := unmasked.Replace(said(t, PersonCard(r, Meta{}, student, crm.Timeline{}))); !strings.Contains(card, "<tel:+48221234567;ext=12|+48 22 123 45 67 wew. 12>") {
			t.Errorf("the number is %s", card)
		}
	})
	t.Run("an address cannot end its link", func(t *testing.T) {
		link := r.shown(fact{"person.email", "a|b>c&d@x.pl", mailto("a|b>c&d@x.pl")}, maxRowName)
		if link != "<mailto:a%7Cb%3Ec&amp;d@x.pl|a|b&gt;c&amp;d@x.pl>" {
			t.Errorf("it is %s", link)
		}
	})
}

func TestAfterSave(t *testing.T) {
	r := reader(t, crm.Polish)
	p := r.plainPerson(3).RestoreForEdit(r.Now)
	for callback := range map[string]bool{FormPerson: true, FormCourse: true, FormConsent: true} {
		v := EditForm(r, Meta{}, Editing{Person: p, Form: EditOf(callback, p), Then: crm.ArchiveAgain})
		if _, then := ReadEdit(callback, untouched(t, v)); then != crm.ArchiveAgain {
			t.Errorf("R64 %s starts with %q", callback, then)
		}
		if !v.NotifyOnClose {
			t.Errorf("%s is closed in silence", callback)
		}
		if v := EditForm(r, Meta{}, editing(p, EditOf(callback, p))); v.NotifyOnClose || strings.Contains(said(t, v), "Po zapisaniu") {
			t.Errorf("%s of somebody who was in no archive asks what follows", callback)
		}
	}
}

func TestDoublesForm(t *testing.T) {
	r := reader(t, crm.Polish)
	f := crm.PersonForm{GivenName: "Ana", FamilyName: "Nowak", Phone: "12", Note: "oddzwonić"}
	first := DoublesForm(r, Meta{}, f, []crm.Person{r.plainPerson(1), r.plainPerson(3)})
	if got := ReadPersonForm(untouched(t, first)); got != f {
		t.Errorf("the form holds %+v, want %+v", got, f)
	}
	if first.Submit.Text != "Dodaj mimo to" || strings.Count(said(t, first), `"`+PersonOpen+`"`) != 2 {
		t.Errorf("the ways on are %s", said(t, first))
	}
	m, err := ParseMeta(first.PrivateMetadata)
	if err != nil || !slices.Equal(m.Apart, []crm.PersonID{1, 3}) {
		t.Errorf("it carries %v, %v", m.Apart, err)
	}
	again, err := ParseMeta(DoublesForm(r, m, f, []crm.Person{r.plainPerson(3), r.plainPerson(2)}).PrivateMetadata)
	if err != nil || !slices.Equal(again.Apart, []crm.PersonID{1, 3, 2}) {
		t.Errorf("asked again, it carries %v, %v", again.Apart, err)
	}
}

func TestLanguagesOfPerson(t *testing.T) {
	r := reader(t, crm.English)
	for present, want := range map[crm.Language][]string{
		"":   {"the school's: Polski", "English", "Polski"},
		"uk": {"the school's: Polski", "English", "Polski", "uk"},
	} {
		var got []string
		for _, o := range r.languageOptions(present) {
			got = append(got, o.Text.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("offered are %q, want %q", got, want)
		}
		p := crm.Person{FamilyName: "Nowak", Language: present}
		if read := ReadPersonForm(untouched(t, EditForm(r, Meta{}, editing(p, p.Form())))); read.Language != present {
			t.Errorf("%q is read as %q", present, read.Language)
		}
	}
}
