package view

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

var unescape = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")

func TestEscape(t *testing.T) {
	for _, c := range []struct {
		name, text string
		limit      int
		want       string
	}{
		{"nothing to do", "Zażółć gęślą", 20, "Zażółć gęślą"},
		{"markup", "<!channel> & <b>", 99, "&lt;!channel&gt; &amp; &lt;b&gt;"},
		{"what is escaped already is people's text too", "&amp;", 99, "&amp;amp;"},
		{"exactly full", "ab&", 7, "ab&amp;"},
		{"never within an entity", "ab&", 6, "ab…"},
		{"room for the ellipsis", "abcdef", 5, "abcd…"},
		{"room for the ellipsis before an entity", "a&b&", 8, "a&amp;b…"},
		{"no space before the ellipsis", "abc defg", 5, "abc…"},
		{"characters, not bytes", "żżżżż", 5, "żżżżż"},
		{"no room at all", "&&", 1, "…"},
		{"empty", "", 5, ""},
	} {
		if got := escape(c.text, c.limit); got != c.want {
			t.Errorf("%s: escape(%q, %d) is %q, want %q", c.name, c.text, c.limit, got, c.want)
		}
	}
}

var (
	anyEntity  = regexp.MustCompile(`&(amp|lt|gt);`)
	threeWorst = "&<>"
)

func FuzzEscape(f *testing.F) {
	f.Add(strings.Repeat("&", 3000), 3000)
	f.Add("<!channel> zażółć", 9)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = 1 + min(max(limit, 0), maxText)
		text = strings.ToValidUTF8(text, "")
		got := escape(text, limit)
		if n := utf8.RuneCountInString(got); n > limit {
			t.Errorf("%d characters of %d", n, limit)
		}
		if strings.ContainsAny(anyEntity.ReplaceAllString(got, ""), threeWorst) {
			t.Errorf("%q is not escaped", got)
		}
		if got != escape(text, 1<<30) {
			kept, found := strings.CutSuffix(unescape.Replace(got), ellipsis)
			if !found || !strings.HasPrefix(text, kept) {
				t.Errorf("%q is no beginning of %q", got, text)
			}
		} else if unescape.Replace(got) != text {
			t.Errorf("%q does not say %q", got, text)
		}
	})
}

func TestCut(t *testing.T) {
	for text, want := range map[string]string{
		"":          "",
		"ąęśćż":     "ąęśćż",
		"ąęśćżź":    "ąęść…",
		"abc defgh": "abc…",
	} {
		if got := cut(text, 5); got != want {
			t.Errorf("cut(%q, 5) is %q, want %q", text, got, want)
		}
	}
}

func TestEmptyTextsAreNeverSent(t *testing.T) {
	if got := plain(" ", 5).Text; strings.TrimSpace(got) == "" {
		t.Errorf("Slack would refuse %q", got)
	}
}
