package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

// marker stands in every text of the other workspace.
const marker = "Sekret"

// other is everything that the other workspace has.
type other struct {
	workspace crm.Workspace
	staff     crm.Staff
	person    crm.Person
	task      crm.Task
	note      crm.Note
	delivery  crm.Delivery // in somebody's hands
	view      crm.SavedView
	chore     crm.Chore // an import that asks

	archived, restored crm.Person // the second one for an edit

	people, tasks, timeline crm.Cursor // places in its lists
}

// otherSchool fills a second workspace, each table of it.
func (s *school) otherSchool() other {
	s.t.Helper()
	o := other{workspace: s.School(s.t, marker)}
	ewa := store.StaffProfile{SlackUser: "UEWA", Name: marker + " Ewa", Email: marker, Zone: "Europe/Warsaw", Role: crm.RoleManager}
	o.staff = must(s.AddStaff(s.t.Context(), crm.System(o.workspace), ewa))(s.t).After
	them := &school{Database: s.Database, t: s.t, workspace: o.workspace, anna: o.staff}
	for i := range 3 {
		o.person = them.hasPersonLike(crm.PersonForm{
			GivenName: marker, FamilyName: fmt.Sprintf("%s %d", marker, i), Phone: "501 234 567",
			Email: marker + "@example.com", Company: marker, Note: marker,
		})
		o.task = them.hasTask(marker, about(o.person), due(in(time.Hour)), func(f *crm.TaskForm) { f.Note = marker })
		o.note = them.hasNote(o.person, marker)
	}
	ctx := s.t.Context()
	must(s.AddPerson(ctx, o.staff, "V1", crm.PersonForm{FamilyName: marker + " V1"}, nil))(s.t)
	must(s.AddTask(ctx, o.staff, "V2", o.task.Form()))(s.t)
	o.archived, o.restored = them.archives(them.hasPerson("", marker+" A")), them.archives(them.hasPerson("", marker+" B"))
	o.restored = must(s.RestoreForEdit(ctx, o.staff, o.restored.ID))(s.t).After
	if err := s.ShowTab(ctx, o.staff, crm.TabPeople); err != nil {
		s.t.Fatal(err)
	}
	must(s.Arrived(ctx, o.workspace.Team, "Ev1"))(s.t)
	s.sql(`insert into deliveries (workspace_id, key, kind, channel, staff_id, task_id, due_version, state, attempts, next_at, created_at)
		values ($1, 'waiting', 'reminder', 'email', $2, $3, 1, 'planned', 0, $4, $4),
			($1, 'pointless', 'reminder', 'slack', $2, $3, 0, 'planned', 0, $4, $4),
			($1, 'in hand', 'assigned', 'slack', $2, $3, 1, 'sending', 1, $4, $4)`, o.workspace.ID, o.staff.ID, o.task.ID, s.Now())
	waiting := must(s.BeginImport(ctx, o.staff, marker, marker))(s.t)
	claimed, _, err := s.ClaimChore(ctx, o.staff, time.Hour)
	if err != nil || claimed.ID != waiting.ID {
		s.t.Fatalf("claimed %+v, %v", claimed, err)
	}
	o.chore = must(s.ReadImport(ctx, o.staff, claimed, sheetOf(cells{"family_name=" + marker}, cells{"given_name=" + marker}), unheard))(s.t)
	must(s.BeginExport(ctx, o.staff, crm.Export{List: crm.ListPeople, Filter: []string{marker}}))(s.t)
	o.delivery = crm.Delivery{
		ID: crm.DeliveryID(s.number(`select id from deliveries where key = 'in hand'`)), To: o.staff, Task: o.task, Attempts: 1,
	}
	o.view = must(s.savesView(o.staff, marker, crm.PeopleList{Filter: crm.PersonFilter{Text: marker}}))(s.t)
	o.people = must(s.People(ctx, o.staff, crm.PersonFilter{}, "", 1))(s.t).Next
	o.tasks = must(s.Tasks(ctx, o.staff, store.TaskFilter{}, "", 1))(s.t).Next
	o.timeline = must(s.Timeline(ctx, o.staff, o.person.ID, "", 1))(s.t).Next
	return o
}

// A trespass calls a method as our staff with what is the other workspace's.
type trespass struct {
	try  func(ctx context.Context, s *school, o other) (any, error)
	want func(error) bool
}

// How a trespass may end.
var (
	nothing  = func(err error) bool { return err == nil }
	notFound = func(err error) bool { return errors.Is(err, crm.ErrNotFound) }
	refused  = func(err error) bool { return err != nil }
	problem  = func(err error) bool { _, ok := errors.AsType[crm.Problems](err); return ok }
)

// trespasses has each exported method that takes by.
func trespasses() map[string]trespass {
	all := map[string]trespass{}
	for _, some := range []map[string]trespass{peopleTrespasses, taskTrespasses, staffTrespasses, choreTrespasses, unattendedTrespasses} {
		maps.Copy(all, some)
	}
	return all
}

