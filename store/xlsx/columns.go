package xlsx

import (
	"time"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// A column is how one column of a list is written.
type column[T any] struct {
	width float64
	value func(words.Words, T) any // in words whose days are the school's: a string, typed, int, [time.Time] or [crm.Date]; nil and what is empty for nothing
}

// typed is a text that is to stay one when somebody corrects it, such as a phone number.
type typed string

// badge is put before the name of an archived person where no column tells that they are
// (R9). It is no part of the name: reading takes it off.
const badge = "🗄 "

// peopleColumns are how people are written (R17).
var peopleColumns = map[crm.Column]column[crm.Person]{
	crm.ColumnName:    {28, func(_ words.Words, p crm.Person) any { return p.Name() }},
	crm.ColumnType:    {20, func(w words.Words, p crm.Person) any { return personType(w, p) }},
	crm.ColumnCompany: {24, func(_ words.Words, p crm.Person) any { return p.Company }},
	crm.ColumnPhone: {22, func(_ words.Words, p crm.Person) any {
		return typed(crm.Phone{Number: p.Phone, Extension: p.PhoneExt}.String())
	}},
	crm.ColumnEmail:       {28, func(_ words.Words, p crm.Person) any { return p.Email }},
	crm.ColumnOwner:       {20, func(_ words.Words, p crm.Person) any { return p.OwnerName }},
	crm.ColumnConsent:     {10, func(w words.Words, p crm.Person) any { return consent(w, p.Consent) }},
	crm.ColumnLastContact: {18, func(w words.Words, p crm.Person) any { return dayOf(w, p.LastContact) }},
	crm.ColumnNextStep:    {30, func(_ words.Words, p crm.Person) any { return p.NextStep }},
	crm.ColumnOpenTasks:   {16, func(_ words.Words, p crm.Person) any { return p.OpenTasks }},
	crm.ColumnCreated:     {18, func(_ words.Words, p crm.Person) any { return p.Created }},
	crm.ColumnCourse:      {24, func(_ words.Words, p crm.Person) any { return p.Course }},
	crm.ColumnLevel:       {12, func(_ words.Words, p crm.Person) any { return p.Level }},
	crm.ColumnGroup:       {16, func(_ words.Words, p crm.Person) any { return p.Group }},
	crm.ColumnCourseStart: {16, func(_ words.Words, p crm.Person) any { return p.CourseStart }},
	crm.ColumnGuardian:    {24, func(_ words.Words, p crm.Person) any { return p.Guardian }},
	crm.ColumnLanguage:    {12, func(_ words.Words, p crm.Person) any { return language(p.Language) }},
	crm.ColumnNumber:      {14, func(_ words.Words, p crm.Person) any { return typed(p.Number) }},
}

// consent is neither yes nor no of whoever was never asked; reading takes that as nothing.
func consent(w words.Words, c crm.Consent) string {
	switch {
	case c.Given:
		return w.Say("general.yes")
	case c.On != "":
		return w.Say("general.no")
	}
	return w.Say("consent.not_asked")
}

// dayOf is the day of a moment whose hour is not known for certain.
func dayOf(w words.Words, t time.Time) crm.Date {
	if t.IsZero() {
		return ""
	}
	return crm.DateOf(t.In(w.Zone()))
}

// personType is a person's type, and of a student how far they are: „Kursant (nowy)".
func personType(w words.Words, p crm.Person) string {
	says := w.Say("person.type_" + string(p.Type))
	if status := p.Status(); status != "" {
		says += " (" + w.Say("person.status_"+string(status)) + ")"
	}
	return says
}

// language is a language in its own words; nothing is the workspace's.
func language(l crm.Language) string {
	if l == "" {
		return ""
	}
	return words.For(l, nil).Say("general.language_name")
}

// tasksColumns are how tasks are written (R45).
var tasksColumns = map[crm.Column]column[crm.Task]{
	crm.ColumnDone:     {13, func(w words.Words, t crm.Task) any { return yesNo(w, t.IsDone()) }},
	crm.ColumnKind:     {22, func(w words.Words, t crm.Task) any { return w.Say("task.kind_" + string(t.Kind)) }},
	crm.ColumnSubject:  {40, func(_ words.Words, t crm.Task) any { return t.Subject }},
	crm.ColumnPerson:   {28, func(_ words.Words, t crm.Task) any { return named(t.PersonName, t.Archived) }},
	crm.ColumnDue:      {18, func(w words.Words, t crm.Task) any { return due(w, t.Due) }},
	crm.ColumnDuration: {20, func(_ words.Words, t crm.Task) any { return minutes(t.Duration) }},
	crm.ColumnAssignee: {20, func(_ words.Words, t crm.Task) any { return t.AssigneeName }},
	crm.ColumnNote:     {50, func(_ words.Words, t crm.Task) any { return t.Note }},
	crm.ColumnCreated:  {18, func(_ words.Words, t crm.Task) any { return t.Created }},
	crm.ColumnFinished: {18, func(_ words.Words, t crm.Task) any { return t.Done }},
}

// named is a person's name, with the badge of archived ones.
func named(name string, archived bool) string {
	if archived && name != "" {
		return badge + name
	}
	return name
}

func yesNo(w words.Words, yes bool) string {
	if yes {
		return w.Say("general.yes")
	}
	return w.Say("general.no")
}

// due is a moment, or of a day without an hour that day.
func due(w words.Words, d crm.Due) any {
	if d.HasHour {
		return d.At
	}
	if d.IsZero() {
		return nil
	}
	return dayOf(w, d.At)
}

// minutes is a number, nothing for no duration.
func minutes(d time.Duration) any {
	if d == 0 {
		return nil
	}
	return int(d / time.Minute)
}
