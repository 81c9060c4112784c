package crm

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestFold(t *testing.T) {
	for typed, want := range map[string]string{
		"":                         "",
		" \t\n":                    "",
		"nowak":                    "nowak",
		"anna nowak":               "anna nowak",
		"Anna  NOWAK ":             "anna nowak",
		"anna nowak ":              "anna nowak",
		"anna  nowak":              "anna nowak",
		" anna nowak":              "anna nowak",
		"Zażółć gęślą jaźń":        "zazolc gesla jazn",
		"ĄĆĘŁŃÓŚŹŻ":                "acelnoszz",
		"Nowak-Żak":                "nowak zak",
		"Nowak – Żak":              "nowak zak",
		"O'Brien":                  "obrien",
		"O’Brien":                  "obrien",
		"O´Brien":                  "obrien",
		"Łódź 2026, ul. Żabia 5/7": "lodz 2026 ul zabia 5 7",
		"Weiß STRAẞE Ærø":          "weiss strasse aero",
		"Dvořák Škoda Đoković":     "dvorak skoda dokovic",
		"anna.nowak+crm@szkoła.pl": "anna nowak crm szkola pl",
		"ﬁrma №５":                  "firma no5",
		"No\u00adwak\u200b":        "nowak",
		"İstanbul K":               "istanbul k",
		"x\xffy":                   "x y",
		"🙂 Anna 🙂":                 "anna",
		"की ٥":                     "क ٥",
		"山田":                       "山田",
	} {
		if got := Fold(typed); got != want {
			t.Errorf("Fold(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestFoldCyrillic(t *testing.T) {
	for typed, want := range map[string]string{
		"Олена Шевченко":     "olena szewczenko",
		"ОЛЕНА ШЕВЧЕНКО":     "olena szewczenko",
		"Сергій":             "serhij",
		"Юлія":               "julija",
		"Наталія":            "natalija",
		"Тетяна":             "tetiana",
		"Людмила Ляшко":      "ludmyla laszko",
		"Леся":               "lesia",
		"Євген Матвієнко":    "jewhen matwijenko",
		"Їжакевич":           "jizakewycz",
		"Київ, Україна":      "kyjiw ukrajina",
		"Йосип Зайцев":       "josyp zajcew",
		"Дем'янчук":          "demjanczuk",
		"Дем’янчук":          "demjanczuk",
		"Дем\u02bcянчук":     "demjanczuk",
		"Ольга Коваль":       "olha kowal",
		"Щербак Хома Цюпа":   "szczerbak choma ciupa",
		"Ґалаґан":            "galagan",
		"Илья Объедков":      "ylja obedkow",
		"Алёна Фёдорова Эль": "alona fiodorowa el",
		"Уладзімір Ўсе":      "uladzimir use",
	} {
		if got := Fold(typed); got != want {
			t.Errorf("Fold(%q) = %q, want %q", typed, got, want)
		}
		if got := Fold(norm.NFD.String(typed)); got != want {
			t.Errorf("Fold of decomposed %q = %q, want %q", typed, got, want)
		}
	}
}

func TestFoldMakesScriptsMeet(t *testing.T) {
	for cyrillic, latin := range map[string]string{
		"Олена Шевченко": "Ołena Szewczenko",
		"Людмила":        "Ludmyła",
		"Тетяна":         "Tetiana",
		"Юлія":           "Julija",
		"Сергій":         "Serhij",
	} {
		if Fold(cyrillic) != Fold(latin) {
			t.Errorf("%s is %q and %s is %q, want the same", cyrillic, Fold(cyrillic), latin, Fold(latin))
		}
	}
}

func TestFoldEveryRune(t *testing.T) {
	for r := range rune(unicode.MaxRune + 1) {
		checkFolded(t, "x"+string(r)+"я")
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Nowak-Żak", "Олена Шевченко", "и\u0306", "O'Brien", "\xff", "각", "ᄀ\u0301ᅡ", "İﬁ№ǆ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkFolded(t, s) })
}

// checkFolded fails the test if Fold(s) is not what any folded text is.
func checkFolded(t *testing.T, s string) {
	t.Helper()
	once := Fold(s)
	if twice := Fold(once); twice != once {
		t.Fatalf("Fold(%q) = %q, folded again %q", s, once, twice)
	}
	if !utf8.ValidString(once) {
		t.Fatalf("Fold(%q) = %q, which is no UTF-8", s, once)
	}
	if strings.TrimSpace(once) != once || strings.Contains(once, "  ") {
		t.Fatalf("Fold(%q) = %q, which has stray spaces", s, once)
	}
	if strings.ToLower(once) != once {
		t.Fatalf("Fold(%q) = %q, which is not in lower case", s, once)
	}
}

func BenchmarkFold(b *testing.B) {
	for name, s := range map[string]string{
		"folded":   "anna nowak",
		"ascii":    "Anna Nowak",
		"polish":   "Małgorzata Wiśniewska-Żółkiewska",
		"cyrillic": "Олена Шевченко",
		"others":   "Jiří Dvořák",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Fold(s)
			}
		})
	}
}
