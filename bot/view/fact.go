package view

import (
	"net/url"
	"slices"

	"github.com/slack-go/slack"
)

// A fact is one labelled value; the label is the id of a text, the value as it is. With
// an address it is a link.
type fact struct{ label, value, address string }

// maxFields is how many fields a section has.
const maxFields = 10

// facts are a section of fields, in two columns. What is empty is said to be.
func (r Reader) facts(all ...fact) slack.Block {
	var fields []*slack.TextBlockObject
	for _, f := range all {
		fields = append(fields, mrkdwn(bold(r.Words.Say(f.label))+"\n"+r.shown(f, maxRowName)))
	}
	return slack.NewSectionBlock(nil, fields, nil)
}

// known are those facts that are not empty; muted they are grey and small (R9).
func (r Reader) known(all []fact, muted bool) []slack.Block {
	var blocks []slack.Block
	all = slices.DeleteFunc(slices.Clone(all), func(f fact) bool { return f.value == "" })
	for some := range slices.Chunk(all, maxFields) {
		if muted {
			blocks = append(blocks, r.mutedFacts(some))
		} else {
			blocks = append(blocks, r.facts(some...))
		}
	}
	return blocks
}

func (r Reader) mutedFacts(all []fact) slack.Block {
	var parts []slack.MixedElement
	for _, f := range all {
		parts = append(parts, mrkdwn(bold(r.Words.Say(f.label))+" "+r.shown(f, maxRowName)))
	}
	return slack.NewContextBlock("", parts...)
}

// shown is a fact's value, safe and at most limit characters long.
func (r Reader) shown(f fact, limit int) string {
	label := escape(f.value, limit)
	if label == "" {
		return r.Words.Say("general.none")
	}
	link := "<" + escape(f.address, maxText) + "|" + label + ">"
	if f.address == "" || runes(link) > limit {
		return label
	}
	return link
}

// dialling is the address that dials a number (RFC 3966), or nothing.
func dialling(number, extension string) string {
	switch {
	case number == "":
		return ""
	case extension == "":
		return "tel:" + number
	}
	return "tel:" + number + ";ext=" + extension
}

// mailto is the address that writes to an e-mail address (RFC 6068), or nothing.
func mailto(address string) string {
	if address == "" {
		return ""
	}
	return "mailto:" + url.PathEscape(address)
}
