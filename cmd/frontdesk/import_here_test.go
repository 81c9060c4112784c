package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
	"frontdesk/store/words"
)

// A shell is what an import prints to. Its writer presses Ctrl-C at the given words.
type shell struct {
	strings.Builder
	stopAt string
	stop   context.CancelFunc
}

func (s *shell) Write(p []byte) (int, error) {
	if s.stopAt != "" && strings.Contains(string(p), s.stopAt) {
		s.stop()
	}
	return s.Builder.Write(p)
}

// hereSchool is a school into which people are imported from the command line.
type hereSchool struct {
	*storetest.Database
	workspace crm.Workspace
	shell     shell
	file      string
}

func newHereSchool(t *testing.T) *hereSchool {
	t.Helper()
	s := &hereSchool{Database: storetest.New(t), file: filepath.Join(t.TempDir(), "x.csv")}
	s.workspace = s.School(t, "Lingua")
	if err := os.WriteFile(s.file, []byte("Nazwisko;Telefon\nLis;501234567\nWilk;12\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *hereSchool) importing() importing {
	by := crm.System(s.workspace)
	by.Language = crm.Polish
	return importing{
		Store: s.Store, by: by, file: s.file, out: &s.shell, progress: &s.shell,
		reader: view.Reader{Words: words.For(by.Language, by.Zone), Me: by, Now: s.Now()},
	}
}

func (s *hereSchool) expectRows(t *testing.T, table string, want int) {
	t.Helper()
	var n int
	if err := s.Database.Pool.QueryRow(t.Context(), `select count(*) from `+table).Scan(&n); err != nil || n != want {
		t.Errorf("%d %s, want %d; %v", n, table, want, err)
	}
}

func TestImportStoppedByCtrlC(t *testing.T) {
	t.Parallel()
	for name, words := range map[string]string{"after the preview": "Podgląd importu", "with the error sheet there": "x_do_poprawy.xlsx"} {
		t.Run("R7 "+name+" it leaves nothing behind", func(t *testing.T) {
			t.Parallel()
			s := newHereSchool(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			s.shell.stopAt, s.shell.stop = words, cancel
			if err := s.importing().run(ctx, true); !errors.Is(err, context.Canceled) {
				t.Errorf("it ends with %v", err)
			}
			s.expectRows(t, "people", 0)
			s.expectRows(t, "import_rows", 0)
		})
	}
}

func TestUndoFromTheCommandLine(t *testing.T) {
	t.Parallel()
	t.Run("R7 there may be nothing to undo, or it is too late", func(t *testing.T) {
		t.Parallel()
		s := newHereSchool(t)
		expectError(t, s.importing().undo(t.Context(), true), "nie ma czego cofnąć")
		if err := s.importing().run(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		s.Clock.Forward(crm.UndoFor)
		expectError(t, s.importing().undo(t.Context(), true), "minęła doba")
		s.expectRows(t, "people", 1)
	})
	t.Run("R7 nothing is undone before it is agreed to", func(t *testing.T) {
		t.Parallel()
		s := newHereSchool(t)
		if err := s.importing().run(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		if err := s.importing().undo(t.Context(), false); err != nil {
			t.Error(err)
		}
		s.expectRows(t, "people", 1)
	})
	t.Run("R7 what breaks off can be undone again", func(t *testing.T) {
		t.Parallel()
		s := newHereSchool(t)
		if err := s.importing().run(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		change := func(query string) {
			if _, err := s.Database.Pool.Exec(t.Context(), query); err != nil {
				t.Fatal(err)
			}
		}
		change(`alter table events add constraint broken check (verb <> 'reverted')`)
		if s.importing().undo(t.Context(), true) == nil {
			t.Error("it did not break off")
		}
		s.expectRows(t, "people", 1)
		change(`alter table events drop constraint broken`)
		if err := s.importing().undo(t.Context(), true); err != nil {
			t.Error(err)
		}
		s.expectRows(t, "people", 0)
	})
}

func expectError(t *testing.T, err error, fragment string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), fragment) {
		t.Errorf("the error is %v, want %q", err, fragment)
	}
}
