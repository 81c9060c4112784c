package store_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
)

func TestFeedTokens(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	annas, jans := must(s.FeedToken(ctx, s.anna))(t), must(s.FeedToken(ctx, s.jan))(t)
	expect(t, "token when asked again", must(s.FeedToken(ctx, s.anna))(t), annas)
	expect(t, "Anna's feed", must(s.FeedOwner(ctx, annas))(t).By, s.anna)
	expect(t, "Jan's feed", must(s.FeedOwner(ctx, jans))(t).By, s.jan)
	expect(t, "token at another replica", must(s.Reopen(t).FeedToken(ctx, s.anna))(t), annas)
	for table, rows := range s.rows(s.workspace) {
		if strings.Contains(rows, annas) {
			t.Errorf("the token stands in %s", table)
		}
	}
	s.expectNoFeed(t, "", "x", annas+"x", annas[:len(annas)-1], strings.ToUpper(annas), base64.RawURLEncoding.EncodeToString(make([]byte, 22)))

	reset := must(s.ResetFeed(ctx, s.anna))(t)
	expect(t, "Anna's feed after the reset", must(s.FeedOwner(ctx, reset))(t).By, s.anna)
	s.expectNoFeed(t, annas)
	expect(t, "Jan's feed after Anna's reset", must(s.FeedOwner(ctx, jans))(t).By, s.jan)

	must(s.RemoveStaff(ctx, s.anna, s.jan.ID))(t)
	s.expectNoFeed(t, jans)
	_, err := s.FeedToken(ctx, crm.System(s.workspace))
	expect(t, "the machine's feed", err, crm.ErrNotFound)
}

// expectNoFeed fails if one of the tokens opens a feed.
func (s *school) expectNoFeed(t *testing.T, tokens ...string) {
	t.Helper()
	for _, token := range tokens {
		if feed, err := s.FeedOwner(t.Context(), token); err != crm.ErrNotFound {
			t.Errorf("%q opens %+v, %v", token, feed, err)
		}
	}
}

func TestFeedTasks(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	const day = 24 * time.Hour
	p := s.hasPerson("Ewa", "Ćwik")
	s.hasTask("za rok i dzień", due(in(366*day)))
	s.hasTask("za rok bez dnia", due(in(364*day)))
	s.hasTask("dawno temu", due(in(-91*day)))
	s.hasTask("dawno temu zrobione", due(in(-91*day)), done)
	s.hasTask("niedawno zrobione", due(in(-89*day)), done)
	s.hasTask("bez terminu")
	s.hasTask("Jana", due(in(day)), assignedTo(s.jan))
	gone := s.hasTask("usunięte", due(in(2*day)), about(p))
	s.Clock.Forward(time.Hour)
	must(s.DeleteTask(t.Context(), s.jan, gone.ID))(t)
	deleted := s.Now()

	shown := must(s.FeedTasks(t.Context(), s.anna))(t)
	expect(t, "feed", feedSubjects(shown), []string{"dawno temu", "niedawno zrobione", "usunięte", "za rok bez dnia"})
	expect(t, "deleted", []time.Time{shown[0].Deleted, shown[2].Deleted}, []time.Time{{}, deleted})
	expect(t, "changed", shown[2].Changed, deleted)
	expect(t, "whole task", shown[2].PersonName, p.Name())

	s.Clock.Forward(31 * day)
	shown = must(s.FeedTasks(t.Context(), s.anna))(t)
	expect(t, "feed a month later", feedSubjects(shown), []string{"dawno temu", "za rok bez dnia", "za rok i dzień"})
}

func feedSubjects(tasks []store.FeedTask) (out []string) {
	for _, task := range tasks {
		out = append(out, task.Subject)
	}
	return out
}

// TestFeedVersionFollowsPeople: a person's name stands in the feeds of those who have
// tasks about them.
func TestFeedVersionFollowsPeople(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasPerson("Ewa", "Ćwik")
	task := s.hasTask("oddzwonić", about(p), assignedTo(s.jan), due(in(time.Hour)))
	version := func(m crm.Staff) int64 {
		return must(s.FeedOwner(t.Context(), must(s.FeedToken(t.Context(), m))(t)))(t).Version
	}
	anna, jan := version(s.anna), version(s.jan)
	f := p.Form()
	f.FamilyName = "Ćwik-Lis"
	must(s.EditPerson(t.Context(), s.anna, "", p.ID, p.Version, f, ""))(t)
	expect(t, "growth of Anna's and Jan's", []int64{version(s.anna) - anna, version(s.jan) - jan}, []int64{0, 1})
	expect(t, "Jan's feed", must(s.FeedTasks(t.Context(), s.jan))(t)[0].PersonName, "Ewa Ćwik-Lis")

	must(s.DeleteTask(t.Context(), s.jan, task.ID))(t)
	jan = version(s.jan)
	must(s.EditPerson(t.Context(), s.anna, "", p.ID, 2, p.Form(), ""))(t)
	expect(t, "growth with a cancelled task", version(s.jan)-jan, 1)
	expect(t, "Jan's feed, cancelled", must(s.FeedTasks(t.Context(), s.jan))(t)[0].PersonName, "Ewa Ćwik")
}

// TestFeedVersionFollowsItsOwner: their zone and language stand in their feed.
func TestFeedVersionFollowsItsOwner(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	version := func() int { return s.number(`select version from feeds where staff_id = $1`, s.jan.ID) }
	before := version()
	now := profile("Jan Zając", crm.RoleReceptionist)
	now.Zone = "Europe/London"
	for _, c := range []struct {
		name string
		want int
	}{{"another zone", before + 1}, {"the same again", before + 1}} {
		if err := s.RefreshProfile(t.Context(), s.jan, now); err != nil {
			t.Fatal(err)
		}
		expect(t, c.name, version(), c.want)
	}
}
