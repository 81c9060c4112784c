// Package words is what the product says. Every sentence and label has an id in
// a file per language, pl.toml and en.toml in go-i18n's message format; a further
// language is a further file and nothing else. A [Words] speaks one of them: texts,
// plurals, numbers, and dates in its reader's time zone.
//
// Names, notes and whatever else a person wrote are never translated; they come
// into a sentence as fields of a struct. The texts carry no markup and are not
// escaped for Slack or HTML: that is the business of whoever shows them.
package words

import (
	"slices"
	"strings"
	"time"

	"frontdesk/store/crm"
)

// Words speaks one language in one time zone. It is a small value, cheap to copy
// and safe for concurrent use. The zero value is not usable; get one from [For].
type Words struct {
	catalogue *catalogue
	zone      *time.Location
}

// For returns the words of lang in zone. A language without a file is answered
// in Polish; a nil zone is UTC.
func For(lang crm.Language, zone *time.Location) Words {
	known := catalogues()
	c, ok := known[lang]
	if !ok {
		c = known[crm.Polish]
	}
	return Words{catalogue: c}.In(zone)
}

// In returns the same words in another time zone; a nil zone is UTC.
func (w Words) In(zone *time.Location) Words {
	if zone == nil {
		zone = time.UTC
	}
	w.zone = zone
	return w
}

// Language is the language that w speaks, which is not the one asked of [For] if
// that has no file.
func (w Words) Language() crm.Language { return w.catalogue.language }

// Zone is the time zone in which w shows every date; never nil.
func (w Words) Zone() *time.Location { return w.zone }

// Languages are those that have a file, in alphabetical order of their codes. Each
// calls itself by the text "general.language_name".
func Languages() []crm.Language {
	var all []crm.Language
	for lang := range catalogues() {
		all = append(all, lang)
	}
	slices.Sort(all)
	return all
}

// Known returns the language with the code s, such as "pl", and reports whether it
// has a file. Case and surrounding space do not matter.
func Known(s string) (crm.Language, bool) {
	lang := crm.Language(strings.ToLower(strings.TrimSpace(s)))
	if _, ok := catalogues()[lang]; !ok {
		return "", false
	}
	return lang, true
}
