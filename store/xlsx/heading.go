package xlsx

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// headings are what the heading row of a sheet says of its columns.
type headings struct {
	line    int                     // where they stand
	fields  map[int]crm.ImportField // of the columns that are known, from 0
	others  map[int]crm.ImportField // of the others
	unknown []string                // the headings of those, by the number of their field
}

// The fields one of which a table of people has.
var nameFields = []crm.ImportField{crm.ImportFamilyName, crm.ImportFullName, crm.ImportFamilyFirst}

// named reports whether there is a column for the family name.
func (h headings) named() bool {
	for _, field := range h.fields {
		if slices.Contains(nameFields, field) {
			return true
		}
	}
	return false
}

// known are the fields in the order of their columns.
func (h headings) known() []crm.ImportField {
	var fields []crm.ImportField
	for column := range MaxColumns {
		if field, ok := h.fields[column]; ok {
			fields = append(fields, field)
		}
	}
	return fields
}

// findHeadings looks for the heading row among a sheet's first rows: the first one with
// a heading for the family name, or else the one with the most headings that are known.
func findHeadings(rows iter.Seq2[line, error]) (headings, error) {
	var best headings
	n := 0
	for l, err := range rows {
		if err != nil {
			return best, err
		}
		if h := readHeadings(l); h.named() {
			return h, nil
		} else if len(h.fields) > len(best.fields) || n == 0 {
			best = h
		}
		if n++; n == maxHeading {
			break
		}
	}
	return best, nil
}

// readHeadings reads a row as if it were the heading row. Of two columns for one field
// the first one counts.
func readHeadings(l line) headings {
	h := headings{line: l.number, fields: make(map[int]crm.ImportField), others: make(map[int]crm.ImportField)}
	taken := make(map[crm.ImportField]bool)
	for column, c := range l.cells {
		text := strings.Join(strings.Fields(c.as("")), " ")
		field, known := fieldOf(text)
		switch {
		case text == "" || known && field == "":
		case known && !taken[field]:
			h.fields[column], taken[field] = field, true
		default:
			h.others[column] = crm.OtherField(len(h.unknown))
			h.unknown = append(h.unknown, cut(text, maxHeadingText))
		}
	}
	if taken[crm.ImportFamilyName] && !taken[crm.ImportGivenName] {
		h.readNameAsGiven(l)
	}
	return h
}

// readNameAsGiven takes the English „Name" beside „Surname" for the given name.
func (h headings) readNameAsGiven(l line) {
	for column, field := range h.fields {
		if field == crm.ImportFullName && crm.Fold(l.cells[column].as("")) == "name" {
			h.fields[column] = crm.ImportGivenName
		}
	}
}

// maxHeadingText is how much of an unknown heading is shown, in characters.
const maxHeadingText = 60

// fieldOf is the field whose heading the text is. What is added to it in brackets, or by
// a mark, is not looked at unless the text is known as a whole. The empty field is that of
// columns which we write ourselves but take nothing from.
func fieldOf(text string) (field crm.ImportField, known bool) {
	field, known = knownHeadings()[crm.Fold(text)]
	if !known {
		text, _, _ = strings.Cut(text, "(")
		text, _, _ = strings.Cut(text, "[")
		field, known = knownHeadings()[crm.Fold(text)]
	}
	return field, known
}

// knownHeadings are the folded headings that we know: what our own files say in each of
// our languages, and what else people write.
var knownHeadings = sync.OnceValue(func() map[string]crm.ImportField {
	all := make(map[string]crm.ImportField)
	for field, texts := range synonyms {
		for _, text := range texts {
			all[text] = field
		}
	}
	for _, lang := range words.Languages() {
		w := words.For(lang, nil)
		for _, field := range crm.ImportFields {
			all[crm.Fold(headingOf(w, field))] = field
		}
		all[crm.Fold(w.Say("sheet.line"))] = ""
		all[crm.Fold(w.Say("sheet.reason"))] = ""
	}
	return all
})

// headingOf is the heading of a field in our own files.
func headingOf(w words.Words, field crm.ImportField) string {
	return w.Say("sheet.field_" + string(field))
}

