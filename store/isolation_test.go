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
	o.view = must(s.SaveView(ctx, o.staff, marker, crm.PeopleList{Filter: crm.PersonFilter{Text: marker}}))(s.t)
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
var trespasses = map[string]trespass{
	"AddPerson": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.AddPerson(ctx, s.anna, "V1", crm.PersonForm{FamilyName: "Nasza"}, nil)
	}, nothing},
	"EditPerson": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.EditPerson(ctx, s.anna, "", o.person.ID, o.person.Version, crm.PersonForm{FamilyName: "Nasza"}, "")
	}, notFound},
	"Enroll": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Enroll(ctx, s.anna, o.person.ID)
	}, notFound},
	"MakeCompany": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.MakeCompany(ctx, s.anna, o.person.ID)
	}, notFound},
	"Archive": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Archive(ctx, s.anna, o.person.ID, crm.DeleteTasks)
	}, notFound},
	"RestoreForEdit": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.RestoreForEdit(ctx, s.anna, o.archived.ID)
	}, notFound},
	"Restore": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Restore(ctx, s.anna, o.archived.ID)
	}, notFound},
	"ArchiveAgain": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.ArchiveAgain(ctx, s.anna, o.restored.ID, o.restored.RestoredUntil)
	}, notFound},
	"ArchiveLate": {func(ctx context.Context, s *school, o other) (any, error) {
		s.Clock.Set(o.restored.RestoredUntil) // when the other's is late
		return s.ArchiveLate(ctx, s.anna)
	}, nothing},
	"Person": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Person(ctx, s.anna, o.person.ID)
	}, notFound},
	"People": {func(ctx context.Context, s *school, o other) (any, error) {
		var all []crm.Page[crm.Person]
		for _, at := range []crm.Cursor{o.people, back(o.people)} {
			page, err := s.People(ctx, s.anna, crm.PersonFilter{}, at, 10)
			if err != nil {
				return nil, err
			}
			all = append(all, page)
		}
		return all, nil
	}, nothing},
	"EachPerson": {func(ctx context.Context, s *school, o other) (any, error) {
		var all []crm.Person
		for _, f := range []crm.PersonFilter{{}, {Text: marker}, {Owner: o.staff.ID}, {View: crm.ViewContacts, Open: crm.Yes}} {
			found, err := collected(s.EachPerson(ctx, s.anna, f))
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
		return all, nil
	}, nothing},
	"PeopleList": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.PeopleList(ctx, s.anna)
	}, nothing},
	"KeepPeopleList": {func(ctx context.Context, s *school, o other) (any, error) {
		err := s.KeepPeopleList(ctx, s.anna, crm.PeopleList{Saved: o.view.ID})
		return must(s.PeopleList(ctx, s.anna))(s.t).Saved, err
	}, nothing},
	"ChangePeopleList": {func(ctx context.Context, s *school, o other) (any, error) {
		var seen crm.PeopleList
		err := s.ChangePeopleList(ctx, s.anna, func(l crm.PeopleList) crm.PeopleList {
			seen, l.Saved = l, o.view.ID
			return l
		})
		return []any{seen, must(s.PeopleList(ctx, s.anna))(s.t).Saved}, err
	}, nothing},
	"TaskSettings": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.TaskSettings(ctx, s.anna)
	}, nothing},
	"KeepTaskSettings": {func(ctx context.Context, s *school, _ other) (any, error) {
		return nil, s.KeepTaskSettings(ctx, s.anna, crm.ListSettings{Rows: 5})
	}, nothing},
	"SavedViews": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.SavedViews(ctx, s.anna)
	}, nothing},
	"SaveView": {func(ctx context.Context, s *school, o other) (any, error) {
		v, err := s.SaveView(ctx, s.anna, o.view.Name, crm.PeopleList{})
		if err == nil {
			err = s.DeleteView(ctx, s.anna, v.ID) // so that its name shows in no other answer
		}
		return v.ID, err
	}, nothing},
	"OpenView": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.OpenView(ctx, s.anna, o.view.ID)
	}, notFound},
	"DeleteView": {func(ctx context.Context, s *school, o other) (any, error) {
		return nil, s.DeleteView(ctx, s.anna, o.view.ID)
	}, notFound},
	"FindPeople": {func(ctx context.Context, s *school, _ other) (any, error) {
		return findAll(ctx, s, marker, "501 234 567", marker+"@example.com", "")
	}, nothing},
	"AddTask": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.AddTask(ctx, s.anna, "V2", crm.TaskForm{Kind: crm.KindTask, Subject: "x", Assignee: s.anna.ID, Person: o.person.ID})
	}, problem},
	"EditTask": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.EditTask(ctx, s.anna, "", o.task.ID, o.task.Version, crm.TaskForm{Kind: crm.KindCall, Subject: "x", Assignee: s.anna.ID})
	}, notFound},
	"SetTaskDone": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.SetTaskDone(ctx, s.anna, o.task.ID, true)
	}, notFound},
	"MoveTask": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.MoveTask(ctx, s.anna, o.task.ID, in(time.Minute))
	}, notFound},
	"DeleteTask": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.DeleteTask(ctx, s.anna, o.task.ID)
	}, notFound},
	"Task": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Task(ctx, s.anna, o.task.ID)
	}, notFound},
	"Tasks": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Tasks(ctx, s.anna, store.TaskFilter{Assignee: o.staff.ID}, o.tasks, 10)
	}, nothing},
	"EachTask": {func(ctx context.Context, s *school, _ other) (any, error) {
		return collected(s.EachTask(ctx, s.anna, store.TaskFilter{}))
	}, nothing},
	"AddNote": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.AddNote(ctx, s.anna, "", crm.NoteForm{Person: o.person.ID, Body: "x"})
	}, notFound},
	"EditNote": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.EditNote(ctx, s.anna, "", o.note.ID, o.note.Version, crm.NoteForm{Body: "x"})
	}, notFound},
	"DeleteNote": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.DeleteNote(ctx, s.anna, o.note.ID)
	}, notFound},
	"Note": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Note(ctx, s.anna, o.note.ID)
	}, notFound},
	"Timeline": {func(ctx context.Context, s *school, o other) (any, error) {
		for _, at := range []crm.Cursor{"", o.timeline, back(o.timeline)} {
			line, err := s.Timeline(ctx, s.anna, o.person.ID, at, 1)
			if err != nil || len(line.Entries) > 0 || line.Next != "" || line.Previous != "" {
				return line, fmt.Errorf("%+v: %w", line, err)
			}
		}
		return nil, nil
	}, nothing},
	"HomeTab": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.HomeTab(ctx, s.anna)
	}, nothing},
	"HomeShown": {func(ctx context.Context, s *school, _ other) (any, error) {
		return nil, s.HomeShown(ctx, s.anna, "2")
	}, nothing},
	"HomePage": {func(ctx context.Context, s *school, _ other) (any, error) {
		page, _, err := s.HomePage(ctx, s.anna)
		return page, err
	}, nothing},
	"ShowTab": {func(ctx context.Context, s *school, _ other) (any, error) {
		return nil, s.ShowTab(ctx, s.anna, crm.TabCalendar)
	}, nothing},
	"AddStaff": {func(ctx context.Context, s *school, o other) (any, error) {
		p := profile("Ola", crm.RoleReceptionist)
		p.SlackUser = o.staff.SlackUser
		return s.AddStaff(ctx, s.anna, p)
	}, nothing},
	"RemoveStaff": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.RemoveStaff(ctx, s.anna, o.staff.ID)
	}, notFound},
	"RefreshProfile": {func(ctx context.Context, s *school, _ other) (any, error) {
		return nil, s.RefreshProfile(ctx, s.anna, profile("Anna Kowalska", crm.RoleManager))
	}, nothing},
	"ChooseLanguage": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.ChooseLanguage(ctx, s.anna, crm.English)
	}, nothing},
	"Staff": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.Staff(ctx, s.anna)
	}, nothing},
	"FindStaff": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.FindStaff(ctx, s.anna, marker, 10)
	}, nothing},
	"StaffMember": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.StaffMember(ctx, s.anna, o.staff.ID)
	}, notFound},
	"SlackToken": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.SlackToken(ctx, s.anna)
	}, nothing},
	"PlanReminders": {func(ctx context.Context, s *school, _ other) (any, error) {
		s.Clock.Forward(2 * time.Hour) // when all tasks of the other are overdue
		return s.PlanReminders(ctx, s.anna)
	}, nothing},
	"ClaimDeliveries": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.ClaimDeliveries(ctx, s.anna, 10, time.Minute)
	}, nothing},
	"DeliveryBegins": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.DeliveryBegins(ctx, s.anna, o.delivery)
	}, nothing},
	"DeliveryPutBack": {func(ctx context.Context, s *school, o other) (any, error) {
		return nil, s.DeliveryPutBack(ctx, s.anna, o.delivery)
	}, nothing},
	"DeliverySent": {func(ctx context.Context, s *school, o other) (any, error) {
		return nil, s.DeliverySent(ctx, s.anna, o.delivery, "ours")
	}, nothing},
	"DeliveryFailed": {func(ctx context.Context, s *school, o other) (any, error) {
		never := s.DeliveryFailed(ctx, s.anna, o.delivery, "ours", time.Time{})
		again := s.DeliveryFailed(ctx, s.anna, o.delivery, "ours", s.Now())
		return nil, errors.Join(never, again)
	}, nothing},
	"FeedToken": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.FeedToken(ctx, s.anna)
	}, nothing},
	"ResetFeed": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.ResetFeed(ctx, s.anna)
	}, nothing},
	"FeedTasks": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.FeedTasks(ctx, s.anna)
	}, nothing},
	"Load": {func(ctx context.Context, s *school, o other) (any, error) {
		theirs := crm.Task{Kind: crm.KindTask, Subject: "x", Assignee: o.staff.ID, Created: s.Now()}
		return nil, s.Load(ctx, crm.System(s.workspace), store.Load{Tasks: []crm.Task{theirs}})
	}, refused},
	"BeginImport": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.BeginImport(ctx, s.anna, "F1", "x.csv")
	}, nothing},
	"BeginImportHere": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.BeginImportHere(ctx, s.anna, "x.csv")
	}, nothing},
	"BeginExport": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.BeginExport(ctx, s.anna, crm.Export{List: crm.ListTasks})
	}, nothing},
	"Chore": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Chore(ctx, s.anna, o.chore.ID)
	}, notFound},
	"Wish": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Wish(ctx, s.anna, o.chore.ID, crm.WishCancel)
	}, notFound},
	"ClaimChore": {func(ctx context.Context, s *school, _ other) (any, error) {
		var all []crm.Chore
		for {
			c, found, err := s.ClaimChore(ctx, s.anna, time.Minute)
			if err != nil || !found {
				return all, err
			}
			all = append(all, c)
		}
	}, nothing},
	"ChoreGoesOn": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.ChoreGoesOn(ctx, s.anna, o.chore, time.Hour)
	}, nothing},
	"ChoreStandsAt": {func(ctx context.Context, s *school, o other) (any, error) {
		return nil, s.ChoreStandsAt(ctx, s.anna, o.chore, "D1/1")
	}, nothing},
	"ChoreTold": {func(ctx context.Context, s *school, o other) (any, error) {
		return nil, s.ChoreTold(ctx, s.anna, o.chore)
	}, nothing},
	"ChorePutOff": {func(ctx context.Context, s *school, o other) (any, error) {
		return nil, s.ChorePutOff(ctx, s.anna, o.chore, 0)
	}, nothing},
	"ChoreFailed": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.ChoreFailed(ctx, s.anna, o.chore, crm.Refusal{ID: "refusal.file_gone"})
	}, refused},
	"ExportDone": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.ExportDone(ctx, s.anna, o.chore, "x.xlsx", 1)
	}, refused},
	"ReadImport": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.ReadImport(ctx, s.anna, o.chore, sheetOf(cells{"family_name=Nasza"}), unheard)
	}, refused},
	"ApplyImport": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.ApplyImport(ctx, s.anna, o.chore, unheard)
	}, refused},
	"UndoImport": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.UndoImport(ctx, s.anna, o.chore, unheard)
	}, refused},
	"ImportFaults": {func(ctx context.Context, s *school, o other) (any, error) {
		return collected(s.ImportFaults(ctx, s.anna, o.chore.ID))
	}, nothing},
	"TidyChores": {func(ctx context.Context, s *school, _ other) (any, error) {
		s.Clock.Forward(crm.UndoFor) // when the other's are late
		return nil, s.TidyChores(ctx, s.anna)
	}, nothing},

	// Of the unattended ones, those that a workspace's Slack can reach.
	"Recognise": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Recognise(ctx, s.workspace.Team, o.staff.SlackUser)
	}, nothing},
	"FeedOwner": {func(ctx context.Context, s *school, o other) (any, error) {
		theirs, err := s.FeedToken(ctx, o.staff)
		if err != nil {
			return nil, err
		}
		ours, err := s.FeedToken(ctx, s.anna)
		if err != nil {
			return nil, err
		}
		return s.FeedOwner(ctx, theirs[:4]+ours[4:]) // their ids with our seal
	}, notFound},
	"FirstManager": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.FirstManager(ctx, s.workspace.Team, store.StaffProfile{SlackUser: o.staff.SlackUser})
	}, nothing},
	"Arrived": {func(ctx context.Context, s *school, _ other) (any, error) {
		first, err := s.Arrived(ctx, s.workspace.Team, "Ev1")
		if !first {
			err = errors.Join(err, errors.New("another workspace's delivery hides ours"))
		}
		return first, err
	}, nothing},
	"Install": {func(ctx context.Context, s *school, _ other) (any, error) {
		again := store.Installation{Team: s.workspace.Team, Name: "Lingua 2", BotToken: "xoxb-x", Zone: "UTC"}
		return s.Install(ctx, again)
	}, nothing},
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

func findAll(ctx context.Context, s *school, texts ...string) (all []crm.Person, err error) {
	for _, text := range texts {
		found, err := s.FindPeople(ctx, s.anna, text, 10)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
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
	for _, name := range slices.Sorted(maps.Keys(trespasses)) {
		t.Run(name, func(t *testing.T) {
			trespass := trespasses[name]
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
	known := slices.Sorted(maps.Keys(trespasses))
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
