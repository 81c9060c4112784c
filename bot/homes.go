package bot

import (
	"context"
	"errors"
	"sync"
	"time"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

const (
	looksFor  = 10 * time.Minute // how long somebody is taken to look at a Home; Slack never says that they left it
	mostHomes = 4096             // beyond, those that nobody is taken to look at are forgotten
)

// homes remember who has been shown their Home lately, and which page of it. Each process
// knows of those that it has drawn itself.
type homes struct {
	mu    sync.Mutex
	shown map[string]shownHome // by team and user
}

type shownHome struct {
	at   time.Time
	page view.Meta
}

func newHomes() *homes { return &homes{shown: map[string]shownHome{}} }

// show notes that somebody is shown a page of their Home at now.
func (h *homes) show(r Request, page view.Meta, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.shown) >= mostHomes {
		for key, s := range h.shown {
			if now.Sub(s.at) > looksFor {
				delete(h.shown, key)
			}
		}
	}
	h.shown[r.Team+" "+r.User] = shownHome{now, page}
}

// page is the page of Home that r's person looks at, if they do.
func (h *homes) page(r Request, now time.Time) (page view.Meta, looks bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s, ok := h.shown[r.Team+" "+r.User]
	return s.page, ok && now.Sub(s.at) <= looksFor
}

// concern draws the Homes of those to whom a changed task was assigned before and is now,
// if they look at it. Whoever changed it has theirs drawn anyway.
func (b *Bot) concern(r Request, change crm.Change[crm.Task]) {
	if change.Event == 0 {
		return
	}
	for _, id := range distinct(change.Before.Assignee, change.After.Assignee) {
		if id == 0 || id == r.By.ID {
			continue
		}
		b.draw(r, "drawing an assignee's home", func(ctx context.Context) error { return b.refreshHome(ctx, r, id) })
	}
}

func distinct(a, b crm.StaffID) []crm.StaffID {
	if a == b {
		return []crm.StaffID{a}
	}
	return []crm.StaffID{a, b}
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
	page, looks := b.homes.page(theirs, time.Now())
	if !looks {
		return nil
	}
	b.draw(theirs, "drawing an assignee's home", func(ctx context.Context) error {
		return b.publishPage(ctx, theirs, page, "")
	})
	return nil
}
