package scheduler

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/words"
	"frontdesk/store/xlsx"
)

// writeExport writes a list as its asker saw it, and sends them the file (R17, R45). A
// file that does not arrive is an end that can be tried again.
func (s *Scheduler) writeExport(ctx context.Context, c crm.Chore, done func(int)) (crm.Chore, error) {
	w := words.For(c.By.Language, c.By.Zone)
	now := s.store.Now()
	sheet := xlsx.Sheet{Words: w, Days: c.By.Workspace.Zone, List: c.Export.List.Settle(c.Export.Settings), Filter: c.Export.Filter, Author: c.By.Name, Now: now}
	c.Name = xlsx.FileName(w, c.Export.List, now)
	rows, err := s.send(ctx, c, c.Name, func(to *os.File) (int, error) { return s.writeList(ctx, c, sheet, to, done) })
	if err != nil {
		return c, err
	}
	return s.store.ExportDone(ctx, c.By, c, c.Name, rows)
}

// writeList writes the rows of a list.
func (s *Scheduler) writeList(ctx context.Context, c crm.Chore, sheet xlsx.Sheet, to *os.File, done func(int)) (int, error) {
	if c.Export.List == crm.ListTasks {
		mine := store.TaskFilter{Open: c.Export.OpenOnly, Assignee: c.Export.Assignee}
		return xlsx.WriteTasks(to, sheet, counted(s.store.EachTask(ctx, c.By, mine), done))
	}
	return xlsx.WritePeople(to, sheet, counted(s.store.EachPerson(ctx, c.By, c.Export.People), done))
}

// counted are rows, of which it is told now and then how many there were.
func counted[T any](rows func(func(T, error) bool), done func(int)) func(func(T, error) bool) {
	return func(yield func(T, error) bool) {
		n := 0
		for row, err := range rows {
			if n++; n%1000 == 0 {
				done(n)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// send writes a file and sends it to who asked for the chore. It returns how many rows
// the file has.
func (s *Scheduler) send(ctx context.Context, c crm.Chore, name string, write func(*os.File) (int, error)) (int, error) {
	file, err := os.CreateTemp("", "frontdesk-export-")
	if err != nil {
		return 0, fmt.Errorf("writing file: %w", err)
	}
	defer func() { _ = errors.Join(file.Close(), os.Remove(file.Name())) }()
	rows, err := write(file)
	if err != nil {
		return 0, err
	}
	c.Rows = rows
	size, err := file.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return 0, fmt.Errorf("reading file again: %w", err)
	}
	if err := s.clerk.Send(ctx, c, crm.ChoreFile{Name: name, Size: size, Content: file}); err != nil {
		return 0, s.unsent(ctx, c, err)
	}
	return rows, nil
}

// unsent is why a file was not sent, for an export an end of it: its asker is told, and
// may try again. What Slack wants later is tried again by itself.
func (s *Scheduler) unsent(ctx context.Context, c crm.Chore, err error) error {
	_, later := errors.AsType[crm.RetryLater](err)
	if later || ctx.Err() != nil || c.Kind != crm.ChoreExport {
		return fmt.Errorf("sending file: %w", err)
	}
	s.log.WarnContext(ctx, "a file was not sent", "chore", c.ID, "reason", err)
	return crm.Refusal{ID: "refusal.file_not_sent"}
}
