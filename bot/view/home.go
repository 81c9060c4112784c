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
	People crm.Page[crm.Person]

	// Tasks are, on TabTasks, a page of those to do that are assigned to the reader;
	// on TabCalendar those of the [CalendarSpan], open and done.
	Tasks crm.Page[crm.Task]
}

// homeTabs are Home's tabs in their order (R4).
var homeTabs = []tab{
	{string(crm.TabTasks), "home.tab_tasks"},
	{string(crm.TabPeople), "home.tab_people"},
	{string(crm.TabCalendar), "home.tab_calendar"},
}

// Home is the App Home: three tabs, of which the chosen one is open. Whoever has not
// chosen a language is asked above them. Its private_metadata is h.Meta with the tab.
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
	m, blocks := r.home(h)
	return r.modal(HubView, r.Words.Say("general.product"), m, blocks...)
}

// home is what stands on Home, and its metadata.
func (r Reader) home(h HomeData) (Meta, []slack.Block) {
	h.Tab = cmp.Or(h.Tab, crm.TabTasks)
	h.Meta.Tab = string(h.Tab)
	blocks := append(r.languages(), r.tabs(HomeTab, string(h.Tab), homeTabs))
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

// foreign is 0 for the workspace's language, which is offered first, else 1.
func (r Reader) foreign(lang crm.Language) int {
	if lang == r.Me.Workspace.Language {
		return 0
	}
	return 1
}

func (r Reader) tasksTab(h HomeData) []slack.Block {
	add := r.button(TaskAdd, "0", "task.add").WithStyle(slack.StylePrimary)
	if len(h.Tasks.Items) == 0 && h.Meta.After == "" {
		return []slack.Block{section(r.Words.Say("home.no_tasks"), nil), actions(add)}
	}
	blocks := []slack.Block{actions(add), note(r.total("home.my_tasks", h.Tasks.Total))}
	blocks = append(blocks, rows(r.taskRows(h.Tasks.Items))...)
	return append(blocks, r.pages(h.Meta, h.Tasks.Next)...)
}

func (r Reader) peopleTab(h HomeData) []slack.Block {
	add := r.button(PersonAdd, "0", "person.add").WithStyle(slack.StylePrimary)
	if len(h.People.Items) == 0 && h.Meta.After == "" {
		return []slack.Block{section(r.Words.Say("home.no_people"), nil), actions(add)}
	}
	blocks := []slack.Block{actions(add), note(r.total("general.people", h.People.Total))}
	blocks = append(blocks, rows(r.peopleRows(h.People.Items))...)
	return append(blocks, r.pages(h.Meta, h.People.Next)...)
}

// total says how many there are; what was counted no further is "over 1 000".
func (r Reader) total(id string, n int) string {
	if n < crm.CountCap {
		return r.Words.Count(id, n)
	}
	return r.Words.Fill("home.over", struct{ Number string }{r.Words.Number(crm.CountCap - 1)})
}
