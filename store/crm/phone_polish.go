package crm

import "strings"

// The first two digits of Polish numbers, which say how the nine are grouped: of mobile
// ones in threes, of an area's as 22 123 45 67.
const (
	polishMobile = " 45 50 51 53 57 60 66 69 72 73 78 79 88 "
	polishArea   = " 12 13 14 15 16 17 18 22 23 24 25 29 32 33 34 41 42 43 44 46 48 52 54 55 56 58 59 61 62 63 65 67 68 71 74 75 76 77" +
		" 81 82 83 84 85 86 87 89 91 94 95 "
)

// polish is an E.164 number of Poland as it is written there, with the country code. It
// knows those that nearly everybody has, and says so: for a long list the library's way,
// which is the same for every country, takes as long as all the rest.
func polish(number string) (written string, ok bool) {
	n, isPolish := strings.CutPrefix(number, "+48")
	if !isPolish || len(n) != 9 || Digits(n) != n {
		return "", false
	}
	switch area := " " + n[:2] + " "; {
	case strings.Contains(polishMobile, area):
		return "+48 " + n[:3] + " " + n[3:6] + " " + n[6:], true
	case strings.Contains(polishArea, area):
		return "+48 " + n[:2] + " " + n[2:5] + " " + n[5:7] + " " + n[7:], true
	}
	return "", false
}
