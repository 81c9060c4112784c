package calendarfeed

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
)

func TestS4FeedShowsTheStaffMembersTasks(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	anna := o.Member(t, o.school, "Anna", crm.RoleReceptionist)
	jan := o.Member(t, o.school, "Jan", crm.RoleManager)
	address := o.address(t, anna)
	o.shows(t, address)

	call := o.has(t, anna, crm.TaskForm{Subject: "oddzwonić", Due: dueAt(15, 0)})
	o.has(t, anna, crm.TaskForm{Subject: "kiedyś"}) // no due time, no place in a calendar
	o.has(t, jan, crm.TaskForm{Subject: "nie Anny", Due: dueAt(15, 0)})
	late := o.has(t, anna, crm.TaskForm{Subject: "zaległe", Due: crm.DueAt(o.Now().AddDate(-1, 0, 0))})
	print := o.has(t, anna, crm.TaskForm{Subject: "umowy", Due: crm.DueOn(2026, 11, 25, o.school.Zone)})
	o.shows(t, address, "zaległe", "oddzwonić", "umowy")

	o.did(t)(o.SetTaskDone(t.Context(), jan, call.ID, true))
	o.did(t)(o.DeleteTask(t.Context(), jan, print.ID))
	o.did(t)(o.MoveTask(t.Context(), jan, late.ID, dueAt(16, 0)))
	o.shows(t, address, "✓ oddzwonić", "zaległe", "umowy (cancelled)")

	handed := late.Form()
	handed.Assignee, handed.Due = jan.ID, dueAt(16, 0)
	o.did(t)(o.EditTask(t.Context(), jan, "", late.ID, late.Version+1, handed))
	o.shows(t, address, "✓ oddzwonić", "umowy (cancelled)")
	o.shows(t, o.address(t, jan), "nie Anny", "zaległe")

	o.Clock.Forward(31 * 24 * time.Hour)
	o.shows(t, address, "✓ oddzwonić")
	o.Clock.Forward(60 * 24 * time.Hour)
	o.shows(t, address)
}

func TestS4UnchangedFeedIsNotSentAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	anna := o.Member(t, o.school, "Anna", crm.RoleReceptionist)
	o.has(t, anna, crm.TaskForm{Subject: "oddzwonić", Due: dueAt(15, 0)})
	o.Clock.Forward(time.Minute)
	address := o.address(t, anna)
	first := o.get(t, address).Header()
	tag, date := first.Get("ETag"), first.Get("Last-Modified")

	// Whatever is answered now, is answered without a look at the tasks.
	o.sql(t, `alter table tasks rename to tasks_put_away`)
	for _, c := range []struct {
		name    string
		code    int
		headers []string
	}{
		{"its tag", 304, []string{"If-None-Match", tag}},
		{"its tag, strong", 304, []string{"If-None-Match", strings.TrimPrefix(tag, "W/")}},
		{"a list", 304, []string{"If-None-Match", `"a", W/"b" ,` + tag}},
		{"two lists", 304, []string{"If-None-Match", `"a"`, "If-None-Match", tag}},
		{"a star", 304, []string{"If-None-Match", "*"}},
		{"its date", 304, []string{"If-Modified-Since", date}},
		{"a later date", 304, []string{"If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"}},
		{"its tag and an old date", 304, []string{"If-None-Match", tag, "If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"}},
		{"nothing", 500, nil},
		{"another tag", 500, []string{"If-None-Match", `W/"1-20261123-0"`}},
		{"another tag and its date", 500, []string{"If-None-Match", `"a"`, "If-Modified-Since", date}},
		{"an empty tag", 500, []string{"If-None-Match", ""}},
		{"an earlier date", 500, []string{"If-Modified-Since", "Tue, 24 Nov 2026 08:59:59 GMT"}},
		{"no date", 500, []string{"If-Modified-Since", "yesterday"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				want := c.code
				if method == http.MethodHead && want == 500 {
					want = 200 // HEAD tells of a calendar that it does not write
				}
				w := o.ask(t, method, address, c.headers...)
				if w.Code != want {
					t.Errorf("%s answered %d, want %d", method, w.Code, want)
				}
				if w.Code == http.StatusNotModified && (w.Body.Len() != 0 || w.Header().Get("ETag") != tag) {
					t.Errorf("%s sent %q with tag %s", method, w.Body, w.Header().Get("ETag"))
				}
			}
		})
	}
	o.sql(t, `alter table tasks_put_away rename to tasks`)
}

