package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

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
		likeness[other.ID] = likenessOf(p, other)
		return likeness[other.ID] == 0
	})
	slices.SortStableFunc(candidates, func(a, b crm.Person) int { return cmp.Compare(likeness[b.ID], likeness[a.ID]) })
	return candidates[:min(len(candidates), mostDoubles)]
}

// likenessOf is how much speaks for p being other; 0 is nothing. An e-mail address or a
// phone says more than any name, and an e-mail address more than a phone, which
// families share.
func likenessOf(p, other crm.Person) int {
	n := 0
	if p.Email != "" && emailKey(p.Email) == emailKey(other.Email) {
		n += 5
	}
	if p.Phone != "" && p.Phone == other.Phone {
		n += 4
	}
	given, family := nameKeys(p)
	theirs, _ := nameKeys(other)
	switch typos := min(crm.Typos(given, theirs), crm.Typos(family, theirs)); {
	case given == "" || theirs == "":
	case typos == 0:
		n += 2
	case typos == 1 && utf8.RuneCountInString(given) >= 5:
		n++
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