// synonyms are what people head their columns with, folded. A place in a list („Lp.") is
// nobody's number, and „Opiekun" alone is whoever at the school looks after a person:
// neither is here.
var synonyms = map[crm.ImportField][]string{
	crm.ImportNumber: {
		"numer", "nr", "id", "numer kursanta", "nr kursanta", "numer klienta", "nr klienta", "numer ewidencyjny",
		"identyfikator", "number", "no", "external id", "external number", "student id", "student number", "customer number",
	},
	crm.ImportFullName: {
		"imie i nazwisko", "imiona i nazwisko", "imie nazwisko", "osoba", "kursant", "uczen", "klient", "full name",
		"name", "first and last name", "given and family name", "person", "student", "customer",
	},
	crm.ImportFamilyFirst: {
		"nazwisko i imie", "nazwisko imie", "nazwisko i imiona", "nazwisko imiona", "last name first name", "last and first name",
		"surname and name", "family name given name", "last name and first name", "surname and first name",
	},
	crm.ImportGivenName: {
		"imie", "imiona", "imie kursanta", "imie ucznia", "imie klienta", "first name", "firstname", "given name", "givenname",
		"forename", "first", "given",
	},
	crm.ImportFamilyName: {
		"nazwisko", "nazwisko kursanta", "nazwisko ucznia", "nazwisko klienta", "last name", "lastname", "family name",
		"familyname", "surname", "last", "family",
	},
	crm.ImportType: {"typ", "typ osoby", "typ kontaktu", "rodzaj", "status", "type", "kind", "person type", "contact type"},
	crm.ImportCompany: {
		"firma", "nazwa firmy", "organizacja", "przedsiebiorstwo", "pracodawca", "company", "company name", "organization",
		"organisation", "employer",
	},
	crm.ImportPhone: {
		"telefon", "tel", "tel kom", "telefon komorkowy", "telefon kontaktowy", "telefon kursanta", "telefon ucznia",
		"numer telefonu", "nr telefonu", "nr tel", "numer tel", "komorka", "kom", "nr komorki", "phone", "phone number",
		"telephone", "telephone number", "mobile", "mobile phone", "mobile number", "cell", "cell phone", "phone no",
	},
	crm.ImportEmail: {
		"e mail", "email", "mail", "adres e mail", "adres email", "adres mailowy", "adres mail", "poczta", "poczta elektroniczna",
		"e mail kursanta", "email kursanta", "e mail address", "email address",
	},
	crm.ImportCourse: {"kurs", "nazwa kursu", "kurs jezykowy", "zajecia", "course", "course name", "class"},
	crm.ImportLevel:  {"poziom", "poziom jezyka", "poziom kursu", "poziom zaawansowania", "level", "course level"},
	crm.ImportGroup:  {"grupa", "nazwa grupy", "numer grupy", "nr grupy", "group", "group name"},
	crm.ImportCourseStart: {
		"poczatek kursu", "poczatek", "data rozpoczecia", "data rozpoczecia kursu", "rozpoczecie kursu", "rozpoczecie", "start",
		"start kursu", "data startu", "kurs od", "course start", "start date", "start of course", "course start date",
		"beginning of course",
	},
	crm.ImportGuardian: {
		"opiekun prawny", "rodzic", "rodzic opiekun", "rodzic opiekun prawny", "opiekun rodzic", "imie i nazwisko rodzica",
		"imie i nazwisko opiekuna", "imie i nazwisko opiekuna prawnego", "przedstawiciel ustawowy", "guardian", "parent",
		"parent guardian", "legal guardian", "parent name", "guardian name",
	},
	crm.ImportGuardianPhone: {
		"telefon opiekuna", "telefon opiekuna prawnego", "telefon rodzica", "tel opiekuna", "tel rodzica", "nr telefonu rodzica",
		"nr telefonu opiekuna", "numer telefonu rodzica", "numer telefonu opiekuna", "telefon do rodzica", "guardian phone",
		"phone of guardian", "parent phone", "parent s phone", "guardian s phone",
	},
	crm.ImportGuardianEmail: {
		"e mail opiekuna", "email opiekuna", "e mail opiekuna prawnego", "e mail rodzica", "email rodzica", "mail rodzica",
		"mail opiekuna", "adres e mail rodzica", "adres e mail opiekuna", "guardian email", "guardian e mail", "parent email",
		"parent e mail",
	},
	crm.ImportConsent: {
		"zgoda", "zgoda marketingowa", "zgoda na marketing", "zgoda na newsletter", "newsletter", "consent",
		"marketing consent",
	},
	crm.ImportConsentOn: {
		"data zgody", "zgoda z dnia", "zgoda dnia", "zgoda od", "data wyrazenia zgody", "data zgody marketingowej",
		"consent date", "date of consent", "consent on",
	},
	crm.ImportConsentSource: {"zrodlo zgody", "sposob wyrazenia zgody", "consent source", "source of consent"},
	crm.ImportConsentText:   {"tresc zgody", "zakres zgody", "consent text", "text of consent"},
	crm.ImportNextStep:      {"nastepny krok", "kolejny krok", "dalsze kroki", "do zrobienia", "next step", "next action"},
	crm.ImportLanguage: {
		"jezyk", "jezyk kontaktu", "jezyk korespondencji", "jezyk komunikacji", "language", "preferred language",
		"language of letters",
	},
	crm.ImportCreated: {
		"utworzono", "data utworzenia", "dodano", "data dodania", "data wpisu", "created", "created at", "created on",
		"date added", "added",
	},
}
