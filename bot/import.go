package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// fileShared begins an import of a file that somebody dropped into their direct message
// with the bot (R7). Files in any other conversation are none of the bot's business, nor
// are those that it sends itself.
func (b *Bot) fileShared(ctx context.Context, r Request) (Answer, error) {
	if !strings.HasPrefix(r.Channel, "D") || r.Text == "" || r.User == "" {
		return Answer{}, nil
	}
	direct, err := b.slack.direct(ctx, r.By)
	if slices.Contains(unwritable, code(err)) || err == nil && direct != r.Channel {
		return Answer{}, nil
	}
	if err != nil {
		return Answer{Again: true}, err
	}
	if err := r.By.MayWork(); err != nil {
		sentence, _ := view.Reason(r.Words, err)
		b.later(r, "refusing a file", func(ctx context.Context) error {
			_, err := b.slack.message(ctx, r.By, view.Plain(sentence))
			return err
		})
		return Answer{}, nil
	}
	_, err = b.store.BeginImport(ctx, r.By, r.Text, "")
	return Answer{Again: err != nil}, err
}

// unwritable are Slack's words for whom the bot cannot write to, as it cannot to itself.
var unwritable = []string{"cannot_dm_bot", "user_not_found"}

// wishes returns the handler of a button of a chore's message. What is to be worked on is
// shown by who works on it; anything else is shown at once, also where the button was out
// of date.
func (b *Bot) wishes(wish crm.ChoreWish) handler {
	return func(ctx context.Context, r Request) (Answer, error) {
		id, err := view.ParseID[crm.ChoreID](r.Text)
		if err != nil {
			return Answer{}, errOutdated
		}
		_, wrong := b.store.Wish(ctx, r.By, id, wish)
		c, err := b.store.Chore(ctx, r.By, id)
		if err == nil && c.By.ID == r.By.ID && !c.State.Working() {
			b.respondLater(r, view.Chore(r.reader(b.store.Now()), c), true)
		}
		return Answer{}, errors.Join(wrong, err)
	}
}
