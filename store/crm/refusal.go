package crm

import (
	"errors"
	"fmt"
	"strings"
)

// ErrNotFound says that the asker's workspace has no such thing (any more).
var ErrNotFound = errors.New("not found")

// A Refusal is a "no" with its reason: the id of a sentence in the language files
// and what fills it. It is shown to the person as it is.
type Refusal struct {
	ID   string
	Data any // a struct for the sentence's fields, nil when it has none
}

func (r Refusal) Error() string { return r.ID }

// A Stale error refuses a save: the thing was changed by somebody else after the
// form was opened.
type Stale struct {
	By      string  // who changed it, empty for the machine
	Event   EventID // the newest change
	Version int     // the version that a new save must carry
}

func (s Stale) Error() string { return fmt.Sprintf("stale: changed by event %d", s.Event) }

// Doubles is the error of adding somebody who may be there already: the same phone or
// e-mail, or a very similar name.
type Doubles struct{ People []Person }

func (d Doubles) Error() string { return "may be there already" }

// The fields of forms, by the name that views give their inputs.
const (
	FieldGivenName  = "given_name"
	FieldFamilyName = "family_name"
	FieldPhone      = "phone"
	FieldEmail      = "email"
	FieldCompany    = "company"
	FieldKind       = "kind"
	FieldSubject    = "subject"
	FieldPerson     = "person"
	FieldDueDate    = "due_date"
	FieldDueTime    = "due_time"
	FieldDuration   = "duration"
	FieldNote       = "note"
	FieldAssignee   = "assignee"
	FieldDone       = "done"
	FieldNextStep   = "next_step"
	FieldOwner      = "owner"
	FieldLanguage   = "language"

	FieldCourse        = "course"
	FieldLevel         = "level"
	FieldGroup         = "group"
	FieldCourseStart   = "course_start"
	FieldGuardian      = "guardian"
	FieldGuardianPhone = "guardian_phone"
	FieldGuardianEmail = "guardian_email"

	FieldConsent       = "consent"
	FieldConsentOn     = "consent_on"
	FieldConsentSource = "consent_source"
	FieldConsentText   = "consent_text"

	FieldCreatedFrom = "created_from"
	FieldCreatedTo   = "created_to"
	FieldViewName    = "view_name"
	FieldColumns     = "columns"
	FieldLayout      = "layout"
	FieldRows        = "rows"

	FieldAfterSave = "after_save" // an [AfterSave]
	FieldOpenTasks = "open_tasks" // a [TasksLeft]
)

// A Problem is one thing wrong with one field of a form.
type Problem struct {
	Field string // one of the Field constants
	ID    string // of the sentence that says how to mend it
}

// Problems is everything that is wrong with a form, all at once. It is an error;
// a form without problems yields nil, never an empty list.
type Problems []Problem

func (p Problems) Error() string {
	var b strings.Builder
	for i, problem := range p {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(problem.Field + ": " + problem.ID)
	}
	return b.String()
}

// add notes a problem of field if something is wrong with it.
func (p *Problems) add(field, id string, wrong bool) {
	if wrong {
		*p = append(*p, Problem{Field: field, ID: id})
	}
}

// err returns p as an error, or nil when there is nothing wrong.
func (p Problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}
