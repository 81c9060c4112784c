package slacksim

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// deed is what a person did on the page. Do is its name in deeds, View or Channel and TS
// say on what surface, Block and Action on which element.
type deed struct {
	Do, View, Channel, TS, Block, Action string

	Text   string // a line typed, a query, a callback id, an option's value, a tab, a time
	Value  any    // what a field holds now, in the form of Slack's state
	Tell   bool   // the field is done with: the app is told if it wants to know
	Closes string // which modals: top, or all
}

// deeds are all that a person can do.
var deeds = map[string]func(*page, *User, deed) (obj, error){
	"close":    (*page).closeModals,
	"dismiss":  (*page).dismiss,
	"fill":     (*page).fill,
	"forward":  (*page).forward,
	"open":     (*page).openApp,
	"press":    (*page).press,
	"read":     (*page).markRead,
	"shortcut": (*page).useShortcut,
	"submit":   (*page).submit,
	"suggest":  (*page).suggest,
	"type":     (*page).typeLine,
}

// What cannot be done, as the page says it.
var (
	errNoSurface = errors.New("that is not there any more")
	errNoElement = errors.New("that element is not there any more")
)

// failed is the answer to something that was delivered.
func failed(d *Delivery) obj { return obj{"failure": d.Failure()} }

// surface finds what the person acted on.
func (p *page) surface(u *User, d deed) (*Surface, error) {
	p.ws.mu.Lock()
	defer p.ws.mu.Unlock()
	if d.View != "" {
		v := p.ws.views[d.View]
		if v == nil || v.owner != u || v.gone() != "" {
			return nil, errNoSurface
		}
		return &Surface{p.ws, u, v}, nil
	}
	m := p.message(u, d)
	if m == nil {
		return nil, errNoSurface
	}
	return &Surface{p.ws, u, m}, nil
}

// message finds a message that the person sees, or returns nil. The lock is held.
func (p *page) message(u *User, d deed) *message {
	ch := p.ws.channel(d.Channel)
	if ch == nil || !ch.members[u.ID] {
		return nil
	}
	i := slices.IndexFunc(u.ephemerals, func(m *message) bool { return m.ch == ch && m.ts == d.TS && !m.deleted })
	if i >= 0 {
		return u.ephemerals[i]
	}
	return ch.message(d.TS)
}

// element finds the surface and the element that the person acted on.
func (p *page) element(u *User, d deed) (*Surface, element, error) {
	s, err := p.surface(u, d)
	if err != nil {
		return nil, element{}, err
	}
	p.ws.mu.Lock()
	defer p.ws.mu.Unlock()
	blocks, _ := s.at.content()
	for e := range elements(blocks) {
		if e.block() == d.Block && e.action() == d.Action {
			return s, e, nil
		}
	}
	return nil, element{}, errNoElement
}

func (p *page) typeLine(u *User, d deed) (obj, error) {
	p.ws.mu.Lock()
	ch := p.ws.channel(d.Channel)
	p.ws.mu.Unlock()
	if ch == nil || !ch.members[u.ID] {
		return nil, errNoSurface
	}
	if strings.TrimSpace(d.Text) == "" {
		return nil, errors.New("there is nothing to send")
	}
	return failed((&Conversation{u, ch}).Types(strings.TrimSpace(d.Text)).Delivery), nil
}

// press presses a button, or chooses the option of a menu that has the value d.Text. The
// page has asked for confirmation before.
func (p *page) press(u *User, d deed) (obj, error) {
	s, e, err := p.element(u, d)
	if err != nil {
		return nil, err
	}
	action := e.pressed()
	switch e.kind() {
	case "overflow":
		i := slices.IndexFunc(offeredIn(e.el), func(o obj) bool { return o["value"] == d.Text })
		if i < 0 {
			return nil, errNoElement
		}
		action = obj{"selected_option": offeredIn(e.el)[i]}
	case "feedback_buttons":
		action = obj{"value": d.Text}
	}
	return failed(s.act(e, action)), nil
}

