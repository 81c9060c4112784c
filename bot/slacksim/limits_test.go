package slacksim_test

import (
	"fmt"
	"strings"
	"testing"
)

// one is a section with an accessory, and field an input with an element.
func one(element obj) []any   { return []any{with(section("x"), "accessory", element)} }
func field(element obj) []any { return []any{input("i", "x", element)} }

func confirmed(part string, n int) []any {
	ask := obj{"title": plainText("x"), "text": plainText("x"), "confirm": plainText("x"), "deny": plainText("x")}
	ask[part] = plainText(long(n))
	return one(with(button("x", "a", "1"), "confirm", ask))
}

func optionOf(part string, n int) []any {
	o := obj{"text": plainText("x"), "value": "1", "description": plainText("x")}
	if part == "value" {
		o[part] = long(n)
	} else {
		o[part] = plainText(long(n))
	}
	return one(obj{"type": "static_select", "action_id": "a", "options": []any{o}})
}

func choice(n int) func(int) any {
	return func(i int) any { return obj{"text": plainText("x"), "value": fmt.Sprint(n + i)} }
}

func groups(n, each int, label string) []any {
	return one(obj{"type": "static_select", "action_id": "a", "option_groups": many(n, func(i int) any {
		return obj{"label": plainText(label), "options": many(each, choice(i*each))}
	})})
}

func cardWith(part string, n int) []any {
	return []any{obj{"type": "card", "title": plainText("x"), part: plainText(long(n))}}
}

func videoWith(part string, value any) []any {
	return []any{obj{
		"type": "video", "alt_text": "x", "title": plainText("x"), "thumbnail_url": "https://x.example/a",
		"video_url": "https://x.example/b", part: value,
	}}
}

func chartOf(kind string, series, points, label int) []any {
	return []any{obj{"type": "data_visualization", "title": "x", "chart": obj{
		"type": kind, "axis_config": obj{"categories": []any{"x"}, "x_label": long(2*label + 10)},
		"series": many(series, func(int) any {
			return obj{"name": long(label), "data": many(points, func(int) any { return obj{"label": long(label), "value": 1} })}
		}),
	}}}
}

func dataTable(rows, cells, size, chars int) []any {
	return []any{obj{"type": "data_table", "caption": "x", "page_size": size, "rows": many(rows, func(int) any {
		return many(cells, func(int) any { return obj{"type": "raw_text", "text": long(chars)} })
	})}}
}

