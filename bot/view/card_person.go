package view

import (
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// PersonCard shows a person on one of two tabs, m.Tab: what is known of them, or t, a
// page of their timeline, which is needed for that tab alone. Its private_metadata is m
// with the person's id, so that the card can be drawn anew from it.
func PersonCard(r Reader, m Meta, p crm.Person, t crm.Timeline) slack.ModalViewRequest {
	m.Person, m.Version = p.ID, p.Version
	if m.Tab != TabTimeline {
		m.Tab = TabGeneral
	}
	blocks := []slack.Block{
		heading(p.Name()),
		note(r.personMarks(p)),
		r.tabs(CardTab, m.Tab, []tab{{TabGeneral, "person.tab_general"}, {TabTimeline, "person.tab_timeline"}}),
		divider(),
	}
	if m.Tab == TabTimeline {
		blocks = append(blocks, r.timeline(p, t)...)
	} else {
		blocks = append(blocks, r.general(p)...)
	}
	return r.modal(CardPerson, r.Words.Say("person.person"), m, blocks...)
}

// personMarks are what the person is: the type, with the badge of archived people before
// it, the lasting mark of a CRM contact (R24), and whether they are out of the archive for
// an edit only (R64).
func (r Reader) personMarks(p crm.Person) string {
	kind, contact, until := r.personType(p), "", ""
	if p.Archived() {
		was := struct{ Type string }{r.personType(p.Restore(time.Time{}))}
		kind = r.archivedBadge() + breakInText + r.Words.Fill("archive.was", was)
	}
	if p.CRMContact && p.Type != crm.TypeCRM {
		contact = r.Words.Say("person.crm_contact")
	}
	if p.ForEdit() {
		until = r.Words.Fill("archive.until", struct{ When string }{r.hours().Clock(p.RestoredUntil)})
	}
	return joined(kind, contact, until)
}

// general is what is known of a person, what can be done about it, and the menu „Więcej"
// (R21). Of somebody archived all of it is grey and small (R9).
func (r Reader) general(p crm.Person) []slack.Block {
	var blocks []slack.Block
	for _, group := range [][]fact{r.personFacts(p), r.courseFacts(p), r.consentFacts(p)} {
		blocks = append(blocks, r.known(group, p.Archived())...)
	}
	for _, id := range hints(p) {
		blocks = append(blocks, note(r.Words.Say(id)))
	}
	value := formatID(p.ID)
	return append(blocks, actions(
		r.button(PersonEdit, value, "person.data"),
		r.button(PersonCourse, value, "student.course"),
		r.button(PersonConsent, value, "consent.form"),
		r.button(TaskAdd, value, "task.add"),
		r.button(NoteAdd, value, "note.add"),
	), section(bold(r.Words.Say("person.more")), r.seldom(p)))
}

func (r Reader) personFacts(p crm.Person) []fact {
	return []fact{
		{"person.phone", phoneOf(p), dialling(p.Phone, p.PhoneExt)},
		{"person.email", p.Email, mailto(p.Email)},
		{"person.company", p.Company, ""},
		{"person.owner", p.OwnerName, ""},
		{"person.language", r.languageSaid(p.Language), ""},
		{"person.next_step", p.NextStep, ""},
		{"person.tasks_to_do", r.Words.Number(p.OpenTasks), ""},
		{"person.last_contact", r.onDay(p.LastContact), ""},
		{"person.number", p.Number, ""},
		{"person.added", r.moment(p.Created), ""},
	}
}

func (r Reader) courseFacts(p crm.Person) []fact {
	phone := crm.Phone{Number: p.GuardianPhone, Extension: p.GuardianExt}
	return []fact{
		{"student.course", p.Course, ""},
		{"student.level", p.Level, ""},
		{"student.group", p.Group, ""},
		{"student.course_start", r.date(p.CourseStart), ""},
		{"student.guardian", p.Guardian, ""},
		{"student.guardian_phone", phone.String(), dialling(p.GuardianPhone, p.GuardianExt)},
		{"student.guardian_email", p.GuardianEmail, mailto(p.GuardianEmail)},
	}
}

// consentFacts are what the person said of marketing.
func (r Reader) consentFacts(p crm.Person) []fact {
	return []fact{
		{"consent.consent", r.consent(p.Consent), ""},
		{"consent.on", r.date(p.Consent.On), ""},
		{"consent.source", p.Consent.Source, ""},
		{"consent.text", cut(p.Consent.Text, maxExcerpt), ""},
	}
}

// consent says whether somebody agreed to marketing: whoever was never asked said neither
// yes nor no.
func (r Reader) consent(c crm.Consent) string {
	if !c.Given && c.On == "" {
		return r.Words.Say("consent.not_asked")
	}
	return r.yesNo(c.Given)
}

// hints teach what to do next; they are ids of texts.
func hints(p crm.Person) []string {
	var ids []string
	if p.Phone == "" && p.Email == "" {
		ids = append(ids, "person.no_contact")
	}
	if p.Status() == crm.StatusNew {
		ids = append(ids, "student.new_hint")
	}
	if p.Archived() {
		ids = append(ids, "archive.hint")
	}
	return ids
}

// date is a day as the reader says it, or nothing.
func (r Reader) date(d crm.Date) string {
	if d == "" {
		return ""
	}
	return r.days().Day(d.In(r.days().Zone()), r.Now)
}

// seldom is the menu „Więcej" of p; what there is only one of is a button.
func (r Reader) seldom(p crm.Person) slack.BlockElement {
	var options []*slack.OptionBlockObject
	for _, d := range seldomDone {
		if d.of(p) {
			options = append(options, r.choice(d.verb, int64(p.ID), d.label))
		}
	}
	if len(options) == 1 {
		return button(PersonMore, options[0].Value, options[0].Text.Text)
	}
	return menu(PersonMore, options...)
}

// seldomDone are the lines of „Więcej" in their order, each with those of whom it is
// offered.
var seldomDone = []struct {
	verb, label string
	of          func(crm.Person) bool
}{
	{ChoiceEnroll, "student.add", func(p crm.Person) bool { return p.Type == crm.TypeCRM }},
	{ChoiceCompany, "person.make_company", func(p crm.Person) bool { return p.Type == crm.TypeCRM || p.Type == crm.TypeStudent }},
	{ChoiceArchive, "archive.archive", func(p crm.Person) bool { return !p.Archived() }},
	{ChoiceRestore, "archive.restore_for_good", func(p crm.Person) bool { return p.Archived() || p.ForEdit() }},
}

// Offers reports whether „Więcej" on p's card has the verb.
func Offers(p crm.Person, verb string) bool {
	for _, d := range seldomDone {
		if d.verb == verb {
			return d.of(p)
		}
	}
	return false
}
