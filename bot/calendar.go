package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"net/url"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// errNoFeeds says that the deployment has no address that calendar programs could ask.
var errNoFeeds = crm.Refusal{ID: "refusal.no_public_url"}

// openCalendar shows the address of the person's calendar feed.
func (b *Bot) openCalendar(ctx context.Context, r Request) (Answer, error) {
	if b.public == "" {
		return Answer{}, errNoFeeds
	}
	return Answer{}, b.openCard(ctx, r, view.CardCalendar, view.Meta{})
}

// calendarCard draws the address of the person's calendar feed.
func (b *Bot) calendarCard(ctx context.Context, r Request, m view.Meta) (slack.ModalViewRequest, error) {
	if b.public == "" {
		return slack.ModalViewRequest{}, errNoFeeds
	}
	token, err := b.store.FeedToken(ctx, r.By)
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	address := b.public + "/calendar/" + token + ".ics"
	feed := view.Feed{Address: address, Mark: mark(token), Local: isLocal(address)}
	return view.CalendarCard(r.reader(b.store.Now()), m, feed), nil
}

// isLocal reports whether an address is good on this computer alone.
func isLocal(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}

// resetCalendar makes the shown address worthless and shows the new one in its place. The
// button's value tells which address was shown: one that is reset already stays so, and
// a doubled press does no harm.
func (b *Bot) resetCalendar(ctx context.Context, r Request) (Answer, error) {
	m, err := r.meta()
	if err != nil || r.Place.Callback != view.CardCalendar {
		return Answer{}, errOutdated
	}
	token, err := b.store.FeedToken(ctx, r.By)
	if err != nil {
		return Answer{}, err
	}
	if mark(token) == r.Text {
		if _, err := b.store.ResetFeed(ctx, r.By); err != nil {
			return Answer{}, err
		}
	}
	m.Tab = view.TabReset
	b.drawPlace(r, m)
	return Answer{}, nil
}

// mark tells tokens apart and gives none away.
func mark(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:8])
}
