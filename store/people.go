package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"frontdesk/store/crm"
)

// People are those whom f lets through, the page at the cursor: by family name, as
// the Polish alphabet has it, unless f asks for a moment, whose order is then the list's:
// the longest overdue first, then the longest without contact, then the newest. Those
// found by a text come in tiers, each by name: who has what was typed before whom it may
// mean, and archived people last. A
// combination of conditions that takes too long is the [crm.Refusal]
// "refusal.filter_slow"; a cursor of a list in another order is "refusal.stale_page".
func (s *Store) People(ctx context.Context, by crm.Staff, f crm.PersonFilter, at crm.Cursor, size int) (crm.Page[crm.Person], error) {
	list, err := s.peopleQuery(ctx, by, f)
	if err != nil {
		return crm.Page[crm.Person]{}, err
	}
	from, err := placeOf[personKey](at)
	if err != nil {
		return crm.Page[crm.Person]{}, err
	}
	if from.key != nil && from.key.Order != list.order.name {
		return crm.Page[crm.Person]{}, errCursor
	}
	if list.quick {
		return list.page(ctx, s.pool, from, size)
	}
	var page crm.Page[crm.Person]
	err = s.patiently(ctx, func(q querier) (err error) {
		page, err = list.page(ctx, q, from, size)
		return err
	})
	return page, err
}

// EachPerson is everybody whom f lets through, in the order of [Store.People], for an
// export. It reads a batch at a time: what changes meanwhile may be met or not.
func (s *Store) EachPerson(ctx context.Context, by crm.Staff, f crm.PersonFilter) iter.Seq2[crm.Person, error] {
	list, err := s.peopleQuery(ctx, by, f)
	rows := each(err, list.order.key, func(at place[personKey], n int) ([]listedPerson, error) {
		return list.from(ctx, s.pool, at, n)
	})
	return func(yield func(crm.Person, error) bool) {
		for p, err := range rows {
			if !yield(p.Person, err) {
				return
			}
		}
	}
}

// A listedPerson is a row of a list of people.
type listedPerson struct {
	crm.Person
	tier int
}

// A peopleQuery is a list of people, ready to be read.
type peopleQuery struct {
	condition
	order peopleOrder
	tiers []string // conditions of which each person meets one, in the list's order; empty: there is one tier of all
	quick bool     // a page of it is read over one index, which has its order
}

// peopleQuery makes ready the list that f is to by at the store's present time.
func (s *Store) peopleQuery(ctx context.Context, by crm.Staff, f crm.PersonFilter) (peopleQuery, error) {
	if err := by.MayWork(); err != nil {
		return peopleQuery{}, err
	}
	where, tiers, err := s.peopleCondition(ctx, by, f)
	list := peopleQuery{condition: where, order: orderOf(f), quick: isQuick(f)}
	if list.order.name == byMatch.name {
		list.tiers = tiers
	}
	return list, err
}

// page is the list's page at a place, and how many people are on all of them.
func (l peopleQuery) page(ctx context.Context, q querier, at place[personKey], size int) (crm.Page[crm.Person], error) {
	rows, err := pageAt(at, size, l.order.key, func(at place[personKey], n int) ([]listedPerson, error) {
		return l.from(ctx, q, at, n)
	})
	if err != nil {
		return crm.Page[crm.Person]{}, fmt.Errorf("listing people: %w", err)
	}
	page := crm.Page[crm.Person]{Previous: rows.Previous, Next: rows.Next, Items: make([]crm.Person, len(rows.Items))}
	for i, p := range rows.Items {
		page.Items[i] = p.Person
	}
	order := ""
	if l.quick { // so that no more than CountCap entries of the list's index are read
		order = ` order by ` + strings.Join(l.order.columns, ", ")
	}
	page.Total, err = count(ctx, q, `select from people p where `+l.where+order, l.args...)
	return page, err
}

// from reads at most n people from a place on, the nearest first: from its tier, and from
// those after it as far as there is room.
func (l peopleQuery) from(ctx context.Context, q querier, at place[personKey], n int) ([]listedPerson, error) {
	if len(l.tiers) == 0 {
		return l.fromTier(ctx, q, 0, at, n)
	}
	tier, step := 0, 1
	if at.back {
		tier, step = len(l.tiers)-1, -1
	}
	if at.key != nil {
		tier = at.key.Tier
	}
	var all []listedPerson
	for ; tier >= 0 && tier < len(l.tiers) && len(all) < n; tier += step {
		some, err := l.fromTier(ctx, q, tier, at, n-len(all))
		if err != nil {
			return nil, err
		}
		all, at.key = append(all, some...), nil
	}
	return all, nil
}

