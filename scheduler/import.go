package scheduler

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/words"
	"frontdesk/store/xlsx"
)

// readImport fetches the file of an import and says what it would do (R7).
func (s *Scheduler) readImport(ctx context.Context, c crm.Chore, done func(int)) (crm.Chore, error) {
	folder, err := os.MkdirTemp("", "frontdesk-import-")
	if err != nil {
		return c, fmt.Errorf("fetching file: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	path, name, err := s.fetch(ctx, c, folder)
	c.Name = name
	if err != nil {
		return c, err
	}
	table, err := xlsx.Open(ctx, path)
	if err != nil {
		return c, err
	}
	defer func() { _ = table.Close() }()
	read, err := s.store.ReadImport(ctx, c.By, c, store.Sheet{Rows: table.Rows(ctx), Fields: table.Known(), Unknown: table.Unknown()}, done)
	if err != nil {
		return c, err
	}
	return read, nil
}

// fetch brings the file of a chore into a folder, under a name of ours with the ending
// that it had.
func (s *Scheduler) fetch(ctx context.Context, c crm.Chore, folder string) (path, name string, err error) {
	to, err := os.Create(filepath.Join(folder, "file"))
	if err != nil {
		return "", "", fmt.Errorf("fetching file: %w", err)
	}
	name, err = s.clerk.Fetch(ctx, c, to)
	if err = errors.Join(err, to.Close()); err != nil {
		return "", name, err
	}
	path = to.Name() + plainEnding(name)
	return path, name, os.Rename(to.Name(), path)
}

// plainEnding is the ending of a name of somebody's, if it is one that files have.
func plainEnding(name string) string {
	ending := strings.ToLower(filepath.Ext(name))
	letters := strings.TrimLeft(ending, ".")
	if len(letters) > 10 || strings.Trim(letters, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return ".bin"
	}
	return ending
}

// applyImport does what an import said that it would.
func (s *Scheduler) applyImport(ctx context.Context, c crm.Chore, done func(int)) (crm.Chore, error) {
	return s.store.ApplyImport(ctx, c.By, c, done)
}

// undoImport takes an import back.
func (s *Scheduler) undoImport(ctx context.Context, c crm.Chore, done func(int)) (crm.Chore, error) {
	return s.store.UndoImport(ctx, c.By, c, done)
}

// sendFaults sends the rows that an import leaves out, each with the reason.
func (s *Scheduler) sendFaults(ctx context.Context, c crm.Chore) error {
	w := words.For(c.By.Language, c.By.Zone)
	_, err := s.send(ctx, c, xlsx.FaultsName(w, s.store.Now()), func(to *os.File) (int, error) {
		return WriteFaults(ctx, s.store, c, to)
	})
	return err
}

// WriteFaults writes the error sheet of an import, in the words of who asked for it, and
// returns how many rows it has.
func WriteFaults(ctx context.Context, from *store.Store, c crm.Chore, to *os.File) (int, error) {
	w := words.For(c.By.Language, c.By.Zone)
	return xlsx.WriteFaults(to, w, c.Fields, c.Unknown, reasoned(w, c.Fields, from.ImportFaults(ctx, c.By, c.ID)))
}

// reasoned are faults with their reasons in words.
func reasoned(w words.Words, fields []crm.ImportField, faults iter.Seq2[crm.ImportFault, error]) iter.Seq2[xlsx.Fault, error] {
	return func(yield func(xlsx.Fault, error) bool) {
		for f, err := range faults {
			if !yield(xlsx.Fault{Row: f.Row, Reason: faultReason(w, fields, f)}, err) {
				return
			}
		}
	}
}

func faultReason(w words.Words, fields []crm.ImportField, f crm.ImportFault) string {
	switch f.Verdict {
	case crm.RowFaulty:
		return xlsx.Reason(w, fields, f.Why)
	case crm.RowRepeated:
		return w.Fill("import.double_of_row", struct{ Line string }{strconv.Itoa(f.Line)})
	}
	return w.Say("import.double_of_people")
}
