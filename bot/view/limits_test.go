package view

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// A limit is what Slack allows one property of one type of object to be.
type limit struct {
	of, property string
	most         int
	required     bool
	plain        bool // plain_text, not mrkdwn
}

// texts are the lengths of texts, in characters.
var texts = []limit{
	{"modal", "title", 24, true, true},
	{"modal", "submit", 24, false, true},
	{"modal", "close", 24, false, true},
	{"modal", "private_metadata", 3000, false, false},
	{"modal", "callback_id", 255, false, false},
	{"home", "private_metadata", 3000, false, false},
	{"home", "callback_id", 255, false, false},
	{"message", "text", 4000, true, false},
	{"header", "text", 150, true, true},
	{"alert", "text", 200, true, true},
	{"section", "text", 3000, false, false},
	{"section", "fields", 2000, false, false},
	{"context", "elements", 3000, false, false},
	{"input", "label", 2000, true, true},
	{"input", "hint", 2000, false, true},
	{"button", "text", 75, true, true},
	{"button", "value", 2000, true, false},
	{"button", "action_id", 255, true, false},
	{"button", "accessibility_label", 75, false, false},
	{"confirm", "title", 100, true, true},
	{"confirm", "text", 300, true, false},
	{"confirm", "confirm", 30, true, true},
	{"confirm", "deny", 30, true, true},
	{"overflow", "action_id", 255, true, false},
	{"plain_text_input", "initial_value", 3000, false, false},
	{"plain_text_input", "placeholder", 150, false, true},
	{"plain_text_input", "action_id", 255, true, false},
	{"static_select", "placeholder", 150, false, true},
	{"static_select", "action_id", 255, true, false},
	{"external_select", "placeholder", 150, false, true},
	{"external_select", "action_id", 255, true, false},
	{"datepicker", "initial_date", 10, false, false},
	{"datepicker", "action_id", 255, true, false},
	{"timepicker", "initial_time", 5, false, false},
	{"timepicker", "action_id", 255, true, false},
	{"checkboxes", "action_id", 255, true, false},
	{"radio_buttons", "action_id", 255, true, false},
	{"multi_static_select", "placeholder", 150, false, true},
	{"multi_static_select", "action_id", 255, true, false},
	{"option_group", "label", 75, true, true},
	{"data_table", "caption", 150, true, false},
	{"raw_text", "text", maxDataTable, true, false},
	{"option", "text", 75, true, true},
	{"option", "value", 75, true, false},
	{"option", "description", 75, false, true},
}

// A count is how many things one property of one type of object may hold.
type count struct {
	of, property string
	least, most  int
}

var counts = []count{
	{"modal", "blocks", 1, 100},
	{"home", "blocks", 1, 100},
	{"message", "blocks", 1, 50},
	{"section", "fields", 1, 10},
	{"context", "elements", 1, 10},
	{"actions", "elements", 1, 5},
	{"overflow", "options", 2, 5},
	{"static_select", "options", 1, 100},
	{"checkboxes", "options", 1, 10},
	{"multi_static_select", "options", 1, 100},
	{"option_group", "options", 1, 100},
	{"data_table", "rows", 2, 201},
	{"table", "rows", 2, 100},
	{"radio_buttons", "options", 1, 10},
	{"answer", "options", 0, 100},
}

const maxViewBytes = 250_000

type object = map[string]any

// checkLimits holds a view against everything that Slack would refuse it for.
func checkLimits(t *testing.T, v any) {
	t.Helper()
	for _, wrong := range offences(t, v) {
		t.Error(wrong)
	}
}

// offences are what Slack would refuse a view for.
func offences(t *testing.T, v any) []string {
	t.Helper()
	raw := encode(t, v)
	var root object
	if err := json.Unmarshal(raw, &root); err != nil {
		t.Fatal(err)
	}
	switch v.(type) {
	case Message:
		root["type"] = "message"
	case OptionsAnswer:
		root["type"] = "answer"
	}
	c := check{ids: make(map[string]bool)}
	c.walk(root["type"].(string), root)
	if len(raw) > maxViewBytes {
		c.complain("the view has %d bytes", len(raw))
	}
	if c.focused > 1 {
		c.complain("%d elements want the cursor", c.focused)
	}
	if c.inputs > 0 && root["type"] == "modal" && root["submit"] == nil {
		c.complain("a form without submit")
	}
	return c.wrong
}

// A check goes through one view.
type check struct {
	wrong           []string
	ids             map[string]bool // block ids
	focused, inputs int
}

