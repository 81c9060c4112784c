package slacksim

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// field waits for the only field with that label: the label of an input, or for a menu
// elsewhere its placeholder, what is chosen in it, or the text of its section.
func (s *Surface) field(label string) element { return s.fieldIn("", label) }

// fieldIn is field within the rows that contain the fragment.
func (s *Surface) fieldIn(fragment, label string) element {
	return s.one(fragment, fmt.Sprintf("field %q%s", label, prefixed(" beside ", fragment)), func(seen screen, e element) bool {
		if _, keeps := holdings[e.kind()]; !keeps {
			return false
		}
		names := []string{
			seen.object(e.holder["label"]), seen.object(e.holder["text"]), seen.object(e.el["placeholder"]), seen.shown(e),
		}
		if e.inInput() {
			names = names[:1]
		}
		return slices.Contains(names, label)
	})
}

// Fill types into the field with that label, or picks in it: text as typed, a date as
// 2026-11-24, a time as 15:00, both as "2026-11-24 15:00" in the person's zone, options by
// their visible text, people by name, channels by #name. Fields of many values gain one;
// Select sets all of them at once.
func (s *Surface) Fill(label, value string) {
	e := s.field(label)
	if strings.HasSuffix(e.kind(), "external_select") {
		s.Pick(label, value, value)
		return
	}
	typed, err := s.typed(e, value)
	if err != nil {
		s.ws.fatal("filling %q with %q: %v", label, value, err)
	}
	s.put(e, typed)
}

// Pick types a query into the menu with that label, waits for what is offered and picks
// the option with that text.
func (s *Surface) Pick(label, query, option string) {
	e := s.field(label)
	offered := offeredIn(e.el)
	if strings.HasSuffix(e.kind(), "external_select") {
		offered = s.ask(e, query)
	}
	chosen := screen{}.option(offered, option)
	if chosen == nil {
		s.ws.fatal("%q offers for %q no %q but %q", label, query, option, texts(offered))
	}
	s.put(e, chosen)
}

// Offers returns the texts of the options that the menu with that label offers for a query.
func (s *Surface) Offers(label, query string) []string {
	e := s.field(label)
	if strings.HasSuffix(e.kind(), "external_select") {
		return texts(s.ask(e, query))
	}
	return texts(offeredIn(e.el))
}

func texts(options []obj) []string {
	out := []string{}
	for _, o := range options {
		out = append(out, screen{}.plainly(o["text"]))
	}
	return out
}

// Clear empties the field with that label.
func (s *Surface) Clear(label string) {
	e := s.field(label)
	held := holdings[e.kind()]
	s.ws.mu.Lock()
	_, values := s.at.content()
	value := obj{"type": e.kind(), held.field: nil}
	if held.many {
		value[held.field] = []any{}
	}
	values.set(e, value)
	s.ws.touch()
	s.ws.mu.Unlock()
	s.dispatch(e, value)
}

// Untick takes one option out of a field of many values.
func (s *Surface) Untick(label, option string) {
	e := s.field(label)
	held := holdings[e.kind()]
	s.ws.mu.Lock()
	_, values := s.at.content()
	now, _ := values[e.block()][e.action()][held.field].([]any)
	drop := screen{}.option(objs(now), option)
	left := slices.DeleteFunc(slices.Clone(now), func(x any) bool {
		o, ok := x.(obj)
		return ok && drop != nil && o["value"] == drop["value"]
	})
	value := obj{"type": e.kind(), held.field: left}
	values.set(e, value)
	s.ws.touch()
	s.ws.mu.Unlock()
	if drop == nil {
		s.ws.fatal("%q is not ticked in %q", option, label)
	}
	s.dispatch(e, value)
}

// Value returns what stands in the field with that label, as a person reads it.
func (s *Surface) Value(label string) string {
	e := s.field(label)
	s.ws.mu.Lock()
	defer s.ws.mu.Unlock()
	_, values := s.at.content()
	seen := s.ws.screen(values, nil)
	return seen.value(values[e.block()][e.action()][holdings[e.kind()].field])
}

