package xlsx

import (
	"context"
	"encoding/xml"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
)

// rows are the rows of a sheet that have something in them, in their order. A sheet that
// breaks off ends with an error. A row's cells are only good until the next row.
func (b *book) rows(ctx context.Context, sheet string) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		part, err := b.open(ctx, sheet, maxUnpacked)
		if err != nil {
			yield(line{}, err)
			return
		}
		defer func() { _ = part.Close() }()
		r := sheetReader{book: b, tokens: tokensOf(part)}
		for {
			err := r.next()
			if err == io.EOF {
				return
			}
			if !yield(r.line, err) || err != nil {
				return
			}
		}
	}
}

// A sheetReader reads the rows of one sheet.
type sheetReader struct {
	book   *book
	tokens tokens
	line   line // that is read, or was read last
}

// next reads the next row that has something in it. Its error is [io.EOF] after the last.
func (r *sheetReader) next() error {
	for {
		token, err := r.tokens.next()
		if err == io.EOF {
			return io.ErrUnexpectedEOF // the end of the data was yet to come
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			err = r.begin(token)
		case xml.EndElement:
			switch {
			case token.Name.Local == "sheetData" || token.Name.Local == "worksheet":
				return io.EOF
			case token.Name.Local == "row" && len(r.line.cells) > 0:
				return nil
			}
		}
		if err != nil {
			return err
		}
	}
}

func (r *sheetReader) begin(tag xml.StartElement) error {
	switch tag.Name.Local {
	case "row":
		next := r.line.number + 1
		if n, err := strconv.Atoi(attribute(tag, "r")); err == nil {
			if n < next {
				return unreadable()
			}
			next = n
		}
		r.line = line{number: next, cells: r.line.cells[:0]}
	case "c":
		return r.cell(tag)
	}
	return nil
}

// cell reads a cell into its place in the row.
func (r *sheetReader) cell(tag xml.StartElement) error {
	raw, err := r.raw(tag)
	if err != nil {
		return err
	}
	c, err := r.book.cell(raw)
	if err != nil || c.empty() {
		return err
	}
	column := len(r.line.cells) + 1
	if n := columnOf(raw.place); n != 0 {
		column = n
	}
	if column > MaxColumns {
		return tooMuch("refusal.sheet_too_many_columns")
	}
	if missing := column - len(r.line.cells); missing > 0 {
		r.line.cells = append(r.line.cells, make([]cell, missing)...)
	}
	r.line.cells[column-1] = c
	return nil
}

// A rawCell is a cell as the sheet has it.
type rawCell struct {
	place, kind string // "B7"; "s", "n", …
	style       int
	value       string
	formula     bool
}

// raw reads a cell up to its closing tag.
func (r *sheetReader) raw(tag xml.StartElement) (rawCell, error) {
	c := rawCell{place: attribute(tag, "r"), kind: attribute(tag, "t")}
	c.style, _ = strconv.Atoi(attribute(tag, "s"))
	var value strings.Builder
	var inValue bool
	for {
		token, err := r.tokens.next()
		if err == io.EOF {
			return c, io.ErrUnexpectedEOF
		}
		if err != nil {
			return c, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			inValue = token.Name.Local == "v"
			c.formula = c.formula || token.Name.Local == "f"
			if token.Name.Local == "is" {
				c.value, err = r.tokens.text("is")
			}
		case xml.EndElement:
			inValue = false
			if token.Name.Local == "c" {
				c.value += value.String()
				return c, nil
			}
		case xml.CharData:
			if inValue && value.Len() < 4*MaxCell {
				value.Write(token)
			}
		}
		if err != nil {
			return c, err
		}
	}
}

// cell is what a raw cell says. A formula is never worked out: what it came to when the
// workbook was saved is its value.
func (b *book) cell(raw rawCell) (cell, error) {
	switch raw.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(raw.value))
		if err != nil && raw.value == "" {
			return cell{}, nil
		}
		if err != nil || i < 0 || i >= len(b.strings) {
			return cell{}, unreadable()
		}
		return textCell(b.strings[i]), nil
	case "", "n":
		if raw.value == "" {
			return cell{uncomputed: raw.formula}, nil
		}
		if n, err := strconv.ParseFloat(strings.TrimSpace(raw.value), 64); err == nil {
			return b.numberCell(n, raw.style), nil
		}
	case "str":
		return textCell(unescaped(raw.value)), nil
	}
	return textCell(raw.value), nil
}

func (b *book) numberCell(n float64, style int) cell {
	c := cell{number: n, look: look{kind: plainNumber}}
	if style >= 0 && style < len(b.looks) {
		c.look = b.looks[style]
	}
	if c.look.kind == dateNumber {
		c.number += b.since
	}
	return c
}

// columnOf is the column of a place such as "AB7", from 1; 0 if it names none.
func columnOf(place string) int {
	n := 0
	for _, r := range place {
		if r < 'A' || r > 'Z' || n > MaxColumns {
			break
		}
		n = n*26 + int(r-'A') + 1
	}
	return n
}

func attribute(tag xml.StartElement, name string) string {
	i := slices.IndexFunc(tag.Attr, func(a xml.Attr) bool { return a.Name.Local == name && a.Name.Space == "" })
	if i < 0 {
		return ""
	}
	return tag.Attr[i].Value
}
