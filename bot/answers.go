package bot

import (
	"encoding/json"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
)

// reply is a message as the answer to a command.
type reply struct {
	ResponseType string        `json:"response_type"`
	Text         string        `json:"text"`
	Blocks       []slack.Block `json:"blocks,omitempty"`
}

// json is the answer as it goes to Slack; nothing of the zero Answer.
func (a Answer) json() (json.RawMessage, error) {
	if a.Body == nil {
		return nil, nil
	}
	if ready, ok := a.Body.(json.RawMessage); ok {
		return ready, nil
	}
	return json.Marshal(a.Body)
}

// ephemeral answers a command so that only the one who typed it sees it.
func ephemeral(m view.Message) Answer {
	return Answer{Body: reply{ResponseType: slack.ResponseTypeEphemeral, Text: m.Text, Blocks: m.Blocks}}
}

// errorsAnswer keeps a submitted form open, with sentences at its fields by block id.
func errorsAnswer(byField map[string]string) Answer {
	return Answer{Body: slack.NewErrorsViewSubmissionResponse(byField)}
}

// updateAnswer shows another view in the place of the submitted one.
func updateAnswer(modal slack.ModalViewRequest) Answer {
	return Answer{Body: slack.NewUpdateViewSubmissionResponse(&modal)}
}
