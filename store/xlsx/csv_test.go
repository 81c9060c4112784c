package xlsx

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"frontdesk/store/crm"
)

func TestR7EncodingsAndSeparators(t *testing.T) {
	t.Parallel()
	const text = "Imię;Nazwisko;Telefon;Firma\r\nŻaneta;Źdźbło-Ćwięk;501 234 567;„Gęś” – spółka\r\nŚwiętosław;Łąki;;\r\n"
	want := []cells{
		{crm.ImportGivenName: "Żaneta", crm.ImportFamilyName: "Źdźbło-Ćwięk", crm.ImportPhone: "501 234 567", crm.ImportCompany: "„Gęś” – spółka"},
		{crm.ImportGivenName: "Świętosław", crm.ImportFamilyName: "Łąki"},
	}
	plain := strings.NewReplacer("„", `'`, "”", `'`, "–", "-").Replace(text)
	for name, e := range map[string]struct {
		encoding encoding.Encoding
		text     string
	}{
		"UTF-8":                    {encoding.Nop, text},
		"UTF-8 with a mark":        {unicode.UTF8BOM, text},
		"UTF-16, little endian":    {unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), text},
		"UTF-16, big endian":       {unicode.UTF16(unicode.BigEndian, unicode.UseBOM), text},
		"Windows-1250":             {charmap.Windows1250, text},
		"Windows-1250, letters":    {charmap.Windows1250, plain},
		"ISO 8859-2":               {charmap.ISO8859_2, plain},
		"ISO 8859-2, one ś":        {charmap.ISO8859_2, "Nazwisko;Imię;Telefon;Firma\nWiśniewski;;;\n"},
		"Windows-1250, one ś":      {charmap.Windows1250, "Nazwisko;Imię;Telefon;Firma\nWiśniewski;;;\n"},
		"either, only common ones": {charmap.Windows1250, "Nazwisko;Imię;Telefon;Firma\nŻółć;;;\n"},
	} {
		for _, separator := range []string{";", ",", "\t"} {
			t.Run(name+" "+separator, func(t *testing.T) {
				raw, err := e.encoding.NewEncoder().String(strings.ReplaceAll(e.text, ";", separator))
				if err != nil {
					t.Fatal(err)
				}
				switch {
				case e.text == text:
					expectRows(t, file(t, "osoby.csv", raw), want...)
				case e.text == plain:
					plainWant := cells{
						crm.ImportGivenName: "Żaneta", crm.ImportFamilyName: "Źdźbło-Ćwięk", crm.ImportPhone: "501 234 567", crm.ImportCompany: "'Gęś' - spółka",
					}
					expectRows(t, file(t, "osoby.csv", raw), plainWant, want[1])
				case strings.Contains(e.text, "Wiśniewski"):
					expectRows(t, file(t, "osoby.csv", raw), cells{crm.ImportFamilyName: "Wiśniewski"})
				default:
					expectRows(t, file(t, "osoby.csv", raw), cells{crm.ImportFamilyName: "Żółć"})
				}
			})
		}
	}
}

