package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"frontdesk/bot/view"
	"frontdesk/scheduler"
	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/words"
	"frontdesk/store/xlsx"
)

// importFile brings people in from a spreadsheet (R7). It works before and while serve
// runs.
type importFile struct {
	data
	school
	slackApp
	File string `arg:"" optional:"" type:"path" help:"Spreadsheet with people, .xlsx or .csv."`
	Yes  bool   `help:"Import the file, or take the import back. Without it, nothing is saved: what would be done is printed."`
	Undo bool   `help:"Instead of importing a file, take back the newest import from the command line; it can be taken back for a day."`
	Team string `help:"Slack team id, where several workspaces are served."`
}

// Validate is called by kong.
func (c *importFile) Validate() error {
	if (c.File == "") != c.Undo {
		return errors.New("name either a file or --undo")
	}
	return nil
}

// Run is called by kong.
func (c *importFile) Run(ctx context.Context, log *slog.Logger) (err error) {
	if err := c.findFile(); err != nil {
		return err
	}
	b, err := c.openKnown(ctx, log, c.BotToken)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	w, err := c.workspace(ctx, b, c.school, c.Team)
	if err != nil {
		return err
	}
	by := crm.System(w)
	by.Language = crm.Language(c.Lang)
	i := importing{
		Store: b.Store, by: by, file: c.File, out: os.Stdout, progress: os.Stderr,
		reader: view.Reader{Words: words.For(by.Language, by.Zone), Me: by, Now: b.Now()},
	}
	if c.Undo {
		return i.undo(ctx, c.Yes)
	}
	return i.run(ctx, c.Yes)
}

// findFile says so when there is no such file.
func (c *importFile) findFile() error {
	if c.Undo {
		return nil
	}
	w := words.For(crm.Language(c.Lang), nil)
	info, err := os.Stat(c.File)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New(w.Fill("import.no_file", c))
	case err == nil && info.IsDir():
		return errors.New(w.Fill("import.no_file_but_folder", c))
	}
	return err
}

// An importing is an import that is under way.
type importing struct {
	*store.Store
	by            crm.Staff
	file          string
	reader        view.Reader
	out, progress io.Writer
}

// run says what the import would do, and does it if that is wanted. Why a file is not
// taken is said in words.
func (i importing) run(ctx context.Context, apply bool) error {
	c, err := i.read(ctx)
	if err != nil {
		return i.worded(err)
	}
	i.print(view.ImportPreview(i.reader, c)...)
	if c.LeftOut() > 0 {
		if err := i.writeFaults(ctx, c); err != nil {
			return errors.Join(err, i.leave(ctx, c))
		}
	}
	if c.Concerned() == 0 {
		return i.leave(ctx, c)
	}
	if !apply {
		i.print(i.reader.Words.Say("import.unsaved"), i.reader.Words.Say("import.run_with_yes"))
		return i.leave(ctx, c)
	}
	if c, err = i.apply(ctx, c); err != nil {
		return i.worded(errors.Join(err, i.leave(ctx, c)))
	}
	if c.State != crm.ChoreDone { // it asks again
		i.print(i.reader.Words.Say("import.unsaved"), i.reader.Words.Say("import.run_with_yes"))
		return i.leave(ctx, c)
	}
	i.print(view.ImportDone(i.reader, c)...)
	if c.Undoable(i.Now()) {
		i.print(view.UndoUntil(i.reader, c), i.reader.Words.Say("import.run_with_undo"))
	}
	return nil
}

// undo says what taking the newest import from the command line back would do, and does
// it if that is wanted. One that was taken back already stays so.
func (i importing) undo(ctx context.Context, apply bool) error {
	c, err := i.NewestImport(ctx, i.by)
	if err == nil && !apply && c.Undoable(i.Now()) {
		i.print(view.UndoQuestion(i.reader, c), i.reader.Words.Say("import.undo_with_yes"))
		return nil
	}
	if err == nil {
		c, err = i.Wish(ctx, i.by, c.ID, crm.WishUndo)
	}
	if err != nil {
		return i.worded(err)
	}
	if c.State == crm.ChoreUndoing {
		undone, err := i.UndoImport(ctx, i.by, c, i.tell("import.undoing_rows"))
		if err != nil {
			return i.worded(errors.Join(err, i.leave(ctx, c)))
		}
		c = undone
	}
	i.print(view.ImportUndone(i.reader, c)...)
	return nil
}

