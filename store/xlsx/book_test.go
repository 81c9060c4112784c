package xlsx

import (
	"encoding/binary"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"frontdesk/store/crm"
)

func TestR7WhatExcelCellsHold(t *testing.T) {
	t.Parallel()
	path := workbook(t, [][]any{
		{"Nazwisko", "Telefon", "Numer", "Kurs", "Poziom", "Grupa", "Początek kursu", "Zgoda", "Utworzono", "Telefon rodzica", "Data zgody"},
		{
			"May Nowak", 501234567, 123, "Marzec 1.5", 0.15, 1.5, time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), true,
			time.Date(2026, 11, 24, 15, 30, 0, 0, time.UTC), 48501234567.0, 46082,
		},
		{"Żak", "501 234 567", "0017", 2026, "B2", time.Date(2026, 4, 3, 0, 0, 0, 0, time.UTC), "1.9.2026", "tak", nil, 5.01234567e8},
	}, func(f *excelize.File) {
		for place, style := range map[string]*excelize.Style{
			"C2": {CustomNumFmt: new("00000")}, "E2": {NumFmt: 10}, "I2": {NumFmt: 22}, "B2": {NumFmt: 11}, "J2": {CustomNumFmt: new("0000000000000")},
			"G2": {CustomNumFmt: new(`dd\.mm\.yyyy" r."`)}, "D3": {CustomNumFmt: new(`#,##0.00\ "zł";[Red]0`)}, "F3": {NumFmt: 14},
		} {
			id, err := f.NewStyle(style)
			if err == nil {
				err = f.SetCellStyle("Sheet1", place, place, id)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	expectRows(t, path,
		cells{
			"family_name": "May Nowak", "phone": "501234567", "number": "00123", "course": "Marzec 1.5", "level": "15%", "group": "1.5",
			"course_start": "2026-09-01", "consent": "1", "created": "2026-11-24 15:30", "guardian_phone": "48501234567", "consent_on": "46082",
		},
		cells{
			"family_name": "Żak", "phone": "501 234 567", "number": "0017", "course": "2026", "level": "B2", "group": "03.04.2026",
			"course_start": "1.9.2026", "consent": "tak", "guardian_phone": "501234567",
		})
	for _, row := range read(t, path) {
		if _, err := row.Read(); err != nil {
			t.Errorf("line %d: %v", row.Line, err)
		}
	}
}

func TestR7WaysToWriteACell(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ cell, want string }{
		"inline":                {`<c r="A2" t="inlineStr"><is><t>Nowak</t></is></c>`, "Nowak"},
		"inline, several runs":  {`<c r="A2" t="inlineStr"><is><r><t>No</t></r><r><rPr><b/></rPr><t xml:space="preserve">wak </t></r></is></c>`, "Nowak"},
		"without a place":       {`<c t="inlineStr"><is><t>Nowak</t></is></c>`, "Nowak"},
		"shared":                {`<c r="A2" t="s"><v>1</v></c>`, "Nowak & Żak"},
		"shared, read aloud":    {`<c r="A2" t="s"><v>2</v></c>`, "東京"},
		"a formula's text":      {`<c r="A2" t="str"><f>B2&amp;C2</f><v>Nowak</v></c>`, "Nowak"},
		"a formula's number":    {`<c r="A2"><f>1+1</f><v>2</v></c>`, "2"},
		"a formula that failed": {`<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>`, "#DIV/0!"},
		"an escape":             {`<c r="A2" t="str"><v>No_x0009_wak</v></c>`, "No\twak"},
		"what looks like one":   {`<c r="A2" t="str"><v>No_x005F_x0009_</v></c>`, "No_x0009_"},
		"an ISO date":           {`<c r="A2" t="d"><v>2026-11-24T15:00:00</v></c>`, "2026-11-24T15:00:00"},
		"a number as text":      {`<c r="A2" t="str"><v>007</v></c>`, "007"},
		"a big number":          {`<c r="A2"><v>5.01234567E8</v></c>`, "501234567"},
		"noise":                 {`<c r="A2"><v>0.30000000000000004</v></c>`, "0.3"},
		"no number":             {`<c r="A2"><v>x</v></c>`, "x"},
	} {
		t.Run(name, func(t *testing.T) {
			p := parts(headingRow + `<row r="2">` + c.cell + `</row>`)
			p["xl/_rels/workbook.xml.rels"] = strings.Replace(p["xl/_rels/workbook.xml.rels"], "</Relationships>",
				`<Relationship Id="r2" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`, 1)
			p["xl/sharedStrings.xml"] = `<sst><si><t>a</t></si><si><r><t>Nowak </t></r><r><t>&amp; Żak</t></r></si><si><t>東京</t><rPh><t>トウキョウ</t></rPh></si></sst>`
			expectRows(t, zipped(t, "osoby.xlsx", p), cells{crm.ImportFamilyName: c.want})
		})
	}
}

func TestR7TheFirstVisibleSheetWithHeadings(t *testing.T) {
	t.Parallel()
	path := workbook(t, [][]any{{"Uwagi do pliku"}}, func(f *excelize.File) {
		for i, rows := range [][]string{{"Nazwisko", "Schowany"}, {}, {"Lista osób", "", "Nazwisko", "Widoczny"}, {"Nazwisko", "Następny"}} {
			name := string(rune('A' + i))
			_, _ = f.NewSheet(name)
			for n, text := range rows {
				_ = f.SetCellStr(name, placeOf(2, n+1), text)
			}
		}
		_ = f.SetSheetVisible("A", false)
	})
	expectRows(t, path, cells{crm.ImportFamilyName: "Widoczny"})
	if rows := read(t, path); rows[0].Line != 4 {
		t.Errorf("line %d, want 4", rows[0].Line)
	}
}

func TestR7DatesOfOldMacintoshes(t *testing.T) {
	t.Parallel()
	path := workbook(t, [][]any{{"Nazwisko", "Początek kursu"}, {"Nowak", time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)}}, func(f *excelize.File) {
		_ = f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: new(true)})
		_ = f.SetCellValue("Sheet1", "B2", time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC))
	})
	expectRows(t, path, cells{"family_name": "Nowak", "course_start": "2026-09-01"})
}

