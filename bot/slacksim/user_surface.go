package slacksim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// place is where blocks are shown: a view or a message. Its methods run under the lock.
type place interface {
	gone() string                      // why it cannot be acted on, or empty
	shows(ws *Workspace) string        // all that is visible
	content() ([]obj, state)           // the blocks and what was typed into them
	where(ws *Workspace, by *User) obj // the fields of block_actions that say where
	trigger(ws *Workspace, by *User) string
}

// Surface is what a person looks at and acts on: a modal, a home or a message. Looking
// for a thing waits for it up to Config.Patience.
type Surface struct {
	ws   *Workspace
	user *User
	at   place
}

// Text returns all that is visible, line by line, as a person reads it: links by their
// labels, mentions by names, escapes undone, without signs of bold and italics.
func (s *Surface) Text() string {
	s.ws.mu.Lock()
	defer s.ws.mu.Unlock()
	return s.at.shows(s.ws)
}

// Blocks returns what the app sent, with the ids that Slack adds. It is not to be changed.
func (s *Surface) Blocks() []map[string]any {
	s.ws.mu.Lock()
	defer s.ws.mu.Unlock()
	blocks, _ := s.at.content()
	return blocks
}

// ExpectText waits until the text is visible.
func (s *Surface) ExpectText(fragment string) {
	if !s.ws.await(func() bool { return strings.Contains(s.at.shows(s.ws), fragment) }) {
		s.ws.fatal("%q is not to be seen in:\n%s", fragment, s.Text())
	}
}

// ExpectNoText waits until the text is not visible.
func (s *Surface) ExpectNoText(fragment string) {
	if !s.ws.await(func() bool { return !strings.Contains(s.at.shows(s.ws), fragment) }) {
		s.ws.fatal("%q is still to be seen in:\n%s", fragment, s.Text())
	}
}

// ExpectRow waits until there is a row with the text.
func (s *Surface) ExpectRow(fragment string) {
	if !s.ws.await(func() bool { return len(s.rows(fragment)) > 0 }) {
		s.ws.fatal("there is no row with %q in:\n%s", fragment, s.Text())
	}
}

// ExpectNoRow waits until there is no row with the text.
func (s *Surface) ExpectNoRow(fragment string) {
	if !s.ws.await(func() bool { return len(s.rows(fragment)) == 0 }) {
		s.ws.fatal("there is still a row with %q in:\n%s", fragment, s.Text())
	}
}

// rows returns the rows with the text. The lock is held.
func (s *Surface) rows(fragment string) []row {
	blocks, values := s.at.content()
	rows := s.ws.screen(values, nil).rows(blocks)
	return slices.DeleteFunc(rows, func(r row) bool { return !strings.Contains(r.text, fragment) })
}

// one waits for the only element that fits; within a fragment, for the only one in the
// rows with that text. More than one is an end of the test: a person could not know either.
func (s *Surface) one(fragment, what string, fits func(screen, element) bool) element {
	var found []element
	var gone string
	ok := s.ws.await(func() bool {
		found = nil
		if gone = s.at.gone(); gone != "" {
			return false
		}
		_, values := s.at.content()
		seen := s.ws.screen(values, nil)
		for _, r := range s.rows(fragment) {
			for _, e := range r.elements {
				if fits(seen, e) {
					found = append(found, e)
				}
			}
		}
		return len(found) > 0
	})
	switch {
	case gone != "":
		s.ws.fatal("%s: %s", what, gone)
	case !ok:
		s.ws.fatal("there is no %s in:\n%s", what, s.Text())
	case len(found) > 1:
		s.ws.fatal("there is more than one %s in:\n%s", what, s.Text())
	}
	return found[0]
}

// Press presses the only button with that label.
func (s *Surface) Press(label string) *Press { return s.PressIn("", label) }

// PressIn presses the only button with that label in the rows that contain the fragment.
func (s *Surface) PressIn(fragment, label string) *Press {
	e := s.one(fragment, fmt.Sprintf("button %q%s", label, prefixed(" beside ", fragment)), labelled(label))
	return s.press(fragment, e, e.pressed())
}

// pressed is what the app is told of a pressed button besides its ids.
func (e element) pressed() obj {
	action := obj{"text": e.el["text"]}
	for _, name := range []string{"value", "style"} {
		if e.el[name] != nil {
			action[name] = e.el[name]
		}
	}
	return action
}

// labelled fits a button by its label.
func labelled(label string) func(screen, element) bool {
	return func(seen screen, e element) bool {
		return strings.HasSuffix(e.kind(), "button") && strings.TrimSpace(seen.object(e.el["text"])) == label
	}
}

// Link returns the address that the only button with that label opens.
func (s *Surface) Link(label string) string {
	return args(s.one("", fmt.Sprintf("button %q", label), labelled(label)).el).str("url")
}

// Choose picks an option of the only overflow menu that has it, in the rows that contain
// the fragment.
func (s *Surface) Choose(fragment, option string) *Press {
	e := s.one(fragment, fmt.Sprintf("menu with %q%s", option, prefixed(" beside ", fragment)), func(seen screen, e element) bool {
		return e.kind() == "overflow" && seen.option(offeredIn(e.el), option) != nil
	})
	chosen := screen{}.option(offeredIn(e.el), option)
	return s.press(fragment, e, obj{"selected_option": chosen})
}

// option returns the option with that text: exactly, else the only one that contains it.
func (s screen) option(options []obj, text string) obj {
	var near []obj
	for _, o := range options {
		shown := s.plainly(o["text"])
		if shown == text {
			return o
		}
		if strings.Contains(shown, text) {
			near = append(near, o)
		}
	}
	if len(near) != 1 {
		return nil
	}
	return near[0]
}