// boundaries are Slack's limits: most is allowed, one more is not.
var boundaries = []struct {
	name, where string
	most        int
	of          func(n int) []any
}{
	{"blocks of a message", "message", 50, func(n int) []any { return many(n, func(int) any { return section("x") }) }},
	{"blocks of a modal", "modal", 100, func(n int) []any { return many(n, func(int) any { return section("x") }) }},
	{"blocks of a home", "home", 100, func(n int) []any { return many(n, func(int) any { return section("x") }) }},
	{"block_id", "home", 255, func(n int) []any { return []any{with(section("x"), "block_id", long(n))} }},
	{"action_id", "home", 255, func(n int) []any { return one(button("x", long(n), "1")) }},
	{"section text", "home", 3000, func(n int) []any { return []any{section(long(n))} }},
	{"section fields", "home", 10, func(n int) []any {
		return []any{obj{"type": "section", "fields": many(n, func(int) any { return marked("x") })}}
	}},
	{"section field", "home", 2000, func(n int) []any {
		return []any{obj{"type": "section", "fields": []any{marked(long(n))}}}
	}},
	{"header", "home", 150, func(n int) []any { return []any{obj{"type": "header", "text": plainText(long(n))}} }},
	{"header level", "home", 4, func(n int) []any { return []any{obj{"type": "header", "text": plainText("x"), "level": n}} }},
	{"context", "home", 10, func(n int) []any {
		return []any{obj{"type": "context", "elements": many(n, func(int) any { return marked("x") })}}
	}},
	{"actions", "home", 25, func(n int) []any {
		return []any{actionsOf(many(n, func(i int) any { return button("x", fmt.Sprint(i), "1") })...)}
	}},
	{"input label", "modal", 2000, func(n int) []any { return []any{input("i", long(n), typed("a"))} }},
	{"input hint", "modal", 2000, func(n int) []any { return []any{with(input("i", "x", typed("a")), "hint", plainText(long(n)))} }},
	{"image address", "home", 3000, func(n int) []any { return []any{obj{"type": "image", "image_url": long(n), "alt_text": "x"}} }},
	{"image alt_text", "home", 2000, func(n int) []any { return []any{obj{"type": "image", "image_url": "x", "alt_text": long(n)}} }},
	{"image title", "home", 2000, func(n int) []any {
		return []any{obj{"type": "image", "image_url": "x", "alt_text": "x", "title": plainText(long(n))}}
	}},
	{"image in a context", "home", 2000, func(n int) []any {
		return []any{obj{"type": "context", "elements": []any{obj{"type": "image", "image_url": "x", "alt_text": long(n)}}}}
	}},
	{"video alt_text", "home", 200, func(n int) []any { return videoWith("alt_text", long(n)) }},
	{"video title", "home", 200, func(n int) []any { return videoWith("title", plainText(long(n))) }},
	{"video description", "home", 200, func(n int) []any { return videoWith("description", plainText(long(n))) }},
	{"video author", "home", 50, func(n int) []any { return videoWith("author_name", long(n)) }},
	{"video provider", "home", 50, func(n int) []any { return videoWith("provider_name", long(n)) }},
	{"markdown", "message", 12000, func(n int) []any { return []any{obj{"type": "markdown", "text": long(n)}} }},
	{"alert", "modal", 200, func(n int) []any { return []any{obj{"type": "alert", "text": plainText(long(n))}} }},
	{"table rows", "home", 100, func(n int) []any { return []any{tableOf(n, 1)} }},
	{"table cells", "home", 20, func(n int) []any { return []any{tableOf(1, n)} }},
	{"table columns set", "home", 20, func(n int) []any {
		return []any{with(tableOf(1, 1), "column_settings", many(n, func(int) any { return obj{"align": "left"} }))}
	}},
	{"table characters", "message", 10000, func(n int) []any {
		return []any{obj{"type": "table", "rows": []any{[]any{
			obj{"type": "raw_text", "text": long(n - 1)}, obj{"type": "raw_text", "text": "x"},
		}}}}
	}},
	{"tables of a message", "message", 1, func(n int) []any { return many(n, func(int) any { return tableOf(1, 1) }) }},
	{"data_table rows", "home", 201, func(n int) []any { return dataTable(n, 1, 5, 1) }},
	{"data_table cells", "home", 20, func(n int) []any { return dataTable(1, n, 5, 1) }},
	{"data_table page", "home", 100, func(n int) []any { return dataTable(1, 1, n, 1) }},
	{"data_table characters", "home", 10000, func(n int) []any { return dataTable(1, 2, 5, n) }},
	{"charts of a message", "message", 2, func(n int) []any { return many(n, func(int) any { return pie() }) }},
	{"chart title", "message", 50, func(n int) []any { return []any{with(pie(), "title", long(n))} }},
	{"chart series", "message", 12, func(n int) []any { return chartOf("bar", n, 1, 1) }},
	{"chart points", "message", 20, func(n int) []any { return chartOf("line", 1, n, 1) }},
	{"chart labels", "message", 20, func(n int) []any { return chartOf("area", 1, 1, n) }},
	{"chart segments", "message", 12, func(n int) []any {
		return []any{with(pie(), "chart", obj{"type": "pie", "segments": many(n, func(int) any { return obj{"label": "x", "value": 1} })})}
	}},
	{"card title", "modal", 150, func(n int) []any { return cardWith("title", n) }},
	{"card subtitle", "home", 150, func(n int) []any { return cardWith("subtitle", n) }},
	{"card body", "home", 200, func(n int) []any { return cardWith("body", n) }},
	{"card subtext", "home", 200, func(n int) []any { return cardWith("subtext", n) }},
	{"card actions", "home", 3, func(n int) []any {
		return []any{obj{"type": "card", "actions": many(n, func(i int) any { return button("x", fmt.Sprint(i), "1") })}}
	}},
	{"carousel", "home", 10, func(n int) []any {
		return []any{obj{"type": "carousel", "elements": many(n, func(int) any { return obj{"type": "card", "title": plainText("x")} })}}
	}},
	{"container", "home", 10, func(n int) []any {
		return []any{obj{"type": "container", "title": plainText("x"), "child_blocks": many(n, func(int) any { return section("x") })}}
	}},
	{"container title", "home", 150, func(n int) []any {
		return []any{obj{"type": "container", "title": plainText(long(n)), "child_blocks": []any{section("x")}}}
	}},
	{"layout label", "home", 150, func(n int) []any {
		return []any{obj{"type": "layout", "label": long(n), "fallback": []any{}, "rows": []any{obj{"items": []any{obj{"block": section("x")}}}}}}
	}},
	{"context_actions", "message", 5, func(n int) []any {
		return []any{obj{"type": "context_actions", "elements": many(n, func(i int) any {
			return obj{"type": "icon_button", "icon": "trash", "text": plainText("x"), "action_id": fmt.Sprint(i)}
		})}}
	}},
	{"plan", "message", 50, func(n int) []any {
		return []any{obj{"type": "plan", "title": "x", "tasks": many(n, func(i int) any {
			return obj{"type": "task_card", "task_id": fmt.Sprint(i), "title": "x"}
		})}}
	}},
	{"button label", "home", 75, func(n int) []any { return one(button(long(n), "a", "1")) }},
	{"button value", "home", 2000, func(n int) []any { return one(button("x", "a", long(n))) }},
	{"button address", "home", 3000, func(n int) []any { return one(with(button("x", "a", "1"), "url", long(n))) }},
	{"button description", "home", 75, func(n int) []any { return one(with(button("x", "a", "1"), "accessibility_label", long(n))) }},
	{"overflow", "home", 5, func(n int) []any { return one(menuOf("overflow", n)) }},
	{"menu", "home", 100, func(n int) []any { return one(menuOf("static_select", n)) }},
	{"menu of many", "home", 100, func(n int) []any { return one(menuOf("multi_static_select", n)) }},
	{"option text", "home", 75, func(n int) []any { return optionOf("text", n) }},
	{"option value", "home", 75, func(n int) []any { return optionOf("value", n) }},
	{"option description", "home", 75, func(n int) []any { return optionOf("description", n) }},
	{"option groups", "home", 100, func(n int) []any { return groups(n, 1, "x") }},
	{"options of a group", "home", 100, func(n int) []any { return groups(1, n, "x") }},
	{"group label", "home", 75, func(n int) []any { return groups(1, 1, long(n)) }},
	{"placeholder", "home", 150, func(n int) []any { return one(with(menuOf("static_select", 1), "placeholder", plainText(long(n)))) }},
	{"checkboxes", "modal", 10, func(n int) []any { return field(menuOf("checkboxes", n)) }},
	{"radio buttons", "modal", 10, func(n int) []any { return field(menuOf("radio_buttons", n)) }},
	{"text min_length", "modal", 3000, func(n int) []any { return field(with(typed("a"), "min_length", n)) }},
	{"text max_length", "modal", 3000, func(n int) []any { return field(with(typed("a"), "max_length", n)) }},
	{"text initial_value", "modal", 3000, func(n int) []any { return field(with(typed("a"), "initial_value", long(n))) }},
	{"text placeholder", "modal", 150, func(n int) []any { return field(with(typed("a"), "placeholder", plainText(long(n)))) }},
	{"rich text lines", "modal", 100, func(n int) []any { return field(obj{"type": "rich_text_input", "action_id": "a", "max_lines": n}) }},
	{"files", "modal", 10, func(n int) []any { return field(obj{"type": "file_input", "action_id": "a", "max_files": n}) }},
	{"confirm title", "home", 100, func(n int) []any { return confirmed("title", n) }},
	{"confirm text", "home", 300, func(n int) []any { return confirmed("text", n) }},
	{"confirm yes", "home", 30, func(n int) []any { return confirmed("confirm", n) }},
	{"confirm no", "home", 30, func(n int) []any { return confirmed("deny", n) }},
}

func TestBoundaries(t *testing.T) {
	t.Parallel()
	for _, c := range boundaries {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, silent)
			o.AllowComplaints()
			if got, _ := showBlocks(t, o, c.where, c.of(c.most)); got["ok"] != true {
				t.Errorf("%d: %v", c.most, got)
			}
			o = newOffice(t, silent)
			o.AllowComplaints()
			got, code := showBlocks(t, o, c.where, c.of(c.most+1))
			messages := jsonOf(path(got, "response_metadata", "messages"))
			if got["error"] != code || strings.Contains(messages, "unknown property") || strings.Contains(messages, "missing required") {
				t.Errorf("%d: %v", c.most+1, got)
			}
		})
	}
}

func TestMessageText(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent)
	for n, want := range map[int]any{40000: nil, 40001: "msg_too_long"} {
		o.AllowComplaints()
		if got := o.call(t, "chat.postMessage", obj{"channel": o.anna.ID, "text": long(n)}); got["error"] != want {
			t.Errorf("%d: %v", n, got["error"])
		}
	}
}
