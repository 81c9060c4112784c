package view

import (
	"strings"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// anyValue is the option of a condition that is left open. Slack has no empty values.
const anyValue = "any"

// FilterForm asks which people the list is to show: each condition is a field, and those
// that f has are filled in (R15). The owner is the name of f's.
func FilterForm(r Reader, m Meta, f crm.PersonFilter, owner string) slack.ModalViewRequest {
	blocks := []slack.Block{
		focused(r.line(condition(crm.ByText, "filter.text_hint"), f.Text, crm.MaxCompany, false)),
		r.openList(condition(crm.ByType, ""), string(f.Type), r.typeOptions()),
		r.openList(condition(crm.ByStatus, "filter.status_hint"), string(f.Status), r.statusOptions()),
		r.finder(condition(crm.ByOwner, ""), PickOwnerOrAny, "task.assignee_placeholder", chosen(f.Owner, owner)),
		r.yesOrNo(condition(crm.ByConsent, ""), f.Consent),
		r.yesOrNo(field{id: string(crm.ByOpen), label: "filter.open"}, f.Open),
		r.yesOrNo(field{id: string(crm.ByOverdue), label: "filter.overdue"}, f.Overdue),
		r.yesOrNo(condition(crm.ByContacted, ""), f.Contacted),
		r.day(condition(crm.ByContact, ""), string(f.ContactBefore)),
		r.day(field{id: crm.FieldCreatedFrom, label: "filter.created_from"}, string(f.CreatedFrom)),
		r.day(field{id: crm.FieldCreatedTo, label: "filter.created_to"}, string(f.CreatedTo)),
	}
	if len(f.Conditions()) > 0 {
		blocks = append(blocks, actions(r.clearButton()))
	}
	return r.form(FormFilter, r.Words.Say("filter.title"), r.Words.Say("filter.show"), m, blocks...)
}

// condition is the field of a condition, under the label that its chip has.
func condition(c crm.Condition, hint string) field {
	return field{id: string(c), label: conditionTexts[c].label, hint: hint}
}

// openList is a list whose first option leaves the condition open.
func (r Reader) openList(f field, chosen string, options []*slack.OptionBlockObject) slack.Block {
	if chosen == "" {
		chosen = anyValue
	}
	open := option(anyValue, r.Words.Say("filter.any"))
	return r.list(f, chosen, append([]*slack.OptionBlockObject{open}, options...)...)
}

func (r Reader) yesOrNo(f field, a crm.Answer) slack.Block {
	return r.openList(f, string(a), []*slack.OptionBlockObject{
		option(string(crm.Yes), r.Words.Say("general.yes")), option(string(crm.No), r.Words.Say("general.no")),
	})
}

func (r Reader) typeOptions() []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	for _, t := range []crm.Type{crm.TypeCRM, crm.TypeStudent, crm.TypeCompany, crm.TypeArchived} {
		options = append(options, option(string(t), r.Words.Say(types[t])))
	}
	return options
}

func (r Reader) statusOptions() []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	for _, s := range []crm.Status{crm.StatusNew, crm.StatusActive} {
		options = append(options, option(string(s), r.Words.Say(statuses[s])))
	}
	return options
}

// ReadFilterForm reads a submitted [FilterForm], which says nothing of the view.
func ReadFilterForm(s *slack.ViewState) crm.PersonFilter {
	f := read(s)
	set := func(c crm.Condition) string {
		if value := f.option(string(c)); value != anyValue {
			return value
		}
		return ""
	}
	return crm.PersonFilter{
		Text:          strings.TrimSpace(f.text(string(crm.ByText))),
		Type:          crm.Type(set(crm.ByType)),
		Status:        crm.Status(set(crm.ByStatus)),
		Owner:         ownerOf(f),
		Consent:       crm.Answer(set(crm.ByConsent)),
		Open:          crm.Answer(set(crm.ByOpen)),
		Overdue:       crm.Answer(set(crm.ByOverdue)),
		Contacted:     crm.Answer(set(crm.ByContacted)),
		ContactBefore: crm.Date(f.day(string(crm.ByContact))),
		CreatedFrom:   crm.Date(f.day(crm.FieldCreatedFrom)),
		CreatedTo:     crm.Date(f.day(crm.FieldCreatedTo)),
	}
}

// ownerOf is whose people are wanted.
func ownerOf(f filled) crm.StaffID {
	if f.option(string(crm.ByOwner)) == formatID(crm.NoOwner) {
		return crm.NoOwner
	}
	return id[crm.StaffID](f, string(crm.ByOwner))
}
