package slacksim

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// screen shows blocks as a person reads them.
type screen struct {
	name   func(id string) string // of a user or a channel
	values state
	errors map[string]string
}

// screen returns what shows the place. The lock is held while it is used.
func (ws *Workspace) screen(values state, errors map[string]string) screen {
	return screen{values: values, errors: errors, name: func(id string) string {
		if u := ws.userByID(id); u != nil {
			return u.String()
		}
		if ch := ws.channel(id); ch != nil {
			return "#" + ch.name
		}
		return id
	}}
}

// text returns all that is visible of the blocks, line by line.
func (s screen) text(blocks []obj) string {
	var lines []string
	for _, b := range blocks {
		lines = append(lines, s.words(b)...)
		if inner := children(b); inner != nil {
			lines = append(lines, s.text(inner))
		}
		for _, el := range ownElements(b) {
			lines = append(lines, s.shown(element{b, el}))
		}
		lines = append(lines, s.object(b["hint"]), s.errors[args(b).str("block_id")])
	}
	return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return l == "" }), "\n")
}

// words returns the text of the block itself, without its elements.
func (s screen) words(b obj) []string {
	var lines []string
	for _, name := range []string{"title", "subtitle", "text", "body", "subtext", "label", "caption", "alt_text"} {
		lines = append(lines, s.object(b[name]))
	}
	for _, field := range objs(b["fields"]) {
		lines = append(lines, s.object(field))
	}
	switch b["type"] {
	case "context":
		for _, part := range objs(b["elements"]) {
			lines = append(lines, s.object(part), args(part).str("alt_text"))
		}
	case "rich_text":
		lines = append(lines, s.rich(b))
	case "markdown":
		lines = []string{s.mrkdwn(strings.ReplaceAll(args(b).str("text"), "**", "*"))}
	case "table", "data_table":
		for _, cells := range lists(b["rows"]) {
			lines = append(lines, s.cells(cells))
		}
	}
	return slices.DeleteFunc(lines, func(l string) bool { return l == "" })
}

func (s screen) cells(cells []any) string {
	var texts []string
	for _, cell := range objs(cells) {
		switch {
		case cell["type"] == "rich_text":
			texts = append(texts, s.rich(cell))
		case cell["element"] != nil:
			inner, _ := cell["element"].(obj)
			texts = append(texts, s.object(inner["text"]))
		case cell["text"] != nil:
			texts = append(texts, args(cell).str("text"))
		default:
			texts = append(texts, args(cell).str("value"))
		}
	}
	return strings.Join(texts, " | ")
}

// rich returns the text of a rich_text block or of a part of it.
func (s screen) rich(b obj) string {
	var out strings.Builder
	for _, part := range objs(b["elements"]) {
		a := args(part)
		switch part["type"] {
		case "rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted":
			out.WriteString(s.rich(part) + "\n")
		case "user":
			out.WriteString(s.name(a.str("user_id")))
		case "channel":
			out.WriteString(s.name(a.str("channel_id")))
		case "emoji":
			out.WriteString(":" + a.str("name") + ":")
		case "link":
			out.WriteString(firstOf(a.str("text"), a.str("url")))
		case "date":
			out.WriteString(a.str("fallback"))
		case "broadcast":
			out.WriteString("@" + a.str("range"))
		default:
			out.WriteString(a.str("text"))
		}
	}
	return strings.TrimRight(out.String(), "\n")
}

// shown returns what is seen of an element: a button's label, a field's content.
func (s screen) shown(e element) string {
	if e.el["type"] == "image" {
		return args(e.el).str("alt_text")
	}
	held, keeps := holdings[e.kind()]
	if !keeps {
		return s.object(e.el["text"])
	}
	if options := objs(e.el["options"]); e.kind() == "checkboxes" || e.kind() == "radio_buttons" {
		var lines []string
		for _, o := range options {
			lines = append(lines, s.object(o["text"]), s.object(o["description"]))
		}
		return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return l == "" }), "\n")
	}
	value := s.values[e.block()][e.action()]
	return firstOf(s.value(value[held.field]), s.object(e.el["placeholder"]))
}

// value returns a value of the state as it is seen.
func (s screen) value(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return s.name(v)
	case obj:
		if v["type"] == "rich_text" {
			return s.rich(v)
		}
		return s.object(v["text"])
	case []any:
		var parts []string
		for _, part := range v {
			parts = append(parts, s.value(part))
		}
		return strings.Join(parts, ", ")
	case float64:
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprint(v)
}

// object returns the text of a text object; a bare string is taken as it is.
func (s screen) object(x any) string {
	switch x := x.(type) {
	case string:
		return x
	case obj:
		text := args(x).str("text")
		if x["type"] == "mrkdwn" {
			return s.mrkdwn(text)
		}
		return text
	}
	return ""
}

var angled = regexp.MustCompile(`<([^<>]+)>`)

// mrkdwn returns marked-up text as it is seen: links by their label, mentions by name,
// dates by their fallback, without the signs of bold and italics.
func (s screen) mrkdwn(text string) string {
	for _, sign := range "*_~" {
		text = unmark(text, sign)
	}
	text = angled.ReplaceAllStringFunc(strings.ReplaceAll(text, "`", ""), func(in string) string {
		what, label, labelled := strings.Cut(in[1:len(in)-1], "|")
		switch {
		case strings.HasPrefix(what, "@"), strings.HasPrefix(what, "#"):
			return s.name(what[1:])
		case labelled:
			return label
		case strings.HasPrefix(what, "!"):
			return "@" + what[1:]
		}
		return strings.TrimPrefix(strings.TrimPrefix(what, "mailto:"), "tel:")
	})
	return unescape(text)
}

// unmark takes pairs of a sign off the words that they enclose.
func unmark(text string, sign rune) string {
	in := []rune(text)
	var out []rune
	opened := -1 // where in out the open sign stands
	for i, r := range in {
		if r == '\n' {
			opened = -1
		}
		switch {
		case r != sign:
			out = append(out, r)
		case opened >= 0 && !unicode.IsSpace(in[i-1]) && (i+1 == len(in) || !wordly(in[i+1])):
			out = slices.Delete(out, opened, opened+1)
			opened = -1
		case i+1 < len(in) && !unicode.IsSpace(in[i+1]) && in[i+1] != sign && (i == 0 || !wordly(in[i-1])):
			opened = len(out)
			out = append(out, r)
		default:
			out = append(out, r)
		}
	}
	return string(out)
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

var (
	escaper   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	unescaper = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")
)

func unescape(s string) string { return unescaper.Replace(s) }

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