func TestR7WhatCSVFilesHold(t *testing.T) {
	t.Parallel()
	nowak, lis := cells{crm.ImportFamilyName: "Nowak"}, cells{crm.ImportFamilyName: "Lis"}
	for name, c := range map[string]struct {
		content string
		want    []cells
	}{
		"line ends of Macintoshes": {"Nazwisko;Imię\rNowak;\rLis;\r", []cells{nowak, lis}},
		"no line end at the end":   {"Nazwisko\nNowak", []cells{nowak}},
		"one column":               {"Nazwisko\nNowak\nLis\n", []cells{nowak, lis}},
		"empty lines":              {"\n\n;;\nNazwisko;Imię\n\n;\nNowak;\n\n", []cells{nowak}},
		"Excel's hint":             {"sep=,\nNazwisko,Imię\nNowak,\n", []cells{nowak}},
		"titles above":             {"Lista osób; jesień\n\nStan na: 1.9.2026;\nNazwisko;Imię\nNowak;\n", []cells{nowak}},
		"quotes": {
			"Nazwisko;Firma\n\"Nowak\";\"Lis; Wilk\"\n\"Nowak\";\"Szkoła \"\"Lis\"\"\"\n",
			[]cells{{"family_name": "Nowak", "company": "Lis; Wilk"}, {"family_name": "Nowak", "company": `Szkoła "Lis"`}},
		},
		"quotes that nobody doubled": {
			"Nazwisko;Firma\nNowak;Szkoła \"Lis\"\nNowak;\"Lis \"i\" Wilk\"\n",
			[]cells{{"family_name": "Nowak", "company": `Szkoła "Lis"`}, {"family_name": "Nowak", "company": `Lis "i" Wilk`}},
		},
		"a cell of two lines": {"Nazwisko;Firma\nNowak;\"Lis\nWilk\"\nLis;\n", []cells{{"family_name": "Nowak", "company": "Lis\nWilk"}, lis}},
		"rows of any length":  {"Nazwisko;Imię\nNowak\nLis;;;;;;\n", []cells{nowak, lis}},
		"more commas than semicolons": {
			"Nazwisko;Firma\nNowak;a,b,c,d,e,f\n", []cells{{"family_name": "Nowak", "company": "a,b,c,d,e,f"}},
		},
		"what is in unknown columns alone": {"Nazwisko;Uwagi\nNowak;\n;Razem: 1\n", []cells{nowak}},
		"a NUL":                            {"\xff\xfeN\x00a\x00z\x00w\x00i\x00s\x00k\x00o\x00\n\x00N\x00o\x00\x00\x00w\x00a\x00k\x00", []cells{nowak}},
	} {
		t.Run(name, func(t *testing.T) { expectRows(t, file(t, "osoby.csv", c.content), c.want...) })
	}
}

func TestR7LinesAreCountedAsTablesCountThem(t *testing.T) {
	t.Parallel()
	rows := read(t, file(t, "osoby.csv", "Osoby 2026\n\nNazwisko;Firma\n\"Nowak\";\"a\nb\nc\"\n\nLis;d\n"))
	if len(rows) != 2 || rows[0].Line != 4 || rows[1].Line != 6 {
		t.Errorf("got %+v, want lines 4 and 6", rows)
	}
}

