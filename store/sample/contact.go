package sample

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"frontdesk/store/crm"
)

// reachable gives a new person what the office knows besides the name: a phone number,
// an e-mail address, or both, and who looks after them.
func (m *maker) reachable(p crm.Person) crm.Person {
	noEmail := m.chance(withoutEmail)
	if !noEmail {
		p.Email = m.email(p)
	}
	if noEmail || !m.chance(withoutPhone) {
		p.Phone, p.PhoneExt = m.phone(p)
	}
	p.CRMContact = m.chance(cameByForm[cmp.Or(p.WasType, p.Type)])
	p.Owner = m.owner()
	return p
}

// mobilePrefixes are the first digits of mobile numbers; six digits follow.
var mobilePrefixes = []string{"500", "510", "530", "570"}

// phone is a number that nobody had before, until 400,000 people have one: the office
// of a company, sometimes with an extension, a Ukrainian mobile or a Polish one. All
// have zeros after the prefix.
func (m *maker) phone(p crm.Person) (number, extension string) {
	const each = 100_000 // numbers to a prefix
	// A multiplier without a factor in common visits each number once.
	n := (m.phones*48_271 + int(m.Seed%each)) % (each * len(mobilePrefixes))
	m.phones++
	switch {
	case p.Type == crm.TypeCompany && m.chance(50):
		return fmt.Sprintf("+48220%06d", n), m.extension()
	case isCyrillic(p.FamilyName) && m.chance(60):
		return fmt.Sprintf("+380500%06d", n), ""
	}
	return fmt.Sprintf("+48%s0%05d", mobilePrefixes[n/each], n%each), ""
}

func (m *maker) extension() string {
	if m.chance(50) {
		return ""
	}
	return strconv.Itoa(10 + m.IntN(90))
}

func isCyrillic(s string) bool { return s != "" && []rune(s)[0] >= 'Ѐ' }

// email is an address that nobody had before, at a host under example.com.
func (m *maker) email(p crm.Person) string {
	given, family := addressed(p.GivenName), addressed(p.FamilyName)
	local := strings.TrimPrefix(given+"."+family, ".")
	if given != "" && m.chance(35) {
		local = given[:1] + family
	}
	m.mailbox[local]++
	if n := m.mailbox[local]; n > 1 {
		local += strconv.Itoa(n)
	}
	if p.Company != "" {
		host, _, _ := strings.Cut(crm.Fold(p.Company), " ")
		return local + "@" + host + ".example.com"
	}
	return local + "@" + draw(m.dice, mailHosts)
}

// addressed is a name as it stands in addresses.
func addressed(name string) string { return strings.ReplaceAll(crm.Fold(name), " ", "-") }

var mailHosts = []share[string]{
	{60, "example.com"},
	{25, "poczta.example.com"},
	{15, "listy.example.com"},
}
