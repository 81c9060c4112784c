package store_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/sample"
)

// invented fills the school with the sample's people and tasks.
func (s *school) invented(people, tasks int) {
	s.t.Helper()
	c := sample.Config{
		Seed: 7, People: people, Tasks: tasks, Now: s.Now(), Zone: s.workspace.Zone, Staff: []crm.StaffID{s.anna.ID, s.jan.ID},
	}
	l := store.Load{People: slices.Collect(sample.People(c))}
	for i := range l.People {
		l.People[i].ID = crm.PersonID(i + 1)
	}
	l.Tasks = slices.Collect(sample.Tasks(c, l.People))
	if err := s.Load(s.t.Context(), crm.System(s.workspace), l); err != nil {
		s.t.Fatal(err)
	}
	s.sql(`analyze`)
}

// everybody is the whole registry by name, archived people too.
func (s *school) everybody() []crm.Person {
	s.t.Helper()
	return must(collected(s.EachPerson(s.t.Context(), s.anna, crm.PersonFilter{})))(s.t)
}

// lets reports what f says of a person, save its text.
func lets(f crm.PersonFilter, p crm.Person, now time.Time, zone *time.Location) bool {
	is := func(a crm.Answer, yes bool) bool { return a == "" || (a == crm.Yes) == yes }
	inView := map[crm.PeopleView]bool{
		"": true, crm.ViewAll: true,
		crm.ViewContacts:  p.CRMContact && !p.Archived(),
		crm.ViewStudents:  p.Type == crm.TypeStudent,
		crm.ViewCompanies: p.Type == crm.TypeCompany,
		crm.ViewArchive:   p.Archived(),
	}
	late := !p.OverdueFrom.IsZero() && !p.OverdueFrom.After(now)
	created := crm.DateOf(p.Created.In(zone))
	return inView[f.View] && (f.Type == "" || f.Type == p.Type) && (f.Status == "" || f.Status == p.Status()) &&
		(f.Owner == 0 || max(f.Owner, 0) == p.Owner) && is(f.Consent, p.Consent.Given) && is(f.Open, p.OpenTasks > 0) && is(f.Overdue, late) &&
		is(f.Contacted, !p.LastContact.IsZero()) &&
		(f.ContactBefore == "" || !p.LastContact.IsZero() && crm.DateOf(p.LastContact.In(zone)) < f.ContactBefore) &&
		(f.CreatedFrom == "" || created >= f.CreatedFrom) && (f.CreatedTo == "" || created <= f.CreatedTo)
}

// inOrder sorts people, who are by name, as f asks.
func inOrder(f crm.PersonFilter, people []crm.Person) {
	by := func(moment func(crm.Person) time.Time) {
		slices.SortFunc(people, func(a, b crm.Person) int {
			return cmp.Or(moment(a).Compare(moment(b)), cmp.Compare(a.ID, b.ID))
		})
	}
	switch {
	case f.Text != "" && f.Overdue != crm.Yes && f.ContactBefore == "" && f.CreatedFrom == "" && f.CreatedTo == "":
		slices.SortStableFunc(people, func(a, b crm.Person) int { return cmp.Compare(tierOf(f.Text, a), tierOf(f.Text, b)) })
	case f.Overdue == crm.Yes:
		by(func(p crm.Person) time.Time { return p.OverdueFrom })
	case f.ContactBefore != "":
		by(func(p crm.Person) time.Time { return p.LastContact })
	case f.CreatedFrom != "" || f.CreatedTo != "":
		by(func(p crm.Person) time.Time { return p.Created })
		slices.Reverse(people)
	}
}

// tierOf is where somebody found by the beginning of a name stands: as it was typed, as
// it was guessed, and both once more for archived people.
func tierOf(text string, p crm.Person) int {
	tier := 1
	for word := range strings.FieldsSeq(crm.Fold(p.GivenName + " " + p.FamilyName)) {
		if strings.HasPrefix(word, crm.Fold(text)) {
			tier = 0
		}
	}
	if p.Archived() {
		tier += 2
	}
	return tier
}

