package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"frontdesk/store/crm"
)

// mostDoubles is how many people a newcomer is compared with by the one who adds them.
const mostDoubles = 5

// doubles are the people of the workspace who may be p, at most five, the likeliest
// first: those with the same phone (whatever the extension) or e-mail address, and those
// with the same full name in either order, or one typing error away from it.
func (t *tx) doubles(ctx context.Context, p crm.Person) ([]crm.Person, error) {
	given, family := nameKeys(p)
	names, err := t.likeNames(ctx, strings.Fields(given))
	if err != nil {
		return nil, fmt.Errorf("finding doubles: %w", err)
	}
	candidates, err := queryPeople(ctx, t, `p.workspace_id = $1 and p.id <> $2 and (
			p.phone <> '' and p.phone = $3 or p.email_fold <> '' and p.email_fold = $4 or p.words @@ $5::text::tsquery)
		order by p.type = 'archived', p.family_name, p.given_name, p.id limit 200`,
		t.by.Workspace.ID, p.ID, p.Phone, emailKey(p.Email), names)
	if err != nil {
		return nil, fmt.Errorf("finding doubles: %w", err)
	}
	likeness := map[crm.PersonID]int{}
	for _, other := range candidates {
		likeness[other.ID] = likenessOf(p, other, given, family)
	}
	candidates = slices.DeleteFunc(candidates, func(other crm.Person) bool { return likeness[other.ID] == 0 })
	slices.SortStableFunc(candidates, func(a, b crm.Person) int { return cmp.Compare(likeness[b.ID], likeness[a.ID]) })
	return candidates[:min(len(candidates), mostDoubles)], nil
}

// likenessOf is how much speaks for p being other; 0 is nothing. given and family are
// p's name keys.
func likenessOf(p, other crm.Person, given, family string) int {
	n := 0
	if p.Phone != "" && p.Phone == other.Phone {
		n += 2
	}
	if p.Email != "" && emailKey(p.Email) == emailKey(other.Email) {
		n += 3
	}
	theirs, _ := nameKeys(other)
	switch typos := min(crm.Typos(given, theirs), crm.Typos(family, theirs)); {
	case given == "" || theirs == "":
	case typos == 0:
		n += 3
	case typos == 1 && len(given) >= 5:
		n += 2
	}
	return n
}

// likeNames is the text search for names that have the words, at most one of them with
// one error; empty of no words.
func (t *tx) likeNames(ctx context.Context, words []string) (string, error) {
	if len(words) == 0 {
		return "", nil
	}
	near, err := nearNames(ctx, t, t.by.Workspace.ID, words)
	if err != nil {
		return "", err
	}
	return strings.Join(append(near.queries(words, 1), exactly(words)), " | "), nil
}
