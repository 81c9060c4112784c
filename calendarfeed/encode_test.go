package calendarfeed

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestS4WhatAFeedLooksLike(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file   string
		reader crm.Staff
		tasks  []store.FeedTask
	}{
		{"feed_pl.ics", reader(crm.Polish, "Europe/Warsaw"), aFewTasks()},
		{"feed_en.ics", reader(crm.English, "America/New_York"), aFewTasks()},
		{"hostile.ics", reader(crm.Polish, "Europe/Warsaw"), hostileTasks()},
		{"empty_pl.ics", reader(crm.Polish, "Europe/Warsaw"), nil},
		{"empty_utc.ics", reader(crm.English, "UTC"), nil},
	} {
		t.Run(c.file, func(t *testing.T) {
			got := encoded(t, c.reader, c.tasks...)
			decoded(t, got) // which looks at the lines
			golden := filepath.Join("testdata", c.file)
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// aFewTasks are a task in each state that a calendar shows.
func aFewTasks() []store.FeedTask {
	call := taskOf(1, crm.TaskForm{
		Kind: crm.KindCall, Subject: "Oddzwonić w sprawie kursu", Note: "Prosi po 16:00.\nGrupa B2.", Due: dueAt(15, 0),
	})
	call.PersonName = "Łucja Źdźbło-Żak"
	meeting := taskOf(2, crm.TaskForm{
		Kind: crm.KindMeeting, Subject: "Test poziomujący", Due: dueAt(17, 30), Duration: 45 * time.Minute,
	})
	meeting.PersonName = "Олена Шевченко"
	allDay := taskOf(3, crm.TaskForm{
		Kind: crm.KindTask, Subject: "Wydrukować umowy", Due: crm.DueOn(2026, 11, 25, location("Europe/Warsaw")),
	})
	done := taskOf(4, crm.TaskForm{Kind: crm.KindMessage, Subject: "Wysłać cennik", Due: dueAt(9, 0)})
	done.Done = storetest.Opening
	deleted := taskOf(5, crm.TaskForm{Kind: crm.KindTask, Subject: "Zamówić toner", Due: dueAt(12, 0)})
	deleted.Deleted = deleted.Changed
	overdue := taskOf(6, crm.TaskForm{Kind: crm.KindCall, Subject: "Zaległa rata", Due: crm.DueAt(time.Date(2025, 1, 7, 8, 0, 0, 0, time.UTC))})
	return []store.FeedTask{overdue, done, deleted, call, meeting, allDay}
}

// hostileTasks hold what breaks calendars that were written with less care.
func hostileTasks() []store.FeedTask {
	var tasks []store.FeedTask
	for i, text := range hostileTexts {
		task := taskOf(i+1, crm.TaskForm{Kind: crm.KindTask, Subject: text, Note: text, Due: dueAt(15, 0)})
		task.PersonName = text
		tasks = append(tasks, task)
	}
	return tasks
}

var hostileTexts = []string{
	`przecinek, średnik; ukośnik \ cudzysłów " dwukropek: i \n, które nie jest końcem wiersza`,
	"END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VEVENT\nDTSTART:19700101T000000Z",
	"wiersze\nkończą się\rna wiele\r\nsposobów\vi jeszcze\fkilka\u0085innych\u2028takich\u2029jak te",
	"sterujące \x00\x01\x07\x1b[31m\x7f\u0080 i \t tabulator",
	"zły UTF-8: \xff\xfe \xc5 \xed\xa0\x80 koniec",
	strings.Repeat("Zażółć gęślą jaźń. ", 160), // over 3,000 characters
	strings.Repeat("👩‍👩‍👧‍👦🏴‍☠️e\u0301", 20),
	strings.Repeat("a", 66) + "ą" + strings.Repeat("🙂", 40), // a character over the edge of the first line
	strings.Repeat(" ", 200) + "odstępy" + strings.Repeat(",", 200),
}

func TestS4WhenATaskIs(t *testing.T) {
	t.Parallel()
	warsaw := location("Europe/Warsaw")
	on := func(y int, m time.Month, d int) crm.Due { return crm.DueOn(y, m, d, warsaw) }
	typed := func(date, clock string) crm.Due {
		due, err := crm.ParseDue(date, clock, reader(crm.Polish, "Europe/Warsaw"))
		if err != nil {
			t.Fatal(err)
		}
		return due
	}
	for _, c := range []struct {
		name     string
		due      crm.Due
		duration time.Duration
		from, to string // as the file has them
	}{
		{"in winter", typed("2026-11-24", "15:00"), time.Hour, ":20261124T140000Z", ":20261124T150000Z"},
		{"in summer", typed("2026-07-01", "15:00"), time.Hour, ":20260701T130000Z", ":20260701T140000Z"},
		{"without a duration", typed("2026-11-24", "15:00"), 0, ":20261124T140000Z", ":20261124T141500Z"},
		{"over the missing hour", typed("2027-03-28", "01:30"), time.Hour, ":20270328T003000Z", ":20270328T013000Z"},
		{"in the missing hour", typed("2027-03-28", "02:30"), time.Hour, ":20270328T013000Z", ":20270328T023000Z"},
		{"in the doubled hour", typed("2026-10-25", "02:30"), 2 * time.Hour, ":20261025T003000Z", ":20261025T023000Z"},
		{"in its second half", crm.DueAt(time.Date(2027, 10, 31, 1, 30, 0, 0, time.UTC)), time.Hour, ":20271031T013000Z", ":20271031T023000Z"},
		{"all day", on(2026, 11, 25), 0, ";VALUE=DATE:20261125", ";VALUE=DATE:20261126"},
		{"all of the short day", on(2027, 3, 28), 0, ";VALUE=DATE:20270328", ";VALUE=DATE:20270329"},
		{"all of the long day", on(2026, 10, 25), 23 * time.Hour, ";VALUE=DATE:20261025", ";VALUE=DATE:20261026"},
		{"all of the last day of a year", on(2026, 12, 31), 24 * time.Hour, ";VALUE=DATE:20261231", ";VALUE=DATE:20270101"},
		{"days on end", on(2026, 10, 24), 49 * time.Hour, ";VALUE=DATE:20261024", ";VALUE=DATE:20261027"},
	} {
		t.Run(c.name, func(t *testing.T) {
			task := taskOf(1, crm.TaskForm{Kind: crm.KindTask, Subject: "x", Due: c.due, Duration: c.duration})
			for _, zone := range []string{"Europe/Warsaw", "America/New_York", "Asia/Kathmandu"} {
				feed := string(encoded(t, reader(crm.Polish, zone), task))
				for _, line := range []string{"DTSTART" + c.from, "DTEND" + c.to} {
					if !strings.Contains(feed, "\r\n"+line+"\r\n") {
						t.Errorf("in %s, no line %q in\n%s", zone, line, feed)
					}
				}
			}
		})
	}
}

func TestS4WhatATaskBlocks(t *testing.T) {
	t.Parallel()
	base := taskOf(1, crm.TaskForm{Kind: crm.KindCall, Subject: "oddzwonić", Due: dueAt(15, 0)})
	done, deleted, allDay := base, base, base
	done.Done = storetest.Opening
	deleted.Deleted = storetest.Opening
	allDay.Due = crm.DueOn(2026, 11, 24, location("Europe/Warsaw"))
	for _, c := range []struct {
		name                     string
		task                     store.FeedTask
		summary, status, whether string
	}{
		{"to do", base, "oddzwonić", "CONFIRMED", "OPAQUE"},
		{"done", done, "✓ oddzwonić", "CONFIRMED", "TRANSPARENT"},
		{"deleted", deleted, "oddzwonić", "CANCELLED", "TRANSPARENT"},
		{"all day", allDay, "oddzwonić", "CONFIRMED", "TRANSPARENT"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := decoded(t, encoded(t, reader(crm.Polish, "Europe/Warsaw"), c.task))[0]
			for name, want := range map[string]string{"SUMMARY": c.summary, "STATUS": c.status, "TRANSP": c.whether} {
				if got := text(t, e, name); got != want {
					t.Errorf("%s = %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestS4TaskStaysTheSameEvent(t *testing.T) {
	t.Parallel()
	task := taskOf(31, crm.TaskForm{Kind: crm.KindCall, Subject: "oddzwonić", Due: dueAt(15, 0)})
	first := decoded(t, encoded(t, reader(crm.Polish, "Europe/Warsaw"), task))[0]
	task.Subject, task.Due, task.PersonName, task.Assignee = "inaczej", dueAt(16, 0), "Jan Lis", 99
	task.Version, task.Changed = 3, task.Changed.Add(time.Minute)
	second := decoded(t, encoded(t, reader(crm.English, "Asia/Tokyo"), task))[0]
	for name, want := range map[string][2]string{
		"UID":           {"task-31@tlingua.frontdesk", "task-31@tlingua.frontdesk"},
		"SEQUENCE":      {"2", "3"},
		"DTSTAMP":       {"20261124T080000Z", "20261124T080100Z"},
		"LAST-MODIFIED": {"20261124T080000Z", "20261124T080100Z"},
		"CREATED":       {"20261124T070000Z", "20261124T070000Z"},
	} {
		if got := [2]string{text(t, first, name), text(t, second, name)}; got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
}

// FuzzTextsSurvive writes any text as a subject, a note and a name, and reads it back.
func FuzzTextsSurvive(f *testing.F) {
	for i, s := range hostileTexts {
		f.Add(s, hostileTexts[(i+1)%len(hostileTexts)], "Jan Lis", i%2 == 0)
	}
	f.Add("0", "0", "\xd7\r\x98", true) // broken bytes between two halves of a line's end
	f.Fuzz(func(t *testing.T, subject, note, name string, allDay bool) {
		by := reader(crm.English, "Europe/Warsaw")
		by.Name = name
		task := taskOf(1, crm.TaskForm{Kind: crm.KindTask, Subject: subject, Note: note, Due: dueAt(15, 0)})
		task.Due.HasHour = !allDay
		task.PersonName = name
		got := decoded(t, encoded(t, by, task, task))
		if len(got) != 2 {
			t.Fatalf("%d events, want 2", len(got))
		}
		wantSummary, wantDescription := subject, "Task"
		if name != "" {
			wantSummary += " · " + name
			wantDescription += "\nPerson: " + name
		}
		if note != "" {
			wantDescription += "\n\n" + note
		}
		for _, e := range got {
			if got, want := text(t, e, "SUMMARY"), readable(wantSummary); got != want {
				t.Errorf("summary %q, want %q", got, want)
			}
			if got, want := text(t, e, "DESCRIPTION"), readable(wantDescription); got != want {
				t.Errorf("description %q, want %q", got, want)
			}
		}
	})
}

// readable is what can be read of a text: all of it but broken UTF-8 and control
// characters, with one kind of line end.
func readable(s string) string {
	s = strings.ToValidUTF8(s, "")
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.HasPrefix(s[i:], "\r\n"): // its second half is to come
		case r >= 0x0a && r <= 0x0d, r == 0x85, r == 0x2028, r == 0x2029:
			b.WriteByte('\n')
		case r != '\t' && (r < 0x20 || r >= 0x7f && r < 0xa0):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func encoded(t testing.TB, by crm.Staff, tasks ...store.FeedTask) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Encode(&b, by, tasks, storetest.Opening); err != nil {
		t.Fatalf("encoding: %v", err)
	}
	return b.Bytes()
}

// decoded reads a calendar as go-ical does, after its lines were found to be as every
// program can read them.
func decoded(t testing.TB, feed []byte) []ical.Event {
	t.Helper()
	body, ended := strings.CutSuffix(string(feed), "\r\n")
	if !ended {
		t.Error("the last line has no end")
	}
	for line := range strings.SplitSeq(body, "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n\v\f\u0085\u2028\u2029\x00") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	cal, err := ical.NewDecoder(bytes.NewReader(feed)).Decode()
	if err != nil {
		t.Fatalf("decoding: %v\n%s", err, feed)
	}
	var b bytes.Buffer
	if err := ical.NewEncoder(&b).Encode(cal); err != nil { // it knows what each component must have
		t.Errorf("go-ical refuses the calendar: %v", err)
	}
	return cal.Events()
}

// text is the value of one property, without escapes.
func text(t testing.TB, e ical.Event, name string) string {
	t.Helper()
	prop := e.Props.Get(name)
	if prop == nil {
		t.Fatalf("no %s", name)
	}
	values, err := (&ical.Prop{Name: "COMMENT", Value: prop.Value}).TextList()
	if err != nil || len(values) != 1 {
		t.Fatalf("%s is %q (%v)", name, values, err)
	}
	return values[0]
}