// singleFilters are filters of one condition, each with each of its values.
func (s *school) singleFilters() []crm.PersonFilter {
	filters := []crm.PersonFilter{
		{Text: "kowalsk"},
		{Owner: s.anna.ID},
		{Owner: s.jan.ID},
		{Owner: crm.NoOwner},
		{ContactBefore: "2026-10-01"},
		{CreatedFrom: "2026-01-01"},
		{CreatedTo: "2025-03-01"},
		{CreatedFrom: "2025-09-01", CreatedTo: "2025-12-31"},
		{Status: crm.StatusNew},
		{Status: crm.StatusActive},
	}
	for _, v := range crm.PeopleViews {
		filters = append(filters, crm.PersonFilter{View: v})
	}
	for _, is := range []crm.Type{crm.TypeCRM, crm.TypeStudent, crm.TypeCompany, crm.TypeArchived} {
		filters = append(filters, crm.PersonFilter{Type: is})
	}
	for _, a := range []crm.Answer{crm.Yes, crm.No} {
		filters = append(filters, crm.PersonFilter{Consent: a}, crm.PersonFilter{Open: a}, crm.PersonFilter{Overdue: a}, crm.PersonFilter{Contacted: a})
	}
	return filters
}

// merged is a filter with the conditions of all.
func merged(filters []crm.PersonFilter) crm.PersonFilter {
	var f crm.PersonFilter
	for _, g := range filters {
		f = crm.PersonFilter{
			View: cmp.Or(g.View, f.View), Text: cmp.Or(g.Text, f.Text), Type: cmp.Or(g.Type, f.Type), Status: cmp.Or(g.Status, f.Status),
			Owner: cmp.Or(g.Owner, f.Owner), Consent: cmp.Or(g.Consent, f.Consent), Open: cmp.Or(g.Open, f.Open),
			Overdue: cmp.Or(g.Overdue, f.Overdue), Contacted: cmp.Or(g.Contacted, f.Contacted),
			ContactBefore: cmp.Or(g.ContactBefore, f.ContactBefore),
			CreatedFrom:   cmp.Or(g.CreatedFrom, f.CreatedFrom), CreatedTo: cmp.Or(g.CreatedTo, f.CreatedTo),
		}
	}
	return f
}

// TestFilters compares what each filter lists, page by page and back, with a filter in
// Go over everybody.
func TestFilters(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.invented(500, 2500)
	all := s.everybody()
	expect(t, "people", len(all), 500)
	bearing := map[crm.PersonID]bool{}
	for _, p := range must(collected(s.EachPerson(t.Context(), s.anna, crm.PersonFilter{Text: "kowalsk"})))(t) {
		bearing[p.ID] = true
	}
	for _, p := range all {
		if strings.HasPrefix(crm.Fold(p.FamilyName), "kowalsk") && !bearing[p.ID] {
			t.Errorf("R15 a text does not find %s", p.Name())
		}
	}
	want := func(f crm.PersonFilter) []crm.Person {
		var some []crm.Person
		for _, p := range all {
			if lets(f, p, s.Now(), s.workspace.Zone) && (f.Text == "" || bearing[p.ID]) {
				some = append(some, p)
			}
		}
		inOrder(f, some)
		return some
	}
	check := func(t *testing.T, f crm.PersonFilter, size int) {
		t.Helper()
		got, want := pages(t, size, s.peopleLike(f)), want(f)
		if !slices.Equal(got, want) {
			t.Errorf("%+v lists %d people, not the %d expected:\n%s\n%s", f, len(got), len(want), familyNames(got), familyNames(want))
		}
		expect(t, fmt.Sprintf("%+v in all", f), must(s.People(t.Context(), s.anna, f, "", 1))(t).Total, len(want))
		expect(t, fmt.Sprintf("%+v read whole", f), len(must(collected(s.EachPerson(t.Context(), s.anna, f)))(t)), len(want))
	}
	random := rand.New(rand.NewPCG(3, 4))
	single := s.singleFilters()
	t.Run("R15 each filter alone", func(t *testing.T) {
		for _, f := range single {
			if n := len(want(f)); n == 0 || n == len(all) && f.View != crm.ViewAll {
				t.Errorf("%+v lets %d of %d people through: it proves nothing", f, n, len(all))
			}
			check(t, f, 30+random.IntN(40))
		}
	})
	t.Run("R15 filters combined", func(t *testing.T) {
		hits := 0
		for range 80 {
			random.Shuffle(len(single), func(i, j int) { single[i], single[j] = single[j], single[i] })
			f := merged(single[:2+random.IntN(3)])
			if f.Check() != nil { // from one, to the other
				continue
			}
			hits += len(want(f))
			check(t, f, 5+random.IntN(40))
		}
		if hits < 500 {
			t.Errorf("only %d people were met: it proves little", hits)
		}
	})
}

