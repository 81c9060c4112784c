package bot

import (
	"context"
	"fmt"
	"slices"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store"
	"frontdesk/store/crm"
)

// homeOpened draws somebody's Home when they open it; who is no staff reads why it is
// empty.
func (b *Bot) homeOpened(_ context.Context, r Request) (Answer, error) {
	if r.Text != "home" {
		return Answer{}, nil // the messages beside it
	}
	b.draw(r, "drawing an opened home", func(ctx context.Context) error {
		if err := r.By.MayWork(); err != nil {
			return b.publishRefusal(ctx, r, err)
		}
		return b.publishHome(ctx, r, view.Meta{}, "")
	})
	return Answer{}, nil
}

// clearPlace takes from the Home of somebody who is no staff, and from the card in which
// they pressed, all that stands there of the school. Who pressed in a message has none.
func (b *Bot) clearPlace(r Request) {
	if r.Place.ID == "" || r.By.Workspace.ID == 0 {
		return
	}
	b.clearHome(r)
	if r.Place.Modal() {
		sentence, _ := view.Reason(r.Words, r.By.MayWork())
		b.draw(r, "clearing a card", func(ctx context.Context) error {
			return b.slack.update(ctx, r.By, r.Place.ID, view.Sorry(r.reader(b.store.Now()), sentence))
		})
	}
}

// clearHome takes from the Home of r's person, who is no staff, what stands there.
func (b *Bot) clearHome(r Request) {
	b.draw(r, "clearing a home", func(ctx context.Context) error {
		return b.publishRefusal(ctx, r, r.By.MayWork())
	})
}

func (b *Bot) publishRefusal(ctx context.Context, r Request, reason error) error {
	sentence, _ := view.Reason(r.Words, reason)
	return b.slack.publish(ctx, r.By, slack.HomeTabViewRequest{
		Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: view.Plain(sentence).Blocks},
	}, "")
}

// publishHome draws the Home of r's person, who does something, on the page that m says.
// If they have been shown another Home than the one with the hash, it is read and drawn
// once more.
func (b *Bot) publishHome(ctx context.Context, r Request, m view.Meta, hash string) error {
	// Remembered before it is read: a change that the drawing misses then draws it again.
	if err := b.store.HomeShown(ctx, r.By, m.Encode()); err != nil {
		return err
	}
	return b.publishPage(ctx, r, m, hash)
}

// publishPage is publishHome for somebody who need not look at it. Tables that their
// workspace does not take are drawn otherwise.
func (b *Bot) publishPage(ctx context.Context, r Request, m view.Meta, hash string) error {
	return b.tables.try(r.By.Workspace.ID, func(t view.Tables) ([]slack.Block, error) {
		home, err := b.home(ctx, r, m, t)
		if err != nil {
			return nil, err
		}
		err = b.slack.publish(ctx, r.By, home, hash)
		if !isHashConflict(err) {
			return home.Blocks.BlockSet, err
		}
		hash = ""
		if home, err = b.home(ctx, r, m, t); err != nil {
			return nil, err
		}
		return home.Blocks.BlockSet, b.slack.publish(ctx, r.By, home, "")
	})
}

// home draws what stands on the tab that the person looked at last.
func (b *Bot) home(ctx context.Context, r Request, m view.Meta, t view.Tables) (slack.HomeTabViewRequest, error) {
	data, err := b.homeData(ctx, r, m, t)
	if err != nil {
		return slack.HomeTabViewRequest{}, err
	}
	return view.Home(r.reader(b.store.Now()), data), nil
}

// homeData reads what stands on the tab that the person looked at last. A page of another
// tab is the first one of this.
func (b *Bot) homeData(ctx context.Context, r Request, m view.Meta, t view.Tables) (view.HomeData, error) {
	tab, err := b.store.HomeTab(ctx, r.By)
	if err != nil {
		return view.HomeData{}, err
	}
	if m.Tab != string(tab) {
		m.Page = ""
	}
	data := view.HomeData{Tab: tab, Meta: m, Tables: t}
	switch tab {
	case crm.TabPeople:
		err = b.readPeople(ctx, r, &data)
	case crm.TabCalendar:
		err = b.readCalendar(ctx, r, &data)
	default:
		err = b.readTasks(ctx, r, &data)
	}
	if err != nil {
		return view.HomeData{}, fmt.Errorf("reading home: %w", err)
	}
	return data, nil
}

// readCalendar reads what stands on the tab of the calendar.
func (b *Bot) readCalendar(ctx context.Context, r Request, data *view.HomeData) (err error) {
	var days store.TaskFilter
	days.From, days.To = view.CalendarSpan(r.reader(b.store.Now()))
	data.Tasks, err = b.store.Tasks(ctx, r.By, days, "", calendarTasks)
	return err
}

// calendarTasks is how many tasks of the next days are read; Home says how many there
// are beyond those that it has room for.
const calendarTasks = 100

// homeTab reports whether tab is one of Home's.
func homeTab(tab string) bool {
	return slices.Contains([]crm.Tab{crm.TabTasks, crm.TabPeople, crm.TabCalendar}, crm.Tab(tab))
}

// showHomeTab turns to another of Home's tabs, and remembers it (R4).
func (b *Bot) showHomeTab(ctx context.Context, r Request) (Answer, error) {
	if !homeTab(r.Text) {
		return Answer{}, errOutdated
	}
	if err := b.store.ShowTab(ctx, r.By, crm.Tab(r.Text)); err != nil {
		return Answer{}, err
	}
	return b.turn(r, func(m view.Meta) view.Meta {
		return view.Meta{Tab: r.Text, Card: m.Card, Text: m.Text}
	})
}

// openHub shows Home's lists where the command was typed.
func (b *Bot) openHub(ctx context.Context, r Request) (Answer, error) {
	return Answer{}, b.openCard(ctx, r, view.HubView, view.Meta{})
}

// openHubOn turns to one of Home's tabs, as a press on it would, and shows it where the
// command was typed.
func (b *Bot) openHubOn(ctx context.Context, r Request, tab crm.Tab) (Answer, error) {
	if err := b.store.ShowTab(ctx, r.By, tab); err != nil {
		return Answer{}, err
	}
	return b.openHub(ctx, r)
}

// hub is Home as a modal.
func (b *Bot) hub(ctx context.Context, r Request, m view.Meta) (slack.ModalViewRequest, error) {
	data, err := b.homeData(ctx, r, m, view.TablesNone)
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	return view.Hub(r.reader(b.store.Now()), data), nil
}
