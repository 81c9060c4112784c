package store_test

import (
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
		expect(t, "examples", c.Examples, map[crm.Verdict][]crm.ImportExample{
			crm.RowNew: {{Line: 2, Name: "Anna Kowalska"}, {Line: 3, Name: "Olena Szewczenko"}, {Line: 4, Name: "Jan Dawny"}},
		})
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
			counts{crm.RowNew: 3, crm.RowRepeated: 3},
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
		"two rows for one who is there, one by the phone": {
			[]cells{{"given_name=Jan", "family_name=Lis", "phone=501234567"}},
			[]cells{{"given_name=Jan", "family_name=Lis"}, {"given_name=Jan", "family_name=Lis", "phone=501234567"}},
			counts{crm.RowSame: 1, crm.RowRepeated: 1},
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

func TestImportExamples(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.imports(
		cells{"given_name=Jan", "family_name=Lis", "number=1", "company=Lis & Syn"}, cells{"given_name=Jan", "family_name=Lis", "number=2"},
		cells{"given_name=Jan", "family_name=Wilk", "number=3"},
	)
	c := s.reads(sheetOf(
		cells{"given_name=Jan", "family_name=Lis", "number=1", "course=A1"}, cells{"given_name=Jan", "family_name=Wilk", "number=3", "course=A1"},
		cells{"given_name=Jan", "family_name=Lis", "number=4", "phone=501234567"}, cells{"phone=12"},
	))
	expect(t, "R7 namesakes are told apart, and rows without a name named", c.Examples, map[crm.Verdict][]crm.ImportExample{
		crm.RowUpdated: {{Line: 2, Name: "Jan Lis", Mark: "Lis & Syn"}, {Line: 3, Name: "Jan Wilk"}},
		crm.RowNew:     {{Line: 4, Name: "Jan Lis", Mark: "+48 501 234 567"}}, crm.RowFaulty: {{Line: 5}},
	})
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
	expect(t, "verdict of the other", got[1].Verdict, crm.RowRepeated)
	expect(t, "what it repeats", got[1].Line, 3)
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
