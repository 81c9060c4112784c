package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
)

// line is what stands on a person's timeline, from top to bottom: "!" before what is
// overdue, tasks by subject, notes by text, events by verb.
func (s *school) line(p crm.Person) []string {
	s.t.Helper()
	return s.linePaged(p, 100)
}

// linePaged reads it in pages of a size.
func (s *school) linePaged(p crm.Person, size int) []string {
	s.t.Helper()
	out := []string{}
	for _, e := range pages(s.t, size, s.timelineOf(p)) {
		out = append(out, entry(e))
	}
	return out
}

// timelineOf reads a person's timeline as the lists are read.
func (s *school) timelineOf(p crm.Person) reader[crm.Entry] {
	return func(at crm.Cursor, size int) (crm.Page[crm.Entry], error) {
		page, err := s.Timeline(s.t.Context(), s.anna, p.ID, at, size)
		return crm.Page[crm.Entry]{Items: page.Entries, Previous: page.Previous, Next: page.Next}, err
	}
}

func entry(e crm.Entry) string {
	text := map[crm.EntryKind]string{
		crm.EntryTask: e.Task.Subject, crm.EntryNote: e.Note.Body, crm.EntryEvent: string(e.Event.Verb),
	}[e.Kind]
	if e.Overdue {
		return "!" + text
	}
	return text
}

// history is a person with three overdue tasks, of which one without an hour, and
// others: in the future, done and late, without a due time; and two notes.
func (s *school) history() crm.Person {
	s.t.Helper()
	s.Clock.Forward(-48 * time.Hour)
	p := s.hasPerson("Ewa", "Ćwik")
	s.Clock.Forward(time.Hour)
	s.hasNote(p, "notatka sprzed dwóch dni")
	s.hasTask("bez terminu", about(p))
	s.Clock.Forward(47 * time.Hour)
	s.hasTask("godzinę temu", about(p), due(in(-time.Hour)))
	s.hasTask("wczoraj", about(p), due(crm.DueOn(2026, 11, 23, s.workspace.Zone)))
	s.hasTask("w zeszłym roku", about(p), due(in(-365*24*time.Hour)))
	s.hasTask("jutro", about(p), due(in(24*time.Hour)))
	s.hasTask("dzisiaj", about(p), due(crm.DueOn(2026, 11, 24, s.workspace.Zone)))
	s.hasTask("rano zrobione", about(p), due(in(-2*time.Hour)), done)
	s.hasNote(p, "notatka")
	s.hasTask("bez osoby", due(in(-time.Hour)))
	return p
}

func TestTimelineOrder(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.history()
	t.Run("R28 overdue first", func(t *testing.T) {
		expect(t, "top of the timeline", s.line(p)[:3], []string{"!godzinę temu", "!wczoraj", "!w zeszłym roku"})
	})
	t.Run("R27 newest to oldest", func(t *testing.T) {
		expect(t, "below the overdue", s.line(p)[3:], []string{
			"jutro", "notatka", "rano zrobione", "dzisiaj", "bez terminu", "notatka sprzed dwóch dni", "added",
		})
	})
	t.Run("R53 a task is on its person's timeline", func(t *testing.T) {
		other := s.hasPerson("Jan", "Lis")
		task := s.hasTask("w sprawie Jana", about(other))
		expect(t, "Jan's", s.line(other), []string{"w sprawie Jana", "added"})
		if slices.Contains(s.line(p), "w sprawie Jana") {
			t.Error("it is on Ewa's as well")
		}
		f := task.Form()
		f.Person = p.ID
		must(s.EditTask(t.Context(), s.anna, "", task.ID, task.Version, f))(t)
		expect(t, "Jan's after it was given to Ewa", s.line(other), []string{"added"})
		if !slices.Contains(s.line(p), "w sprawie Jana") {
			t.Error("it is not on Ewa's")
		}
	})
}

