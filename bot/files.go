package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
	"frontdesk/store/words"
	"frontdesk/store/xlsx"
)

// Fetch writes the file that was dropped for c into to, and returns its name. One that is
// too big, is not kept by Slack, or is there no more is a [crm.Refusal].
func (b *Bot) Fetch(ctx context.Context, c crm.Chore, to *os.File) (name string, err error) {
	file, err := b.slack.file(ctx, c.By, c.File)
	if err != nil {
		return "", fmt.Errorf("fetching file: %w", err)
	}
	switch {
	case file.IsExternal:
		return file.Name, crm.Refusal{ID: "refusal.file_elsewhere"}
	case file.Size > xlsx.MaxFile:
		return file.Name, tooBig()
	}
	if err := b.slack.download(ctx, c.By, file, to); err != nil {
		return file.Name, fmt.Errorf("fetching file: %w", err)
	}
	return file.Name, nil
}

func tooBig() error {
	return crm.Refusal{ID: "refusal.sheet_too_big", Data: struct{ Megabytes int }{xlsx.MaxFile >> 20}}
}

// Send puts a file into the direct message with c.By. What it is, c's own message says.
func (b *Bot) Send(ctx context.Context, c crm.Chore, f crm.ChoreFile) error {
	if err := b.slack.upload(ctx, c.By, f); err != nil {
		return fmt.Errorf("sending file: %w", err)
	}
	return nil
}

// Show tells c.By how c stands: in the message at c.Reference, in a new one where there is
// none or it is gone. It returns where that stands. Its errors are those of [Bot.Tell].
func (b *Bot) Show(ctx context.Context, c crm.Chore) (reference string, err error) {
	m := view.Chore(b.readerFor(c.By), c)
	if c.Reference != "" {
		err = b.slack.edit(ctx, c.By, c.Reference, m)
		if !slices.Contains([]string{"message_not_found", "channel_not_found", "cant_update_message"}, code(err)) {
			return c.Reference, clerical("showing a chore", err)
		}
	}
	reference, err = b.slack.message(ctx, c.By, m)
	return reference, clerical("showing a chore", err)
}

// readerFor is a member of the staff who reads now.
func (b *Bot) readerFor(by crm.Staff) view.Reader {
	return view.Reader{Words: words.For(by.Language, by.Zone), Me: by, Now: b.store.Now()}
}

// clerical is err as those who work on chores understand it.
func clerical(doing string, err error) error {
	if err == nil {
		return nil
	}
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		err = crm.RetryLater{After: limited.RetryAfter, Err: err}
	} else if slices.Contains(hopeless, code(err)) {
		err = crm.Undeliverable{Err: err}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// edit changes one of the bot's messages, which stands at reference.
func (a *slackAPI) edit(ctx context.Context, by crm.Staff, reference string, m view.Message) error {
	channel, ts, _ := strings.Cut(reference, "/")
	return a.call(ctx, by, "chat.update", func(c *slack.Client) error {
		_, _, _, err := c.UpdateMessageContext(ctx, channel, ts, slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(m.Blocks...))
		return err
	})
}

// direct is the channel of the direct message with to.
func (a *slackAPI) direct(ctx context.Context, to crm.Staff) (channel string, err error) {
	err = a.call(ctx, to, "conversations.open", func(c *slack.Client) error {
		opened, _, _, err := c.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{to.SlackUser}})
		if err == nil {
			channel = opened.ID
		}
		return err
	})
	return channel, err
}

// file asks Slack about a file.
func (a *slackAPI) file(ctx context.Context, by crm.Staff, id string) (file *slack.File, err error) {
	err = a.call(ctx, by, "files.info", func(c *slack.Client) error {
		file, _, _, err = c.GetFileInfoContext(ctx, id, 0, 0)
		return err
	})
	if slices.Contains([]string{"file_not_found", "file_deleted", "access_denied"}, code(err)) {
		return nil, crm.Refusal{ID: "refusal.file_gone"}
	}
	return file, clerical("asking about a file", err)
}

// patient is the HTTP client for files, which take as long as ctx allows.
func (a *slackAPI) patient() *http.Client {
	client := *a.http
	client.Timeout = 0
	return &client
}

// download writes a file's content to to, as much as an import may have. The token goes
// to Slack, and to nobody else whom the file's address may name.
func (a *slackAPI) download(ctx context.Context, by crm.Staff, file *slack.File, to io.Writer) error {
	token, err := a.store.SlackToken(ctx, crm.System(by.Workspace))
	if err != nil {
		return err
	}
	client := slack.New(token, slack.OptionAPIURL(a.url), slack.OptionHTTPClient(a.patient()))
	err = client.GetFileContext(ctx, file.URLPrivateDownload, &bounded{to: to, left: xlsx.MaxFile})
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok && status.Code < http.StatusInternalServerError && status.Code != http.StatusTooManyRequests {
		return crm.Refusal{ID: "refusal.file_gone"}
	}
	return withoutURL(err)
}

// bounded writes no more than is left.
type bounded struct {
	to   io.Writer
	left int
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, tooBig()
	}
	return b.to.Write(p)
}

// upload puts a file into the direct message with to. The bytes are sent as they are: in a
// form, the library would end them with a surplus boundary.
func (a *slackAPI) upload(ctx context.Context, to crm.Staff, f crm.ChoreFile) error {
	channel, err := a.direct(ctx, to)
	if err != nil {
		return clerical("opening a conversation", err)
	}
	var place *slack.GetUploadURLExternalResponse
	err = a.call(ctx, to, "files.getUploadURLExternal", func(c *slack.Client) error {
		place, err = c.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: f.Name, FileSize: int(f.Size)})
		return err
	})
	if err != nil {
		return clerical("announcing a file", err)
	}
	if err := a.put(ctx, place.UploadURL, f); err != nil {
		return err
	}
	return clerical("sharing a file", a.call(ctx, to, "files.completeUploadExternal", func(c *slack.Client) error {
		_, err := c.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
			Files: []slack.FileSummary{{ID: place.FileID, Title: f.Name}}, Channel: channel,
		})
		return err
	}))
}

// put sends a file's bytes to where Slack wants them.
func (a *slackAPI) put(ctx context.Context, address string, f crm.ChoreFile) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, io.NopCloser(f.Content))
	if err != nil {
		return errors.New("uploading a file: no address") // the cause would quote it
	}
	req.ContentLength = f.Size
	req.Header.Set("Content-Type", "application/octet-stream")
	resp, err := a.patient().Do(req)
	if err != nil {
		return fmt.Errorf("uploading a file: %w", withoutURL(err))
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("uploading a file: %s", resp.Status)
	}
	return nil
}