// read takes the file in, and nobody is changed yet.
func (i importing) read(ctx context.Context) (crm.Chore, error) {
	table, err := xlsx.Open(ctx, i.file)
	if err != nil {
		return crm.Chore{}, err
	}
	defer func() { _ = table.Close() }()
	c, err := i.BeginImportHere(ctx, i.by, filepath.Base(i.file))
	if err != nil {
		return crm.Chore{}, err
	}
	from := store.Sheet{Rows: table.Rows(ctx), Fields: table.Known(), Unknown: table.Unknown()}
	read, err := i.ReadImport(ctx, i.by, c, from, i.tell("import.reading_rows"))
	if refusal, ok := errors.AsType[crm.Refusal](err); ok {
		_, failed := i.ChoreFailed(ctx, i.by, c, refusal)
		err = errors.Join(err, failed)
	}
	read.By = i.by // who speaks the language that was asked for
	return read, err
}

// apply does what the import said that it would. Where other people would be concerned
// meanwhile, it says what it would do now, and does nothing.
func (i importing) apply(ctx context.Context, c crm.Chore) (crm.Chore, error) {
	wished, err := i.Wish(ctx, i.by, c.ID, crm.WishApply)
	if err != nil {
		return c, err
	}
	if c, err = i.ApplyImport(ctx, i.by, wished, i.tell("import.applying_rows")); err != nil {
		return wished, err
	}
	if c.State != crm.ChoreDone {
		i.print(view.ImportPreview(i.reader, c)...)
	}
	return c, nil
}

// leaveWithin is how long it may take to leave nothing behind, also after Ctrl-C.
const leaveWithin = 10 * time.Second

// leave forgets what the file said, unless it was imported.
func (i importing) leave(ctx context.Context, c crm.Chore) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveWithin)
	defer cancel()
	if c.State.Working() {
		_, err := i.ChoreFailed(ctx, i.by, c, crm.Refusal{ID: "refusal.chore_failed"})
		return err
	}
	_, err := i.Wish(ctx, i.by, c.ID, crm.WishCancel)
	return err
}

// writeFaults writes the rows that are left out into a file beside the one that is
// imported, and says where.
func (i importing) writeFaults(ctx context.Context, c crm.Chore) (err error) {
	file, err := createBeside(strings.TrimSuffix(i.file, filepath.Ext(i.file))+"_"+i.reader.Words.Say("sheet.file_faults"), ".xlsx")
	if err != nil {
		return fmt.Errorf("writing the error sheet: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := scheduler.WriteFaults(ctx, i.Store, c, file); err != nil {
		return fmt.Errorf("writing the error sheet: %w", err)
	}
	i.print(file.Name())
	return nil
}

// createBeside creates a file of the name, with a number where one is there already: it
// may hold somebody's corrections.
func createBeside(name, ending string) (*os.File, error) {
	number := ""
	for n := 2; ; n++ {
		file, err := os.OpenFile(name+number+ending, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
		number = fmt.Sprintf("-%d", n)
	}
}

// tell says how far it is, every ten thousand rows.
func (i importing) tell(id string) func(rows int) {
	return func(rows int) {
		if rows%10_000 == 0 {
			fmt.Fprintln(i.progress, i.reader.Words.Count(id, rows))
		}
	}
}

// print prints lines that are escaped for Slack.
func (i importing) print(lines ...string) {
	for _, line := range lines {
		fmt.Fprintln(i.out, html.UnescapeString(line))
	}
}

// worded is err in words, if it is one that people cause.
func (i importing) worded(err error) error {
	if sentence, known := view.Reason(i.reader.Words, err); known {
		return errors.New(sentence)
	}
	return err
}
