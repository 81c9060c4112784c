package crm

import "testing"

func TestTypos(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"nowak", "nowak", 0},
		{"nowak", "nowk", 1},
		{"nowak", "nowwak", 1},
		{"nowak", "novak", 1},
		{"nowak", "nwoak", 1},
		{"nowak", "onwka", 2},
		{"nowak", "nowakxy", 2},
		{"nowak", "wak", 2},
		{"nowak", "nowakxyz", 3},
		{"nowak", "kowal", 2},
		{"nowak", "lis", 3},
		{"", "ab", 2},
		{"", "abc", 3},
		{"山田", "田山", 1},
		{"ca", "abc", 3}, // no letter is exchanged and moved
	} {
		if got := Typos(c.a, c.b); got != c.want {
			t.Errorf("Typos(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := Typos(c.b, c.a); got != c.want {
			t.Errorf("Typos(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
