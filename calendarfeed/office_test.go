package calendarfeed

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

// office is a school with a database, and the feeds of its staff.
type office struct {
	*storetest.Database
	school  crm.Workspace
	handler http.Handler
}

func newOffice(t testing.TB) *office {
	t.Helper()
	d := storetest.New(t)
	return &office{Database: d, school: d.School(t, "Lingua"), handler: New(Config{Store: d.Store})}
}

// has gives the staff member a task, a call unless the form says otherwise.
func (o *office) has(t testing.TB, who crm.Staff, f crm.TaskForm) crm.Task {
	t.Helper()
	f.Assignee = who.ID
	if f.Kind == "" {
		f.Kind = crm.KindCall
	}
	c, err := o.AddTask(t.Context(), who, rand.Text(), f)
	if err != nil {
		t.Fatalf("adding task: %v", err)
	}
	return c.After
}

// address is where the staff member's calendar is.
func (o *office) address(t testing.TB, who crm.Staff) string {
	t.Helper()
	token, err := o.FeedToken(t.Context(), who)
	if err != nil {
		t.Fatalf("asking for the feed's token: %v", err)
	}
	return "/calendar/" + token + ".ics"
}

// get asks for an address, with pairs of header and value.
func (o *office) get(t testing.TB, address string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return o.ask(t, http.MethodGet, address, headers...)
}

func (o *office) ask(t testing.TB, method, address string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, address, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	return w
}

// dueAt is an hour of the day on which a test's clock stands, in Warsaw.
func dueAt(hour, minute int) crm.Due {
	return crm.DueAt(time.Date(2026, 11, 24, hour-1, minute, 0, 0, time.UTC))
}

// reader is somebody who reads their calendar, of a school in Warsaw.
func reader(lang crm.Language, zone string) crm.Staff {
	w := crm.Workspace{ID: 1, Team: "TLingua", Name: "Lingua", Language: crm.Polish, Zone: location("Europe/Warsaw")}
	return crm.Staff{Workspace: w, ID: 7, Name: "Anna Nowak", Role: crm.RoleReceptionist, Language: lang, Zone: location(zone)}
}

func location(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// taskOf is a task that was made and changed once, an hour before the clock stands.
func taskOf(id int, f crm.TaskForm) store.FeedTask {
	made := storetest.Opening.Add(-2 * time.Hour)
	return store.FeedTask{
		Task: crm.Task{
			ID: crm.TaskID(id), Kind: f.Kind, Subject: f.Subject, Note: f.Note, Due: f.Due, Duration: f.Duration,
			Created: made, Version: 2,
		},
		Changed: made.Add(time.Hour),
	}
}
