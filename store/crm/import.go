package crm

import (
	"strconv"
	"strings"
)

// An ImportField is one thing that a file may know of a person: what one column of it
// holds (R7). Where a form asks for the same, they share the name.
type ImportField string

// The fields of an import.
const (
	ImportNumber        ImportField = "number"       // in the program or list that the file comes from
	ImportFullName      ImportField = "full_name"    // „Anna Kowalska" in one cell
	ImportFamilyFirst   ImportField = "family_first" // „Kowalska Anna" in one cell
	ImportGivenName     ImportField = FieldGivenName
	ImportFamilyName    ImportField = FieldFamilyName
	ImportType          ImportField = "type" // a word for one of the types
	ImportCompany       ImportField = FieldCompany
	ImportPhone         ImportField = FieldPhone
	ImportEmail         ImportField = FieldEmail
	ImportCourse        ImportField = FieldCourse
	ImportLevel         ImportField = FieldLevel
	ImportGroup         ImportField = FieldGroup
	ImportCourseStart   ImportField = FieldCourseStart // a day
	ImportGuardian      ImportField = FieldGuardian
	ImportGuardianPhone ImportField = FieldGuardianPhone
	ImportGuardianEmail ImportField = FieldGuardianEmail
	ImportConsent       ImportField = FieldConsent   // yes or no
	ImportConsentOn     ImportField = FieldConsentOn // a day
	ImportConsentSource ImportField = FieldConsentSource
	ImportConsentText   ImportField = FieldConsentText
	ImportNextStep      ImportField = FieldNextStep
	ImportLanguage      ImportField = FieldLanguage
	ImportCreated       ImportField = "created" // a day, perhaps with an hour
)

// ImportFields are all fields, in the order in which a file of ours has them.
var ImportFields = []ImportField{
	ImportNumber, ImportFullName, ImportFamilyFirst, ImportGivenName, ImportFamilyName, ImportType, ImportCompany,
	ImportPhone, ImportEmail, ImportCourse, ImportLevel, ImportGroup, ImportCourseStart, ImportGuardian,
	ImportGuardianPhone, ImportGuardianEmail, ImportConsent, ImportConsentOn, ImportConsentSource,
	ImportConsentText, ImportNextStep, ImportLanguage, ImportCreated,
}

// An ImportRow is one row of a file as it stands there: what its cells hold, by field.
// Empty cells are left out.
type ImportRow struct {
	Line   int                    `json:"line"` // as programs for tables count, from 1
	Values map[ImportField]string `json:"values"`
}

// otherPrefix begins what no column that is known is called.
const otherPrefix = "other_"

// OtherField is the field of the n-th column, from 0, of those whose headings mean nothing
// to us. Nothing is read from it; who corrects a row sees it as it was.
func OtherField(n int) ImportField { return ImportField(otherPrefix + strconv.Itoa(n)) }

// Blank reports whether nothing stands in the columns that are known.
func (r ImportRow) Blank() bool {
	for field := range r.Values {
		if !strings.HasPrefix(string(field), otherPrefix) {
			return false
		}
	}
	return true
}

// Read checks the row by the rules of the forms. Only a family name is required. The
// error is the [Problems] of the row, whose fields are [ImportField]s.
func (r ImportRow) Read() (ImportedPerson, error) {
	var wrong Problems
	form, joined := r.personForm(&wrong)
	p, personErr := form.Apply(Person{}, "")
	p, courseErr := r.courseForm(&wrong).Apply(p, "")
	p.Number, p.Type = squeeze(r.Values[ImportNumber]), r.personType(&wrong)
	p.Created = r.moment(ImportCreated, &wrong)
	p.Consent = r.consent(&wrong)
	wrong.add(string(ImportNumber), "problem.too_long", tooLong(p.Number, MaxName))
	for _, field := range ImportFields {
		wrong.add(string(field), "problem.import_error", errorCells[r.Values[field]])
	}

	wrong = append(append(r.named(personErr), r.named(courseErr)...), wrong...)
	if err := wrong.err(); err != nil {
		return ImportedPerson{}, err
	}
	return ImportedPerson{Person: p, Consent: r.answer(p.Consent), Joined: joined}, nil
}

func (r ImportRow) personForm(wrong *Problems) (f PersonForm, joined bool) {
	given, family := r.Values[ImportGivenName], r.Values[ImportFamilyName]
	if squeeze(family) == "" {
		if g, f := r.joinedName(); f != "" {
			given, family, joined = g, f, true
		}
	}
	return PersonForm{
		GivenName: given, FamilyName: family, Phone: r.Values[ImportPhone], Email: r.Values[ImportEmail],
		Company: r.Values[ImportCompany], NextStep: r.Values[ImportNextStep], Language: r.language(wrong),
	}, joined
}

func (r ImportRow) courseForm(wrong *Problems) CourseForm {
	return CourseForm{
		Course: r.Values[ImportCourse], Level: r.Values[ImportLevel], Group: r.Values[ImportGroup],
		Start:    string(DateOf(r.moment(ImportCourseStart, wrong))),
		Guardian: r.Values[ImportGuardian], GuardianPhone: r.Values[ImportGuardianPhone],
		GuardianEmail: r.Values[ImportGuardianEmail],
	}
}

// named are a form's problems; of a company that names nobody they say so.
func (r ImportRow) named(err error) Problems {
	problems, _ := err.(Problems)
	for i := range problems {
		if problems[i].ID == "problem.family_name_missing" && squeeze(r.Values[ImportCompany]) != "" {
			problems[i].ID = "problem.import_company_alone"
		}
	}
	return problems
}

// consent reads day, source and text of a consent; whether it was given, [ImportRow.answer]
// says.
func (r ImportRow) consent(wrong *Problems) Consent {
	on := DateOf(r.moment(ImportConsentOn, wrong))
	c := Consent{On: on, Source: squeeze(r.Values[ImportConsentSource]), Text: tidy(r.Values[ImportConsentText])}
	answer, known := yesOrNo[Fold(r.Values[ImportConsent])]
	c.Given = answer == Yes || answer == "" && on != "" // a day alone is the day on which it was given
	wrong.add(string(ImportConsent), "problem.import_consent", !known)
	wrong.add(string(ImportConsentSource), "problem.too_long", tooLong(c.Source, MaxStep))
	wrong.add(string(ImportConsentText), "problem.too_long", tooLong(c.Text, MaxBody))
	return c
}

func (r ImportRow) answer(c Consent) Answer {
	if c.Given {
		return Yes
	}
	return yesOrNo[Fold(r.Values[ImportConsent])]
}

func (r ImportRow) personType(wrong *Problems) Type {
	t, known := importTypes[Fold(r.Values[ImportType])]
	wrong.add(string(ImportType), "problem.import_type", !known)
	return t
}

func (r ImportRow) language(wrong *Problems) Language {
	l, known := importLanguages[Fold(r.Values[ImportLanguage])]
	wrong.add(string(ImportLanguage), "problem.import_language", !known)
	return l
}