// exempt says why a method cannot trespass.
var exempt = map[string]string{
	"Now":            "reads the clock",
	"Close":          "ends the connections",
	"Check":          "asks the database itself, for the operator",
	"HasStaff":       "answers yes or no about a team, to the bot, before anybody is known",
	"Workspaces":     "lists the workspaces that the machine works for, to the machine alone",
	"NewWorkers":     "works River's jobs, whose tables are no workspace's",
	"InsertTick":     "asks River for a tick, which goes through all workspaces",
	"InsertErrand":   "asks River for a batch, which goes through all workspaces",
	"InsertChore":    "asks River for work on whatever waits in any workspace",
	"ForgetArrivals": "is the machine's housekeeping in all workspaces",
}

// back is the cursor that leads back from the same row.
func back(c crm.Cursor) crm.Cursor { return "." + c }

// collected is all that a list has, up to an error.
func collected[T any](list iter.Seq2[T, error]) (all []T, err error) {
	for row, err := range list {
		if err != nil {
			return all, err
		}
		all = append(all, row)
	}
	return all, nil
}

// TestIsolation calls every method as one workspace's staff with the ids and places
// of another, and finds the other as it was and nothing of it in the answers.
func TestIsolation(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	o := s.otherSchool()
	s.hasPerson("Ewa", "Ćwik")
	s.hasTask("nasze")
	before := s.rows(o.workspace)
	for table, rows := range before {
		if rows == "" {
			t.Errorf("the other workspace has no rows in %s: give it some", table)
		}
	}
	all := trespasses()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		t.Run(name, func(t *testing.T) {
			trespass := all[name]
			got, err := trespass.try(t.Context(), s, o)
			if !trespass.want(err) {
				t.Errorf("error %v is not what was expected", err)
			}
			if text := printed(t, got) + fmt.Sprint(err); strings.Contains(text, marker) {
				t.Errorf("the other workspace shows in %s", text)
			}
			after := s.rows(o.workspace)
			expectSameRows(t, before, after)
			before = after // so that one trespass is told of once
		})
	}
}

// TestIsolationKnowsEveryMethod finds methods that TestIsolation leaves out.
func TestIsolationKnowsEveryMethod(t *testing.T) {
	t.Parallel()
	var methods []string
	for m := range reflect.TypeFor[*store.Store]().Methods() {
		methods = append(methods, m.Name)
	}
	known := slices.Sorted(maps.Keys(trespasses()))
	known = append(known, slices.Sorted(maps.Keys(exempt))...)
	slices.Sort(known)
	for _, name := range methods {
		if !slices.Contains(known, name) {
			t.Errorf("Store.%s is neither in trespasses nor exempt", name)
		}
	}
	for _, name := range known {
		if !slices.Contains(methods, name) {
			t.Errorf("there is no Store.%s", name)
		}
	}
}

// rows are all rows of a workspace by table, as JSON.
func (s *school) rows(w crm.Workspace) map[string]string {
	s.t.Helper()
	out := map[string]string{}
	for _, table := range s.tables() {
		var rows string
		err := s.Pool.QueryRow(s.t.Context(), `
			select coalesce(string_agg(to_jsonb(x)::text, e'\n' order by to_jsonb(x)::text), '')
			from `+table+` x where workspace_id = $1`, w.ID).Scan(&rows)
		if err != nil {
			s.t.Fatalf("reading %s: %v", table, err)
		}
		out[table] = rows
	}
	return out
}

// tables are those with rows of workspaces.
func (s *school) tables() (names []string) {
	s.t.Helper()
	err := s.Pool.QueryRow(s.t.Context(), `
		select array_agg(table_name::text) from information_schema.columns join information_schema.tables using (table_schema, table_name)
		where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'workspace_id'`).Scan(&names)
	if err != nil || len(names) == 0 {
		s.t.Fatalf("found %d tables: %v", len(names), err)
	}
	return names
}

func expectSameRows(t *testing.T, before, after map[string]string) {
	t.Helper()
	for table := range before {
		expect(t, "rows of "+table, after[table], before[table])
	}
}

// printed is a value with everything in it, snapshots of events included.
func printed(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%+v\n%s", v, b)
}

// TestCursorsOfAnotherWorkspace pages on from a place in the other's list.
func TestCursorsOfAnotherWorkspace(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	o := s.otherSchool()
	for _, family := range []string{"Adamska", marker + " 1a", "Żak"} {
		s.hasPerson("", family)
	}
	got := must(s.People(t.Context(), s.anna, crm.PersonFilter{}, o.people, 10))(t)
	expect(t, "people after the other's first", familyNames(got.Items), []string{marker + " 1a", "Żak"})
	expect(t, "people in all", got.Total, 3)
	expect(t, "clock", s.Now(), storetest.Opening)
}
