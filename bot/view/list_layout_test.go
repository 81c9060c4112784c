package view

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// lookOf is how a person's row looks in a layout: all that is said.
func lookOf(t *testing.T, r Reader, p crm.Person, layout crm.Layout, tables Tables) string {
	t.Helper()
	s := crm.ListPeople.DefaultSettings()
	s.Layout = layout
	return said(t, r.listed(r.people([]crm.Person{p}, s), tables))
}

// looks are all ways in which a row can be laid out.
var looks = []struct {
	name   string
	layout crm.Layout
	tables Tables
}{
	{"cards", crm.LayoutCards, TablesWithButtons},
	{"compact", crm.LayoutCompact, TablesWithButtons},
	{"table", crm.LayoutTable, TablesWithButtons},
	{"table without buttons", crm.LayoutTable, TablesPlain},
	{"table where there is none", crm.LayoutTable, TablesNone},
}

func TestLayouts(t *testing.T) {
	r := reader(t, crm.Polish)
	for _, l := range looks {
		t.Run("R9 archived people are set apart in "+l.name, func(t *testing.T) {
			if look := lookOf(t, r, r.plainPerson(3), l.layout, l.tables); !strings.Contains(look, "🗄 Archiwum · Anna Nowak-Żak") {
				t.Errorf("no word says it: %s", look)
			}
			look := lookOf(t, r, r.plainPerson(1), l.layout, l.tables)
			if strings.Contains(look, "🗄") {
				t.Errorf("an active person has the badge: %s", look)
			}
		})
		t.Run("R6 a row is opened, and gets a task or a note, in "+l.name, func(t *testing.T) {
			look := lookOf(t, r, r.plainPerson(1), l.layout, l.tables)
			for _, want := range []string{"Otwórz", "Dodaj zadanie", "Dodaj notatkę"} {
				if !strings.Contains(look, want) {
					t.Errorf("there is no %q in %s", want, look)
				}
			}
		})
	}
	t.Run("R9 archived people stand in grey letters in cards and lines, others in bold ones", func(t *testing.T) {
		for n, want := range map[int][]string{1: {"section", "context", "actions"}, 3: {"context", "context", "actions"}} {
			if got := shape(rows(r.peopleRows([]crm.Person{r.plainPerson(n)}))); !slices.Equal(got, want) {
				t.Errorf("the row is %q, want %q", got, want)
			}
		}
		for n, want := range map[int][]string{1: {"section"}, 3: {"context", "actions"}} {
			if got := shape(oneLiners(r.peopleRows([]crm.Person{r.plainPerson(n)}))); !slices.Equal(got, want) {
				t.Errorf("the line is %q, want %q", got, want)
			}
		}
	})
	t.Run("R9 and in slanted letters in tables", func(t *testing.T) {
		for n, want := range map[int]bool{1: false, 3: true} {
			for tables := range TablesNone {
				if got := strings.Contains(lookOf(t, r, r.plainPerson(n), crm.LayoutTable, tables), `"italic": true`); got != want {
					t.Errorf("person %d is slanted: %t", n, got)
				}
			}
		}
	})
	for _, l := range looks {
		t.Run("R8 what somebody archived was is said beside the badge in "+l.name, func(t *testing.T) {
			p := r.plainPerson(3)
			p.WasType, p.Course = crm.TypeStudent, "B2"
			if look := lookOf(t, r, p, l.layout, l.tables); strings.Count(look, "wcześniej: Kursant (aktywny)") != 1 || strings.Contains(look, "Zarchiwizowany") {
				t.Errorf("the row is %s", look)
			}
			kept := crm.PeopleList{Settings: crm.ListSettings{Columns: []crm.Column{crm.ColumnName}, Layout: l.layout}}
			for view, want := range map[crm.PeopleView]int{crm.ViewAll: 0, crm.ViewArchive: 1} {
				kept.Filter.View = view
				look := said(t, r.listed(r.peopleIn([]crm.Person{p}, kept), l.tables))
				if got := strings.Count(look, "wcześniej: Kursant (aktywny)"); got != want {
					t.Errorf("in the view %q it is said %d times, want %d: %s", view, got, want, look)
				}
			}
		})
		t.Run("R15 whoever has overdue tasks is marked where they are asked for, in "+l.name, func(t *testing.T) {
			late, soon := r.plainPerson(1), r.plainPerson(2)
			late.OverdueFrom, soon.OverdueFrom = r.Now, r.Now.Add(time.Second)
			for a, want := range map[crm.Answer]int{crm.Yes: 1, "": 0} {
				kept := crm.PeopleList{Filter: crm.PersonFilter{Overdue: a}, Settings: crm.ListSettings{Layout: l.layout}}
				look := said(t, r.listed(r.peopleIn([]crm.Person{late, soon}, kept), l.tables))
				if got := strings.Count(look, "⚠ zadania przeterminowane"); got != want {
					t.Errorf("asked for %q it is said %d times, want %d: %s", a, got, want, look)
				}
			}
		})
	}
	t.Run("R6 what can be done stands at the left of a table, as far as there is room", func(t *testing.T) {
		for columns, want := range map[int][]string{
			1:  {"Otwórz", "Dodaj zadanie", "Dodaj notatkę"},
			17: {"Otwórz", "Dodaj zadanie", "Dodaj notatkę"},
			18: {"Otwórz", "Dodaj zadanie"}, // as the form of the settings says
		} {
			s := crm.ListSettings{Columns: crm.ListPeople.Columns()[:columns], Layout: crm.LayoutTable}
			block := r.listed(r.people([]crm.Person{r.plainPerson(1)}, s), TablesWithButtons)[0].(*slack.DataTableBlock)
			var got []string
			for _, cell := range block.Rows[1] {
				if press, ok := cell.(*slack.DataTableActionCell); ok {
					got = append(got, press.Element.Text.Text)
				}
			}
			if !slices.Equal(got, want) || block.RowHeaderColumnIndex != len(want) || len(block.Rows[0]) != columns+len(want) {
				t.Errorf("with %d columns there are %q, and a row is named by its cell %d", columns, got, block.RowHeaderColumnIndex)
			}
		}
	})
	t.Run("R14 a modal has no tables, so a table is compact there", func(t *testing.T) {
		h := HomeData{Tab: crm.TabPeople, People: crm.Page[crm.Person]{Items: many(2, r.plainPerson)}}
		h.List.Settings = crm.ListSettings{Layout: crm.LayoutTable}
		if got := shape(Home(r, h).Blocks.BlockSet); !slices.Contains(got, "data_table") {
			t.Errorf("Home is %q", got)
		}
		if got := shape(Hub(r, h).Blocks.BlockSet); slices.Contains(got, "data_table") || slices.Contains(got, "table") {
			t.Errorf("the hub is %q", got)
		}
	})
	t.Run("R50 the column „Zakończone” of a table is the square", func(t *testing.T) {
		s := crm.ListSettings{Columns: []crm.Column{crm.ColumnSubject, crm.ColumnDone}, Layout: crm.LayoutTable}
		block := r.listed(r.tasks([]crm.Task{r.plainTask(1)}, s), TablesWithButtons)[0].(*slack.DataTableBlock)
		square := block.Rows[1][2].(*slack.DataTableActionCell).Element
		if square.Text.Text != "☐" || square.Value != "1:done" || square.ActionID != RowSquare+"1" {
			t.Errorf("the square is %+v", square)
		}
		if block.RowHeaderColumnIndex != 1 {
			t.Errorf("a row is named by its cell %d", block.RowHeaderColumnIndex)
		}
	})
	t.Run("R52 a line's menu carries the state that is wanted", func(t *testing.T) {
		for n, want := range map[int]string{1: "finish:1", 2: "reopen:2"} {
			if got := r.taskRow(r.plainTask(n)).menu().Options[0].Value; got != want {
				t.Errorf("the first choice of task %d is %q, want %q", n, got, want)
			}
		}
	})
}

