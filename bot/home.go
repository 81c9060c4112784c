package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store"
	"frontdesk/store/crm"
)

// hubView is the callback id of Home's lists in a modal, which /crm opens.
const hubView = "hub"

// homeOpened draws somebody's Home when they open it; who is no staff reads why it is
// empty.
func (b *Bot) homeOpened(_ context.Context, r Request) (Answer, error) {
	if r.Text != "home" {
		return Answer{}, nil // the messages beside it
	}
	b.later(r, "drawing an opened home", func(ctx context.Context) error {
		if err := r.By.MayWork(); err != nil {
			return b.publishRefusal(ctx, r, err)
		}
		return b.publishHome(ctx, r, view.Meta{}, "")
	})
	return Answer{}, nil
}

func (b *Bot) publishRefusal(ctx context.Context, r Request, reason error) error {
	sentence, _ := view.Reason(r.Words, reason)
	return b.slack.publish(ctx, r.By, slack.HomeTabViewRequest{
		Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: view.Plain(sentence).Blocks},
	}, "")
}

// publishHome draws the Home of r's person on the page that m says. If they have been
// shown another Home than the one with the hash, it is read and drawn once more.
func (b *Bot) publishHome(ctx context.Context, r Request, m view.Meta, hash string) error {
	home, err := b.home(ctx, r, m)
	if err != nil {
		return err
	}
	err = b.slack.publish(ctx, r.By, home, hash)
	if !isHashConflict(err) {
		return err
	}
	if home, err = b.home(ctx, r, m); err != nil {
		return err
	}
	return b.slack.publish(ctx, r.By, home, "")
}

// home reads what stands on the tab that the person looked at last. A page of another
// tab is the first one of this.
func (b *Bot) home(ctx context.Context, r Request, m view.Meta) (slack.HomeTabViewRequest, error) {
	tab, err := b.store.HomeTab(ctx, r.By)
	if err != nil {
		return slack.HomeTabViewRequest{}, err
	}
	if m.Tab != string(tab) {
		m.After, m.Back = "", nil
	}
	reader := r.reader(b.store.Now())
	data := view.HomeData{Tab: tab, Meta: m}
	switch tab {
	case crm.TabPeople:
		data.People, err = b.store.People(ctx, r.By, m.After, view.RowsPerPage)
	case crm.TabCalendar:
		data.Tasks, err = b.store.Tasks(ctx, r.By, calendarDays(reader), "", calendarTasks)
	default:
		mine := store.TaskFilter{Open: true, Assignee: r.By.ID}
		data.Tasks, err = b.store.Tasks(ctx, r.By, mine, m.After, view.RowsPerPage)
	}
	if err != nil {
		return slack.HomeTabViewRequest{}, fmt.Errorf("reading home: %w", err)
	}
	return view.Home(reader, data), nil
}

// calendarTasks is how many tasks of the next days are read; Home says how many there
// are beyond those that it has room for.
const calendarTasks = 100

// calendarDays are all tasks, open and done, of the days that Home's calendar shows:
// today, as the reader's clock has it, and those after.
func calendarDays(r view.Reader) store.TaskFilter {
	y, m, d := r.Now.In(r.Words.Zone()).Date()
	day := func(n int) time.Time { return time.Date(y, m, d+n, 0, 0, 0, 0, r.Words.Zone()) }
	return store.TaskFilter{From: day(0), To: day(view.CalendarDays)}
}

// showHomeTab turns to another of Home's tabs, and remembers it (R4).
func (b *Bot) showHomeTab(ctx context.Context, r Request) (Answer, error) {
	tab := crm.Tab(r.Text)
	if !slices.Contains([]crm.Tab{crm.TabTasks, crm.TabPeople, crm.TabCalendar}, tab) {
		return Answer{}, errOutdated
	}
	if err := b.store.ShowTab(ctx, r.By, tab); err != nil {
		return Answer{}, err
	}
	return b.turn(r, func(m view.Meta) view.Meta {
		return view.Meta{Tab: r.Text, Card: m.Card}
	})
}

// openHub shows Home's lists where the command was typed.
func (b *Bot) openHub(ctx context.Context, r Request) (Answer, error) {
	return Answer{}, b.openCard(ctx, r, hubView, view.Meta{})
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
	home, err := b.home(ctx, r, m)
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	modal := view.Sorry(r.reader(b.store.Now()), "", "") // title and close button of the product
	modal.CallbackID, modal.PrivateMetadata, modal.Blocks = hubView, home.PrivateMetadata, home.Blocks
	return modal, nil
}
