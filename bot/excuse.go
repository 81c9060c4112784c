package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// errOutdated says that a button, a menu or a form is of an older version of the app,
// or of none. The view in which it stands is drawn again.
var errOutdated = crm.Refusal{ID: "refusal.outdated_button"}

// excuse tells the person why what they asked was not done, and returns the answer
// that does so. Where a press came from is drawn again: it may show what is gone.
//
// The handler may have used its time up, so this has some of its own.
func (b *Bot) excuse(ctx context.Context, r Request, err error) Answer {
	if r.Kind == Submission && len(r.Place.Inputs) > 0 {
		if problems, ok := errors.AsType[crm.Problems](err); ok {
			return r.fieldErrors(problems)
		}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), excuseWithin)
	defer cancel()
	sentence := b.sentence(r, err)
	switch {
	case r.Kind == Press && r.By.MayWork() != nil:
		b.clearPlace(r)
	case r.Kind == Press && r.inTaskMessage() && errors.Is(err, crm.ErrNotFound):
		b.respondLater(r, view.Plain(sentence), true)
		return Answer{}
	case r.Kind == Press && !r.full(): // where it is full, the sentence stands in its place
		b.redrawPlace(r)
	}
	return b.say(ctx, r, sentence)
}

// inTaskMessage reports whether r was pressed in a message that is about one task, which
// the button names.
func (r Request) inTaskMessage() bool {
	return r.ResponseURL != "" && r.Place.ID == "" && slices.Contains([]string{
		view.ToldSquare, view.TaskSnoozeHour, view.TaskSnoozeTomorrow, view.TaskSquare, view.TaskOpen, view.TaskMenu,
	}, r.Name)
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
	for i, value := range more {
		if err, ok := value.(error); ok {
			more[i] = loggable(err)
		}
	}
	return append([]any{"kind", r.Kind, "name", r.Name, "team", r.Team, "user", r.User}, more...)
}

// loggable is what a log may say of an error. What PostgreSQL says may quote a person's
// data or what was typed, so that only its code and the constraint are left of it.
func loggable(err error) string {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return err.Error()
	}
	doing, _, _ := strings.Cut(err.Error(), pg.Error())
	return strings.TrimSpace(doing + "SQLSTATE " + pg.Code + " " + pg.ConstraintName)
}

// trace is where a handler panicked, if it did.
func trace(err error) string {
	crash, _ := errors.AsType[panicked](err)
	return string(crash.stack)
}

// say says one sentence to whoever made r, where they are looking.
func (b *Bot) say(ctx context.Context, r Request, sentence string) Answer {
	switch {
	case r.Kind == Command:
		return ephemeral(view.Plain(sentence))
	case r.Kind == Submission && len(r.Place.Inputs) > 0:
		return errorsAnswer(map[string]string{r.Place.Inputs[0]: sentence})
	case r.Kind == Submission:
		return updateAnswer(view.Sorry(r.reader(b.store.Now()), sentence))
	case r.Kind == Press && r.ResponseURL != "":
		b.respondLater(r, view.Plain(sentence), false)
	case r.Trigger != "" && r.By.Workspace.ID != 0:
		if err := b.slack.open(ctx, r, view.Sorry(r.reader(b.store.Now()), sentence)); err != nil {
			b.log.Warn("a sentence could not be shown", r.ids("error", err)...)
		}
	}
	if r.Kind == Suggestion {
		return Answer{Body: view.OptionsAnswer{Options: []*slack.OptionBlockObject{}}}
	}
	return Answer{}
}

// fieldErrors puts every problem at its field. Slack shows a problem of a field that
// the form does not have as a failure of the app, so it stands at the first field, after
// what is wrong with that.
func (r Request) fieldErrors(problems crm.Problems) Answer {
	var here, elsewhere crm.Problems
	blocks := make(map[string]string)
	for _, block := range r.Place.Inputs {
		blocks[view.FieldOf(block)] = block
	}
	for _, p := range problems {
		if block, ok := blocks[p.Field]; ok {
			p.Field = block
			here = append(here, p)
		} else {
			elsewhere = append(elsewhere, p)
		}
	}
	byBlock := view.FieldErrors(r.Words, here)
	if len(elsewhere) > 0 {
		first := r.Place.Inputs[0]
		sentence, _ := view.Reason(r.Words, elsewhere)
		byBlock[first] = strings.TrimSpace(byBlock[first] + " " + sentence)
	}
	return errorsAnswer(byBlock)
}
