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
// first: those with the same phone (whatever the extension) or e-mail address, then those
// with the same full name in either order, or one typing error away from it.
func (t *tx) doubles(ctx context.Context, p crm.Person) ([]crm.Person, error) {
	given, family := nameKeys(p)
	names, err := t.likeNames(ctx, strings.Fields(given))
	if err != nil {
		return nil, fmt.Errorf("finding doubles: %w", err)
	}
	var candidates []crm.Person
	for _, which := range []struct {
		where, best string
		args        []any
	}{
		{`(p.email_fold <> '' and p.email_fold = $3 or p.phone <> '' and p.phone = $4)`, `p.email_fold = $3`, []any{emailKey(p.Email), p.Phone}},
		{`p.words @@ $3::text::tsquery`, `p.given_first in ($4, $5)`, []any{names, given, family}},
	} {
		people, err := queryPeople(ctx, t, `p.workspace_id = $1 and p.id <> $2 and `+which.where+`
			order by `+which.best+` desc, p.type = 'archived', p.family_name, p.given_name, p.id limit 200`,
			append([]any{t.by.Workspace.ID, p.ID}, which.args...)...)
		if err != nil {
			return nil, fmt.Errorf("finding doubles: %w", err)
		}
		candidates = append(candidates, people...)
	}
	return likeliest(p, candidates), nil
}

// likeliest are at most five of the candidates, each once, who are like p.
func likeliest(p crm.Person, candidates []crm.Person) []crm.Person {
	likeness := map[crm.PersonID]int{}
	candidates = slices.DeleteFunc(candidates, func(other crm.Person) bool {
		if _, again := likeness[other.ID]; again {
			return true
		}
		likeness[other.ID] = weightOf(p, other)
		return likeness[other.ID] == 0
	})
	slices.SortStableFunc(candidates, func(a, b crm.Person) int { return cmp.Compare(likeness[b.ID], likeness[a.ID]) })
	return candidates[:min(len(candidates), mostDoubles)]
}

// weight is how much a likeness speaks for two people being one: an e-mail address or a
// phone more than any name, and an e-mail address more than a phone, which families share.
var weight = map[crm.Likeness]int{crm.SameEmail: 5, crm.SamePhone: 4, crm.SameName: 2, crm.LikeName: 1}

// weightOf is how much speaks for p being other; 0 is nothing.
func weightOf(p, other crm.Person) int {
	n := 0
	for _, l := range p.Likenesses(other) {
		n += weight[l]
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
