package view

import (
	"github.com/slack-go/slack"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// StaffList says who belongs to the staff, and to a manager how that is changed.
func StaffList(r Reader, all []crm.Staff) Message {
	lines := []string{r.Words.Say("staff.title")}
	for _, s := range all {
		lines = append(lines, "• "+mention(s.SlackUser)+breakInText+r.role(s.Role))
	}
	if r.Me.MayManage() == nil {
		lines = append(lines, r.Words.Say("staff.how_to_add"))
	}
	return r.lines(lines...)
}

// StaffAdded says that the Slack user is on the staff now, in that role.
func StaffAdded(r Reader, slackUser string, role crm.Role) Message {
	return r.lines(r.Words.Fill("staff.added", struct{ Who, Role string }{mention(slackUser), r.role(role)}))
}

// StaffRemoved says that the Slack user is on the staff no more.
func StaffRemoved(r Reader, slackUser string) Message {
	return r.lines(r.Words.Fill("staff.removed", struct{ Who string }{mention(slackUser)}))
}

// roles name the roles of staff.
var roles = map[crm.Role]string{
	crm.RoleManager:      "staff.role_manager",
	crm.RoleReceptionist: "staff.role_receptionist",
}

func (r Reader) role(role crm.Role) string { return r.Words.Say(roles[role]) }

// mention is a Slack user by the name that Slack has for them. Slack tells nobody of it
// in a message that only one person sees.
func mention(slackUser string) string { return "<@" + slackUser + ">" }

// LanguageAsked offers every language by its own name.
func LanguageAsked(r Reader) Message { return r.languageChoice("settings.language") }

// LanguageChosen is what stands in the place of [LanguageAsked] after a choice.
func LanguageChosen(r Reader) Message { return r.languageChoice("settings.language_chosen") }

// LanguageLater says how the language can be changed once it is chosen.
func LanguageLater(r Reader) Message { return Plain(r.Words.Say("home.language_later")) }

func (r Reader) languageChoice(id string) Message {
	var line []slack.BlockElement
	for _, lang := range words.Languages() {
		b := button(Language+string(lang), string(lang), words.For(lang, nil).Say("general.language_name"))
		if lang == r.Me.Language {
			b.Style = slack.StylePrimary
		}
		line = append(line, b)
	}
	return r.message(r.Words.Say(id), nil, actions(line...))
}
