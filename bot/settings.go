package bot

import (
	"context"

	"frontdesk/bot/view"
	"frontdesk/store/words"
)

// settings answers with what a staff member chooses for themselves: the language.
func (b *Bot) settings(_ context.Context, r Request) (Answer, error) {
	return ephemeral(view.LanguageAsked(r.reader(b.store.Now()))), nil
}

// chooseLanguage speaks from now on as the person wants. Where they pressed is drawn
// again in that language; on Home it says where it can be changed later.
func (b *Bot) chooseLanguage(ctx context.Context, r Request) (Answer, error) {
	lang, ok := words.Known(r.Text)
	if !ok {
		return Answer{}, errOutdated
	}
	by, err := b.store.ChooseLanguage(ctx, r.By, lang)
	if err != nil {
		return Answer{}, err
	}
	r.speakWith(by)
	reader := r.reader(b.store.Now())
	if !r.Place.Home {
		b.pressed(r, view.LanguageChosen(reader))
	}
	b.sayThere(r, view.LanguageLater(reader))
	return Answer{}, nil
}
