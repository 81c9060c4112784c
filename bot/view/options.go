package view

import (
	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// An OptionsAnswer answers a select that asks for options as one types. Without any
// it is {"options":[]}, which Slack shows as "no results".
type OptionsAnswer struct {
	Options []*slack.OptionBlockObject `json:"options"`
}

// PersonOptions offers people, with what tells namesakes apart, for [PickPerson].
func PersonOptions(r Reader, people []crm.Person) OptionsAnswer {
	answer := OptionsAnswer{Options: []*slack.OptionBlockObject{}}
	for _, p := range people[:min(len(people), maxOptions-1)] {
		o := option(formatID(p.ID), p.Name())
		if about := r.tellsApart(p); about != "" {
			o.Description = plain(about, maxButton)
		}
		answer.Options = append(answer.Options, o)
	}
	return answer
}

// PersonOptionsOrNone is PersonOptions and, after all people, nobody, for
// [PickPersonOrNone]: a task can be taken off its person again.
func PersonOptionsOrNone(r Reader, people []crm.Person) OptionsAnswer {
	answer := PersonOptions(r, people)
	if len(people) > 0 {
		answer.Options = append(answer.Options, option("0", r.Words.Say("person.nobody")))
	}
	return answer
}

// tellsApart is the first of badge and phone, e-mail, company that there is.
func (r Reader) tellsApart(p crm.Person) string {
	var badge string
	if p.Archived() {
		badge = r.archivedBadge()
	}
	return joined(badge, phoneOf(p), p.Email, p.Company)
}

// StaffOptions offers staff for [PickAssignee], the reader marked.
func StaffOptions(r Reader, staff []crm.Staff) OptionsAnswer {
	answer := OptionsAnswer{Options: []*slack.OptionBlockObject{}}
	for _, s := range staff[:min(len(staff), maxOptions)] {
		o := option(formatID(s.ID), s.Name)
		if s.ID == r.Me.ID {
			o.Description = plain(r.Words.Say("general.me"), maxButton)
		}
		answer.Options = append(answer.Options, o)
	}
	return answer
}

// StaffOptionsOrNone is StaffOptions and, after all of them, nobody, for [PickOwner].
func StaffOptionsOrNone(r Reader, staff []crm.Staff) OptionsAnswer {
	answer := StaffOptions(r, staff[:min(len(staff), maxOptions-1)])
	answer.Options = append(answer.Options, option("0", r.Words.Say("person.no_owner")))
	return answer
}

// StaffOptionsOrAny is StaffOptions and, after all of them, nobody and any owner, for
// [PickOwnerOrAny].
func StaffOptionsOrAny(r Reader, staff []crm.Staff) OptionsAnswer {
	answer := StaffOptions(r, staff[:min(len(staff), maxOptions-2)])
	answer.Options = append(answer.Options,
		option(formatID(crm.NoOwner), r.Words.Say("person.no_owner")), option("0", r.Words.Say("filter.any")))
	return answer
}
