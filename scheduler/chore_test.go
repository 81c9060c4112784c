package scheduler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"frontdesk/store/crm"
)

// deskClerk is a Clerk that keeps what it is given.
type deskClerk struct {
	mu     sync.Mutex
	file   string // whose content Fetch writes
	name   string
	shown  []crm.Chore
	sent   map[string][]byte
	answer func(doing string) error // instead of doing, unless nil or it answers nil
}

func (d *deskClerk) asked(doing string) error {
	d.mu.Lock()
	answer := d.answer
	d.mu.Unlock()
	if answer == nil {
		return nil
	}
	return answer(doing)
}

// answers sets what comes of it from now on; nil for nothing but success.
func (d *deskClerk) answers(answer func(doing string) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.answer = answer
}

func (d *deskClerk) Fetch(_ context.Context, _ crm.Chore, to *os.File) (string, error) {
	if err := d.asked("fetch"); err != nil {
		return d.name, err
	}
	_, err := io.WriteString(to, d.file)
	return d.name, err
}

func (d *deskClerk) Send(_ context.Context, c crm.Chore, f crm.ChoreFile) error {
	if err := d.asked("send"); err != nil {
		return err
	}
	content, err := io.ReadAll(f.Content)
	if err == nil && int64(len(content)) != f.Size {
		err = fmt.Errorf("%d bytes are announced, %d come", f.Size, len(content))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.sent == nil {
		d.sent = map[string][]byte{}
	}
	d.sent[c.By.Name+": "+f.Name] = content
	return err
}

func (d *deskClerk) Show(_ context.Context, c crm.Chore) (string, error) {
	if err := d.asked("show"); err != nil {
		return c.Reference, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shown = append(d.shown, c)
	return "D1/1.5", nil
}

// last is what was shown last.
func (d *deskClerk) last(t testing.TB) crm.Chore {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.shown) == 0 {
		t.Fatal("nothing is shown")
	}
	return d.shown[len(d.shown)-1]
}

// states are the states that were shown, each once in a row.
func (d *deskClerk) states() (all []crm.ChoreState) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, c := range d.shown {
		all = append(all, c.State)
	}
	return slices.Compact(all)
}

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

// rows are the rows of the first sheet of a workbook.
func rows(t testing.TB, content []byte) [][]string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	all, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestImport(t *testing.T) {
	t.Parallel()
	t.Run("R7 a dropped file is shown, imported when that is wished, and taken back", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		c := school.drops("kursanci.csv", csv)
		if c.State != crm.ChoreAsking || c.Counts[crm.RowNew] != 2 || c.Counts[crm.RowFaulty] != 1 || c.Counts[crm.RowDouble] != 1 ||
			!slices.Equal(c.Unknown, []string{"Znak zodiaku"}) || school.people() != 0 {
			t.Fatalf("it would do %+v", c)
		}
		faults := rows(t, school.clerk.sent["Anna: bledy_2026-11-24_1000.xlsx"])
		if len(faults) != 3 || !strings.Contains(strings.Join(faults[1], "|"), "3|Telefon: To nie jest poprawny numer") || !strings.Contains(strings.Join(faults[2], "|"), "wiersz 4") {
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
		for name, want := range map[string]string{"a.csv": ".csv", "a.XLSX": ".xlsx", "a/../.x\\y": ".bin", "a": "", "a.waytoolong": ".bin", "../a.c\x00v": ".bin"} {
			if got := plainEnding(name); got != want {
				t.Errorf("%q ends with %q, want %q", name, got, want)
			}
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
		if err := school.InsertTick(t.Context(), time.Now().Truncate(time.Minute)); err != nil {
			t.Fatal(err)
		}
		eventually(t, "it is read", func() bool { return slices.Contains(school.clerk.states(), crm.ChoreAsking) })
	})
}

func TestChoresThatFail(t *testing.T) {
	t.Parallel()
	down := func(what string) func(string) error {
		return func(doing string) error {
			if doing == what {
				return errors.New("connection reset")
			}
			return nil
		}
	}
	// again lets the time pass for which what failed was put off.
	again := func(s *school) {
		s.t.Helper()
		if _, err := s.Database.Pool.Exec(s.t.Context(), `update chores set lease_until = null`); err != nil {
			s.t.Fatal(err)
		}
		s.works()
	}
	t.Run("R7 what Slack does not give now is asked for again", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.clerk.answers(down("fetch"))
		if c := school.drops("x.csv", csv); c.State != crm.ChoreReading {
			t.Errorf("shown is %+v", c)
		}
		school.clerk.answers(nil)
		again(school)
		if c := school.clerk.last(t); c.State != crm.ChoreAsking {
			t.Errorf("then it is %+v", c)
		}
	})
	t.Run("R7 what fails again and again is given up, and said", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.clerk.answers(func(doing string) error {
			if doing == "fetch" {
				panic("no words of Anna's")
			}
			return nil
		})
		school.drops("x.csv", csv)
		for range choreTries {
			again(school)
		}
		if c := school.clerk.last(t); c.State != crm.ChoreFailed || c.Problem.ID != "refusal.chore_failed" {
			t.Errorf("in the end it is %+v", c)
		}
	})
	t.Run("nobody is told for ever", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.clerk.answers(down("show"))
		if _, err := school.BeginImport(t.Context(), school.anna, "F1", ""); err != nil {
			t.Fatal(err)
		}
		for range choreFarewell {
			again(school)
		}
		var due int
		if err := school.Database.Pool.QueryRow(t.Context(), `select count(*) from chores where due`).Scan(&due); err != nil || due != 0 {
			t.Errorf("%d are still due, %v", due, err)
		}
	})
	t.Run("R17 a file that does not arrive can be tried again", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.clerk.answers(down("send"))
		if _, err := school.BeginExport(t.Context(), school.anna, crm.Export{List: crm.ListPeople}); err != nil {
			t.Fatal(err)
		}
		school.works()
		c := school.clerk.last(t)
		if c.State != crm.ChoreFailed || c.Problem.ID != "refusal.file_not_sent" {
			t.Fatalf("it is %+v", c)
		}
		school.clerk.answers(nil)
		if c = school.wishes(c, crm.WishRetry); c.State != crm.ChoreDone || len(school.clerk.sent) != 1 {
			t.Errorf("tried again it is %+v", c)
		}
	})
}

