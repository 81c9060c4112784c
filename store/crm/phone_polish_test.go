package crm

import (
	"fmt"
	"testing"

	"github.com/nyaruka/phonenumbers"
)

// The short way and the library's write every number of a known area alike.
func TestPolishNumbersAreWrittenAsTheLibraryDoes(t *testing.T) {
	short := 0
	for area := range 100 {
		for _, rest := range []string{"0000000", "1234567", "9999999"} {
			number := fmt.Sprintf("+48%02d%s", area, rest)
			got, ok := polish(number)
			if !ok {
				continue
			}
			short++
			n, err := phonenumbers.Parse(number, "")
			if err != nil {
				t.Fatal(err)
			}
			if want := phonenumbers.Format(n, phonenumbers.INTERNATIONAL); got != want {
				t.Errorf("%s is written %q, want %q", number, got, want)
			}
		}
	}
	if short < 3*60 {
		t.Errorf("only %d numbers go the short way", short)
	}
	for _, number := range []string{"", "+48", "+4850123456", "+485012345678", "+4850123456x", "+380501234567", "501234567"} {
		if got, ok := polish(number); ok {
			t.Errorf("%q is written %q", number, got)
		}
	}
}
