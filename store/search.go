package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// enough is how many people end a search: what they were found by is the best guess.
const enough = 5

// FindPeople are at most limit people whom text means: by the beginnings of their names
// in any order, digits of the phone, a piece of the e-mail address, a word of the
// company; by an inflected form of the name, perhaps with a preposition („z Markiem
// Dudkiem”); by a name with at most two typing errors. What needs guessing is asked only
// while fewer than five are found. The best matches come first, archived people last; of
// a text that means hundreds, any of them. An empty text finds the first of the list. A
// search that takes longer than a second is the [crm.Refusal] "refusal.search_slow".
func (s *Store) FindPeople(ctx context.Context, by crm.Staff, text string, limit int) ([]crm.Person, error) {
	if strings.TrimSpace(text) == "" {
		page, err := s.People(ctx, by, crm.PersonFilter{}, "", limit)
		return page.Items, err
	}
	if err := by.MayWork(); err != nil {
		return nil, err
	}
	c, err := s.climb(ctx, by, text, limit, "refusal.search_slow")
	slices.SortStableFunc(c.found, archivedLast)
	return c.found, err
}

// textCondition is what text means as conditions on people (p in the query), with their
// arguments numbered from $n on: a list filtered by text shows all whom the search finds,
// and pages through them, first those whom it finds by what was typed, then by guesses.
// What takes longer than a second to find out is the [crm.Refusal] "refusal.filter_slow".
func (s *Store) textCondition(ctx context.Context, by crm.Staff, text string, n int) (typed, guessed string, args []any, err error) {
	if err := by.MayWork(); err != nil {
		return "", "", nil, err
	}
	c, err := s.climb(ctx, by, text, enough, "refusal.filter_slow")
	if err != nil {
		return "", "", nil, err
	}
	either := func(guess bool) string {
		or := []string{"false"}
		also := func(where, arg string) {
			or = append(or, fmt.Sprintf(where, fmt.Sprint("$", n+len(args))))
			args = append(args, arg)
		}
		if words := c.byWords[guess]; len(words) > 0 {
			also(wordsMatch, strings.Join(words, " | "))
		}
		for _, r := range c.byOthers {
			for _, arg := range r.args {
				if r.guess == guess {
					also(r.where, arg)
				}
			}
		}
		return "(" + strings.Join(or, " or ") + ")"
	}
	return either(false), either(true), args, nil
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
// the place of its argument, of which any will do.
type rung struct {
	where string
	args  []string
	guess bool // takes another text than was typed
}

// A climb is one search: it takes rung after rung while too few people are found.
type climb struct {
	db        querier
	workspace crm.WorkspaceID
	limit     int
	found     []crm.Person

	// By what somebody was found: text searches for names, and other rungs.
	byWords  map[bool][]string // by whether they are guesses
	byOthers []rung
}

// searchTime is how long a search may take. Slack waits three seconds for what comes of
// it: a field's suggestions, or the card of whoever was found.
const searchTime = time.Second

// climb climbs as far as text needs. One that takes too long is the refusal slow.
func (s *Store) climb(ctx context.Context, by crm.Staff, text string, limit int, slow string) (climb, error) {
	c := climb{db: s.pool, workspace: by.Workspace.ID, limit: limit, byWords: map[bool][]string{}}
	within, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	err := c.up(within, text)
	switch {
	case err == nil:
		return c, nil
	case within.Err() != nil && ctx.Err() == nil:
		return climb{}, crm.Refusal{ID: slow}
	}
	return climb{}, fmt.Errorf("finding people: %w", err)
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
		people, err := c.some(ctx, r, c.limit)
		if err != nil {
			return err
		}
		c.add(people, r)
	}
	return nil
}

// someHundred is how many people are read of whom the first, or the nearest, are taken.
const someHundred = 400

// some reads at most limit of the people of a rung, in the list's order. Where a rung
// has more than someHundred, it does not read them all to find the first: half the
// school may have its e-mail address from one provider. A few by each argument are
// better than many by one.
func (c *climb) some(ctx context.Context, r rung, limit int) ([]crm.Person, error) {
	return queryPeople(ctx, c.db, `p.workspace_id = $1 and p.id in (select a.id from unnest($2::text[]) arg, lateral (
			select p.id from people p where p.workspace_id = $1 and `+fmt.Sprintf(r.where, "arg")+` limit $3) a)
		order by p.type = 'archived', p.family_name, p.given_name, p.id limit $4`,
		c.workspace, r.args, max(3, max(limit, someHundred)/len(r.args)), limit)
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
	switch {
	case len(people) == 0:
	case by.where == wordsMatch:
		c.byWords[by.guess] = append(c.byWords[by.guess], by.args...)
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
