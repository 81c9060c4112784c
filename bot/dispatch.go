package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"time"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// answerWithin is how long a handler may take, and excuseWithin how long it may take
// afterwards to say that it failed. Slack waits three seconds before it tells the person
// that the app does not answer.
const (
	answerWithin = 2200 * time.Millisecond
	excuseWithin = 600 * time.Millisecond
)

// dispatch does what r asks and returns what goes back. Whatever goes wrong, a panic
// included, becomes a sentence to the person.
func (b *Bot) dispatch(ctx context.Context, r Request) (answer Answer) {
	ctx, cancel := context.WithTimeout(ctx, b.within)
	defer cancel()
	r.Words = words.For("", nil) // until it is known who asks
	defer func() {
		if v := recover(); v != nil {
			answer = b.excuse(ctx, r, panicked{v, debug.Stack()})
		}
	}()
	answer, err := b.handle(ctx, &r)
	if err != nil {
		again := answer.Again
		answer = b.excuse(ctx, r, err)
		answer.Again = again
	}
	return answer
}

// handle recognises who asks and calls the handler that the table names. It fills in
// By and Words of r even when it fails later.
func (b *Bot) handle(ctx context.Context, r *Request) (Answer, error) {
	by, err := b.recognise(ctx, *r)
	if errors.Is(err, crm.ErrNotFound) {
		return Answer{}, crm.Refusal{ID: "refusal.not_installed"}
	}
	if err != nil {
		return Answer{Again: r.Kind == Event}, fmt.Errorf("recognising: %w", err)
	}
	r.speakWith(by)
	if r.Kind == Event {
		return b.hear(ctx, *r)
	}
	if err := by.MayWork(); err != nil {
		return Answer{}, err
	}
	do, err := b.routes.find(r)
	if err != nil {
		return Answer{}, err
	}
	return do(ctx, *r)
}

// speakWith makes by the one who asks, in their language and zone.
func (r *Request) speakWith(by crm.Staff) {
	r.By, r.Words = by, words.For(by.Language, by.Zone)
}

// hear acts on an event, once however often Slack delivers it, unless its handler wants it
// again. Events that nobody asked for are no mistake.
func (b *Bot) hear(ctx context.Context, r Request) (Answer, error) {
	do, ok := b.routes.events[r.Name]
	if !ok {
		return Answer{}, nil
	}
	first, err := b.store.Arrived(ctx, r.Team, r.Delivery)
	if err != nil {
		return Answer{Again: true}, fmt.Errorf("recording an event: %w", err)
	}
	if !first {
		return Answer{}, nil
	}
	answer, err := do(ctx, r)
	if answer.Again {
		err = errors.Join(err, b.unhear(ctx, r))
	}
	return answer, err
}

// unhear forgets an event that Slack is to deliver again.
func (b *Bot) unhear(ctx context.Context, r Request) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), excuseWithin)
	defer cancel()
	return b.store.ForgetArrival(ctx, r.Team, r.Delivery)
}

// panicked is a handler's panic as an error.
type panicked struct {
	value any
	stack []byte
}

func (p panicked) Error() string { return "panic: " + safePanic(p.value) }

// safePanic describes a panic by what cannot hold anybody's words: the runtime's own
// errors as they are, anything else by its type.
func safePanic(value any) string {
	if err, ok := value.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("a %T", value)
}

func logPanic(log *slog.Logger, value any, attrs ...any) {
	log.Error("panic", append(attrs, "panic", safePanic(value), "stack", string(debug.Stack()))...)
}
