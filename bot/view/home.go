package view

import (
	"cmp"
	"slices"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// HomeData is what Home shows: the tab that is open, and what stands in it.
type HomeData struct {
	Tab    crm.Tab // empty: TabTasks
	Meta   Meta    // which page is shown
	Tables Tables  // which tables the workspace takes

	People crm.Page[crm.Person]
	List   crm.PeopleList  // which people, and how; of Meta's Text those whom it finds
	Saved  []crm.SavedView // the reader's own views
	Owner  string          // the name of the owner of List's filter, if it has one
	Why    string          // why there are no People, if not because there are none

	// Tasks are, on TabTasks, a page of those to do that are assigned to the reader;
	// on TabCalendar those of the [CalendarSpan], open and done.
	Tasks        crm.Page[crm.Task]
	TaskSettings crm.ListSettings // how the reader wants TabTasks
}

// homeTabs are Home's tabs in their order (R4).
var homeTabs = []tab{
	{string(crm.TabTasks), "home.tab_tasks"},
	{string(crm.TabPeople), "home.tab_people"},
	{string(crm.TabCalendar), "home.tab_calendar"},
}

// Home is the App Home: three tabs, of which the chosen one is open. Whoever has not
// chosen a language is asked above them. What was done last, h.Meta.Said, stands on top.
// Its private_metadata is h.Meta with the tab.
func Home(r Reader, h HomeData) slack.HomeTabViewRequest {
	m, blocks := r.home(h)
	return slack.HomeTabViewRequest{
		Type:            slack.VTHomeTab,
		CallbackID:      HomeView,
		PrivateMetadata: m.Encode(),
		Blocks:          slack.Blocks{BlockSet: r.within(maxInModal, blocks)},
	}
}

// Hub is Home in a modal.
func Hub(r Reader, h HomeData) slack.ModalViewRequest {
	h.Tables = TablesNone // modals take none
	m, blocks := r.home(h)
	return r.modal(HubView, r.Words.Say("general.product"), m, blocks...)
}

// home is what stands on Home, and its metadata.
func (r Reader) home(h HomeData) (Meta, []slack.Block) {
	h.Tab = cmp.Or(h.Tab, crm.TabTasks)
	h.Meta.Tab = string(h.Tab)
	blocks := append(slices.Clone(h.Meta.Said.Blocks), r.languages()...)
	blocks = append(blocks, r.tabs(HomeTab, string(h.Tab), homeTabs))
	switch h.Tab {
	case crm.TabPeople:
		blocks = append(blocks, r.peopleTab(h)...)
	case crm.TabCalendar:
		blocks = append(blocks, r.calendarTab(h)...)
	default:
		blocks = append(blocks, r.tasksTab(h)...)
	}
	return h.Meta, blocks
}

// languages asks for the reader's language until they have chosen one. Each language
// is offered in its own words, as its speakers may not read the other.
func (r Reader) languages() []slack.Block {
	if r.Me.Chosen != "" {
		return nil
	}
	offered := words.Languages()
	slices.SortStableFunc(offered, func(a, b crm.Language) int { return r.foreign(a) - r.foreign(b) })
	var question string
	var line []slack.BlockElement
	for _, lang := range offered {
		own := words.For(lang, nil)
		question = joined(question, own.Say("home.which_language"))
		line = append(line, button(Language+string(lang), string(lang), own.Say("general.language_name")))
	}
	return []slack.Block{section(question, nil), actions(line...), divider()}
}

// foreign is 0 for the language of the reader's Slack, or else the workspace's, which is
// offered first, and 1 for others.
func (r Reader) foreign(lang crm.Language) int {
	if lang == r.Me.Language {
		return 0
	}
	return 1
}

func (r Reader) tasksTab(h HomeData) []slack.Block {
	add := r.button(TaskAdd, "0", "task.add").WithStyle(slack.StylePrimary)
	buttons := actions(add, r.listButton(ListSettings, crm.ListTasks), r.listButton(ListExport, crm.ListTasks))
	if len(h.Tasks.Items) == 0 {
		return []slack.Block{section(r.Words.Say("home.no_tasks"), nil), buttons}
	}
	blocks := []slack.Block{buttons, note(r.total("home.my_tasks", h.Tasks.Total))}
	blocks = append(blocks, r.listed(r.tasks(h.Tasks.Items, h.TaskSettings), h.Tables)...)
	return append(blocks, r.pages(h.Tasks.Previous, h.Tasks.Next)...)
}

// peopleTab is which people are shown, what can be done with the list, and its page.
func (r Reader) peopleTab(h HomeData) []slack.Block {
	add := r.button(PersonAdd, "0", "person.add").WithStyle(slack.StylePrimary)
	everybody := h.List.Filter == crm.PersonFilter{} || h.List.Filter == crm.PersonFilter{View: crm.ViewAll}
	if len(h.People.Items) == 0 && everybody && h.Why == "" {
		return []slack.Block{section(r.Words.Say("home.no_people"), nil), actions(add)}
	}
	var blocks []slack.Block
	if h.Meta.Text == "" {
		blocks = r.viewLine(h.List, h.Saved)
	}
	blocks = append(blocks, r.chips(h.List, h.Owner)...)
	blocks = append(blocks, actions(add, r.finding(PersonFind, "person.find_placeholder", 1)), actions(r.peopleButtons(h)...))
	switch {
	case h.Why != "":
		return append(blocks, section("⚠ "+escape(h.Why, maxText/2), nil))
	case len(h.People.Items) == 0:
		return append(blocks, section(r.nobody(h.List.Filter), nil))
	}
	blocks = append(blocks, note(joined(r.total("general.people", h.People.Total), r.order(h.List.Filter))))
	blocks = append(blocks, r.listed(r.peopleIn(h.People.Items, h.List), h.Tables)...)
	return append(blocks, r.pages(h.People.Previous, h.People.Next)...)
}

// peopleButtons are what can be done with the list of people as a whole: nobody is no
// file, and a window that was opened to find a text is no view.
func (r Reader) peopleButtons(h HomeData) []slack.BlockElement {
	line := []slack.BlockElement{r.listButton(ListFilter, crm.ListPeople), r.listButton(ListSettings, crm.ListPeople)}
	if len(h.People.Items) > 0 || h.Why != "" {
		line = append(line, r.listButton(ListExport, crm.ListPeople))
	}
	if h.Meta.Text == "" {
		line = append(line, r.listButton(ListSaveView, crm.ListPeople))
	}
	return line
}

// nobody says that a view of the list, or a filter, lets nobody through.
func (r Reader) nobody(f crm.PersonFilter) string {
	view := r.viewName(f)
	switch {
	case len(f.Conditions()) == 0:
		return r.Words.Say("list.nobody_in_view")
	case view == "":
		return r.Words.Say("filter.nobody")
	}
	return r.Words.Fill("filter.nobody_in_view", struct{ View string }{view})
}

// listButtons name what can be done with a list as a whole.
var listButtons = map[string]string{
	ListFilter:   "filter.title",
	ListSettings: "list.settings",
	ListExport:   "list.export",
	ListSaveView: "list.save_view",
}

func (r Reader) listButton(action string, l crm.ListName) *slack.ButtonBlockElement {
	return r.button(action, string(l), listButtons[action])
}

// overs say of what there are more than are counted.
var overs = map[string]string{"general.people": "home.over_people", "home.my_tasks": "home.over_tasks"}

// total says how many there are; what was counted no further is "over 1 000 people".
func (r Reader) total(id string, n int) string {
	if n < crm.CountCap {
		return r.Words.Count(id, n)
	}
	return r.Words.Fill(overs[id], struct{ Number string }{r.Words.Number(crm.CountCap - 1)})
}