// plainly is object for a screen that may know no names.
func (s screen) plainly(x any) string {
	if s.name == nil {
		s.name = func(id string) string { return id }
	}
	return s.object(x)
}

// press prepares, and without a confirm dialog delivers, an action.
func (s *Surface) press(fragment string, e element, action obj) *Press {
	p := &Press{surface: s, fragment: fragment, element: e, action: action}
	p.confirm, _ = e.el["confirm"].(obj)
	if p.confirm == nil {
		p.deliver()
	}
	return p
}

// act delivers an action of the person on an element.
func (s *Surface) act(e element, action obj) *Delivery {
	s.ws.mu.Lock()
	what := obj{"type": e.kind(), "action_id": e.action(), "block_id": e.block(), "action_ts": s.ws.stamp()}
	maps.Copy(what, action)
	payload := s.ws.interaction("block_actions", s.user)
	maps.Copy(payload, s.at.where(s.ws, s.user))
	payload["trigger_id"] = s.at.trigger(s.ws, s.user)
	payload["actions"] = []any{what}
	s.ws.mu.Unlock()
	return s.ws.send(envelope{kind: interactive, payload: payload})
}

// interaction is what all payloads of a person's doing have in common. The lock is held.
func (ws *Workspace) interaction(kind string, u *User) obj {
	return obj{
		"type": kind, "api_app_id": ws.conf.AppID, "token": "verification-token",
		"team":       obj{"id": ws.conf.TeamID, "domain": ws.domain()},
		"user":       obj{"id": u.ID, "username": u.Handle, "name": u.Handle, "team_id": u.team()},
		"enterprise": nil, "is_enterprise_install": false,
	}
}

// Press is a button pressed or an option chosen. With a confirm dialog nothing is
// kept or delivered before Yes.
type Press struct {
	surface  *Surface
	fragment string
	element  element
	action   obj
	confirm  obj
	sent     *Delivery
}

func (p *Press) deliver() {
	if _, keeps := holdings[p.element.kind()]; keeps {
		p.surface.keep(p.element, p.action)
		p.sent = p.surface.dispatch(p.element, p.action)
	} else {
		p.sent = p.surface.act(p.element, p.action)
	}
	p.surface.ws.mu.Lock()
	defer p.surface.ws.mu.Unlock()
	p.surface.user.presses[p.fragment] = p.sent
}

// Asks reports whether a confirm dialog is open.
func (p *Press) Asks() bool { return p.confirm != nil && p.sent == nil }

// Title returns the title of the confirm dialog.
func (p *Press) Title() string { return screen{}.plainly(p.confirm["title"]) }

// Text returns what the confirm dialog says.
func (p *Press) Text() string { return screen{}.plainly(p.confirm["text"]) }

// Yes confirms, and waits until the app has answered.
func (p *Press) Yes() *Press {
	if !p.Asks() {
		p.surface.ws.fatal("there is no dialog to confirm")
	}
	p.deliver()
	return p
}

// No closes the confirm dialog. Nothing is delivered.
func (p *Press) No() {
	if !p.Asks() {
		p.surface.ws.fatal("there is no dialog to refuse")
	}
	p.confirm = nil
}

// Failure returns what Slack shows if the app did not answer well, else nothing.
func (p *Press) Failure() string {
	if p.sent == nil {
		return ""
	}
	return p.sent.Failure()
}

// Redeliver delivers the same press again, as a doubled request would.
func (p *Press) Redeliver() *Delivery {
	if p.sent == nil {
		p.surface.ws.fatal("the press was not delivered yet")
	}
	return p.sent.Redeliver()
}

// Row is a line of a list: a section with what stands beside and directly under it.
// It is looked for at each use, so it may be named before it is there or after it is gone.
type Row struct {
	on       *Surface
	fragment string
}

// Row names the row that contains the fragment.
func (s *Surface) Row(fragment string) *Row { return &Row{s, fragment} }

// Press presses the row's button.
func (r *Row) Press(label string) *Press { return r.on.PressIn(r.fragment, label) }

// Choose picks an option of the row's overflow menu.
func (r *Row) Choose(option string) *Press { return r.on.Choose(r.fragment, option) }

// Text returns the row's text without its buttons.
func (r *Row) Text() string {
	r.on.ExpectRow(r.fragment)
	r.on.ws.mu.Lock()
	defer r.on.ws.mu.Unlock()
	rows := r.on.rows(r.fragment)
	if len(rows) == 0 {
		return ""
	}
	return rows[0].text
}

// Buttons returns the labels of the row's buttons.
func (r *Row) Buttons() []string {
	r.on.ExpectRow(r.fragment)
	r.on.ws.mu.Lock()
	defer r.on.ws.mu.Unlock()
	var labels []string
	for _, row := range r.on.rows(r.fragment) {
		for _, e := range row.elements {
			if e.kind() == "button" {
				labels = append(labels, screen{}.plainly(e.el["text"]))
			}
		}
	}
	return labels
}

// PressAgainAsSlackRetries delivers the person's last press in the row once more, byte
// for byte, even if the row is gone by now.
func (r *Row) PressAgainAsSlackRetries() *Delivery {
	r.on.ws.mu.Lock()
	last := r.on.user.presses[r.fragment]
	r.on.ws.mu.Unlock()
	if last == nil {
		r.on.ws.fatal("nothing was pressed beside %q yet", r.fragment)
	}
	return last.Redeliver()
}
