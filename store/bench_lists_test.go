package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store"
	"frontdesk/store/crm"
)

// A listed is what a list shows on a page.
type listed struct {
	people []crm.Person
	total  int
}

// An asker is the store's own pool, or a transaction of it.
type asker interface {
	Query(ctx context.Context, query string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
}

// barePeople reads people by SQL that is written by hand, and does nothing else.
func barePeople(b *testing.B, s *school, rest string, args ...any) []crm.Person {
	b.Helper()
	return peopleFrom(b, store.PoolOf(s.Store), rest, args...)
}

func peopleFrom(b *testing.B, from asker, rest string, args ...any) []crm.Person {
	b.Helper()
	rows, err := from.Query(b.Context(), `
		select p.id, p.given_name, p.family_name, p.phone, p.phone_ext, p.email, p.company, p.language, p.next_step, p.number,
			p.type, p.was_type, p.crm_contact, coalesce(p.owner_id, 0), coalesce(o.name, ''),
			p.course, p.level, p.course_group, coalesce(p.course_start::text, ''),
			p.guardian, p.guardian_phone, p.guardian_ext, p.guardian_email,
			p.consent, coalesce(p.consent_on::text, ''), p.consent_source, p.consent_text,
			p.open_tasks, p.overdue_from, p.last_contact, p.restored_until, p.created_at, p.version
		from people p left join staff o on o.workspace_id = p.workspace_id and o.id = p.owner_id `+rest, args...)
	if err != nil {
		b.Fatal(err)
	}
	people, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p crm.Person, err error) {
		var overdue, contact, restored *time.Time
		err = row.Scan(&p.ID, &p.GivenName, &p.FamilyName, &p.Phone, &p.PhoneExt, &p.Email, &p.Company, &p.Language, &p.NextStep, &p.Number,
			&p.Type, &p.WasType, &p.CRMContact, &p.Owner, &p.OwnerName, &p.Course, &p.Level, &p.Group, &p.CourseStart,
			&p.Guardian, &p.GuardianPhone, &p.GuardianExt, &p.GuardianEmail,
			&p.Consent.Given, &p.Consent.On, &p.Consent.Source, &p.Consent.Text,
			&p.OpenTasks, &overdue, &contact, &restored, &p.Created, &p.Version)
		p.OverdueFrom, p.LastContact, p.RestoredUntil, p.Created = utc(overdue), utc(contact), utc(restored), p.Created.UTC()
		return p, err
	})
	if err != nil {
		b.Fatal(err)
	}
	return people
}

