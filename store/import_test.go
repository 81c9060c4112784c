package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
)

// cells are one row of a file, as "field=cell".
type cells []string

// sheetOf is a file with these rows, the first on line 2, under the headings.
func sheetOf(rows ...cells) store.Sheet {
	return store.Sheet{Rows: func(yield func(crm.ImportRow, error) bool) {
		for i, row := range rows {
			r := crm.ImportRow{Line: i + 2, Values: map[crm.ImportField]string{}}
			for _, cell := range row {
				field, value, _ := strings.Cut(cell, "=")
				r.Values[crm.ImportField(field)] = value
			}
			if !yield(r, nil) {
				return
			}
		}
	}}
}

func unheard(int) {}

// drops is a file that Anna drops, claimed by a worker.
func (s *school) drops() crm.Chore {
	s.t.Helper()
	made := must(s.BeginImport(s.t.Context(), s.anna, "F1", "kursanci.xlsx"))(s.t)
	return s.takesUp(made)
}

// takesUp claims the chore as a worker does.
func (s *school) takesUp(c crm.Chore) crm.Chore {
	s.t.Helper()
	got, found, err := s.ClaimChore(s.t.Context(), crm.System(s.workspace), time.Minute)
	if err != nil || !found || got.ID != c.ID {
		s.t.Fatalf("claimed %+v, %t, %v", got, found, err)
	}
	return got
}

// reads is what a file would do.
func (s *school) reads(sheet store.Sheet) crm.Chore {
	s.t.Helper()
	c := must(s.ReadImport(s.t.Context(), s.anna, s.drops(), sheet, unheard))(s.t)
	s.told(c)
	return c
}

func (s *school) told(c crm.Chore) {
	s.t.Helper()
	if err := s.ChoreTold(s.t.Context(), s.anna, c); err != nil {
		s.t.Fatal(err)
	}
}

// wishes presses a button of the chore's message and has a worker take it up.
func (s *school) wishes(c crm.Chore, wish crm.ChoreWish) crm.Chore {
	s.t.Helper()
	return s.takesUp(must(s.Wish(s.t.Context(), s.anna, c.ID, wish))(s.t))
}

// imports is what a file does.
func (s *school) imports(rows ...cells) crm.Chore {
	s.t.Helper()
	c := s.wishes(s.reads(sheetOf(rows...)), crm.WishApply)
	done := must(s.ApplyImport(s.t.Context(), s.anna, c, unheard))(s.t)
	s.told(done)
	return done
}

func (s *school) undoes(c crm.Chore) crm.Chore {
	s.t.Helper()
	c = must(s.UndoImport(s.t.Context(), s.anna, s.wishes(c, crm.WishUndo), unheard))(s.t)
	s.told(c)
	return c
}

// peopleRows are the school's people, as JSON.
func (s *school) peopleRows() string {
	s.t.Helper()
	return s.rows(s.workspace)["people"]
}

// theOne is the only person of a family name.
func (s *school) theOne(family string) crm.Person {
	s.t.Helper()
	id := s.number(`select id from people where family_name = $1`, family)
	return must(s.Person(s.t.Context(), s.anna, crm.PersonID(id)))(s.t)
}

type counts = map[crm.Verdict]int

