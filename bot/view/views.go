package view

import (
	"slices"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// fixedViews name the views that everybody has (R24).
var fixedViews = map[crm.PeopleView]string{
	crm.ViewAll:       "list.view_all",
	crm.ViewContacts:  "list.view_contacts",
	crm.ViewStudents:  "list.view_students",
	crm.ViewCompanies: "list.view_companies",
	crm.ViewArchive:   "list.view_archive",
}

// viewMenu is the menu of the fixed views and of the reader's own; the one that the list
// shows is chosen.
func (r Reader) viewMenu(l crm.PeopleList, saved []crm.SavedView) *slack.SelectBlockElement {
	var chosen *slack.OptionBlockObject
	var fixed, own []*slack.OptionBlockObject
	for _, v := range crm.PeopleViews {
		o := option(string(v), r.Words.Say(fixedViews[v]))
		if l.Saved == 0 && (v == l.Filter.View || v == crm.ViewAll && l.Filter.View == "") {
			chosen = o
		}
		fixed = append(fixed, o)
	}
	for _, v := range saved {
		o := option(Choice{ChoiceSaved, int64(v.ID)}.String(), v.Name)
		if l.Saved == v.ID {
			chosen = o
		}
		own = append(own, o)
	}
	groups := []*slack.OptionGroupBlockObject{r.optionGroup("list.views", fixed)}
	if len(own) > 0 {
		groups = append(groups, r.optionGroup("list.own_views", own))
	}
	menu := slack.NewOptionsGroupSelectBlockElement(slack.OptTypeStatic, plain(r.Words.Say("list.choose_view"), maxHolder), ListView, groups...)
	menu.InitialOption = chosen
	return menu
}

// viewLine is the menu of the views and, while one of the reader's own is open, what takes
// that away; under them stands which fixed view it is made of.
func (r Reader) viewLine(l crm.PeopleList, saved []crm.SavedView) []slack.Block {
	line := []slack.BlockElement{r.viewMenu(l, saved)}
	if i := slices.IndexFunc(saved, func(v crm.SavedView) bool { return v.ID == l.Saved }); i >= 0 {
		line = append(line, r.dropView(saved[i], "list.drop_view"))
	}
	blocks := []slack.Block{actions(line...)}
	if within := r.viewName(l.Filter); l.Saved != 0 && within != "" {
		blocks = append(blocks, note(r.Words.Fill("list.within_view", named(within))))
	}
	return blocks
}

// viewName is the name of f's fixed view, empty of that of everybody.
func (r Reader) viewName(f crm.PersonFilter) string {
	if f.View == "" || f.View == crm.ViewAll {
		return ""
	}
	return r.Words.Say(fixedViews[f.View])
}

func (r Reader) optionGroup(label string, options []*slack.OptionBlockObject) *slack.OptionGroupBlockObject {
	return slack.NewOptionGroupBlockElement(plain(r.Words.Say(label), maxButton), options...)
}

// ViewForm gives the list of people as it is now a name. When m.Known is that name, there
// is a view of it already, and saving again takes its place. Under the field stand the
// reader's views, to be deleted.
func ViewForm(r Reader, m Meta, name string, saved []crm.SavedView) slack.ModalViewRequest {
	submit := "list.view_submit"
	var blocks []slack.Block
	if m.Known != "" {
		submit = "list.view_replace"
		blocks = append(blocks, slack.NewAlertBlock(
			plain(r.Words.Fill("list.view_exists", struct{ Name string }{m.Known}), maxAlert),
			slack.AlertBlockOptionLevel(slack.AlertLevelWarning)))
	}
	blocks = append(blocks, focused(r.line(field{id: crm.FieldViewName, label: "list.view_name", hint: "list.view_hint", required: true},
		name, crm.MaxViewName, false)))
	if len(saved) > 0 {
		blocks = append(blocks, divider(), section(bold(r.Words.Say("list.own_views")), nil))
	}
	for _, v := range saved {
		blocks = append(blocks, section(escape(v.Name, maxInLine), r.dropView(v, "general.delete")))
	}
	return r.form(FormView, r.Words.Say("list.save_view"), r.Words.Say(submit), m, blocks...)
}

// dropView is the button that deletes a view; it asks first. The label is the id of a text.
func (r Reader) dropView(v crm.SavedView, label string) slack.BlockElement {
	b := of(v.Name, r.button(ListDropView, formatID(v.ID), label))
	b.Confirm = slack.NewConfirmationBlockObject(
		plain(r.Words.Say("list.drop_title"), maxConfirmTitle),
		plain(r.Words.Fill("list.drop_question", struct{ Name string }{v.Name}), maxConfirmText),
		plain(r.Words.Say("general.delete"), maxConfirmButton),
		plain(r.Words.Say("general.cancel"), maxConfirmButton)).WithStyle(slack.StyleDanger)
	return b
}

// ReadViewForm reads a submitted [ViewForm], or one in which something else was pressed.
func ReadViewForm(s *slack.ViewState) (name string) { return read(s).text(crm.FieldViewName) }