func utc(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// bareCount counts people by SQL that is written by hand.
func bareCount(b *testing.B, from asker, where string, args ...any) (n int) {
	b.Helper()
	err := from.QueryRow(b.Context(),
		`select count(*) from (select from people p where `+where+` limit 1001) x`, args...).Scan(&n)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

const perPage = 10

// page is a page of the list as the store gives it.
func (s *school) page(b *testing.B, f crm.PersonFilter, at crm.Cursor) listed {
	b.Helper()
	page := must(s.People(b.Context(), s.anna, f, at, perPage))(b)
	return listed{page.Items, page.Total}
}

// BenchmarkPeople measures the first and the tenth page of everybody, and the first page
// of each filter and of some combinations, beside the page and its count in bare SQL, that
// of combinations in a transaction with a time limit as well. The store is to take no
// more than 1.5 times as long.
func BenchmarkPeople(b *testing.B) {
	s := bigSchool(b)
	pool := store.PoolOf(s.Store)
	const (
		byName = `p.family_name, p.given_name, p.id`
		all    = `p.workspace_id = $1`
	)
	b.Run("tenth page", func(b *testing.B) {
		var at crm.Cursor
		var last crm.Person
		for range 9 {
			page := must(s.People(b.Context(), s.anna, crm.PersonFilter{}, at, perPage))(b)
			at, last = page.Next, page.Items[perPage-1]
		}
		beside(b, func() listed { return s.page(b, crm.PersonFilter{}, at) }, func() listed {
			people := peopleFrom(b, pool, `where `+all+` and (`+byName+`) > ($3, $4, $5) order by `+byName+` limit $2`,
				s.workspace.ID, perPage+1, last.FamilyName, last.GivenName, last.ID)
			return listed{people[:perPage], bareCount(b, pool, all+` order by `+byName, s.workspace.ID)}
		})
	})
	midnight := func(day crm.Date) time.Time { return day.In(s.workspace.Zone) }
	for _, c := range []struct {
		name  string
		f     crm.PersonFilter
		where string
		order string
		args  []any

		combined bool
	}{
		{"first page", crm.PersonFilter{}, ``, byName, nil, false},
		{"contacts", crm.PersonFilter{View: crm.ViewContacts}, ` and p.crm_contact and p.type <> 'archived'`, byName, nil, false},
		{"students", crm.PersonFilter{View: crm.ViewStudents}, ` and p.type = 'student'`, byName, nil, false},
		{"companies", crm.PersonFilter{View: crm.ViewCompanies}, ` and p.type = 'company'`, byName, nil, false},
		{"archive", crm.PersonFilter{View: crm.ViewArchive}, ` and p.type = 'archived'`, byName, nil, false},
		{"type", crm.PersonFilter{Type: crm.TypeCRM}, ` and p.type = 'crm'`, byName, nil, false},
		{"status new", crm.PersonFilter{Status: crm.StatusNew}, ` and p.type = 'student' and p.course = ''`, byName, nil, false},
		{"status active", crm.PersonFilter{Status: crm.StatusActive}, ` and p.type = 'student' and p.course <> ''`, byName, nil, false},
		{"owner", crm.PersonFilter{Owner: s.jan.ID}, ` and p.owner_id = $3`, byName, []any{s.jan.ID}, false},
		{"consent", crm.PersonFilter{Consent: crm.Yes}, ` and p.consent`, byName, nil, false},
		{"no consent", crm.PersonFilter{Consent: crm.No}, ` and not p.consent`, byName, nil, false},
		{"open tasks", crm.PersonFilter{Open: crm.Yes}, ` and p.open_tasks > 0`, byName, nil, false},
		{"no open tasks", crm.PersonFilter{Open: crm.No}, ` and p.open_tasks = 0`, byName, nil, false},
		{"overdue", crm.PersonFilter{Overdue: crm.Yes}, ` and p.overdue_from <= $3`, `p.overdue_from, p.id`, []any{s.Now()}, false},
		{"nothing overdue", crm.PersonFilter{Overdue: crm.No}, ` and (p.overdue_from is null or p.overdue_from > $3)`, byName, []any{s.Now()}, true},
		{"contacted", crm.PersonFilter{Contacted: crm.Yes}, ` and p.last_contact is not null`, byName, nil, false},
		{"never contacted", crm.PersonFilter{Contacted: crm.No}, ` and p.last_contact is null`, byName, nil, false},
		{"contact before", crm.PersonFilter{ContactBefore: "2026-06-01"}, ` and p.last_contact < $3`, `p.last_contact, p.id`, []any{midnight("2026-06-01")}, false},
		{
			"created",
			crm.PersonFilter{CreatedFrom: "2025-09-01", CreatedTo: "2025-12-31"},
			` and p.created_at >= $3 and p.created_at < $4`,
			`p.created_at desc, p.id desc`,
			[]any{midnight("2025-09-01"), midnight("2026-01-01")},
			false,
		},
		{
			"an owner's overdue students",
			crm.PersonFilter{View: crm.ViewStudents, Owner: s.jan.ID, Overdue: crm.Yes},
			` and p.type = 'student' and p.owner_id = $3 and p.overdue_from <= $4`, `p.overdue_from, p.id`,
			[]any{s.jan.ID, s.Now()},
			true,
		},
		{
			"contacts with consent",
			crm.PersonFilter{View: crm.ViewContacts, Consent: crm.Yes},
			` and p.crm_contact and p.type <> 'archived' and p.consent`, byName, nil, true,
		},
	} {
		b.Run(c.name, func(b *testing.B) {
			args := append([]any{s.workspace.ID, perPage + 1}, c.args...)
			bare := func(from asker, counted string) listed {
				people := peopleFrom(b, from, `where `+all+c.where+` order by `+c.order+` limit $2`, args...)
				return listed{people[:min(len(people), perPage)], bareCount(b, from, all+c.where+` and $2 > 0`+counted, args...)}
			}
			beside(b, func() listed { return s.page(b, c.f, "") }, func() (l listed) {
				if !c.combined {
					return bare(pool, ` order by `+c.order)
				}
				begin := pgx.TxOptions{BeginQuery: `begin read only; set local statement_timeout = '1s'`}
				must(0, pgx.BeginTxFunc(b.Context(), pool, begin, func(t pgx.Tx) error { l = bare(t, ``); return nil }))(b)
				return l
			})
		})
	}
}

// A card is what a person's card shows: them, and where their timeline begins.
type card struct {
	person  crm.Person
	entries []string
}

// BenchmarkCard measures a person and the first page of their timeline beside the bare
// SQL for the same. The store is to take no more than 1.5 times as long.
func BenchmarkCard(b *testing.B) {
	s := bigSchool(b)
	id := crm.PersonID(s.number(`select person_id from tasks where person_id is not null group by person_id order by count(*) desc, person_id limit 1`))
	ours := func() card {
		line := must(s.Timeline(b.Context(), s.anna, id, "", perPage))(b)
		var text []string
		for _, e := range line.Entries {
			text = append(text, fmt.Sprintln(e.Overdue, e.Task.ID, e.Task.Subject, e.Task.AssigneeName, e.Note.ID, e.Note.Body, e.Event.ID, e.Event.Verb))
		}
		return card{line.Person, text}
	}
	beside(b, ours, func() card { return bareCard(b, s, id) })
}

// bareCard reads a card by SQL that is written by hand: the person, and the beginning of
// the timeline by one query.
func bareCard(b *testing.B, s *school, id crm.PersonID) card {
	b.Helper()
	p := barePeople(b, s, `where p.workspace_id = $1 and p.id = $2`, s.workspace.ID, id)[0]
	rows, err := store.PoolOf(s.Store).Query(b.Context(), `
		select overdue, task, subject, coalesce(a.name, ''), note, body, event, verb from (
			(select true as overdue, at, 'task' as kind, id, id as task, subject, assignee_id, 0 as note, '' as body, 0 as event, '' as verb from tasks
			where workspace_id = $1 and person_id = $2 and deleted_at is null and done_at is null and overdue_at <= $3
			order by at desc, id desc limit $4)
			union all
			(select false, at, 'task', id, id, subject, assignee_id, 0, '', 0, '' from tasks
			where workspace_id = $1 and person_id = $2 and deleted_at is null and (done_at is not null or overdue_at is null or overdue_at > $3)
			order by at desc, id desc limit $4)
			union all
			(select false, created_at, 'note', id, 0, '', 0, id, body, 0, '' from notes
			where workspace_id = $1 and person_id = $2 and deleted_at is null order by created_at desc, id desc limit $4)
			union all
			(select false, at, 'event', id, 0, '', 0, 0, '', id, verb from events
			where workspace_id = $1 and person_id = $2 and noun = 'person' and verb <> 'edited' order by at desc, id desc limit $4)
			order by 1 desc, 2 desc, 3 desc, 4 desc limit $4
		) e left join staff a on a.workspace_id = $1 and a.id = e.assignee_id
		order by overdue desc, at desc, kind collate "C" desc, e.id desc`, s.workspace.ID, id, s.Now(), perPage)
	if err != nil {
		b.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		var overdue bool
		var task, note, event int64
		var subject, name, body, verb string
		err := row.Scan(&overdue, &task, &subject, &name, &note, &body, &event, &verb)
		return fmt.Sprintln(overdue, task, subject, name, note, body, event, verb), err
	})
	if err != nil {
		b.Fatal(err)
	}
	return card{p, lines}
}