func TestR7CSVRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, content, want string }{
		"empty":                   {"osoby.csv", "", "refusal.sheet_empty"},
		"blank":                   {"osoby.csv", "\n\n;;;\n", "refusal.sheet_empty"},
		"no headings":             {"osoby.csv", "Nowak;Anna\nLis;Jan\n", "refusal.sheet_no_headings"},
		"no family name":          {"osoby.csv", "Imię;Telefon\nAnna;501234567\n", "refusal.sheet_no_family_name"},
		"a quote without its end": {"osoby.csv", "Nazwisko;Firma\nNowak;\"Lis\nWilk;b\nKot;c\n", "refusal.sheet_open_quote"},
		"a quote that ends in another row": {
			"osoby.csv", "Nazwisko;Firma\nNowak;\"Lis\nWilk;\"b\"\nKot;c\n", "refusal.sheet_open_quote",
		},
		"a cell whose quotes enclose its beginning": {
			"osoby.csv", "Nazwisko;Firma\nNowak;\"Lis\" i Wilk\nKot;c\n", "refusal.sheet_open_quote",
		},
		"a cell that swallows hundreds of rows": {
			"osoby.csv", "Nazwisko;Firma\nNowak;\"" + strings.Repeat("Lis;a\n", 5000) + "\";\n", "refusal.sheet_open_quote",
		},
		"too many columns": {
			"osoby.csv", "Nazwisko\nNowak" + strings.Repeat(";", MaxColumns) + "a\n", "refusal.sheet_too_many_columns",
		},
		"no text":                  {"osoby.csv", "Nazwisko\nNo\x00wak\n", "refusal.sheet_unreadable"},
		"a page of the web":        {"osoby.xls", "<html><table><tr><td>Nazwisko</td></tr></table></html>", "refusal.sheet_unreadable"},
		"a document":               {"osoby.txt", "%PDF-1.7\n", "refusal.sheet_unreadable"},
		"a name of something else": {"osoby.docx", "Nazwisko\nNowak\n", "refusal.sheet_kind"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := refusal(t, file(t, c.file, c.content)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestR7AsManyRowsAndColumnsAsMayBe(t *testing.T) {
	t.Parallel()
	path := file(t, "osoby.csv", "Nazwisko\n"+strings.Repeat("Nowak"+strings.Repeat(";", MaxColumns-1)+"a\n", 2)+strings.Repeat("Lis\n", MaxRows-2))
	if n, err := readAll(t, path); n != MaxRows || err != nil {
		t.Errorf("%d rows and %v", n, err)
	}
	path = file(t, "osoby.csv", "Nazwisko\n"+strings.Repeat("Lis\n", MaxRows+1))
	if got, want := refusal(t, path), "refusal.sheet_too_many_rows"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestR7ATooLongCellMakesItsRowFaulty(t *testing.T) {
	t.Parallel()
	rows := read(t, file(t, "osoby.csv", "Nazwisko;Firma\nNowak;"+strings.Repeat("ż", 3*MaxCell)+"\nLis;a\n"))
	if len(rows) != 2 || len([]rune(rows[0].Values[crm.ImportCompany])) != MaxCell {
		t.Fatalf("got %d rows", len(rows))
	}
	_, err := rows[0].Read()
	if p, ok := err.(crm.Problems); !ok || p[0] != (crm.Problem{Field: "company", ID: "problem.too_long"}) {
		t.Errorf("got %v", err)
	}
	if _, err := rows[1].Read(); err != nil {
		t.Error(err)
	}
}

func TestR7Headings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		headings string
		known    []crm.ImportField
		unknown  []string
	}{
		{"Imię;Nazwisko;Telefon;E-mail;Firma;Typ;Kurs;Grupa;Numer", []crm.ImportField{
			"given_name", "family_name", "phone", "email", "company", "type", "course", "group", "number",
		}, nil},
		{"IMIE;nazwisko;tel. kom.;Adres e-mail", []crm.ImportField{"given_name", "family_name", "phone", "email"}, nil},
		{"Surname;First name;Mobile;Mail;Status;Level", []crm.ImportField{"family_name", "given_name", "phone", "email", "type", "level"}, nil},
		{"Name;Surname", []crm.ImportField{"given_name", "family_name"}, nil},
		{"Name;Phone", []crm.ImportField{"full_name", "phone"}, nil},
		{"Nazwisko i imię;Komórka *", []crm.ImportField{"family_first", "phone"}, nil},
		{"Lp.;Nazwisko (wymagane);Uwagi;Opiekun", []crm.ImportField{"family_name"}, []string{"Lp.", "Uwagi", "Opiekun"}},
		{"Nazwisko;Telefon;Telefon komórkowy", []crm.ImportField{"family_name", "phone"}, []string{"Telefon komórkowy"}},
		{"Nazwisko;Rodzic / opiekun prawny;Telefon rodzica;Parent's e-mail", []crm.ImportField{
			"family_name", "guardian", "guardian_phone",
		}, []string{"Parent's e-mail"}},
		{"Nazwisko;Zgoda;Data zgody;Następny krok;Język;Początek kursu", []crm.ImportField{
			"family_name", "consent", "consent_on", "next_step", "language", "course_start",
		}, nil},
		{"Wiersz;Powód;Nazwisko", []crm.ImportField{"family_name"}, nil},
		{"Nazwisko;" + strings.Repeat("ż", 100), []crm.ImportField{"family_name"}, []string{strings.Repeat("ż", maxHeadingText)}},
	} {
		table := opened(t, file(t, "osoby.csv", c.headings+"\nx;y\n"))
		if got := table.Known(); !slices.Equal(got, c.known) {
			t.Errorf("%q: known are %v, want %v", c.headings, got, c.known)
		}
		if got := table.Unknown(); !slices.Equal(got, c.unknown) {
			t.Errorf("%q: unknown are %q, want %q", c.headings, got, c.unknown)
		}
	}
}

// A synonym that is not folded is never found, and one of two fields is a matter of chance.
func TestSynonymsCanBeFound(t *testing.T) {
	t.Parallel()
	seen := make(map[string]crm.ImportField)
	for field, texts := range synonyms {
		if !slices.Contains(crm.ImportFields, field) {
			t.Errorf("there is no field %q", field)
		}
		for _, text := range texts {
			if crm.Fold(text) != text {
				t.Errorf("%q is not folded", text)
			}
			if other, ok := seen[text]; ok {
				t.Errorf("%q stands for %s and %s", text, field, other)
			}
			seen[text] = field
		}
	}
	for heading, field := range knownHeadings() {
		if also, ok := seen[heading]; ok && also != field {
			t.Errorf("%q is written for %q and read as %s", heading, field, also)
		}
	}
}
