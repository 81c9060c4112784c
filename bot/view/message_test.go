package view

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"frontdesk/store/crm"
)

func TestTaskChanged(t *testing.T) {
	r := reader(t, crm.Polish)
	task := r.plainTask(1)
	for verb, want := range map[crm.Verb]string{
		crm.Added:    "Dodano: ",
		crm.Edited:   "Zapisano: ",
		crm.Finished: "Zakończono: ",
		crm.Reopened: "Znowu do realizacji: ",
		crm.Deleted:  "Usunięto: ",
		"unheard of": "Zapisano: ",
	} {
		m := TaskChanged(r, verb, task)
		if m.Text != want+task.Subject {
			t.Errorf("%s: %q", verb, m.Text)
		}
		if pressable := strings.Contains(said(t, m), TaskSquare); pressable == (verb == crm.Deleted) {
			t.Errorf("%s: the square is there: %v", verb, pressable)
		}
	}
}

func TestPeopleFound(t *testing.T) {
	r := reader(t, crm.Polish)
	if m := PeopleFound(r, "Nowak", many(3, r.plainPerson), crm.ListSettings{}, TablesNone); strings.Count(said(t, m), `"`+PersonOpen+`"`) != 3 {
		t.Error("not everybody can be opened")
	}
	m := PeopleFound(r, "<!here>", nil, crm.ListSettings{}, TablesNone)
	if !strings.Contains(m.Text, "&lt;!here&gt;") || !strings.Contains(said(t, m), `"`+PersonAdd+`"`) {
		t.Errorf("nobody is found: %q", m.Text)
	}
}

func TestHelpHoldsEveryLine(t *testing.T) {
	r := reader(t, crm.English)
	var lines []HelpLine
	for i := range 60 {
		lines = append(lines, HelpLine{fmt.Sprintf("/task %d", i), strings.Repeat("what it does ", 10)})
	}
	m := Help(r, lines)
	checkLimits(t, m)
	for _, l := range lines {
		if !strings.Contains(said(t, m), "`"+l.Command+"`") {
			t.Errorf("%s is missing", l.Command)
		}
	}
}

func TestReason(t *testing.T) {
	r := reader(t, crm.Polish)
	for _, c := range []struct {
		name  string
		err   error
		says  string
		known bool
	}{
		{"a refusal", crm.Staff{}.MayWork(), "Frontdesk", true},
		{"a refusal with data", crm.Refusal{ID: "refusal.failed", Data: struct{ ID string }{"A7"}}, "A7", true},
		{"problems", crm.Problems{{Field: crm.FieldPhone, ID: "problem.phone"}, {Field: crm.FieldEmail, ID: "problem.email"}}, "@", true},
		{"gone", crm.ErrNotFound, "już nie ma", true},
		{"an internal error", errors.New("connection reset"), "", false},
	} {
		got, known := Reason(r.Words, fmt.Errorf("saving: %w", c.err))
		if known != c.known || !strings.Contains(got, c.says) || got == "" && c.known {
			t.Errorf("%s: %q, %v", c.name, got, known)
		}
	}
}

func TestOptions(t *testing.T) {
	r := reader(t, crm.Polish)
	t.Run("an empty search is an empty list", func(t *testing.T) {
		for _, a := range []OptionsAnswer{PersonOptions(r, nil), PersonOptionsOrNone(r, nil), StaffOptions(r, nil)} {
			if got := string(compact(t, a)); got != `{"options":[]}` {
				t.Errorf("it is %s", got)
			}
		}
	})
	t.Run("at most a hundred", func(t *testing.T) {
		checkLimits(t, PersonOptionsOrNone(r, many(300, r.hostilePerson)))
		checkLimits(t, StaffOptions(r, make([]crm.Staff, 300)))
	})
	t.Run("a task can be taken off its person", func(t *testing.T) {
		options := PersonOptionsOrNone(r, many(2, r.plainPerson)).Options
		if last := options[len(options)-1]; last.Value != "0" || last.Text.Text != "bez osoby" {
			t.Errorf("the last option is %+v", last)
		}
	})
}
