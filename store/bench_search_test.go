package store_test

import (
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"frontdesk/store"
	"frontdesk/store/crm"
)

// foundAtMost is how many people the searches of the benchmarks answer.
const foundAtMost = 20

// A lookup is one query by hand.
type lookup func(b *testing.B, s *school) []crm.Person

// BenchmarkSearch measures each step of the search, and the typeahead letter by letter,
// beside SQL that is written by hand for the same answer. Where a step is only taken
// because others found nobody, those are asked as well. The store is to take no more than
// 1.5 times as long.
func BenchmarkSearch(b *testing.B) {
	s := bigSchool(b)
	for _, c := range []struct {
		name, text string
		bare       []lookup
	}{
		{"typeahead 1", "k", []lookup{active("k")}},
		{"typeahead 2", "ko", []lookup{active("ko")}},
		{"typeahead 4", "kowa", []lookup{active("kowa")}},
		{"typeahead full", "kowalska an", []lookup{begins("kowalska an")}},
		{"part of each name", "kow ann", []lookup{begins("kow ann"), worded(`'kow':* & 'ann':*`)}},
		{"phone", "000 567", []lookup{begins("000 567"), worded(`'000':* & '567':*`), phone("%000567%")}},
		{"email", "nowak@example", []lookup{email("%nowak@example%")}},
		{"common domain", "@example.com", []lookup{someByEmail("%@example.com%")}},
		{"company", "marzec sp", []lookup{begins("marzec sp"), worded(`'marzec':* & 'sp':*`), company("% marzec% sp%")}},
		{"inflected", "Kowalskiej", []lookup{
			begins("kowalskiej"), worded(`'kowalskiej':*`), email("%kowalskiej%"), company("% kowalskiej%"), worded(`'kowalska' | 'kowalskia'`),
		}},
		{"in a sentence", "do Kowalskiej", []lookup{
			begins("do kowalskiej"), worded(`'do':* & 'kowalskiej':*`), company("% do% kowalskiej%"), worded(`'do' & 'kowalska'`),
			begins("kowalskiej"), worded(`'kowalskiej':*`), email("%kowalskiej%"), company("% kowalskiej%"), worded(`'kowalska' | 'kowalskia'`),
		}},
		{"one typo", "Anna Kowlska", []lookup{
			begins("anna kowlska"), worded(`'anna':* & 'kowlska':*`), company("% anna% kowlska%"), near("anna", "kowlska"),
			worded(`'hanna' & 'kowlska':* | 'anna':* & ('kowalska' | 'kowlaska')`),
			worded(`('alan' | 'aneta' | 'joanna') & 'kowlska':* | 'anna':* & ('klowska' | 'kowalski' | 'kowicka' | 'kowinska' | 'wolska')`),
		}},
		{"two typos", "Kwlsk", []lookup{
			begins("kwlsk"), worded(`'kwlsk':*`), email("%kwlsk%"), company("% kwlsk%"), near("kwlsk"), inTurns(
				"gwlik", "kalak", "kalek", "kalik", "klak", "klek", "kolak", "kolek", "kolik", "kols",
				"kulak", "kulek", "kulik", "kwek", "kwoak", "pwlak", "pwlik", "wlek", "wlk"),
		}},
		{"nobody", "Xqzwptvk", []lookup{
			begins("xqzwptvk"), worded(`'xqzwptvk':*`), email("%xqzwptvk%"), company("% xqzwptvk%"), near("xqzwptvk"),
			worded(`'xq' & ('zwptvk' | 'wptvk') | 'xqz' & ('wptvk' | 'ptvk') | 'xqzw' & ('ptvk' | 'tvk') | 'xqzwp' & ('tvk' | 'vk')`),
			near("xq", "zwptvk", "wptvk", "xqz", "ptvk", "xqzw", "tvk", "xqzwp", "vk", "xqzwpt"),
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			beside(b, func() []crm.Person {
				return must(s.FindPeople(b.Context(), s.anna, c.text, foundAtMost))(b)
			}, func() (people []crm.Person) {
				for _, look := range c.bare {
					people = append(people, look(b, s)...)
				}
				slices.SortStableFunc(people, archivedLast)
				return people
			})
		})
	}
}

