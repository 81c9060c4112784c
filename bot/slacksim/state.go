package slacksim

import (
	"maps"
)

// state holds what a person typed and picked: by block id and action id, one entry in
// the form in which Slack sends it.
type state map[string]map[string]obj

// holding says where an element that keeps a value keeps it.
type holding struct {
	field   string // in the state
	initial string // in the element that the app sent
	many    bool
}

// holdings are the elements that keep a value.
var holdings = map[string]holding{
	"channels_select":            {"selected_channel", "initial_channel", false},
	"checkboxes":                 {"selected_options", "initial_options", true},
	"conversations_select":       {"selected_conversation", "initial_conversation", false},
	"datepicker":                 {"selected_date", "initial_date", false},
	"datetimepicker":             {"selected_date_time", "initial_date_time", false},
	"email_text_input":           {"value", "initial_value", false},
	"external_select":            {"selected_option", "initial_option", false},
	"file_input":                 {"files", "", true},
	"multi_channels_select":      {"selected_channels", "initial_channels", true},
	"multi_conversations_select": {"selected_conversations", "initial_conversations", true},
	"multi_external_select":      {"selected_options", "initial_options", true},
	"multi_static_select":        {"selected_options", "initial_options", true},
	"multi_users_select":         {"selected_users", "initial_users", true},
	"number_input":               {"value", "initial_value", false},
	"plain_text_input":           {"value", "initial_value", false},
	"radio_buttons":              {"selected_option", "initial_option", false},
	"rich_text_input":            {"rich_text_value", "initial_value", false},
	"static_select":              {"selected_option", "initial_option", false},
	"timepicker":                 {"selected_time", "initial_time", false},
	"url_text_input":             {"value", "initial_value", false},
	"users_select":               {"selected_user", "initial_user", false},
}

// redrawn returns the state for new blocks: values stay where block id, action id and
// type do, all else begins with its initial value.
func (s state) redrawn(blocks []obj) state {
	next := state{}
	for e := range elements(blocks) {
		held, keeps := holdings[e.kind()]
		if !keeps {
			continue
		}
		value := obj{"type": e.kind(), held.field: e.el[held.initial]}
		if held.many && value[held.field] == nil {
			value[held.field] = []any{}
		}
		if before, stood := s[e.block()][e.action()]; stood && before["type"] == e.kind() {
			value = before
		}
		next.set(e, value)
	}
	return next
}

func (s state) set(e element, value obj) {
	if s[e.block()] == nil {
		s[e.block()] = map[string]obj{}
	}
	s[e.block()][e.action()] = value
}

// payload returns a copy of the state as the app is told of it.
func (s state) payload() obj {
	out := obj{}
	for block, actions := range s {
		inner := obj{}
		for action, value := range actions {
			inner[action] = maps.Clone(value)
		}
		out[block] = inner
	}
	return out
}
