package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
)

func TestUndoImport(t *testing.T) {
	t.Parallel()
	file := []cells{
		{"given_name=Anna", "family_name=Lis", "course=B2"},
		{"given_name=Jan", "family_name=Wilk", "course=B2"},
		{"given_name=Ewa", "family_name=Ryś"},
		{"given_name=Iga", "family_name=Kot"},
		{"given_name=Ola", "family_name=Sowa"},
	}
	t.Run("R7 an import is taken back as if it had not been", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.imports(cells{"given_name=Anna", "family_name=Lis", "course=A1"})
		before := s.theOne("Lis")
		c := s.undoes(s.imports(file...))
		expect(t, "removed, restored, kept", []int{c.Removed, c.Restored, c.Kept}, []int{4, 1, 0})
		after := s.theOne("Lis")
		expect(t, "version", after.Version, 3)
		after.Version = before.Version
		expect(t, "who was changed", after, before)
		expect(t, "people", s.number(`select count(*) from people`), 1)
		expect(t, "events that tell of it", s.number(`select count(*) from events where verb = 'reverted'`), 5)
	})
	t.Run("R7 whoever was touched since stays", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.imports(file[0], file[1])
		c := s.imports(append([]cells{{"given_name=Anna", "family_name=Lis", "course=C1"}, {"given_name=Jan", "family_name=Wilk", "course=C1"}}, file[2:]...)...)
		for _, name := range []string{"Lis", "Ryś"} {
			p := s.theOne(name)
			f := p.Form()
			f.NextStep = "oddzwonić"
			must(s.EditPerson(t.Context(), s.jan, "", p.ID, p.Version, f, ""))(t)
		}
		s.hasTask("zadzwonić", about(s.theOne("Kot")))
		c = s.undoes(c)
		expect(t, "removed, restored, kept", []int{c.Removed, c.Restored, c.Kept}, []int{1, 1, 3})
		expect(t, "course of who was changed again", s.theOne("Lis").Course, "C1")
		expect(t, "course of who was not", s.theOne("Wilk").Course, "B2")
		expect(t, "rows kept", s.number(`select count(*) from import_rows where chore_id = $1`, c.ID), 0)
	})
	t.Run("R7 for a day", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		c := s.imports(file...)
		s.Clock.Forward(crm.UndoFor)
		_, err := s.Wish(t.Context(), s.anna, c.ID, crm.WishUndo)
		expectRefusal(t, err, "refusal.undo_too_late")
		s.tidies()
		expect(t, "rows kept", s.number(`select count(*) from import_rows`), 0)
		expect(t, "people", s.number(`select count(*) from people`), 5)
	})
	t.Run("R7 who wished for it within the day gets it later, too", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		c := s.imports(file...)
		s.Clock.Forward(crm.UndoFor - time.Minute)
		c = s.wishes(c, crm.WishUndo)
		s.Clock.Forward(time.Hour)
		s.tidies()
		c = must(s.UndoImport(t.Context(), s.anna, c, unheard))(t)
		expect(t, "removed", c.Removed, 5)
	})
	t.Run("R7 of a leaver's undo nothing is kept for long", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		c := s.imports(file...)
		must(s.Wish(t.Context(), s.anna, c.ID, crm.WishUndo))(t)
		s.Clock.Forward(2 * crm.UndoFor)
		s.tidies()
		expect(t, "rows kept", s.number(`select count(*) from import_rows`), 0)
		expect(t, "state", must(s.Chore(t.Context(), s.anna, c.ID))(t).State, crm.ChoreDone)
	})
	t.Run("R7 an undo that fails can be tried again", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		why := crm.Refusal{ID: "refusal.chore_failed"}
		c := must(s.ChoreFailed(t.Context(), s.anna, s.wishes(s.imports(file...), crm.WishUndo), why))(t)
		expect(t, "problem", *c.Problem, why)
		expect(t, "can be undone", c.Undoable(s.Now()), true)
		s.told(c)
		c = s.undoes(c)
		expect(t, "removed", c.Removed, 5)
		expect(t, "problem", c.Problem, nil)
	})
	t.Run("R7 two who undo at once undo once", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		c := s.wishes(s.imports(file...), crm.WishUndo)
		must(s.UndoImport(t.Context(), s.anna, c, unheard))(t)
		if _, err := s.UndoImport(t.Context(), s.anna, c, unheard); err == nil {
			t.Error("it is undone twice")
		}
		expect(t, "removed", must(s.Chore(t.Context(), s.anna, c.ID))(t).Removed, 5)
	})
	t.Run("R7 the newest one from the command line", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		machine := crm.System(s.workspace)
		_, err := s.NewestImport(t.Context(), machine)
		expectRefusal(t, err, "refusal.nothing_to_undo")
		s.imports(cells{"family_name=Sowa"})
		_, err = s.NewestImport(t.Context(), machine)
		expectRefusal(t, err, "refusal.nothing_to_undo")
		here := func(rows ...cells) crm.Chore {
			c := must(s.BeginImportHere(t.Context(), machine, "x.csv"))(t)
			c = must(s.ReadImport(t.Context(), machine, c, sheetOf(rows...), unheard))(t)
			return must(s.ApplyImport(t.Context(), machine, must(s.Wish(t.Context(), machine, c.ID, crm.WishApply))(t), unheard))(t)
		}
		here(cells{"family_name=Kot"})
		second := here(cells{"family_name=Lis"})
		here(cells{"family_name=Lis"}) // which changes nobody
		newest := must(s.NewestImport(t.Context(), machine))(t)
		expect(t, "newest", newest.ID, second.ID)
		undone := must(s.UndoImport(t.Context(), machine, must(s.Wish(t.Context(), machine, newest.ID, crm.WishUndo))(t), unheard))(t)
		expect(t, "removed", undone.Removed, 1)
		expect(t, "still the newest", must(s.NewestImport(t.Context(), machine))(t).State, crm.ChoreUndone)
	})
	t.Run("R7 names that nobody bears any more are forgotten", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasPerson("Anna", "Ryś")
		s.undoes(s.imports(file...))
		if err := s.TidyNames(t.Context(), crm.System(s.workspace)); err != nil {
			t.Fatal(err)
		}
		expect(t, "names", s.number(`select count(*) from names`), 2)
		expect(t, "of who is there", s.number(`select count(*) from names where name in ('anna', 'rys')`), 2)
	})
}

