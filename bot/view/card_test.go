package view

import (
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// headings are a view's, in order.
func headings(blocks []slack.Block) []string {
	var all []string
	for _, b := range blocks {
		if h, ok := b.(*slack.HeaderBlock); ok {
			all = append(all, h.Text.Text)
		}
	}
	return all
}

func TestPersonCard(t *testing.T) {
	r := reader(t, crm.Polish)
	anna := r.plainPerson(1)
	history := PersonCard(r, Meta{Tab: TabTimeline}, anna, story{"", r.plainPerson, r.plainStudent, r.plainTask, r.plainNote}.timeline(r, 6))

	t.Run("it opens on General", func(t *testing.T) {
		card := PersonCard(r, Meta{}, anna, crm.Timeline{})
		if !strings.Contains(said(t, card), "Ogólne – wybrana zakładka") {
			t.Error("General is not chosen")
		}
	})
	t.Run("R26 each activity is added from the timeline", func(t *testing.T) {
		add := history.Blocks.BlockSet[4].(*slack.SectionBlock)
		var got []string
		for _, o := range add.Accessory.OverflowElement.Options {
			got = append(got, o.Text.Text+" "+o.Value)
		}
		want := []string{"Zadanie task:1", "Spotkanie meeting:1", "Kontakt telefoniczny call:1", "Wiadomość message:1", "Notatka note:1"}
		if add.Text.Text != "*Dodaj czynność*" || !slices.Equal(got, want) {
			t.Errorf("%s offers %q, want %q", add.Text.Text, got, want)
		}
	})
	t.Run("R28 the overdue stand first, under their word", func(t *testing.T) {
		want := []string{anna.Name(), "Przeterminowane", "Historia od najnowszych"}
		if got := headings(history.Blocks.BlockSet); !slices.Equal(got, want) {
			t.Errorf("headings are %q, want %q", got, want)
		}
	})
	t.Run("R27 the order is the store's", func(t *testing.T) {
		text := said(t, history)
		for _, pair := range [][2]string{{"grupy 1", "grupy 3"}, {"grupy 3", "Dodano osobę"}, {"Dodano osobę", "grupy 5"}} {
			if first, second := strings.Index(text, pair[0]), strings.Index(text, pair[1]); first < 0 || second < first {
				t.Errorf("%q does not stand before %q", pair[0], pair[1])
			}
		}
	})
	t.Run("R40 a note's menu edits and deletes", func(t *testing.T) {
		menu := r.noteRow(r.plainNote(2)).press.(*slack.OverflowBlockElement)
		if menu.ActionID != NoteMenu || menu.Options[0].Value != "edit:2" || menu.Options[1].Value != "delete:2" {
			t.Errorf("the menu is %+v", menu)
		}
	})
	t.Run("it knows itself again", func(t *testing.T) {
		m, err := ParseMeta(history.PrivateMetadata)
		if err != nil || m.Person != anna.ID || m.Tab != TabTimeline {
			t.Errorf("the card carries %+v, %v", m, err)
		}
	})
	t.Run("an empty timeline teaches the next step", func(t *testing.T) {
		card := PersonCard(r, Meta{Tab: TabTimeline}, anna, crm.Timeline{})
		if text := said(t, card); !strings.Contains(text, "Oś czasu jest jeszcze pusta") || strings.Contains(text, PageNext) {
			t.Errorf("it says %s", text)
		}
	})
	t.Run("pages go on and back", func(t *testing.T) {
		page := crm.Timeline{Entries: []crm.Entry{{Kind: crm.EntryNote, Note: r.plainNote(1)}}, Previous: "c0", Next: "c2"}
		card := said(t, PersonCard(r, Meta{Tab: TabTimeline, Page: "c1"}, anna, page))
		if !strings.Contains(card, PageNext) || !strings.Contains(card, `"c2"`) || !strings.Contains(card, PagePrevious) || !strings.Contains(card, `"c0"`) {
			t.Errorf("there is no way on or back: %s", card)
		}
	})
}

func TestTaskCard(t *testing.T) {
	r := reader(t, crm.Polish)
	t.Run("R50 the square stands in the details too, with edit and delete", func(t *testing.T) {
		card := said(t, TaskCard(r, Meta{}, r.plainTask(1)))
		for _, action := range []string{TaskSquare, TaskEdit, TaskDelete, PersonOpen} {
			if !strings.Contains(card, `"`+action+`"`) {
				t.Errorf("%s is missing", action)
			}
		}
	})
	t.Run("a task of nobody has no person to open", func(t *testing.T) {
		if strings.Contains(said(t, TaskCard(r, Meta{}, r.plainTask(4))), PersonOpen) {
			t.Error("a person can be opened")
		}
	})
	t.Run("a long note is shown whole", func(t *testing.T) {
		task := r.plainTask(1)
		task.Note = strings.Repeat("ż", crm.MaxBody)
		if !strings.Contains(said(t, TaskCard(r, Meta{}, task)), `"`+task.Note+`"`) {
			t.Error("the note is cut")
		}
	})
}

func TestConfirmDelete(t *testing.T) {
	r := reader(t, crm.Polish)
	for want, m := range map[string]Meta{"Usunąć zadanie?": {Task: 5}, "Usunąć notatkę?": {Note: 5}} {
		v := ConfirmDelete(r, m, "oddzwonić")
		got, err := ParseMeta(v.PrivateMetadata)
		if v.Title.Text != want || v.Submit.Text != "Usuń" || err != nil || got.Task != m.Task || got.Note != m.Note {
			t.Errorf("%q, %q, %+v, %v", v.Title.Text, v.Submit.Text, got, err)
		}
	}
}
