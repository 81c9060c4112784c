package bot

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackutilsx"

	"frontdesk/store/crm"
)

// A difference is one field as it was typed and as somebody else has saved it.
type difference struct{ label, mine, theirs string }

// stale answers a form that came too late with the same form, in which everything typed
// still stands, under a line that tells who was faster and what they saved. Submitting
// it again is then a decision, made knowingly.
func (r Request) stale(form slack.ModalViewRequest, s crm.Stale, fields []difference) Answer {
	who := cmp.Or(s.By, r.Words.Say("refusal.stale_somebody"))
	blocks := []slack.Block{alert(r.Words.Fill("refusal.stale_form", struct{ Name string }{cut(who, 60)}))}
	var lines []string
	for _, d := range fields {
		if d.mine != d.theirs {
			theirs := cmp.Or(cut(d.theirs, 70), r.Words.Say("general.none"))
			lines = append(lines, "*"+r.Words.Say(d.label)+"*: "+slackutilsx.EscapeMessage(theirs))
		}
	}
	if len(lines) > 0 {
		text := r.Words.Say("refusal.stale_saved") + "\n" + strings.Join(lines, "\n")
		blocks = append(blocks, mrkdwnSection(text))
	}
	form.Blocks.BlockSet = append(blocks, form.Blocks.BlockSet...)
	return updateAnswer(form)
}

func alert(text string) slack.Block {
	return slack.NewAlertBlock(
		slack.NewTextBlockObject(slack.PlainTextType, text, false, false),
		slack.AlertBlockOptionLevel(slack.AlertLevelWarning))
}

func mrkdwnSection(text string) slack.Block {
	return slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, text, false, false), nil, nil)
}

// due is a due time as a person reads it, "" for none. A day is that of the workspace.
func (r Request) due(d crm.Due) string {
	switch {
	case d.IsZero():
		return ""
	case d.HasHour:
		return r.Words.DateTime(d.At)
	}
	return r.Words.In(r.By.Workspace.Zone).Date(d.At)
}

func (r Request) kind(k crm.Kind) string { return r.Words.Say("task.kind_" + string(k)) }

func (r Request) yesNo(yes bool) string {
	if yes {
		return r.Words.Say("general.yes")
	}
	return r.Words.Say("general.no")
}

// cut shortens text to n characters.
func cut(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return string([]rune(text)[:n-1]) + "…"
}
