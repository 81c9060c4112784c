package crm

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestBaseForms wants the name among those that each of its forms may come from.
func TestBaseForms(t *testing.T) {
	for name, forms := range map[string]string{
		"Anna":       "Anny Annie Annę Anno",
		"Kasia":      "Kasi Kasię Kasiu",
		"Maria":      "Marii Marię Mario",
		"Maja":       "Mai Maję",
		"Olga":       "Olgi Oldze Olgę",
		"Monika":     "Moniki Monice",
		"Marta":      "Marcie Marty",
		"Magda":      "Magdzie",
		"Barbara":    "Barbarze Barbary",
		"Jan":        "Jana Janowi Janem Janie",
		"Piotr":      "Piotra Piotrowi Piotrem Piotrze",
		"Paweł":      "Pawła Pawłowi Pawłem Pawle",
		"Marek":      "Marka Markowi Markiem Marku",
		"Maciek":     "Maćka Maćkiem",
		"Jakub":      "Jakuba Jakubem Jakubie",
		"Aleksander": "Aleksandra Aleksandrem Aleksandrze",
		"Jerzy":      "Jerzego Jerzemu Jerzym",
		"Antoni":     "Antoniego Antoniemu Antonim",
		"Kuba":       "Kuby Kubie Kubę",
		"Bruno":      "Brunona Brunonowi Brunonem",

		"Kowalski":   "Kowalskiego Kowalskiemu Kowalskim Kowalskich",
		"Kowalska":   "Kowalskiej",
		"Nowicka":    "Nowickiej",
		"Zawadzki":   "Zawadzkiego Zawadzkim",
		"Cichy":      "Cichego Cichemu Cichym",
		"Nowak":      "Nowaka Nowakowi Nowakiem Nowaku Nowaków",
		"Kowal":      "Kowala Kowalu Kowalem",
		"Dudek":      "Dudka Dudkowi Dudkiem Dudku",
		"Kupiec":     "Kupca Kupcem Kupcowi",
		"Marzec":     "Marca Marcem",
		"Stępień":    "Stępnia Stępniowi Stępniem",
		"Kwiecień":   "Kwietnia Kwietniem",
		"Wróbel":     "Wróbla Wróblem",
		"Kozioł":     "Kozła Kozłem Kozłowi",
		"Orzeł":      "Orła Orłem",
		"Gołąb":      "Gołębia Gołębiem Gołębiu",
		"Zając":      "Zająca Zającem Zającowi",
		"Lis":        "Lisa Lisowi Lisem Lisie",
		"Kmieć":      "Kmiecia Kmieciem Kmieciu",
		"Zaręba":     "Zaręby Zarębie Zarębę",
		"Sikora":     "Sikory Sikorze Sikorę",
		"Mucha":      "Muchy Musze",
		"Noga":       "Nogi Nodze",
		"Matejko":    "Matejki Matejce Matejkę Matejką",
		"Szewczenko": "Szewczenki Szewczence",
		"Linde":      "Lindego Lindemu",
	} {
		for form := range strings.FieldsSeq(forms) {
			if got := BaseForms(Fold(form)); !slices.Contains(got, Fold(name)) {
				t.Errorf("%s may come from %v, want %s among them", form, got, name)
			}
		}
	}
}

// TestBaseFormsAreFew: each is looked up, and each may be somebody else's name.
func TestBaseFormsAreFew(t *testing.T) {
	for _, word := range []string{"", "a", "ie", "ka", "anna", "kowalskiej", "dudkiem", "brzeczyszczykiewicza", "山田", "żony"} {
		forms := BaseForms(word)
		if len(forms) > 24 || slices.Contains(forms, word) || len(slices.Compact(slices.Sorted(slices.Values(forms)))) != len(forms) {
			t.Errorf("%q may come from %v", word, forms)
		}
	}
}

func TestSpellings(t *testing.T) {
	for one, other := range map[string]string{
		"Szewczenko": "Shevchenko", "Julija": "Yuliia", "Serhij": "Serhii", "Jaremczuk": "Yaremchuk", "Chomenko": "Khomenko",
		"Natalija": "Natalia",
	} {
		if got := append(Spellings(Fold(one)), Spellings(Fold(other))...); !slices.Contains(got, Fold(other)) {
			t.Errorf("%s may be written %v, want %s among them", one, got, other)
		}
	}
	for _, english := range []string{"Shevchenko", "Yuliia", "Serhii", "Yaremchuk", "Khomenko"} {
		if got := Spellings(Fold(english)); len(got) == 0 {
			t.Errorf("%s has no other spelling", english)
		}
	}
}

// FuzzBaseForms wants the names and the spellings of any folded word to be text.
func FuzzBaseForms(f *testing.F) {
	for _, s := range []string{"dudkiem", "marcie", "山田a", "Ləa", "Γωem", "ə", "aə", "山iem"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for word := range strings.FieldsSeq(Fold(s)) {
			for _, name := range append(BaseForms(word), Spellings(word)...) {
				if !utf8.ValidString(name) || name == "" || Fold(name) != name {
					t.Fatalf("%q may be %q", word, name)
				}
			}
		}
	})
}
