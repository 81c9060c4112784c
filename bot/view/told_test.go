package view

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// offers are the labels of all buttons of a message but the square, in order.
func offers(m Message) []string {
	var all []string
	for _, b := range m.Blocks {
		if b.BlockType() == slack.MBTAction {
			all = append(all, labels(b)...)
		}
	}
	return all
}

func TestTold(t *testing.T) {
	r := reader(t, crm.Polish)
	overdue := crm.Task{ID: 4, Kind: crm.KindCall, Subject: "oddzwonić", PersonName: "Anna Żak", Due: r.in(-time.Hour), DueVersion: 2}

	t.Run("only what puts a task off is offered", func(t *testing.T) {
		const hour, tomorrow, open = "+1 h", "Jutro 9:00", "Otwórz"
		for name, c := range map[string]struct {
			due  crm.Due
			want []string
		}{
			"an hour ago":           {r.in(-time.Hour), []string{hour, tomorrow, open}},
			"in half an hour":       {r.in(30 * time.Minute), []string{hour, tomorrow, open}},
			"in an hour":            {r.in(time.Hour), []string{tomorrow, open}},
			"today, without hour":   {crm.DueOn(2026, 11, 24, r.Me.Workspace.Zone), []string{tomorrow, open}},
			"yesterday, without":    {crm.DueOn(2026, 11, 23, r.Me.Workspace.Zone), []string{hour, tomorrow, open}},
			"tomorrow at nine":      {r.in(23 * time.Hour), []string{open}},
			"the day after":         {r.in(48 * time.Hour), []string{open}},
			"never, so at any time": {crm.Due{}, []string{open}},
		} {
			task := overdue
			task.Due = c.due
			if got := offers(Assigned(r, "Jan", task)); !slices.Equal(got, c.want) {
				t.Errorf("due %s: offered are %q, want %q", name, got, c.want)
			}
		}
	})
	t.Run("a reminder names task, kind, person and due time", func(t *testing.T) {
		m := Reminder(r, overdue)
		if m.Text != "Minął termin: oddzwonić (dziś 9:00)" {
			t.Errorf("it begins %q", m.Text)
		}
		for _, want := range []string{"Kontakt telefoniczny", "Anna Żak", "Przeterminowane", `"4:2"`, `"4:done"`} {
			if !strings.Contains(said(t, m), want) {
				t.Errorf("%s is missing", want)
			}
		}
	})
	t.Run("a finished task leaves a line and the way back", func(t *testing.T) {
		done := overdue
		done.Done = r.Now.Add(42 * time.Minute)
		for name, m := range map[string]Message{
			"finished": ToldChanged(r, crm.Finished, done), "moved when done": Snoozed(r, r.in(time.Hour), done),
		} {
			if got := said(t, m); len(offers(m)) != 0 || !strings.Contains(got, "✓ Zakończone · 10:42") || !strings.Contains(got, `"4:open"`) {
				t.Errorf("%s: it is %s", name, got)
			}
		}
		done.Done = r.Now.Add(-24 * time.Hour)
		if got := said(t, Snoozed(r, r.in(time.Hour), done)); !strings.Contains(got, "✓ Zakończone · wczoraj 10:00") {
			t.Errorf("of yesterday's: %s", got)
		}
	})
	t.Run("a moved task says to when, also when it was moved otherwise", func(t *testing.T) {
		moved := overdue
		moved.Due = r.in(23 * time.Hour)
		if m := Snoozed(r, moved.Due, moved); m.Text != "Przeniesiono na jutro 9:00 · oddzwonić" {
			t.Errorf("it says %q", m.Text)
		}
		if m := Snoozed(r, r.in(time.Hour), moved); m.Text != "Termin zmieniono już wcześniej, teraz: jutro 9:00 · oddzwonić" {
			t.Errorf("of another move it says %q", m.Text)
		}
		moved.Due = crm.Due{}
		if m := Snoozed(r, r.in(time.Hour), moved); !strings.Contains(m.Text, "teraz: bez terminu") {
			t.Errorf("without a due time it says %q", m.Text)
		}
	})
}

func TestSnoozeValue(t *testing.T) {
	task := crm.Task{ID: 1 << 40, DueVersion: 7}
	if id, version, err := ParseSnooze(Snooze(task)); err != nil || id != task.ID || version != 7 {
		t.Errorf("it comes back as %d, %d, %v", id, version, err)
	}
	for _, wrong := range []string{"", "1", ":1", "1:", "1:x", "x:1", "1:-1", "-1:1", "1:2:3"} {
		if _, _, err := ParseSnooze(wrong); err == nil {
			t.Errorf("%q is read", wrong)
		}
	}
}

func TestCalendarCard(t *testing.T) {
	r := reader(t, crm.Polish)
	const place = "crm.school.example/calendar/AQ-_.ics"
	v := said(t, CalendarCard(r, Meta{}, Feed{Address: "https://" + place, Mark: "ab12"}))
	for _, want := range []string{
		"`https://" + place + "`", "`webcal://" + place + "`", "*Google*", "8–24 godziny", "*Apple*", "*Outlook*",
		"tajny", `"ab12"`, "Resetuj link", "Zresetować link?",
	} {
		if !strings.Contains(v, want) {
			t.Errorf("%s is missing", want)
		}
	}
	const told = "Poprzedni już nie działa"
	if strings.Contains(v, told) {
		t.Error("a link that was not reset is said to be")
	}
	if v = string(encode(t, CalendarCard(r, Meta{Tab: TabReset}, Feed{Address: "https://" + place, Mark: "ab12"}))); !strings.Contains(v, told) {
		t.Error("a reset is not told")
	}
}
