package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"frontdesk/bot/view"
	"frontdesk/store"
	"frontdesk/store/crm"
)

// readPeople reads what stands on the tab of people: who, and how they are shown.
func (b *Bot) readPeople(ctx context.Context, r Request, data *view.HomeData) error {
	list, err := b.listIn(ctx, r, data.Meta)
	if err != nil {
		return err
	}
	data.List = list
	if data.Saved, err = b.store.SavedViews(ctx, r.By); err != nil {
		return err
	}
	if data.Owner, err = b.ownerName(ctx, r, list.Filter); err != nil {
		return err
	}
	size := view.PageSize(list.Settings, data.Tables)
	data.People, err = firstOr(&data.Meta, func(at crm.Cursor) (crm.Page[crm.Person], error) {
		return b.store.People(ctx, r.By, list.Filter, at, size)
	})
	if refused, ok := errors.AsType[crm.Refusal](err); ok && refused.ID == refusalSlow {
		data.Why, _ = view.Reason(r.Words, err)
		return nil
	}
	return err
}

// listIn is the list of people as a view with the metadata m shows it: as it is kept, or,
// where the window was opened to find a text, everybody whom that finds. Nothing of the
// text is kept.
func (b *Bot) listIn(ctx context.Context, r Request, m view.Meta) (crm.PeopleList, error) {
	list, err := b.store.PeopleList(ctx, r.By)
	if m.Text != "" {
		list.Filter, list.Saved = crm.PersonFilter{View: crm.ViewAll, Text: m.Text}, 0
	}
	return list, err
}

// refusalSlow is the refusal of a filter that takes too long: the list stays, so that a
// condition can be taken off.
const refusalSlow = "refusal.filter_slow"

// readTasks reads what stands on the tab of tasks.
func (b *Bot) readTasks(ctx context.Context, r Request, data *view.HomeData) error {
	settings, err := b.store.TaskSettings(ctx, r.By)
	if err != nil {
		return err
	}
	data.TaskSettings = settings
	mine := store.TaskFilter{Open: true, Assignee: r.By.ID}
	data.Tasks, err = firstOr(&data.Meta, func(at crm.Cursor) (crm.Page[crm.Task], error) {
		return b.store.Tasks(ctx, r.By, mine, at, view.PageSize(settings, data.Tables))
	})
	return err
}

// firstOr reads the page that m says, or the first one where the list has none such any
// more: another filter may have another order.
func firstOr[T any](m *view.Meta, read func(crm.Cursor) (crm.Page[T], error)) (crm.Page[T], error) {
	page, err := read(m.Page)
	if refused, ok := errors.AsType[crm.Refusal](err); ok && refused.ID == refusalPage && m.Page != "" {
		m.Page = ""
		return read("")
	}
	return page, err
}

// refusalPage is the refusal of a page that no list has.
const refusalPage = "refusal.stale_page"

// ownerName is the name of the member of the staff whose people f lets through, or what
// those without an owner have instead, empty if it lets through those of all. Who is no
// staff any more is somebody.
func (b *Bot) ownerName(ctx context.Context, r Request, f crm.PersonFilter) (string, error) {
	switch f.Owner {
	case 0:
		return "", nil
	case crm.NoOwner:
		return r.Words.Say("person.no_owner"), nil
	}
	m, err := b.store.StaffMember(ctx, r.By, f.Owner)
	if errors.Is(err, crm.ErrNotFound) {
		return r.Words.Say("general.somebody"), nil
	}
	return m.Name, err
}

// choosePerson does what was chosen in a person's menu.
func (b *Bot) choosePerson(ctx context.Context, r Request) (Answer, error) {
	choice, err := view.ParseChoice(r.Text)
	do, ok := map[string]handler{
		view.ChoiceOpen: b.openPerson,
		view.ChoiceMore: b.openPerson,
		view.ChoiceTask: b.addTask,
		view.ChoiceNote: b.addNote,
		view.ChoiceEdit: b.editPerson,
	}[choice.Verb]
	if err != nil || !ok {
		return Answer{}, errOutdated
	}
	return do(ctx, r.about(choice))
}