func (c *check) complain(format string, args ...any) {
	c.wrong = append(c.wrong, fmt.Sprintf(format, args...))
}

// walk goes through an object and all that is in it. An option has no type of its own.
func (c *check) walk(kind string, o object) {
	c.texts(kind, o)
	c.counts(kind, o)
	c.particulars(kind, o)
	for property, value := range o {
		for _, inner := range items(value) {
			child, ok := inner.(object)
			if !ok {
				continue
			}
			name, _ := child["type"].(string)
			if property == "option_groups" {
				name = "option_group"
			} else if strings.HasPrefix(property, "option") || strings.HasPrefix(property, "initial_option") {
				name = "option"
			}
			if name == "" && (property == "confirm" || property == "style") { // of letters
				name = property
			}
			if name == "" {
				c.complain("%s.%s has no type", kind, property)
			}
			c.walk(name, child)
		}
	}
}

func items(value any) []any {
	if list, ok := value.([]any); ok {
		return list
	}
	return []any{value}
}

func (c *check) texts(kind string, o object) {
	for _, l := range texts {
		if l.of != kind {
			continue
		}
		value, ok := o[l.property]
		if !ok && l.required {
			c.complain("%s without %s", kind, l.property)
		}
		if !ok {
			continue
		}
		for _, item := range items(value) {
			c.text(l, item)
		}
	}
}

func (c *check) text(l limit, item any) {
	where := l.of + "." + l.property
	text, ok := item.(string)
	if o, isObject := item.(object); isObject {
		text, ok = o["text"].(string)
		if l.plain && o["type"] != "plain_text" {
			c.complain("%s is %v, not plain_text", where, o["type"])
		}
	}
	switch length := utf8.RuneCountInString(text); {
	case !ok:
		c.complain("%s is %v", where, item)
	case length > l.most || length == 0:
		c.complain("%s has %d characters of at most %d: %.60s", where, length, l.most, text)
	case l.of == "modal" && strings.HasSuffix(text, "…") && l.property != "private_metadata":
		c.complain("%s is cut: %s", where, text)
	}
}

func (c *check) counts(kind string, o object) {
	for _, l := range counts {
		if l.of != kind {
			continue
		}
		list, ok := o[l.property].([]any)
		if !ok && (kind == "section" || kind == "static_select" && o["option_groups"] != nil) {
			continue
		}
		if len(list) < l.least || len(list) > l.most {
			c.complain("%s.%s has %d of %d to %d", kind, l.property, len(list), l.least, l.most)
		}
	}
}

var (
	idLike    = regexp.MustCompile(`^[a-z]+\.[a-z_]+$`)
	entity    = regexp.MustCompile(`&(amp|lt|gt);`)
	mentions  = regexp.MustCompile(`<@U7\d*>`) // ours; those of people are of others
	links     = regexp.MustCompile(`<(?:tel|mailto):[^<>|]*\|([^<>]*)>`)
	quoteMark = regexp.MustCompile(`(?m)^> `)
	number    = regexp.MustCompile(`^\d+$`)
)

// blockTypes are the blocks that fit in messages, modals and Home alike.
var blockTypes = []string{"section", "context", "actions", "header", "divider", "input"}

// particulars are rules of one type of object each.
func (c *check) particulars(kind string, o object) {
	switch kind {
	case "mrkdwn", "plain_text":
		c.written(kind, o["text"].(string))
	case "input":
		c.inputs++
	case "section":
		if o["text"] == nil && o["fields"] == nil {
			c.complain("a section without text")
		}
	case "actions":
		c.actions(o)
	case "table":
		c.table(o, maxTable)
	case "data_table":
		c.table(o, maxDataTable)
	}
	if o["focus_on_load"] == true {
		c.focused++
	}
	for _, b := range items(o["blocks"]) {
		if block, ok := b.(object); ok {
			c.block(kind, block)
		}
	}
}

// written checks a text object: no markup of people's, no id in the place of a text.
func (c *check) written(kind, text string) {
	if idLike.MatchString(text) {
		c.complain("%q has no text", text)
	}
	if kind == "plain_text" {
		return
	}
	text = links.ReplaceAllString(text, "$1")
	bare := mentions.ReplaceAllString(quoteMark.ReplaceAllString(entity.ReplaceAllString(text, ""), ""), "")
	if strings.ContainsAny(bare, "&<>") {
		c.complain("people's markup is not escaped, or an entity is cut: %.60s", bare)
	}
}

