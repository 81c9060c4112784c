package slacksim

import (
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// rule checks one property.
type rule func(c *checker, at string, x any)

// checker gathers what is wrong with a payload.
type checker struct {
	on       surface
	blocks   map[string]shape
	elements map[string]shape
	problems []string
	ids      map[string]bool // block ids so far
	focused  int
	counts   map[string]int // of characters and blocks with a common limit
	refused  []string       // types of blocks that this workspace does not know
	unknown  int            // how many of the problems are such blocks
}

func newChecker(on surface, refused ...string) *checker {
	return &checker{on: on, refused: refused, blocks: blockShapes, elements: elementShapes, ids: map[string]bool{}, counts: map[string]int{}}
}

// bad records what is wrong at a place, as Slack words it.
func (c *checker) bad(at, format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf("[ERROR] %s [json-pointer:%s]", fmt.Sprintf(format, args...), at))
}

// refusal is the answer with the problems found; nil if there are none. A correct app may
// meet it where nothing is wrong but blocks that this workspace does not know.
func (c *checker) refusal(code string) *apiError {
	if len(c.problems) == 0 {
		return nil
	}
	return &apiError{code: code, messages: c.problems, fair: c.unknown == len(c.problems)}
}

// checkBlocks returns the blocks of a message, and what Slack has against them.
func (ws *Workspace) checkBlocks(list any) ([]obj, *apiError) {
	c := newChecker(onMessage, ws.conf.Refuse...)
	c.all(list, "/blocks")
	return objs(list), c.refusal("invalid_blocks")
}

// checkView returns the blocks of a view, and what Slack has against it.
func (ws *Workspace) checkView(v obj, want string) ([]obj, *apiError) {
	c := newChecker(surface(want), ws.conf.Refuse...)
	s := modalShape
	if want == "home" {
		s = homeShape
	}
	c.shape(s, "/view", v)
	if items, ok := v["blocks"].([]any); ok && len(items) == 0 {
		c.bad("/view/blocks", "no fewer than 1 items allowed")
	}
	c.all(v["blocks"], "/view/blocks")
	return objs(v["blocks"]), c.refusal("invalid_arguments")
}

// all checks a surface's blocks.
func (c *checker) all(list any, at string) {
	if list == nil {
		return
	}
	items, ok := list.([]any)
	if !ok {
		c.bad(at, "must be an array")
		return
	}
	limit := limitViewBlocks
	if c.on == onMessage {
		limit = limitMessageBlocks
	}
	if len(items) > limit {
		c.bad(at, "no more than %d items allowed", limit)
	}
	for i, item := range items {
		c.block(fmt.Sprintf("%s/%d", at, i), item)
	}
	if c.focused > 1 {
		c.bad(at, "focus_on_load may be set on one element only")
	}
}

// block checks one block of whatever type.
func (c *checker) block(at string, x any) {
	b, ok := x.(obj)
	if !ok {
		c.bad(at, "must be an object")
		return
	}
	kind := args(b).str("type")
	s, known := c.blocks[kind]
	switch {
	case slices.Contains(c.refused, kind):
		c.unknown++
		c.bad(at+"/type", "unsupported type: %s", kind)
		return
	case !known:
		c.bad(at+"/type", "unsupported type: %s", kind)
		return
	case !slices.Contains(s.on, c.on):
		c.bad(at+"/type", "%s is not allowed in a %s", kind, c.on)
	}
	if id := args(b).str("block_id"); id != "" {
		if c.ids[id] {
			c.bad(at+"/block_id", "`block_id` %s already exists", id)
		}
		c.ids[id] = true
	}
	c.shape(s, at, b)
}

// shape checks an object: nothing unknown, nothing missing, each property by its rule.
func (c *checker) shape(s shape, at string, o obj) {
	for _, name := range s.required {
		if o[name] == nil {
			c.bad(at, "missing required field: %s", name)
		}
	}
	for _, name := range sortedKeys(o) {
		check, known := s.props[name]
		switch {
		case !known:
			c.bad(at+"/"+name, "unknown property: %s", name)
		case o[name] != nil:
			check(c, at+"/"+name, o[name])
		}
	}
	if s.also != nil {
		s.also(c, at, o)
	}
}

