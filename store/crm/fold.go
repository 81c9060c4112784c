package crm

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold turns a text into what search compares: lower case without diacritics,
// Cyrillic written in the Polish way, apostrophes dropped, and everything else that
// is neither letter nor digit made into single spaces ("Nowak-Żak" is "nowak zak").
// Rows and queries are folded by this one function. Folding twice is the same as
// folding once, and the result is valid UTF-8 whatever s is.
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	var f folder
	f.out.Grow(len(s) + 1)
	for _, r := range norm.NFC.String(s) { // NFC, so that й is one letter however it was typed
		f.add(r)
	}
	return f.out.String()
}

// isFolded reports whether s consists of lower-case ASCII words with single spaces
// between them, as most queries do.
func isFolded(s string) bool {
	space := true // none may come first
	for i := range len(s) {
		c := s[i]
		if !plain(rune(c)) && (c != ' ' || space) {
			return false
		}
		space = c == ' '
	}
	return s == "" || !space
}

// plain reports whether folding keeps r as it is.
func plain(r rune) bool { return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' }

// A folder writes folded text rune by rune.
type folder struct {
	out    strings.Builder
	gap    bool // a space is due before the next letter
	before rune // the rune before this one, in lower case
}

func (f *folder) add(r rune) {
	r = unicode.ToLower(r)
	if plain(r) {
		f.write(string(r))
	} else if text, ok := softened(f.before, r); ok {
		f.write(text)
	} else if text, ok := folded[r]; ok {
		f.write(text)
	} else if unicode.In(r, unicode.M, unicode.Cf) {
		return // diacritics and what has no width
	} else if parts := norm.NFKD.String(string(r)); parts != string(r) {
		for _, part := range parts {
			f.add(part)
		}
		return
	} else if unicode.IsLetter(r) || unicode.IsDigit(r) {
		f.write(string(r))
	} else {
		f.gap = f.out.Len() > 0
	}
	f.before = r
}

func (f *folder) write(text string) {
	if f.gap && text != "" {
		f.out.WriteByte(' ')
		f.gap = false
	}
	f.out.WriteString(text)
}

// folded are the Polish letters, others that Unicode does not decompose, apostrophes
// (which vanish), and Cyrillic as Poles transliterate it: Олена Шевченко is
// "olena szewczenko", Сергій is "serhij". Where Ukrainian and Russian read a letter
// differently (г, е, и), the Ukrainian reading is taken.
var folded = map[rune]string{
	'ą': "a", 'ć': "c", 'ę': "e", 'ł': "l", 'ń': "n", 'ó': "o", 'ś': "s", 'ź': "z", 'ż': "z",
	'đ': "d", 'ð': "d", 'þ': "th", 'ħ': "h", 'ø': "o", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ı': "i",

	'\'': "", '`': "", '´': "", '‘': "", '’': "", '′': "", 'ʹ': "", 'ʻ': "", 'ʼ': "", 'ʽ': "",

	'а': "a", 'б': "b", 'в': "w", 'г': "h", 'ґ': "g", 'д': "d", 'е': "e", 'є': "je",
	'ж': "z", 'з': "z", 'и': "y", 'і': "i", 'ї': "ji", 'й': "j", 'к': "k", 'л': "l",
	'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u",
	'ф': "f", 'х': "ch", 'ц': "c", 'ч': "cz", 'ш': "sz", 'щ': "szcz", 'ь': "", 'ю': "ju",
	'я': "ja", 'ё': "jo", 'ъ': "", 'ы': "y", 'э': "e",
}

// soft are the vowels that soften the consonant before them, without their "j".
var soft = map[rune]string{'я': "a", 'ю': "u", 'є': "e", 'ё': "o"}

// consonants are the Cyrillic letters that a soft vowel softens by an "i".
var consonants = map[rune]bool{
	'б': true, 'в': true, 'г': true, 'ґ': true, 'д': true, 'ж': true, 'з': true, 'к': true,
	'м': true, 'н': true, 'п': true, 'р': true, 'с': true, 'т': true, 'ф': true, 'х': true,
	'ц': true, 'ч': true, 'ш': true, 'щ': true,
}

// softened returns what the soft vowel r is after the letter before, if that changes
// it: an "i" and the vowel after a consonant (Тетяна is Tetiana), the bare vowel after
// л, which is soft by itself in Polish (Людмила is Ludmyła). Elsewhere, and after an
// apostrophe or ь, it keeps its "j" (Юлія is Julija, Дем'янчук is Demjanczuk).
func softened(before, r rune) (string, bool) {
	vowel, ok := soft[r]
	switch {
	case !ok:
		return "", false
	case before == 'л':
		return vowel, true
	default:
		return "i" + vowel, consonants[before]
	}
}
