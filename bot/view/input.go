package view

import (
	"github.com/slack-go/slack"
)

// A field is one input of a form. Its block id is a crm.Field constant, by which
// problems find it (see [FieldOf]).
type field struct {
	id       string // also the action id, unless the element has one of its own
	label    string // id of a text
	hint     string // id of a text, empty for none
	required bool
}

// input is f with the element that people fill in.
func (r Reader) input(f field, element slack.BlockElement) slack.Block {
	var hint *slack.TextBlockObject
	if f.hint != "" {
		hint = plain(r.Words.Say(f.hint), maxField)
	}
	return slack.NewInputBlock(f.id, plain(r.Words.Say(f.label), maxField), hint, element).
		WithOptional(!f.required)
}

// line is a field of one line, or of several, of at most limit characters.
func (r Reader) line(f field, value string, limit int, several bool) slack.Block {
	return r.input(f, &slack.PlainTextInputBlockElement{
		Type: slack.METPlainTextInput, ActionID: f.id,
		InitialValue: cut(value, limit), MaxLength: limit, Multiline: several,
	})
}

// focused puts the cursor into a line when the form opens.
func focused(b slack.Block) slack.Block {
	if in, ok := b.(*slack.InputBlock); ok {
		if line, ok := in.Element.(*slack.PlainTextInputBlockElement); ok {
			line.FocusOnLoad = true
		}
	}
	return b
}

// list is a field whose options stand in the form; chosen is one of their values, or
// none of them.
func (r Reader) list(f field, chosen string, options ...*slack.OptionBlockObject) slack.Block {
	element := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, f.id, options...)
	for _, o := range options {
		if o.Value == chosen {
			element.InitialOption = o
		}
	}
	return r.input(f, element)
}

// radio is a field whose few options are all to be seen; chosen is the value of one.
func (r Reader) radio(f field, chosen string, options ...*slack.OptionBlockObject) slack.Block {
	element := slack.NewRadioButtonsBlockElement(f.id, options...)
	for _, o := range options {
		if o.Value == chosen {
			element.InitialOption = o
		}
	}
	return r.input(f, element)
}

// day is a field for a date.
func (r Reader) day(f field, chosen string) slack.Block {
	picker := slack.NewDatePickerBlockElement(f.id)
	picker.InitialDate = chosen
	return r.input(f, picker)
}

// box is a field of one box to tick, which says what it is for; box is the id of that text.
func (r Reader) box(f field, box string, ticked bool) slack.Block {
	o := option(f.id, r.Words.Say(box))
	element := slack.NewCheckboxGroupsBlockElement(f.id, o)
	if ticked {
		element.InitialOptions = []*slack.OptionBlockObject{o}
	}
	return r.input(f, element)
}

// finder is a field whose options are asked for as one types; already with no letter
// typed the first ones are shown.
func (r Reader) finder(f field, action, placeholder string, chosen *slack.OptionBlockObject) slack.Block {
	element := r.finding(action, placeholder, 0)
	element.InitialOption = chosen
	return r.input(f, element)
}

// finding is a menu whose options are asked for as one has typed some letters.
func (r Reader) finding(action, placeholder string, letters int) *slack.SelectBlockElement {
	element := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal,
		plain(r.Words.Say(placeholder), maxHolder), action)
	element.MinQueryLength = new(letters)
	return element
}

// filled is a submitted form, by field.
type filled map[string]slack.BlockAction

// read takes the one element of every block.
func read(s *slack.ViewState) filled {
	form := make(filled)
	if s == nil {
		return form
	}
	for block, elements := range s.Values {
		for _, element := range elements {
			form[FieldOf(block)] = element
		}
	}
	return form
}

func (f filled) text(field string) string   { return f[field].Value }
func (f filled) option(field string) string { return f[field].SelectedOption.Value }
func (f filled) day(field string) string    { return f[field].SelectedDate }
func (f filled) ticked(field string) bool   { return len(f[field].SelectedOptions) > 0 }

// id is the id that an option carries, zero when none is chosen.
func id[ID ~int64](f filled, field string) ID {
	n, err := ParseID[ID](f.option(field))
	if err != nil {
		return 0
	}
	return n
}
