package bot

import (
	"context"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/words"
)

// settings answers with what a staff member chooses for themselves: the language.
func (b *Bot) settings(_ context.Context, r Request) (Answer, error) {
	return ephemeral(r.languageChoice(r.Words.Say("settings.language"))), nil
}

// languageChoice is a message that offers every language by its own name.
func (r Request) languageChoice(text string) view.Message {
	var buttons []slack.BlockElement
	for _, lang := range words.Languages() {
		name := words.For(lang, nil).Say("general.language_name")
		label := slack.NewTextBlockObject(slack.PlainTextType, name, false, false)
		button := slack.NewButtonBlockElement(view.Language+string(lang), string(lang), label)
		if lang == r.By.Language {
			button.Style = slack.StylePrimary
		}
		buttons = append(buttons, button)
	}
	return view.Message{Text: text, Blocks: append(mrkdwnSections(text), slack.NewActionBlock("", buttons...))}
}

// mrkdwnSections are the blocks of a text of ours.
func mrkdwnSections(text string) []slack.Block { return []slack.Block{mrkdwnSection(text)} }

// chooseLanguage speaks from now on as the person wants. Where they pressed is drawn
// again in that language.
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
	b.pressed(r, r.languageChoice(r.Words.Say("settings.language_chosen")))
	return Answer{}, nil
}
