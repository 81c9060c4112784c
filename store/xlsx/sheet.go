package xlsx

import (
	"archive/zip"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// A Sheet says how a list is written: in whose words and zone, with which columns, and
// what is said about it on the sheet „Filtr".
type Sheet struct {
	Words  words.Words
	Days   *time.Location   // in which days without an hour begin; nil: the zone of Words
	List   crm.ListSettings // its columns, in their order
	Filter []string         // which rows these are, a line for each condition; none: all
	Author string           // who asked for it
	Now    time.Time
}

// FileName is what the file of a list is called, such as "osoby_2026-11-24_1500.xlsx".
func FileName(w words.Words, list crm.ListName, now time.Time) string {
	return w.Say("sheet.file_"+string(list)) + now.In(w.Zone()).Format("_2006-01-02_1504") + ".xlsx"
}

// FaultsName is what the error sheet of an import is called, such as
// "do_poprawy_2026-11-24_1500.xlsx".
func FaultsName(w words.Words, now time.Time) string {
	return FileName(w, "faults", now)
}

// maxWritten is how many rows a sheet has, the headings among them (ECMA-376 leaves it to
// programs; Excel's limit is everybody's).
const maxWritten = 1_048_576

// producer is who made a workbook, as its properties say.
const producer = "Frontdesk"

// A heading stands over a column of that width, in characters.
type heading struct {
	text  string
	width float64
}

// A writing is a workbook that is being written.
type writing struct {
	book   *excelize.File
	stream *excelize.StreamWriter
	name   string
	styles styles
	rows   int // with the headings
	width  int // columns
}

// begin begins a workbook with a sheet of that name, and writes its headings, which stay
// in sight.
func begin(name string, headings []heading) (*writing, error) {
	w := &writing{book: excelize.NewFile(), name: name, width: len(headings)}
	if err := w.start(headings); err != nil {
		_ = w.book.Close()
		return nil, fmt.Errorf("beginning spreadsheet: %w", err)
	}
	return w, nil
}

func (w *writing) start(headings []heading) error {
	err := w.book.SetSheetName("Sheet1", w.name)
	if err != nil {
		return err
	}
	if err := w.book.SetDocProps(&excelize.DocProperties{Creator: producer}); err != nil {
		return err
	}
	if w.styles, err = addStyles(w.book); err != nil {
		return err
	}
	if w.stream, err = w.book.NewStreamWriter(w.name); err != nil {
		return err
	}
	cells := make([]any, len(headings))
	for i, h := range headings {
		cells[i] = excelize.Cell{StyleID: w.styles.heading, Value: h.text}
		if err := w.stream.SetColWidth(i+1, i+1, h.width); err != nil {
			return err
		}
	}
	if err := w.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return w.add(cells)
}

// add adds a row.
func (w *writing) add(cells []any) error {
	if w.rows == maxWritten {
		return crm.Refusal{ID: "refusal.sheet_too_long", Data: struct{ Rows string }{strconv.Itoa(maxWritten - 1)}}
	}
	w.rows++
	place, err := excelize.CoordinatesToCellName(1, w.rows)
	if err != nil {
		return err
	}
	return w.stream.SetRow(place, cells)
}

// finish ends the sheet, adds one that tells about it, and writes the workbook to out:
// straight from the temporary file that the rows are in, so that memory stays flat.
func (w *writing) finish(out io.Writer, about []fact) error {
	corner, err := excelize.CoordinatesToCellName(w.width, w.rows)
	if err != nil {
		return err
	}
	if err := w.book.AutoFilter(w.name, "A1:"+corner, nil); err != nil {
		return err
	}
	if err := w.stream.Flush(); err != nil {
		return err
	}
	if err := w.tell(about); err != nil {
		return err
	}
	w.book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(out) })
	return w.book.Write(io.Discard)
}

// A fact is what the second sheet tells of the first.
type fact struct {
	label string
	value any // a string or [time.Time]
}

// tell adds a sheet of facts; its name is the label of the first.
func (w *writing) tell(about []fact) error {
	if len(about) == 0 {
		return nil
	}
	name := about[0].label
	if _, err := w.book.NewSheet(name); err != nil {
		return err
	}
	if err := w.book.SetColWidth(name, "A", "B", 30); err != nil {
		return err
	}
	for i, fact := range about {
		if err := w.book.SetSheetRow(name, placeOf(0, i+1), new([]any{fact.label, fact.value})); err != nil {
			return err
		}
		if _, ok := fact.value.(time.Time); !ok {
			continue
		}
		if err := w.book.SetCellStyle(name, placeOf(1, i+1), placeOf(1, i+1), w.styles.active.moment); err != nil {
			return err
		}
	}
	return nil
}

func (w *writing) close() error { return w.book.Close() }

// about is what the second sheet tells of a list with n rows.
func (s Sheet) about(n int) []fact {
	var about []fact
	lines := s.Filter
	if len(lines) == 0 {
		lines = []string{s.Words.Say("sheet.everything")}
	}
	for _, l := range lines {
		about = append(about, fact{"", l})
	}
	about[0].label = s.Words.Say("sheet.filter")
	return append(about,
		fact{s.Words.Say("sheet.as_of"), s.Now.In(s.Words.Zone())},
		fact{s.Words.Say("sheet.author"), s.Author},
		fact{s.Words.Say("sheet.rows"), s.Words.Number(n)},
	)
}
