package crm

import "strings"

// Names from the east are written in the Polish way and in that of English passports:
// Шевченко is Szewczenko and Shevchenko, Юлія is Julija, Julia and Yuliia.
var (
	inPolish = strings.NewReplacer(
		"shch", "szcz", "sh", "sz", "ch", "cz", "zh", "z", "kh", "ch", "ts", "c", "v", "w", "x", "ks",
		"iia", "ija", "ii", "ij", "iy", "ij", "yu", "ju", "ya", "ja", "ye", "je", "yi", "ji")
	inEnglish = strings.NewReplacer(
		"szcz", "shch", "sz", "sh", "cz", "ch", "ch", "kh", "c", "ts", "w", "v",
		"ija", "iia", "ij", "ii", "ju", "yu", "ja", "ya", "je", "ye", "ji", "yi")
	inShort = strings.NewReplacer("iia", "ia", "ija", "ia", "yja", "ia")
)

// Spellings are other ways to write a folded name that was not Polish at first.
func Spellings(word string) []string {
	var others []string
	for _, r := range []*strings.Replacer{inPolish, inEnglish, inShort} {
		if other := r.Replace(word); other != word {
			others = append(others, other)
		}
	}
	return others
}
