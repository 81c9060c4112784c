package crm

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// shortestStem is how many letters of a name are left before an ending, at least.
const shortestStem = 2

// An inflection is an ending that Polish names have in a sentence, and the endings of
// the names that it may come from.
type inflection struct {
	ending string
	names  []string
	closed bool // the name may also end with what stands before the ending, as mended makes it
}

// inflections are the endings of the cases, folded, of names that men and women bear.
// A softened consonant is part of the ending: Marta is in Marcie, Piotr in Piotrze.
var inflections = []inflection{
	// names in a consonant: Jan – Jana, Janowi, Janem, Janie; Kmieć – Kmiecia, Kmieciu
	{"a", []string{"o"}, true},
	{"ia", nil, true},
	{"owi", []string{"o", "a"}, true},
	{"iowi", nil, true},
	{"em", []string{"o"}, true},
	{"iem", nil, true},
	{"u", []string{"a"}, true},
	{"iu", []string{"ia"}, true},
	{"e", []string{"a", "o"}, true},
	{"ie", []string{"a", "o"}, true},
	{"cie", []string{"t", "ta", "to"}, false},
	{"dzie", []string{"d", "da", "do"}, false},
	{"rze", []string{"r", "ra", "ro", "er"}, false},
	{"ow", nil, true},
	{"owie", nil, true},
	{"om", nil, true},
	{"ami", []string{"a"}, true},
	{"ach", []string{"a"}, true},

	// names in a vowel: Anna – Anny, Annie, Anno; Kasia – Kasi; Maja – Mai; Matejko – Matejki
	{"y", []string{"a", "o"}, false},
	{"i", []string{"a", "o", "ia", "ja"}, false},
	{"ii", []string{"ia", "ija"}, false},
	{"o", []string{"a"}, false},
	{"ce", []string{"ka", "ko"}, false},
	{"dze", []string{"ga", "go"}, false},
	{"sze", []string{"cha", "cho"}, false},
	{"ona", []string{"o"}, false},
	{"onowi", []string{"o"}, false},
	{"onem", []string{"o"}, false},
	{"onie", []string{"o"}, false},
	{"ecia", []string{"e"}, false},
	{"eciu", []string{"e"}, false},
	{"eciem", []string{"e"}, false},

	// adjectives: Kowalski – Kowalskiego, Cichy – Cichym, Kowalska – Kowalskiej; Jerzy, Linde
	{"iego", []string{"i"}, false},
	{"iemu", []string{"i"}, false},
	{"im", []string{"i"}, false},
	{"ego", []string{"y", "e"}, false},
	{"emu", []string{"y", "e"}, false},
	{"ym", []string{"y", "e"}, false},
	{"iej", []string{"a", "ia"}, false},
	{"ej", []string{"a"}, false},
	{"ich", []string{"i", "a"}, false},
	{"ych", []string{"y", "a"}, false},
	{"imi", []string{"i", "a"}, false},
	{"ymi", []string{"y", "a"}, false},
}

// BaseForms are the names, all folded, that the folded word may be a form of: "dudkiem"
// may come from "dudek", and from others that nobody bears. The word itself is not
// among them.
func BaseForms(word string) []string {
	var forms []string
	for _, i := range inflections {
		stem, ok := strings.CutSuffix(word, i.ending)
		if !ok || len(stem) < shortestStem {
			continue
		}
		for _, name := range i.names {
			forms = append(forms, stem+name)
		}
		if i.closed {
			forms = append(forms, mended(stem)...)
		}
	}
	slices.Sort(forms)
	return slices.DeleteFunc(slices.Compact(forms), func(form string) bool { return form == word })
}

// mended are the names in a consonant whose forms have the stem: the stem itself; with
// the vowel that they lose (Dudek – Dudk-a, Kupiec – Kupc-a), which may have hardened
// the consonant before it (Marzec – Marc-a, Kwiecień – Kwietni-a, Kozioł – Kozł-a); with
// the vowel that they change (Gołąb – Gołębi-a, Sąsiad – Sąsiedzi-e).
func mended(stem string) []string {
	names := []string{stem}
	if last := strings.LastIndexAny(stem, "aeiouy"); last >= 0 && stem[last] == 'e' {
		names = append(names, stem[:last]+"a"+stem[last+1:], stem[:last]+"o"+stem[last+1:])
	}
	if stem[len(stem)-1] >= utf8.RuneSelf { // a letter of another language, which has no such forms
		return names
	}
	head, tail := stem[:len(stem)-1], stem[len(stem)-1:]
	if len(head) == 0 || vowel(stem[len(stem)-1]) || vowel(head[len(head)-1]) {
		return names
	}
	for _, inner := range []string{"e", "ie", "io"} {
		names = append(names, head+inner+tail)
	}
	for _, soft := range softenings {
		if start, ok := strings.CutSuffix(head, soft.hard); ok {
			names = append(names, start+soft.soft+"e"+tail, start+soft.soft+"o"+tail)
		}
	}
	return names
}

// softenings are consonants before the lost vowel as the name has them.
var softenings = []struct{ hard, soft string }{{"r", "rz"}, {"d", "dzi"}, {"t", "ci"}, {"n", "ni"}, {"j", "jci"}}

func vowel(letter byte) bool { return strings.IndexByte("aeiouy", letter) >= 0 }
