package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store"
	"frontdesk/store/crm"
)

// slackAPI calls Slack for any workspace, with that workspace's token and at Slack's pace.
type slackAPI struct {
	store *store.Store
	url   string // ends with a slash
	http  *http.Client
	pacer *pacer
}

func newSlackAPI(s *store.Store, address string, client *http.Client) *slackAPI {
	return &slackAPI{store: s, url: address, http: client, pacer: newPacer()}
}

// open shows a modal to whoever made r: on top of the modal in which it happened, else
// as the first, and where there is no room on top, instead of it. It uses the request's
// trigger up.
func (a *slackAPI) open(ctx context.Context, r Request, modal slack.ModalViewRequest) error {
	_, err := a.show(ctx, r, modal)
	return err
}

// show is open, and returns Slack's id of the view, with which it can be updated.
func (a *slackAPI) show(ctx context.Context, r Request, modal slack.ModalViewRequest) (viewID string, err error) {
	if r.full() {
		return r.Place.ID, a.update(ctx, r.By, r.Place.ID, modal)
	}
	method, show := "views.open", (*slack.Client).OpenViewContext
	if r.Place.Modal() {
		method, show = "views.push", (*slack.Client).PushViewContext
	}
	err = a.call(ctx, r.By, method, func(c *slack.Client) error {
		shown, err := show(c, ctx, r.Trigger, modal)
		if err == nil {
			viewID = shown.ID
		}
		return err
	})
	return viewID, err
}

// update draws a modal again, whatever it shows now. One that has been closed needs nothing.
func (a *slackAPI) update(ctx context.Context, by crm.Staff, viewID string, modal slack.ModalViewRequest) error {
	err := a.call(ctx, by, "views.update", func(c *slack.Client) error {
		_, err := c.UpdateViewContext(ctx, modal, "", "", viewID)
		return err
	})
	if code(err) == "not_found" {
		return nil
	}
	return err
}

// publish shows by their Home. A hash says which Home the drawing follows; if another
// has come since, Slack refuses (see isHashConflict). An empty hash always succeeds.
func (a *slackAPI) publish(ctx context.Context, by crm.Staff, home slack.HomeTabViewRequest, hash string) error {
	request := slack.PublishViewContextRequest{UserID: by.SlackUser, View: home}
	if hash != "" {
		request.Hash = &hash
	}
	return a.call(ctx, by, "views.publish", func(c *slack.Client) error {
		_, err := c.PublishViewContext(ctx, request)
		return err
	})
}

// user asks Slack who somebody is.
func (a *slackAPI) user(ctx context.Context, by crm.Staff, id string) (*slack.User, error) {
	var user *slack.User
	err := a.call(ctx, by, "users.info", func(c *slack.Client) (err error) {
		user, err = c.GetUserInfoContext(ctx, id)
		return err
	})
	return user, err
}

// respond writes to where a command was typed or a message's button was pressed; only
// the one who did so sees it, unless it replaces a message that all see.
func (a *slackAPI) respond(ctx context.Context, address string, m view.Message, replace bool) error {
	said := slack.WebhookMessage{
		Text: m.Text, Blocks: &slack.Blocks{BlockSet: m.Blocks}, ReplaceOriginal: replace,
	}
	if !replace { // what is replaced stays what it was, seen by one or by all
		said.ResponseType = slack.ResponseTypeEphemeral
	}
	err := slack.PostWebhookCustomHTTPContext(ctx, address, a.http, &said)
	if err != nil {
		return fmt.Errorf("answering by response_url: %w", withoutURL(err))
	}
	return nil
}

// respondWith is respond with a body that is written already.
func (a *slackAPI) respondWith(ctx context.Context, address string, body json.RawMessage) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return errors.New("answering by response_url: no address") // the cause would quote it
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := a.http.Do(req)
	if err != nil {
		return fmt.Errorf("answering by response_url: %w", withoutURL(err))
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("answering by response_url: %s", resp.Status)
	}
	return nil
}

// call makes one call to Slack for by's workspace.
func (a *slackAPI) call(ctx context.Context, by crm.Staff, method string, do func(*slack.Client) error) error {
	client, err := a.client(ctx, by)
	if err != nil {
		return fmt.Errorf("reading the token for %s: %w", method, err)
	}
	err = a.pacer.do(ctx, by.Workspace.Team, method, func() error { return do(client) })
	if err != nil {
		return fmt.Errorf("calling %s: %w%s", method, err, details(err))
	}
	return nil
}

// client speaks to Slack for by's workspace.
func (a *slackAPI) client(ctx context.Context, by crm.Staff) (*slack.Client, error) {
	token, err := a.store.SlackToken(ctx, crm.System(by.Workspace))
	if err != nil {
		return nil, err
	}
	return slack.New(token, slack.OptionAPIURL(a.url), slack.OptionHTTPClient(a.http)), nil
}

// details is what Slack says of a refused call beyond its code.
func details(err error) string {
	refused, ok := errors.AsType[slack.SlackErrorResponse](err)
	if !ok {
		return ""
	}
	all := refused.ResponseMetadata.Messages
	if refused.Needed != "" {
		all = append(all, "needed scope "+refused.Needed)
	}
	if len(all) == 0 {
		return ""
	}
	return " (" + strings.Join(all, "; ") + ")"
}

// code is Slack's name for why it refused a call, "" for any other error.
func code(err error) string {
	refused, ok := errors.AsType[slack.SlackErrorResponse](err)
	if !ok {
		return ""
	}
	return refused.Err
}

// tooLate reports whether something was not done because the person's press had become
// older than Slack allows, or Slack has hung up.
func tooLate(err error) bool {
	return code(err) == "expired_trigger_id" ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// isHashConflict reports whether a Home was not published because the person has been
// shown another in the meantime.
func isHashConflict(err error) bool { return code(err) == "hash_conflict" }

// withoutURL drops the address from an error: a response_url is a secret for half an hour.
func withoutURL(err error) error {
	if failed, ok := errors.AsType[*url.Error](err); ok {
		return failed.Err
	}
	return err
}
