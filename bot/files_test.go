package bot

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"frontdesk/bot/slacksim"
	"frontdesk/bot/view"
	"frontdesk/scheduler"
	"frontdesk/store/crm"
)

// works lets the machine do all that is due, with the bot as its clerk.
func (s *school) works() {
	s.Helper()
	machine, err := scheduler.New(scheduler.Config{Store: s.store.Store, Teller: s.bot, Clerk: s.bot, Log: slog.New(slog.DiscardHandler)})
	s.must(err)
	s.must(machine.TickNow(s.Context()))
}

// rowsOf are the rows of the first sheet of a workbook.
func rowsOf(t testing.TB, content []byte) [][]string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	all, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// workbook is an .xlsx file with these rows.
func workbook(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range rows {
		place, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := book.SetSheetRow("Sheet1", place, &row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const someCSV = "Imię;Nazwisko;Telefon;Typ;Kurs;Znak zodiaku\n" +
	"Anna;Kowalska;501 234 567;Kursant;B2;Lew\nOla;Kowalska;501 234 567;Kursant;;Rak\nJan;Dawny;;Zarchiwizowany;;\n" +
	"Ewa;Marzec;;Firma;;\nPiotr;Zając;;CRM;;\nZła;Osoba;12;;;\n"

func TestImport(t *testing.T) {
	t.Parallel()
	t.Run("R7 a file that is dropped on the bot, imported, sent again, and taken back", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Uploads("kursanci.csv", []byte(someCSV))
		s.works()
		m := s.anna.DM().ExpectMessage("Podgląd importu z pliku „kursanci.csv”")
		m.ExpectText("5 nowych osób: Anna Kowalska, Ola Kowalska, Jan Dawny, …")
		m.ExpectText("1 wiersz z błędem, pominięty: Zła Osoba")
		m.ExpectText("Pominięte kolumny: Znak zodiaku")
		m.ExpectText("Nic jeszcze nie zapisano.")
		s.expectRows(0, "people", "true")
		if faults := rowsOf(t, s.anna.DM().ExpectFile("do_poprawy")); len(faults) != 2 || faults[1][1] != "Telefon: to nie jest poprawny numer; popraw go albo zostaw pustą komórkę." {
			t.Errorf("the error sheet has %q", faults)
		}
		m.Press("Importuj").Redeliver()
		s.works()
		m.ExpectText("Zaimportowano plik „kursanci.csv”.")
		m.Press("Pokaż listę osób")
		s.anna.Modal("Frontdesk").ExpectRow("Ola Kowalska")
		s.expectRows(5, "people", "true")
		s.expectRows(2, "people", "type = 'student' and phone = '+48501234567'")
		s.expectRows(1, "people", "type = 'archived' and was_type = 'student'")
		s.expectRows(1, "people", "type = 'company'")
		s.expectRows(1, "people", "type = 'crm' and crm_contact")
		if n := len(s.anna.DM().Messages()); n != 3 {
			t.Errorf("%d messages stand there: the file, the one about it, and the error sheet are wanted", n)
		}

		s.anna.Uploads("jeszcze raz.csv", []byte(someCSV))
		s.works()
		again := s.anna.DM().ExpectMessage("jeszcze raz.csv")
		again.ExpectText("5 osób bez zmian")
		again.ExpectText("Nie ma tu niczego do zapisania.")
		again.ExpectNoText("Anuluj")
		again.ExpectNoText("Importuj")

		m.ExpectText("Import można cofnąć do: jutro 10:00")
		m.Press("Cofnij import").No()
		m.Press("Cofnij import").Yes()
		s.works()
		m.ExpectText("Cofnięto import z pliku „kursanci.csv”.")
		m.ExpectText("Usunięto dodane osoby: 5")
		s.expectRows(0, "people", "true")
	})
	t.Run("R7 an Excel file updates who is there", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Anna", "Kowalska")
		s.piotr.Uploads("lista.xlsx", workbook(t, []any{"Lista kursantów"}, []any{"Nazwisko", "Imię", "Telefon"}, []any{"Kowalska", "Anna", 501234567}))
		s.works()
		m := s.piotr.DM().ExpectMessage("lista.xlsx")
		m.ExpectText("1 osoba z nowymi danymi: Anna Kowalska")
		m.Press("Importuj")
		s.works()
		s.expectRows(1, "people", "phone = '+48501234567'")
	})
	for name, c := range map[string]struct{ file, content, says string }{
		"a picture":        {"kot.png", "\x89PNG", ".png"},
		"an Apple's table": {"lista.numbers", "PK\x03\x04", "Z pliku .numbers nie da się"},
		"an old Excel":     {"lista.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"},
		"without headings": {"lista.csv", "1;2\n3;4\n", "nagłówków"},
	} {
		t.Run("R7 "+name+" is refused with a sentence", func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			s.anna.Uploads(c.file, []byte(c.content))
			s.works()
			m := s.anna.DM().ExpectMessage("Importu nie wykonano.")
			m.ExpectText(c.says)
			s.expectRows(1, "chores", "state = 'failed' and not due")
		})
	}
	t.Run("R7 only what is dropped on the bot is taken, and only of the staff", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		other := s.piotr.DM().ID()
		for _, channel := range []string{s.anna.In("#sekretariat").ID(), other, "D0UNKNOWN"} {
			s.slack.Event(map[string]any{"type": "file_shared", "file_id": "F1", "user_id": s.anna.ID, "channel_id": channel})
		}
		s.stranger.Uploads("kursanci.csv", []byte(someCSV))
		s.stranger.DM().ExpectMessage("Frontdesk jest dla pracowników Sekretariatu")
		s.expectRows(0, "chores", "true")
	})
	t.Run("R7 nobody else presses, and a stale button does no harm", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Uploads("kursanci.csv", []byte(someCSV))
		s.works()
		m := s.anna.DM().ExpectMessage("Podgląd importu")
		id := s.choreID()
		expectText(t, s.pressAnswer(s.piotr.ID, view.ChoreApply, id), "Tym zajmuje się osoba")
		expectText(t, s.pressAnswer(s.anna.ID, view.ChoreUndo, id), "nieaktualny")
		m.Press("Anuluj")
		m.ExpectText("Import anulowano.")
		expectText(t, s.pressAnswer(s.anna.ID, view.ChoreApply, id), "nieaktualny")
		s.works()
		s.expectRows(0, "people", "true")
		s.expectRows(0, "import_rows", "true")
	})
	t.Run("R7 a file that comes while Slack has the hiccups is not lost", func(t *testing.T) {
		t.Parallel()
		for _, hiccup := range []string{"internal_error", "ratelimited", "http_503"} {
			s := newSchool(t)
			s.failures = true
			s.slack.AllowComplaints() // the event is refused, for Slack to bring it again
			s.slack.FailNext("conversations.open", hiccup, 1)
			s.anna.Uploads("kursanci.csv", []byte(someCSV)).Redeliver()
			s.works()
			s.anna.DM().ExpectMessage("Podgląd importu z pliku „kursanci.csv”")
			s.expectRows(1, "chores", "true")
		}
	})
	t.Run("R7 a message that was deleted is written anew", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Uploads("kursanci.csv", []byte(someCSV))
		s.works()
		m := s.anna.DM().ExpectMessage("Podgląd importu")
		m.Press("Importuj")
		s.slack.FailNext("chat.update", "message_not_found", 1)
		s.works()
		s.anna.DM().ExpectMessage("Zaimportowano plik")
	})
}

