package bot

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// later does something for the one who made r, after the answer and after everything
// else that is still to be done for them.
func (b *Bot) later(r Request, name string, do func(context.Context) error) {
	b.pool.later(r.Team+" "+r.User, errand{name: name, do: do})
}

// draw is later for what is left out where there is too much to do.
func (b *Bot) draw(r Request, name string, do func(context.Context) error) {
	b.pool.later(r.Team+" "+r.User, errand{name: name, do: do, drawing: true})
}

// drawPlace draws the view in which r was pressed, with the metadata m. A page that the
// list does not have any more is its first.
func (b *Bot) drawPlace(r Request, m view.Meta) {
	b.draw(r, "drawing a view", func(ctx context.Context) error {
		err := b.drawPlaceNow(ctx, r, m)
		if _, refused := errors.AsType[crm.Refusal](err); refused && m.Page != "" {
			m.Page = ""
			return b.drawPlaceNow(ctx, r, m)
		}
		return err
	})
}

// drawPlaceNow draws Home, if the person still sees the one that r was pressed in, or a card.
func (b *Bot) drawPlaceNow(ctx context.Context, r Request, m view.Meta) error {
	if r.Place.Home {
		return b.publishHome(ctx, r, m, r.Place.Hash)
	}
	return b.redrawCard(ctx, r, card{callback: r.Place.Callback, view: r.Place.ID}, m, b.gone(r))
}

// released is do, after which a menu in which it was chosen shows no choice any more, so
// that the same can be chosen once more: the view is drawn with blocks without ids, which
// are new ones to Slack.
func (b *Bot) released(do handler) handler {
	return func(ctx context.Context, r Request) (Answer, error) {
		answer, err := do(ctx, r)
		if err == nil && r.Menu {
			b.redrawPlace(r)
		}
		return answer, err
	}
}

// redrawPlace draws the view in which r was pressed as it is now, where that can be.
func (b *Bot) redrawPlace(r Request) {
	if m, err := r.meta(); err == nil && b.drawable(r.Place) {
		b.drawPlace(r, m)
	}
}

// drawable reports whether a place can be drawn from its metadata.
func (b *Bot) drawable(p Place) bool {
	_, card := b.routes.cards[p.Callback]
	return p.Home || card
}

// saved shows what a form with the metadata m has done: the cards below it and the
// person's Home are drawn again, and the card in whose place it stood is the answer.
// Where a command opened the form it is answered, unless there was no event: a submission
// that Slack delivers again is not confirmed again.
func (b *Bot) saved(ctx context.Context, r Request, m view.Meta, event crm.EventID, said view.Message) Answer {
	if m.ResponseURL != "" && event != 0 {
		b.later(r, "confirming a form", func(ctx context.Context) error { return b.confirm(ctx, r, m.ResponseURL, said) })
	}
	b.drawAround(r, m, said)
	return b.restore(ctx, r, m, said)
}

// drawAround draws again the cards below a form with the metadata m, and the person's Home.
func (b *Bot) drawAround(r Request, m view.Meta, said view.Message) {
	b.draw(r, "drawing what a form has changed", func(ctx context.Context) error {
		return errors.Join(b.redrawStack(ctx, r, m, said), b.redrawHome(ctx, r, m))
	})
}

// drawLists is drawAround for a list that is another now: what lies below shows it from
// its beginning, and so does Home, whatever page it was on.
func (b *Bot) drawLists(r Request, m view.Meta, said view.Message) {
	b.draw(r, "drawing a changed list", func(ctx context.Context) error {
		return errors.Join(b.redrawStack(ctx, r, firstPage(m), said), b.publishHome(ctx, r, view.Meta{}, ""))
	})
}

// confirm answers the command that opened a form. Slack takes an answer for half an hour;
// of a form that was filled in for longer a direct message tells.
func (b *Bot) confirm(ctx context.Context, r Request, address string, said view.Message) error {
	err := b.slack.respond(ctx, address, said, false)
	if _, refused := errors.AsType[slack.StatusCodeError](err); !refused {
		return err
	}
	b.log.Info("a form is confirmed by a direct message", r.ids("reason", err)...)
	_, err = b.slack.message(ctx, r.By, said)
	return err
}

// pressed shows what a press has changed: in the view in which it happened and in those
// below, on the person's Home, or in the place of the message with the button.
func (b *Bot) pressed(r Request, said view.Message) {
	b.redrawPlace(r)
	if r.Place.Home {
		return
	}
	if r.ResponseURL != "" && r.Place.ID == "" {
		b.respondLater(r, said, true)
	}
	b.draw(r, "drawing what a press has changed", func(ctx context.Context) error {
		m, err := r.meta()
		if err != nil {
			m = view.Meta{}
		}
		return errors.Join(b.redrawStack(ctx, r, m, said), b.redrawHome(ctx, r, m))
	})
}

// redrawHome draws the Home of r's person, who changed something in a view with the
// metadata m.
func (b *Bot) redrawHome(ctx context.Context, r Request, m view.Meta) error {
	page, err := b.homePage(ctx, r, m)
	if err != nil {
		return err
	}
	if len(below(m)) == 0 {
		page.Said = m.Said
	}
	return b.publishHome(ctx, r, page, "")
}

// sayThere draws Home or the hub, if r was pressed there, with what was done on top.
func (b *Bot) sayThere(r Request, said view.Message) {
	m, err := r.meta()
	if err != nil || !r.Place.Home && r.Place.Callback != view.HubView {
		return
	}
	m.Said = said
	b.drawPlace(r, m)
}

// homePage is the page that Home shows to r's person below views of which the topmost has
// the metadata m: as that says, or as it was drawn last.
func (b *Bot) homePage(ctx context.Context, r Request, m view.Meta) (view.Meta, error) {
	hub := func(c card) bool { return c.callback == view.HubView }
	if homeTab(m.Tab) && r.Place.Callback != view.HubView && !slices.ContainsFunc(below(m), hub) {
		return view.Meta{Tab: m.Tab, Page: m.Page}, nil
	}
	page, _, err := b.lastPage(ctx, r)
	return page, err
}

// respondLaterWith answers a command with a body that was meant to go back in the
// response to it.
func (b *Bot) respondLaterWith(r Request, body json.RawMessage) {
	b.later(r, "answering a command", func(ctx context.Context) error {
		return b.slack.respondWith(ctx, r.ResponseURL, body)
	})
}

// respondLater writes to where r came from.
func (b *Bot) respondLater(r Request, m view.Message, replace bool) {
	b.later(r, "answering", func(ctx context.Context) error {
		return b.slack.respond(ctx, r.ResponseURL, m, replace)
	})
}