func TestR28OverdueBucket(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		do   func(t *testing.T, s *school, task crm.Task)
		want []string
	}{
		{"nothing done", func(*testing.T, *school, crm.Task) {}, []string{"!spóźnione", "później", "notatka", "added"}},
		{"R28 left on done", func(t *testing.T, s *school, task crm.Task) {
			must(s.SetTaskDone(t.Context(), s.anna, task.ID, true))(t)
		}, []string{"później", "notatka", "added", "spóźnione"}},
		{"R28 left on a move to the future", func(t *testing.T, s *school, task crm.Task) {
			must(s.MoveTask(t.Context(), s.anna, task.ID, in(5*time.Hour)))(t)
		}, []string{"spóźnione", "później", "notatka", "added"}},
		{"R28 left on delete", func(t *testing.T, s *school, task crm.Task) {
			must(s.DeleteTask(t.Context(), s.anna, task.ID))(t)
		}, []string{"później", "notatka", "added"}},
		{"R28 entered again when opened again", func(t *testing.T, s *school, task crm.Task) {
			must(s.SetTaskDone(t.Context(), s.anna, task.ID, true))(t)
			must(s.SetTaskDone(t.Context(), s.anna, task.ID, false))(t)
		}, []string{"!spóźnione", "później", "notatka", "added"}},
		{"R28 left when the due time is taken away", func(t *testing.T, s *school, task crm.Task) {
			must(s.MoveTask(t.Context(), s.anna, task.ID, crm.Due{}))(t)
		}, []string{"później", "spóźnione", "notatka", "added"}},
		{"R28 entered when moved to the past", func(t *testing.T, s *school, task crm.Task) {
			must(s.MoveTask(t.Context(), s.anna, task.ID, in(5*time.Hour)))(t)
			must(s.MoveTask(t.Context(), s.anna, task.ID, in(-5*time.Hour)))(t)
		}, []string{"!spóźnione", "później", "notatka", "added"}},
		{"R28 entered as the clock moves", func(_ *testing.T, s *school, _ crm.Task) {
			s.Clock.Forward(2*time.Hour - time.Microsecond)
			expect(s.t, "a moment before", s.line(must(s.FindPeople(s.t.Context(), s.anna, "Ćwik", 1))(s.t)[0])[1], "później")
			s.Clock.Forward(time.Microsecond)
		}, []string{"!później", "!spóźnione", "notatka", "added"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			p := s.hasPerson("Ewa", "Ćwik")
			s.Clock.Forward(time.Second)
			s.hasNote(p, "notatka")
			s.Clock.Forward(time.Second)
			task := s.hasTask("spóźnione", about(p), due(in(-time.Hour)))
			s.hasTask("później", about(p), due(in(2*time.Hour)))
			s.Clock.Forward(-2 * time.Second)
			c.do(t, s, task)
			expect(t, "timeline", s.line(p), c.want)
		})
	}
}

// TestTimelinePages reads a timeline, most of which has one and the same time, in
// pages of every size.
func TestTimelinePages(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.history()
	for i := range 4 { // all at the opening
		s.hasTask(fmt.Sprint("równocześnie ", i), about(p))
		s.hasNote(p, fmt.Sprint("równocześnie ", i))
		s.hasTask(fmt.Sprint("spóźnione równocześnie ", i), about(p), due(in(-time.Hour)))
	}
	whole := s.line(p)
	expect(t, "entries", len(whole), 10+12)
	for size := 1; size <= len(whole); size++ {
		expect(t, fmt.Sprint("pages of ", size), s.linePaged(p, size), whole)
	}
}

