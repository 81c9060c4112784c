package crm

import (
	"strings"
	"unicode/utf8"
)

// A Likeness is a reason why two people may be one.
type Likeness string

// The likenesses.
const (
	SamePhone Likeness = "phone" // whatever the extension
	SameEmail Likeness = "email"
	LikeName  Likeness = "name" // in either order, or one typing error away
)

// Likenesses are all reasons why p may be the one whom the form is about; none says that
// nothing speaks for it.
func (f PersonForm) Likenesses(p Person) []Likeness {
	var all []Likeness
	if phone, err := ParsePhone(f.Phone); err == nil && phone.Number != "" && phone.Number == p.Phone {
		all = append(all, SamePhone)
	}
	if email := squeeze(f.Email); email != "" && strings.EqualFold(email, p.Email) {
		all = append(all, SameEmail)
	}
	if likeNames(f, p) {
		all = append(all, LikeName)
	}
	return all
}

// likeNames reports whether names are the same, or almost; short ones must be the same.
func likeNames(f PersonForm, p Person) bool {
	given, family, theirs := Fold(f.GivenName), Fold(f.FamilyName), Fold(p.Name())
	for _, name := range []string{given + " " + family, family + " " + given} {
		name = strings.TrimSpace(name)
		typos := Typos(name, theirs)
		if name != "" && (typos == 0 || typos == 1 && utf8.RuneCountInString(name) >= minLikeName) {
			return true
		}
	}
	return false
}

// minLikeName is how long a name is, in characters, that one error leaves recognisable.
const minLikeName = 5