func (s *school) tidies() {
	s.t.Helper()
	if err := s.TidyChores(s.t.Context(), crm.System(s.workspace)); err != nil {
		s.t.Fatal(err)
	}
}

// TestImportIsCounted: what is asked right after a big import is planned for the people
// whom it brought.
func TestImportIsCounted(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	var file []cells
	for i := range 1000 {
		file = append(file, cells{fmt.Sprintf("family_name=Lis%d", i)})
	}
	counted := func(table string) int {
		return s.number(`select reltuples::int from pg_class where relname = $1`, table)
	}
	c := s.imports(file...)
	expect(t, "people", counted("people"), 1000)
	expect(t, "names", counted("names"), 1000)
	s.undoes(c)
	expect(t, "people after it is taken back", counted("people"), 0)
}

func TestImportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	t.Run("R7 what breaks off has changed nothing", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		c := s.wishes(s.reads(sheetOf(cells{"family_name=Lis"}, cells{"family_name=Wilk"})), crm.WishApply)
		s.sql(`alter table events add constraint broken check (verb <> 'imported')`)
		if _, err := s.ApplyImport(t.Context(), s.anna, c, unheard); err == nil {
			t.Fatal("it did not break off")
		}
		expect(t, "people", s.number(`select count(*) from people`), 0)
		s.sql(`alter table events drop constraint broken`)
		expect(t, "state after another try", must(s.ApplyImport(t.Context(), s.anna, c, unheard))(t).State, crm.ChoreDone)
		expect(t, "people", s.number(`select count(*) from people`), 2)
	})
	t.Run("R7 a file that is refused leaves nothing", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		refusal := crm.Refusal{ID: "sheet.unreadable"}
		broken := store.Sheet{Rows: func(yield func(crm.ImportRow, error) bool) {
			if yield(crm.ImportRow{Line: 2, Values: map[crm.ImportField]string{"family_name": "Lis"}}, nil) {
				yield(crm.ImportRow{}, refusal)
			}
		}}
		c := s.drops()
		_, err := s.ReadImport(t.Context(), s.anna, c, broken, unheard)
		if got, ok := errors.AsType[crm.Refusal](err); !ok || got != refusal {
			t.Errorf("got %v", err)
		}
		c = must(s.ChoreFailed(t.Context(), s.anna, c, refusal))(t)
		expect(t, "state", c.State, crm.ChoreFailed)
		expect(t, "rows", s.number(`select count(*) from import_rows`), 0)
	})
	t.Run("R7 where people have changed meanwhile it asks again", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		c := s.reads(sheetOf(cells{"given_name=Jan", "family_name=Lis", "course=A1"}))
		expect(t, "counts", c.Counts, counts{crm.RowNew: 1})
		s.hasPerson("Jan", "Lis")
		c = must(s.ApplyImport(t.Context(), s.anna, s.wishes(c, crm.WishApply), unheard))(t)
		expect(t, "state", c.State, crm.ChoreAsking)
		expect(t, "says so", c.Changed, true)
		expect(t, "counts", c.Counts, counts{crm.RowUpdated: 1})
		expect(t, "course", s.theOne("Lis").Course, "")
		s.told(c)
		c = must(s.ApplyImport(t.Context(), s.anna, s.wishes(c, crm.WishApply), unheard))(t)
		expect(t, "state", c.State, crm.ChoreDone)
		expect(t, "course", s.theOne("Lis").Course, "A1")
	})
	t.Run("R7 where a row means another person than it said, it asks again", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.imports(cells{"given_name=Anna", "family_name=Lis", "email=anna@example.com"}, cells{"given_name=Anna", "family_name=Wilk"})
		c := s.reads(sheetOf(cells{"given_name=Anna", "family_name=Nowak", "email=anna@example.com", "course=A1"}))
		moves := func(family, email string) {
			p := s.theOne(family)
			f := p.Form()
			f.Email = email
			must(s.EditPerson(t.Context(), s.jan, "", p.ID, p.Version, f, ""))(t)
		}
		moves("Lis", "")
		moves("Wilk", "anna@example.com")
		c = must(s.ApplyImport(t.Context(), s.anna, s.wishes(c, crm.WishApply), unheard))(t)
		expect(t, "state", c.State, crm.ChoreAsking)
		expect(t, "counts", c.Counts, counts{crm.RowUpdated: 1})
		expect(t, "course of the other", s.theOne("Wilk").Course, "")
	})
	t.Run("R7 R62 nobody leaves the archive unsaid", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		list := []cells{{"given_name=Jan", "family_name=Lis", "type=Kursant"}, {"given_name=Ewa", "family_name=Wilk", "type=Kursant"}}
		s.imports(append(list, cells{"given_name=Ola", "family_name=Kot"})...)
		s.archives(s.theOne("Lis"))
		s.archives(s.theOne("Kot"))
		c := s.reads(sheetOf(append(list, cells{"given_name=Ola", "family_name=Kot", "phone=501234567"})...))
		expect(t, "who would leave it", c.Leaving, 1)
		expect(t, "counts", c.Counts, counts{crm.RowUpdated: 2, crm.RowSame: 1})
		s.archives(s.theOne("Wilk"))
		c = must(s.ApplyImport(t.Context(), s.anna, s.wishes(c, crm.WishApply), unheard))(t)
		expect(t, "state", c.State, crm.ChoreAsking)
		expect(t, "who would leave it now", must(s.Chore(t.Context(), s.anna, c.ID))(t).Leaving, 2)
	})
	t.Run("R62 where as many people would leave the archive, but others, it asks again", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		list := []cells{{"given_name=Jan", "family_name=Lis", "type=Kursant"}, {"given_name=Ewa", "family_name=Wilk", "type=Kursant"}}
		s.imports(list...)
		for i := range list {
			list[i] = append(list[i], "course=B2")
		}
		archived := func(family, rest string) {
			s.sql(`update people set type = 'archived', was_type = 'student' where family_name = '` + family + `'`)
			s.sql(`update people set type = 'student', was_type = '' where family_name = '` + rest + `'`)
		}
		archived("Lis", "Wilk")
		c := s.reads(sheetOf(list...))
		archived("Wilk", "Lis")
		c = must(s.ApplyImport(t.Context(), s.anna, s.wishes(c, crm.WishApply), unheard))(t)
		expect(t, "state", c.State, crm.ChoreAsking)
		expect(t, "who would leave it", c.Leaving, 1)
	})
}