func TestR7EmptyRowsCostNothing(t *testing.T) {
	t.Parallel()
	sheet := headingRow + strings.Repeat(`<row ht="15"><c s="1"/><c s="1"/></row>`, 1_000_000) +
		`<row r="1048576"><c r="A1048576" t="str"><v>Nowak</v></c></row>`
	expectRows(t, zipped(t, "osoby.xlsx", parts(sheet)), cells{crm.ImportFamilyName: "Nowak"})
}

func TestR7WorkbooksRefused(t *testing.T) {
	t.Parallel()
	nowak := `<row r="2"><c r="A2" t="str"><v>Nowak</v></c></row>`
	with := func(sheet, name, content string) map[string]string {
		p := parts(headingRow + sheet)
		if content == "" {
			delete(p, name)
		} else {
			p[name] = content
		}
		return p
	}
	relations := parts("")["xl/_rels/workbook.xml.rels"]
	related := func(kind string) string {
		return strings.Replace(relations, "</", `<Relationship Id="r2" Type="x/`+kind+`" Target="part.bin"/></`, 1)
	}
	for name, c := range map[string]struct {
		parts map[string]string
		want  string
	}{
		"macros":                          {with(nowak, "xl/_rels/workbook.xml.rels", related("vbaProject")), "refusal.sheet_macros"},
		"a document, not a workbook":      {map[string]string{"word/document.xml": "<a/>"}, "refusal.sheet_unreadable"},
		"no workbook":                     {with(nowak, "xl/workbook.xml", ""), "refusal.sheet_unreadable"},
		"no sheet":                        {with(nowak, "xl/worksheets/sheet1.xml", ""), "refusal.sheet_unreadable"},
		"texts that are not there":        {with(nowak, "xl/_rels/workbook.xml.rels", related("sharedStrings")), "refusal.sheet_unreadable"},
		"a text that is not there":        {with(`<row><c t="s"><v>7</v></c></row>`, "x", "x"), "refusal.sheet_unreadable"},
		"a text before the first":         {with(`<row><c t="s"><v>-1</v></c></row>`, "x", "x"), "refusal.sheet_unreadable"},
		"a sheet that breaks off":         {with(nowak, "xl/worksheets/sheet1.xml", `<worksheet><sheetData>`+headingRow+nowak), "refusal.sheet_unreadable"},
		"a cell that breaks off":          {with(nowak, "xl/worksheets/sheet1.xml", `<worksheet><sheetData>`+headingRow+`<row><c><v>1`), "refusal.sheet_unreadable"},
		"rows in no order":                {with(nowak+nowak, "x", "x"), "refusal.sheet_unreadable"},
		"broken tags":                     {with(nowak+`<row <<`, "x", "x"), "refusal.sheet_unreadable"},
		"a formula that was never worked": {with(`<row r="7"><c r="A7"><f>B7</f></c></row>`, "x", "x"), "refusal.sheet_formula"},
		"columns beyond the last":         {with(`<row><c r="XFD2"><v>1</v></c></row>`, "x", "x"), "refusal.sheet_too_many_columns"},
		"rows beyond the last": {
			with(strings.Repeat(`<row><c><v>1</v></c></row>`, MaxRows+1), "x", "x"), "refusal.sheet_too_many_rows",
		},
		"a text of a megabyte": {
			with(`<row><c t="str"><v>`+strings.Repeat("a", 2*maxToken)+`</v></c></row>`, "x", "x"), "refusal.sheet_too_big_unpacked",
		},
		"a comment of a megabyte": {
			with(`<!--`+strings.Repeat("<", 2*maxToken)+`-->`+nowak, "x", "x"), "refusal.sheet_too_big_unpacked",
		},
		"no family name": {
			with("", "xl/worksheets/sheet1.xml", strings.Replace(`<worksheet><sheetData>`+headingRow+`</sheetData></worksheet>`, "Nazwisko", "Telefon", 1)),
			"refusal.sheet_no_family_name",
		},
		"nothing": {with("", "xl/worksheets/sheet1.xml", `<worksheet><sheetData/></worksheet>`), "refusal.sheet_empty"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := refusal(t, zipped(t, "osoby.xlsx", c.parts)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestR7AFormulaIsNamedByItsPlace(t *testing.T) {
	t.Parallel()
	_, err := readAll(t, zipped(t, "osoby.xlsx", parts(headingRow+`<row r="7"><c r="A7"><f>B7</f></c></row>`)))
	want := crm.Refusal{ID: "refusal.sheet_formula", Data: struct{ Cell string }{"A7"}}
	if err != any(want) {
		t.Errorf("got %#v, want %#v", err, want)
	}
}

func TestR7OldAndEncryptedFilesAreNamed(t *testing.T) {
	t.Parallel()
	encrypted := workbook(t, [][]any{{"Nazwisko"}, {"Nowak"}}, func(f *excelize.File) {})
	f, err := excelize.OpenFile(encrypted)
	if err != nil {
		t.Fatal(err)
	}
	encrypted = filepath.Join(t.TempDir(), "tajne.xlsx")
	if err := f.SaveAs(encrypted, excelize.Options{Password: "tajne"}); err != nil {
		t.Fatal(err)
	}
	if got, want := refusal(t, encrypted), "refusal.sheet_encrypted"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	var old strings.Builder
	old.WriteString(oleMagic + strings.Repeat("\x00", 1000))
	for _, r := range utf16.Encode([]rune("Workbook")) {
		old.WriteString(string(binary.LittleEndian.AppendUint16(nil, r)))
	}
	if got, want := refusal(t, file(t, "osoby.xls", old.String())), "refusal.sheet_old_excel"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestR7BrokenAndBigFiles(t *testing.T) {
	t.Parallel()
	whole := zipBytes(t, parts(headingRow+`<row r="2"><c r="A2" t="str"><v>Nowak</v></c></row>`))
	for _, n := range []int{10, len(whole) / 2, len(whole) - 1} {
		if got, want := refusal(t, file(t, "osoby.xlsx", whole[:n])), "refusal.sheet_unreadable"; got != want {
			t.Errorf("the first %d bytes: got %s, want %s", n, got, want)
		}
	}
	big := file(t, "osoby.csv", "Nazwisko\n")
	if err := os.Truncate(big, MaxFile+1); err != nil {
		t.Fatal(err)
	}
	if got, want := refusal(t, big), "refusal.sheet_too_big"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "osoby.csv")); !os.IsNotExist(err) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// A workbook whose content was damaged keeps its directory; its checksum tells.
func TestR7ADamagedSheetIsNotAShortOne(t *testing.T) {
	t.Parallel()
	var sheet strings.Builder
	sheet.WriteString(headingRow)
	for range 2000 {
		sheet.WriteString(`<row><c t="str"><v>Nowak</v></c></row>`)
	}
	raw := []byte(zipBytes(t, parts(sheet.String())))
	at := slices.Index(raw, 'P') + strings.Index(string(raw), "sheet1.xml") + 60
	raw[at] ^= 0xff
	path := file(t, "osoby.xlsx", string(raw))
	if got, want := refusal(t, path), "refusal.sheet_unreadable"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestR7ReadingTwiceIsReadingTheSame(t *testing.T) {
	t.Parallel()
	for _, path := range []string{
		zipped(t, "osoby.xlsx", parts(headingRow+`<row><c t="str"><v>Nowak</v></c></row><row><c t="str"><v>Lis</v></c></row>`)),
		file(t, "osoby.csv", "Nazwisko\nNowak\nLis\n"),
	} {
		table := opened(t, path)
		for range table.Rows(t.Context()) {
			break
		}
		var names []string
		for row, err := range table.Rows(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, row.Values[crm.ImportFamilyName])
		}
		if want := []string{"Nowak", "Lis"}; !slices.Equal(names, want) {
			t.Errorf("%s: %q, want %q", filepath.Ext(path), names, want)
		}
	}
}

func TestLooksOfNumberFormats(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]kindOfNumber{
		"General": plainNumber, "0.00": plainNumber, "#,##0": plainNumber, `0" dni"`: plainNumber, `[Red]0`: plainNumber, `0\d`: plainNumber,
		"yyyy-mm-dd": dateNumber, "DD.MM.YYYY": dateNumber, "[$-415]d mmmm yyyy": dateNumber, "hh:mm": dateNumber,
		"0%": percentNumber, "0.00%": percentNumber, "00000": paddedNumber, "0": plainNumber, "0.00E+00": plainNumber,
	} {
		if got := lookOf(164, code).kind; got != want {
			t.Errorf("%q is %s, want %s", code, got, want)
		}
	}
	numbers := map[int]kindOfNumber{0: plainNumber, 2: plainNumber, 9: percentNumber, 14: dateNumber, 22: dateNumber, 49: plainNumber}
	for _, number := range slices.Sorted(maps.Keys(numbers)) {
		if got := lookOf(number, "").kind; got != numbers[number] {
			t.Errorf("format %d is %s, want %s", number, got, numbers[number])
		}
	}
}
