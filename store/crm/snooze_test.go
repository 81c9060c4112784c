package crm

import (
	"testing"
	"time"
)

func TestSnooze(t *testing.T) {
	warsaw, err := time.LoadLocation("Europe/Warsaw")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ now, hour, tomorrow string }{
		{"2026-11-24 10:00:00", "2026-11-24 11:00", "2026-11-25 09:00"},
		{"2026-11-24 10:00:01", "2026-11-24 11:05", "2026-11-25 09:00"},
		{"2026-11-24 10:04:59", "2026-11-24 11:05", "2026-11-25 09:00"},
		{"2026-12-31 23:30:00", "2027-01-01 00:30", "2027-01-01 09:00"},
		{"2026-03-28 10:00:00", "2026-03-28 11:00", "2026-03-29 09:00"}, // clocks go forward in that night
		{"2026-03-29 01:30:00", "2026-03-29 03:30", "2026-03-30 09:00"},
		{"2026-10-24 10:00:00", "2026-10-24 11:00", "2026-10-25 09:00"}, // and back in this one
	} {
		now, err := time.ParseInLocation(time.DateTime, c.now, warsaw)
		if err != nil {
			t.Fatal(err)
		}
		const minutes = "2006-01-02 15:04"
		if got := InAnHour(now); !got.HasHour || got.At.In(warsaw).Format(minutes) != c.hour {
			t.Errorf("an hour from %s is %v, want %s", c.now, got, c.hour)
		}
		if got := TomorrowMorning(now, warsaw); !got.HasHour || got.At.In(warsaw).Format(minutes) != c.tomorrow {
			t.Errorf("the morning after %s is %v, want %s", c.now, got, c.tomorrow)
		}
	}
}

func TestPutsOff(t *testing.T) {
	ten := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		task Due
		to   time.Time
		want bool
	}{
		"a later hour":            {DueAt(ten), ten.Add(time.Hour), true},
		"the same hour":           {DueAt(ten), ten, false},
		"an earlier hour":         {DueAt(ten), ten.Add(-time.Hour), false},
		"within the day it is on": {DueOn(2026, 11, 24, time.UTC), ten, false},
		"after that day":          {DueOn(2026, 11, 24, time.UTC), ten.AddDate(0, 0, 1), true},
		"never due":               {Due{}, ten, false},
	} {
		if got := (Task{Due: c.task}).PutsOff(DueAt(c.to), time.UTC); got != c.want {
			t.Errorf("%s: got %t, want %t", name, got, c.want)
		}
	}
}