// TestPulse: while a chore goes on, it is kept from others and its asker sees how far it
// is; once somebody else has taken it up, it ends.
func TestPulse(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	school.pulse = time.Millisecond
	change := func(query string) {
		t.Helper()
		if _, err := school.Database.Pool.Exec(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := school.BeginImport(t.Context(), school.anna, "F1", ""); err != nil {
		t.Fatal(err)
	}
	c, _, err := school.ClaimChore(t.Context(), crm.System(school.workspace), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	change(`update chores set lease_until = clock_timestamp() + interval '1 second'`)
	p := school.beat(t.Context(), c)
	p.rows.Store(12_000)
	eventually(t, "progress is shown", func() bool {
		school.clerk.mu.Lock()
		defer school.clerk.mu.Unlock()
		return len(school.clerk.shown) == 1 && school.clerk.shown[0].Rows == 12_000
	})
	eventually(t, "the lease is extended", func() bool {
		var extended bool
		err := school.Database.Pool.QueryRow(t.Context(), `select lease_until > clock_timestamp() + interval '30 seconds' from chores`).Scan(&extended)
		return err == nil && extended
	})
	change(`update chores set attempts = attempts + 1`)
	eventually(t, "it ends when another has it", func() bool { return p.ctx.Err() != nil })
	p.stop()
}

// TestStoppingLetsChoresGo: another replica need not wait for the lease.
func TestStoppingLetsChoresGo(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	begun, goOn := make(chan struct{}, 1), make(chan struct{})
	school.clerk.answers(func(doing string) error {
		if doing != "fetch" {
			return nil
		}
		begun <- struct{}{}
		<-goOn
		return context.Canceled
	})
	stop := starts(t, school.Scheduler)
	if _, err := school.BeginImport(t.Context(), school.anna, "F1", ""); err != nil {
		t.Fatal(err)
	}
	<-begun
	ended := make(chan error)
	go func() { ended <- stop() }()
	eventually(t, "it stops", school.stopping.Load)
	close(goOn)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	c, found, err := school.ClaimChore(t.Context(), crm.System(school.workspace), time.Minute)
	if err != nil || !found || c.Tries != 1 {
		t.Errorf("the next one finds %t %+v, %v", found, c, err)
	}
}

func TestExport(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	for family, course := range map[string]string{"Zając": "A1", "Ćwik": "B2", "Lis": ""} {
		p, err := school.AddPerson(t.Context(), school.anna, "", crm.PersonForm{GivenName: "Jan", FamilyName: family}, nil)
		if err == nil && course != "" {
			if p, err = school.Enroll(t.Context(), school.anna, p.After.ID); err == nil {
				_, err = school.EditPerson(t.Context(), school.anna, "", p.After.ID, p.After.Version, crm.CourseForm{Course: course}, "")
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Run("R17 R14 the people of the filter, in the columns and the order of the settings", func(t *testing.T) {
		want := crm.Export{
			List: crm.ListPeople, People: crm.PersonFilter{View: crm.ViewStudents}, Filter: []string{"Kursanci"},
			Settings: crm.ListSettings{Columns: []crm.Column{crm.ColumnCourse, crm.ColumnName}},
		}
		if _, err := school.BeginExport(t.Context(), school.anna, want); err != nil {
			t.Fatal(err)
		}
		school.works()
		got := rows(t, school.clerk.sent["Anna: osoby_2026-11-24_1000.xlsx"])
		if !slices.EqualFunc(got, [][]string{{"Kurs", "Imię i nazwisko"}, {"B2", "Jan Ćwik"}, {"A1", "Jan Zając"}}, slices.Equal) {
			t.Errorf("the file has %q", got)
		}
		if c := school.clerk.last(t); c.State != crm.ChoreDone || c.Rows != 2 {
			t.Errorf("shown is %+v", c)
		}
	})
	t.Run("R45 tasks", func(t *testing.T) {
		school.hasTask("oddzwonić", time.Hour)
		school.gives(school.jan, "nie moje", crm.Due{})
		if _, err := school.BeginExport(t.Context(), school.anna, crm.Export{List: crm.ListTasks, OpenOnly: true, Assignee: school.anna.ID}); err != nil {
			t.Fatal(err)
		}
		school.works()
		got := rows(t, school.clerk.sent["Anna: zadania_2026-11-24_1000.xlsx"])
		if len(got) != 2 || !slices.Contains(got[1], "oddzwonić") {
			t.Errorf("the file has %q", got)
		}
	})
}

// TestHousekeepingForgetsImports: the rows of a file are people's data.
func TestHousekeepingForgetsImports(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	school.drops("x.csv", csv)
	school.Clock.Forward(crm.UndoFor)
	if err := school.tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := school.Database.Pool.QueryRow(t.Context(), `select count(*) from import_rows`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d rows are left, %v", left, err)
	}
}