func TestS4ChangedFeedIsSentAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	anna := o.Member(t, o.school, "Anna", crm.RoleReceptionist)
	jan := o.Member(t, o.school, "Jan", crm.RoleReceptionist)
	person, err := o.AddPerson(t.Context(), anna, "", crm.PersonForm{GivenName: "Łucja", FamilyName: "Żak"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	task := o.has(t, anna, crm.TaskForm{Subject: "oddzwonić", Due: dueAt(15, 0), Person: person.After.ID})
	address := o.address(t, anna)
	profile := store.StaffProfile{SlackUser: anna.SlackUser, Name: "Anna Nowak", Zone: "Asia/Tokyo"}
	for _, c := range []struct {
		name   string
		change func() error
	}{
		{"a task done", func() error { return errorOf(o.SetTaskDone(t.Context(), jan, task.ID, true)) }},
		{"a new name of a person", func() error {
			form := person.After.Form()
			form.FamilyName = "Żak-Lis"
			return errorOf(o.EditPerson(t.Context(), jan, "", person.After.ID, person.After.Version, form, ""))
		}},
		{"another language", func() error { return errorOf(o.ChooseLanguage(t.Context(), anna, crm.English)) }},
		{"another name and zone", func() error { return o.RefreshProfile(t.Context(), anna, profile) }},
		{"a new day in Tokyo", func() error {
			o.Clock.Set(time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC))
			return nil
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			had := o.get(t, address)
			o.Clock.Forward(time.Minute)
			if w := o.get(t, address, "If-None-Match", had.Header().Get("ETag")); w.Code != http.StatusNotModified {
				t.Fatalf("before the change: answered %d", w.Code)
			}
			if err := c.change(); err != nil {
				t.Fatal(err)
			}
			if w := o.get(t, address, "If-None-Match", had.Header().Get("ETag")); w.Code != http.StatusOK {
				t.Errorf("after the change: answered %d", w.Code)
			}
		})
	}
}

func TestS4TwoChangesInOneSecondAreNotTakenForOne(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	anna := o.Member(t, o.school, "Anna", crm.RoleReceptionist)
	address := o.address(t, anna)
	o.has(t, anna, crm.TaskForm{Subject: "pierwsze", Due: dueAt(15, 0)})
	if date := o.get(t, address).Header().Get("Last-Modified"); date != "" {
		t.Errorf("dated %s in the second of a change", date)
	}
	o.Clock.Forward(100 * time.Millisecond)
	o.has(t, anna, crm.TaskForm{Subject: "drugie", Due: dueAt(15, 0)})
	if w := o.get(t, address, "If-Modified-Since", "Tue, 24 Nov 2026 09:00:00 GMT"); w.Code != http.StatusOK {
		t.Errorf("answered %d", w.Code)
	}
	o.Clock.Forward(time.Second)
	if date := o.get(t, address).Header().Get("Last-Modified"); date != "Tue, 24 Nov 2026 09:00:00 GMT" {
		t.Errorf("dated %q", date)
	}
}

func TestS4Headers(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	anna := o.Member(t, o.school, "Anna", crm.RoleReceptionist)
	o.has(t, anna, crm.TaskForm{Subject: "oddzwonić", Due: dueAt(15, 0)})
	address := o.address(t, anna)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		w := o.ask(t, method, address)
		for name, want := range map[string]string{
			"Content-Type":        "text/calendar; charset=utf-8",
			"Content-Disposition": `inline; filename="frontdesk.ics"`,
			"Cache-Control":       "private, max-age=0, must-revalidate",
			"Vary":                "Accept-Encoding",
			"Content-Encoding":    "",
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", method, name, got, want)
			}
		}
		if empty := w.Body.Len() == 0; empty != (method == http.MethodHead) || w.Code != http.StatusOK {
			t.Errorf("%s answered %d with %d bytes", method, w.Code, w.Body.Len())
		}
	}
}

func TestS4FeedIsPackedForWhoeverCanUnpackIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	anna := o.Member(t, o.school, "Anna", crm.RoleReceptionist)
	o.has(t, anna, crm.TaskForm{Subject: "oddzwonić", Due: dueAt(15, 0)})
	address := o.address(t, anna)
	plain := o.get(t, address).Body.Bytes()
	for accepted, packed := range map[string]bool{
		"gzip": true, "deflate, GZIP;q=1.0, *;q=0.5": true, "br , gzip ; q=0.1": true, "gzip;q=0.001": true,
		"": false, "gzip;q=0": false, "gzip;q=0.000": false, "identity": false, "x-gzip-like": false, "gzip;q=much": false,
	} {
		w := o.get(t, address, "Accept-Encoding", accepted)
		if got := w.Header().Get("Content-Encoding") == "gzip"; got != packed {
			t.Errorf("accepting %q: packed %t, want %t", accepted, got, packed)
		}
		body := w.Body.Bytes()
		if packed {
			body = unpacked(t, body)
		}
		if !bytes.Equal(body, plain) {
			t.Errorf("accepting %q: got %q", accepted, body)
		}
	}
}

