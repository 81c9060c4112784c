package bot

import (
	"context"
	"errors"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// later does something for the one who made r, after the answer and after everything
// else that is still to be done for them.
func (b *Bot) later(r Request, name string, do func(context.Context) error) {
	b.pool.later(r.Team+" "+r.User, name, do)
}

// drawPlace draws the view in which r was pressed, with the metadata m. A page that the
// list does not have any more is its first.
func (b *Bot) drawPlace(r Request, m view.Meta) {
	b.later(r, "drawing a view", func(ctx context.Context) error {
		err := b.drawPlaceNow(ctx, r, m)
		if _, refused := errors.AsType[crm.Refusal](err); refused && m.After != "" {
			m.After, m.Back = "", nil
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
	return b.redrawCard(ctx, r, r.Place.Callback, r.Place.ID, m)
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
// person's Home are drawn again. Where a command opened the form it is answered, unless
// there was no event: a submission that Slack delivers again is not confirmed again.
func (b *Bot) saved(r Request, m view.Meta, event crm.EventID, said view.Message) {
	b.later(r, "confirming a form", func(ctx context.Context) error {
		all := []error{b.redrawStack(ctx, r, m)}
		if m.ResponseURL != "" && event != 0 {
			all = append(all, b.slack.respond(ctx, m.ResponseURL, said, false))
		}
		return errors.Join(append(all, b.publishHome(ctx, r, view.Meta{}, ""))...)
	})
}

// pressed shows what a press has changed: in the view in which it happened and in those
// below, on the person's Home, or in the place of the message with the button.
func (b *Bot) pressed(r Request, said view.Message) {
	b.redrawPlace(r)
	if r.Place.Home {
		return
	}
	b.later(r, "showing a press", func(ctx context.Context) error {
		var all []error
		if r.ResponseURL != "" && r.Place.ID == "" {
			all = append(all, b.slack.respond(ctx, r.ResponseURL, said, true))
		}
		if m, err := r.meta(); err == nil && m.Card != "" {
			all = append(all, b.redrawStack(ctx, r, m))
		}
		return errors.Join(append(all, b.publishHome(ctx, r, view.Meta{}, ""))...)
	})
}

// respondLater writes to where r came from.
func (b *Bot) respondLater(r Request, m view.Message, replace bool) {
	b.later(r, "answering", func(ctx context.Context) error {
		return b.slack.respond(ctx, r.ResponseURL, m, replace)
	})
}