func sortedKeys(o obj) []string {
	var keys []string
	for key := range o {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// length counts characters as Slack does.
func length(s string) int { return utf8.RuneCountInString(s) }

func (c *checker) length(at, s string, least, most int) {
	switch n := length(s); {
	case n < least:
		c.bad(at, "must be more than %d characters", least-1)
	case n > most:
		c.bad(at, "must be less than %d characters", most+1)
	}
}

// str allows a string of so many characters.
func str(least, most int) rule {
	return func(c *checker, at string, x any) {
		s, ok := x.(string)
		if !ok {
			c.bad(at, "must be a string")
			return
		}
		c.length(at, s, least, most)
	}
}

// num allows a whole number.
func num(least, most float64) rule {
	return func(c *checker, at string, x any) {
		n, ok := x.(float64)
		switch {
		case !ok || n != float64(int64(n)):
			c.bad(at, "must be an integer")
		case n < least || n > most:
			c.bad(at, "must be between %.0f and %.0f", least, most)
		}
	}
}

func flag(c *checker, at string, x any) {
	if _, ok := x.(bool); !ok {
		c.bad(at, "must be a boolean")
	}
}

func free(*checker, string, any) {}

// oneOf allows the given strings.
func oneOf(allowed ...string) rule {
	return func(c *checker, at string, x any) {
		if s, ok := x.(string); !ok || !slices.Contains(allowed, s) {
			c.bad(at, "must be one of %q", allowed)
		}
	}
}

// matching allows strings that pass the test.
func matching(format string, ok func(string) bool) rule {
	return func(c *checker, at string, x any) {
		if s, isString := x.(string); !isString || !ok(s) {
			c.bad(at, "must be a string of the format %s", format)
		}
	}
}

func isDate(s string) bool   { _, err := time.Parse(time.DateOnly, s); return err == nil }
func isTime(s string) bool   { _, err := time.Parse("15:04", s); return err == nil && len(s) == 5 }
func isZone(s string) bool   { _, err := time.LoadLocation(s); return err == nil && s != "" }
func isNumber(s string) bool { _, err := strconv.ParseFloat(s, 64); return err == nil }

// list allows so many items of a kind.
func list(least, most int, item rule) rule {
	return func(c *checker, at string, x any) {
		items, ok := x.([]any)
		switch {
		case !ok:
			c.bad(at, "must be an array")
			return
		case len(items) < least:
			c.bad(at, "no fewer than %d items allowed", least)
		case len(items) > most:
			c.bad(at, "no more than %d items allowed", most)
		}
		for i, it := range items {
			item(c, fmt.Sprintf("%s/%d", at, i), it)
		}
	}
}

// object allows an object of a shape.
func object(s shape) rule {
	return func(c *checker, at string, x any) {
		o, ok := x.(obj)
		if !ok {
			c.bad(at, "must be an object")
			return
		}
		c.shape(s, at, o)
	}
}

// orNull allows null besides, which only lists can hold.
func orNull(r rule) rule {
	return func(c *checker, at string, x any) {
		if x != nil {
			r(c, at, x)
		}
	}
}

// plain allows a plain_text object of so many characters.
func plain(least, most int) rule { return textOf(least, most, "plain_text") }

// anyText allows a plain_text or mrkdwn object of so many characters.
func anyText(least, most int) rule { return textOf(least, most, "plain_text", "mrkdwn") }

func textOf(least, most int, kinds ...string) rule {
	return func(c *checker, at string, x any) {
		o, ok := x.(obj)
		if !ok {
			c.bad(at, "must be a text object")
			return
		}
		s := shape{required: []string{"type", "text"}, props: map[string]rule{
			"type": oneOf(kinds...), "text": str(least, most),
		}}
		if o["type"] == "mrkdwn" {
			s.props["verbatim"] = flag
		} else {
			s.props["emoji"] = flag
		}
		c.shape(s, at, o)
	}
}

// among allows elements of the given types.
func among(kinds ...string) rule {
	return func(c *checker, at string, x any) {
		o, ok := x.(obj)
		kind := args(o).str("type")
		s, known := c.elements[kind]
		switch {
		case !ok:
			c.bad(at, "must be an object")
			return
		case !known || !slices.Contains(kinds, kind):
			c.bad(at+"/type", "unsupported type: %s", kind)
			return
		}
		if o["focus_on_load"] == true {
			c.focused++
		}
		c.shape(s, at, o)
	}
}

// nested allows blocks of the given types within a block.
func nested(kinds ...string) rule {
	return func(c *checker, at string, x any) {
		o, _ := x.(obj)
		if kind := args(o).str("type"); !slices.Contains(kinds, kind) {
			c.bad(at+"/type", "unsupported type: %s", kind)
			return
		}
		c.block(at, x)
	}
}
