package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"frontdesk/store/crm"
)

// byNearNames finds whose names have the words of the text with one typing error, or
// two, in all: the fewer errors the better, and better in one word than in two.
func (c *climb) byNearNames(ctx context.Context, w sought) error {
	if c.full() || len(w.words) == 0 {
		return nil
	}
	near, err := nearNames(ctx, c.db, c.workspace, w.words)
	if err != nil {
		return err
	}
	respaced := w.respaced()
	one := near.queries(w.words, 1)
	for _, words := range respaced {
		one = append(one, exactly(words))
	}
	if err := c.takeNear(ctx, one); err != nil {
		return err
	}
	if err := c.takeNear(ctx, near.queries(w.words, 2)); err != nil || c.full() {
		return err
	}
	two := near.queries(w.words, 1, 1)
	if near, err = nearNames(ctx, c.db, c.workspace, slices.Concat(respaced...)); err != nil {
		return err
	}
	for _, words := range respaced {
		two = append(two, near.queries(words, 1)...)
	}
	return c.takeNear(ctx, two)
}

// takeNear finds people by any of some text searches, which are equally likely.
func (c *climb) takeNear(ctx context.Context, queries []string) error {
	if c.full() || len(queries) == 0 {
		return nil
	}
	r := rung{where: wordsMatch, args: queries, guess: true}
	people, err := c.some(ctx, r, max(someHundred, 3*len(queries)))
	if err != nil {
		return err
	}
	c.add(inTurns(people), r)
	return nil
}

// inTurns puts one of each name first, then the second of each, and so on.
func inTurns(people []crm.Person) []crm.Person {
	turn, of := map[string]int{}, map[crm.PersonID]int{}
	for _, p := range people {
		name, _ := nameKeys(p)
		of[p.ID] = turn[name]
		turn[name]++
	}
	slices.SortStableFunc(people, func(a, b crm.Person) int { return cmp.Compare(of[a.ID], of[b.ID]) })
	return people
}

// longestName is how many letters two names may have that were written as one.
const longestName = 40

// respaced are the words with one error in the spaces between them: one left out, put
// in, exchanged with a letter, or taken for one.
func (w sought) respaced() [][]string {
	var all [][]string
	with := func(i, n int, instead ...string) {
		if !slices.ContainsFunc(instead, func(word string) bool { return utf8.RuneCountInString(word) < 2 }) {
			all = append(all, slices.Replace(slices.Clone(w.words), i, i+n, instead...))
		}
	}
	for i, word := range w.words {
		letters := []rune(word)
		if len(letters) > longestName {
			continue
		}
		for at := 1; at < len(letters); at++ {
			with(i, 1, string(letters[:at]), string(letters[at:]))
			with(i, 1, string(letters[:at]), string(letters[at+1:]))
		}
		if i+1 < len(w.words) {
			next := []rune(w.words[i+1])
			last := len(letters) - 1
			with(i, 2, word+w.words[i+1])
			with(i, 2, string(letters[:last]), string(letters[last:])+w.words[i+1])
			with(i, 2, word+string(next[:1]), string(next[1:]))
		}
	}
	return all
}

// nearWords are the names near each word: those with one typing error, and with two.
type nearWords map[string]*[crm.MaxTypos + 1][]string

// queries are the text searches for names that have the words with so many errors each,
// in any words, and the others as they are or begin.
func (n nearWords) queries(words []string, errors ...int) []string {
	var queries []string
	for _, places := range placings(len(words), len(errors)) {
		if len(words) == 1 {
			for _, name := range n[words[0]][errors[0]] {
				queries = append(queries, lexeme(name))
			}
			continue
		}
		all, none := make([]string, len(words)), false
		for i, word := range words {
			all[i] = lexeme(word) + ":*"
			if e := slices.Index(places, i); e >= 0 {
				names := n[word][errors[e]]
				none = none || len(names) == 0
				all[i] = anyOf(names)
			}
		}
		if !none {
			queries = append(queries, strings.Join(all, " & "))
		}
	}
	return queries
}

// placings are the ways to choose k, one or two, of n places.
func placings(n, k int) [][]int {
	var ways [][]int
	for i := range n {
		if k == 1 {
			ways = append(ways, []int{i})
			continue
		}
		for j := range i {
			ways = append(ways, []int{j, i})
		}
	}
	return ways
}

// nearNames finds the names of the workspace that are near some folded words.
func nearNames(ctx context.Context, db querier, workspace crm.WorkspaceID, words []string) (nearWords, error) {
	near := nearWords{}
	for _, word := range words {
		near[word] = new([crm.MaxTypos + 1][]string)
	}
	rows, err := db.Query(ctx, `
		select word, name from (select word, near_keys(word) as near from unnest($2::text[]) word offset 0) w,
			lateral (select name from names where workspace_id = $1 and keys && near offset 0) n`, workspace, slices.Collect(maps.Keys(near)))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var word, name string
		if err := rows.Scan(&word, &name); err != nil {
			return nil, err
		}
		if typos := crm.Typos(word, name); typos > 0 && typos <= forgiven(word) {
			near[word][typos] = append(near[word][typos], name)
		}
	}
	for _, names := range near {
		slices.Sort(names[1])
		slices.Sort(names[2])
	}
	return near, rows.Err()
}

// forgiven is how many errors a word may have and still mean something.
func forgiven(word string) int {
	switch letters := utf8.RuneCountInString(word); {
	case strings.ContainsAny(word, "0123456789") || letters < 2:
		return 0
	case letters < 4:
		return 1
	}
	return crm.MaxTypos
}