// rankedBy is the order of what is found: the list's, the archived last.
const rankedBy = ` order by p.type = 'archived', p.family_name, p.given_name, p.id limit 20`

// begins finds whose name begins as prefix does.
func begins(prefix string) lookup { return beginsIf(prefix, "") }

// active is begins of people who are not in the archive.
func active(prefix string) lookup { return beginsIf(prefix, ` and type <> 'archived'`) }

func beginsIf(prefix, also string) lookup {
	return func(b *testing.B, s *school) []crm.Person {
		return barePeople(b, s, `where p.workspace_id = $1 and p.id in (
			(select id from people where workspace_id = $1 and family_first >= $2 and family_first < $3`+also+` order by family_first limit 20)
			union
			(select id from people where workspace_id = $1 and given_first >= $2 and given_first < $3`+also+` order by given_first limit 20)
		)`+rankedBy, s.workspace.ID, prefix, prefix+"\U0010ffff")
	}
}

// worded finds by a text search.
func worded(query string) lookup {
	return func(b *testing.B, s *school) []crm.Person {
		return barePeople(b, s, `where p.workspace_id = $1 and p.words @@ $2::text::tsquery`+rankedBy, s.workspace.ID, query)
	}
}

func email(pattern string) lookup { return like(`p.email_fold <> '' and p.email_fold`, pattern) }
func phone(pattern string) lookup { return like(`p.phone <> '' and p.phone`, pattern) }
func company(pattern string) lookup {
	return like(`p.company_fold <> '' and ' ' || p.company_fold`, pattern)
}

// like finds by a pattern.
func like(column, pattern string) lookup {
	return func(b *testing.B, s *school) []crm.Person {
		return barePeople(b, s, `where p.workspace_id = $1 and `+column+` like $2`+rankedBy, s.workspace.ID, pattern)
	}
}

// someByEmail finds some hundred by a pattern, and of these the first. It reads them over
// the index: a scan of the table would end sooner, but only where there are many indeed.
func someByEmail(pattern string) lookup {
	return func(b *testing.B, s *school) []crm.Person {
		return barePeople(b, s, `where p.workspace_id = $1 and p.id in (select a.id from unnest($2::text[]) pattern, lateral (
			select id from people where workspace_id = $1 and email_fold <> '' and email_fold like pattern limit 400) a)`+rankedBy,
			s.workspace.ID, []string{pattern})
	}
}

// near reads the names that may be near some words, and finds nobody.
func near(words ...string) lookup {
	return func(b *testing.B, s *school) []crm.Person {
		rows, err := store.PoolOf(s.Store).Query(b.Context(), `
			select name from (select near_keys(word) as near from unnest($2::text[]) word offset 0) w,
				lateral (select name from names where workspace_id = $1 and keys && near offset 0) n`, s.workspace.ID, words)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
			b.Fatal(err)
		}
		return nil
	}
}

// inTurns finds one of each name, then the second of each.
func inTurns(names ...string) lookup {
	return func(b *testing.B, s *school) []crm.Person {
		return barePeople(b, s, `join (
				select a.id, row_number() over (partition by given_first order by type = 'archived', family_name, given_name, a.id) as turn
				from unnest($2::text[]) name, lateral (
					select * from people where workspace_id = $1 and words @@ name::tsquery limit 21) a
			) t on t.id = p.id where p.workspace_id = $1
			order by turn, p.type = 'archived', p.family_name, p.given_name, p.id limit 20`, s.workspace.ID, names)
	}
}

// archivedLast orders the active before the archived.
func archivedLast(a, b crm.Person) int {
	if a.Archived() == b.Archived() {
		return 0
	}
	if a.Archived() {
		return 1
	}
	return -1
}
