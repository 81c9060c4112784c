package crm

import (
	"errors"
	"regexp"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// A Phone is a telephone number with an optional extension.
type Phone struct {
	Number    string // E.164, "+48501234567"
	Extension string // digits
}

// ErrPhone says that a text is no telephone number that could be dialled.
var ErrPhone = errors.New("not a phone number")

// defaultRegion is the country whose numbers are typed without a country code.
const defaultRegion = "PL"

var (
	// phoneLabel is what people write before a number: "tel. ", "kom.: ", and "tel:" of links.
	phoneLabel = regexp.MustCompile(`(?i)^(?:telefon|tel|komórka|kom|nr)[.: ]*`)

	// phoneExtension is what follows a number: "wew. 12", "w. 12", "ext 12", ";ext=12", "#12".
	phoneExtension = regexp.MustCompile(`(?i)[ ,;]*(?:wewnętrzny|wewn|wew|w|extension|ext|x|#)[.:=]? *(\d{1,6})$`)

	// phoneNumber is all that may stand for the number itself. Letters and commas are not
	// skipped: they would be a second number, or a name, lost without a word.
	phoneNumber = regexp.MustCompile(`^[ (]*\+?[ (]*\d[\d ()./-]*$`)
)

// ParsePhone reads a number as a Pole types it: with or without spaces, dashes and
// brackets, with "+48", "0048", "48" or the old trunk prefix 0, and perhaps an
// extension ("wew. 12"). Foreign numbers need their country code, which may lack the
// "+" if it is the Ukrainian 380. A text that holds more than one number is refused.
// An empty text is no number and no error; the only error is [ErrPhone].
func ParsePhone(typed string) (Phone, error) {
	typed = strings.TrimSpace(strings.Map(plainMark, typed))
	if typed == "" {
		return Phone{}, nil
	}
	typed = phoneLabel.ReplaceAllString(typed, "")
	var ext string
	if m := phoneExtension.FindStringSubmatchIndex(typed); m != nil {
		typed, ext = typed[:m[0]], typed[m[2]:m[3]]
	}
	if !phoneNumber.MatchString(typed) {
		return Phone{}, ErrPhone
	}
	n, err := phonenumbers.Parse(dialled(typed), defaultRegion)
	if err != nil || !phonenumbers.IsValidNumber(n) {
		return Phone{}, ErrPhone
	}
	return Phone{phonenumbers.Format(n, phonenumbers.E164), ext}, nil
}

// plainMark makes every dash a hyphen and every white space a space, and drops what
// has no width (numbers copied from an address book are wrapped in such marks).
func plainMark(r rune) rune {
	switch {
	case unicode.Is(unicode.Pd, r) || r == '−':
		return '-'
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}

// dialled returns the digits of typed, and a "+" first if a country code leads them.
// The trunk prefix that Polish numbers had until 2010 ("022 123 45 67", "+48 (0) 22 …")
// is dropped, since the numbering plan no longer knows it.
func dialled(typed string) string {
	digits := Digits(typed)
	switch {
	case strings.Contains(typed, "+"):
		return "+" + withoutTrunk(digits)
	case strings.HasPrefix(digits, "00"):
		return "+" + withoutTrunk(digits[2:])
	case len(digits) == 10 && digits[0] == '0':
		return digits[1:]
	case len(digits) == 11 && strings.HasPrefix(digits, "48"),
		len(digits) == 12 && strings.HasPrefix(digits, "480"),
		len(digits) == 12 && strings.HasPrefix(digits, "380"):
		return "+" + withoutTrunk(digits)
	}
	return digits
}

// withoutTrunk drops the 0 after Poland's country code.
func withoutTrunk(digits string) string {
	if rest, ok := strings.CutPrefix(digits, "480"); ok {
		return "48" + rest
	}
	return digits
}

// String is the number as its country writes it with the country code,
// "+48 501 234 567", and the extension after "wew.". [ParsePhone] reads it back.
func (p Phone) String() string {
	if p.Number == "" {
		return ""
	}
	s := p.Number
	if written, ok := polish(p.Number); ok {
		s = written
	} else if n, err := phonenumbers.Parse(p.Number, defaultRegion); err == nil {
		s = phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
	}
	if p.Extension != "" {
		s += " wew. " + p.Extension
	}
	return s
}

// Digits are the ASCII digits of s, in order.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
