package xlsx

import (
	"bufio"
	"context"
	"io"
	"iter"
	"os"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

// A csvFile is a .csv file that is being read.
type csvFile struct {
	file      *os.File
	encoding  encoding.Encoding
	separator rune
}

// separators are what may stand between two cells.
var separators = []rune{';', ',', '\t'}

// openCSV opens the table in file, which it closes in the end. Its separator is the one
// with which the headings are recognised best.
func openCSV(ctx context.Context, file *os.File) (*csvFile, error) {
	enc, err := encodingOf(file)
	if err != nil {
		return nil, err
	}
	best := &csvFile{file, enc, separators[0]}
	most := 0
	for _, separator := range separators {
		c := &csvFile{file, enc, separator}
		if h, _ := findHeadings(c.rows(ctx, "")); len(h.fields) > most {
			best, most = c, len(h.fields)
		}
	}
	return best, nil
}

func (c *csvFile) Close() error { return c.file.Close() }

func (c *csvFile) again() {}

// visible is the one sheet of the file, which has no name.
func (c *csvFile) visible() iter.Seq[string] {
	return func(yield func(string) bool) { yield("") }
}

// rows are the rows that have something in them, in their order. A row's cells are only
// good until the next row.
func (c *csvFile) rows(ctx context.Context, _ string) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		if _, err := c.file.Seek(0, io.SeekStart); err != nil {
			yield(line{}, err)
			return
		}
		text := transform.NewReader(bufio.NewReader(patient{ctx, c.file}), c.encoding.NewDecoder())
		r := csvReader{in: bufio.NewReader(text), separator: c.separator}
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
