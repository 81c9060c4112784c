package xlsx

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// warsaw is where the school is; moment is when its lists are written there, 15:00.
var (
	warsaw = time.FixedZone("CET", 60*60)
	moment = time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC)
)

// each yields what a slice has, as a store does.
func each[T any](all ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// sheetOf is how a list is written in a language with those columns.
func sheetOf(lang crm.Language, columns ...crm.Column) Sheet {
	return Sheet{Words: words.For(lang, warsaw), List: crm.ListSettings{Columns: columns}, Author: "Anna Lis", Now: moment}
}

// saved writes a workbook into a file.
func saved(t testing.TB, write func(io.Writer) (int, error)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "osoby.xlsx")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := write(out); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// savedPeople writes people into a file.
func savedPeople(t testing.TB, s Sheet, people ...crm.Person) string {
	t.Helper()
	return saved(t, func(out io.Writer) (int, error) { return WritePeople(out, s, each(people...)) })
}

// looked is a workbook as excelize sees it.
func looked(t *testing.T, path string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func expectSheet(t *testing.T, path, sheet string, want ...[]string) {
	t.Helper()
	rows, err := looked(t, path).GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("%s is\n%q, want\n%q", sheet, rows, want)
	}
}

var anna = crm.Person{
	ID: 1, GivenName: "Anna", FamilyName: "Nowak-Żak", Type: crm.TypeStudent, Company: "Marzec sp. z o.o.", Phone: "+48221234567", PhoneExt: "12",
	Email: "anna@szkola.pl", OwnerName: "Jan Lis", Consent: crm.Consent{Given: true, On: "2026-03-01", Source: "formularz"},
	LastContact: time.Date(2026, 11, 2, 9, 5, 0, 0, time.UTC), NextStep: "oddzwonić", OpenTasks: 3, Created: time.Date(2025, 1, 31, 23, 30, 0, 0, time.UTC),
	Course: "Angielski", Level: "B2", Group: "wt. 17", CourseStart: "2026-09-01", Guardian: "Ewa Żak", Language: crm.English, Number: "0017",
}

func TestR17PeopleInASpreadsheet(t *testing.T) {
	t.Parallel()
	path := savedPeople(t, sheetOf(crm.Polish, crm.ListPeople.Columns()...), anna, crm.Person{FamilyName: "Олена Шевченко", Type: crm.TypeCRM})
	expectSheet(t, path, "Osoby",
		[]string{
			"Imię i nazwisko", "Typ", "Firma", "Telefon", "E-mail", "Opiekun", "Zgoda", "Ostatni kontakt", "Następny krok", "Otwarte zadania",
			"Utworzono", "Kurs", "Poziom", "Grupa", "Początek kursu", "Opiekun prawny", "Język", "Numer",
		},
		[]string{
			"Anna Nowak-Żak", "Kursant (aktywny)", "Marzec sp. z o.o.", "+48 22 123 45 67 wew. 12", "anna@szkola.pl", "Jan Lis", "Tak", "02.11.2026",
			"oddzwonić", "3", "01.02.2025 00:30", "Angielski", "B2", "wt. 17", "01.09.2026", "Ewa Żak", "English", "0017",
		},
		[]string{"Олена Шевченко", "CRM", "", "", "", "", "nie pytano", "", "", "0"},
	)
	path = savedPeople(t, sheetOf(crm.English, crm.ColumnName, crm.ColumnType, crm.ColumnConsent), anna)
	expectSheet(t, path, "People", []string{"Full name", "Type", "Consent"}, []string{"Anna Nowak-Żak", "Student (active)", "Yes"})
}

func TestR17DaysAreTheSchools(t *testing.T) {
	t.Parallel()
	s := sheetOf(crm.Polish, crm.ColumnName, crm.ColumnLastContact, crm.ColumnCreated)
	s.Words, s.Days = s.Words.In(time.FixedZone("EST", -5*60*60)), warsaw
	p := anna
	p.LastContact = time.Date(2026, 10, 8, 0, 0, 0, 0, warsaw) // of a call without an hour
	path := savedPeople(t, s, p)
	expectSheet(t, path, "Osoby",
		[]string{"Imię i nazwisko", "Ostatni kontakt", "Utworzono"}, []string{"Anna Nowak-Żak", "08.10.2026", "31.01.2025 18:30"})
	raw, err := looked(t, path).GetCellValue("Osoby", "B2", excelize.Options{RawCellValue: true})
	if err != nil || raw != "46303" {
		t.Errorf("the day is stored as %q, %v, and so no date", raw, err)
	}
}

func TestR17ConsentHasThreeValues(t *testing.T) {
	t.Parallel()
	withdrawn, unasked := anna, anna
	withdrawn.Consent, unasked.Consent = crm.Consent{On: "2026-04-01"}, crm.Consent{}
	for lang, want := range map[crm.Language][]string{crm.Polish: {"Zgoda", "Tak", "Nie", "nie pytano"}, crm.English: {"Consent", "Yes", "No", "not asked"}} {
		path := savedPeople(t, sheetOf(lang, crm.ColumnConsent), anna, withdrawn, unasked)
		sheet := words.For(lang, warsaw).Say("sheet.people")
		expectSheet(t, path, sheet, want[:1], want[1:2], want[2:3], want[3:])
	}
}

func TestR17R14ColumnsAndTheirOrderAreTheUsers(t *testing.T) {
	t.Parallel()
	t.Run("R14 columns rule the export", func(t *testing.T) {
		path := savedPeople(t, sheetOf(crm.Polish, crm.ColumnEmail, crm.ColumnName, "no such column"), anna)
		expectSheet(t, path, "Osoby", []string{"E-mail", "Imię i nazwisko"}, []string{"anna@szkola.pl", "Anna Nowak-Żak"})
	})
}

// Dates are numbers with a format, and phones are text: whoever sorts or dials gets what
// they expect.
func TestR17DatesAreDatesAndPhonesAreText(t *testing.T) {
	t.Parallel()
	f := looked(t, savedPeople(t, sheetOf(crm.Polish, crm.ColumnName, crm.ColumnPhone, crm.ColumnCreated, crm.ColumnCourseStart), anna))
	raw, err := f.GetRows("Osoby", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"Anna Nowak-Żak", "+48 22 123 45 67 wew. 12", "45689.020833333336", "46266"}; !slices.Equal(raw[1], want) {
		t.Errorf("the values are %q, want %q", raw[1], want)
	}
	for place, want := range map[string]excelize.CellType{
		"B2": excelize.CellTypeInlineString, "C2": excelize.CellTypeUnset, "D2": excelize.CellTypeUnset,
	} {
		if got, err := f.GetCellType("Osoby", place); got != want || err != nil {
			t.Errorf("%s is of type %v (%v), want %v", place, got, err, want)
		}
	}
}

func TestR17HeadersStayAndCanBeFilteredBy(t *testing.T) {
	t.Parallel()
	path := savedPeople(t, sheetOf(crm.Polish, crm.ColumnName, crm.ColumnPhone), anna, anna)
	f := looked(t, path)
	panes, err := f.GetPanes("Osoby")
	if err != nil || !panes.Freeze || panes.YSplit != 1 || panes.XSplit != 0 {
		t.Errorf("panes are %+v (%v)", panes, err)
	}
	if props, err := f.GetDocProps(); err != nil || props.Creator != "Frontdesk" {
		t.Errorf("made by %+v (%v)", props, err)
	}
	if width, err := f.GetColWidth("Osoby", "A"); width != 28 || err != nil {
		t.Errorf("the name is %v wide (%v)", width, err)
	}
	names := f.GetDefinedName()
	if len(names) != 1 || names[0].RefersTo != "'Osoby'!$A$1:$B$3" {
		t.Errorf("filters stand over %+v", names)
	}
	content, _ := f.Pkg.Load("xl/worksheets/sheet1.xml")
	if sheet, _ := content.([]byte); !bytes.Contains(sheet, []byte(`<autoFilter ref="$A$1:$B$3"`)) {
		t.Errorf("the sheet has no filter: %s", sheet)
	}
}

func TestR17TheSecondSheetTellsWhatTheFirstHas(t *testing.T) {
	t.Parallel()
	s := sheetOf(crm.Polish, crm.ColumnName)
	s.Filter = []string{"Widok: Kursanci", "Typ: Kursant"}
	expectSheet(t, savedPeople(t, s, anna, anna), "Filtr",
		[]string{"Filtr", "Widok: Kursanci"}, []string{"", "Typ: Kursant"}, []string{"Stan na", "24.11.2026 15:00"},
		[]string{"Autor", "Anna Lis"}, []string{"Wiersze", "2"})
	s = sheetOf(crm.English, crm.ColumnName)
	expectSheet(t, savedPeople(t, s), "Filter",
		[]string{"Filter", "no filter"}, []string{"As of", "24.11.2026 15:00"}, []string{"Author", "Anna Lis"}, []string{"Rows", "0"})
}

func TestR17FileNames(t *testing.T) {
	t.Parallel()
	polish, english := words.For(crm.Polish, warsaw), words.For(crm.English, warsaw)
	for got, want := range map[string]string{
		FileName(polish, crm.ListPeople, moment):  "osoby_2026-11-24_1500.xlsx",
		FileName(polish, crm.ListTasks, moment):   "zadania_2026-11-24_1500.xlsx",
		FileName(english, crm.ListPeople, moment): "people_2026-11-24_1500.xlsx",
		FileName(english, crm.ListTasks, moment):  "tasks_2026-11-24_1500.xlsx",
		FaultsName(polish, moment):                "do_poprawy_2026-11-24_1500.xlsx",
		FaultsName(english, moment):               "to_fix_2026-11-24_1500.xlsx",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// What somebody typed is never worked out: "=…" is a text like any other.
func TestR17NothingBecomesAFormula(t *testing.T) {
	t.Parallel()
	p := crm.Person{GivenName: `=HYPERLINK("http://x","y")`, FamilyName: "+1", Company: "@SUM(A1)", NextStep: "-1", Number: "'0", Type: crm.TypeCRM}
	path := savedPeople(t, sheetOf(crm.Polish, crm.ColumnName, crm.ColumnCompany, crm.ColumnNextStep, crm.ColumnNumber), p)
	expectSheet(t, path, "Osoby",
		[]string{"Imię i nazwisko", "Firma", "Następny krok", "Numer"}, []string{`=HYPERLINK("http://x","y") +1`, "@SUM(A1)", "-1", "'0"})
	f := looked(t, path)
	for _, place := range []string{"A2", "B2", "C2", "D2"} {
		if formula, err := f.GetCellFormula("Osoby", place); formula != "" || err != nil {
			t.Errorf("%s has the formula %q (%v)", place, formula, err)
		}
	}
}

func TestR9ArchivedPeopleAreGreyAndSaySo(t *testing.T) {
	t.Parallel()
	gone := crm.Person{GivenName: "Jan", FamilyName: "Wilk", Type: crm.TypeArchived, WasType: crm.TypeStudent, CourseStart: "2026-09-01", Phone: "+48501234567"}
	columns := []crm.Column{crm.ColumnName, crm.ColumnType, crm.ColumnPhone, crm.ColumnCourseStart, crm.ColumnCompany, crm.ColumnCreated}
	f := looked(t, savedPeople(t, sheetOf(crm.Polish, columns...), anna, gone))
	for i := range columns {
		for row, want := range map[int]string{2: "", 3: greyFill} {
			if got := fill(t, f, placeOf(i, row)); got != want {
				t.Errorf("%s is filled with %q, want %q", placeOf(i, row), got, want)
			}
		}
	}
	if got, _ := f.GetCellValue("Osoby", "B3"); got != "Zarchiwizowany" {
		t.Errorf("the type is %q", got)
	}

	t.Run("R9 never by colour alone", func(t *testing.T) {
		path := savedPeople(t, sheetOf(crm.Polish, crm.ColumnName, crm.ColumnPhone), anna, gone)
		expectSheet(t, path, "Osoby",
			[]string{"Imię i nazwisko", "Telefon"}, []string{"Anna Nowak-Żak", "+48 22 123 45 67 wew. 12"}, []string{"🗄 Jan Wilk", "+48 501 234 567"})
		if got := read(t, path)[1].Values[crm.ImportFullName]; got != "Jan Wilk" {
			t.Errorf("read back the name is %q", got)
		}
	})
}

// fill is the colour that a cell is filled with, empty for none.
func fill(t *testing.T, f *excelize.File, place string) string {
	t.Helper()
	id, err := f.GetCellStyle("Osoby", place)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(style.Fill.Color, ",")
}

func TestR45TasksInASpreadsheet(t *testing.T) {
	t.Parallel()
	tasks := []crm.Task{
		{
			Kind: crm.KindCall, Subject: "oddzwonić", PersonName: "Anna Nowak", Due: crm.DueAt(time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)),
			Duration: 90 * time.Minute, AssigneeName: "Jan Lis", Note: "pyta o B2\ni o cenę", Created: moment, Done: moment.Add(time.Hour),
		},
		{Kind: crm.KindTask, Subject: "umowa", PersonName: "Jan Wilk", Archived: true, Due: crm.DueOn(2026, 11, 30, warsaw), Created: moment},
	}
	s := sheetOf(crm.Polish, crm.ListTasks.Columns()...)
	path := saved(t, func(out io.Writer) (int, error) { return WriteTasks(out, s, each(tasks...)) })
	expectSheet(t, path, "Zadania",
		[]string{
			"Zakończone", "Rodzaj", "Temat", "Osoba", "Termin", "Czas trwania (min)", "Przypisane do", "Notatka", "Utworzono", "Zakończono",
		},
		[]string{
			"Tak", "Kontakt telefoniczny", "oddzwonić", "Anna Nowak", "25.11.2026 09:00", "90", "Jan Lis", "pyta o B2\ni o cenę",
			"24.11.2026 15:00", "24.11.2026 16:00",
		},
		[]string{"Nie", "Zadanie", "umowa", "🗄 Jan Wilk", "30.11.2026", "", "", "", "24.11.2026 15:00"},
	)
}

// An exported list can be imported again: it changes nothing of what it says.
func TestR17R7AnExportIsAnImport(t *testing.T) {
	t.Parallel()
	by := crm.Staff{Role: crm.RoleManager, Workspace: crm.Workspace{Zone: warsaw}}
	people := []crm.Person{
		anna,
		{GivenName: "Ana", FamilyName: "García Márquez", Type: crm.TypeCRM, CRMContact: true, Created: moment},
		{GivenName: "Олена", FamilyName: "Шевченко", Type: crm.TypeArchived, WasType: crm.TypeStudent, Phone: "+380441234567", Created: moment},
		{FamilyName: "Ćwik", Type: crm.TypeCompany, Company: "Ćwik & Zając <sp. z o.o.>", Language: crm.Polish, Created: moment},
		{GivenName: "Maja", FamilyName: "May", Type: crm.TypeStudent, Group: "3-4", Level: "1.2", Number: "00017", Created: moment},
	}
	for _, lang := range words.Languages() {
		t.Run("R7 "+string(lang), func(t *testing.T) {
			path := savedPeople(t, sheetOf(lang, crm.ListPeople.Columns()...), people...)
			rows := read(t, path)
			if len(rows) != len(people) {
				t.Fatalf("%d rows", len(rows))
			}
			for i, row := range rows {
				p, err := row.Read()
				if err != nil {
					t.Errorf("%s: %v", people[i].Name(), err)
				}
				if got := p.Merge(people[i], by, moment); got != people[i] {
					t.Errorf("merged: got  %+v\nwant %+v", got, people[i])
				}
				if got := p.New(by, moment); got.Name() != people[i].Name() || got.Type != people[i].Type || !got.Created.Equal(people[i].Created) {
					t.Errorf("new: got  %+v\nwant %+v", got, people[i])
				}
			}
			w := words.For(lang, nil)
			want := []string{w.Say("sheet.column_owner"), w.Say("sheet.column_last_contact"), w.Say("sheet.column_open_tasks")}
			if got := opened(t, path).Unknown(); !slices.Equal(got, want) {
				t.Errorf("left out are %q, want %q", got, want)
			}
		})
	}
}

func TestWritingEndsWithTheErrorOfItsRowsOrItsFile(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	rows := func(yield func(crm.Person, error) bool) { _ = yield(anna, nil) && yield(crm.Person{}, broken) }
	if _, err := WritePeople(io.Discard, sheetOf(crm.Polish, crm.ColumnName), rows); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if _, err := WritePeople(full{broken}, sheetOf(crm.Polish, crm.ColumnName), each(anna)); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// full is a disk without room.
type full struct{ err error }

func (f full) Write([]byte) (int, error) { return 0, f.err }

func TestR17ListsLongerThanASheet(t *testing.T) {
	t.Parallel()
	w := &writing{rows: maxWritten}
	if r, ok := errors.AsType[crm.Refusal](w.add(nil)); !ok || r.ID != "refusal.sheet_too_long" {
		t.Errorf("got %v", r)
	}
}

// Every column of every list can be written, under a heading of its own.
func TestEveryColumnIsWritten(t *testing.T) {
	t.Parallel()
	for _, c := range crm.ListPeople.Columns() {
		if _, ok := peopleColumns[c]; !ok {
			t.Errorf("no column %q of people", c)
		}
	}
	for _, c := range crm.ListTasks.Columns() {
		if _, ok := tasksColumns[c]; !ok {
			t.Errorf("no column %q of tasks", c)
		}
	}
}
