package slacksim_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot/slacksim"
)

func long(n int) string { return strings.Repeat("ż", n) }

func many(n int, item func(i int) any) []any {
	var out []any
	for i := range n {
		out = append(out, item(i))
	}
	return out
}

func menuOf(kind string, n int) obj {
	return obj{"type": kind, "action_id": "a", "options": many(n, func(i int) any {
		return obj{"text": plainText("o"), "value": fmt.Sprint(i)}
	})}
}

func with(o obj, more ...any) obj {
	out := obj{}
	maps.Copy(out, o)
	for i := 0; i < len(more); i += 2 {
		out[more[i].(string)] = more[i+1]
	}
	return out
}

func actionsOf(elements ...any) obj { return obj{"type": "actions", "elements": elements} }

// blockCases are good and bad payloads beyond the boundaries; where is message, modal or home, and says is a part of
// what Slack has against them (empty: nothing).
var blockCases = []struct {
	name, where string
	blocks      []any
	says        string
}{
	{"no blocks in a home", "home", []any{}, "no fewer than 1"},
	{"section of 3001", "modal", []any{section(long(3001))}, "json-pointer:/view/blocks/0/text/text"},
	{"empty section", "message", []any{section("")}, "more than 0 characters"},
	{"section without text", "home", []any{obj{"type": "section"}}, "one of text, fields"},
	{"unknown block", "home", []any{obj{"type": "sekcja"}}, "unsupported type: sekcja"},
	{"unknown property", "home", []any{with(section("x"), "color", "red")}, "unknown property: color"},
	{"text of the wrong kind", "home", []any{obj{"type": "header", "text": marked("x")}}, "plain_text"},
	{"emoji in mrkdwn", "home", []any{obj{"type": "section", "text": with(marked("x"), "emoji", true)}}, "unknown property: emoji"},
	{"empty actions", "home", []any{obj{"type": "actions", "elements": []any{}}}, "no fewer than 1"},
	{"block_id twice", "home", []any{with(section("x"), "block_id", "b"), with(section("x"), "block_id", "b")}, "`block_id` b already exists"},
	{"action_id twice in a block", "home", []any{actionsOf(button("x", "a", "1"), button("y", "a", "2"))}, "`action_id` a already exists"},
	{"action_id twice in two blocks", "home", []any{actionsOf(button("x", "a", "1")), actionsOf(button("y", "a", "2"))}, ""},
	{"button of a strange style", "home", []any{actionsOf(with(button("x", "a", "1"), "style", "default"))}, "must be one of"},
	{"confirm without deny", "home", []any{actionsOf(with(button("x", "a", "1"), "confirm", obj{
		"title": plainText("x"), "text": plainText("x"), "confirm": plainText("x"),
	}))}, "missing required field: deny"},
	{"overflow of one", "home", []any{actionsOf(menuOf("overflow", 1))}, "no fewer than 2"},
	{"menu without options", "home", []any{actionsOf(obj{"type": "static_select", "action_id": "a"})}, "either options or option_groups"},
	{"option in mrkdwn", "home", []any{actionsOf(obj{"type": "static_select", "action_id": "a", "options": []any{
		obj{"text": marked("x"), "value": "1"},
	}})}, "plain_text"},
	{"initial option among the options", "home", []any{actionsOf(with(menuOf("static_select", 2), "initial_option", obj{"text": plainText("o"), "value": "1"}))}, ""},
	{"initial option from elsewhere", "home", []any{actionsOf(with(menuOf("static_select", 2), "initial_option", obj{"text": plainText("o"), "value": "9"}))}, "not among the options"},
	{"many-menu among actions", "home", []any{actionsOf(menuOf("multi_static_select", 2))}, "unsupported type"},
	{"text input outside an input", "home", []any{actionsOf(typed("a"))}, "unsupported type: plain_text_input"},
	{"number input as accessory", "home", []any{with(section("x"), "accessory", obj{"type": "number_input", "is_decimal_allowed": false})}, "unsupported type: number_input"},
	{"button in an input", "modal", []any{input("i", "x", button("x", "a", "1"))}, "unsupported type: button"},
	{"input without a label", "modal", []any{obj{"type": "input", "element": typed("a")}}, "missing required field: label"},
	{"date of the wrong form", "modal", []any{input("i", "x", obj{"type": "datepicker", "initial_date": "24.11.2026"})}, "YYYY-MM-DD"},
	{"time of the wrong form", "modal", []any{input("i", "x", obj{"type": "timepicker", "initial_time": "7:00"})}, "HH:mm"},
	{"instant in milliseconds", "modal", []any{input("i", "x", obj{"type": "datetimepicker", "initial_date_time": 1.7e12})}, "must be between"},
	{"lengths the wrong way round", "modal", []any{input("i", "x", with(typed("a"), "min_length", 9, "max_length", 3))}, "min_length is over max_length"},
	{"two focused fields", "modal", []any{
		input("i", "x", with(typed("a"), "focus_on_load", true)), input("j", "x", with(typed("a"), "focus_on_load", true)),
	}, "focus_on_load"},
	{"file input in a modal", "modal", []any{input("i", "x", obj{"type": "file_input", "action_id": "a"})}, ""},
	{"file input in a home", "home", []any{input("i", "x", obj{"type": "file_input", "action_id": "a"})}, "not allowed in a home"},
	{"alert in a modal", "modal", []any{obj{"type": "alert", "text": plainText("x"), "level": "warning"}}, ""},
	{"alert in a home", "home", []any{obj{"type": "alert", "text": plainText("x")}}, "not allowed in a home"},
	{"markdown in a message", "message", []any{obj{"type": "markdown", "text": "**x**"}}, ""},
	{"markdown in a modal", "modal", []any{obj{"type": "markdown", "text": "x"}}, "not allowed in a modal"},
	{"12001 characters of markdown", "message", []any{
		obj{"type": "markdown", "text": long(6000)}, obj{"type": "markdown", "text": long(6001)},
	}, "no more than 12000"},
	{"image without alt_text", "home", []any{obj{"type": "image", "image_url": "https://x.example/a.png"}}, "missing required field: alt_text"},
	{"table in a home", "home", []any{tableOf(3, 2)}, ""},
	{"table in a modal", "modal", []any{tableOf(3, 2)}, "not allowed in a modal"},
	{"header of a data_table in numbers", "home", []any{obj{"type": "data_table", "caption": "x", "rows": []any{
		[]any{obj{"type": "raw_number", "value": 1}},
	}}}, "raw_text only"},
	{"carousel of cards", "message", []any{obj{"type": "carousel", "elements": []any{obj{"type": "card", "title": plainText("x"), "actions": []any{button("x", "a", "1")}}}}}, ""},
	{"carousel of sections", "message", []any{obj{"type": "carousel", "elements": []any{section("x")}}}, "unsupported type: section"},
	{"container in a modal", "modal", []any{obj{"type": "container", "title": plainText("x"), "child_blocks": []any{section("x")}}}, "not allowed in a modal"},
	{"container", "home", []any{obj{"type": "container", "title": plainText("x"), "child_blocks": []any{section("x")}}}, ""},
	{"layout without fallback", "home", []any{obj{"type": "layout", "label": "x", "rows": []any{obj{"items": []any{obj{"block": section("x")}}}}}}, "missing required field: fallback"},
	{"rich text", "home", []any{obj{"type": "rich_text", "elements": []any{obj{"type": "rich_text_list", "style": "bullet", "elements": []any{
		obj{"type": "rich_text_section", "elements": []any{obj{"type": "text", "text": "x", "style": obj{"bold": true}}}},
	}}}}}, ""},
	{"rich text of strange parts", "home", []any{obj{"type": "rich_text", "elements": []any{obj{"type": "rich_text_section", "elements": []any{obj{"type": "tekst"}}}}}}, "unsupported type: tekst"},
	{"list of strange parts", "home", []any{obj{"type": "rich_text", "elements": []any{obj{"type": "rich_text_list", "style": "bullet", "elements": []any{obj{"type": "text", "text": "x"}}}}}}, "unsupported type: text"},
	{"no such time zone", "modal", []any{input("i", "x", obj{"type": "timepicker", "timezone": "Warszawa"})}, "IANA time zone"},
	{"plan of tasks", "message", []any{obj{"type": "plan", "title": "x", "tasks": []any{obj{"type": "task_card", "task_id": "1", "title": "x"}}}}, ""},
}

