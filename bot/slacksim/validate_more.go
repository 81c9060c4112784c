package slacksim

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// eitherOf wants at least one of the properties.
func eitherOf(names ...string) func(*checker, string, obj) {
	return func(c *checker, at string, o obj) {
		if !slices.ContainsFunc(names, func(n string) bool { return o[n] != nil }) {
			c.bad(at, "must have one of %s", strings.Join(names, ", "))
		}
	}
}

// inOrder wants the first property to be no greater than the second.
func inOrder(least, most string) func(*checker, string, obj) {
	return func(c *checker, at string, o obj) {
		low, errLow := strconv.ParseFloat(args(o).str(least), 64)
		high, errHigh := strconv.ParseFloat(args(o).str(most), 64)
		if errLow == nil && errHigh == nil && low > high {
			c.bad(at, "%s is over %s", least, most)
		}
	}
}

// optionsGiven wants either options or groups, and initial options that are among them.
func optionsGiven(c *checker, at string, o obj) {
	if (o["options"] == nil) == (o["option_groups"] == nil) {
		c.bad(at, "must have either options or option_groups")
	}
	offered := offeredIn(o)
	initial := objs(o["initial_options"])
	if one, ok := o["initial_option"].(obj); ok {
		initial = append(initial, one)
	}
	for _, want := range initial {
		if !slices.ContainsFunc(offered, func(o obj) bool { return sameOption(o, want) }) {
			c.bad(at, "initial option %q is not among the options", args(want).str("value"))
		}
	}
}

// offeredIn returns the options of a menu, or of an answer to an external one.
func offeredIn(o obj) []obj {
	offered := objs(o["options"])
	for _, group := range objs(o["option_groups"]) {
		offered = append(offered, objs(group["options"])...)
	}
	return offered
}

// sameOption compares text and value, as Slack does.
func sameOption(a, b obj) bool {
	textA, _ := a["text"].(obj)
	textB, _ := b["text"].(obj)
	return a["value"] == b["value"] && textA["text"] == textB["text"] && textA["type"] == textB["type"] &&
		reflect.DeepEqual(a["description"] == nil, b["description"] == nil)
}

// distinctActions wants each action_id once in the block.
func distinctActions(c *checker, at string, b obj) {
	seen := map[string]bool{}
	for i, el := range ownElements(b) {
		id := args(el).str("action_id")
		if id != "" && seen[id] {
			c.bad(fmt.Sprintf("%s/elements/%d/action_id", at, i), "`action_id` %s already exists", id)
		}
		seen[id] = true
	}
}

// onlyInModals refuses a file input elsewhere, and focus in a message.
func onlyInModals(c *checker, at string, b obj) {
	el, _ := b["element"].(obj)
	if el["type"] == "file_input" && c.on != onModal {
		c.bad(at+"/element/type", "file_input is not allowed in a %s", c.on)
	}
}

// submitForInputs wants a modal that asks something to have a submit button.
func submitForInputs(c *checker, at string, v obj) {
	asks := slices.ContainsFunc(objs(v["blocks"]), func(b obj) bool { return b["type"] == "input" })
	if asks && v["submit"] == nil {
		c.bad(at, "missing required field: submit, as there are input blocks")
	}
}

// textOrImage allows what a context block holds.
func textOrImage(c *checker, at string, x any) {
	if o, ok := x.(obj); ok && o["type"] == "image" {
		among("image")(c, at, x)
		return
	}
	anyText(1, 3000)(c, at, x)
}

// sum adds to a limit that several blocks share.
func (c *checker) sum(at, what string, n, most int) {
	c.counts[what] += n
	if c.counts[what] > most {
		c.bad(at, "no more than %d %s allowed", most, what)
	}
}

func markdownSum(c *checker, at string, b obj) {
	c.sum(at, "characters in markdown blocks", length(args(b).str("text")), limitMarkdown)
}

func twoCharts(c *checker, at string, _ obj) { c.sum(at, "charts", 1, limitCharts) }

func oneTable(c *checker, at string, b obj) {
	c.sum(at, "tables", 1, 1)
	c.sum(at, "characters in table cells", cellChars(b), limitTableChars)
}

func dataTableSum(c *checker, at string, b obj) {
	c.sum(at, "characters in data_table cells", cellChars(b), limitDataTableChars)
	distinctActions(c, at, b)
	rows := lists(b["rows"])
	for i, row := range rows {
		if len(row) != len(rows[0]) {
			c.bad(fmt.Sprintf("%s/rows/%d", at, i), "must have as many cells as the header")
		}
	}
	if len(rows) > 0 && slices.ContainsFunc(objs(rows[0]), func(cell obj) bool { return cell["type"] != "raw_text" }) {
		c.bad(at+"/rows/0", "the header may hold raw_text only")
	}
}