func TestColumns(t *testing.T) {
	r := reader(t, crm.Polish)
	t.Run("R14 every column has a heading and a text", func(t *testing.T) {
		for _, list := range []crm.ListName{crm.ListPeople, crm.ListTasks} {
			for _, c := range list.Columns() {
				if headingID(list, c) == "" {
					t.Errorf("%s of %s is not drawn", c, list)
				}
			}
		}
	})
	t.Run("R14 the columns and their order rule cards, lines and tables", func(t *testing.T) {
		p := r.plainPerson(1)
		p.Number, p.NextStep = "K-17", "zadzwonić w maju"
		for _, l := range looks {
			s := crm.ListSettings{Columns: []crm.Column{crm.ColumnNextStep, crm.ColumnNumber, crm.ColumnName}, Layout: l.layout}
			look := said(t, r.listed(r.people([]crm.Person{p}, s), l.tables))
			next, number := strings.Index(look, "zadzwonić w maju"), strings.Index(look, "K-17")
			if next < 0 || number < next || strings.Contains(look, "CRM") || strings.Contains(look, `"*+48`) {
				t.Errorf("%s: %s", l.name, look)
			}
		}
	})
	t.Run("R14 rows on a page, as many as the layout has room for", func(t *testing.T) {
		for _, c := range []struct {
			layout     crm.Layout
			tables     Tables
			rows, want int
		}{
			{crm.LayoutCards, TablesWithButtons, 5, 5},
			{crm.LayoutCards, TablesWithButtons, 50, 20},
			{crm.LayoutCompact, TablesWithButtons, 50, 40},
			{crm.LayoutTable, TablesPlain, 50, 50},
			{crm.LayoutTable, TablesNone, 50, 40},
		} {
			if got := PageSize(crm.ListSettings{Layout: c.layout, Rows: c.rows}, c.tables); got != c.want {
				t.Errorf("%d rows in %s are %d, want %d", c.rows, c.layout, got, c.want)
			}
		}
	})
	t.Run("names of 100 wide letters stay whole in cards, and whole rows within a table", func(t *testing.T) {
		p := crm.Person{ID: 1, GivenName: strings.Repeat("W", crm.MaxName), FamilyName: strings.Repeat("M", crm.MaxName), Type: crm.TypeCRM}
		for _, layout := range []crm.Layout{crm.LayoutCards, crm.LayoutCompact} {
			if look := lookOf(t, r, p, layout, TablesNone); !strings.Contains(look, p.Name()) {
				t.Errorf("%s cuts the name: %s", layout, look)
			}
		}
		s := crm.ListSettings{Layout: crm.LayoutTable}
		page := r.people(slices.Repeat([]crm.Person{p}, 50), s)
		for i := range page.rows { // as fifty people have ids of their own
			page.rows[i] = r.personRowIn(crm.Person{ID: crm.PersonID(i + 1), FamilyName: p.FamilyName, GivenName: p.GivenName},
				crm.PeopleList{Settings: page.settings})
		}
		for tables := range TablesNone {
			blocks := r.listed(page, tables)
			checkLimits(t, saying(blocks...))
			if look := said(t, blocks); strings.Count(look, "WWW") < 50 || !strings.Contains(look, "…") {
				t.Error("a row is missing, or cut without a sign")
			}
		}
	})
}

