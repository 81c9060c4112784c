package xlsx

import (
	"context"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"frontdesk/store/crm"
)

// A Table is a spreadsheet with people in it, one a row, open to be read. It is not safe
// for concurrent use.
type Table struct {
	source   source
	sheet    string
	headings headings
}

// A source is a file with sheets of rows.
type source interface {
	visible() iter.Seq[string]                                     // the sheets that are not hidden
	rows(ctx context.Context, sheet string) iter.Seq2[line, error] // from the sheet's first row on, each time
	again()                                                        // has the limits count anew
	io.Closer
}

// endings are those of the names of files that may be a spreadsheet. What a file of
// such a name is, its content tells: programs call many things .xls.
var endings = []string{"", ".xlsx", ".xlsm", ".xltx", ".xls", ".csv", ".tsv", ".tab", ".txt"}

// Open opens the spreadsheet at path and finds its headings: in the first sheet that has
// a column for the family name among its first rows. It must be closed. Whatever is
// wrong with the file is a [crm.Refusal]; other errors are the machine's, or the context's
// when that ends before.
func Open(ctx context.Context, path string) (*Table, error) {
	if ending := strings.ToLower(filepath.Ext(path)); !slices.Contains(endings, ending) {
		return nil, crm.Refusal{ID: "refusal.sheet_kind", Data: struct{ Ending string }{ending}}
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	t := &Table{}
	t.source, err = sourceOf(ctx, file)
	if err == nil {
		err = t.find(ctx)
	}
	if err != nil {
		_ = file.Close()
		return nil, refused(err)
	}
	return t, nil
}

// The beginnings of files: of a zip archive, which a workbook is, and of the containers
// that Excel used until 2003 and that encrypted workbooks are in today.
const (
	zipMagic = "PK\x03\x04"
	oleMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
)

func sourceOf(ctx context.Context, file *os.File) (source, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > MaxFile {
		return nil, tooMuch("refusal.sheet_too_big")
	}
	start := make([]byte, len(oleMagic))
	n, _ := file.ReadAt(start, 0)
	switch start := string(start[:n]); {
	case !info.Mode().IsRegular():
		return nil, unreadable()
	case n == 0:
		return nil, crm.Refusal{ID: "refusal.sheet_empty"}
	case strings.HasPrefix(start, zipMagic):
		return openBook(ctx, file, info.Size())
	case start == oleMagic:
		return nil, ole(file)
	case strings.HasPrefix(start, "<"), strings.HasPrefix(start, "%PDF"), strings.HasPrefix(start, `{\rtf`):
		return nil, unreadable()
	}
	return openCSV(ctx, file)
}

// ole says why a file in an old container is refused.
func ole(file *os.File) error {
	content, err := io.ReadAll(io.NewSectionReader(file, 0, MaxFile))
	if err != nil {
		return err
	}
	if strings.Contains(string(content), "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00") {
		return crm.Refusal{ID: "refusal.sheet_encrypted"}
	}
	return crm.Refusal{ID: "refusal.sheet_old_excel"}
}

// macros refuses a workbook with programs in it.
func macros() error { return crm.Refusal{ID: "refusal.sheet_macros"} }

// find finds the sheet and its headings.
func (t *Table) find(ctx context.Context) error {
	var nearly headings
	for sheet := range t.source.visible() {
		h, err := findHeadings(t.source.rows(ctx, sheet))
		if err != nil {
			return err
		}
		if h.named() {
			t.sheet, t.headings = sheet, h
			return nil
		}
		if h.line != 0 && len(h.fields) >= len(nearly.fields) {
			nearly = h
		}
	}
	switch {
	case nearly.line == 0:
		return crm.Refusal{ID: "refusal.sheet_empty"}
	case len(nearly.fields) == 0:
		return crm.Refusal{ID: "refusal.sheet_no_headings"}
	}
	return crm.Refusal{ID: "refusal.sheet_no_family_name"}
}

// Close closes the file.
func (t *Table) Close() error { return t.source.Close() }

// Known are the fields that the table has, in the order of their columns.
func (t *Table) Known() []crm.ImportField { return t.headings.known() }

// Unknown are the headings of the columns that are left out: nobody knows what they
// mean, or an earlier column means the same.
func (t *Table) Unknown() []string { return t.headings.unknown }

// Rows are the rows under the headings that have something in a column that is known,
// one by one, each time from the first on. An error ends them: a [crm.Refusal] when the
// file is broken, or has more rows than can be; the context's when that ends.
func (t *Table) Rows(ctx context.Context) iter.Seq2[crm.ImportRow, error] {
	return func(yield func(crm.ImportRow, error) bool) {
		n := 0
		t.source.again()
		for l, err := range t.source.rows(ctx, t.sheet) {
			if err != nil {
				yield(crm.ImportRow{}, refused(err))
				return
			}
			if l.number <= t.headings.line {
				continue
			}
			row, err := t.row(l)
			if n++; n > MaxRows {
				err = tooMuch("refusal.sheet_too_many_rows")
			}
			if err != nil {
				yield(crm.ImportRow{}, err)
				return
			}
			if !row.Blank() && !yield(row, nil) {
				return
			}
		}
	}
}

// row is a line by its fields.
func (t *Table) row(l line) (crm.ImportRow, error) {
	row := crm.ImportRow{Line: l.number, Values: make(map[crm.ImportField]string, len(t.headings.fields))}
	for column, c := range l.cells {
		field, known := t.headings.fields[column]
		other, left := t.headings.others[column]
		switch {
		case left && !c.uncomputed && !c.empty():
			row.Values[other] = c.as(other)
		case !known:
		case c.uncomputed:
			return row, crm.Refusal{ID: "refusal.sheet_formula", Data: struct{ Cell string }{placeOf(column, l.number)}}
		case !c.empty():
			row.Values[field] = strings.TrimPrefix(c.as(field), badge)
		}
	}
	return row, nil
}

// placeOf is the name of a place, such as "B7"; columns count from 0.
func placeOf(column, line int) string {
	letters := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters + strconv.Itoa(line)
}
