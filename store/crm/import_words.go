package crm

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// What cells say in Polish and English, folded; the empty cell says nothing.
var (
	yesOrNo = map[string]Answer{
		"": "", "nie pytano": "", "not asked": "",
		"tak": Yes, "t": Yes, "yes": Yes, "y": Yes, "x": Yes, "1": Yes, "true": Yes, "prawda": Yes, "zgoda": Yes,
		"jest": Yes, "wyrazono": Yes, "wyrazona": Yes,
		"nie": No, "n": No, "no": No, "0": No, "false": No, "falsz": No, "brak": No, "brak zgody": No,
		"wycofano": No, "wycofana": No,
	}

	importTypes = map[string]Type{
		"":    "",
		"crm": TypeCRM, "kontakt": TypeCRM, "kontakt crm": TypeCRM, "crm contact": TypeCRM, "contact": TypeCRM,
		"lead": TypeCRM, "prospect": TypeCRM,
		"kursant": TypeStudent, "kursantka": TypeStudent, "student": TypeStudent, "studentka": TypeStudent,
		"uczen": TypeStudent, "uczennica": TypeStudent, "nowy": TypeStudent, "nowa": TypeStudent, "new": TypeStudent,
		"aktywny": TypeStudent, "aktywna": TypeStudent, "active": TypeStudent, "kursant nowy": TypeStudent,
		"kursant aktywny": TypeStudent, "nowy kursant": TypeStudent, "aktywny kursant": TypeStudent,
		"student new": TypeStudent, "student active": TypeStudent, "new student": TypeStudent,
		"active student": TypeStudent,
		"firma":          TypeCompany, "menedzer": TypeCompany, "menedzer firmy": TypeCompany, "company": TypeCompany,
		"manager": TypeCompany, "company manager": TypeCompany,
		"zarchiwizowany": TypeArchived, "zarchiwizowana": TypeArchived, "kursant zarchiwizowany": TypeArchived,
		"archiwum": TypeArchived, "archiwalny": TypeArchived, "archiwalna": TypeArchived, "archived": TypeArchived,
		"archive": TypeArchived, "archived student": TypeArchived,
	}

	importLanguages = map[string]Language{
		"":   "",
		"pl": Polish, "pol": Polish, "polski": Polish, "po polsku": Polish, "polish": Polish,
		"en": English, "eng": English, "ang": English, "angielski": English, "po angielsku": English, "english": English,
	}
)

// errorCells are what a formula that failed leaves in its cell, in English and in Polish.
var errorCells = map[string]bool{
	"#N/A": true, "#REF!": true, "#VALUE!": true, "#DIV/0!": true, "#NAME?": true, "#NUM!": true, "#NULL!": true,
	"#N/D!": true, "#N/D": true, "#ADR!": true, "#ARG!": true, "#DZIEL/0!": true, "#NAZWA?": true, "#LICZBA!": true, "#ZERO!": true,
}

// importDays and importHours are how files write a day, and the hour after it. Where
// slashes stand, the day comes first, as in Europe.
var (
	importDays  = []string{time.DateOnly, "2006.1.2", "2006/1/2", "2.1.2006", "2-1-2006", "2/1/2006", "2.1.06", "2-1-06", "2/1/06"}
	importHours = []string{"", " 15:04", "T15:04", " 15:04:05", "T15:04:05"}
)

// The days that a spreadsheet's bare number may stand for when it was meant as a date:
// the years 1954 to 2099. Others are years, or typing errors.
const (
	firstSerial = 20000
	lastSerial  = 73050
)

// moment reads the day of a field, and its hour if it has one, as clocks showed it; the
// time is in UTC but means no zone.
func (r ImportRow) moment(field ImportField, wrong *Problems) time.Time {
	t, ok := parseMoment(squeeze(r.Values[field]))
	wrong.add(string(field), "problem.import_date", !ok)
	return t
}

func parseMoment(s string) (t time.Time, ok bool) {
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(s, "r."), " r"))
	if s == "" {
		return t, true
	}
	if n, err := strconv.Atoi(s); err == nil && n >= firstSerial && n <= lastSerial {
		return time.Date(1899, time.December, 30+n, 0, 0, 0, 0, time.UTC), true
	}
	for _, day := range importDays {
		for _, hour := range importHours {
			t, err := time.Parse(day+hour, s)
			if err == nil {
				_, err = ParseDate(string(DateOf(t)))
			}
			if err == nil {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

// joinedName takes a name apart that stands in one cell. A comma comes after the family
// name wherever it stands; else the family name is the last word, or the first one, with
// the small words before it: „Anna von Trapp".
func (r ImportRow) joinedName() (given, family string) {
	name, familyFirst := squeeze(r.Values[ImportFullName]), false
	if name == "" {
		name, familyFirst = squeeze(r.Values[ImportFamilyFirst]), true
	}
	if before, after, ok := strings.Cut(name, ","); ok {
		return strings.TrimSpace(after), strings.TrimSpace(before)
	}
	parts := strings.Fields(name)
	at := max(len(parts)-1, 0)
	if familyFirst {
		for at = 0; at < len(parts)-1 && isSmall(parts[at]); at++ {
		}
		at = min(at+1, len(parts))
		return strings.Join(parts[at:], " "), strings.Join(parts[:at], " ")
	}
	for at > 1 && isSmall(parts[at-1]) {
		at--
	}
	return strings.Join(parts[:at], " "), strings.Join(parts[at:], " ")
}

// isSmall reports whether a word of a name is one that belongs to the next: "von", "de".
func isSmall(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLower(first)
}