func TestS4WrongAddressesAreLikeAnyOther(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	anna := o.Member(t, o.school, "Anna", crm.RoleReceptionist)
	jan := o.Member(t, o.school, "Jan", crm.RoleReceptionist)
	reset, left := o.address(t, anna), o.address(t, jan)
	if _, err := o.ResetFeed(t.Context(), anna); err != nil {
		t.Fatal(err)
	}
	if err := errorOf(o.RemoveStaff(t.Context(), crm.System(o.school), jan.ID)); err != nil {
		t.Fatal(err)
	}
	now := o.address(t, anna)
	unknown := httptest.NewRecorder()
	http.NewServeMux().ServeHTTP(unknown, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/anything", nil))

	for name, address := range map[string]string{
		"reset": reset, "of somebody who left": left, "invented": "/calendar/" + strings.Repeat("A", 30) + ".ics",
		"empty": "/calendar/.ics", "no file": "/calendar/", "cut off": now[:len(now)-5] + ".ics",
		"other ending": strings.TrimSuffix(now, ".ics"), "in capitals": strings.TrimSuffix(now, ".ics") + ".ICS",
		"deeper": now + "/more", "not ASCII": "/calendar/%C5%BB%00%FF.ics",
	} {
		w := o.get(t, address, "If-None-Match", "*")
		if w.Code != http.StatusNotFound || w.Body.String() != unknown.Body.String() || !maps.EqualFunc(w.Header(), unknown.Header(), slices.Equal) {
			t.Errorf("%s: answered %d %q %v", name, w.Code, w.Body, w.Header())
		}
	}
	if w := o.get(t, now); w.Code != http.StatusOK {
		t.Errorf("the new address: answered %d", w.Code)
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, "PROPFIND"} {
		for _, address := range []string{now, reset} {
			if w := o.ask(t, method, address); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
				t.Errorf("%s: answered %d, allowing %q", method, w.Code, w.Header().Get("Allow"))
			}
		}
	}
}

func TestS4TokenIsNeverLogged(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var log bytes.Buffer
	o.handler = New(Config{Store: o.Store, Log: slog.New(slog.NewTextHandler(&log, nil))})
	anna := o.Member(t, o.school, "Anna", crm.RoleReceptionist)
	address := o.address(t, anna)
	token := strings.TrimSuffix(strings.TrimPrefix(address, "/calendar/"), ".ics")
	for _, table := range []string{"tasks", "feeds"} {
		o.sql(t, `alter table `+table+` rename to put_away_`+table)
		log.Reset()
		w := o.get(t, address)
		if w.Code != http.StatusInternalServerError || !strings.Contains(log.String(), "calendar cannot be read") {
			t.Errorf("without %s: answered %d, logged %q", table, w.Code, &log)
		}
		if strings.Contains(log.String()+w.Body.String(), token) {
			t.Errorf("without %s: the token stands in %q or %q", table, &log, w.Body)
		}
		if tag := w.Header().Get("ETag"); tag != "" {
			t.Errorf("without %s: an error has the tag %s", table, tag)
		}
	}
}

func TestS4ProgramThatGoesAwayIsNoError(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var log bytes.Buffer
	o.handler = New(Config{Store: o.Store, Log: slog.New(slog.NewTextHandler(&log, nil))})
	address := o.address(t, o.Member(t, o.school, "Anna", crm.RoleReceptionist))
	gone, leave := context.WithCancel(t.Context())
	leave()
	o.handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(gone, http.MethodGet, address, nil))
	if log.Len() != 0 {
		t.Errorf("logged %q", &log)
	}
}

// shows expects the calendar at an address to hold these tasks, in any order.
func (o *office) shows(t *testing.T, address string, want ...string) {
	t.Helper()
	w := o.get(t, address)
	if w.Code != http.StatusOK {
		t.Fatalf("answered %d %s", w.Code, w.Body)
	}
	var got []string
	for _, e := range decoded(t, w.Body.Bytes()) {
		summary := text(t, e, "SUMMARY")
		if text(t, e, "STATUS") == "CANCELLED" {
			summary += " (cancelled)"
		}
		got = append(got, summary)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the calendar shows %q, want %q", got, want)
	}
}

// did expects a change of a task to have been made.
func (o *office) did(t *testing.T) func(crm.Change[crm.Task], error) {
	return func(c crm.Change[crm.Task], err error) {
		t.Helper()
		if err != nil || !c.Changed() {
			t.Fatalf("changed %t: %v", c.Changed(), err)
		}
	}
}

func (o *office) sql(t *testing.T, query string) {
	t.Helper()
	if _, err := o.Pool.Exec(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}

func errorOf[T any](_ T, err error) error { return err }

func unpacked(t *testing.T, b []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