func tableOf(rows, cells int) obj {
	return obj{"type": "table", "rows": many(rows, func(int) any {
		return many(cells, func(int) any { return obj{"type": "raw_text", "text": "x"} })
	})}
}

func pie() obj {
	return obj{"type": "data_visualization", "title": "x", "chart": obj{"type": "pie", "segments": []any{obj{"label": "x", "value": 1}}}}
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	for _, c := range blockCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, silent)
			got, code := showBlocks(t, o, c.where, c.blocks)
			expectRefusal(t, o, got, code, c.says)
		})
	}
}

// expectRefusal compares an answer of the Web API with what is to be said of it, and
// expects a complaint of each refusal.
func expectRefusal(t *testing.T, o *office, got obj, code, says string) {
	t.Helper()
	if says == "" {
		if got["ok"] != true {
			t.Errorf("refused: %v", got)
		}
		return
	}
	o.AllowComplaints()
	if got["error"] != code || !strings.Contains(jsonOf(got["response_metadata"]), says) {
		t.Errorf("got %v, want %s: %s", got, code, says)
	}
	if !slices.ContainsFunc(o.Complaints(), func(s string) bool { return strings.Contains(s, says) }) {
		t.Errorf("complaints: %q", o.Complaints())
	}
}

func showBlocks(t *testing.T, o *office, where string, blocks []any) (got obj, code string) {
	t.Helper()
	switch where {
	case "message":
		return o.call(t, "chat.postMessage", obj{"channel": o.anna.ID, "text": "x", "blocks": blocks}), "invalid_blocks"
	case "home":
		return o.call(t, "views.publish", obj{"user_id": o.anna.ID, "view": obj{"type": "home", "blocks": blocks}}), "invalid_arguments"
	}
	o.anna.Shortcut("x")
	trigger := o.told()[0]["trigger_id"]
	return o.call(t, "views.open", obj{"trigger_id": trigger, "view": modal("x", blocks...)}), "invalid_arguments"
}

