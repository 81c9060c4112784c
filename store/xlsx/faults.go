package xlsx

import (
	"cmp"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// A Fault is a row of an import that cannot be taken, and why.
type Fault struct {
	Row    crm.ImportRow
	Reason string // in the reader's words
}

// WriteFaults writes the error sheet of an import to out: the rows as they came, in the
// columns that the file has, with the line that they stood in and the reason, and behind
// them the columns that are left out. Corrected, it can be imported as it is. It returns
// how many rows it wrote.
func WriteFaults(out io.Writer, w words.Words, fields []crm.ImportField, unknown []string, rows iter.Seq2[Fault, error]) (int, error) {
	headings := []heading{{w.Say("sheet.line"), 10}, {w.Say("sheet.reason"), 60}}
	for _, field := range fields {
		headings = append(headings, heading{headingOf(w, field), 20})
	}
	fields = slices.Clone(fields)
	for i, text := range unknown {
		fields = append(fields, crm.OtherField(i))
		headings = append(headings, heading{text, 20})
	}
	fill := func(cells []any, styles styles, f Fault) {
		cells[0], cells[1] = f.Row.Line, excelize.Cell{StyleID: styles.lines, Value: f.Reason}
		for i, field := range fields {
			cells[i+2] = styles.active.cell(w.Zone(), typed(f.Row.Values[field]))
		}
	}
	return writeRows(out, w.Say("sheet.faults"), headings, rows, fill, func(int) []fact { return nil })
}

// Reason says what is wrong with a row, a line for each heading and what to do about it,
// in the order of the file's columns. Of a cell with several problems the last is told: it
// is the cause of the others.
func Reason(w words.Words, fields []crm.ImportField, wrong crm.Problems) string {
	place := func(p crm.Problem) int { return slices.Index(fields, crm.ImportField(p.Field)) }
	wrong = slices.SortedStableFunc(slices.Values(wrong), func(a, b crm.Problem) int { return place(a) - place(b) })
	var lines []string
	for i, p := range wrong {
		if i+1 < len(wrong) && wrong[i+1].Field == p.Field {
			continue
		}
		lines = append(lines, headingOf(w, crm.ImportField(p.Field))+": "+w.Say(cmp.Or(reasons[p.ID], p.ID)))
	}
	return strings.Join(lines, "\n")
}

// reasons say after a heading what forms say under a field that is seen there.
var reasons = map[string]string{
	"problem.family_name_missing": "sheet.reason_no_family_name",
	"problem.too_long":            "sheet.reason_too_long",
	"problem.phone":               "sheet.reason_phone",
	"problem.email":               "sheet.reason_email",
}
