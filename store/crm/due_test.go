package crm

import (
	"testing"
	"time"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// at reads an instant written in UTC; empty is the zero time.
func at(t *testing.T, utc string) time.Time {
	t.Helper()
	if utc == "" {
		return time.Time{}
	}
	moment, err := time.Parse("2006-01-02 15:04:05", utc)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

// typist is somebody of a school in Warsaw whose own clock is set to home.
func typist(t *testing.T, home string) Staff {
	return Staff{Workspace: Workspace{Zone: zone(t, "Europe/Warsaw")}, Zone: zone(t, home)}
}

func TestParseDue(t *testing.T) {
	for name, test := range map[string]struct {
		home, date, clock string
		at                string // UTC
		overdueFrom       string // UTC
	}{
		"nothing":                     {"Europe/Warsaw", "", "", "", ""},
		"winter":                      {"Europe/Warsaw", "2026-11-24", "15:00", "2026-11-24 14:00:00", "2026-11-24 14:00:00"},
		"summer":                      {"Europe/Warsaw", "2026-07-24", "15:00", "2026-07-24 13:00:00", "2026-07-24 13:00:00"},
		"hour with a dot":             {"Europe/Warsaw", "2026-11-24", "9.05", "2026-11-24 08:05:00", "2026-11-24 08:05:00"},
		"midnight":                    {"Europe/Warsaw", "2026-11-24", "00:00", "2026-11-23 23:00:00", "2026-11-23 23:00:00"},
		"date alone":                  {"Europe/Warsaw", "2026-11-24", "", "2026-11-23 23:00:00", "2026-11-24 23:00:00"},
		"last day of a year":          {"Europe/Warsaw", "2026-12-31", "", "2026-12-30 23:00:00", "2026-12-31 23:00:00"},
		"29 February":                 {"Europe/Warsaw", "2028-02-29", "", "2028-02-28 23:00:00", "2028-02-29 23:00:00"},
		"from London":                 {"Europe/London", "2026-11-24", "15:00", "2026-11-24 15:00:00", "2026-11-24 15:00:00"},
		"date alone from New York":    {"America/New_York", "2026-11-24", "", "2026-11-23 23:00:00", "2026-11-24 23:00:00"},
		"late hour in New York":       {"America/New_York", "2026-11-24", "22:00", "2026-11-25 03:00:00", "2026-11-25 03:00:00"},
		"autumn 2026, day of 25 h":    {"Europe/Warsaw", "2026-10-25", "", "2026-10-24 22:00:00", "2026-10-25 23:00:00"},
		"autumn 2026, before":         {"Europe/Warsaw", "2026-10-25", "01:59", "2026-10-24 23:59:00", "2026-10-24 23:59:00"},
		"autumn 2026, first 02:30":    {"Europe/Warsaw", "2026-10-25", "02:30", "2026-10-25 00:30:00", "2026-10-25 00:30:00"},
		"autumn 2026, after":          {"Europe/Warsaw", "2026-10-25", "03:00", "2026-10-25 02:00:00", "2026-10-25 02:00:00"},
		"spring 2027, day of 23 h":    {"Europe/Warsaw", "2027-03-28", "", "2027-03-27 23:00:00", "2027-03-28 22:00:00"},
		"spring 2027, before":         {"Europe/Warsaw", "2027-03-28", "01:59", "2027-03-28 00:59:00", "2027-03-28 00:59:00"},
		"spring 2027, missing 02:30":  {"Europe/Warsaw", "2027-03-28", "02:30", "2027-03-28 01:30:00", "2027-03-28 01:30:00"},
		"spring 2027, after":          {"Europe/Warsaw", "2027-03-28", "03:00", "2027-03-28 01:00:00", "2027-03-28 01:00:00"},
		"spring 2027, evening":        {"Europe/Warsaw", "2027-03-28", "20:00", "2027-03-28 18:00:00", "2027-03-28 18:00:00"},
		"autumn 2027, day of 25 h":    {"Europe/Warsaw", "2027-10-31", "", "2027-10-30 22:00:00", "2027-10-31 23:00:00"},
		"autumn 2027, first 02:30":    {"Europe/Warsaw", "2027-10-31", "02:30", "2027-10-31 00:30:00", "2027-10-31 00:30:00"},
		"autumn 2027, first New York": {"America/New_York", "2027-11-07", "01:30", "2027-11-07 05:30:00", "2027-11-07 05:30:00"},
	} {
		t.Run(name, func(t *testing.T) {
			by := typist(t, test.home)
			got, err := ParseDue(test.date, test.clock, by)
			expectProblems(t, err)
			want := Due{At: at(t, test.at), HasHour: test.clock != ""}
			if got != want {
				t.Errorf("got %v, want %v", got, want)
			}
			if from := got.OverdueFrom(by.Workspace.Zone); from != at(t, test.overdueFrom) {
				t.Errorf("overdue from %v, want %v", from, at(t, test.overdueFrom))
			}
		})
	}
}

func TestParseDueProblems(t *testing.T) {
	for name, test := range map[string]struct {
		date, clock string
		want        []string
	}{
		"an hour without a date": {"", "15:00", []string{"due_date: problem.due_date_missing"}},
		"no date":                {"jutro", "", []string{"due_date: problem.due_date"}},
		"no date, with an hour":  {"jutro", "15:00", []string{"due_date: problem.due_date"}},
		"no such day":            {"2026-02-29", "", []string{"due_date: problem.due_date"}},
		"a year mistyped":        {"0206-11-24", "", []string{"due_date: problem.due_date"}},
		"a year far away":        {"2126-11-24", "15:00", []string{"due_date: problem.due_date"}},
		"no such hour":           {"2026-11-24", "25:00", []string{"due_time: problem.due_time"}},
		"no hour":                {"2026-11-24", "rano", []string{"due_time: problem.due_time"}},
		"both":                   {"24.11", "24:00", []string{"due_date: problem.due_date", "due_time: problem.due_time"}},
	} {
		t.Run(name, func(t *testing.T) {
			due, err := ParseDue(test.date, test.clock, typist(t, "Europe/Warsaw"))
			expectProblems(t, err, test.want...)
			if due != (Due{}) {
				t.Errorf("got %v together with problems, want none", due)
			}
		})
	}
}

func TestDueOnWhereMidnightIsOdd(t *testing.T) {
	for name, test := range map[string]struct {
		zone             string
		month            time.Month
		day              int
		begins, dayAfter string // UTC
	}{
		"clocks put forward at midnight":  {zone: "America/Santiago", month: 9, day: 5, begins: "2027-09-05 04:00:00", dayAfter: "2027-09-06 03:00:00"},
		"clocks put back to midnight":     {zone: "America/Havana", month: 11, day: 7, begins: "2027-11-07 04:00:00", dayAfter: "2027-11-08 05:00:00"},
		"clocks put back before midnight": {zone: "America/Santiago", month: 4, day: 4, begins: "2027-04-04 04:00:00", dayAfter: "2027-04-05 04:00:00"},
	} {
		t.Run(name, func(t *testing.T) {
			z := zone(t, test.zone)
			due := DueOn(2027, test.month, test.day, z)
			if due.At != at(t, test.begins) {
				t.Errorf("the day begins at %v, want %v", due.At, test.begins)
			}
			if got := due.OverdueFrom(z); got != at(t, test.dayAfter) {
				t.Errorf("overdue from %v, want %v", got, test.dayAfter)
			}
		})
	}
}

func TestDueAtIsInUTC(t *testing.T) {
	local := time.Date(2026, 11, 24, 15, 0, 0, 0, zone(t, "Europe/Warsaw"))
	if got, want := DueAt(local), (Due{At: at(t, "2026-11-24 14:00:00"), HasHour: true}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}
