package store_test

import (
	"fmt"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

func TestRecognise(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	expect(t, "Jan", must(s.Recognise(ctx, s.workspace.Team, s.jan.SlackUser))(t), s.jan)

	outsider := must(s.Recognise(ctx, s.workspace.Team, "UOBCY"))(t)
	expect(t, "somebody else", outsider, crm.Outsider(s.workspace, "UOBCY"))
	_, err := s.Recognise(ctx, "TObca", s.jan.SlackUser)
	expect(t, "somebody of an unknown team", err, crm.ErrNotFound)
}

func TestInstallAgain(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	again := store.Installation{
		Team: s.workspace.Team, Name: "Lingua 2", BotToken: "xoxb-2", BotUser: "UBOT2", Language: crm.English, Zone: "UTC",
	}
	got := must(s.Install(t.Context(), again))(t)
	want := s.workspace
	want.Name = "Lingua 2" // language and zone are set once
	expect(t, "workspace", got, want)
	expect(t, "all workspaces", must(s.Workspaces(t.Context()))(t), []crm.Workspace{want})
	expect(t, "token", must(s.SlackToken(t.Context(), s.anna))(t), "xoxb-2")
}

func TestStaffEvents(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	s.Clock.Forward(time.Hour)
	for _, c := range []struct {
		name   string
		do     func() (crm.Change[crm.Staff], error)
		verb   crm.Verb
		events int
	}{
		{"added", func() (crm.Change[crm.Staff], error) {
			return s.AddStaff(ctx, s.anna, profile("Ola", crm.RoleReceptionist))
		}, crm.Added, 1},
		{"added again", func() (crm.Change[crm.Staff], error) {
			return s.AddStaff(ctx, s.anna, profile("Ola", crm.RoleReceptionist))
		}, crm.Added, 0},
		{"made a manager", func() (crm.Change[crm.Staff], error) {
			return s.AddStaff(ctx, s.anna, profile("Ola", crm.RoleManager))
		}, crm.Edited, 1},
		{"removed", func() (crm.Change[crm.Staff], error) { return s.RemoveStaff(ctx, s.anna, s.anna.ID) }, crm.Deleted, 1},
	} {
		count := s.events()
		change := must(c.do())(t)
		expect(t, c.name+": events", s.events()-count, c.events)
		expect(t, c.name+": changed", change.Changed(), c.events == 1)
		e := s.lastEvent()
		expect(t, c.name+": verb", e.Verb, c.verb)
		expect(t, c.name+": who", e.By, s.anna.ID)
		expect(t, c.name+": when", e.At.UTC(), s.Now())
		expect(t, c.name+": before is kept", len(e.Before) > 0, c.verb != crm.Added)
		expect(t, c.name+": after is kept", len(e.After) > 0, c.verb != crm.Deleted)
	}
}

// TestStaffAddedAgain: who has the role already is left as they are.
func TestStaffAddedAgain(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	version := func() int { return s.number(`select version from staff where id = $1`, s.jan.ID) }
	before := version()
	p := profile("Jan Zając", crm.RoleReceptionist)
	p.Email = "jan@example.org"
	got := must(s.AddStaff(t.Context(), s.anna, p))(t)
	expect(t, "changed", got.Changed(), false)
	expect(t, "version", version(), before)
	expect(t, "address", got.After.Email, p.Email)
	p.Role = crm.RoleManager
	must(s.AddStaff(t.Context(), s.anna, p))(t)
	expect(t, "version of a manager", version(), before+1)
}

// TestOwnChoicesAreEvents: what a staff member does about themselves is in the audit
// log, once.
func TestOwnChoicesAreEvents(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	for _, c := range []struct {
		name          string
		do            func() error
		events        int
		before, after string
	}{
		{"language", func() error { return errorOf(s.ChooseLanguage(ctx, s.jan, crm.English)) }, 1, `{"Chosen": ""}`, `{"Chosen": "en"}`},
		{"the same language", func() error { return errorOf(s.ChooseLanguage(ctx, s.jan, crm.English)) }, 0, `{"Chosen": ""}`, `{"Chosen": "en"}`},
		{"another feed address", func() error { return errorOf(s.ResetFeed(ctx, s.jan)) }, 1, `{"FeedGeneration": 1}`, `{"FeedGeneration": 2}`},
	} {
		count := s.events()
		if err := c.do(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		expect(t, c.name+": events", s.events()-count, c.events)
		e := s.lastEvent()
		expect(t, c.name, []any{e.Verb, e.Noun, e.NounID, e.By}, []any{crm.Edited, crm.NounStaff, int64(s.jan.ID), s.jan.ID})
		expect(t, c.name+": before", string(e.Before), c.before)
		expect(t, c.name+": after", string(e.After), c.after)
	}
}

// errorOf drops an answer.
func errorOf[T any](_ T, err error) error { return err }

func TestRefreshProfile(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	now := store.StaffProfile{SlackUser: "UOBCY", Name: "Jan Zając-Lis", Email: "jan@example.org", Locale: "en-GB", Zone: "UTC", Role: crm.RoleManager}
	if err := s.RefreshProfile(t.Context(), s.jan, now); err != nil {
		t.Fatal(err)
	}
	want := s.jan
	want.Name, want.Email, want.Language, want.Zone = now.Name, now.Email, crm.English, time.UTC
	expect(t, "Jan, still no manager", must(s.StaffMember(t.Context(), s.anna, s.jan.ID))(t), want)
	expect(t, "Anna", must(s.StaffMember(t.Context(), s.jan, s.anna.ID))(t), s.anna)
}

func TestChooseLanguage(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	got := must(s.ChooseLanguage(t.Context(), s.jan, crm.English))(t)
	want := s.jan
	want.Chosen, want.Language = crm.English, crm.English
	expect(t, "Jan", got, want)
	expect(t, "Jan as he is recognised", must(s.Recognise(t.Context(), s.workspace.Team, s.jan.SlackUser))(t), want)
	expect(t, "Anna", must(s.StaffMember(t.Context(), s.jan, s.anna.ID))(t), s.anna)
}

func TestR4HomeTab(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	expect(t, "tab at first", must(s.HomeTab(t.Context(), s.jan))(t), crm.TabTasks)
	for _, tab := range []crm.Tab{crm.TabPeople, crm.TabCalendar} {
		if err := s.ShowTab(t.Context(), s.jan, tab); err != nil {
			t.Fatal(err)
		}
		expect(t, "tab", must(s.HomeTab(t.Context(), s.jan))(t), tab)
	}
	expect(t, "Anna's tab", must(s.HomeTab(t.Context(), s.anna))(t), crm.TabTasks)
}

func TestArrivals(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	w, ctx := db.School(t, "Lingua"), t.Context()
	other := db.School(t, "Fluent")
	expect(t, "first", must(db.Arrived(ctx, w.Team, "Ev1"))(t), true)
	expect(t, "again", must(db.Arrived(ctx, w.Team, "Ev1"))(t), false)
	expect(t, "another", must(db.Arrived(ctx, w.Team, "Ev2"))(t), true)
	expect(t, "of another team", must(db.Arrived(ctx, other.Team, "Ev1"))(t), true)
	expect(t, "of an unknown team", must(db.Arrived(ctx, "TObca", "Ev1"))(t), false)

	// Slack lives in real time: a business clock that is moved on forgets nothing.
	db.Clock.Forward(365 * 24 * time.Hour)
	expect(t, "new", must(db.Arrived(ctx, w.Team, "Ev3"))(t), true)
	if _, err := db.Pool.Exec(ctx, `update arrivals set at = at - interval '1 hour' where key <> 'Ev3'`); err != nil {
		t.Fatal(err)
	}
	if err := db.ForgetArrivals(ctx, time.Now().Add(-time.Minute)); err != nil {
		t.Fatal(err)
	}
	expect(t, "forgotten", must(db.Arrived(ctx, w.Team, "Ev1"))(t), true)
	expect(t, "not forgotten", must(db.Arrived(ctx, w.Team, "Ev3"))(t), false)
}

func TestHomePage(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	looking := func(who crm.Staff) string {
		t.Helper()
		page, looks, err := s.HomePage(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(page, " ", looks)
	}
	expect(t, "before Home was shown", looking(s.jan), " false")
	if err := s.ShowTab(t.Context(), s.jan, crm.TabPeople); err != nil {
		t.Fatal(err)
	}
	expect(t, "after a tab was chosen", looking(s.jan), " false")
	if err := s.HomeShown(t.Context(), s.jan, "page 2"); err != nil {
		t.Fatal(err)
	}
	expect(t, "once it was shown", looking(s.jan), "page 2 true")
	expect(t, "Anna's", looking(s.anna), " false")
	expect(t, "the tab", must(s.HomeTab(t.Context(), s.jan))(t), crm.TabPeople)
	s.sql(`update home_states set shown_at = shown_at - interval '11 minutes'`)
	expect(t, "long after", looking(s.jan), "page 2 false")
}
