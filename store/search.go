package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// enough is how many people end a search: what they were found by is the best guess.
const enough = 5

// FindPeople are at most limit people whom text means: by the beginnings of their names
// in any order, digits of the phone, a piece of the e-mail address, a word of the
// company; by an inflected form of the name, perhaps with a preposition („z Markiem
// Dudkiem”); by a name with at most two typing errors. What needs guessing is asked only
// while fewer than five are found. The best matches come first, archived people last.
// An empty text finds the first of the list.
func (s *Store) FindPeople(ctx context.Context, by crm.Staff, text string, limit int) ([]crm.Person, error) {
	if strings.TrimSpace(text) == "" {
		page, err := s.People(ctx, by, crm.PersonFilter{}, "", limit)
		return page.Items, err
	}
	if err := by.MayWork(); err != nil {
		return nil, err
	}
	c := climb{db: s.pool, workspace: by.Workspace.ID, limit: limit}
	if err := c.up(ctx, text); err != nil {
		return nil, fmt.Errorf("finding people: %w", err)
	}
	slices.SortStableFunc(c.found, archivedLast)
	return c.found, nil
}

// textCondition is what text means as a condition on people (p in the query), with its
// arguments numbered from $n on: a list filtered by text shows all whom the search finds,
// and pages through them.
func (s *Store) textCondition(ctx context.Context, by crm.Staff, text string, n int) (where string, args []any, err error) {
	if err := by.MayWork(); err != nil {
		return "", nil, err
	}
	c := climb{db: s.pool, workspace: by.Workspace.ID, limit: enough}
	if err := c.up(ctx, text); err != nil {
		return "", nil, fmt.Errorf("finding people: %w", err)
	}
	or := []string{"false"}
	also := func(r rung) {
		or = append(or, fmt.Sprintf(r.where, fmt.Sprint("$", n+len(args))))
		args = append(args, r.arg)
	}
	if len(c.byWords) > 0 {
		also(rung{where: wordsMatch, arg: strings.Join(c.byWords, " | ")})
	}
	for _, r := range c.byOthers {
		also(r)
	}
	return "(" + strings.Join(or, " or ") + ")", args, nil
}

// archivedLast orders the active before the archived.
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

// A rung is one step of the search: a condition on people over an index, with %[1]s in
// the place of its only argument.
type rung struct {
	where string
	arg   any
	guess bool // takes another text than was typed
}

// A climb is one search: it takes rung after rung while too few people are found.
type climb struct {
	db        querier
	workspace crm.WorkspaceID
	limit     int
	found     []crm.Person

	// By what somebody was found: text searches for names, and other rungs.
	byWords  []string
	byOthers []rung
}

// up climbs as far as it must. A preposition before a name is dropped if nobody was
// found with it; typing errors are the last thing thought of.
func (c *climb) up(ctx context.Context, text string) error {
	sought := readSought(text)
	if sought.isOfAddress() {
		if err := c.take(ctx, sought.inAddress()...); err != nil || c.full() {
			return err
		}
	}
	if err := c.byBeginning(ctx, sought); err != nil {
		return err
	}
	if err := c.take(ctx, append(sought.literally(), sought.inflected()...)...); err != nil {
		return err
	}
	if bare, ok := sought.withoutPreposition(); ok && len(c.found) == 0 {
		return c.up(ctx, bare)
	}
	return c.byNearNames(ctx, sought)
}

// full reports whether there is nothing more to look for.
func (c *climb) full() bool { return len(c.found) >= min(c.limit, enough) }

// take takes rungs, each only while too few are found.
func (c *climb) take(ctx context.Context, rungs ...rung) error {
	for _, r := range rungs {
		if c.full() {
			return nil
		}
		people, err := queryPeople(ctx, c.db, fmt.Sprintf(`p.workspace_id = $1 and (`+r.where+`)
			order by p.type = 'archived', p.family_name, p.given_name, p.id limit $3`, "$2"), c.workspace, r.arg, c.limit)
		if err != nil {
			return err
		}
		c.add(people, r)
	}
	return nil
}

// add adds whom c has not found yet. A guess only fills up what is found already.
func (c *climb) add(people []crm.Person, by rung) {
	most := c.limit
	if by.guess && len(c.found) > 0 {
		most = min(most, enough)
	}
	for _, p := range people {
		same := func(other crm.Person) bool { return other.ID == p.ID }
		if len(c.found) < most && !slices.ContainsFunc(c.found, same) {
			c.found = append(c.found, p)
		}
	}
	query, ok := by.arg.(string)
	switch {
	case len(people) == 0:
	case ok && by.where == wordsMatch:
		c.byWords = append(c.byWords, query)
	default:
		c.byOthers = append(c.byOthers, by)
	}
}

// queryPeople reads the people of a condition on p.
func queryPeople(ctx context.Context, db querier, where string, args ...any) ([]crm.Person, error) {
	rows, err := db.Query(ctx, selectPerson+`where `+where, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, rowToPerson)
}