// fromTier is from within one tier.
func (l peopleQuery) fromTier(ctx context.Context, q querier, tier int, at place[personKey], n int) ([]listedPerson, error) {
	c := condition{l.where, slices.Clone(l.args)}
	if len(l.tiers) > 0 {
		c.and(l.tiers[tier])
	}
	past, desc := ">", ""
	if l.order.newest != at.back {
		past, desc = "<", " desc"
	}
	if at.key != nil {
		values := l.order.values(*at.key)
		marks := strings.Repeat(", ?", len(values))[len(", "):]
		c.and(`(`+strings.Join(l.order.columns, ", ")+`) `+past+` (`+marks+`)`, values...)
	}
	rows, err := q.Query(ctx, selectPerson+`where `+c.where+`
		order by `+strings.Join(l.order.columns, desc+", ")+desc+fmt.Sprintf(` limit $%d`, len(c.args)+1), append(c.args, n)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (listedPerson, error) {
		p, err := rowToPerson(row)
		return listedPerson{p, tier}, err
	})
}

// personKey is a person's place in a list: by name, in a tier if it has tiers, or by a
// moment.
type personKey struct {
	Order  string       `json:"o"`
	Tier   int          `json:"t,omitempty"`
	Family string       `json:"f,omitempty"`
	Given  string       `json:"g,omitempty"`
	At     time.Time    `json:"a,omitzero"`
	ID     crm.PersonID `json:"i"`
}

// A peopleOrder is one in which people are listed, over an index of its own.
type peopleOrder struct {
	name    string // in cursors
	columns []string
	newest  bool // from the last to the first
	moment  func(crm.Person) time.Time
}

// The orders. Only those by name have no moment; byMatch is that within each tier.
var (
	byName     = peopleOrder{name: "name", columns: []string{"p.family_name", "p.given_name", "p.id"}}
	byMatch    = peopleOrder{name: "match", columns: byName.columns}
	byOverdue  = peopleOrder{"overdue", []string{"p.overdue_from", "p.id"}, false, func(p crm.Person) time.Time { return p.OverdueFrom }}
	byContact  = peopleOrder{"contact", []string{"p.last_contact", "p.id"}, false, func(p crm.Person) time.Time { return p.LastContact }}
	byCreation = peopleOrder{"created", []string{"p.created_at", "p.id"}, true, func(p crm.Person) time.Time { return p.Created }}
)

// orderOf is the order that f's conditions ask for.
func orderOf(f crm.PersonFilter) peopleOrder {
	switch {
	case f.Overdue == crm.Yes:
		return byOverdue
	case f.ContactBefore != "":
		return byContact
	case f.CreatedFrom != "" || f.CreatedTo != "":
		return byCreation
	case f.Text != "":
		return byMatch
	}
	return byName
}

func (o peopleOrder) key(p listedPerson) personKey {
	if o.moment == nil {
		return personKey{Order: o.name, Tier: p.tier, Family: p.FamilyName, Given: p.GivenName, ID: p.ID}
	}
	return personKey{Order: o.name, At: o.moment(p.Person), ID: p.ID}
}

// values are what a place has in the order's columns.
func (o peopleOrder) values(k personKey) []any {
	if o.moment == nil {
		return []any{k.Family, k.Given, k.ID}
	}
	return []any{k.At, k.ID}
}

// patiently runs fn in a transaction in which no statement may take longer than a
// second; one that does is the refusal "refusal.filter_slow".
func (s *Store) patiently(ctx context.Context, fn func(querier) error) error {
	begin := pgx.TxOptions{BeginQuery: `begin read only; set local statement_timeout = '1s'`} // in one go
	err := pgx.BeginTxFunc(ctx, s.pool, begin, func(t pgx.Tx) error { return fn(t) })
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == "57014" { // the statement was cancelled
		return crm.Refusal{ID: "refusal.filter_slow"}
	}
	return err
}

// count counts the rows of query, no further than [crm.CountCap].
func count(ctx context.Context, q querier, query string, args ...any) (int, error) {
	var n int
	err := q.QueryRow(ctx, fmt.Sprintf(`select count(*) from (%s limit %d) as capped`, query, crm.CountCap), args...).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("counting: %w", err)
	}
	return n, nil
}
