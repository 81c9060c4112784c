package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// chooseView shows another view of the list of people: a fixed one, in which the
// conditions that were set stay, or one of the asker's own with its.
func (b *Bot) chooseView(ctx context.Context, r Request) (Answer, error) {
	if err := b.openView(ctx, r); err != nil {
		return Answer{}, err
	}
	return b.fromTheBeginning(r)
}

func (b *Bot) openView(ctx context.Context, r Request) error {
	if choice, err := view.ParseChoice(r.Text); err == nil && choice.Verb == view.ChoiceSaved {
		_, err := b.store.OpenView(ctx, r.By, crm.ViewID(choice.ID))
		return err
	}
	fixed := crm.PeopleView(r.Text)
	if !slices.Contains(crm.PeopleViews, fixed) {
		return errOutdated
	}
	return b.store.ChangePeopleList(ctx, r.By, func(l crm.PeopleList) crm.PeopleList { return l.Fixed(fixed) })
}

// openViewForm asks under which name the list as it is now is to be kept.
func (b *Bot) openViewForm(ctx context.Context, r Request) (Answer, error) {
	m, err := r.formMeta()
	if err != nil {
		return Answer{}, err
	}
	saved, err := b.store.SavedViews(ctx, r.By)
	if err != nil {
		return Answer{}, err
	}
	return Answer{}, b.slack.open(ctx, r, view.ViewForm(r.reader(b.store.Now()), m, "", saved))
}

// saveView keeps the list as it is now under the name of a submitted form. Before it takes
// the place of another view of that name it says so.
func (b *Bot) saveView(ctx context.Context, r Request) (Answer, error) {
	m, err := r.meta()
	if err != nil {
		return Answer{}, errOutdated
	}
	name := strings.Join(strings.Fields(view.ReadViewForm(r.Place.State)), " ")
	saved, err := b.store.SavedViews(ctx, r.By)
	if err != nil {
		return Answer{}, err
	}
	there := slices.IndexFunc(saved, func(v crm.SavedView) bool { return crm.SameViewName(v.Name, name) })
	if there >= 0 && !crm.SameViewName(m.Known, name) {
		m.Known = saved[there].Name
		return updateAnswer(view.ViewForm(r.reader(b.store.Now()), m, name, saved)), nil
	}
	if _, err := b.store.SaveView(ctx, r.By, name); err != nil {
		return Answer{}, err
	}
	return b.listChanged(ctx, r, m), nil
}

// dropView deletes one of the asker's views, which they have confirmed, and shows the form
// or the list without it. One that is gone already is what was wanted.
func (b *Bot) dropView(ctx context.Context, r Request) (Answer, error) {
	id, err := view.ParseID[crm.ViewID](r.Text)
	m, wrong := r.meta()
	if err != nil || wrong != nil {
		return Answer{}, errOutdated
	}
	if err := b.store.DeleteView(ctx, r.By, id); err != nil && !errors.Is(err, crm.ErrNotFound) {
		return Answer{}, err
	}
	if r.Place.Callback != view.FormView {
		return b.fromTheBeginning(r)
	}
	m.Known = ""
	name := view.ReadViewForm(r.Place.State)
	b.draw(r, "drawing the saved views", func(ctx context.Context) error {
		saved, err := b.store.SavedViews(ctx, r.By)
		if err != nil {
			return err
		}
		return b.slack.update(ctx, r.By, r.Place.ID, view.ViewForm(r.reader(b.store.Now()), m, name, saved))
	})
	b.drawAround(r, m, view.Message{})
	return Answer{}, nil
}