func TestImportOfAllKinds(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	file := []cells{
		{"given_name=Anna", "family_name=Kowalska", "phone=501 234 567", "type=Kursant", "course=B2", "number=17"},
		{"given_name=Olena", "family_name=Szewczenko", "type=Kursant", "email=olena@example.com"},
		{"given_name=Jan", "family_name=Dawny", "type=Zarchiwizowany"},
		{"given_name=Ewa", "family_name=Marzec", "type=Firma", "company=Marzec sp. z o.o."},
		{"given_name=Piotr", "family_name=Zając", "type=CRM", "consent=tak"},
	}
	t.Run("R7 nothing is written before it is wished", func(t *testing.T) {
		before := s.rows(s.workspace)
		c := s.reads(sheetOf(file...))
		expect(t, "counts", c.Counts, counts{crm.RowNew: 5})
		expect(t, "examples", c.Examples, map[crm.Verdict][]string{crm.RowNew: {"Anna Kowalska", "Olena Szewczenko", "Jan Dawny"}})
		after := s.rows(s.workspace)
		for _, rows := range []map[string]string{before, after} {
			delete(rows, "chores")
			delete(rows, "import_rows")
		}
		expectSameRows(t, before, after)
		must(s.Wish(t.Context(), s.anna, c.ID, crm.WishCancel))(t)
		expect(t, "rows kept of what was cancelled", s.number(`select count(*) from import_rows`), 0)
	})
	t.Run("R7 active, new and archived students, managers and contacts come in", func(t *testing.T) {
		s.imports(file...)
		got := map[string]string{}
		for _, p := range must(s.People(t.Context(), s.anna, crm.PersonFilter{}, "", 10))(t).Items {
			got[p.Name()] = fmt.Sprint(p.Type, " ", p.Status(), " ", p.WasType, " ", p.CRMContact)
		}
		expect(t, "people", got, map[string]string{
			"Anna Kowalska": "student active  false", "Olena Szewczenko": "student new  false",
			"Jan Dawny": "archived  student false", "Ewa Marzec": "company   false", "Piotr Zając": "crm   true",
		})
		anna := s.theOne("Kowalska")
		expect(t, "phone and number", anna.Phone+" "+anna.Number, "+48501234567 17")
		expect(t, "events", s.number(`select count(*) from events where verb = 'imported' and by_id = $1`, s.anna.ID), 5)
		expect(t, "names that the search knows", s.number(`select count(*) from names where name in ('kowalska', 'szewczenko', 'dawny')`), 3)
	})
	t.Run("R7 the same file again changes nothing", func(t *testing.T) {
		before, events := s.peopleRows(), s.events()
		c := s.imports(file...)
		expect(t, "counts", c.Counts, counts{crm.RowSame: 5})
		expect(t, "people", s.peopleRows(), before)
		expect(t, "events", s.events(), events)
	})
	t.Run("R7 a later file updates and never doubles", func(t *testing.T) {
		c := s.imports(
			cells{"family_name=Kowalska-Nowak", "given_name=Anna", "number=17", "course=C1", "phone="},
			cells{"family_name=Dawny", "given_name=Jan", "email=jan@example.com"},
		)
		expect(t, "counts", c.Counts, counts{crm.RowUpdated: 2})
		anna := s.theOne("Kowalska-Nowak")
		expect(t, "course, phone that no cell erased", anna.Course+" "+anna.Phone, "C1 +48501234567")
		expect(t, "version", anna.Version, 2)
		expect(t, "type of one in the archive", s.theOne("Dawny").Type, crm.TypeArchived)
		expect(t, "people", s.number(`select count(*) from people`), 5)
	})
}

