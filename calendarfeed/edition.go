package calendarfeed

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"strings"
	"time"

	"frontdesk/store"
)

// layout counts the changes of what Encode writes for the same tasks, so that programs
// fetch a calendar again that only looks new.
const layout = 1

// An edition is one state of a calendar, by which a program tells whether it has it.
type edition struct {
	tag  string
	date time.Time // in whole seconds; zero while the edition is too young to be told by it
}

// editionOf is the edition that feed has at now. It is another one after every change
// of the feed, in another language or zone, under another name, and on every new day of
// its owner: the days that a feed shows move on, and so does what is overdue.
func editionOf(feed store.Feed, now time.Time) edition {
	y, m, d := now.In(feed.By.Zone).Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, feed.By.Zone)
	look := fnv.New64a()
	_, _ = fmt.Fprintf(look, "%d\n%s\n%s\n%s\n%s", layout,
		feed.By.Language, feed.By.Zone, feed.By.Workspace.Zone, feed.By.Name)
	e := edition{tag: fmt.Sprintf(`W/"%d-%s-%x"`, feed.Version, today.Format("20060102"), look.Sum64())}
	date := feed.Changed
	if today.After(date) {
		date = today
	}
	if now.Sub(date) >= time.Second { // within it, a second change would have the same date
		e.date = date.Truncate(time.Second)
	}
	return e
}

// announce says which edition an answer is, and that it is to be asked for each time.
func (e edition) announce(h http.Header) {
	h.Set("ETag", e.tag)
	if !e.date.IsZero() {
		h.Set("Last-Modified", e.date.UTC().Format(http.TimeFormat))
	}
	h.Set("Cache-Control", "private, max-age=0, must-revalidate")
	h.Set("Vary", "Accept-Encoding")
}

// had reports whether the program that asks has this edition. Tags count before dates
// (RFC 9110, 13.2.2), and are compared weakly.
func (e edition) had(r *http.Request) bool {
	if tags := r.Header.Values("If-None-Match"); len(tags) > 0 {
		for tag := range strings.SplitSeq(strings.Join(tags, ","), ",") {
			tag = strings.TrimSpace(tag)
			if tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(e.tag, "W/") {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !e.date.IsZero() && !e.date.After(since)
}
