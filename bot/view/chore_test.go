package view

import (
	"strings"
	"testing"
	"time"

	"frontdesk/store/crm"
)

// chore is an import of the story's people, as it stands at a moment.
func (s story) chore(state crm.ChoreState, at time.Time) crm.Chore {
	name := s.person(1).Name()
	return crm.Chore{
		ID: 7, Kind: crm.ChoreImport, State: state, Name: name + ".xlsx", Changed: true, Unknown: []string{name, "Znak zodiaku"},
		Counts: map[crm.Verdict]int{crm.RowNew: 1, crm.RowUpdated: 2, crm.RowSame: 5, crm.RowDouble: 22, crm.RowFaulty: 12345},
		Examples: map[crm.Verdict][]string{
			crm.RowNew: {name}, crm.RowUpdated: {name, name}, crm.RowSame: {name, name, name}, crm.RowDouble: {name, name, name}, crm.RowFaulty: {name, name, name},
		},
		Removed: 1, Restored: 1, Kept: 1, Problem: &crm.Refusal{ID: "refusal.sheet_kind", Data: map[string]any{"Ending": "." + name}}, Done: at,
	}
}

func TestChore(t *testing.T) {
	r := reader(t, crm.Polish)
	s := r.stories()[0]
	t.Run("R7 what would change nothing cannot be imported, only left", func(t *testing.T) {
		c := s.chore(crm.ChoreAsking, r.Now)
		c.Counts = map[crm.Verdict]int{crm.RowSame: 5}
		v := said(t, Chore(r, c))
		if strings.Contains(v, ChoreApply) || !strings.Contains(v, ChoreCancel) || !strings.Contains(v, "5 osób bez zmian") {
			t.Errorf("it offers %s", v)
		}
	})
	t.Run("R7 an import can be taken back for a day", func(t *testing.T) {
		for age, want := range map[time.Duration]bool{0: true, crm.UndoFor - time.Second: true, crm.UndoFor: false} {
			if got := strings.Contains(said(t, Chore(r, s.chore(crm.ChoreDone, r.Now.Add(-age)))), ChoreUndo); got != want {
				t.Errorf("after %v: %t", age, got)
			}
		}
	})
	t.Run("a file tells what is in it", func(t *testing.T) {
		c := crm.Chore{Kind: crm.ChoreExport, Rows: 2, Export: crm.Export{List: crm.ListPeople, Filter: []string{"Typ: Kursant", "<!here>"}}}
		if got := FileLine(r, c, crm.ChoreFile{}); got != "Osoby · 2 wiersze · Typ: Kursant · &lt;!here&gt;" {
			t.Errorf("it tells %q", got)
		}
	})
	t.Run("R17 a filter is told by its view and its conditions", func(t *testing.T) {
		l := crm.PeopleList{Filter: crm.PersonFilter{View: crm.ViewStudents, Owner: 8}}
		if got := strings.Join(FilterLines(r, l, "Ewa Lis"), "|"); got != "Kursanci|Opiekun: Ewa Lis" {
			t.Errorf("it is %q", got)
		}
		if got := FilterLines(r, crm.PeopleList{}, ""); len(got) != 0 {
			t.Errorf("everybody is %q", got)
		}
	})
}
