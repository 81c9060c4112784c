package bot

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/url"
	"regexp"
	"strings"

	"github.com/slack-go/slack"
)

// kinds are Slack's names of the kinds of interaction.
var kinds = map[slack.InteractionType]Kind{
	slack.InteractionTypeBlockActions:    Press,
	slack.InteractionTypeViewSubmission:  Submission,
	slack.InteractionTypeViewClosed:      Closed,
	slack.InteractionTypeBlockSuggestion: Suggestion,
	slack.InteractionTypeShortcut:        Shortcut,
	slack.InteractionTypeMessageAction:   Shortcut,
}

// decode reads a body that Slack posted. A non-empty challenge is to be sent back and
// is all there is.
func decode(contentType string, body []byte) (r Request, challenge string, err error) {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return r, "", fmt.Errorf("reading the content type: %w", err)
	}
	if media == "application/json" {
		return decodeEvent(body)
	}
	if media != "application/x-www-form-urlencoded" {
		return r, "", fmt.Errorf("content type %q", media)
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return r, "", errors.New("reading the form: bad encoding") // the cause would quote what people wrote
	}
	if payload := form.Get("payload"); payload != "" {
		r, err = decodeInteraction([]byte(payload))
		return r, "", err
	}
	r, err = decodeCommand(form)
	return r, "", err
}

// isSSLCheck reports whether body is what Slack posts, unsigned, to see whether the
// certificate of a command's address is good.
func isSSLCheck(body []byte) bool {
	if len(body) > 1000 || !bytes.Contains(body, []byte("ssl_check=1")) {
		return false
	}
	form, err := url.ParseQuery(string(body))
	return err == nil && form.Get("ssl_check") == "1" && !form.Has("command") && !form.Has("payload")
}

