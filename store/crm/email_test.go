package crm

import (
	"strings"
	"testing"
)

func TestValidEmail(t *testing.T) {
	valid := []string{
		"a@b.pl",
		"anna.nowak+kurs@poczta.example.com",
		"o'neil@b.pl",
		"Anna_Nowak-1@B.PL",
		"anna@szkoła.pl",
		"anna@xn--szkoa-n7a.pl",
		"anna@школа.укр",
		"anna@डाटामेल.भारत",
		strings.Repeat("a", 64) + "@b.pl",
	}
	for _, s := range valid {
		if !validEmail(s) {
			t.Errorf("%q is refused", s)
		}
	}
	invalid := []string{
		"", "a", "@", "a@", "@b.pl", "a@b", "anna@localhost", "a@b@c.pl",
		"Anna <a@b.pl>", "<a@b.pl>", "a@b.pl (Anna)", `"a b"@c.pl`, `"a"@c.pl`, `"@"@c.pl`,
		"a@b.pl\r\nBcc: x@y.pl", "a@b.pl\n", " a@b.pl", "a b@c.pl", "a@b.pl\x00",
		"a@b.pl,c@d.pl", "a@b.pl;c@d.pl", "a@b.pl c@d.pl",
		".a@b.pl", "a.@b.pl", "a..b@c.pl", "a@b..pl", "a@.pl", "a@b.pl.", "a@-b.pl", "a@b-.pl", "a@b_c.pl",
		"a@127.0.0.1", "a@127.0.0.10", "a@[127.0.0.1]", "a@b.p", "a@b.=?x?=",
		"żółw@szkola.pl",
		strings.Repeat("a", 65) + "@b.pl",
		"a@" + strings.Repeat("b", 64) + ".pl",
		"a@" + strings.Repeat("b.", 126) + "pl",
	}
	for _, s := range invalid {
		if validEmail(s) {
			t.Errorf("%q passes", s)
		}
	}
}
