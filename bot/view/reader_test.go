package view

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/quick"

	"frontdesk/store/crm"
)

func TestMeta(t *testing.T) {
	t.Run("what is encoded is read back", func(t *testing.T) {
		same := func(person, task, note int64, version int, card, tab, after, origin string) bool {
			m := Meta{
				Person: crm.PersonID(person), Task: crm.TaskID(task), Note: crm.NoteID(note), Version: version,
				Card: clean(card), Tab: clean(tab), Page: crm.Cursor(clean(after)), Origin: clean(origin),
				Instead: clean(after), Key: clean(tab),
				ResponseURL: "https://hooks.example.com/x?a=1&b=2",
			}
			s := m.Encode()
			got, err := ParseMeta(s)
			return err == nil && reflect.DeepEqual(got, m) && len(s) <= maxMeta
		}
		if err := quick.Check(same, nil); err != nil {
			t.Error(err)
		}
	})
	t.Run("what cannot fit is left out, the ids never", func(t *testing.T) {
		m := Meta{Person: 1, Task: 2, Note: 3, Version: 4, ResponseURL: strings.Repeat("x", maxMeta)}
		got, err := ParseMeta(m.Encode())
		if want := (Meta{Person: 1, Task: 2, Note: 3, Version: 4}); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, %v, want %+v", got, err, want)
		}
	})
	t.Run("junk is an error, nothing is nothing", func(t *testing.T) {
		if _, err := ParseMeta("junk"); err == nil {
			t.Error("junk is read")
		}
		if m, err := ParseMeta(""); err != nil || !reflect.DeepEqual(m, Meta{}) {
			t.Errorf("got %+v, %v", m, err)
		}
	})
}

// clean is s as JSON keeps it: without what is no UTF-8, and short.
func clean(s string) string { return cut(strings.ToValidUTF8(s, ""), 100) }

func TestSquareValue(t *testing.T) {
	r := reader(t, crm.Polish)
	t.Run("R52 the square carries the state that is wanted", func(t *testing.T) {
		open := r.plainTask(1)
		for _, c := range []struct {
			task  crm.Task
			label string
			done  bool
		}{
			{open, "☐", true},
			{open.SetDone(r.Me, true, r.Now), "☑", false},
		} {
			label, value := Square(c.task)
			id, done, err := ParseSquare(value)
			if label != c.label || id != open.ID || done != c.done || err != nil {
				t.Errorf("%s %s reads as %d %v %v", label, value, id, done, err)
			}
		}
	})
	t.Run("junk is an error", func(t *testing.T) {
		for _, value := range []string{"", ":", "12", "12:", "12:maybe", ":done", "x:done", "-1:done", "12:done:x", "99999999999999999999:open"} {
			if id, _, err := ParseSquare(value); !errors.Is(err, errValue) {
				t.Errorf("%q reads as %d, %v", value, id, err)
			}
		}
	})
}

func FuzzValues(f *testing.F) {
	for _, s := range []string{"12:done", "1:open", "edit:7", "0", "", "::", "task:-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if id, done, err := ParseSquare(s); err == nil {
			state := map[bool]string{true: "done", false: "open"}[done]
			if number, found := strings.CutSuffix(s, ":"+state); !found || id < 0 || number == "" {
				t.Errorf("%q reads as %d %v", s, id, done)
			}
		}
		if c, err := ParseChoice(s); err == nil {
			again, err := ParseChoice(c.String())
			if err != nil || again != c {
				t.Errorf("%q reads as %v, then as %v, %v", s, c, again, err)
			}
		}
	})
}