func TestChips(t *testing.T) {
	r := reader(t, crm.Polish)
	f := crm.PersonFilter{
		View: crm.ViewStudents, Text: "kowal", Type: crm.TypeStudent, Status: crm.StatusNew, Owner: 8, Consent: crm.No,
		Open: crm.Yes, Overdue: crm.No, Contacted: crm.No, ContactBefore: "2026-11-01", CreatedFrom: "2026-01-01", CreatedTo: "2026-10-31",
	}
	says := func(f crm.PersonFilter) (all []string) {
		for _, b := range r.chips(crm.PeopleList{Filter: f}, "Ewa Lis") {
			all = append(all, labels(b)...)
		}
		return all
	}
	t.Run("R15 every condition is a chip, and all are cleared at once", func(t *testing.T) {
		want := []string{
			"Tekst: „kowal” ✕", "Typ: Kursant ✕", "Stan kursanta: nowy ✕", "Opiekun: Ewa Lis ✕", "Zgoda marketingowa: Nie ✕",
			"z zadaniami do realizacji ✕", "bez przeterminowanych zadań ✕", "Był kontakt: Nie ✕",
			"Ostatni kontakt przed: 1 lis 2026 ✕", "Utworzono: od 1 sty 2026 do 31 paź 2026 ✕", "Wyczyść filtry",
		}
		if got := says(f); !slices.Equal(got, want) {
			t.Errorf("the chips are\n%q, want\n%q", got, want)
		}
	})
	t.Run("R15 one end of a span is said alone", func(t *testing.T) {
		for want, f := range map[string]crm.PersonFilter{
			"Utworzono: od 1 sty 2026 ✕":      {CreatedFrom: "2026-01-01"},
			"Utworzono: do 1 sty 2026 ✕":      {CreatedTo: "2026-01-01"},
			"Był kontakt: Tak ✕":              {Contacted: crm.Yes},
			"bez zadań do realizacji ✕":       {Open: crm.No},
			"z przeterminowanymi zadaniami ✕": {Overdue: crm.Yes},
		} {
			if got := says(f); !slices.Equal(got, []string{want, "Wyczyść filtry"}) {
				t.Errorf("the chips are %q, want %q", got, want)
			}
		}
	})
	t.Run("a long text leaves its cross to be seen", func(t *testing.T) {
		if got := says(crm.PersonFilter{Text: strings.Repeat("x", 200)})[0]; runes(got) != maxButton || !strings.HasSuffix(got, "… ✕") {
			t.Errorf("the chip is %q", got)
		}
	})
	t.Run("an order that is not by name is said", func(t *testing.T) {
		for want, f := range map[string]crm.PersonFilter{
			"od najdłużej przeterminowanych": {Overdue: crm.Yes, CreatedFrom: "2026-01-01"},
			"od najdawniejszego kontaktu":    {ContactBefore: "2026-01-01", CreatedFrom: "2026-01-01"},
			"od najnowszych":                 {CreatedTo: "2026-01-01", Text: "x"},
			"od najlepiej pasujących":        {Text: "x", Type: crm.TypeCRM},
			"":                               {Overdue: crm.No, Type: crm.TypeCRM},
		} {
			if got := r.order(f); got != want {
				t.Errorf("%+v is in the order %q, want %q", f, got, want)
			}
		}
	})
}