func TestModalFrame(t *testing.T) {
	t.Parallel()
	form := modal("x", input("i", "x", typed("a")))
	noSubmit := with(form)
	delete(noSubmit, "submit")
	for _, c := range []struct {
		name string
		view obj
		says string
	}{
		{"title of 24", modal(long(24), section("x")), ""},
		{"title of 25", modal(long(25), section("x")), "less than 25"},
		{"submit of 25", with(form, "submit", plainText(long(25))), "less than 25"},
		{"close in mrkdwn", with(form, "close", marked("x")), "plain_text"},
		{"inputs and no submit", noSubmit, "missing required field: submit"},
		{"3000 letters of metadata", with(form, "private_metadata", long(3000)), ""},
		{"3001 letters of metadata", with(form, "private_metadata", long(3001)), "less than 3001"},
		{"callback_id of 256", with(form, "callback_id", long(256)), "less than 256"},
		{"a home", with(form, "type", "home"), "must be one of"},
		{"unknown property", with(form, "state", obj{}), "unknown property: state"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, silent)
			o.anna.Shortcut("x")
			got := o.call(t, "views.open", obj{"trigger_id": o.told()[0]["trigger_id"], "view": c.view})
			expectRefusal(t, o, got, "invalid_arguments", c.says)
		})
	}
}

func TestViewTooLarge(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent)
	o.AllowComplaints()
	blocks := many(90, func(int) any { return section(strings.Repeat("x", 2900)) })
	got := o.call(t, "views.publish", obj{"user_id": o.anna.ID, "view": obj{"type": "home", "blocks": blocks}})
	if got["error"] != "view_too_large" {
		t.Errorf("%v", got)
	}
}

func TestSuggestionsAreChecked(t *testing.T) {
	t.Parallel()
	menu := obj{"type": "external_select", "action_id": "who"}
	for body, says := range map[string]string{
		`{"options":[]}`:              "",
		`{}`:                          "either options or option_groups",
		`{"options":[{"text":"x"}]}`:  "missing required field: value",
		`nothing`:                     "no JSON",
		jsonOf(menuOf("x", 101)):      "no more than 100",
		`{"options":[],"more":true}`:  "unknown property: more",
		`{"option_groups":[{"a":1}]}`: "missing required field: label",
	} {
		o := newOffice(t, func(o *office, kind string, p obj) (int, string) {
			if kind == "block_suggestion" {
				return http.StatusOK, body
			}
			return opens(t, modal("A", input("w", "Osoba", menu)), func(obj) string { return "" })(o, kind, p)
		})
		o.anna.Types("/a")
		o.anna.Modal().Offers("Osoba", "Kow")
		all := strings.Join(o.Complaints(), "\n")
		if (says == "") != (all == "") || !strings.Contains(all, says) {
			t.Errorf("%.40s: %q", body, all)
		}
		o.AllowComplaints()
	}
}

func TestShortQueriesAreNotAsked(t *testing.T) {
	t.Parallel()
	w := &watcher{T: t}
	o := newOfficeOf(t, w, slacksim.Config{Patience: 1}, opens(t,
		modal("A", input("w", "Osoba", obj{"type": "external_select", "action_id": "who"})), func(obj) string { return "" }))
	o.anna.Types("/a")
	if said := w.ends(func() { o.anna.Modal().Pick("Osoba", "Ko", "x") }); !strings.Contains(said, "too short") {
		t.Errorf("said %q", said)
	}
	for _, f := range w.cleanup {
		f()
	}
}