// cellChars counts the characters of a table's cells.
func cellChars(b obj) int {
	n := 0
	shown := screen{name: func(id string) string { return id }}
	for _, row := range lists(b["rows"]) {
		for _, one := range row {
			n += length(shown.cells([]any{one}))
		}
	}
	return n
}

// cell allows the given kinds of table cells.
func cell(kinds ...string) rule {
	shapes := map[string]shape{
		"raw_text":   {required: []string{"text"}, props: map[string]rule{"type": free, "text": str(1, 10000)}},
		"raw_number": {required: []string{"value"}, props: map[string]rule{"type": free, "value": number, "text": str(1, 3000)}},
		"rich_text":  {required: []string{"elements"}, props: map[string]rule{"type": free, "elements": list(1, 100, richPart)}},
		"action_cell": {required: []string{"element"}, props: map[string]rule{
			"type": free, "element": among("button"), "fallback": free,
		}},
	}
	return func(c *checker, at string, x any) {
		o, _ := x.(obj)
		kind := args(o).str("type")
		if !slices.Contains(kinds, kind) {
			c.bad(at+"/type", "unsupported type: %s", kind)
			return
		}
		c.shape(shapes[kind], at, o)
	}
}

func number(c *checker, at string, x any) {
	if _, ok := x.(float64); !ok {
		c.bad(at, "must be a number")
	}
}

// chart allows the charts of a data_visualization.
func chart(c *checker, at string, x any) {
	point := object(shape{required: []string{"label", "value"}, props: map[string]rule{"label": str(1, 20), "value": number}})
	series := object(shape{required: []string{"name", "data"}, props: map[string]rule{"name": str(1, 20), "data": list(1, 20, point)}})
	axis := object(shape{required: []string{"categories"}, props: map[string]rule{
		"categories": list(1, 20, str(1, 20)), "x_label": str(1, 50), "y_label": str(1, 50),
	}})
	o, _ := x.(obj)
	if o["type"] == "pie" {
		c.shape(shape{required: []string{"segments"}, props: map[string]rule{"type": free, "segments": list(1, 12, point)}}, at, o)
		return
	}
	c.shape(shape{required: []string{"type", "series", "axis_config"}, props: map[string]rule{
		"type": oneOf("bar", "line", "area"), "series": list(1, 12, series), "axis_config": axis,
	}}, at, o)
}

// richStyles are the styles of rich text.
var richStyles = object(shape{props: map[string]rule{
	"bold": flag, "italic": flag, "strike": flag, "code": flag, "underline": flag, "highlight": flag,
	"client_highlight": flag, "unlink": flag,
}})

// richInline are the parts of a rich text's line, with what they must hold.
var richInline = map[string][]string{
	"text": {"text"}, "link": {"url"}, "user": {"user_id"}, "usergroup": {"usergroup_id"}, "channel": {"channel_id"},
	"emoji": {"name"}, "date": {"timestamp", "format"}, "broadcast": {"range"}, "color": {"value"},
}

// richPart allows the parts of a rich_text block: lines, lists, quotes, and what is in them.
func richPart(c *checker, at string, x any) {
	o, _ := x.(obj)
	kind := args(o).str("type")
	props := map[string]rule{"type": free, "elements": list(0, 1000, func(c *checker, at string, x any) { richPartIn(c, at, x, kind) })}
	switch kind {
	case "rich_text_section":
	case "rich_text_quote", "rich_text_preformatted":
		props["border"], props["language"] = num(0, 1), str(1, 50)
	case "rich_text_list":
		props["style"], props["indent"] = oneOf("bullet", "ordered"), num(0, 8)
		props["border"], props["offset"] = num(0, 1), num(0, 10000)
	default:
		c.bad(at+"/type", "unsupported type: %s", kind)
		return
	}
	c.shape(shape{required: []string{"elements"}, props: props}, at, o)
}

func richPartIn(c *checker, at string, x any, within string) {
	if within == "rich_text_list" {
		richPart(c, at, x)
		return
	}
	o, _ := x.(obj)
	required, known := richInline[args(o).str("type")]
	if !known {
		c.bad(at+"/type", "unsupported type: %s", args(o).str("type"))
		return
	}
	props := map[string]rule{"type": free, "style": richStyles}
	for _, name := range []string{"text", "url", "user_id", "usergroup_id", "channel_id", "name", "range", "value", "fallback", "format", "unicode"} {
		props[name] = str(1, 3000)
	}
	props["timestamp"], props["skin_tone"], props["unsafe"] = number, num(1, 6), flag
	c.shape(shape{required: required, props: props}, at, o)
}
