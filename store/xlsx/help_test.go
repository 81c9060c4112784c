package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// cells are a row's values.
type cells = map[crm.ImportField]string

// file puts content into a file of that name.
func file(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// opened is the table in a file, closed when the test ends.
func opened(t testing.TB, path string) *Table {
	t.Helper()
	table, err := Open(t.Context(), path)
	if err != nil {
		t.Fatalf("opening: %v", err)
	}
	t.Cleanup(func() { _ = table.Close() })
	return table
}

// read reads all rows of a file.
func read(t testing.TB, path string) []crm.ImportRow {
	t.Helper()
	var rows []crm.ImportRow
	for row, err := range opened(t, path).Rows(t.Context()) {
		if err != nil {
			t.Fatalf("reading: %v", err)
		}
		rows = append(rows, row)
	}
	return rows
}

// expectRows fails the test unless a file has exactly these rows, of which only values count.
func expectRows(t *testing.T, path string, want ...cells) {
	t.Helper()
	got := read(t, path)
	if len(got) != len(want) {
		t.Errorf("got %d rows %v, want %d", len(got), got, len(want))
		return
	}
	for i, row := range got {
		if !maps.Equal(row.Values, want[i]) {
			t.Errorf("row %d is\n%v, want\n%v", i, row.Values, want[i])
		}
	}
}

// refusal opens and reads a file to its end, and returns the id of the refusal.
func refusal(t *testing.T, path string) string {
	t.Helper()
	_, err := readAll(t, path)
	r, ok := errors.AsType[crm.Refusal](err)
	if !ok {
		t.Fatalf("got error %v, want a refusal", err)
	}
	for _, lang := range words.Languages() {
		if text := words.For(lang, nil).Fill(r.ID, r.Data); text == r.ID || strings.Contains(text, "no value") {
			t.Errorf("%s: the refusal says %q", lang, text)
		}
	}
	return r.ID
}

// readAll reads a file to its end and counts its rows.
func readAll(t testing.TB, path string) (int, error) {
	table, err := Open(t.Context(), path)
	if err != nil {
		return 0, err
	}
	defer func() { _ = table.Close() }()
	n := 0
	for _, err := range table.Rows(t.Context()) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// workbook is an .xlsx file that excelize writes from rows of values.
func workbook(t testing.TB, rows [][]any, more ...func(*excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for i, row := range rows {
		place, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", place, &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, change := range more {
		change(f)
	}
	path := filepath.Join(t.TempDir(), "osoby.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// parts are those of a small workbook, by name; sheet is what stands in its <sheetData>.
func parts(sheet string) map[string]string {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	return map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="r1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="` + office + `"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + sheet + `</sheetData></worksheet>`,
	}
}

// zipped packs parts into a file.
func zipped(t testing.TB, name string, parts map[string]string) string {
	t.Helper()
	return file(t, name, zipBytes(t, parts))
}

func zipBytes(t testing.TB, parts map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(parts[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// headingRow is a heading row for parts, with one column for the family name.
const headingRow = `<row r="1"><c r="A1" t="inlineStr"><is><t>Nazwisko</t></is></c></row>`
