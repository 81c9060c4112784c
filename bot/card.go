package bot

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// A card is an open modal that shows something: a person, a task, or Home's lists.
// Modals that are opened over it carry it, so that a change redraws what lies below
// (R36).
type card struct {
	callback string
	view     string // Slack's id of the view
	id       int64  // of the person or task that it shows
}

// stack is a pile of open cards, the nearest first, as [view.Meta] carries it.
type stack []card

// maxStack is how many cards can lie below a modal: Slack opens three at most.
const maxStack = 2

func (s stack) String() string {
	var parts []string
	for _, c := range s[:min(len(s), maxStack)] {
		parts = append(parts, c.callback+":"+c.view+":"+strconv.FormatInt(c.id, 10))
	}
	return strings.Join(parts, " ")
}

// parseStack reads what stack.String wrote; what is not as written is left out.
func parseStack(text string) stack {
	var s stack
	for part := range strings.FieldsSeq(text) {
		fields := strings.Split(part, ":")
		if len(fields) != 3 {
			continue
		}
		if id, err := strconv.ParseInt(fields[2], 10, 64); err == nil {
			s = append(s, card{fields[0], fields[1], id})
		}
	}
	return s
}

// full reports whether r was made in the topmost of as many modals as Slack opens.
func (r Request) full() bool {
	m, err := r.meta()
	return err == nil && r.Place.Modal() && len(parseStack(m.Card)) >= maxStack
}

// over returns the cards that lie below a modal which r opens now.
func over(r Request, m view.Meta) stack {
	below := parseStack(m.Card)
	if !r.Place.Modal() {
		return nil
	}
	if r.full() { // the card that r was made in gives way
		return below
	}
	return append(stack{r.card(m)}, below...)
}

// formMeta is what a form opened by r carries: the cards below it with their tab and
// page, and where to confirm what it does.
func (r Request) formMeta() (view.Meta, error) {
	m, err := r.meta()
	if err != nil {
		return view.Meta{}, errOutdated
	}
	form := view.Meta{Tab: m.Tab, Page: m.Page, Text: m.Text}
	switch {
	case !r.Place.Modal():
		form.ResponseURL = r.ResponseURL
	case r.full():
		form.Card, form.Instead = m.Card, stack{r.card(m)}.String()
		form.Key = rand.Text()[:8]
	default:
		form.Card = over(r, m).String()
	}
	return form, nil
}

// key is the key of a submitted form, under which it is saved once. Slack's id of the
// view is not enough where one form after the other takes the place of the same card.
func (r Request) key(m view.Meta) string { return r.Place.ID + m.Key }

// card is the one that r was made in, which has the metadata m.
func (r Request) card(m view.Meta) card {
	id := int64(m.Person)
	if r.Place.Callback == view.CardTask {
		id = int64(m.Task)
	}
	return card{r.Place.Callback, r.Place.ID, id}
}

// drawCard returns what a card shows now. m is the card's own metadata.
func (b *Bot) drawCard(ctx context.Context, r Request, callback string, m view.Meta) (slack.ModalViewRequest, error) {
	draw, ok := b.routes.cards[callback]
	if !ok {
		return slack.ModalViewRequest{}, errOutdated
	}
	return draw(ctx, r, m)
}

// openCard shows a card on top of everything that is open.
func (b *Bot) openCard(ctx context.Context, r Request, callback string, m view.Meta) error {
	below, err := r.meta()
	if err != nil {
		return errOutdated
	}
	m.Card = over(r, below).String()
	m.Text = cmp.Or(m.Text, below.Text)
	if callback == view.CardTask { // has no tabs and pages of its own, so it keeps those of the card below
		m.Tab, m.Page = below.Tab, below.Page
	}
	drawn := b.drawAside(context.WithoutCancel(ctx), r, callback, m)
	select {
	case d := <-drawn:
		if d.err != nil {
			return d.err
		}
		return b.slack.open(ctx, r, d.modal)
	case <-time.After(slowly):
		return b.openSlowly(ctx, r, drawn)
	}
}

// slowly is how long the drawing of a card may take before the person is shown that it
// comes: the trigger that opens it lasts three seconds.
const slowly = time.Second

// A drawing is a card drawn, or why not.
type drawing struct {
	modal slack.ModalViewRequest
	err   error
}

// drawAside draws a card beside the request that asks for it.
func (b *Bot) drawAside(ctx context.Context, r Request, callback string, m view.Meta) <-chan drawing {
	drawn := make(chan drawing, 1)
	go func() {
		ctx, cancel := context.WithTimeout(ctx, errandTime)
		defer cancel()
		defer func() {
			if v := recover(); v != nil {
				drawn <- drawing{err: panicked{v, debug.Stack()}}
			}
		}()
		modal, err := b.drawCard(ctx, r, callback, m)
		drawn <- drawing{modal, err}
	}()
	return drawn
}