// fill sets what a field holds.
func (p *page) fill(u *User, d deed) (obj, error) {
	s, e, err := p.element(u, d)
	if err != nil {
		return nil, err
	}
	held, keeps := holdings[e.kind()]
	if _, isList := d.Value.([]any); !keeps || held.many != isList {
		return nil, fmt.Errorf("a field %s cannot hold that", e.kind())
	}
	value := obj{"type": e.kind(), held.field: d.Value}
	s.keep(e, value)
	if d.Tell {
		s.dispatch(e, value)
	}
	return nil, nil
}

// suggest asks the app for the options of an external menu.
func (p *page) suggest(u *User, d deed) (obj, error) {
	s, e, err := p.element(u, d)
	if err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(d.Text) < leastQuery(e) || !strings.HasSuffix(e.kind(), "external_select") {
		return obj{"options": []any{}}, nil
	}
	offered, err := s.suggestions(e, d.Text)
	if err != nil {
		return obj{"failure": err.Error()}, nil
	}
	return offered, nil
}

func (p *page) submit(u *User, d deed) (obj, error) {
	s, err := p.surface(u, d)
	if err != nil {
		return nil, err
	}
	v, isView := s.at.(*view)
	if !isView {
		return nil, errNoSurface
	}
	r, err := (&Modal{*s, v}).submit()
	if err != nil {
		return nil, err
	}
	return failed(r.Delivery), nil
}

// closeModals closes the top modal, or all.
func (p *page) closeModals(u *User, d deed) (obj, error) {
	p.ws.mu.Lock()
	top := u.top()
	height, cleared := len(u.stack)-1, d.Closes == "all"
	p.ws.mu.Unlock()
	if top == nil || top.id != d.View {
		return nil, errNoSurface
	}
	if cleared || args(top.drawn).flag("clear_on_close") {
		height, cleared = 0, true
	}
	u.closes(height, cleared)
	return nil, nil
}

// useShortcut uses a global shortcut, or with Channel and TS one of that message.
func (p *page) useShortcut(u *User, d deed) (obj, error) {
	if d.TS == "" {
		return failed(u.Shortcut(d.Text)), nil
	}
	p.ws.mu.Lock()
	m := p.message(u, d)
	p.ws.mu.Unlock()
	if m == nil {
		return nil, errNoSurface
	}
	return failed(u.MessageShortcut(&Message{Surface{p.ws, u, m}, m}, d.Text)), nil
}

// openApp tells the app that its tab home or messages was opened.
func (p *page) openApp(u *User, d deed) (obj, error) {
	if d.Text == "messages" {
		return failed(u.OpensMessages()), nil
	}
	return failed(u.opens()), nil
}

// markRead notes that the person has seen a conversation up to a message.
func (p *page) markRead(u *User, d deed) (obj, error) {
	p.ws.mu.Lock()
	defer p.ws.mu.Unlock()
	key := mark{u.ID, d.Channel}
	if p.read[key] < d.TS {
		p.read[key] = d.TS
		p.ws.touch()
	}
	return nil, nil
}

// dismiss takes away a message that only the person sees.
func (p *page) dismiss(u *User, d deed) (obj, error) {
	p.ws.mu.Lock()
	defer p.ws.mu.Unlock()
	m := p.message(u, d)
	if m == nil || m.only != u {
		return nil, errNoSurface
	}
	m.deleted = true
	p.ws.touch()
	return nil, nil
}

// morning is the hour to which the clock is moved overnight.
const morning = 8

// forward moves the product's clock: by an hour, or to the next day's morning.
func (p *page) forward(_ *User, d deed) (obj, error) {
	if p.conf.Clock == nil {
		return nil, errors.New("the time here cannot be moved")
	}
	now := p.conf.Clock.Now()
	next := time.Date(now.Year(), now.Month(), now.Day()+1, morning, 0, 0, 0, now.Location())
	by, known := map[string]time.Duration{"hour": time.Hour, "morning": next.Sub(now)}[cmp.Or(d.Text, "hour")]
	if !known {
		return nil, fmt.Errorf("the time cannot be moved to %q", d.Text)
	}
	if err := p.conf.Clock.Forward(by); err != nil {
		return nil, fmt.Errorf("moving the time: %w", err)
	}
	p.ws.mu.Lock()
	defer p.ws.mu.Unlock()
	p.ws.touch()
	return nil, nil
}
