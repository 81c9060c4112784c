package slacksim

import (
	"iter"
	"slices"
	"strings"
)

// element is an interactive part of a block.
type element struct {
	holder obj // the block that it stands in
	el     obj
}

func (e element) kind() string   { return args(e.el).str("type") }
func (e element) action() string { return args(e.el).str("action_id") }
func (e element) block() string  { return args(e.holder).str("block_id") }

// inInput reports whether the element is asked for in a form.
func (e element) inInput() bool { return e.holder["type"] == "input" }

// objs returns the objects among a JSON list.
func objs(list any) []obj {
	items, _ := list.([]any)
	var out []obj
	for _, item := range items {
		if o, ok := item.(obj); ok {
			out = append(out, o)
		}
	}
	return out
}

// children returns the blocks within a block.
func children(b obj) []obj {
	switch b["type"] {
	case "carousel":
		return objs(b["elements"])
	case "container":
		return objs(b["child_blocks"])
	case "plan":
		return objs(b["tasks"])
	case "layout":
		var out []obj
		for _, row := range objs(b["rows"]) {
			for _, item := range objs(row["items"]) {
				if inner, ok := item["block"].(obj); ok {
					out = append(out, inner)
				}
			}
		}
		return out
	}
	return nil
}

// ownElements returns the elements that stand in the block itself.
func ownElements(b obj) []obj {
	var out []obj
	single := func(name string) {
		if o, ok := b[name].(obj); ok {
			out = append(out, o)
		}
	}
	switch b["type"] {
	case "section":
		single("accessory")
	case "input":
		single("element")
	case "actions", "context_actions":
		out = objs(b["elements"])
	case "card":
		out = objs(b["actions"])
	case "data_table":
		for _, row := range lists(b["rows"]) {
			for _, cell := range objs(row) {
				if o, ok := cell["element"].(obj); ok {
					out = append(out, o)
				}
			}
		}
	}
	return out
}

// lists returns the lists among a JSON list.
func lists(list any) [][]any {
	items, _ := list.([]any)
	var out [][]any
	for _, item := range items {
		if l, ok := item.([]any); ok {
			out = append(out, l)
		}
	}
	return out
}

// elements yields every interactive element, in the order in which they are seen.
func elements(blocks []obj) iter.Seq[element] {
	return func(yield func(element) bool) { eachElement(blocks, yield) }
}

func eachElement(blocks []obj, yield func(element) bool) bool {
	for _, b := range blocks {
		for _, el := range ownElements(b) {
			if !yield(element{b, el}) {
				return false
			}
		}
		if !eachElement(children(b), yield) {
			return false
		}
	}
	return true
}

// nameBlocks gives ids to the blocks and elements that have none, as Slack does.
func nameBlocks(blocks []obj) {
	for _, b := range blocks {
		if args(b).str("block_id") == "" {
			b["block_id"] = random(3)
		}
		for _, el := range ownElements(b) {
			if args(el).str("action_id") == "" && el["type"] != "image" {
				el["action_id"] = random(3)
			}
		}
		nameBlocks(children(b))
	}
}

// row is what a person takes for one line of a list: a block with the actions and the
// small print under it.
type row struct {
	text     string
	elements []element
}

// rows splits blocks into rows.
func (s screen) rows(blocks []obj) []row {
	var out []row
	tabled := false // the last row is one of a table, to which nothing below belongs
	for _, b := range blocks {
		if inner := children(b); inner != nil {
			out, tabled = append(out, s.rows(inner)...), false
			continue
		}
		if b["type"] == "table" || b["type"] == "data_table" {
			out, tabled = append(out, s.tableRows(b)...), true
			continue
		}
		part := row{text: strings.Join(s.words(b), "\n"), elements: slices.Collect(elements([]obj{b}))}
		under := slices.Contains([]any{"actions", "context", "context_actions"}, b["type"])
		if under && len(out) > 0 && !tabled {
			last := &out[len(out)-1]
			last.text += "\n" + part.text
			last.elements = append(last.elements, part.elements...)
			continue
		}
		out, tabled = append(out, part), false
	}
	return out
}

func (s screen) tableRows(b obj) []row {
	var out []row
	for _, cells := range lists(b["rows"]) {
		r := row{text: s.cells(cells)}
		for _, cell := range objs(cells) {
			if el, ok := cell["element"].(obj); ok {
				r.elements = append(r.elements, element{b, el})
			}
		}
		out = append(out, r)
	}
	return out
}
