package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// errOutdated says that a button, a menu or a form is of an older version of the app,
// or of none. The view in which it stands is drawn again.
var errOutdated = crm.Refusal{ID: "refusal.outdated_button"}

// excuse tells the person why what they asked was not done, and returns the answer
// that does so. Where a press came from is drawn again: it may show what is gone.
func (b *Bot) excuse(ctx context.Context, r Request, err error) Answer {
	if r.Kind == Submission {
		if problems, ok := errors.AsType[crm.Problems](err); ok {
			return r.fieldErrors(problems)
		}
	}
	answer := b.tell(ctx, r, b.sentence(r, err))
	if r.Kind == Press && r.By.MayWork() == nil {
		b.redrawPlace(r)
	}
	return answer
}

// sentence is what to say about err. What is nobody's business but the operator's is
// logged under an id, and the sentence tells the id.
func (b *Bot) sentence(r Request, err error) string {
	if tooLate(err) {
		b.log.Warn("too slow for Slack", r.ids("error", err)...)
		return r.Words.Say("refusal.too_slow")
	}
	if _, crashed := errors.AsType[panicked](err); !crashed {
		if sentence, known := view.Reason(r.Words, err); known {
			return sentence
		}
	}
	id := rand.Text()[:8]
	b.log.Error("a request failed", r.ids("id", id, "error", err, "stack", trace(err))...)
	return r.Words.Fill("refusal.failed", struct{ ID string }{id})
}

// ids are what a log line may say of a request.
func (r Request) ids(more ...any) []any {
	return append([]any{"kind", r.Kind, "name", r.Name, "team", r.Team, "user", r.User}, more...)
}

// trace is where a handler panicked, if it did.
func trace(err error) string {
	crash, _ := errors.AsType[panicked](err)
	return string(crash.stack)
}

// tell says one sentence to whoever made r, where they are looking.
func (b *Bot) tell(ctx context.Context, r Request, sentence string) Answer {
	switch {
	case r.Kind == Command:
		return ephemeral(view.Plain(sentence))
	case r.Kind == Submission && len(r.Place.Inputs) > 0:
		return errorsAnswer(map[string]string{r.Place.Inputs[0]: sentence})
	case r.Kind == Submission:
		return updateAnswer(view.Sorry(r.reader(b.store.Now()), "", sentence))
	case r.Kind == Press && r.ResponseURL != "":
		b.respondLater(r, view.Plain(sentence), false)
	case r.Trigger != "" && r.By.Workspace.ID != 0:
		if err := b.slack.open(ctx, r, view.Sorry(r.reader(b.store.Now()), "", sentence)); err != nil {
			b.log.Warn("a sentence could not be shown", r.ids("error", err)...)
		}
	}
	if r.Kind == Suggestion {
		return Answer{Body: view.OptionsAnswer{Options: []*slack.OptionBlockObject{}}}
	}
	return Answer{}
}

// fieldErrors puts every problem at its field. Slack shows a problem of a field that
// the form does not have as a failure of the app, so it stands at the first field.
func (r Request) fieldErrors(problems crm.Problems) Answer {
	byField := view.FieldErrors(r.Words, problems)
	for field, sentence := range byField {
		if !slices.Contains(r.Place.Inputs, field) && len(r.Place.Inputs) > 0 {
			delete(byField, field)
			byField[r.Place.Inputs[0]] = sentence
		}
	}
	return errorsAnswer(byField)
}
