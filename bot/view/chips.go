package view

import (
	"slices"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// maxInLineOfButtons is how many things to press stand in one line.
const maxInLineOfButtons = 5

// off ends the label of a button that takes a condition off.
const off = " ✕"

// chips are the conditions of a list as buttons, each of which takes its own off (R15),
// and the button that takes off all at once.
func (r Reader) chips(l crm.PeopleList, owner string) []slack.Block {
	set := l.Filter.Conditions()
	var line []slack.BlockElement
	for _, c := range set {
		says := r.condition(c, l.Filter, owner)
		b := button(ListCondition+string(c), string(c), cut(says, maxButton-runes(off))+off)
		b.AccessibilityLabel = cut(r.Words.Fill("filter.take_off", struct{ Condition string }{says}), maxButton)
		line = append(line, b)
	}
	if len(set) > 0 {
		line = append(line, r.clearButton())
	}
	var blocks []slack.Block
	for some := range slices.Chunk(line, maxInLineOfButtons) {
		blocks = append(blocks, actions(some...))
	}
	return blocks
}

func (r Reader) clearButton() *slack.ButtonBlockElement {
	return r.button(ListClear, string(crm.ListPeople), "filter.clear")
}

// condition says one condition of f: „Typ: Kursant". The owner's name is that of f's.
func (r Reader) condition(c crm.Condition, f crm.PersonFilter, owner string) string {
	says := conditionTexts[c]
	if says.label == "" {
		return says.value(r, f, owner)
	}
	return r.Words.Say(says.label) + ": " + says.value(r, f, owner)
}

// conditionTexts are how each condition is called, as in the form that sets it, and what
// it wants. One without a label says all in that.
var conditionTexts = map[crm.Condition]struct {
	label string
	value func(r Reader, f crm.PersonFilter, owner string) string
}{
	crm.ByText:      {"filter.text", func(r Reader, f crm.PersonFilter, _ string) string { return r.Words.Fill("filter.quoted", f) }},
	crm.ByType:      {"person.type", func(r Reader, f crm.PersonFilter, _ string) string { return r.Words.Say(types[f.Type]) }},
	crm.ByStatus:    {"filter.status", func(r Reader, f crm.PersonFilter, _ string) string { return r.Words.Say(statuses[f.Status]) }},
	crm.ByOwner:     {"person.owner", func(_ Reader, _ crm.PersonFilter, owner string) string { return owner }},
	crm.ByConsent:   {"consent.consent", func(r Reader, f crm.PersonFilter, _ string) string { return r.answer(f.Consent) }},
	crm.ByOpen:      {"", func(r Reader, f crm.PersonFilter, _ string) string { return r.Words.Say(openTexts[f.Open]) }},
	crm.ByOverdue:   {"", func(r Reader, f crm.PersonFilter, _ string) string { return r.Words.Say(overdueTexts[f.Overdue]) }},
	crm.ByContacted: {"filter.contacted", func(r Reader, f crm.PersonFilter, _ string) string { return r.answer(f.Contacted) }},
	crm.ByContact:   {"filter.contact_before", func(r Reader, f crm.PersonFilter, _ string) string { return r.fullDate(f.ContactBefore) }},
	crm.ByCreated:   {"filter.created", Reader.createdBetween},
}

// What is wanted of people's tasks.
var (
	openTexts    = map[crm.Answer]string{crm.Yes: "filter.with_open", crm.No: "filter.without_open"}
	overdueTexts = map[crm.Answer]string{crm.Yes: "filter.with_overdue", crm.No: "filter.without_overdue"}
)

func (r Reader) answer(a crm.Answer) string { return r.yesNo(a == crm.Yes) }

// createdBetween says one end of when people were added, or both.
func (r Reader) createdBetween(f crm.PersonFilter, _ string) string {
	ends := struct{ From, To string }{r.fullDate(f.CreatedFrom), r.fullDate(f.CreatedTo)}
	switch {
	case f.CreatedTo == "":
		return r.Words.Fill("filter.from", ends)
	case f.CreatedFrom == "":
		return r.Words.Fill("filter.to", ends)
	}
	return r.Words.Fill("filter.between", ends)
}

// fullDate is a day with its year, so that it says the same whenever it is read.
func (r Reader) fullDate(d crm.Date) string {
	if d == "" {
		return ""
	}
	return r.days().BareDate(d.In(r.days().Zone()))
}

// order says how the list is sorted where that is not by name; what rules the order is
// said in the order in which the store asks.
func (r Reader) order(f crm.PersonFilter) string {
	switch {
	case f.Overdue == crm.Yes:
		return r.Words.Say("list.order_overdue")
	case f.ContactBefore != "":
		return r.Words.Say("list.order_contact")
	case f.CreatedFrom != "" || f.CreatedTo != "":
		return r.Words.Say("list.order_created")
	case f.Text != "":
		return r.Words.Say("list.order_match")
	}
	return ""
}
