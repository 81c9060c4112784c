package bot

import (
	"context"
	"errors"
	"slices"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// lastPage is the page of Home that r's person was shown last, and whether they are taken
// to be looking at it still.
func (b *Bot) lastPage(ctx context.Context, r Request) (page view.Meta, looks bool, err error) {
	text, looks, err := b.store.HomePage(ctx, r.By)
	if err != nil || !looks {
		return view.Meta{}, false, err
	}
	if page, err = view.ParseMeta(text); err != nil {
		return view.Meta{}, true, nil // kept by another version of ours
	}
	return page, true, nil
}

// concern draws the Homes of those to whom a changed task was assigned before and is now,
// if they look at it. Whoever changed it has theirs drawn anyway.
func (b *Bot) concern(r Request, change crm.Change[crm.Task]) {
	if change.Event == 0 {
		return
	}
	b.concernAll(r, slices.Compact([]crm.StaffID{change.Before.Assignee, change.After.Assignee}))
}

// concernAll is concern for the assignees of many tasks, each of whom is named once.
func (b *Bot) concernAll(r Request, assignees []crm.StaffID) {
	for _, id := range assignees {
		if id == 0 || id == r.By.ID {
			continue
		}
		b.draw(r, "drawing an assignee's home", func(ctx context.Context) error { return b.refreshHome(ctx, r, id) })
	}
}

// refreshHome draws the Home of a member of the staff as it is now, if they look at it.
func (b *Bot) refreshHome(ctx context.Context, r Request, id crm.StaffID) error {
	m, err := b.store.StaffMember(ctx, r.By, id)
	if errors.Is(err, crm.ErrNotFound) { // no staff any more
		return nil
	}
	if err != nil {
		return err
	}
	theirs := Request{Kind: r.Kind, Name: r.Name, Team: r.Team, User: m.SlackUser}
	theirs.speakWith(m)
	page, looks, err := b.lastPage(ctx, theirs)
	if err != nil || !looks {
		return err
	}
	b.draw(theirs, "drawing an assignee's home", func(ctx context.Context) error {
		return b.publishPage(ctx, theirs, page, "")
	})
	return nil
}