// TestTimelinePagesThatShrank goes back and on from entries that are gone: the page
// before what became the beginning is the first one, whole, and that after the end the
// last one.
func TestTimelinePagesThatShrank(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.history()
	read := s.timelineOf(p)
	first := must(read("", 4))(t)
	second := must(read(first.Next, 4))(t)
	third := must(read(second.Next, 4))(t)
	for _, e := range slices.Concat(first.Items[1:2], third.Items) {
		switch e.Kind {
		case crm.EntryTask:
			must(s.DeleteTask(t.Context(), s.anna, e.Task.ID))(t)
		case crm.EntryNote:
			must(s.DeleteNote(t.Context(), s.anna, e.Note.ID))(t)
		}
	}
	whole := must(read("", 100))(t)
	expect(t, "entries left", len(whole.Items), 8) // the event stays
	before := must(read(second.Previous, 4))(t)
	expect(t, "page before the second", before.Items, whole.Items[:4])
	expect(t, "page before that", before.Previous, "")

	s.sql(`delete from events where noun = 'person'`)
	last := must(read(second.Next, 4))(t)
	expect(t, "page after the second", last.Items, whole.Items[3:7])
	expect(t, "page after that", last.Next, "")
	expect(t, "page before that", must(read(last.Previous, 4))(t).Items, whole.Items[:4])
}

// TestTimelineEntriesAreWhole: an entry carries all that a card shows.
func TestTimelineEntriesAreWhole(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasPerson("Ewa", "Ćwik")
	s.Clock.Forward(time.Minute)
	note := s.hasNote(p, "notatka")
	s.Clock.Forward(time.Minute)
	task := s.hasTask("oddzwonić", about(p), assignedTo(s.jan))
	got := must(s.Timeline(t.Context(), s.jan, p.ID, "", 10))(t).Entries
	expect(t, "task", got[0], crm.Entry{Kind: crm.EntryTask, At: task.Created, Task: task})
	expect(t, "note", got[1], crm.Entry{Kind: crm.EntryNote, At: note.Created, Note: note})
	expect(t, "event", got[2].Event.ByName+" "+string(got[2].Event.Verb), "Anna Nowak added")
	expect(t, "moment of the event", got[2].At, p.Created)
}

// TestR28DayWithoutHour: such a task is overdue from the next midnight in the
// workspace's zone, on the nights when the clocks change as well.
func TestR28DayWithoutHour(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		zone             string
		year, month, day int
		from             string // when it becomes overdue, UTC
	}{
		{"Europe/Warsaw", 2026, 10, 24, "2026-10-24T22:00:00Z"},
		{"Europe/Warsaw", 2026, 10, 25, "2026-10-25T23:00:00Z"}, // a day of 25 hours
		{"Europe/Warsaw", 2027, 3, 27, "2027-03-27T23:00:00Z"},
		{"Europe/Warsaw", 2027, 3, 28, "2027-03-28T22:00:00Z"}, // a day of 23 hours
		{"America/New_York", 2026, 11, 1, "2026-11-02T05:00:00Z"},
		{"America/New_York", 2026, 11, 24, "2026-11-25T05:00:00Z"},
		{"Asia/Tokyo", 2026, 11, 24, "2026-11-24T15:00:00Z"},
	} {
		t.Run(fmt.Sprintf("R28 %s %d-%d-%d", c.zone, c.year, c.month, c.day), func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			s.workspace = must(s.Install(t.Context(), store.Installation{Team: "TDaleka", Language: crm.English, Zone: c.zone}))(t)
			s.anna = s.Member(t, s.workspace, "Anna", crm.RoleManager) // she is in Warsaw
			p := s.hasPerson("Ewa", "Ćwik")
			task := s.hasTask("tego dnia", about(p), due(crm.DueOn(c.year, time.Month(c.month), c.day, s.workspace.Zone)))
			from := must(time.Parse(time.RFC3339, c.from))(t)

			s.Clock.Set(from.Add(-time.Microsecond))
			if got := s.line(p); slices.Contains(got, "!tego dnia") || task.Overdue(s.Now(), s.workspace.Zone) {
				t.Errorf("a moment before: %v", got)
			}
			s.Clock.Set(from)
			if got := s.line(p); got[0] != "!tego dnia" || !task.Overdue(s.Now(), s.workspace.Zone) {
				t.Errorf("at that moment: %v", got)
			}
		})
	}
}