// openSlowly shows that a card comes, and the card as soon as it is drawn.
func (b *Bot) openSlowly(ctx context.Context, r Request, drawn <-chan drawing) error {
	id, err := b.slack.show(ctx, r, view.Loading(r.reader(b.store.Now())))
	if err != nil {
		return err
	}
	b.later(r, "filling a card", func(ctx context.Context) error {
		d := wait(ctx, drawn)
		if d.err != nil {
			d.modal = view.Sorry(r.reader(b.store.Now()), b.sentence(r, d.err))
		}
		return b.slack.update(ctx, r.By, id, d.modal)
	})
	return nil
}

// wait returns what is drawn, and lets others go on in the background meanwhile.
func wait(ctx context.Context, drawn <-chan drawing) (d drawing) {
	aside(ctx, func() {
		select {
		case d = <-drawn:
		case <-ctx.Done():
			d.err = ctx.Err()
		}
	})
	return d
}

// gone is what a card says that shows what is there no more.
func (b *Bot) gone(r Request) view.Message { return view.Plain(r.Words.Say("refusal.not_found")) }

// drawOr draws a card as it is now, or what is said when what it showed is gone.
func (b *Bot) drawOr(ctx context.Context, r Request, c card, m view.Meta, gone view.Message) (slack.ModalViewRequest, error) {
	modal, err := b.drawCard(ctx, r, c.callback, m)
	if errors.Is(err, crm.ErrNotFound) {
		return view.Said(r.reader(b.store.Now()), gone), nil
	}
	return modal, err
}

// redrawCard draws an open card again. What it showed may be gone.
func (b *Bot) redrawCard(ctx context.Context, r Request, c card, m view.Meta, gone view.Message) error {
	modal, err := b.drawOr(ctx, r, c, m, gone)
	if err != nil {
		return err
	}
	return b.slack.update(ctx, r.By, c.view, modal)
}

// below are the cards below a view with the metadata m, and before them the one in whose
// place it stands.
func below(m view.Meta) stack { return append(parseStack(m.Instead), parseStack(m.Card)...) }

// metas are the metadata of the cards of s, below a view with the metadata m. The nearest
// that has tabs or pages shows those of m; the text of a list is that of the whole pile.
func (s stack) metas(m view.Meta) []view.Meta {
	all := make([]view.Meta, len(s))
	for i, c := range s {
		all[i] = view.Meta{Card: s[i+1:].String(), Tab: m.Tab, Page: m.Page, Text: m.Text}
		if c.callback == view.HubView {
			all[i].Said = m.Said
		}
		if c.callback == view.CardTask {
			all[i].Task = crm.TaskID(c.id)
		} else {
			all[i].Person = crm.PersonID(c.id)
			m.Tab, m.Page = "", ""
		}
	}
	return all
}

// redrawStack draws again what lies below a modal with the metadata m. A card of the very
// task that the modal was about, and that is gone, shows what was said; a form stays as it
// is being filled in.
func (b *Bot) redrawStack(ctx context.Context, r Request, m view.Meta, said view.Message) error {
	cards := below(m)
	var all []error
	for i, its := range cards.metas(m) {
		if _, drawn := b.routes.cards[cards[i].callback]; drawn && i >= len(parseStack(m.Instead)) {
			all = append(all, b.redrawCard(ctx, r, cards[i], its, b.goneFrom(r, m, its, said)))
		}
	}
	return errors.Join(all...)
}

// restore answers a submitted form that stands in the place of a card with that card, as
// it is now; any other closes.
func (b *Bot) restore(ctx context.Context, r Request, m view.Meta, said view.Message) Answer {
	if len(parseStack(m.Instead)) == 0 {
		return Answer{}
	}
	cards := below(m)
	its := cards.metas(m)[0]
	modal, err := b.drawOr(ctx, r, cards[0], its, b.goneFrom(r, m, its, said))
	if err != nil { // what was asked is done, and the card can be opened again
		b.log.Warn("a card cannot be drawn anew", r.ids("error", err)...)
		return Answer{}
	}
	return updateAnswer(modal)
}

// goneFrom is what a card with the metadata its says if what it showed is gone: what was
// said, if that was about the same task.
func (b *Bot) goneFrom(r Request, m, its view.Meta, said view.Message) view.Message {
	if its.Task != 0 && its.Task == m.Task {
		return said
	}
	return b.gone(r)
}

// showCardTab turns to another tab of the card in which it was pressed.
func (b *Bot) showCardTab(_ context.Context, r Request) (Answer, error) {
	return b.turn(r, func(m view.Meta) view.Meta {
		m.Tab, m.Page = r.Text, ""
		return m
	})
}

// turnPage turns the list that r was pressed in to the page that the button carries: the
// next one, or the one before.
func (b *Bot) turnPage(_ context.Context, r Request) (Answer, error) {
	return b.turn(r, func(m view.Meta) view.Meta {
		m.Page = crm.Cursor(r.Text)
		return m
	})
}

// turn draws the view in which r was pressed with other metadata.
func (b *Bot) turn(r Request, to func(view.Meta) view.Meta) (Answer, error) {
	m, err := r.meta()
	if err != nil || !b.drawable(r.Place) {
		return Answer{}, errOutdated
	}
	b.drawPlace(r, to(m))
	return Answer{}, nil
}