func TestFilterFormReadsItself(t *testing.T) {
	r := reader(t, crm.Polish)
	full := r.stories()[0].everyCondition()
	full.View = ""
	for name, f := range map[string]crm.PersonFilter{"of everything": full, "of nothing": {}, "of nobody's people": {Owner: crm.NoOwner}} {
		form := FilterForm(r, Meta{}, f, "Ewa Lis")
		if got := ReadFilterForm(untouched(t, form)); got != f {
			t.Errorf("a form %s is read as %+v, want %+v", name, got, f)
		}
	}
}

func TestListFormReadsItself(t *testing.T) {
	r := reader(t, crm.Polish)
	for _, want := range []crm.ListSettings{
		{Columns: []crm.Column{crm.ColumnPhone, crm.ColumnName, crm.ColumnType}, Layout: crm.LayoutTable, Rows: 50},
		crm.ListPeople.DefaultSettings(),
	} {
		for version := range 2 { // and filled anew
			got := ReadListForm(untouched(t, ListForm(r, Meta{List: crm.ListPeople, Version: version}, want)))
			if !slices.Equal(got.Columns, want.Columns) || got.Layout != want.Layout || got.Rows != want.Rows {
				t.Errorf("the form is read as %+v, want %+v", got, want)
			}
		}
	}
}