func TestR24StudentWhoCameFromCRM(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	p := s.hasPerson("Ewa", "Ćwik")
	stands := func(view crm.PeopleView) bool {
		t.Helper()
		page := must(s.People(t.Context(), s.anna, crm.PersonFilter{View: view}, "", 10))(t)
		return slices.ContainsFunc(page.Items, func(q crm.Person) bool { return q.ID == p.ID })
	}
	for _, c := range []struct {
		name string
		do   func()
		in   []crm.PeopleView
	}{
		{"R24 a contact", func() {}, []crm.PeopleView{crm.ViewAll, crm.ViewContacts}},
		{
			"R24 a student who stays among the contacts", func() { must(s.Enroll(t.Context(), s.anna, p.ID))(t) },
			[]crm.PeopleView{crm.ViewAll, crm.ViewContacts, crm.ViewStudents},
		},
		{"R24 in the archive", func() { s.archives(p) }, []crm.PeopleView{crm.ViewAll, crm.ViewArchive}},
		{
			"R24 back among both", func() { must(s.Restore(t.Context(), s.anna, p.ID))(t) },
			[]crm.PeopleView{crm.ViewAll, crm.ViewContacts, crm.ViewStudents},
		},
		{
			"R24 a company's manager", func() { must(s.MakeCompany(t.Context(), s.anna, p.ID))(t) },
			[]crm.PeopleView{crm.ViewAll, crm.ViewContacts, crm.ViewCompanies},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.do()
			var in []crm.PeopleView
			for _, view := range crm.PeopleViews {
				if stands(view) {
					in = append(in, view)
				}
			}
			expect(t, "views", in, c.in)
		})
	}
}

// TestR15DaysAreTheWorkspaces: a day begins at midnight where the school is, and not
// where the asker is.
func TestR15DaysAreTheWorkspaces(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.anna.Zone = must(time.LoadLocation("Asia/Tokyo"))(t)
	midnight := crm.DueOn(2026, 11, 24, s.workspace.Zone).At
	for _, c := range []struct {
		family string
		at     time.Time
	}{{"Przed", midnight.Add(-time.Microsecond)}, {"Po", midnight}, {"Nazajutrz", midnight.Add(24 * time.Hour)}} {
		s.Clock.Set(c.at)
		s.hasTask("telefon", about(s.hasPerson("", c.family)), done, func(f *crm.TaskForm) { f.Kind = crm.KindCall })
	}
	for name, c := range map[string]struct {
		f    crm.PersonFilter
		want []string
	}{
		"contact before":  {crm.PersonFilter{ContactBefore: "2026-11-24"}, []string{"Przed"}},
		"created on":      {crm.PersonFilter{CreatedFrom: "2026-11-24", CreatedTo: "2026-11-24"}, []string{"Po"}},
		"created from":    {crm.PersonFilter{CreatedFrom: "2026-11-24"}, []string{"Nazajutrz", "Po"}},
		"created through": {crm.PersonFilter{CreatedTo: "2026-11-23"}, []string{"Przed"}},
	} {
		t.Run("R15 "+name, func(t *testing.T) {
			page := must(s.People(t.Context(), s.anna, c.f, "", 10))(t)
			expect(t, "people", familyNames(page.Items), c.want)
		})
	}
}