func (c *check) block(in string, b object) {
	kind, _ := b["type"].(string)
	tabled := in != "modal" && (kind == "table" || kind == "data_table")
	if !slices.Contains(blockTypes, kind) && !(kind == "alert" && in == "modal") && !tabled {
		c.complain("a block of type %q", kind)
	}
	id, _ := b["block_id"].(string)
	if id != "" && c.ids[id] {
		c.complain("two blocks are %q", id)
	}
	c.ids[id] = true
	if b["type"] == "input" && (id == "" || b["element"] == nil || number.MatchString(id)) {
		c.complain("an input without block_id or element: %v", b)
	}
}

// table checks what all rows of a table together may be.
func (c *check) table(o object, most int) {
	length, seen := 0, make(map[any]bool)
	rows := o["rows"].([]any)
	for _, row := range rows {
		if cells := len(row.([]any)); cells > maxCells || cells != len(rows[0].([]any)) {
			c.complain("a row of %d cells", cells)
		}
		for _, cell := range row.([]any) {
			one := cell.(object)
			c.walk(one["type"].(string), one)
			text, _ := one["text"].(string)
			if press, ok := one["element"].(object); ok {
				text = press["text"].(object)["text"].(string)
				if seen[press["action_id"]] {
					c.complain("two cells are %q", press["action_id"])
				}
				seen[press["action_id"]] = true
			}
			length += utf8.RuneCountInString(text)
		}
	}
	if length > most {
		c.complain("the cells have %d characters of at most %d", length, most)
	}
}

func (c *check) actions(o object) {
	seen := make(map[any]bool)
	for _, e := range items(o["elements"]) {
		action := e.(object)["action_id"]
		if seen[action] {
			c.complain("two elements of a block are %q", action)
		}
		seen[action] = true
	}
}

func saying(blocks ...slack.Block) Message { return Message{Text: "x", Blocks: blocks} }

// The check itself must find what is wrong, or it proves nothing.
func TestLimitsAreSeen(t *testing.T) {
	r := reader(t, "pl")
	long := strings.Repeat("x", 4001)
	labelled := button("a", "1", "x")
	labelled.AccessibilityLabel = long
	fields := TaskForm(r, Meta{}, crm.TaskForm{}, TaskNames{}).Blocks.BlockSet
	for _, c := range []struct {
		wrong string
		view  any
	}{
		{"message.blocks has 0", Message{Text: "x"}},
		{"message.text has 4001", Message{Text: long, Blocks: Plain("x").Blocks}},
		{"section.text has 4001", saying(section(long, nil))},
		{"section.text has 0", saying(section("", nil))},
		{"not escaped", saying(note("<!channel>"))},
		{"entity is cut", saying(note("a &am…"))},
		{"has no text", saying(heading("task.unknown"))},
		{"overflow.options has 1", saying(section("x", menu(TaskMenu, option("1", "x"))))},
		{"two elements of a block", saying(actions(button("a", "1", "x"), button("a", "2", "y")))},
		{"button.accessibility_label has 4001", saying(actions(labelled))},
		{"header.text is mrkdwn", saying(slack.NewHeaderBlock(mrkdwn("x")))},
		{"message.blocks has 51", saying(slices.Repeat([]slack.Block{divider()}, 51)...)},
		{"a block of type \"markdown\"", saying(slack.NewMarkdownBlock("", "x"))},
		{"two blocks are \"kind\"", r.form("x", "x", "x", Meta{}, slices.Repeat(fields[:1], 2)...)},
		{"without submit", r.modal("x", "x", Meta{}, fields...)},
		{"modal.title is cut", r.form("x", long, "x", Meta{}, fields...)},
		{"modal.submit is cut", r.form("x", "x", long, Meta{}, fields...)},
		{"the view has", r.modal("x", "x", Meta{}, slices.Repeat([]slack.Block{section(long[:2990], nil)}, 99)...)},
		{"2 elements want the cursor", r.form("x", "x", "x", Meta{}, fields[1], focused(fields[6]))},
		{"without block_id", r.form("x", "x", "x", Meta{}, slack.NewInputBlock("", plain("x", 9), nil, labelled))},
	} {
		found := offences(t, c.view)
		if !slices.ContainsFunc(found, func(o string) bool { return strings.Contains(o, c.wrong) }) {
			t.Errorf("want %q, found %q", c.wrong, found)
		}
	}
}
