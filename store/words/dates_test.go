package words

import (
	"testing"
	"time"

	"frontdesk/store/crm"
)

func TestDates(t *testing.T) {
	warsaw := zone(t, "Europe/Warsaw")
	polish, english := For(crm.Polish, warsaw), For(crm.English, warsaw)
	at := time.Date(2026, 11, 24, 15, 0, 0, 0, warsaw).UTC()
	for _, c := range []struct{ got, want string }{
		{polish.Date(at), "wt., 24 lis 2026"},
		{english.Date(at), "Tue, 24 Nov 2026"},
		{polish.DateTime(at), "wt., 24 lis 2026 15:00"},
		{english.DateTime(at), "Tue, 24 Nov 2026 15:00"},
		{polish.LongDate(at), "wtorek, 24 listopada 2026"},
		{english.LongDate(at), "Tuesday, 24 November 2026"},
		{polish.Clock(at), "15:00"},
		{polish.Clock(at.Add(-6 * time.Hour)), "9:00"},
		{polish.Clock(at.Add(-15*time.Hour + 5*time.Minute)), "0:05"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestEveryDayAndMonthHasItsName(t *testing.T) {
	w := For(crm.Polish, nil)
	for i, want := range []string{
		"poniedziałek, 4 stycznia 2027 | pn., 4 sty 2027",
		"piątek, 5 lutego 2027 | pt., 5 lut 2027",
		"sobota, 6 marca 2027 | sob., 6 mar 2027",
		"środa, 7 kwietnia 2027 | śr., 7 kwi 2027",
		"sobota, 8 maja 2027 | sob., 8 maj 2027",
		"środa, 9 czerwca 2027 | śr., 9 cze 2027",
		"sobota, 10 lipca 2027 | sob., 10 lip 2027",
		"środa, 11 sierpnia 2027 | śr., 11 sie 2027",
		"niedziela, 12 września 2027 | ndz., 12 wrz 2027",
		"środa, 13 października 2027 | śr., 13 paź 2027",
		"niedziela, 14 listopada 2027 | ndz., 14 lis 2027",
		"środa, 15 grudnia 2027 | śr., 15 gru 2027",
	} {
		day := time.Date(2027, time.Month(i+1), i+4, 12, 0, 0, 0, time.UTC)
		if got := w.LongDate(day) + " | " + w.Date(day); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got, want := w.LongDate(time.Date(2027, 1, 7, 0, 0, 0, 0, time.UTC)), "czwartek, 7 stycznia 2027"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := w.Date(time.Date(2027, 1, 7, 0, 0, 0, 0, time.UTC)), "czw., 7 sty 2027"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTheReadersZoneDecidesTheDay(t *testing.T) {
	lateInUTC := time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)
	w := For(crm.Polish, zone(t, "Europe/Warsaw"))
	if got, want := w.DateTime(lateInUTC), "pt., 1 sty 2027 0:30"; got != want {
		t.Errorf("in Warsaw: %q, want %q", got, want)
	}
	if got, want := w.In(zone(t, "America/New_York")).DateTime(lateInUTC), "czw., 31 gru 2026 18:30"; got != want {
		t.Errorf("in New York: %q, want %q", got, want)
	}
}

func TestRelativeDays(t *testing.T) {
	warsaw := zone(t, "Europe/Warsaw")
	now := time.Date(2026, 11, 24, 23, 50, 0, 0, warsaw)
	day := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 0, 0, 0, warsaw).UTC()
	}
	polish, english := For(crm.Polish, warsaw), For(crm.English, warsaw)
	for _, c := range []struct{ got, want string }{
		{polish.Day(day(11, 24, 0), now), "dziś"},
		{polish.Day(day(11, 23, 23), now), "wczoraj"},
		{polish.Day(day(11, 25, 0), now), "jutro"},
		{polish.Day(day(11, 26, 23), now), "pojutrze"},
		{polish.Day(day(11, 27, 9), now), "pt., 27 lis"},
		{polish.Day(day(11, 22, 9), now), "ndz., 22 lis"},
		{polish.Day(day(13, 4, 9), now), "pn., 4 sty 2027"},
		{polish.DayTime(day(11, 24, 15), now), "dziś 15:00"},
		{polish.DayTime(day(11, 25, 9), now), "jutro 9:00"},
		{polish.DayTime(day(11, 28, 9), now), "sob., 28 lis 9:00"},
		{english.DayTime(day(11, 24, 15), now), "today 15:00"},
		{english.Day(day(11, 23, 9), now), "yesterday"},
		{english.Day(day(11, 27, 9), now), "Fri, 27 Nov"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestRelativeDaysAcrossSummerTime(t *testing.T) {
	warsaw := zone(t, "Europe/Warsaw")
	w := For(crm.Polish, warsaw)
	for _, change := range []struct {
		year  int
		month time.Month
		day   int
	}{{2026, time.October, 25}, {2027, time.March, 28}, {2027, time.October, 31}} {
		midnight := time.Date(change.year, change.month, change.day, 0, 0, 0, 0, warsaw)
		late := time.Date(change.year, change.month, change.day, 23, 59, 0, 0, warsaw)
		for _, c := range []struct{ got, want string }{
			{w.Day(late, midnight), "dziś"},
			{w.Day(midnight, late), "dziś"},
			{w.Day(late.Add(time.Minute), midnight), "jutro"},
			{w.Day(midnight.Add(-time.Minute), late), "wczoraj"},
		} {
			if c.got != c.want {
				t.Errorf("%s: %q, want %q", w.Date(midnight), c.got, c.want)
			}
		}
	}
	for at, want := range map[time.Time]string{
		time.Date(2027, 3, 28, 0, 30, 0, 0, time.UTC):  "ndz., 28 mar 2027 1:30",
		time.Date(2027, 3, 28, 1, 30, 0, 0, time.UTC):  "ndz., 28 mar 2027 3:30", // there is no half past two
		time.Date(2027, 10, 31, 0, 30, 0, 0, time.UTC): "ndz., 31 paź 2027 2:30",
		time.Date(2027, 10, 31, 1, 30, 0, 0, time.UTC): "ndz., 31 paź 2027 2:30", // again
	} {
		if got := w.DateTime(at); got != want {
			t.Errorf("%v: %q, want %q", at, got, want)
		}
	}
}

func TestDurations(t *testing.T) {
	w := For(crm.Polish, nil)
	for d, want := range map[time.Duration]string{
		0:                               "0 min",
		30 * time.Minute:                "30 min",
		time.Hour:                       "1 h",
		90 * time.Minute:                "1 h 30 min",
		26 * time.Hour:                  "26 h",
		1500 * time.Hour:                "1" + nbsp + "500 h",
		29*time.Minute + 40*time.Second: "30 min",
		-5 * time.Minute:                "-5 min",
	} {
		if got := w.Duration(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}