// typed turns a person's words into the value of a field.
func (s *Surface) typed(e element, value string) (any, error) {
	s.ws.mu.Lock()
	defer s.ws.mu.Unlock()
	switch kind := e.kind(); kind {
	case "datepicker":
		_, err := time.Parse(time.DateOnly, value)
		return value, err
	case "timepicker":
		_, err := time.Parse("15:04", value)
		return value, err
	case "datetimepicker":
		zone, err := time.LoadLocation(s.user.TZ)
		if err != nil {
			return nil, err
		}
		at, err := time.ParseInLocation("2006-01-02 15:04", value, zone)
		return float64(at.Unix()), err
	case "users_select", "multi_users_select":
		for _, u := range s.ws.users {
			if u.Name == value || u.ID == value || strings.HasPrefix(u.Name, value+" ") {
				return u.ID, nil
			}
		}
		return nil, fmt.Errorf("nobody is called that")
	case "conversations_select", "multi_conversations_select", "channels_select", "multi_channels_select":
		if ch := s.ws.channel(value); ch != nil {
			return ch.id, nil
		}
		return nil, fmt.Errorf("no channel is called that")
	case "rich_text_input":
		return richText(value), nil
	case "file_input":
		return nil, fmt.Errorf("files are not typed")
	}
	if offered := offeredIn(e.el); len(offered) > 0 {
		chosen := s.ws.screen(nil, nil).option(offered, value)
		if chosen == nil {
			return nil, fmt.Errorf("only %q are offered", texts(offered))
		}
		return chosen, nil
	}
	if value == "" {
		return nil, nil
	}
	return value, nil
}

// richText is a plain line as the rich text editor sends it.
func richText(line string) obj {
	return obj{"type": "rich_text", "elements": []any{
		obj{"type": "rich_text_section", "elements": []any{obj{"type": "text", "text": line}}},
	}}
}

// put sets a field, or adds to one of many values, and tells the app where it wants to know.
func (s *Surface) put(e element, typed any) {
	held := holdings[e.kind()]
	s.ws.mu.Lock()
	_, values := s.at.content()
	value := obj{"type": e.kind(), held.field: typed}
	if held.many {
		now, _ := values[e.block()][e.action()][held.field].([]any)
		if !slices.ContainsFunc(now, func(x any) bool { return reflect.DeepEqual(x, typed) }) {
			now = append(slices.Clone(now), typed)
		}
		value[held.field] = now
	}
	s.ws.mu.Unlock()
	s.keep(e, value)
	s.dispatch(e, value)
}

// keep sets what a field holds, and tells nobody.
func (s *Surface) keep(e element, value obj) {
	s.ws.mu.Lock()
	defer s.ws.mu.Unlock()
	_, values := s.at.content()
	values.set(e, value)
	if v, isView := s.at.(*view); isView {
		delete(v.errors, e.block())
	}
	s.ws.touch()
}

// dispatch tells the app of a changed field, unless it is one that waits for the submit.
func (s *Surface) dispatch(e element, value obj) *Delivery {
	if e.inInput() && e.holder["dispatch_action"] != true {
		return &Delivery{ws: s.ws}
	}
	action := maps.Clone(value)
	if e.el["placeholder"] != nil && !e.inInput() {
		action["placeholder"] = e.el["placeholder"]
	}
	return s.act(e, action)
}

// defaultQuery is how many letters an external menu wants before it asks the app.
const defaultQuery = 3

// ask asks the app for the options of an external menu.
func (s *Surface) ask(e element, query string) []obj {
	if least := leastQuery(e); utf8.RuneCountInString(query) < least {
		s.ws.fatal("%q is too short: the menu asks the app from %d letters on", query, least)
	}
	offered, err := s.suggestions(e, query)
	if err != nil {
		s.ws.fatal("the menu could not be loaded: %v", err)
	}
	return offeredIn(offered)
}

// leastQuery is how many letters have to be typed before the app is asked.
func leastQuery(e element) int {
	if n, set := e.el["min_query_length"].(float64); set {
		return int(n)
	}
	return defaultQuery
}

// suggestions returns what the app offers for a query: an object with options or with
// option_groups, or nothing where the answer is no JSON.
func (s *Surface) suggestions(e element, query string) (obj, error) {
	s.ws.mu.Lock()
	payload := s.ws.interaction("block_suggestion", s.user)
	maps.Copy(payload, s.at.where(s.ws, s.user))
	delete(payload, "state")
	delete(payload, "response_url")
	payload["action_id"], payload["block_id"], payload["value"] = e.action(), e.block(), query
	s.ws.mu.Unlock()
	d := s.ws.send(envelope{kind: options, payload: payload})
	if d.failure != "" {
		return nil, errors.New(d.failure)
	}
	var body obj
	err := json.Unmarshal(d.body, &body)
	s.ws.mu.Lock()
	defer s.ws.mu.Unlock()
	if err != nil {
		s.ws.complain("block_suggestion: the answer is no JSON: %v", err)
		return nil, nil
	}
	for _, problem := range checkSuggestions(body) {
		s.ws.complain("block_suggestion: %s", problem)
	}
	return body, nil
}

// checkSuggestions returns what Slack has against the options that an app offers.
func checkSuggestions(body obj) []string {
	c := newChecker(onModal)
	c.shape(shape{props: map[string]rule{
		"options": list(0, 100, option), "option_groups": list(0, 100, optionGroup),
	}}, "", body)
	if (body["options"] == nil) == (body["option_groups"] == nil) {
		c.bad("", "must have either options or option_groups")
	}
	return c.problems
}
