package crm

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestSettle(t *testing.T) {
	for _, c := range []struct {
		name    string
		list    ListName
		s, want ListSettings
	}{
		{"nothing set, of people", ListPeople, ListSettings{}, ListPeople.DefaultSettings()},
		{"nothing set, of tasks", ListTasks, ListSettings{}, ListTasks.DefaultSettings()},
		{
			"the order is kept", ListPeople,
			ListSettings{[]Column{ColumnEmail, ColumnName, ColumnCourse}, LayoutTable, 50},
			ListSettings{[]Column{ColumnEmail, ColumnName, ColumnCourse}, LayoutTable, 50},
		},
		{
			"the naming column is there", ListTasks,
			ListSettings{[]Column{ColumnDue, ColumnDone}, LayoutCompact, 5},
			ListSettings{[]Column{ColumnSubject, ColumnDue, ColumnDone}, LayoutCompact, 5},
		},
		{
			"no column twice, none of another list", ListPeople,
			ListSettings{[]Column{ColumnName, ColumnDue, ColumnPhone, ColumnPhone, "shoe_size"}, "circle", 7},
			ListSettings{[]Column{ColumnName, ColumnPhone}, LayoutCards, 10},
		},
		{
			"only unknown columns", ListTasks,
			ListSettings{[]Column{ColumnGuardian}, LayoutCards, -1},
			ListSettings{ListTasks.DefaultSettings().Columns, LayoutCards, 10},
		},
	} {
		t.Run("R14 "+c.name, func(t *testing.T) {
			got := c.list.Settle(c.s)
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			if again := c.list.Settle(got); !reflect.DeepEqual(again, got) {
				t.Errorf("settled again: %+v", again)
			}
		})
	}
}

// TestSettleKeepsToItself: what it returns is nobody else's.
func TestSettleKeepsToItself(t *testing.T) {
	for _, list := range []ListName{ListPeople, ListTasks} {
		before := list.DefaultSettings()
		list.Settle(ListSettings{}).Columns[0] = "scribbled over"
		list.Columns()[0] = "scribbled over"
		if got := list.DefaultSettings(); !reflect.DeepEqual(got, before) {
			t.Errorf("the default of %s became %v", list, got)
		}
		mine := []Column{ColumnCreated, ColumnNote, ColumnPhone}
		list.Settle(ListSettings{Columns: mine})
		if !slices.Equal(mine, []Column{ColumnCreated, ColumnNote, ColumnPhone}) {
			t.Errorf("settling changed the asker's columns to %v", mine)
		}
	}
}

func TestDefaultSettingsAreSettled(t *testing.T) {
	for _, list := range []ListName{ListPeople, ListTasks} {
		usual := list.DefaultSettings()
		for _, c := range usual.Columns {
			if !slices.Contains(list.Columns(), c) {
				t.Errorf("%s begins with the column %s, which it does not have", list, c)
			}
		}
		if !slices.Contains(usual.Columns, naming[list]) || !slices.Contains(Layouts, usual.Layout) || !slices.Contains(RowsChoices, usual.Rows) {
			t.Errorf("%s begins with %+v", list, usual)
		}
	}
}

func TestSaveView(t *testing.T) {
	l := PeopleList{Filter: PersonFilter{Text: " Ćwik "}, Settings: ListSettings{Rows: 50}, Saved: 3}
	full := make([]string, MaxViews)
	for i := range full {
		full[i] = fmt.Sprint("widok ", i)
	}
	for _, c := range []struct {
		name   string
		others []string
		want   []string
	}{
		{"  Nowi  we wrześniu ", []string{"inny"}, nil},
		{strings.Repeat("ż", MaxViewName), nil, nil},
		{"widok 7", full, nil},
		{"WIDÓK 7", full, nil},
		{" \n", nil, []string{"view_name: problem.view_name_missing"}},
		{strings.Repeat("ż", MaxViewName+1), nil, []string{"view_name: problem.too_long"}},
		{"widok 51", full, []string{"view_name: problem.too_many_views"}},
	} {
		got, err := l.Save(c.name, c.others)
		expectProblems(t, err, c.want...)
		if want := squeeze(c.name); got.Name != want {
			t.Errorf("named %q, want %q", got.Name, want)
		}
		if got.List.Filter.Text != "Ćwik" || got.List.Settings.Layout != LayoutCards || got.List.Settings.Rows != 50 {
			t.Errorf("saved %+v", got.List)
		}
	}
}

func TestSameViewName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Moi kursanci", "moi  Kursanci", true},
		{"Zaległe", "zalegle", true},
		{"Moi kursanci", "Moi", false},
		{"!!!", "!!!", true},
		{"!!!", "???", false}, // of which nothing is left for search
	} {
		if got := SameViewName(c.a, c.b); got != c.want {
			t.Errorf("%q and %q are the same: %t", c.a, c.b, got)
		}
	}
}

func TestOwnSettings(t *testing.T) {
	own := PeopleList{Filter: PersonFilter{Type: TypeCRM}, Settings: ListSettings{Rows: 5}}
	view := func(id ViewID, rows int) SavedView {
		return SavedView{ID: id, List: PeopleList{Filter: PersonFilter{View: ViewStudents, Open: Yes}, Settings: ListSettings{Rows: rows}}}
	}
	l := own.Open(view(7, 20)).Open(view(8, 50))
	if l.Saved != 8 || l.Settings.Rows != 50 || l.Filter.Open != Yes {
		t.Errorf("the view is opened as %+v", l)
	}
	l.Filter, l.Saved = l.Filter.Without(ByOpen), 0 // a chip was pressed
	if back := l.Fixed(ViewArchive); back.Settings.Rows != 5 || back.Own != nil || back.Filter.View != ViewArchive {
		t.Errorf("left by a fixed view it is %+v", back)
	}
	if back := own.Open(view(7, 20)).Fixed(ViewAll); back.Filter != (PersonFilter{View: ViewAll}) {
		t.Errorf("the view's conditions stay: %+v", back.Filter)
	}
	if back := own.Fixed(ViewAll); back.Filter.Type != TypeCRM {
		t.Errorf("one's own conditions are gone: %+v", back.Filter)
	}
}
