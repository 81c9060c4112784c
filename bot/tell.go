package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"slices"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// Tell sends d.To a direct message about d's task, in their language and zone, and
// returns where it stands: Slack's channel and ts, as "D123/1732.5". The errors that say
// more than that it failed are [crm.RetryLater] (Slack wants a pause), [crm.Unsure] (cut
// off, it may have arrived) and [crm.Undeliverable] (it never will); after any other,
// nothing was sent and it may be tried again.
func (b *Bot) Tell(ctx context.Context, d crm.Delivery) (reference string, err error) {
	r := view.Reader{Words: words.For(d.To.Language, d.To.Zone), Me: d.To, Now: b.store.Now()}
	var m view.Message
	switch d.Kind {
	case crm.KindReminder:
		m = view.Reminder(r, d.Task)
	case crm.KindAssigned:
		m = view.Assigned(r, d.ByName, d.Task)
	default:
		return "", crm.Undeliverable{Err: fmt.Errorf("a delivery of the kind %q", d.Kind)}
	}
	reference, err = b.slack.message(ctx, d.To, m)
	if err != nil {
		return "", fmt.Errorf("telling by Slack: %w", err)
	}
	return reference, nil
}

// turnTime is how long a message may wait for its turn before it is put off.
const turnTime = 3 * time.Second

// message posts a direct message to to, once, and returns where it stands. Its errors
// are those of [Bot.Tell].
func (a *slackAPI) message(ctx context.Context, to crm.Staff, m view.Message) (reference string, err error) {
	const method = "chat.postMessage"
	client, err := a.client(ctx, to)
	if err != nil {
		return "", fmt.Errorf("reading the token for %s: %w", method, err)
	}
	var begun atomic.Bool // from then on Slack may know of it
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { begun.Store(true) }})
	err = a.pacer.offer(ctx, to.Workspace.Team, method+" "+to.SlackUser, turnTime, func() error {
		channel, ts, err := client.PostMessageContext(traced, to.SlackUser,
			slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(m.Blocks...),
			slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
		reference = channel + "/" + ts
		return err
	})
	if err != nil {
		return "", fmt.Errorf("calling %s: %w%s", method, fate(err, begun.Load()), details(err))
	}
	return reference, nil
}

// Slack's codes for a message that was refused.
var (
	// hopeless: the recipient is not there any more or takes no messages, the app is not
	// there, or the message itself is not as Slack wants it.
	hopeless = []string{
		"channel_not_found", "user_not_found", "user_disabled", "user_not_visible", "cannot_dm_bot",
		"is_archived", "account_inactive", "token_revoked", "org_login_required", "team_not_found",
		"messages_tab_disabled", "invalid_blocks", "msg_too_long",
	}
	// doubtful: Slack itself says that some of it may have happened.
	doubtful = []string{"fatal_error", "internal_error", "request_timeout", "service_unavailable"}
)

// fate says of a failed message what became of it, as far as can be known. Begun is
// whether the call had begun to be written to Slack.
func fate(err error, begun bool) error {
	if code := code(err); code != "" {
		switch {
		case slices.Contains(hopeless, code):
			return crm.Undeliverable{Err: err}
		case slices.Contains(doubtful, code):
			return crm.Unsure{Err: err}
		}
		return err
	}
	if _, later := errors.AsType[crm.RetryLater](err); later || !begun {
		return err
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok && status.Code < http.StatusInternalServerError {
		return err
	}
	return crm.Unsure{Err: err}
}
