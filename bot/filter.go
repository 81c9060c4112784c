package bot

import (
	"context"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// openFilter opens the form of whom the list of people shows (R15).
func (b *Bot) openFilter(ctx context.Context, r Request) (Answer, error) {
	m, err := r.formMeta()
	if err != nil {
		return Answer{}, err
	}
	list, err := b.listIn(ctx, r, m)
	if err != nil {
		return Answer{}, err
	}
	owner, err := b.ownerName(ctx, r, list.Filter)
	if err != nil {
		return Answer{}, err
	}
	return Answer{}, b.slack.open(ctx, r, view.FilterForm(r.reader(b.store.Now()), m, list.Filter, owner))
}

// saveFilter shows whom the submitted form lets through, within the view that is open. A
// window that was opened to find a text shows the list as it is then, too.
func (b *Bot) saveFilter(ctx context.Context, r Request) (Answer, error) {
	m, err := r.meta()
	if err != nil {
		return Answer{}, errOutdated
	}
	wanted := view.ReadFilterForm(r.Place.State)
	err = b.filter(ctx, r, func(f crm.PersonFilter) crm.PersonFilter {
		wanted.View = f.View
		if m.Text != "" { // which was looked for among all
			wanted.View = crm.ViewAll
		}
		return wanted
	})
	if err != nil {
		return Answer{}, err
	}
	m.Text = ""
	return b.listChanged(ctx, r, m), nil
}

// filter changes the filter of the asker's list, which is none of the saved views then.
func (b *Bot) filter(ctx context.Context, r Request, change func(crm.PersonFilter) crm.PersonFilter) error {
	return b.store.ChangePeopleList(ctx, r.By, func(l crm.PeopleList) crm.PeopleList {
		if after := change(l.Filter); after != l.Filter {
			l.Filter, l.Saved = after, 0
		}
		return l
	})
}

// takeConditionOff takes one condition off the list that r was pressed in. One that is
// off already stays so.
func (b *Bot) takeConditionOff(ctx context.Context, r Request) (Answer, error) {
	if r.finds() {
		return b.turn(r, asKept)
	}
	err := b.filter(ctx, r, func(f crm.PersonFilter) crm.PersonFilter { return f.Without(crm.Condition(r.Text)) })
	if err != nil {
		return Answer{}, err
	}
	return b.fromTheBeginning(r)
}

// clearFilter takes off all conditions, pressed above the list or in the form of them.
func (b *Bot) clearFilter(ctx context.Context, r Request) (Answer, error) {
	if r.finds() && r.Place.Callback != view.FormFilter {
		return b.turn(r, asKept)
	}
	if err := b.filter(ctx, r, crm.PersonFilter.Cleared); err != nil {
		return Answer{}, err
	}
	if r.Place.Callback == view.FormFilter {
		return b.formDone(r, "filter.cleared")
	}
	return b.fromTheBeginning(r)
}

// fromTheBeginning draws the list in which r was pressed, which is another now, and Home if
// it shows the same list elsewhere.
func (b *Bot) fromTheBeginning(r Request) (Answer, error) {
	answer, err := b.turn(r, asKept)
	if err == nil && !r.Place.Home {
		b.drawLists(r, view.Meta{}, view.Message{})
	}
	return answer, err
}

// finds reports whether r was pressed in a window, or above one, that was opened to find
// a text.
func (r Request) finds() bool {
	m, err := r.meta()
	return err == nil && m.Text != ""
}

// asKept is m with the list of people as it is kept.
func asKept(m view.Meta) view.Meta {
	m.Text = ""
	return firstPage(m)
}

// firstPage is m at the beginning of its list.
func firstPage(m view.Meta) view.Meta {
	m.Page = ""
	return m
}

// listWithText opens a window of the list of people with whom the text finds. The list as
// it is kept stays as it is.
func (b *Bot) listWithText(ctx context.Context, r Request) (Answer, error) {
	text := r.Text
	if r.Kind == Command {
		text = r.plainText()
	}
	found := crm.PersonFilter{Text: text}.Tidy()
	if err := found.Check(); err != nil {
		return Answer{}, err
	}
	if err := b.store.ShowTab(ctx, r.By, crm.TabPeople); err != nil {
		return Answer{}, err
	}
	return Answer{}, b.openCard(ctx, r, view.HubView, view.Meta{Text: found.Text})
}

// suggestOwnerOrAny offers the members of the staff as those whose people are shown, and
// anybody.
func (b *Bot) suggestOwnerOrAny(ctx context.Context, r Request) (Answer, error) {
	staff, err := b.store.FindStaff(ctx, r.By, r.Text, suggestions)
	return Answer{Body: view.StaffOptionsOrAny(r.reader(b.store.Now()), staff)}, err
}
