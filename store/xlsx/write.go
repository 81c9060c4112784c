package xlsx

import (
	"cmp"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// WritePeople writes a list of people to out as an .xlsx workbook, in the columns of s,
// and returns how many it wrote. Archived people are grey, and say so under „Typ" or by a
// badge at their name (R9, R17). After an error, which may be one of rows, what was
// written is no workbook.
func WritePeople(out io.Writer, s Sheet, rows iter.Seq2[crm.Person, error]) (int, error) {
	columns := maps.Clone(peopleColumns)
	if !slices.Contains(s.List.Columns, crm.ColumnType) {
		name := columns[crm.ColumnName]
		name.value = func(_ words.Words, p crm.Person) any { return named(p.Name(), p.Archived()) }
		columns[crm.ColumnName] = name
	}
	return write(out, s, "sheet.people", columns, rows, crm.Person.Archived)
}

// WriteTasks writes a list of tasks as [WritePeople] does people (R45).
func WriteTasks(out io.Writer, s Sheet, rows iter.Seq2[crm.Task, error]) (int, error) {
	return write(out, s, "sheet.tasks", tasksColumns, rows, func(crm.Task) bool { return false })
}

// write writes the rows of a list whose sheet has a name; grey tells which are grey.
func write[T any](
	out io.Writer, s Sheet, name string, all map[crm.Column]column[T], rows iter.Seq2[T, error], grey func(T) bool,
) (int, error) {
	var columns []column[T]
	var headings []heading
	for _, c := range s.List.Columns {
		if column, ok := all[c]; ok {
			columns = append(columns, column)
			headings = append(headings, heading{s.Words.Say("sheet.column_" + string(c)), column.width})
		}
	}
	days := s.Words.In(cmp.Or(s.Days, s.Words.Zone()))
	fill := func(cells []any, styles styles, row T) {
		style := styles.active
		if grey(row) {
			style = styles.grey
		}
		for i, c := range columns {
			cells[i] = style.cell(s.Words.Zone(), c.value(days, row))
		}
	}
	return writeRows(out, s.Words.Say(name), headings, rows, fill, s.about)
}

// writeRows writes a workbook with a sheet of that name, whose cells fill fills, and
// another one about it, if there is anything to tell of the number of rows.
func writeRows[T any](
	out io.Writer, name string, headings []heading, rows iter.Seq2[T, error], fill func([]any, styles, T), about func(int) []fact,
) (int, error) {
	w, err := begin(name, headings)
	if err != nil {
		return 0, err
	}
	defer func() { _ = w.close() }()
	cells := make([]any, len(headings))
	for row, err := range rows {
		if err != nil {
			return 0, err
		}
		fill(cells, w.styles, row)
		if err := w.add(cells); err != nil {
			return 0, fmt.Errorf("writing row: %w", err)
		}
	}
	n := w.rows - 1
	if err := w.finish(out, about(n)); err != nil {
		return 0, fmt.Errorf("writing spreadsheet: %w", err)
	}
	return n, nil
}

// cell is a value in its style; nil is a cell that is not there. Texts are written as
// texts whatever they begin with, so that none becomes a formula.
func (s rowStyles) cell(zone *time.Location, value any) any {
	style := s.any
	switch v := value.(type) {
	case time.Time:
		style, value = s.moment, nil
		if !v.IsZero() {
			value = v.In(zone)
		}
	case crm.Date:
		style, value = s.day, nil
		if v != "" {
			value = v.In(time.UTC)
		}
	case typed:
		style, value = s.typed, string(v)
	}
	if value == "" {
		value = nil
	}
	if style == 0 || value == nil && s.any == 0 {
		return value
	}
	return excelize.Cell{StyleID: style, Value: value}
}