// TestImportMatches: who is meant by a row.
func TestImportMatches(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		there []cells
		rows  []cells
		want  counts
	}{
		"by number, whatever else": {
			[]cells{{"given_name=Anna", "family_name=Lis", "number=7"}},
			[]cells{{"given_name=Joanna", "family_name=Wilk", "number=7"}},
			counts{crm.RowUpdated: 1},
		},
		"by e-mail and given name": {
			[]cells{{"given_name=Anna", "family_name=Lis", "email=Lis@example.com"}},
			[]cells{{"given_name=ANNA", "family_name=Wilk", "email=lis@example.com"}},
			counts{crm.RowUpdated: 1},
		},
		"siblings share the phone of their mother": {
			[]cells{{"given_name=Anna", "family_name=Lis", "phone=501234567"}},
			[]cells{
				{"given_name=Jan", "family_name=Lis", "phone=501234567"},
				{"given_name=Ola", "family_name=Lis", "phone=501234567"},
				{"given_name=Anna", "family_name=Lis", "phone=501234567"},
			},
			counts{crm.RowNew: 2, crm.RowSame: 1},
		},
		"mother and daughter of one given name and one phone": {
			[]cells{{"given_name=Anna", "family_name=Lis", "phone=501234567", "number=1"}, {"given_name=Anna", "family_name=Wilk", "phone=501234567", "number=2"}},
			[]cells{{"given_name=Anna", "family_name=Lis", "phone=501234567"}},
			counts{crm.RowSame: 1},
		},
		"by the name alone, in any order": {
			[]cells{{"given_name=Łucja", "family_name=Żak"}},
			[]cells{{"given_name=Zak", "family_name=Lucja", "course=A1"}},
			counts{crm.RowUpdated: 1},
		},
		"a namesake with another phone": {
			[]cells{{"given_name=Jan", "family_name=Lis", "phone=501234567"}},
			[]cells{{"given_name=Jan", "family_name=Lis", "phone=601234567"}},
			counts{crm.RowNew: 1},
		},
		"a namesake with another number": {
			[]cells{{"given_name=Jan", "family_name=Lis", "number=1"}},
			[]cells{{"given_name=Jan", "family_name=Lis", "number=2"}},
			counts{crm.RowNew: 1},
		},
		"one of two namesakes": {
			[]cells{{"given_name=Jan", "family_name=Lis", "number=1"}, {"given_name=Jan", "family_name=Lis", "number=2"}},
			[]cells{{"given_name=Jan", "family_name=Lis"}},
			counts{crm.RowDouble: 1},
		},
		"somebody twice in the file": {
			nil,
			[]cells{
				{"given_name=Jan", "family_name=Lis", "phone=501234567"},
				{"given_name=Jan", "family_name=Lis", "phone=501234567", "course=A1"},
				{"given_name=Ewa", "family_name=Lis", "number=1"},
				{"given_name=Ola", "family_name=Wilk", "number=1"},
				{"given_name=Iga", "family_name=Lis"},
				{"given_name=Lis", "family_name=Iga"},
			},
			counts{crm.RowNew: 3, crm.RowDouble: 3},
		},
		"namesakes in the file": {
			nil,
			[]cells{{"given_name=Jan", "family_name=Lis", "phone=501234567"}, {"given_name=Jan", "family_name=Lis", "phone=601234567"}},
			counts{crm.RowNew: 2},
		},
		"two rows for one who is there": {
			[]cells{{"given_name=Jan", "family_name=Lis"}},
			[]cells{{"given_name=Jan", "family_name=Lis", "phone=501234567"}, {"given_name=Jan", "family_name=Lis", "phone=601234567"}},
			counts{crm.RowDouble: 2},
		},
		"only family names, one phone": {
			nil,
			[]cells{{"family_name=Lis", "phone=501234567"}, {"family_name=Wilk", "phone=501234567"}},
			counts{crm.RowNew: 2},
		},
		"faulty": {
			nil, []cells{{"given_name=Jan"}, {"family_name=Lis", "phone=12"}, {"family_name=Wilk"}}, counts{crm.RowFaulty: 2, crm.RowNew: 1},
		},
	} {
		t.Run("R7 "+name, func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			if c.there != nil {
				s.imports(c.there...)
			}
			expect(t, "counts", s.imports(c.rows...).Counts, c.want)
			again := s.imports(c.rows...).Counts
			if again[crm.RowNew]+again[crm.RowUpdated] > 0 {
				t.Errorf("the same file again: %v", again)
			}
		})
	}
}

func TestImportFaults(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	c := s.reads(sheetOf(
		cells{"given_name=Jan", "family_name=Lis", "phone=12", "email=x"}, cells{"family_name=Wilk"}, cells{"family_name=Wilk", "course=A1\x00"},
	))
	var got []crm.ImportFault
	for f, err := range s.ImportFaults(t.Context(), s.anna, c.ID) {
		got = append(got, must(f, err)(t))
	}
	if len(got) != 2 {
		t.Fatalf("faults: %+v", got)
	}
	expect(t, "line of the faulty row", got[0].Row.Line, 2)
	expect(t, "its cells", got[0].Row.Values[crm.ImportPhone], "12")
	expect(t, "why", got[0].Why, crm.Problems{{Field: crm.FieldPhone, ID: "problem.phone"}, {Field: crm.FieldEmail, ID: "problem.email"}})
	expect(t, "verdict of the other", got[1].Verdict, crm.RowDouble)
	expect(t, "what it repeats", got[1].Line, 3)
}

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
		if err := s.TidyChores(t.Context(), crm.System(s.workspace)); err != nil {
			t.Fatal(err)
		}
		expect(t, "rows kept", s.number(`select count(*) from import_rows`), 0)
		expect(t, "people", s.number(`select count(*) from people`), 5)
	})
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
}