// TestR15OverdueNow: the filter reads the store's present time.
func TestR15OverdueNow(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasTask("oddzwonić", about(s.hasPerson("Ewa", "Ćwik")), due(in(time.Hour)))
	s.hasPerson("Jan", "Lis")
	late := func(a crm.Answer) []string {
		t.Helper()
		return familyNames(must(s.People(t.Context(), s.anna, crm.PersonFilter{Overdue: a}, "", 10))(t).Items)
	}
	s.Clock.Forward(time.Hour - time.Microsecond)
	expect(t, "late a moment before", late(crm.Yes), []string{})
	expect(t, "not late a moment before", late(crm.No), []string{"Ćwik", "Lis"})
	s.Clock.Forward(time.Microsecond)
	expect(t, "late at that moment", late(crm.Yes), []string{"Ćwik"})
	expect(t, "not late at that moment", late(crm.No), []string{"Lis"})
}

func TestFiltersThatCannotBe(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPerson("Ewa", "Ćwik")
	s.hasPerson("Jan", "Lis")
	f := crm.PersonFilter{Status: "asleep"}
	_, err := s.People(t.Context(), s.anna, f, "", 10)
	expectProblem(t, err, string(crm.ByStatus), "problem.choice")
	_, err = collected(s.EachPerson(t.Context(), s.anna, f))
	expectProblem(t, err, string(crm.ByStatus), "problem.choice")

	byName := must(s.People(t.Context(), s.anna, crm.PersonFilter{}, "", 1))(t).Next
	_, err = s.People(t.Context(), s.anna, crm.PersonFilter{CreatedFrom: "2026-01-01"}, byName, 10)
	expectRefusal(t, err, "refusal.stale_page") // another order has no such place
}

// TestFiltersThatTakeTooLong keeps the table from being read meanwhile.
func TestFiltersThatTakeTooLong(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPerson("Ewa", "Ćwik")
	f := crm.PersonFilter{View: crm.ViewContacts, Consent: crm.No}
	ctx := t.Context()
	lock := must(s.Pool.Begin(ctx))(t)
	must(lock.Exec(ctx, `lock table people in access exclusive mode`))(t)
	_, err := s.People(ctx, s.anna, f, "", 10)
	expectRefusal(t, err, "refusal.filter_slow")
	if err := lock.Rollback(ctx); err != nil {
		t.Fatal(err)
	}
	page := must(s.People(ctx, s.anna, f, "", 10))(t)
	expect(t, "afterwards", familyNames(page.Items), []string{"Ćwik"})
}

// TestR15ListByText: a list filtered by text shows who has what was typed before whom it
// may mean, and archived people last.
func TestR15ListByText(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for _, family := range []string{"Burek", "Durek", "Kurekowska", "Ćwik", "Kurek"} {
		s.hasPerson("Ewa", family)
	}
	s.archives(s.hasPerson("Adam", "Furek"))
	s.archives(s.hasPerson("Zenon", "Kurek"))
	want := []string{"Kurek", "Kurekowska", "Burek", "Durek", "Kurek", "Furek"}
	f := crm.PersonFilter{Text: "kurek"}
	for size := 1; size <= len(want)+1; size++ {
		expect(t, fmt.Sprintf("in pages of %d, there and back", size), familyNames(pages(t, size, s.peopleLike(f))), want)
	}
	expect(t, "read whole", familyNames(must(collected(s.EachPerson(t.Context(), s.anna, f)))(t)), want)
	f.View = crm.ViewContacts
	expect(t, "within a view", familyNames(pages(t, 2, s.peopleLike(f))), want[:4])
	f.CreatedFrom = "2026-01-01"
	expect(t, "the newest first", familyNames(pages(t, 3, s.peopleLike(f))), []string{"Kurek", "Kurekowska", "Durek", "Burek"})

	next := must(s.People(t.Context(), s.anna, crm.PersonFilter{Text: "kurek"}, "", 3))(t).Next
	_, err := s.People(t.Context(), s.anna, crm.PersonFilter{}, next, 3)
	expectRefusal(t, err, "refusal.stale_page")
}
