package view

import (
	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// modal is a view with a title, a way out, and blocks within the limit.
func (r Reader) modal(callback, title string, m Meta, blocks ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type:            slack.VTModal,
		CallbackID:      callback,
		Title:           plain(title, maxTitle),
		Close:           plain(r.Words.Say("general.close"), maxTitle),
		PrivateMetadata: m.Encode(),
		Blocks:          slack.Blocks{BlockSet: r.within(maxInModal, blocks)},
	}
}

// form is a modal that is submitted or cancelled.
func (r Reader) form(callback, title, submit string, m Meta, blocks ...slack.Block) slack.ModalViewRequest {
	v := r.modal(callback, title, m, blocks...)
	v.Submit = plain(submit, maxTitle)
	v.Close = plain(r.Words.Say("general.cancel"), maxTitle)
	return v
}

// within returns at most limit blocks; where some are left out, the last one says so.
func (r Reader) within(limit int, blocks []slack.Block) []slack.Block {
	if len(blocks) <= limit {
		return blocks
	}
	return append(blocks[:limit-1:limit-1], note(r.Words.Say("general.more_left_out")))
}

// section is a paragraph, with or without something to press at its right.
func section(escaped string, press slack.BlockElement) slack.Block {
	s := slack.NewSectionBlock(mrkdwn(escaped), nil, nil)
	if press != nil {
		s.Accessory = slack.NewAccessory(press)
	}
	return s
}

// note is a line in small grey letters.
func note(escaped string) slack.Block {
	return slack.NewContextBlock("", mrkdwn(escaped))
}

// heading is a line in large letters.
func heading(s string) slack.Block {
	return slack.NewHeaderBlock(plain(s, maxHeader))
}

// actions is a line of things to press.
func actions(elements ...slack.BlockElement) slack.Block {
	return slack.NewActionBlock("", elements...)
}

func divider() slack.Block { return slack.NewDividerBlock() }

// button has a label and a value that comes back when it is pressed.
func button(action, value, label string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, value, plain(label, maxButton))
}

// button is one whose label is a text of ours.
func (r Reader) button(action, value, id string) *slack.ButtonBlockElement {
	return button(action, value, r.Words.Say(id))
}

// of tells those who hear a list instead of seeing it whose button b is.
func of(name string, b *slack.ButtonBlockElement) *slack.ButtonBlockElement {
	b.AccessibilityLabel = cut(b.Text.Text+": "+name, maxButton)
	return b
}

// menu is an overflow menu of choices.
func menu(action string, options ...*slack.OptionBlockObject) *slack.OverflowBlockElement {
	return slack.NewOverflowBlockElement(action, options...)
}

// choice is one line of a menu.
func (r Reader) choice(verb string, id int64, label string) *slack.OptionBlockObject {
	return option(Choice{verb, id}.String(), r.Words.Say(label))
}

func option(value, label string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(value, plain(label, maxButton), nil)
}

// A tab is one of several buttons of which one is chosen.
type tab struct{ value, label string }

// tabs is a line of tabs; the chosen one is set off by colour, and by a mark for
// those who do not see it.
func (r Reader) tabs(prefix, chosen string, all []tab) slack.Block {
	var line []slack.BlockElement
	for _, t := range all {
		label := r.Words.Say(t.label)
		b := button(prefix+t.value, t.value, label)
		if t.value == chosen {
			b.Style = slack.StylePrimary
			b.AccessibilityLabel = cut(r.Words.Fill("general.tab_chosen", struct{ Tab string }{label}), maxButton)
		}
		line = append(line, b)
	}
	return actions(line...)
}

// pages are the buttons to the page before and the next one, or nothing when there is
// only one page.
func (r Reader) pages(previous, next crm.Cursor) []slack.Block {
	var line []slack.BlockElement
	if previous != "" {
		line = append(line, r.button(PagePrevious, string(previous), "general.previous"))
	}
	if next != "" {
		line = append(line, r.button(PageNext, string(next), "general.next"))
	}
	if line == nil {
		return nil
	}
	return []slack.Block{actions(line...)}
}
