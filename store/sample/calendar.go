package sample

import (
	"slices"
	"time"
)

// When the office is open, local time. The last task of a day starts a little before
// people go home at 19.
const (
	opensAt  = 8 * time.Hour
	closesAt = 18*time.Hour + 45*time.Minute
)

// season is how busy each month is: courses begin in September and February. Months
// that do not stand here weigh 1.
var season = map[time.Month]float64{
	time.January: 2, time.February: 1.8, time.July: 0.6, time.August: 2.2, time.September: 2.6,
}

// A calendar is the office's working time laid end to end and stretched where it is
// busy: an even spread along it lies in office hours of working days, and thicker in
// the season. A place is a number of stretched seconds.
type calendar struct{ days []day }

type day struct {
	opens, closes time.Time
	start, weight float64 // the place of opens, and stretched seconds to a second
}

// newCalendar is the working time of whole days from one moment to another.
func newCalendar(from, to time.Time, zone *time.Location) calendar {
	var c calendar
	var place float64
	y, m, first := from.In(zone).Date()
	for n := 0; ; n++ {
		midnight := time.Date(y, m, first+n, 0, 0, 0, 0, zone)
		if midnight.After(to) {
			return c
		}
		if !working(midnight) {
			continue
		}
		d := day{opens: clock(midnight, opensAt), closes: clock(midnight, closesAt), start: place, weight: 1}
		if busy, ok := season[midnight.Month()]; ok {
			d.weight = busy
		}
		c.days = append(c.days, d)
		place = d.end()
	}
}

// clock is the moment of a day at which clocks show hour.
func clock(midnight time.Time, hour time.Duration) time.Time {
	y, m, d := midnight.Date()
	return time.Date(y, m, d, 0, int(hour.Minutes()), 0, 0, midnight.Location())
}

func (d day) end() float64 { return d.start + d.closes.Sub(d.opens).Seconds()*d.weight }

// place is where t lies; when the office is closed, where it opens next.
func (c calendar) place(t time.Time) float64 {
	i, _ := slices.BinarySearchFunc(c.days, t, func(d day, t time.Time) int { return d.closes.Compare(t) })
	if i == len(c.days) {
		return c.days[i-1].end()
	}
	d := c.days[i]
	return d.start + max(0, t.Sub(d.opens).Seconds())*d.weight
}

// at is the moment at a place, in whole seconds.
func (c calendar) at(place float64) time.Time {
	d := c.day(place)
	seconds := min((place-d.start)/d.weight, d.closes.Sub(d.opens).Seconds()-1)
	return d.opens.Add(time.Duration(seconds) * time.Second).UTC()
}

// day is the working day in which a place lies.
func (c calendar) day(place float64) day {
	i, _ := slices.BinarySearchFunc(c.days, place, func(d day, place float64) int {
		if d.end() <= place {
			return -1
		}
		return 1
	})
	return c.days[min(i, len(c.days)-1)]
}

// between is the moment at a part (0 to 1) of the working time from one moment to
// another, in whole seconds; never before the former nor after the latter.
func (c calendar) between(from, to time.Time, part float64) time.Time {
	start, end := c.place(from), c.place(to)
	t := later(from, earlier(to, c.at(start+(end-start)*part)))
	return t.UTC().Truncate(time.Second)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// dayOff is a holiday of the same date every year.
type dayOff struct {
	month time.Month
	day   int
}

// daysOff are the statutory holidays of Poland; those that follow Easter are reckoned.
var daysOff = []dayOff{
	{time.January, 1},
	{time.January, 6},
	{time.May, 1},
	{time.May, 3},
	{time.August, 15},
	{time.November, 1},
	{time.November, 11},
	{time.December, 24},
	{time.December, 25},
	{time.December, 26},
}

// The movable holidays that fall on working days, in days after Easter Sunday.
const (
	easterMonday  = 1
	corpusChristi = 60
)

// working reports whether the office opens on the day.
func working(midnight time.Time) bool {
	year, month, date := midnight.Date()
	if w := midnight.Weekday(); w == time.Saturday || w == time.Sunday || slices.Contains(daysOff, dayOff{month, date}) {
		return false
	}
	after := midnight.YearDay() - easter(year).YearDay()
	return after != easterMonday && after != corpusChristi
}

// easter is Easter Sunday of a year (the Gregorian computus of Meeus, Jones and Butcher).
func easter(year int) time.Time {
	golden, century, rest := year%19, year/100, year%100
	epact := (19*golden + century - century/4 - (century-(century+8)/25+1)/3 + 15) % 30
	weekday := (32 + 2*(century%4) + 2*(rest/4) - epact - rest%4) % 7
	late := (golden + 11*epact + 22*weekday) / 451
	n := epact + weekday - 7*late + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}
