package xlsx

import (
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/store/crm"
)

// expectSane reads a file to its end: whatever it holds, the rows can be kept and the
// error, if there is one, can be shown.
func expectSane(t *testing.T, path string) {
	t.Helper()
	table, err := Open(t.Context(), path)
	if err != nil {
		expectRefusal(t, err)
		return
	}
	defer func() { _ = table.Close() }()
	last := 0
	for row, err := range table.Rows(t.Context()) {
		if err != nil {
			expectRefusal(t, err)
			return
		}
		if row.Line <= last || len(row.Values) == 0 {
			t.Fatalf("row %+v after line %d", row, last)
		}
		last = row.Line
		for field, text := range row.Values {
			if utf8.RuneCountInString(text) > MaxCell || !utf8.ValidString(text) || strings.Contains(text, "\x00") {
				t.Fatalf("%s is %q", field, text)
			}
		}
		if p, err := row.Read(); err == nil && p.Person.FamilyName == "" {
			t.Fatalf("%+v has no family name", row)
		}
	}
}

func expectRefusal(t *testing.T, err error) {
	t.Helper()
	if _, ok := errors.AsType[crm.Refusal](err); !ok {
		t.Fatalf("got error %v, want a refusal", err)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"Imię;Nazwisko;Telefon\nAnna;Nowak;501 234 567\n", "Nazwisko,Firma\n\"Nowak\",\"a\"\"b\"\n", "sep=;\nNazwisko\r\nLis\r",
		"\xff\xfeN\x00a\x00z\x00w\x00i\x00s\x00k\x00o\x00\n\x00", "\xef\xbb\xbfNazwisko\tKurs\n\xc5\xbbak\t\"\n", "Nazwisko\nWi\xb6niewski\n",
		oleMagic + "E\x00n\x00c\x00", "Nazwisko i imię;Data zgody;Typ\nvon Trapp Anna;46350;archiwum\n",
		zipBytes(f, parts(headingRow+`<row r="2"><c r="A2" t="str"><v>Nowak</v></c></row>`)),
		zipBytes(f, withStyles(`<cellXfs><xf numFmtId="14"/></cellXfs>`)), zipBytes(f, withStrings(100)),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) { expectSane(t, file(t, "osoby.csv", string(content))) })
}

func FuzzSheet(f *testing.F) {
	const texts = `<si><t>Nazwisko</t></si><si><r><t>Lis</t></r><rPh><t>x</t></rPh></si>`
	f.Add(headingRow+`<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><f>1</f></c></row>`, texts, `<xf numFmtId="14"/>`)
	f.Add(headingRow+`<row><c s="1"><v>5.01E+8</v></c></row><row r="9"><c t="b"><v>1</v></c></row>`, texts, `<xf/><xf numFmtId="10"/>`)
	f.Add(`<row><c t="s"><v>0</v></c></row><row><c t="inlineStr"><is><t>_x0000_a</t></is></c></row>`, texts, `<xf numFmtId="165"/>`)
	f.Add(headingRow+`<row r="3"><c r="ZZZ3"><v>-1e308</v></c></row><row r="2"/>`, ``, ``)
	f.Fuzz(func(t *testing.T, sheet, texts, formats string) {
		p := withStyles(`<numFmts><numFmt numFmtId="165" formatCode="dd.mm"/></numFmts><cellXfs>` + formats + `</cellXfs>`)
		p["xl/worksheets/sheet1.xml"] = `<worksheet><sheetData>` + sheet + `</sheetData></worksheet>`
		p["xl/_rels/workbook.xml.rels"] = strings.Replace(p["xl/_rels/workbook.xml.rels"], "</", `<Relationship Id="r3" Type="x/sharedStrings" Target="s.xml"/></`, 1)
		p["xl/s.xml"] = `<sst>` + texts + `</sst>`
		expectSane(t, zipped(t, "osoby.xlsx", p))
	})
}

// A damaged byte never does more than make a file unreadable, or a cell another.
func TestR7AnyDamageIsSurvived(t *testing.T) {
	t.Parallel()
	p := withStyles(`<cellXfs><xf numFmtId="14"/></cellXfs>`)
	p["xl/worksheets/sheet1.xml"] = parts(headingRow + `<row r="2"><c r="A2" t="str"><v>Nowak</v></c></row>`)["xl/worksheets/sheet1.xml"]
	whole := zipBytes(t, p)
	path := file(t, "osoby.xlsx", whole)
	for i := range whole {
		damaged := []byte(whole)
		damaged[i] = 0xff
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		expectSane(t, path)
	}
}