// typedCommand is the part that is needed here of a command that somebody typed.
type typedCommand struct {
	Command     string
	Text        string
	TeamID      string `json:"team_id"`
	UserID      string `json:"user_id"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
}

func decodeCommand(form url.Values) (Request, error) {
	return typedCommand{
		Command: form.Get("command"), Text: form.Get("text"),
		TeamID: form.Get("team_id"), UserID: form.Get("user_id"),
		TriggerID: form.Get("trigger_id"), ResponseURL: form.Get("response_url"),
	}.request()
}

func (c typedCommand) request() (Request, error) {
	r := Request{
		Kind: Command, Name: c.Command, Text: asTyped(c.Text), Team: c.TeamID, User: c.UserID,
		Trigger: c.TriggerID, ResponseURL: c.ResponseURL,
	}
	if r.Name == "" {
		return r, errors.New("nothing that names a command")
	}
	return r, r.complete()
}

// marked is a link, an address or a number as Slack hands on one that was typed in a
// command: "<http://school.example|school.example>".
var marked = regexp.MustCompile(`(?i)<([a-z][a-z0-9+.-]*:[^<>|]*)(?:\|([^<>]*))?>`)

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// asTyped undoes what Slack does to the text of a command. Mentions stay as they are.
func asTyped(text string) string {
	text = marked.ReplaceAllStringFunc(text, func(m string) string {
		part := marked.FindStringSubmatch(m)
		return cmp.Or(part[2], strings.TrimPrefix(strings.TrimPrefix(part[1], "mailto:"), "tel:"))
	})
	return entities.Replace(text)
}

// interaction is the part of Slack's interactive payloads that is needed here. Blocks
// are never decoded further than their names, so that no new kind of them is a failure.
type interaction struct {
	Type slack.InteractionType
	Team struct{ ID string }
	User struct {
		ID     string
		TeamID string `json:"team_id"`
	}
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	CallbackID  string `json:"callback_id"`
	ActionID    string `json:"action_id"`
	Value       string
	Actions     []slack.BlockAction
	View        *viewPayload
}

type viewPayload struct {
	ID         string
	Type       slack.ViewType
	CallbackID string `json:"callback_id"`
	Meta       string `json:"private_metadata"`
	Hash       string
	State      *slack.ViewState
	Team       string `json:"app_installed_team_id"`
	Blocks     []struct {
		Type    slack.MessageBlockType
		BlockID string `json:"block_id"`
	}
}

func decodeInteraction(payload []byte) (Request, error) {
	var in interaction
	if err := json.Unmarshal(payload, &in); err != nil {
		return Request{}, unreadable("interaction", err)
	}
	r := Request{
		Kind: kinds[in.Type], Team: in.Team.ID, User: in.User.ID,
		Trigger: in.TriggerID, ResponseURL: in.ResponseURL,
	}
	if in.View != nil {
		r.Place = in.View.place()
		r.Team = cmp.Or(r.Team, in.View.Team)
	}
	r.Team = cmp.Or(r.Team, in.User.TeamID)
	switch r.Kind {
	case Press:
		if len(in.Actions) == 0 {
			return r, errors.New("a press without an action")
		}
		r.Name = in.Actions[0].ActionID
		r.Text = cmp.Or(in.Actions[0].SelectedOption.Value, in.Actions[0].Value)
		menu := in.Actions[0].Type
		r.Menu = menu == slack.ActionType(slack.OptTypeStatic) || menu == slack.ActionType(slack.OptTypeExternal)
	case Submission, Closed:
		r.Name = r.Place.Callback
	case Suggestion:
		r.Name, r.Text = in.ActionID, in.Value
	case Shortcut:
		r.Name = in.CallbackID
	default:
		return r, errors.New("an interaction of an unknown type")
	}
	return r, r.complete()
}

func (v *viewPayload) place() Place {
	p := Place{
		ID: v.ID, Home: v.Type == slack.VTHomeTab, Callback: v.CallbackID,
		Meta: v.Meta, Hash: v.Hash, State: v.State,
	}
	for _, block := range v.Blocks {
		if block.Type == slack.MBTInput {
			p.Inputs = append(p.Inputs, block.BlockID)
		}
	}
	return p
}

// event is the envelope of the Events API.
type event struct {
	Type      string
	Challenge string
	TeamID    string `json:"team_id"`
	EventID   string `json:"event_id"`
	Event     struct {
		Type string
		Tab  string
		User json.RawMessage // an id, or a whole profile
		File string          `json:"file_id"` // of a file that was shared, and by whom, and where
		By   string          `json:"user_id"`
		In   string          `json:"channel_id"`
		View *viewPayload
	}
}

func decodeEvent(body []byte) (Request, string, error) {
	var in event
	if err := json.Unmarshal(body, &in); err != nil {
		return Request{}, "", unreadable("event", err)
	}
	switch in.Type {
	case "url_verification":
		if in.Challenge == "" {
			return Request{}, "", errors.New("a verification without a challenge")
		}
		return Request{}, in.Challenge, nil
	case "event_callback":
	default:
		return Request{}, "", errors.New("an envelope of an unknown type")
	}
	r := Request{Kind: Event, Name: in.Event.Type, Team: in.TeamID, Delivery: in.EventID, Text: in.Event.Tab}
	if in.Event.File != "" {
		r.Text, r.User, r.Channel = in.Event.File, in.Event.By, in.Event.In
	}
	if in.Event.View != nil {
		r.Place = in.Event.View.place()
	}
	if err := r.readUser(in.Event.User); err != nil {
		return r, "", err
	}
	if r.Name == "" || r.Team == "" || r.Delivery == "" {
		return r, "", errors.New("an event without type, team or id")
	}
	return r, "", nil
}

// readUser takes an event's user, who is an id in most and a profile in some.
func (r *Request) readUser(raw json.RawMessage) error {
	if len(raw) == 0 || json.Unmarshal(raw, &r.User) == nil {
		return nil
	}
	if err := json.Unmarshal(raw, &r.Profile); err != nil {
		return unreadable("profile", err)
	}
	r.User = r.Profile.ID
	return nil
}

// complete reports what a request must have and lacks.
func (r Request) complete() error {
	if r.Team == "" || r.User == "" {
		return errors.New("a request without team or user")
	}
	return nil
}

// unreadable names a payload that is not as Slack's are. Only the place of a fault is
// told, never the text around it, which may be somebody's name.
func unreadable(what string, err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("reading %s: field %s is no %s", what, wrong.Field, wrong.Type)
	}
	if wrong, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("reading %s: no JSON from byte %d on", what, wrong.Offset)
	}
	return fmt.Errorf("reading %s: not as expected", what)
}
