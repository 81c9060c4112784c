package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"frontdesk/store/crm"
)

// nameKeys are a person's folded names in both orders, for search by their beginnings.
func nameKeys(p crm.Person) (givenFirst, familyFirst string) {
	given, family := crm.Fold(p.GivenName), crm.Fold(p.FamilyName)
	return strings.TrimSpace(given + " " + family), strings.TrimSpace(family + " " + given)
}

// emailKey is an address as search compares it.
func emailKey(email string) string { return strings.ToLower(email) }

// keepNames adds the words of people's names to those that near ones are looked for
// among. It takes them in their order, so that two changes do not wait for each other.
func (t *tx) keepNames(ctx context.Context, people ...crm.Person) error {
	words := map[string]bool{}
	for _, p := range people {
		given, _ := nameKeys(p)
		for word := range strings.FieldsSeq(given) {
			words[word] = true
		}
	}
	_, err := t.Exec(ctx, `insert into names (workspace_id, name) select $1, unnest($2::text[]) on conflict do nothing`,
		t.by.Workspace.ID, slices.Sorted(maps.Keys(words)))
	if err != nil {
		return fmt.Errorf("keeping names: %w", err)
	}
	return nil
}

// TidyNames forgets the words of names that nobody bears any more. If somebody's name is
// being written just then, it leaves all to the next time.
func (s *Store) TidyNames(ctx context.Context, by crm.Staff) error {
	_, err := change(ctx, s, by, func(t *tx) (struct{}, error) {
		// Whoever finds a word there does not write it, so nobody may look for one meanwhile.
		if _, err := t.Exec(ctx, `lock table names in share row exclusive mode nowait`); err != nil {
			return struct{}{}, err
		}
		_, err := t.Exec(ctx, `
			delete from names n where n.workspace_id = $1 and not exists (
				select from people p, string_to_table(p.given_first, ' ') word where p.workspace_id = $1 and word = n.name)`, by.Workspace.ID)
		return struct{}{}, err
	})
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == "55P03" { // the lock is not to be had
		return nil
	}
	if err != nil {
		return fmt.Errorf("tidying names: %w", err)
	}
	return nil
}

// byBeginning finds whose full name, in either order, begins as the text does: what
// is asked at each letter of a typed name. It reads hardly more entries of the two
// indexes than it answers.
//
// What begins names may be a form of others ("nowaka" of Nowak, and Nowakowska begins
// so): if nobody bears the words as they are, each has half of the room.
func (c *climb) byBeginning(ctx context.Context, w sought) error {
	if len(w.words) == 0 {
		return nil
	}
	people, err := queryPeople(ctx, c.db, beginningQuery, c.workspace, strings.Join(w.words, " "), c.limit)
	if err != nil {
		return err
	}
	if len(people) >= min(c.limit, enough) && !w.isBorneBy(people[0]) {
		all := c.limit
		c.limit = (all + 1) / 2
		err := c.take(ctx, w.inflected()...)
		c.limit = all
		if err != nil {
			return err
		}
	}
	c.add(people, rung{where: wordsMatch, args: []string{w.beginnings()}})
	return nil
}

// isBorneBy reports whether p's name has all the words as they are.
func (w sought) isBorneBy(p crm.Person) bool {
	given, _ := nameKeys(p)
	names := strings.Fields(given)
	return !slices.ContainsFunc(w.words, func(word string) bool { return !slices.Contains(names, word) })
}

// beginningQuery is the condition of byBeginning: the whole name first, then whole
// words, then mere beginnings. U+10FFFF comes after all letters.
var beginningQuery = `p.workspace_id = $1 and p.id in (` + beginningOf("family_first") + ` union ` + beginningOf("given_first") + `)
	order by $2 in (p.family_first, p.given_first) desc, p.type = 'archived',
		(p.family_first like $2 || ' %' or p.given_first like $2 || ' %') desc, p.family_name, p.given_name, p.id limit $3`

// beginningOf selects, of the people whose names in a column begin with $2, those who
// have no other name, and active people before archived ones.
func beginningOf(column string) string {
	some := func(condition string) string {
		return `(select id from people where workspace_id = $1 and ` + condition + ` order by ` + column + ` limit $3)`
	}
	begins := column + ` >= $2 and ` + column + ` < $2 || U&'\+10FFFF' and type `
	return some(column+` = $2`) + `
		union (` + some(begins+`<> 'archived'`) + ` union all ` + some(begins+`= 'archived'`) + ` limit $3)`
}
