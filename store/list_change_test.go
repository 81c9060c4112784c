package store_test

import (
	"sync"
	"testing"

	"frontdesk/store/crm"
)

// TestConditionsTakenOffAtOnce: who presses several chips quickly takes off each of them.
func TestConditionsTakenOffAtOnce(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	full := crm.PersonFilter{
		View: crm.ViewStudents, Text: "Ćwik", Type: crm.TypeStudent, Status: crm.StatusNew, Owner: s.anna.ID, Consent: crm.Yes,
		Open: crm.Yes, Overdue: crm.Yes, Contacted: crm.Yes, ContactBefore: "2026-11-01", CreatedFrom: "2026-01-01",
	}
	change := func(to func(crm.PersonFilter) crm.PersonFilter) error {
		return s.ChangePeopleList(ctx, s.anna, func(l crm.PeopleList) crm.PeopleList {
			l.Filter = to(l.Filter)
			return l
		})
	}
	must(0, change(func(crm.PersonFilter) crm.PersonFilter { return full }))(t)
	expect(t, "the filter", must(s.PeopleList(ctx, s.anna))(t).Filter, full)

	var all sync.WaitGroup
	for _, c := range full.Conditions() {
		all.Go(func() {
			if err := change(func(f crm.PersonFilter) crm.PersonFilter { return f.Without(c) }); err != nil {
				t.Errorf("taking off %s: %v", c, err)
			}
		})
	}
	all.Wait()
	expect(t, "the filter", must(s.PeopleList(ctx, s.anna))(t).Filter, crm.PersonFilter{View: crm.ViewStudents})

	err := change(func(f crm.PersonFilter) crm.PersonFilter { f.Type = "teacher"; return f })
	expectProblem(t, err, string(crm.ByType), "problem.choice")
}
