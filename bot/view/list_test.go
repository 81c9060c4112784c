package view

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// shape is the types of blocks, in order.
func shape(blocks []slack.Block) []string {
	var types []string
	for _, b := range blocks {
		types = append(types, string(b.BlockType()))
	}
	return types
}

// contains reports whether the blocks stand in the view, side by side and unchanged.
func contains(t *testing.T, v any, blocks []slack.Block) bool {
	t.Helper()
	want := bytes.Trim(compact(t, blocks), "[]")
	return bytes.Contains(compact(t, blocksOf(t, v)), want)
}

func compact(t *testing.T, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// said is everything in a view, as JSON.
func said(t *testing.T, v any) string {
	t.Helper()
	return string(encode(t, v))
}

func TestListsLookTheSameEverywhere(t *testing.T) {
	r := reader(t, crm.Polish)
	task, person := r.plainTask(1), r.plainPerson(1)
	personBlocks := rows(r.peopleRows([]crm.Person{person}))
	task.Due = r.in(time.Hour)
	tasks := crm.Page[crm.Task]{Items: []crm.Task{r.plainTask(2), task}}
	people := crm.Page[crm.Person]{Items: []crm.Person{r.plainPerson(2), person}}
	taskBlocks := rows(r.taskRows([]crm.Task{task}))

	t.Run("R12 a task's row", func(t *testing.T) {
		for name, v := range map[string]any{
			"on Home":         Home(r, HomeData{Tasks: tasks}),
			"in the calendar": Home(r, HomeData{Tab: crm.TabCalendar, Tasks: tasks}),
			"changed":         TaskChanged(r, crm.Edited, task),
		} {
			if !contains(t, v, taskBlocks) {
				t.Errorf("%s the row is another", name)
			}
		}
	})
	t.Run("R12 a task's row on a timeline", func(t *testing.T) {
		own := task
		own.Person, own.PersonName = 0, "" // the card's own is not named
		history := crm.Timeline{Entries: []crm.Entry{{Kind: crm.EntryTask, Task: task}}}
		if !contains(t, PersonCard(r, Meta{Tab: TabTimeline}, person, history), rows(r.taskRows([]crm.Task{own}))) {
			t.Error("the row is another")
		}
	})
	t.Run("R12 a person's row", func(t *testing.T) {
		for name, v := range map[string]any{
			"on Home": Home(r, HomeData{Tab: crm.TabPeople, People: people}),
			"found":   PeopleFound(r, "anna", people.Items, crm.ListSettings{}, TablesNone),
			"changed": PersonChanged(r, crm.Added, person),
		} {
			if !contains(t, v, personBlocks) {
				t.Errorf("%s the row is another", name)
			}
		}
	})
	t.Run("R12 people and tasks have one shape", func(t *testing.T) {
		want := []string{"section", "context", "actions"}
		for _, blocks := range [][]slack.Block{taskBlocks, personBlocks} {
			if got := shape(blocks); !slices.Equal(got, want) {
				t.Errorf("a row is %q, want %q", got, want)
			}
		}
	})
}

func TestPeople(t *testing.T) {
	r := reader(t, crm.Polish)
	t.Run("R6 a task or a note is added from a person's row", func(t *testing.T) {
		row := r.personRow(r.plainPerson(4))
		var ids []string
		for _, e := range row.more[:2] {
			b := e.(*slack.ButtonBlockElement)
			ids = append(ids, b.ActionID+" "+b.Value+" "+b.Text.Text)
		}
		want := []string{"task.add 4 Dodaj zadanie", "note.add 4 Dodaj notatkę"}
		if !slices.Equal(ids, want) {
			t.Errorf("the row offers %q, want %q", ids, want)
		}
	})
	t.Run("R9 archived people are set apart, not by colour alone", func(t *testing.T) {
		archived, active := r.plainPerson(3), r.plainPerson(1)
		blocks := rows(r.peopleRows([]crm.Person{archived}))
		if got := shape(blocks); !slices.Equal(got, []string{"context", "context", "actions"}) {
			t.Errorf("an archived person's row is %q", got)
		}
		if name := said(t, blocks[:1]); !strings.Contains(name, "🗄 Archiwum") || !strings.Contains(name, archived.Name()) {
			t.Errorf("the name is shown as %s", name)
		}
		if strings.Contains(said(t, rows(r.peopleRows([]crm.Person{active}))), "🗄") {
			t.Error("an active person has the badge")
		}
		for name, v := range map[string]any{
			"card":     PersonCard(r, Meta{}, archived, crm.Timeline{}),
			"options":  PersonOptions(r, []crm.Person{archived}),
			"of tasks": TaskChanged(r, crm.Edited, r.plainTask(3)),
		} {
			if !strings.Contains(said(t, v), "🗄 Archiwum") {
				t.Errorf("%s: no badge", name)
			}
		}
	})
	t.Run("R8 each type has its name", func(t *testing.T) {
		for kind, want := range map[crm.Type]string{
			crm.TypeCRM: "CRM", crm.TypeStudent: "Kursant", crm.TypeCompany: "Firma", crm.TypeArchived: "🗄 Archiwum · wcześniej: CRM",
		} {
			card := PersonCard(r, Meta{}, crm.Person{ID: 1, FamilyName: "Lis", Type: kind}, crm.Timeline{})
			if text := said(t, card); !strings.Contains(text, `"`+want) {
				t.Errorf("the card of %s does not say %s", kind, want)
			}
		}
	})
}

func TestTaskRow(t *testing.T) {
	r := reader(t, crm.Polish)
	warsaw := r.Me.Workspace.Zone
	abroad := r
	abroad.Me.Zone = zone(t, "America/New_York")

	for _, c := range []struct {
		name   string
		r      Reader
		due    crm.Due
		says   string
		unsaid string
	}{
		{"an hour", r, r.in(5 * time.Hour), "dziś 15:00", "Przeterminowane"},
		{"an hour in the reader's zone", abroad, r.in(5 * time.Hour), "dziś 9:00", "15:00"},
		{"a day without an hour", r, crm.DueOn(2026, 11, 25, warsaw), "· jutro ·", ":00"},
		{"a day is the workspace's", abroad, crm.DueOn(2026, 11, 25, warsaw), "· jutro ·", "dziś"},
		{"overdue in a word", r, r.in(-time.Minute), "⚠ *Przeterminowane*", "Zakończone"},
		{"today is not overdue yet", r, crm.DueOn(2026, 11, 24, warsaw), "· dziś ·", "Przeterminowane"},
		{"no due time", r, crm.Due{}, "bez terminu", "Przeterminowane"},
	} {
		task := crm.Task{ID: 1, Kind: crm.KindCall, Subject: "oddzwonić", AssigneeName: "Jan", Due: c.due}
		got := c.r.taskRow(task).about
		if !strings.Contains(got, c.says) || strings.Contains(got, c.unsaid) {
			t.Errorf("%s: %q does not say %q, or says %q", c.name, got, c.says, c.unsaid)
		}
	}

	t.Run("R50 the square stands at the task's name", func(t *testing.T) {
		open := r.plainTask(1)
		section := rows(r.taskRows([]crm.Task{open}))[0].(*slack.SectionBlock)
		square := section.Accessory.ButtonElement
		if !strings.Contains(section.Text.Text, open.Subject) || square == nil || square.ActionID != TaskSquare {
			t.Fatalf("the name stands with %+v", section.Accessory)
		}
		if square.Text.Text != "☐" || !strings.HasPrefix(square.AccessibilityLabel, "Oznacz jako zakończone: oddzwonić") {
			t.Errorf("the square is %q, heard as %q", square.Text.Text, square.AccessibilityLabel)
		}
	})
	t.Run("R51 a done task can be opened again", func(t *testing.T) {
		square := r.square(r.plainTask(2))
		if square.Text.Text != "☑" || square.Value != "2:open" {
			t.Errorf("the square is %q, %q", square.Text.Text, square.Value)
		}
		if got := r.taskRow(r.plainTask(2)).about; !strings.HasPrefix(got, "✓ Zakończone") {
			t.Errorf("a done task's line is %q", got)
		}
	})
	t.Run("R37 edit and delete are in the menu", func(t *testing.T) {
		menu := r.taskRow(r.plainTask(1)).more[1].(*slack.OverflowBlockElement)
		var got []string
		for _, o := range menu.Options {
			got = append(got, o.Text.Text+" "+o.Value)
		}
		if want := []string{"Edytuj edit:1", "Otwórz osobę person:1", "Usuń delete:1"}; !slices.Equal(got, want) {
			t.Errorf("the menu is %q, want %q", got, want)
		}
	})
}
