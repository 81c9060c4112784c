package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// StaleEditForm is a person's form that others have overtaken, o: under what they have
// changed since, with that in the fields that were not touched here (e.Form has it all).
// Submitting it then saves what it shows.
func StaleEditForm(r Reader, m Meta, e Editing, o crm.Overtaken) slack.ModalViewRequest {
	m.Version = o.Now.Version
	form := EditForm(r, m, e)
	warning := "refusal.overtaken"
	if len(o.Both) > 0 {
		warning = "refusal.overtaken_both"
		form.Submit = plain(r.Words.Say("general.save_anyway"), maxTitle)
	}
	inputsAnew(form.Blocks.BlockSet, m.Version)
	who := struct{ Names string }{escape(cmp.Or(o.By, r.Words.Say("general.somebody")), maxInLine)}
	lines := append([]string{r.Words.Fill("refusal.overtaken_by", who)}, r.overtaken(e, o)...)
	form.Blocks.BlockSet = slices.Insert(form.Blocks.BlockSet, 0, r.warning(warning), section(strings.Join(lines, "\n"), nil))
	return form
}

// ArchivedMeanwhile is a form as it was typed whose person somebody has archived since it
// was opened. Submitting it again restores them for the save (R62).
func ArchivedMeanwhile(r Reader, m Meta, e Editing) slack.ModalViewRequest {
	e.Then = crm.ArchiveAgain
	form := EditForm(r, m, e)
	form.Blocks.BlockSet = slices.Insert(form.Blocks.BlockSet, 0, r.warning("archive.meanwhile"))
	return form
}

func (r Reader) warning(text string) slack.Block {
	return slack.NewAlertBlock(plain(r.Words.Say(text), maxAlert), slack.AlertBlockOptionLevel(slack.AlertLevelWarning))
}

// overtaken are the fields that others have changed, as they have saved them; of one that
// was typed anew here too, it says so.
func (r Reader) overtaken(e Editing, o crm.Overtaken) []string {
	var lines []string
	for _, f := range r.savedFields(e) {
		if !slices.Contains(o.Theirs, f.field) {
			continue
		}
		value := strings.Join(strings.Fields(f.value), " ")
		line := bold(r.Words.Say(f.label)) + ": " + cmp.Or(escape(value, maxInLine), r.Words.Say("general.none"))
		if slices.Contains(o.Both, f.field) {
			line = joined(line, r.Words.Say("refusal.overtaken_field"))
		}
		lines = append(lines, line)
	}
	return lines
}

// savedField is a field of a form as it is saved; label is the id of a text.
type savedField struct{ field, label, value string }

// savedFields are those of e's form, in its order.
func (r Reader) savedFields(e Editing) []savedField {
	switch e.Form.(type) {
	case crm.CourseForm:
		f := e.Person.CourseForm()
		return []savedField{
			{crm.FieldCourse, "student.course", f.Course},
			{crm.FieldLevel, "student.level", f.Level},
			{crm.FieldGroup, "student.group", f.Group},
			{crm.FieldCourseStart, "student.course_start", r.date(e.Person.CourseStart)},
			{crm.FieldGuardian, "student.guardian", f.Guardian},
			{crm.FieldGuardianPhone, "student.guardian_phone", f.GuardianPhone},
			{crm.FieldGuardianEmail, "student.guardian_email", f.GuardianEmail},
		}
	case crm.ConsentForm:
		c := e.Person.Consent
		return []savedField{
			{crm.FieldConsent, "consent.consent", r.yesNo(c.Given)},
			{crm.FieldConsentOn, "consent.on", r.date(c.On)},
			{crm.FieldConsentSource, "consent.source", c.Source},
			{crm.FieldConsentText, "consent.text", c.Text},
		}
	}
	f := e.Person.Form()
	return []savedField{
		{crm.FieldGivenName, "person.given_name", f.GivenName},
		{crm.FieldFamilyName, "person.family_name", f.FamilyName},
		{crm.FieldPhone, "person.phone", f.Phone},
		{crm.FieldEmail, "person.email", f.Email},
		{crm.FieldCompany, "person.company", f.Company},
		{crm.FieldNextStep, "person.next_step", f.NextStep},
		{crm.FieldOwner, "person.owner", e.Person.OwnerName},
		{crm.FieldLanguage, "person.language", r.languageSaid(f.Language)},
	}
}

// anew parts the id of an input's field from the version for which it was drawn anew.
const anew = "#"

// inputsAnew gives the inputs of a form block ids of their own for a version. Slack keeps
// what stands in an input as long as its ids stay, whatever the new view says.
func inputsAnew(blocks []slack.Block, version int) {
	for _, b := range blocks {
		if in, ok := b.(*slack.InputBlock); ok {
			in.BlockID += anew + strconv.Itoa(version)
		}
	}
}

// FieldOf is the field of the input with a block id.
func FieldOf(block string) string {
	field, _, _ := strings.Cut(block, anew)
	return field
}

// languageSaid is a person's language by its own name; who has none has the workspace's.
func (r Reader) languageSaid(l crm.Language) string {
	return languageName(cmp.Or(l, r.Me.Workspace.Language))
}
