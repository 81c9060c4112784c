package store_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

// assorted fills the school with 5,000 people of all kinds.
func (s *school) assorted() {
	s.t.Helper()
	s.sql(`
		insert into people (workspace_id, given_name, family_name, phone, phone_ext, email, company, crm_contact, given_first,
			family_first, email_fold, company_fold, type, was_type, course, owner_id, consent, open_tasks, overdue_from, last_contact, created_at)
		select $1, 'g', md5('f' || i), '', '', '', '', i % 3 > 0, '', '', '', '', type, case when type = 'archived' then 'crm' else '' end,
			case when i % 7 < 4 then 'B1' else '' end, case i % 3 when 0 then null when 1 then $2::bigint else $3 end, i % 5 < 2, i % 3,
			case when i % 9 = 0 then $4::timestamptz + (i % 500 - 300) * interval '1 h' end,
			case when i % 11 < 6 then $4 - i * interval '5 h' end, $4 - i * interval '3 h'
		from generate_series(1, 5000) i, lateral (select (array['crm', 'student', 'company', 'archived'])[1 + i % 4] as type) x`,
		s.workspace.ID, s.anna.ID, s.jan.ID, s.Now())
	s.sql(`vacuum analyze people`)
}

// TestPlansOfFilters asks PostgreSQL how it runs each filter alone: over an index that has
// the list's order, of which no more is read than a page plus one, and for a count no
// more than it shows.
func TestPlansOfFilters(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.assorted()
	seen := new(watch)
	traced := must(store.OpenTraced(t.Context(), store.Config{URL: s.URL, Secret: storetest.Secret, Now: s.Clock.Now}, seen))(t)
	t.Cleanup(traced.Close)
	const size = 25
	for _, c := range []struct {
		f       crm.PersonFilter
		index   string
		through int // how many rows may be read that the filter does not let through
	}{
		{crm.PersonFilter{}, "people_by_name", 0},
		{crm.PersonFilter{View: crm.ViewAll}, "people_by_name", 0},
		{crm.PersonFilter{View: crm.ViewContacts}, "people_contacts", 0},
		{crm.PersonFilter{View: crm.ViewStudents}, "people_by_type", 0},
		{crm.PersonFilter{View: crm.ViewCompanies}, "people_by_type", 0},
		{crm.PersonFilter{View: crm.ViewArchive}, "people_by_type", 0},
		{crm.PersonFilter{Type: crm.TypeCRM}, "people_by_type", 0},
		{crm.PersonFilter{Status: crm.StatusNew}, "people_new", 0},
		{crm.PersonFilter{Status: crm.StatusActive}, "people_active", 0},
		{crm.PersonFilter{Owner: s.jan.ID}, "people_by_owner", 0},
		{crm.PersonFilter{Owner: crm.NoOwner}, "people_of_nobody", 0},
		{crm.PersonFilter{Consent: crm.Yes}, "people_by_consent", 0},
		{crm.PersonFilter{Consent: crm.No}, "people_by_consent", 0},
		{crm.PersonFilter{Open: crm.Yes}, "people_busy", 0},
		{crm.PersonFilter{Open: crm.No}, "people_idle", 0},
		{crm.PersonFilter{Overdue: crm.Yes}, "people_overdue", 0},
		{crm.PersonFilter{Overdue: crm.No}, "people_by_name", size}, // whoever is late is passed over
		{crm.PersonFilter{Contacted: crm.Yes}, "people_contacted", 0},
		{crm.PersonFilter{Contacted: crm.No}, "people_never", 0},
		{crm.PersonFilter{ContactBefore: "2026-09-01"}, "people_by_contact", 0},
		{crm.PersonFilter{CreatedFrom: "2026-01-01"}, "people_by_creation", 0},
		{crm.PersonFilter{CreatedTo: "2026-01-01"}, "people_by_creation", 0},
		{crm.PersonFilter{CreatedFrom: "2026-01-01", CreatedTo: "2026-09-01"}, "people_by_creation", 0},
	} {
		t.Run(fmt.Sprint("R15 ", asked(c.f)), func(t *testing.T) {
			seen.queries = nil
			first := must(traced.People(t.Context(), s.anna, c.f, "", size))(t)
			second := must(traced.People(t.Context(), s.anna, c.f, first.Next, size))(t)
			if len(second.Items) < size || second.Next == "" {
				t.Fatalf("the second page has %d people: too few to tell", len(second.Items))
			}
			must(traced.People(t.Context(), s.anna, c.f, second.Previous, size))(t)
			looked := 0
			for _, q := range slices.Clone(seen.queries) {
				if !strings.Contains(q.SQL, "order by p.") {
					continue // the frame of a transaction, a count that takes people as they come
				}
				looked++
				limit, sorted := size+1+c.through, 0
				if strings.Contains(q.SQL, "count(*)") { // a few that it counts may be sorted
					limit, sorted = crm.CountCap+c.through*crm.CountCap/size, crm.CountCap
				}
				if used := expectPlan(t, s, q, sorted); !slices.Contains(used, c.index) {
					t.Errorf("index %s is not used, but %v", c.index, used)
				}
				if read := s.peopleRead(q); read > limit {
					t.Errorf("%d people are read, more than %d, in\n%s", read, limit, q.SQL)
				}
			}
			if looked < 3 {
				t.Errorf("looked at %d queries only", looked)
			}
		})
	}
}

// asked is what a filter asks for.
func asked(f crm.PersonFilter) string {
	b, _ := json.Marshal(f)
	return string(b)
}

// peopleRead runs a query and counts the people that it looks at.
func (s *school) peopleRead(q pgx.TraceQueryStartData) int {
	s.t.Helper()
	type ran struct {
		Table   string  `json:"Relation Name"`
		Rows    float64 `json:"Actual Rows"`
		Removed float64 `json:"Rows Removed by Filter"`
		Plans   []json.RawMessage
	}
	var plan []byte
	if err := s.Pool.QueryRow(s.t.Context(), "explain (analyze, format json) "+q.SQL, q.Args...).Scan(&plan); err != nil {
		s.t.Fatalf("explaining: %v\n%s", err, q.SQL)
	}
	var plans []struct{ Plan json.RawMessage }
	must(0, json.Unmarshal(plan, &plans))(s.t)
	read := 0
	for steps := []json.RawMessage{plans[0].Plan}; len(steps) > 0; steps = steps[1:] {
		var r ran
		must(0, json.Unmarshal(steps[0], &r))(s.t)
		if r.Table == "people" {
			read += int(r.Rows + r.Removed)
		}
		steps = append(steps, r.Plans...)
	}
	return read
}
