package view

import (
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/store/crm"
)

// chore is an import of the story's people, as it stands at a moment.
func (s story) chore(state crm.ChoreState, at time.Time) crm.Chore {
	c := s.undoFailed(at)
	c.State = state
	if state == crm.ChoreDone {
		c.Problem = nil
	}
	return c
}

// undoFailed is the import after it could not be undone.
func (s story) undoFailed(at time.Time) crm.Chore {
	name := s.person(1).Name()
	named, nameless, namesake := crm.ImportExample{Line: 2, Name: name}, crm.ImportExample{Line: 7}, crm.ImportExample{Line: 9, Name: name, Mark: name}
	return crm.Chore{
		ID: 7, Kind: crm.ChoreImport, State: crm.ChoreDone, Name: name + ".xlsx", Changed: true, Unknown: []string{name, "Znak zodiaku"},
		Counts: map[crm.Verdict]int{crm.RowNew: 1, crm.RowUpdated: 2, crm.RowSame: 5, crm.RowRepeated: 1, crm.RowDouble: 22, crm.RowFaulty: 12345},
		Examples: map[crm.Verdict][]crm.ImportExample{
			crm.RowNew: {named}, crm.RowUpdated: {named, namesake}, crm.RowSame: {named, named, named}, crm.RowRepeated: {named},
			crm.RowDouble: {named, named, named}, crm.RowFaulty: {nameless, named, nameless},
		},
		Leaving: 2, Removed: 1, Restored: 1, Kept: 1, Problem: &crm.Refusal{ID: "refusal.sheet_kind", Data: map[string]any{"Ending": "." + name}}, Done: at,
	}
}

func TestChore(t *testing.T) {
	r := reader(t, crm.Polish)
	s := r.stories()[0]
	t.Run("R7 what would change nothing can be neither imported nor cancelled", func(t *testing.T) {
		c := s.chore(crm.ChoreAsking, r.Now)
		for says, counts := range map[string]map[crm.Verdict]int{
			"wszystkie osoby z pliku już są, z tymi samymi danymi.": {crm.RowSame: 5},
			"Nie ma tu niczego do zapisania.\n":                     {crm.RowSame: 5, crm.RowFaulty: 1},
		} {
			c.Counts = counts
			m := Chore(r, c)
			if v := said(t, m); strings.Contains(v, ChoreApply) || strings.Contains(v, ChoreCancel) {
				t.Errorf("it offers %s", v)
			}
			if !strings.Contains(m.Text, says) || !strings.Contains(m.Text, "5 osób bez zmian") || strings.Contains(m.Text, "Nic jeszcze") {
				t.Errorf("it says %s", m.Text)
			}
		}
	})
	t.Run("R7 examples tell namesakes apart, and where a row without a name stands", func(t *testing.T) {
		c := s.chore(crm.ChoreAsking, r.Now)
		c.Examples = map[crm.Verdict][]crm.ImportExample{
			crm.RowUpdated: {{Line: 2, Name: "Jan Kowalski", Mark: "Lis & Syn"}, {Line: 3, Name: "Ewa Lis"}}, crm.RowFaulty: {{Line: 7}},
		}
		lines := strings.Join(ImportPreview(r, c), "|")
		for _, want := range []string{"osoby z nowymi danymi: Jan Kowalski (Lis &amp; Syn), Ewa Lis|", "pominiętych: wiersz 7, …"} {
			if !strings.Contains(lines, want) {
				t.Errorf("no %q in %s", want, lines)
			}
		}
	})
	t.Run("R7 the question before an undo names the file and whom it concerns", func(t *testing.T) {
		c := s.chore(crm.ChoreDone, r.Now)
		c.Name = "kursanci.csv"
		for want, counts := range map[string]map[crm.Verdict]int{
			"Import z pliku „kursanci.csv”: 5 dodanych osób zniknie, 1 zmieniona osoba odzyska poprzednie dane. Osoby, nad": {crm.RowNew: 5, crm.RowUpdated: 1},
			"Import z pliku „kursanci.csv”: 2 zmienione osoby odzyskają poprzednie dane. Osoby":                             {crm.RowUpdated: 2, crm.RowSame: 8},
		} {
			c.Counts = counts
			if got := UndoQuestion(r, c); !strings.HasPrefix(got, want) {
				t.Errorf("it asks %q", got)
			}
		}
		c.Name, c.Counts = strings.Repeat("W", 300), map[crm.Verdict]int{crm.RowNew: 100_000, crm.RowUpdated: 100_000}
		if n := runes(UndoQuestion(r, c)); n > maxConfirmText {
			t.Errorf("it has %d characters", n)
		}
	})
	t.Run("R7 an import can be taken back for a day", func(t *testing.T) {
		for age, want := range map[time.Duration]bool{0: true, crm.UndoFor - time.Second: true, crm.UndoFor: false} {
			if got := strings.Contains(said(t, Chore(r, s.chore(crm.ChoreDone, r.Now.Add(-age)))), ChoreUndo); got != want {
				t.Errorf("after %v: %t", age, got)
			}
		}
	})
	t.Run("R7 an undo that failed says that the import stands, and can be tried again", func(t *testing.T) {
		v := said(t, Chore(r, s.undoFailed(r.Now)))
		if !strings.Contains(v, "Importu nie cofnięto.") || strings.Contains(v, "Nic nie zapisano") || !strings.Contains(v, ChoreUndo) {
			t.Errorf("it says %s", v)
		}
	})
	t.Run("R7 R62 who would leave the archive is said before it is imported", func(t *testing.T) {
		v := said(t, Chore(r, s.chore(crm.ChoreAsking, r.Now)))
		said, button := strings.Index(v, "Z archiwum zostaną przywrócone 2 osoby."), strings.Index(v, ChoreApply)
		if said < 0 || said > button {
			t.Errorf("it says %s", v)
		}
	})
	t.Run("R17 R45 an export tells what is in its file", func(t *testing.T) {
		c := crm.Chore{Kind: crm.ChoreExport, State: crm.ChoreDone, Name: "a.xlsx", Rows: 2, Export: crm.Export{List: crm.ListPeople, Filter: []string{"Typ: Kursant", "<!here>"}}}
		if got := Chore(r, c).Text; got != "Plik jest gotowy: a.xlsx · 2 osoby · Typ: Kursant · &lt;!here&gt;" {
			t.Errorf("it tells %q", got)
		}
		c.State, c.Rows, c.Export.List = crm.ChoreWriting, 5, crm.ListTasks
		if got := Chore(r, c).Text; got != "Przygotowuję plik… 5 zadań" {
			t.Errorf("meanwhile it tells %q", got)
		}
	})
	t.Run("R17 a filter is told by its view and its conditions", func(t *testing.T) {
		l := crm.PeopleList{Filter: crm.PersonFilter{View: crm.ViewStudents, Owner: 8}}
		if got := strings.Join(FilterLines(r, l, "Ewa Lis"), "|"); got != "Widok: Kursanci|Opiekun: Ewa Lis" {
			t.Errorf("it is %q", got)
		}
		if got := FilterLines(r, crm.PeopleList{}, ""); !slices.Equal(got, []string{"Widok: Wszyscy"}) {
			t.Errorf("everybody is %q", got)
		}
	})
}
