package scheduler

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"runtime/debug"
	"time"

	"frontdesk/scheduler/mail"
	"frontdesk/store/crm"
)

// A result is how an attempt to deliver ended.
type result struct {
	verdict   verdict
	reference string        // of what was sent
	err       error         // of what was not
	wait      time.Duration // before the next attempt
}

// A verdict is what follows from an attempt.
type verdict string

const (
	sent    verdict = "sent"
	again   verdict = "again"
	never   verdict = "never"
	unsent  verdict = "unsent"  // for no reason of its own: it keeps its place
	skipped verdict = "skipped" // the store has let go of it
)

// putBack is the result of no attempt at all.
var putBack = result{verdict: unsent}

// unsureReference stands for the place of a Slack message that may have arrived.
const unsureReference = "unsure"

// The reasons of our own for sending nothing.
var (
	errNoAddress = errors.New("no address")
	errNoLetter  = errors.New("no such letter")
	errPointless = errors.New("pointless by now")
)

// channels are the ways that a delivery goes.
var channels = map[crm.Channel]func(*errand, context.Context, crm.Delivery) (reference string, err error){
	crm.ByEmail: (*errand).mailLetter,
	crm.BySlack: (*errand).tell,
}

// attempt sends d once. A panic is this delivery's failure alone.
func (e *errand) attempt(ctx context.Context, d crm.Delivery) (r result) {
	defer func() {
		if problem := recover(); problem != nil {
			// Its value is told to nobody: it may hold what people have typed.
			err := fmt.Errorf("panic of a %T", problem)
			e.log.ErrorContext(ctx, "a delivery panicked", "delivery", d.ID, "problem", err, "stack", string(debug.Stack()))
			r = e.judge(ctx, d, err)
		}
	}()
	send, ok := channels[d.Channel]
	if !ok {
		return result{verdict: never, err: fmt.Errorf("no channel %q", d.Channel)}
	}
	reference, err := send(e, ctx, d)
	if err != nil {
		return e.judge(ctx, d, err)
	}
	return result{verdict: sent, reference: reference}
}

// begin notes that d is about to be sent, unless it has lost its point.
func (e *errand) begin(ctx context.Context, d crm.Delivery) error {
	may, err := e.store.DeliveryBegins(ctx, crm.System(d.To.Workspace), d)
	if err == nil && !may {
		err = errPointless
	}
	return err
}

// mailLetter sends d as a letter and returns its Message-ID.
func (e *errand) mailLetter(ctx context.Context, d crm.Delivery) (string, error) {
	if d.To.Email == "" {
		return "", errNoAddress
	}
	if err := e.outage.at(e.store.Now()); err != nil {
		return "", err
	}
	letter, err := mail.Compose(d)
	if err != nil {
		return "", errors.Join(errNoLetter, err)
	}
	if err := e.begin(ctx, d); err != nil {
		return "", err
	}
	id, err := e.mail.Send(ctx, mail.Message{
		To: d.To.Email, Name: d.To.Name, Date: d.Created, Letter: letter,
		Key: fmt.Sprintf("%s/%d/%d/%s", d.To.Workspace.Team, d.To.Workspace.ID, d.ID, d.Key),
	})
	if _, down := errors.AsType[mail.Unavailable](err); down && ctx.Err() == nil {
		e.log.WarnContext(ctx, "letters wait", "reason", loggable(err))
		e.outage.begin(err, e.store.Now().Add(mailPause))
	}
	if err == nil {
		e.accepted[reminderOf(d)] = true
	}
	return id, err
}

// concernsAllMail reports whether no other letter would fare better now.
func concernsAllMail(err error) bool {
	_, unavailable := errors.AsType[mail.Unavailable](err)
	_, missing := errors.AsType[mail.NotConfigured](err)
	return unavailable || missing
}

// tell sends d as a message in Slack and returns where it stands.
func (e *errand) tell(ctx context.Context, d crm.Delivery) (string, error) {
	workspace := d.To.Workspace.ID
	if err := e.slackDown[workspace]; err != nil {
		return "", err
	}
	// Who began to tell and fell silent may have told; the letter is certain.
	if d.TakenOver && e.letterArrived(d) {
		return unsureReference, nil
	}
	if err := e.begin(ctx, d); err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	reference, err := e.teller.Tell(ctx, d)
	if _, limited := errors.AsType[crm.RetryLater](err); limited {
		e.slackDown[workspace] = err
	}
	if _, unsure := errors.AsType[crm.Unsure](err); unsure && e.letterArrived(d) {
		e.log.WarnContext(ctx, "a Slack message may not have arrived; its letter has", "delivery", d.ID)
		return unsureReference, nil
	}
	return reference, err
}

// letterArrived reports whether the e-mail of the same reminder has been accepted, so
// that a Slack message which may have been sent already need not be sent again.
func (e *errand) letterArrived(d crm.Delivery) bool {
	return d.EmailAccepted || d.Kind == crm.KindReminder && e.accepted[reminderOf(d)]
}

// tryFor is how long a delivery is tried again, by the store's clock.
const tryFor = 24 * time.Hour

// judge says what follows from a failure.
func (e *errand) judge(ctx context.Context, d crm.Delivery, err error) result {
	wait := backOff(d.Attempts)
	if limited, ok := errors.AsType[crm.RetryLater](err); ok {
		wait = limited.After
	}
	_, refused := errors.AsType[mail.Permanent](err)
	_, undeliverable := errors.AsType[crm.Undeliverable](err)
	_, unsure := errors.AsType[crm.Unsure](err)
	switch age := e.store.Now().Sub(d.Created); {
	case errors.Is(err, errPointless):
		return result{verdict: skipped}
	case refused, undeliverable, errors.Is(err, errNoAddress), errors.Is(err, errNoLetter):
		return result{verdict: never, err: err}
	case ctx.Err() != nil && !unsure:
		return putBack // we stopped it ourselves
	case age+wait > tryFor:
		return result{verdict: never, err: err}
	}
	return result{verdict: again, err: err, wait: wait}
}

// backOff is how long to wait after a number of attempts: 1, 2, 4 … minutes, an hour
// at most.
func backOff(attempts int) time.Duration {
	return min(time.Minute<<min(max(attempts-1, 0), 6), time.Hour)
}

// loggable is err without what a mail server said, which may name a recipient.
func loggable(err error) string {
	_, refused := errors.AsType[mail.Permanent](err)
	reply, answered := errors.AsType[*textproto.Error](err)
	switch {
	case answered && !concernsAllMail(err):
		return fmt.Sprintf("mail server answered %d", reply.Code)
	case refused:
		return "not an address"
	}
	return err.Error()
}
