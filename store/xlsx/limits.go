package xlsx

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"frontdesk/store/crm"
)

// What a file may have at most. Within these limits reading one takes bounded memory;
// beyond them it is refused.
const (
	MaxFile    = 50 << 20 // bytes
	MaxRows    = 200_000  // with something in them
	MaxColumns = 200      // with something in them
	MaxCell    = 5_000    // characters; a longer text is cut, and its row is faulty

	maxSheets   = 100       // hidden ones too
	maxUnpacked = 512 << 20 // bytes of all parts of a workbook together, as often as they are read
	maxPart     = 16 << 20  // bytes of a part that is read as a whole: the list of sheets, styles
	maxStrings  = 64 << 20  // bytes of the texts that a workbook's sheets share
	maxToken    = 1 << 20   // bytes of one tag or text
	maxHeading  = 20        // rows among which the headings are looked for
)

// limits are what a sentence about a limit is filled with.
type limits struct{ Megabytes, Rows, Columns, Sheets int }

// tooMuch refuses a file that goes over a limit.
func tooMuch(id string) error {
	return crm.Refusal{ID: id, Data: limits{Megabytes: MaxFile >> 20, Rows: MaxRows, Columns: MaxColumns, Sheets: maxSheets}}
}

// unreadable refuses a file that is broken, or is no spreadsheet.
func unreadable() error { return crm.Refusal{ID: "refusal.sheet_unreadable"} }

// refused is what to say of err: what it says itself, or that the file is unreadable, since
// how it is broken helps nobody. An error of the machine, or of the context, stays what it is.
func refused(err error) error {
	if refusal, ok := errors.AsType[crm.Refusal](err); ok {
		return refusal
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("reading spreadsheet: %w", err)
	}
	if machine, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("reading spreadsheet: %w", machine)
	}
	return unreadable()
}

// A patient reads for as long as somebody waits for it.
type patient struct {
	ctx  context.Context
	from io.Reader
}

// Read implements [io.Reader].
func (r patient) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}

// A fuse lets a part of a workbook through until that has become too big, whatever its
// directory says of its size, or all that was read of the workbook has, or one token has:
// the decoder would keep it in memory.
type fuse struct {
	from  io.Reader
	left  int64  // of the part
	all   *int64 // what is left of the workbook
	token int64  // of the token that is read now
}

// Read implements [io.Reader].
func (f *fuse) Read(p []byte) (int, error) {
	n, err := f.from.Read(p)
	f.left -= int64(n)
	f.token -= int64(n)
	*f.all -= int64(n)
	if min(f.left, f.token, *f.all) < 0 {
		return 0, tooMuch("refusal.sheet_too_big_unpacked")
	}
	return n, err
}

// next says that another token begins.
func (f *fuse) next() { f.token = maxToken }
