package store_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

// BenchmarkSearch measures each step of the search, and the typeahead letter by letter,
// beside the bare SQL that it needs. The store is to take no more than 1.5 times as long.
func BenchmarkSearch(b *testing.B) {
	s := bigSchool(b)
	const limit = 20
	for _, c := range []struct{ name, text string }{
		{"typeahead 1", "k"},
		{"typeahead 2", "ko"},
		{"typeahead 4", "kowa"},
		{"typeahead full", "kowalska an"},
		{"full name", "Anna Nowak"},
		{"part of each name", "kow ann"},
		{"second surname", "żak anna"},
		{"phone", "000 567"},
		{"email", "nowak@example"},
		{"company", "marzec sp"},
		{"inflected", "do Anny Kowalskiej"},
		{"one typo", "Krystyna Kowlska"},
		{"two typos", "Krytsyna Kowlska"},
		{"nobody", "Xqzwpt Vvkkx"},
	} {
		b.Run(c.name, func(b *testing.B) {
			statements := s.asked(b, c.text, limit)
			want := must(s.FindPeople(b.Context(), s.anna, c.text, limit))(b)
			beside(b, func() []crm.Person {
				return must(s.FindPeople(b.Context(), s.anna, c.text, limit))(b)
			}, func() []crm.Person {
				return s.answered(b, statements, want)
			})
			b.ReportMetric(float64(len(statements)), "statements")
		})
	}
}

// asked are the statements that a search needs.
func (s *school) asked(b *testing.B, text string, limit int) []pgx.TraceQueryStartData {
	b.Helper()
	seen := new(watch)
	traced := must(store.OpenTraced(b.Context(), store.Config{URL: s.URL, Secret: storetest.Secret, Now: s.Clock.Now}, seen))(b)
	defer traced.Close()
	must(traced.FindPeople(b.Context(), s.anna, text, limit))(b)
	return seen.queries
}

// answered runs statements and keeps, of the people whom they answer, those of want, in
// its order; that they are all there is what the comparison asks.
func (s *school) answered(b *testing.B, statements []pgx.TraceQueryStartData, want []crm.Person) []crm.Person {
	b.Helper()
	people := map[crm.PersonID]crm.Person{}
	for _, q := range statements {
		if at := strings.Index(q.SQL, "where p."); at >= 0 {
			for _, p := range barePeople(b, s, q.SQL[at:], q.Args...) {
				people[p.ID] = p
			}
			continue
		}
		rows, err := store.PoolOf(s.Store).Query(b.Context(), q.SQL, q.Args...)
		if err != nil {
			b.Fatal(err)
		}
		for rows.Next() {
			var word, name string
			if err := rows.Scan(&word, &name); err != nil {
				b.Fatal(err)
			}
		}
		if err := rows.Err(); err != nil {
			b.Fatal(err)
		}
	}
	var out []crm.Person
	for _, p := range want {
		if p, ok := people[p.ID]; ok {
			out = append(out, p)
		}
	}
	return out
}