// choreID is the only chore, as a button's value.
func (s *school) choreID() (id string) {
	s.Helper()
	s.must(s.store.Pool.QueryRow(s.Context(), `select id::text from chores`).Scan(&id))
	return id
}

func TestExport(t *testing.T) {
	t.Parallel()
	// lists has Anna see students alone, by course and name.
	lists := func(s *school) {
		s.Helper()
		s.must(s.store.ChangePeopleList(s.Context(), s.as(s.anna), func(crm.PeopleList) crm.PeopleList {
			return crm.PeopleList{
				Filter:   crm.PersonFilter{View: crm.ViewStudents, Text: "kowalska"},
				Settings: crm.ListSettings{Columns: []crm.Column{crm.ColumnType, crm.ColumnName}, Layout: crm.LayoutCompact, Rows: 5},
			}
		}))
		s.hasPerson("Jan", "Wilk")
		p := s.hasPerson("Anna", "Kowalska")
		_, err := s.store.Enroll(s.Context(), s.as(s.anna), p.ID)
		s.must(err)
	}
	expectFile := func(t *testing.T, u *slacksim.User) {
		t.Helper()
		got := rowsOf(t, u.DM().ExpectFile("osoby_2026-11-24_1000.xlsx"))
		if len(got) != 2 || strings.Join(got[0], "|") != "Typ|Imię i nazwisko" || !strings.Contains(got[1][1], "Anna Kowalska") {
			t.Errorf("the file has %q", got)
		}
	}
	t.Run("R17 R14 from the list, with its filter, columns and order, to the direct message alone", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		lists(s)
		opensPeople(s.anna).Press("Eksport do pliku xls")
		s.settle()
		s.works()
		s.anna.DM().ExpectMessage("Plik jest gotowy: osoby_2026-11-24_1000.xlsx · 1 osoba · Widok: Kursanci · Tekst: „kowalska”")
		if n := len(s.anna.DM().Messages()); n != 2 {
			t.Errorf("%d messages stand there: the one about the file, and the file are wanted", n)
		}
		expectFile(t, s.anna)
		for _, call := range s.slack.Calls("files.completeUploadExternal") {
			if call.Args["channel_id"] != s.anna.DM().ID() {
				t.Errorf("a file went to %v", call.Args["channel_id"])
			}
		}
	})
	t.Run("R17 by a command", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		lists(s)
		s.anna.Types("/osoba eksport").ExpectText("Plik przyjdzie za chwilę")
		s.works()
		expectFile(t, s.anna)
	})
	t.Run("R45 tasks from their list", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasTask("oddzwonić")
		home := s.anna.OpensHome()
		home.Press("Eksport do pliku xls")
		s.settle()
		s.works()
		got := rowsOf(t, s.anna.DM().ExpectFile("zadania_2026-11-24_1000.xlsx"))
		if len(got) != 2 || !strings.Contains(strings.Join(got[1], "|"), "oddzwonić") {
			t.Errorf("the file has %q", got)
		}
	})
	t.Run("R17 what does not arrive is said, and tried again", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		lists(s)
		s.anna.Types("/person export")
		s.slack.FailNext("files.completeUploadExternal", "internal_error", 1)
		s.works()
		m := s.anna.DM().ExpectMessage("Nie udało się wysłać pliku")
		m.Press("Ponów")
		s.settle()
		s.works()
		m.ExpectText("Plik jest gotowy")
		expectFile(t, s.anna)
	})
	t.Run("two presses ask for one file", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Types("/osoba eksport")
		s.anna.Types("/osoba eksport")
		s.expectRows(1, "chores", "true")
	})
}
