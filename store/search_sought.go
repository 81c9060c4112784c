package store

import (
	"slices"
	"strings"
	"unicode"

	"frontdesk/store/crm"
)

// sought is a text that somebody is looked for by.
type sought struct {
	text  string   // as it was typed
	words []string // folded; none of an e-mail address
}

// How many words of a text are looked for, and how many letters of each: names have fewer,
// or begin so. PostgreSQL refuses words of some thousand letters.
const (
	mostWords   = 8
	mostLetters = 60
)

func readSought(text string) sought {
	w := sought{text: strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(text, " "), "\x00", " "))}
	if !strings.Contains(text, "@") {
		w.words = strings.Fields(crm.Fold(text))
		w.words = w.words[:min(len(w.words), mostWords)]
		for i, word := range w.words {
			letters := []rune(word)
			w.words[i] = string(letters[:min(len(letters), mostLetters)])
		}
	}
	return w
}

// prepositions are what stands before a name in a sentence, titles too, folded.
var prepositions = []string{
	"do", "od", "z", "ze", "dla", "o", "u", "przy", "przez", "na", "za", "pani", "pania", "pan", "pana", "panem", "panu", "p",
}

// withoutPreposition is w without the words before the name, if it has any.
func (w sought) withoutPreposition() (string, bool) {
	n := 0
	for n < len(w.words)-1 && slices.Contains(prepositions, w.words[n]) {
		n++
	}
	return strings.Join(w.words[n:], " "), n > 0
}

// literally are the rungs that take the text as it is.
func (w sought) literally() []rung {
	var rungs []rung
	if len(w.words) > 0 {
		rungs = append(rungs, rung{where: wordsMatch, args: []string{w.beginnings()}})
	}
	if patterns := w.phones(); len(patterns) > 0 {
		rungs = append(rungs, rung{where: `p.phone <> '' and p.phone like %[1]s`, args: patterns})
	}
	rungs = append(rungs, w.inAddress()...)
	if len(w.words) > 0 {
		rungs = append(rungs, rung{where: `p.company_fold <> '' and ' ' || p.company_fold like %[1]s`, args: []string{"% " + strings.Join(w.words, "% ") + "%"}})
	}
	return rungs
}

// inAddress is the rung that takes the text, three characters or more, for a piece of an
// e-mail address.
func (w sought) inAddress() []rung {
	if len(w.text) < 3 || strings.ContainsFunc(w.text, unicode.IsSpace) {
		return nil
	}
	return []rung{{where: `p.email_fold <> '' and p.email_fold like %[1]s`, args: []string{"%" + likePattern(emailKey(w.text)) + "%"}}}
}

// isOfAddress reports whether the text can hardly be anything but a piece of an e-mail
// address.
func (w sought) isOfAddress() bool {
	at := strings.IndexAny(w.text, "@._")
	return strings.Contains(w.text, "@") || at > 0 && at < len(w.text)-1
}

// beginnings is the text search for names that have words beginning as the text's do.
func (w sought) beginnings() string {
	all := make([]string, len(w.words))
	for i, word := range w.words {
		all[i] = lexeme(word) + ":*"
	}
	return strings.Join(all, " & ")
}

// inflected is the rung that turns the forms of names back to their base, and spells
// them in other ways.
func (w sought) inflected() []rung {
	var all []string
	changed := false
	for _, word := range w.words {
		forms := append(crm.BaseForms(word), crm.Spellings(word)...)
		changed = changed || len(forms) > 0
		all = append(all, anyOf(append(forms, word)))
	}
	if !changed {
		return nil
	}
	return []rung{{where: wordsMatch, args: []string{strings.Join(all, " & ")}, guess: true}}
}

// wordsMatch is the condition that the words of a name match a text search.
const wordsMatch = `p.words @@ %[1]s::text::tsquery`

// lexeme is a folded word as a text search has it.
func lexeme(word string) string { return "'" + word + "'" }

// anyOf is a text search for any of some words, of which there is at least one.
func anyOf(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = lexeme(word)
	}
	return "(" + strings.Join(quoted, " | ") + ")"
}

// likePattern escapes what LIKE would read as a wildcard.
func likePattern(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

// phones are the patterns of numbers that have the digits of the text, three or more,
// anywhere; the old trunk prefix, and a country code however it was written, may lead
// them.
func (w sought) phones() []string {
	digits := crm.Digits(w.text)
	if len(digits) < 3 || strings.ContainsFunc(w.text, unicode.IsLetter) || strings.Contains(w.text, "@") {
		return nil
	}
	patterns := []string{"%" + digits + "%"}
	for _, old := range []struct{ prefix, now string }{{"00", "+"}, {"0", "+48"}, {"480", "+48"}, {"00480", "+48"}} {
		if rest, ok := strings.CutPrefix(digits, old.prefix); ok && len(rest) > 1 {
			patterns = append(patterns, old.now+rest+"%")
		}
	}
	return patterns
}

// exactly is the text search for names that have all of some words.
func exactly(words []string) string {
	all := make([]string, len(words))
	for i, word := range words {
		all[i] = lexeme(word)
	}
	return strings.Join(all, " & ")
}
