package crm

import (
	"strings"
	"unicode/utf8"
)

// A Likeness is a reason why two people may be one.
type Likeness string

// The likenesses.
const (
	SameEmail Likeness = "email"
	SamePhone Likeness = "phone"     // whatever the extension
	SameName  Likeness = "same_name" // in either order
	LikeName  Likeness = "name"      // one typing error away
)

// Likenesses are all reasons why p may be other; none says that nothing speaks for it.
func (p Person) Likenesses(other Person) []Likeness {
	var all []Likeness
	if p.Email != "" && strings.EqualFold(p.Email, other.Email) {
		all = append(all, SameEmail)
	}
	if p.Phone != "" && p.Phone == other.Phone {
		all = append(all, SamePhone)
	}
	if like, ok := likenessOfNames(p, other); ok {
		all = append(all, like)
	}
	return all
}

// minLikeName is how long a name is, in characters, that one error leaves recognisable.
const minLikeName = 5

func likenessOfNames(p, other Person) (Likeness, bool) {
	given, family, theirs := Fold(p.GivenName), Fold(p.FamilyName), Fold(other.Name())
	name := strings.TrimSpace(given + " " + family)
	if name == "" || theirs == "" {
		return "", false
	}
	switch min(Typos(name, theirs), Typos(strings.TrimSpace(family+" "+given), theirs)) {
	case 0:
		return SameName, true
	case 1:
		return LikeName, utf8.RuneCountInString(name) >= minLikeName
	}
	return "", false
}