func TestChores(t *testing.T) {
	t.Parallel()
	t.Run("a killed worker's chore is taken up when its lease is over", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		ctx, machine := t.Context(), crm.System(s.workspace)
		must(s.BeginImport(ctx, s.anna, "F1", "x.csv"))(t)
		first, found, err := s.ClaimChore(ctx, machine, time.Minute)
		if err != nil || !found {
			t.Fatal(found, err)
		}
		if _, found, err := s.ClaimChore(ctx, machine, time.Minute); err != nil || found {
			t.Errorf("two have it: %t, %v", found, err)
		}
		s.sql(`update chores set lease_until = clock_timestamp() - interval '1 second'`)
		second, found, err := s.ClaimChore(ctx, machine, time.Minute)
		if err != nil || !found || second.ID != first.ID {
			t.Fatalf("taken up: %t, %v", found, err)
		}
		if goes, err := s.ChoreGoesOn(ctx, machine, first, time.Minute); err != nil || goes {
			t.Errorf("the first goes on: %t, %v", goes, err)
		}
		sheet := sheetOf(cells{"family_name=Lis"})
		if _, err := s.ReadImport(ctx, s.anna, first, sheet, unheard); err == nil {
			t.Error("the first one's work counts")
		}
		expect(t, "state", must(s.ReadImport(ctx, s.anna, second, sheet, unheard))(t).State, crm.ChoreAsking)
	})
	t.Run("two who apply at once apply once", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		late := s.wishes(s.reads(sheetOf(cells{"family_name=Lis"})), crm.WishApply)
		s.sql(`update chores set lease_until = null`)
		now := s.takesUp(late)
		errs := make(chan error)
		for _, c := range []crm.Chore{late, now} {
			go func() {
				_, err := s.ApplyImport(t.Context(), s.anna, c, unheard)
				errs <- err
			}()
		}
		if first, second := <-errs, <-errs; (first == nil) == (second == nil) {
			t.Errorf("they end with %v and %v", first, second)
		}
		expect(t, "people", s.number(`select count(*) from people`), 1)
	})
	t.Run("a press too many does no harm", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		c := s.imports(cells{"family_name=Lis"})
		expect(t, "state", must(s.Wish(t.Context(), s.anna, c.ID, crm.WishApply))(t).State, crm.ChoreDone)
		_, err := s.Wish(t.Context(), s.anna, c.ID, crm.WishCancel)
		expectRefusal(t, err, "refusal.outdated_button")
		_, err = s.Wish(t.Context(), s.jan, c.ID, crm.WishUndo)
		expectRefusal(t, err, "refusal.chore_of_another")
		s.undoes(c)
		expect(t, "state", must(s.Wish(t.Context(), s.anna, c.ID, crm.WishUndo))(t).State, crm.ChoreUndone)
		expect(t, "people", s.number(`select count(*) from people`), 0)
	})
	t.Run("what is put off waits", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		c := s.drops()
		for _, wait := range []time.Duration{time.Hour, 0} {
			if err := s.ChorePutOff(t.Context(), s.anna, c, wait); err != nil {
				t.Fatal(err)
			}
			_, found, err := s.ClaimChore(t.Context(), s.anna, time.Minute)
			if err != nil || found != (wait == 0) {
				t.Errorf("after %v: %t, %v", wait, found, err)
			}
		}
	})
	t.Run("a leaver's chore is left alone, and given up after a day", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		must(s.BeginExport(t.Context(), s.jan, crm.Export{List: crm.ListPeople}))(t)
		must(s.RemoveStaff(t.Context(), s.anna, s.jan.ID))(t)
		if _, found, err := s.ClaimChore(t.Context(), crm.System(s.workspace), time.Minute); err != nil || found {
			t.Errorf("claimed: %t, %v", found, err)
		}
		s.Clock.Forward(crm.UndoFor)
		if err := s.TidyChores(t.Context(), crm.System(s.workspace)); err != nil {
			t.Fatal(err)
		}
		expect(t, "waiting", s.number(`select count(*) from chores where due or state <> 'cancelled'`), 0)
	})
	t.Run("an export keeps how its asker saw the list", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		want := crm.Export{
			List: crm.ListPeople, People: crm.PersonFilter{View: crm.ViewStudents, Text: "lis"},
			Settings: crm.ListSettings{Columns: []crm.Column{crm.ColumnPhone, crm.ColumnName}, Layout: crm.LayoutTable, Rows: 20},
		}
		c := must(s.BeginExport(t.Context(), s.anna, want))(t)
		c = s.takesUp(c)
		expect(t, "export", c.Export, want)
		c = must(s.ExportDone(t.Context(), s.anna, c, "osoby.xlsx", 12))(t)
		expect(t, "again", must(s.Chore(t.Context(), s.anna, c.ID))(t).Rows, 12)
	})
}

// TestImportTouchesFeeds: a calendar names the people whom its tasks are about.
func TestImportTouchesFeeds(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasPerson("Jan", "Lis")
	s.hasTask("zadzwonić", about(p), assignedTo(s.jan), due(in(time.Hour)))
	versions := func() int { return s.number(`select version from feeds where staff_id = $1`, s.jan.ID) }
	before := versions()
	s.imports(cells{"given_name=Jan", "family_name=Lis", "phone=501234567"})
	if versions() == before {
		t.Error("the feed is as it was")
	}
}
