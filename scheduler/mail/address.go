package mail

import (
	"errors"
	netmail "net/mail"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// errNoAddress does not repeat what was given.
var errNoAddress = errors.New("not one bare e-mail address")

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
	labels := strings.Split(domain, ".")
	for i, label := range labels {
		if strings.ContainsFunc(label, isForeign) {
			labels[i] = "xn--" + punycode(norm.NFC.String(strings.ToLower(label)))
		}
		if labels[i] == "" || len(labels[i]) > 63 {
			return "", errNoAddress
		}
	}
	return local + "@" + strings.Join(labels, "."), nil
}

func isForeign(r rune) bool { return r >= utf8.RuneSelf }

// The parameters of Punycode (RFC 3492, section 5).
const (
	base        = 36
	tMin, tMax  = 1, 26
	skew, damp  = 38, 700
	initialBias = 72
)

// punycode encodes a label (RFC 3492, section 6.3): its ASCII characters, then where
// the others go.
func punycode(label string) string {
	var out strings.Builder
	for _, r := range label {
		if !isForeign(r) {
			out.WriteRune(r)
		}
	}
	basic := out.Len()
	if basic > 0 {
		out.WriteByte('-')
	}
	delta, bias, last := 0, initialBias, rune(utf8.RuneSelf)
	for handled, total := basic, utf8.RuneCountInString(label); handled < total; last++ {
		next := nextRune(label, last)
		delta += int(next-last) * (handled + 1)
		last = next
		for _, r := range label {
			if r < last {
				delta++
			}
			if r == last {
				writeVariable(&out, delta, bias)
				bias = adapt(delta, handled+1, handled == basic)
				delta = 0
				handled++
			}
		}
		delta++
	}
	return out.String()
}

// nextRune is the smallest character of label from least on.
func nextRune(label string, least rune) rune {
	next := rune(utf8.MaxRune)
	for _, r := range label {
		if r >= least {
			next = min(next, r)
		}
	}
	return next
}

// writeVariable writes n as an integer of variable length.
func writeVariable(out *strings.Builder, n, bias int) {
	for k := base; ; k += base {
		t := min(max(k-bias, tMin), tMax)
		if n < t {
			out.WriteByte(digit(n))
			return
		}
		out.WriteByte(digit(t + (n-t)%(base-t)))
		n = (n - t) / (base - t)
	}
}

func digit(n int) byte { return "abcdefghijklmnopqrstuvwxyz0123456789"[n] }

// adapt is the bias after a delta.
func adapt(delta, points int, first bool) int {
	if first {
		delta /= damp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for ; delta > (base-tMin)*tMax/2; k += base {
		delta /= base - tMin
	}
	return k + (base-tMin+1)*delta/(delta+skew)
}
