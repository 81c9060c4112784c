package slacksim

import (
	"fmt"
	"reflect"
	"strings"
)

// Select chooses in the menu with that label, wherever it stands: a menu of many values
// holds the given options and no others, in the order in which they are named, and tells
// of them at once, as Slack does when it closes. Labels are those of Fill; an option is
// named by its text, one of an external menu by what is typed to find it. With a confirm
// dialog nothing is kept or delivered before Yes. Slack tells nothing when what stands in
// a menu is chosen again, so that waits until it stands there no more.
func (s *Surface) Select(label string, options ...string) *Press {
	return s.SelectIn("", label, options...)
}

// SelectIn is Select within the rows that contain the fragment.
func (s *Surface) SelectIn(fragment, label string, options ...string) *Press {
	e := s.fieldIn(fragment, label)
	held := holdings[e.kind()]
	value := obj{"type": e.kind(), held.field: nil}
	if held.many {
		value[held.field] = s.chosen(e, options)
	} else if len(options) > 0 {
		value[held.field] = s.chosen(e, options[:1])[0]
		if s.awaitRoom(e, value, options[0]) {
			return s.SelectIn(fragment, label, options...)
		}
	}
	return s.press(fragment, e, value)
}

// awaitRoom waits until a menu does not hold the value of an option any more, and reports
// whether that took a new drawing, in which the menu is another one.
func (s *Surface) awaitRoom(e element, value obj, option string) (redrawn bool) {
	holds := func() bool {
		_, values := s.at.content()
		now := values[e.block()][e.action()]
		return !e.inInput() && now != nil && reflect.DeepEqual(now, value)
	}
	ok := s.ws.await(func() bool {
		redrawn = redrawn || holds()
		return !holds()
	})
	if !ok {
		s.ws.fatal("%q is chosen already: Slack tells nothing when it is chosen again", option)
	}
	return redrawn
}

// chosen returns what a menu holds when the options are picked one after another.
func (s *Surface) chosen(e element, options []string) []any {
	all := []any{}
	for _, option := range options {
		one, err := s.offered(e, option)
		if err != nil {
			s.ws.fatal("choosing %q: %v", option, err)
		}
		all = append(all, one)
	}
	return all
}

// Select chooses in a menu of the row.
func (r *Row) Select(label string, options ...string) *Press {
	return r.on.SelectIn(r.fragment, label, options...)
}

// offered returns what the menu holds for an option.
func (s *Surface) offered(e element, option string) (any, error) {
	if !strings.HasSuffix(e.kind(), "external_select") {
		return s.typed(e, option)
	}
	found := s.ask(e, option)
	if one := (screen{}).option(found, option); one != nil {
		return one, nil
	}
	return nil, fmt.Errorf("only %q are offered", texts(found))
}
