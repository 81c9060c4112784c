package xlsx

import (
	"bufio"
	"io"
	"strings"

	"frontdesk/store/crm"
)

// A csvReader reads the rows of a .csv file as RFC 4180 has them, and forgives what can
// be forgiven: any line end, rows of any length, quotes in the middle of a cell. What it
// does not forgive is a quote without its end, which would swallow the rows after it.
type csvReader struct {
	in        *bufio.Reader
	separator rune
	line      line // that is read, or was read last

	text strings.Builder // of the cell that is read
}

// ended stands for a rune where the file ends.
const ended rune = -1

// next reads the next row that has something in it. Its error is [io.EOF] after the last.
func (r *csvReader) next() error {
	for {
		end, err := r.row()
		if err != nil || len(r.line.cells) > 0 {
			return err
		}
		if end == ended {
			return io.EOF
		}
	}
}

// row reads one row, and returns what ended it.
func (r *csvReader) row() (rune, error) {
	r.line = line{number: r.line.number + 1, cells: r.line.cells[:0]}
	for column := 1; ; column++ {
		end, err := r.cell()
		if err != nil {
			return 0, err
		}
		if c := textCell(r.text.String()); !c.empty() {
			if column > MaxColumns {
				return 0, tooMuch("refusal.sheet_too_many_columns")
			}
			r.line.cells = append(r.line.cells, make([]cell, column-len(r.line.cells))...)
			r.line.cells[column-1] = c
		}
		if end != r.separator {
			return end, nil
		}
	}
}

// cell reads one cell, and returns what ended it.
func (r *csvReader) cell() (rune, error) {
	r.text.Reset()
	first, err := r.rune()
	if err != nil || first != '"' {
		return r.bare(first, err)
	}
	return r.quoted()
}

// bare reads a cell without quotes around it from its first rune, c.
func (r *csvReader) bare(c rune, err error) (rune, error) {
	for err == nil && c != r.separator && c != '\n' && c != ended {
		r.keep(c)
		c, err = r.rune()
	}
	return c, err
}

// quoted reads a cell after its opening quote, and returns what ended it: the closing quote
// is the one before that. Two quotes stand for one; other quotes may be there in a cell of
// one line, but where there are several lines one of them was meant to be the end.
func (r *csvReader) quoted() (rune, error) {
	spread, lax := false, false
	for {
		c, err := r.rune()
		if err != nil {
			return 0, err
		}
		spread = spread || c == '\n'
		if c == '"' {
			c, err = r.rune()
			if err != nil || c == r.separator || c == '\n' || c == ended {
				return c, err
			}
			lax = lax || c != '"'
			if c != '"' {
				r.keep('"')
			}
		}
		if c == ended || spread && (lax || r.text.Len() > 4*MaxCell) {
			return 0, crm.Refusal{ID: "refusal.sheet_open_quote", Data: struct{ Line int }{r.line.number}}
		}
		r.keep(c)
	}
}

// keep adds a rune to the cell that is read, unless that is far too long already.
func (r *csvReader) keep(c rune) {
	if r.text.Len() <= 4*MaxCell {
		r.text.WriteRune(c)
	}
}

// rune reads the next rune, with every line end made one '\n', and ended at the end.
func (r *csvReader) rune() (rune, error) {
	c, _, err := r.in.ReadRune()
	if err == io.EOF {
		return ended, nil
	}
	if c == '\r' {
		if next, _ := r.in.Peek(1); len(next) == 1 && next[0] == '\n' {
			_, _ = r.in.Discard(1)
		}
		return '\n', err
	}
	return c, err
}