// about is r as if the button of what was chosen had been pressed.
func (r Request) about(c view.Choice) Request {
	r.Text = strconv.FormatInt(c.ID, 10)
	return r
}

// listOf is the list that a button of it names.
func (r Request) listOf() (crm.ListName, error) {
	l := crm.ListName(r.Text)
	if l != crm.ListPeople && l != crm.ListTasks {
		return "", errOutdated
	}
	return l, nil
}

// openListSettings opens the form of how a list is shown (R14).
func (b *Bot) openListSettings(ctx context.Context, r Request) (Answer, error) {
	list, err := r.listOf()
	if err != nil {
		return Answer{}, err
	}
	m, err := r.formMeta()
	if err != nil {
		return Answer{}, err
	}
	m.List = list
	settings, err := b.settingsOf(ctx, r, list)
	if err != nil {
		return Answer{}, err
	}
	return Answer{}, b.slack.open(ctx, r, view.ListForm(r.reader(b.store.Now()), m, settings))
}

func (b *Bot) settingsOf(ctx context.Context, r Request, list crm.ListName) (crm.ListSettings, error) {
	if list == crm.ListTasks {
		return b.store.TaskSettings(ctx, r.By)
	}
	people, err := b.store.PeopleList(ctx, r.By)
	return people.Settings, err
}

func (b *Bot) keepSettings(ctx context.Context, r Request, list crm.ListName, s crm.ListSettings) error {
	if list == crm.ListTasks {
		return b.store.KeepTaskSettings(ctx, r.By, s)
	}
	return b.store.ChangePeopleList(ctx, r.By, func(l crm.PeopleList) crm.PeopleList {
		l.Settings = s
		return l
	})
}

// saveListSettings keeps how a list is shown.
func (b *Bot) saveListSettings(ctx context.Context, r Request) (Answer, error) {
	m, err := r.meta()
	if err != nil || !slices.Contains([]crm.ListName{crm.ListPeople, crm.ListTasks}, m.List) {
		return Answer{}, errOutdated
	}
	if err := b.keepSettings(ctx, r, m.List, view.ReadListForm(r.Place.State)); err != nil {
		return Answer{}, err
	}
	return b.listChanged(ctx, r, m), nil
}

// listChanged shows lists anew, from their beginning, after a form with the metadata m has
// changed how they are shown.
func (b *Bot) listChanged(ctx context.Context, r Request, m view.Meta) Answer {
	b.drawLists(r, m, view.Message{})
	return b.restore(ctx, r, firstPage(m), view.Message{})
}

// defaultSettings fills a list's form with what everybody begins with. Nothing is kept
// before the form is submitted.
func (b *Bot) defaultSettings(_ context.Context, r Request) (Answer, error) {
	list, err := r.listOf()
	m, wrong := r.meta()
	if err != nil || wrong != nil || r.Place.Callback != view.FormList {
		return Answer{}, errOutdated
	}
	m.Version++ // a form of its own, so that it does not go on showing what was chosen
	b.draw(r, "filling a form with defaults", func(ctx context.Context) error {
		return b.slack.update(ctx, r.By, r.Place.ID, view.ListForm(r.reader(b.store.Now()), m, list.DefaultSettings()))
	})
	return Answer{}, nil
}

// formDone says in the place of a list's form that what was pressed in it is done, and
// shows anew what lies below it. Above a list there is always room for its form.
func (b *Bot) formDone(r Request, id string) (Answer, error) {
	m, err := r.meta()
	if err != nil {
		return Answer{}, errOutdated
	}
	m.Text = "" // as a condition, it is off too
	said := view.Plain(r.Words.Say(id))
	b.draw(r, "closing a form", func(ctx context.Context) error {
		return b.slack.update(ctx, r.By, r.Place.ID, view.Said(r.reader(b.store.Now()), said))
	})
	b.drawLists(r, m, said)
	return Answer{}, nil
}
