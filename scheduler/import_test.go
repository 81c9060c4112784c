package scheduler

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/store/crm"
)

// drops is a file of Anna's, and what the machine makes of it.
func (s *school) drops(name, content string) crm.Chore {
	s.t.Helper()
	s.clerk.name, s.clerk.file = name, content
	if _, err := s.BeginImport(s.t.Context(), s.anna, "F1", ""); err != nil {
		s.t.Fatal(err)
	}
	s.works()
	return s.clerk.last(s.t)
}

// wishes is a press of Anna's, and what the machine makes of it.
func (s *school) wishes(c crm.Chore, wish crm.ChoreWish) crm.Chore {
	s.t.Helper()
	if _, err := s.Wish(s.t.Context(), s.anna, c.ID, wish); err != nil {
		s.t.Fatal(err)
	}
	s.works()
	return s.clerk.last(s.t)
}

func (s *school) people() (n int) {
	s.t.Helper()
	if err := s.Database.Pool.QueryRow(s.t.Context(), `select count(*) from people`).Scan(&n); err != nil {
		s.t.Fatal(err)
	}
	return n
}

const csv = "Nazwisko;Imię;Telefon;Znak zodiaku\nKowalska;Anna;501 234 567;Lew\nLis;Jan;12;Rak\nWilk;Ewa;;Ryby\nWilk;Ewa;;Ryby\n"

func TestImport(t *testing.T) {
	t.Parallel()
	t.Run("R7 a dropped file is shown, imported when that is wished, and taken back", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		c := school.drops("kursanci.csv", csv)
		if c.State != crm.ChoreAsking || c.Counts[crm.RowNew] != 2 || c.Counts[crm.RowFaulty] != 1 || c.Counts[crm.RowRepeated] != 1 ||
			!slices.Equal(c.Unknown, []string{"Znak zodiaku"}) || school.people() != 0 {
			t.Fatalf("it would do %+v", c)
		}
		faults := rows(t, school.clerk.sent["Anna: do_poprawy_2026-11-24_1000.xlsx"])
		if len(faults) != 3 || !strings.Contains(strings.Join(faults[1], "|"), "3|Telefon: to nie jest poprawny numer; popraw go albo zostaw pustą komórkę.|Lis|Jan|12|Rak") || !strings.Contains(strings.Join(faults[2], "|"), "wiersz 4") {
			t.Errorf("the error sheet is %q", faults)
		}
		if c = school.wishes(c, crm.WishApply); c.State != crm.ChoreDone || school.people() != 2 {
			t.Fatalf("it has done %+v", c)
		}
		if c = school.wishes(c, crm.WishUndo); c.State != crm.ChoreUndone || school.people() != 0 {
			t.Fatalf("taken back it is %+v", c)
		}
		want := []crm.ChoreState{crm.ChoreReading, crm.ChoreAsking, crm.ChoreApplying, crm.ChoreDone, crm.ChoreUndoing, crm.ChoreUndone}
		if got := school.clerk.states(); !slices.Equal(got, want) {
			t.Errorf("shown were %q", got)
		}
	})
	t.Run("R7 a file that cannot be read is refused, and leaves no file behind", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		c := school.drops("zdjecie.jpg", "\xff\xd8\xff")
		if c.State != crm.ChoreFailed || c.Problem == nil || c.Problem.ID != "refusal.sheet_kind" {
			t.Errorf("it is %+v", c)
		}
		if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "frontdesk-import-*", "file.jpg")); len(left) > 0 {
			t.Errorf("left behind: %q", left)
		}
	})
	t.Run("R7 a name does not lead out of the folder", func(t *testing.T) {
		for name, want := range map[string]string{"a.csv": ".csv", "a.XLSX": ".xlsx", "a/../.x\\y": ".bin", "a": "", "a.muchtoolong": ".bin", "a.numbers": ".numbers", "../a.c\x00v": ".bin"} {
			if got := plainEnding(name); got != want {
				t.Errorf("%q ends with %q, want %q", name, got, want)
			}
		}
	})
	t.Run("R7 who presses before the error sheet has come is heard", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.clerk.answers(func(doing string) error {
			if doing != "send" {
				return nil
			}
			_, err := school.Wish(t.Context(), school.anna, school.clerk.last(t).ID, crm.WishApply)
			return err
		})
		if c := school.drops("kursanci.csv", csv); c.State != crm.ChoreDone || school.people() != 2 {
			t.Errorf("it is %+v", c)
		}
	})
	t.Run("R7 what was killed in the act is taken up by another", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.clerk.name, school.clerk.file = "x.csv", csv
		if _, err := school.BeginImport(t.Context(), school.anna, "F1", ""); err != nil {
			t.Fatal(err)
		}
		if _, found, err := school.ClaimChore(t.Context(), crm.System(school.workspace), time.Millisecond); err != nil || !found {
			t.Fatal(found, err) // and falls silent
		}
		eventually(t, "another takes it up", func() bool {
			school.works()
			return slices.Contains(school.clerk.states(), crm.ChoreAsking)
		})
	})
	t.Run("R7 a tick finds what a worker has let fall", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.clerk.name, school.clerk.file = "x.csv", csv
		if _, err := school.BeginImport(t.Context(), school.anna, "F1", ""); err != nil {
			t.Fatal(err)
		}
		if _, err := school.Database.Pool.Exec(t.Context(), `delete from river_job`); err != nil {
			t.Fatal(err)
		}
		starts(t, school.Scheduler)
		if err := school.InsertTick(t.Context(), time.Now().Truncate(time.Minute).Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
		eventually(t, "it is read", func() bool { return slices.Contains(school.clerk.states(), crm.ChoreAsking) })
	})
}

// TestHousekeepingForgetsImports: the rows of a file are people's data, and so are names.
func TestHousekeepingForgetsImports(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	school.drops("x.csv", csv)
	if _, err := school.Database.Pool.Exec(t.Context(), `insert into names (workspace_id, name) values ($1, 'dawny')`, school.workspace.ID); err != nil {
		t.Fatal(err)
	}
	school.Clock.Forward(crm.UndoFor)
	if err := school.tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	var left int
	for _, table := range []string{"import_rows", "names"} {
		if err := school.Database.Pool.QueryRow(t.Context(), `select count(*) from `+table).Scan(&left); err != nil || left != 0 {
			t.Errorf("%d %s are left, %v", left, table, err)
		}
	}
}
