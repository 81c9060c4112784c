package mail

import (
	"errors"
	netmail "net/mail"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// errNoAddress does not repeat what was given.
var errNoAddress = errors.New("not one bare e-mail address")

// domains writes domains for mail servers: in lower case and ASCII, with names as long
// as the DNS has them. Underscores and hyphens in odd places are the DNS's business.
var domains = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.VerifyDNSLength(true), idna.StrictDomainName(false), idna.CheckHyphens(false))

// asciiAddress is the address s with its domain as every mail server knows it:
// "anna@szkoła.pl" is "anna@xn--szkoa-n7a.pl".
func asciiAddress(s string) (string, error) {
	a, err := netmail.ParseAddress(s)
	if err != nil || a.Address != s {
		return "", errNoAddress
	}
	local, domain, _ := strings.Cut(s, "@")
	if strings.ContainsFunc(local, isForeign) {
		return "", errNoAddress
	}
	if domain, err = domains.ToASCII(domain); err != nil {
		return "", errNoAddress
	}
	return local + "@" + domain, nil
}

func isForeign(r rune) bool { return r >= utf8.RuneSelf }
