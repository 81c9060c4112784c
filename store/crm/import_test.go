package crm

import (
	"encoding/json"
	"maps"
	"reflect"
	"testing"
	"time"
)

// cells are a row's values.
type cells = map[ImportField]string

// importer is who imports, and at what time.
var (
	importer   = Staff{ID: 7, Role: RoleManager, Workspace: Workspace{ID: 1, Zone: time.FixedZone("CET", 3600)}}
	importTime = time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC)
)

// imported reads a row that is in order.
func imported(t *testing.T, c cells) ImportedPerson {
	t.Helper()
	i, err := ImportRow{Line: 2, Values: c}.Read()
	expectProblems(t, err)
	return i
}

func TestR7ReadingARow(t *testing.T) {
	got := imported(t, cells{
		ImportNumber: " 17 ", ImportGivenName: " Anna  Maria", ImportFamilyName: "Nowak-Żak\n", ImportType: "Kursant",
		ImportCompany: "Marzec sp. z o.o.", ImportPhone: "022 123 45 67 wew. 12", ImportEmail: "anna@szkola.pl",
		ImportCourse: "Angielski", ImportLevel: "B2", ImportGroup: "wt. 17", ImportCourseStart: "1.9.2026",
		ImportGuardian: "Ewa Żak", ImportGuardianPhone: "501234567", ImportGuardianEmail: "ewa@szkola.pl",
		ImportConsent: "TAK", ImportConsentOn: "2026-03-01", ImportConsentSource: "formularz", ImportConsentText: "newsletter",
		ImportNextStep: "oddzwonić", ImportLanguage: "Polski", ImportCreated: "24.11.2025 15:30",
	}).New(importer, importTime)
	want := Person{
		Number: "17", GivenName: "Anna Maria", FamilyName: "Nowak-Żak", Type: TypeStudent, Company: "Marzec sp. z o.o.",
		Phone: "+48221234567", PhoneExt: "12", Email: "anna@szkola.pl", Course: "Angielski", Level: "B2", Group: "wt. 17",
		CourseStart: "2026-09-01", Guardian: "Ewa Żak", GuardianPhone: "+48501234567", GuardianEmail: "ewa@szkola.pl",
		Consent: Consent{Given: true, On: "2026-03-01", Source: "formularz", Text: "newsletter"}, NextStep: "oddzwonić",
		Language: Polish, Created: time.Date(2025, 11, 24, 14, 30, 0, 0, time.UTC),
	}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestR7FaultyRows(t *testing.T) {
	long := string(make([]rune, MaxBody)) // NULs are dropped, so this is empty
	for what, c := range map[string]struct {
		cells cells
		want  []string
	}{
		"nothing":         {nil, []string{"family_name: problem.family_name_missing"}},
		"invisible":       {cells{ImportFamilyName: long}, []string{"family_name: problem.family_name_missing"}},
		"a company alone": {cells{ImportCompany: "Marzec"}, []string{"family_name: problem.import_company_alone"}},
		"everything at once": {
			cells{
				ImportPhone: "501 234", ImportEmail: "anna", ImportType: "znajomy", ImportConsent: "może", ImportLanguage: "niemiecki",
				ImportCourseStart: "31.2.2026", ImportConsentOn: "wczoraj", ImportCreated: "2026", ImportGuardianPhone: "x",
				ImportGuardianEmail: "y",
			},
			[]string{
				"family_name: problem.family_name_missing", "phone: problem.phone", "email: problem.email", "type: problem.import_type",
				"consent: problem.import_consent", "language: problem.import_language", "course_start: problem.import_date",
				"consent_on: problem.import_date", "created: problem.import_date", "guardian_phone: problem.phone",
				"guardian_email: problem.email",
			},
		},
		"a formula that failed": {
			cells{ImportFamilyName: "#N/D!", ImportCourse: "#REF!"},
			[]string{"family_name: problem.import_error", "course: problem.import_error"},
		},
		"two phones are never one": {
			cells{ImportFamilyName: "Nowak", ImportPhone: "501234567, 502345678"}, []string{"phone: problem.phone"},
		},
		"a number out of bounds": {
			cells{ImportFamilyName: "Nowak", ImportNumber: repeat('7', MaxName+1)}, []string{"number: problem.too_long"},
		},
		"a source out of bounds": {
			cells{ImportFamilyName: "Nowak", ImportConsentSource: repeat('ż', MaxStep+1)}, []string{"consent_source: problem.too_long"},
		},
	} {
		t.Run(what, func(t *testing.T) {
			_, err := ImportRow{Values: c.cells}.Read()
			expectProblems(t, err, c.want...)
		})
	}
}

func repeat(r rune, n int) string {
	runes := make([]rune, n)
	for i := range runes {
		runes[i] = r
	}
	return string(runes)
}

func TestR7NamesInOneCell(t *testing.T) {
	for _, c := range []struct {
		cells         cells
		given, family string
	}{
		{cells{ImportFullName: "Anna Kowalska"}, "Anna", "Kowalska"},
		{cells{ImportFullName: "Anna Maria Nowak-Żak"}, "Anna Maria", "Nowak-Żak"},
		{cells{ImportFullName: "Kowalska"}, "", "Kowalska"},
		{cells{ImportFullName: "Kowalska, Anna"}, "Anna", "Kowalska"},
		{cells{ImportFullName: "Maria von und zu Trapp"}, "Maria", "von und zu Trapp"},
		{cells{ImportFullName: "Олена Шевченко"}, "Олена", "Шевченко"},
		{cells{ImportFullName: "anna kowalska"}, "anna", "kowalska"},
		{cells{ImportFamilyFirst: "Kowalska Anna"}, "Anna", "Kowalska"},
		{cells{ImportFamilyFirst: "Kowalska Anna Maria"}, "Anna Maria", "Kowalska"},
		{cells{ImportFamilyFirst: "von Trapp Maria"}, "Maria", "von Trapp"},
		{cells{ImportFamilyFirst: "Kowalska"}, "", "Kowalska"},
		{cells{ImportFullName: "Jan Lis", ImportFamilyName: "Wilk"}, "", "Wilk"},
		{cells{ImportFullName: "Jan Lis", ImportGivenName: "Janek"}, "Jan", "Lis"},
	} {
		p := imported(t, c.cells).Person
		if p.GivenName != c.given || p.FamilyName != c.family {
			t.Errorf("%v is given %q and family %q, want %q and %q", c.cells, p.GivenName, p.FamilyName, c.given, c.family)
		}
	}
}

func TestR7Dates(t *testing.T) {
	for typed, want := range map[string]string{
		"":                 "0001-01-01 00:00",
		"2026-11-24":       "2026-11-24 00:00",
		"2026-11-24T15:00": "2026-11-24 15:00",
		"24.11.2026":       "2026-11-24 00:00",
		"24.11.2026 r.":    "2026-11-24 00:00",
		"1.9.2026 9:05":    "2026-09-01 09:05",
		"24-11-2026":       "2026-11-24 00:00",
		"24/11/2026":       "2026-11-24 00:00",
		"2026.11.24":       "2026-11-24 00:00",
		"24.11.26":         "2026-11-24 00:00",
		"46350":            "2026-11-24 00:00",
	} {
		got, ok := parseMoment(typed)
		if !ok || got.Format("2006-01-02 15:04") != want {
			t.Errorf("%q is %v (%v), want %s", typed, got, ok, want)
		}
	}
	for _, typed := range []string{"2026", "11/24/2026", "30.2.2026", "24.11", "1.1.1800", "1.1.9999", "maj", "-46350", "46350.5"} {
		if got, ok := parseMoment(typed); ok {
			t.Errorf("%q is %v, want no date", typed, got)
		}
	}
}

func TestR7TypesOfNewPeople(t *testing.T) {
	for _, c := range []struct {
		cells  cells
		want   Type
		was    Type
		status Status
		crm    bool
	}{
		{cells{}, TypeCRM, "", "", true},
		{cells{ImportType: "CRM"}, TypeCRM, "", "", true},
		{cells{ImportCourse: "Angielski"}, TypeStudent, "", StatusActive, false},
		{cells{ImportGroup: "wt. 17"}, TypeStudent, "", StatusNew, false},
		{cells{ImportType: "kursantka"}, TypeStudent, "", StatusNew, false},
		{cells{ImportType: "Kursant (aktywny)", ImportCourse: "Angielski"}, TypeStudent, "", StatusActive, false},
		{cells{ImportType: "Student"}, TypeStudent, "", StatusNew, false},
		{cells{ImportType: "FIRMA"}, TypeCompany, "", "", false},
		{cells{ImportType: "menedżer firmy"}, TypeCompany, "", "", false},
		{cells{ImportType: "Company"}, TypeCompany, "", "", false},
		{cells{ImportType: "Zarchiwizowana"}, TypeArchived, TypeStudent, "", false},
		{cells{ImportType: "archived"}, TypeArchived, TypeStudent, "", false},
	} {
		row := maps.Clone(c.cells)
		row[ImportFamilyName] = "Nowak"
		p := imported(t, row).New(importer, importTime)
		if p.Type != c.want || p.WasType != c.was || p.Status() != c.status || p.CRMContact != c.crm {
			t.Errorf("%v: type %q, was %q, status %q, CRM contact %v", c.cells, p.Type, p.WasType, p.Status(), p.CRMContact)
		}
	}
}

func TestR7MergeTakesNothingAway(t *testing.T) {
	anna := Person{
		ID: 3, GivenName: "Anna", FamilyName: "Nowak", Phone: "+48501234567", PhoneExt: "12", Email: "anna@szkola.pl", Company: "Lis",
		Type: TypeStudent, CRMContact: true, Course: "Angielski", Level: "B1", Group: "wt.", CourseStart: "2026-09-01", Number: "17",
		Guardian: "Ewa", GuardianPhone: "+48501234568", GuardianEmail: "ewa@szkola.pl", Language: English, NextStep: "oddzwonić",
		Consent: Consent{Given: true, On: "2026-03-01", Source: "formularz", Text: "newsletter"}, Owner: 5, Version: 9, Created: importTime,
	}
	for _, row := range []cells{
		{ImportFamilyName: "Nowak"},
		{ImportFamilyName: "Nowak", ImportPhone: "501 234 567", ImportConsent: "tak", ImportType: "CRM", ImportCreated: "1.1.2020"},
		{ImportFamilyName: "Nowak", ImportType: "Kursant", ImportConsent: "tak", ImportConsentOn: "1.1.2020"},
	} {
		if got := imported(t, row).Merge(anna, importer, importTime); got != anna {
			t.Errorf("%v: got  %+v\nwant %+v", row, got, anna)
		}
	}
}

func TestR7MergeLaysOver(t *testing.T) {
	row := imported(t, cells{
		ImportGivenName: "Hanna", ImportFamilyName: "Lis", ImportPhone: "22 123 45 67", ImportLevel: "B2", ImportCourseStart: "1.10.2026",
	})
	got := row.Merge(Person{
		ID: 3, GivenName: "Anna", FamilyName: "Nowak", Phone: "+48501234567", PhoneExt: "12", Level: "B1", Type: TypeStudent, Email: "a@b.pl",
	}, importer, importTime)
	want := Person{
		ID: 3, GivenName: "Hanna", FamilyName: "Lis", Phone: "+48221234567", Level: "B2", Type: TypeStudent, Email: "a@b.pl",
		CourseStart: "2026-10-01",
	}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// An exported list has each name in one cell; read back, it must not be cut anew.
func TestR7MergeKeepsWhereANameIsCut(t *testing.T) {
	p := Person{GivenName: "Ana", FamilyName: "García Márquez", Type: TypeCRM}
	if got := imported(t, cells{ImportFullName: "Ana García Márquez"}).Merge(p, importer, importTime); got != p {
		t.Errorf("got %+v", got)
	}
	got := imported(t, cells{ImportGivenName: "Ana García", ImportFamilyName: "Márquez"}).Merge(p, importer, importTime)
	if got.GivenName != "Ana García" || got.FamilyName != "Márquez" {
		t.Errorf("two cells say where the name is cut, got %+v", got)
	}
}

func TestR7MergeOfTypes(t *testing.T) {
	archived := Person{Type: TypeArchived, WasType: TypeStudent}
	restored := Person{Type: TypeStudent, RestoredUntil: importTime}
	for _, c := range []struct {
		before Person
		row    cells
		want   Person
	}{
		{Person{Type: TypeCRM, CRMContact: true}, cells{ImportType: "Kursant"}, Person{Type: TypeStudent, CRMContact: true}},
		{Person{Type: TypeCRM}, cells{ImportGroup: "wt."}, Person{Type: TypeStudent, Group: "wt."}},
		{Person{Type: TypeCompany}, cells{ImportGroup: "wt."}, Person{Type: TypeCompany, Group: "wt."}},
		{Person{Type: TypeStudent}, cells{ImportType: "CRM"}, Person{Type: TypeStudent, CRMContact: true}},
		{Person{Type: TypeCompany}, cells{ImportType: "CRM"}, Person{Type: TypeCRM, CRMContact: true}},
		{Person{Type: TypeStudent}, cells{ImportType: "Firma"}, Person{Type: TypeCompany}},
		{Person{Type: TypeCompany}, cells{ImportType: "Zarchiwizowany"}, Person{Type: TypeArchived, WasType: TypeCompany}},
		{archived, cells{ImportType: "Zarchiwizowany"}, archived},
		{archived, cells{ImportType: "Kursant"}, Person{Type: TypeStudent}},
		{archived, cells{ImportType: "CRM"}, Person{Type: TypeStudent, CRMContact: true}},
		{archived, cells{}, archived},
		{restored, cells{}, restored},
		{restored, cells{ImportType: "Zarchiwizowany"}, archived},
	} {
		row := maps.Clone(c.row)
		row[ImportFamilyName] = "Nowak"
		c.want.FamilyName = "Nowak"
		if got := imported(t, row).Merge(c.before, importer, importTime); got != c.want {
			t.Errorf("%v over %+v:\ngot  %+v\nwant %+v", c.row, c.before, got, c.want)
		}
	}
}

func TestR7ConsentByImport(t *testing.T) {
	given := Consent{Given: true, On: "2026-03-01", Source: "formularz"}
	withdrawn := Consent{On: "2026-03-01", Source: "telefon"}
	today := Consent{Given: true, On: "2026-11-24", Source: ImportSource}
	for _, c := range []struct {
		what   string
		before Consent
		row    cells
		want   Consent
	}{
		{"a bare yes is of today", Consent{}, cells{ImportConsent: "x"}, today},
		{"a day alone is a yes", Consent{}, cells{ImportConsentOn: "1.3.2026", ImportConsentSource: "formularz"}, given},
		{"a bare yes again", given, cells{ImportConsent: "1"}, given},
		{"an old list gives no withdrawn consent back", withdrawn, cells{ImportConsent: "tak"}, withdrawn},
		{"nor does one of the same day", withdrawn, cells{ImportConsent: "tak", ImportConsentOn: "1.3.2026"}, withdrawn},
		{
			"a newer yes does", withdrawn,
			cells{ImportConsent: "tak", ImportConsentOn: "2.3.2026"},
			Consent{Given: true, On: "2026-03-02", Source: ImportSource},
		},
		{"a no withdraws", given, cells{ImportConsent: "nie"}, Consent{On: "2026-11-24", Source: ImportSource}},
		{"unless it is older", given, cells{ImportConsent: "nie", ImportConsentOn: "28.2.2026"}, given},
		{"a bare no of whoever was never asked", Consent{}, cells{ImportConsent: "nie"}, Consent{}},
		{"an empty cell", given, cells{}, given},
		{"a cell that says nobody was asked, as our own lists write it", Consent{}, cells{ImportConsent: "nie pytano"}, Consent{}},
		{"such a cell in an older list", given, cells{ImportConsent: "Not asked"}, given},
	} {
		t.Run(c.what, func(t *testing.T) {
			row := maps.Clone(c.row)
			row[ImportFamilyName] = "Nowak"
			i := imported(t, row)
			got := i.Merge(Person{Consent: c.before}, importer, importTime).Consent
			if got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			again := i.Merge(Person{Consent: got}, importer, importTime.AddDate(0, 0, 1)).Consent
			if again != got {
				t.Errorf("the same file a day later: %+v, want %+v", again, got)
			}
		})
	}
}

func TestR7ANewPersonIsNotOfTheFuture(t *testing.T) {
	p := imported(t, cells{ImportFamilyName: "Nowak", ImportCreated: "1.1.2030"}).New(importer, importTime)
	if !p.Created.Equal(importTime) {
		t.Errorf("created %v, want %v", p.Created, importTime)
	}
}

func TestR7ARowSurvivesJSON(t *testing.T) {
	before := ImportRow{Line: 7, Values: cells{ImportFamilyName: "Żak", ImportConsent: "tak"}}
	raw, err := json.Marshal(before)
	if err != nil {
		t.Fatal(err)
	}
	var after ImportRow
	if err := json.Unmarshal(raw, &after); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(before, after) {
		t.Errorf("got %+v, want %+v", after, before)
	}
	person := imported(t, before.Values)
	raw, err = json.Marshal(person)
	if err != nil {
		t.Fatal(err)
	}
	var again ImportedPerson
	if err := json.Unmarshal(raw, &again); err != nil || again != person {
		t.Errorf("got %+v (%v), want %+v", again, err, person)
	}
}

// Every field is offered to a file once, and no two fields are the same.
func TestImportFieldsAreAll(t *testing.T) {
	seen := map[ImportField]bool{}
	for _, f := range ImportFields {
		if seen[f] {
			t.Errorf("%q stands twice", f)
		}
		seen[f] = true
	}
	if len(seen) != 23 {
		t.Errorf("%d fields, want 23", len(seen))
	}
}
