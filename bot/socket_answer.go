package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/slack-go/slack"
)

// maxAck is the size from which on Slack drops an acknowledgement without a word, and
// maxPayload what that leaves for the answer in it.
const (
	maxAck     = 20 << 10
	maxPayload = maxAck - 256
)

// envelope is what Slack sends over Socket Mode.
type envelope struct {
	ID          string `json:"envelope_id"`
	Type        string
	Payload     json.RawMessage
	Accepts     bool   `json:"accepts_response_payload"`
	Reason      string // of a disconnect
	Connections int    `json:"num_connections"` // of a hello
}

// decoders read the payloads of envelopes by their type. An event that is delivered
// again has the id of the first delivery: dispatch acts on it once.
var decoders = map[string]func([]byte) (Request, error){
	"slash_commands": decodeTyped,
	"interactive":    decodeInteraction,
	"events_api":     decodeSocketEvent,
}

func decodeTyped(payload []byte) (Request, error) {
	var c typedCommand
	if err := json.Unmarshal(payload, &c); err != nil {
		return Request{}, unreadable("command", err)
	}
	return c.request()
}

func decodeSocketEvent(payload []byte) (Request, error) {
	r, challenge, err := decodeEvent(payload)
	if challenge != "" {
		err = errors.New("a verification of an address")
	}
	return r, err
}

// answer does what an envelope asks and acknowledges it, whatever happens, unless it is
// to come again: Slack repeats an event that is not acknowledged. What does not fit into
// the acknowledgement goes another way, after it.
func (s *socket) answer(ctx context.Context, l *link, e envelope) {
	r, payload, after, again := s.work(ctx, e)
	if again {
		return
	}
	err := l.acknowledge(e.ID, payload)
	if err != nil {
		s.bot.log.Warn("an answer did not reach Slack", r.ids("error", err)...)
	}
	if err != nil && payload != nil && r.Kind == Command {
		s.bot.respondLaterWith(r, payload)
	}
	if after != nil {
		after()
	}
}

// work does what an envelope asks. It returns what goes into the acknowledgement, and
// what is to be done after it, or that it is to come again.
func (s *socket) work(ctx context.Context, e envelope) (r Request, payload json.RawMessage, after func(), again bool) {
	defer func() {
		if v := recover(); v != nil {
			logPanic(s.bot.log, v, r.ids()...)
			payload, after = nil, nil
		}
	}()
	decode, known := decoders[e.Type]
	if !known {
		s.bot.log.Warn("an envelope of an unknown type")
		return r, nil, nil, false
	}
	r, err := decode(e.Payload)
	if err != nil {
		s.bot.log.Warn("an unreadable envelope from Slack", "type", e.Type, "reason", err)
		return r, nil, nil, false
	}
	answer := s.bot.dispatch(ctx, r)
	payload, after = s.bot.fit(ctx, r, answer, e.Accepts)
	return r, payload, after, answer.Again
}

// fit returns what of an answer goes into the acknowledgement of r, if that accepts any,
// and what is to be done after it for the rest to arrive.
func (b *Bot) fit(ctx context.Context, r Request, a Answer, accepts bool) (payload json.RawMessage, after func()) {
	raw, err := a.json()
	switch {
	case err != nil:
		b.log.Error("an answer cannot be written", r.ids("error", err)...)
		return nil, nil
	case accepts && len(raw) <= maxPayload, len(raw) == 0:
		return raw, nil
	case r.Kind == Command:
		return nil, func() { b.respondLaterWith(r, raw) }
	}
	by, err := b.recognise(ctx, r)
	r.speakWith(by)
	update, ok := a.Body.(*slack.ViewSubmissionResponse)
	if ok && err == nil && accepts && update.View != nil && len(r.Place.Inputs) > 0 {
		return b.fitView(r, *update.View)
	}
	answer := b.excuse(ctx, r, errors.Join(err, fmt.Errorf("an answer of %d bytes does not go over Socket Mode", len(raw))))
	if !accepts {
		return nil, nil
	}
	raw, _ = answer.json() // a sentence can be written
	return raw, nil
}

// fitView shows a view that is too large for an acknowledgement in the place of the
// submitted form. An empty acknowledgement would close the form, and one that shows
// another view might arrive after the large one and hide it; a sentence at a field does
// neither, and if the large view never arrives nothing typed is lost.
func (b *Bot) fitView(r Request, modal slack.ModalViewRequest) (payload json.RawMessage, after func()) {
	sentence := r.Words.Say("refusal.look_again")
	payload, _ = errorsAnswer(map[string]string{r.Place.Inputs[0]: sentence}).json() // a sentence can be written
	return payload, func() {
		b.later(r, "filling a form", func(ctx context.Context) error {
			return b.slack.update(ctx, r.By, r.Place.ID, modal)
		})
	}
}
