package crm

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest address and the longest part before its "@", in bytes (RFC 5321).
const (
	maxEmail     = 254
	maxLocalPart = 64
)

// validEmail reports whether s is one bare address that a letter can be sent to:
// no display name, a local part of ASCII without quotes (others are nearly always
// typing errors, and most mail servers refuse them), "@", and the name of a domain,
// perhaps an international one.
func validEmail(s string) bool {
	if len(s) > maxEmail {
		return false
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s {
		return false
	}
	local, domain, _ := strings.Cut(s, "@")
	return len(local) <= maxLocalPart && isASCII(local) && validDomain(domain)
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// validDomain reports whether s could be a public domain: at least two labels, the
// last of which is no number and no single letter.
func validDomain(s string) bool {
	labels := strings.Split(s, ".")
	for _, label := range labels {
		if !validLabel(label) {
			return false
		}
	}
	top := labels[len(labels)-1]
	return len(labels) > 1 && len(top) > 1 && strings.ContainsFunc(top, unicode.IsLetter)
}

func validLabel(s string) bool {
	foreign := func(r rune) bool {
		return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r)
	}
	return s != "" && len(s) <= 63 && s[0] != '-' && s[len(s)-1] != '-' &&
		!strings.ContainsFunc(s, foreign)
}
