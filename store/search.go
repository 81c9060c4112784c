package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// nameKeys are a person's folded names in both orders, for prefix search.
func nameKeys(p crm.Person) (givenFirst, familyFirst string) {
	given, family := crm.Fold(p.GivenName), crm.Fold(p.FamilyName)
	return strings.TrimSpace(given + " " + family), strings.TrimSpace(family + " " + given)
}

// emailKey is an address as search compares it.
func emailKey(email string) string { return strings.ToLower(email) }

// likePattern escapes what LIKE would read as a wildcard.
func likePattern(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

// A rung is one step of the search ladder: a condition on an index, with $2 as what
// it compares.
type rung struct {
	where string
	query func(text string) string // empty: the rung does not apply
}

// rungs are tried in order, each only while too few are found.
var rungs = []rung{
	{`given_first like $2 || '%' or family_first like $2 || '%'`, nameQuery},
	{`phone <> '' and (phone like '+48' || $2 || '%' or phone like '+' || $2 || '%')`, phoneQuery},
	{`email_fold <> '' and email_fold like $2 || '%'`, func(text string) string { return likePattern(emailKey(strings.TrimSpace(text))) }},
	{`company_fold <> '' and company_fold like $2 || '%'`, func(text string) string { return likePattern(crm.Fold(text)) }},
}

// nameQuery is a text as names are folded, unless it is an e-mail address.
func nameQuery(text string) string {
	if strings.Contains(text, "@") {
		return ""
	}
	return likePattern(crm.Fold(text))
}

// phoneQuery is the digits of a text that may be a phone number, three or more, as
// they follow the country code.
func phoneQuery(text string) string {
	digits := crm.Digits(text)
	if len(digits) < 3 || strings.Contains(text, "@") {
		return ""
	}
	return strings.TrimPrefix(digits, "00")
}

// FindPeople are at most limit people whom text means: by name in either order,
// phone, e-mail or company. Archived people come last. An empty text finds the first
// of the list.
func (s *Store) FindPeople(ctx context.Context, by crm.Staff, text string, limit int) ([]crm.Person, error) {
	if strings.TrimSpace(text) == "" {
		page, err := s.People(ctx, by, "", limit)
		return page.Items, err
	}
	if err := by.MayWork(); err != nil {
		return nil, err
	}
	var found []crm.Person
	seen := map[crm.PersonID]bool{}
	for _, r := range rungs {
		query := r.query(text)
		if query == "" || len(found) >= min(limit, 5) {
			continue
		}
		more, err := s.climb(ctx, by, r, query, limit)
		if err != nil {
			return nil, err
		}
		for _, p := range more {
			if !seen[p.ID] && len(found) < limit {
				seen[p.ID] = true
				found = append(found, p)
			}
		}
	}
	slices.SortStableFunc(found, archivedLast)
	return found, nil
}

func archivedLast(a, b crm.Person) int {
	switch {
	case a.Archived() == b.Archived():
		return 0
	case a.Archived():
		return 1
	default:
		return -1
	}
}

// climb takes one rung.
func (s *Store) climb(ctx context.Context, by crm.Staff, r rung, query string, limit int) ([]crm.Person, error) {
	rows, err := s.pool.Query(ctx, selectPerson+`where workspace_id = $1 and (`+r.where+`)
		order by type = 'archived', family_name, given_name, id limit $3`, by.Workspace.ID, query, limit)
	if err != nil {
		return nil, fmt.Errorf("finding people: %w", err)
	}
	found, err := pgx.CollectRows(rows, rowToPerson)
	if err != nil {
		return nil, fmt.Errorf("finding people: %w", err)
	}
	return found, nil
}
