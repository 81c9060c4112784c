package slacksim

import (
	"slices"
	"strings"
)

func (v *view) gone() string {
	if v.kind() == "home" {
		return ""
	}
	switch i := slices.Index(v.owner.stack, v); {
	case i < 0:
		return "the modal is closed"
	case i < len(v.owner.stack)-1:
		return "another modal lies over it"
	}
	return ""
}

func (v *view) content() ([]obj, state) { return v.blocks, v.values }

func (v *view) shows(ws *Workspace) string {
	seen := ws.screen(v.values, v.errors)
	var lines []string
	for _, line := range []string{seen.object(v.drawn["title"]), v.notice, seen.text(v.blocks)} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func (v *view) where(ws *Workspace, _ *User) obj {
	return obj{
		"container": obj{"type": "view", "view_id": v.id}, "view": v.payload(ws), "state": obj{"values": v.values.payload()},
	}
}

func (v *view) trigger(ws *Workspace, by *User) string { return ws.newTrigger(by, v) }

// Home is a person's App Home.
type Home struct{ Surface }

// OpensHome opens the app's Home: the app is told, and has to publish within
// Config.Patience.
func (u *User) OpensHome() *Home {
	u.ws.mu.Lock()
	before := u.published
	u.ws.mu.Unlock()
	u.opens()
	if !u.ws.await(func() bool { return u.published > before }) {
		u.ws.fatal("%s opened the Home, and the app published none", u.Name)
	}
	return u.Home()
}

// opens tells the app that the person looks at the Home.
func (u *User) opens() *Delivery {
	u.ws.mu.Lock()
	inner := obj{
		"type": "app_home_opened", "user": u.ID, "channel": u.ws.dmOf(u).id, "tab": "home", "event_ts": u.ws.stamp(),
	}
	if u.home != nil {
		inner["view"] = u.home.payload(u.ws)
	}
	u.ws.mu.Unlock()
	return u.ws.tell(inner)
}

// Home returns the person's Home as it is, once one was published.
func (u *User) Home() *Home {
	if !u.ws.await(func() bool { return u.home != nil }) {
		u.ws.fatal("the app published no Home for %s", u.Name)
	}
	return &Home{Surface{u.ws, u, u.home}}
}

// Modal is one of a person's open modals.
type Modal struct {
	Surface
	view *view
}

// Modal waits for a modal, the top one, whose title contains the given words, if any.
func (u *User) Modal(title ...string) *Modal {
	var top *view
	ok := u.ws.await(func() bool {
		top = u.top()
		return top != nil && strings.Contains(screen{}.plainly(top.drawn["title"]), strings.Join(title, " "))
	})
	if !ok && top == nil {
		u.ws.fatal("%s has no modal open%s", u.Name, u.lastWords())
	}
	if !ok {
		u.ws.fatal("%s has no modal %q open but:\n%s", u.Name, title, u.modal(top).Text())
	}
	return u.modal(top)
}

// lastWords says what the app told the person last, to explain why there is no modal.
func (u *User) lastWords() string {
	u.ws.mu.Lock()
	defer u.ws.mu.Unlock()
	if n := len(u.ephemerals); n > 0 {
		return "; last the app said: " + u.ephemerals[n-1].shows(u.ws)
	}
	return ""
}

func (u *User) modal(v *view) *Modal { return &Modal{Surface{u.ws, u, v}, v} }

// ExpectNoModal waits until the person has no modal open.
func (u *User) ExpectNoModal() {
	if !u.ws.await(func() bool { return u.top() == nil }) {
		u.ws.fatal("%s still has a modal open:\n%s", u.Name, u.Modal().Text())
	}
}

// top returns the modal that the person sees, or nil. The lock is held.
func (u *User) top() *view {
	if len(u.stack) == 0 {
		return nil
	}
	return u.stack[len(u.stack)-1]
}

// Title returns the modal's title.
func (m *Modal) Title() string { return m.label("title") }

// Submits returns the label of the submit button; empty if there is none.
func (m *Modal) Submits() string { return m.label("submit") }

func (m *Modal) label(name string) string {
	m.ws.mu.Lock()
	defer m.ws.mu.Unlock()
	return screen{}.plainly(m.view.drawn[name])
}

// Open reports whether the modal is still in the person's stack.
func (m *Modal) Open() bool {
	m.ws.mu.Lock()
	defer m.ws.mu.Unlock()
	return slices.Contains(m.user.stack, m.view)
}

// Notice returns the failure that Slack shows for the whole modal; empty if there is none.
func (m *Modal) Notice() string {
	m.ws.mu.Lock()
	defer m.ws.mu.Unlock()
	return m.view.notice
}

// Errors returns what is said to be wrong, by the labels of the inputs.
func (m *Modal) Errors() map[string]string {
	m.ws.mu.Lock()
	defer m.ws.mu.Unlock()
	return m.view.labelledErrors()
}

func (v *view) labelledErrors() map[string]string {
	out := map[string]string{}
	for _, b := range v.blocks {
		if said, wrong := v.errors[args(b).str("block_id")]; wrong {
			out[screen{}.plainly(b["label"])] = said
		}
	}
	return out
}

// Error returns what is said to be wrong with the input of that label.
func (m *Modal) Error(label string) string { return m.Errors()[label] }

// Close closes the modal as its Cancel button does: the one under it is seen again, or
// with clear_on_close none.
func (m *Modal) Close() {
	m.ws.mu.Lock()
	height := slices.Index(m.user.stack, m.view)
	cleared := args(m.view.drawn).flag("clear_on_close")
	m.ws.mu.Unlock()
	if height < 0 {
		m.ws.fatal("the modal is closed already")
	}
	if cleared {
		height = 0
	}
	m.user.closes(height, cleared)
}

// CloseAll closes the whole stack, as the cross in the corner does.
func (m *Modal) CloseAll() { m.user.closes(0, true) }

// closes takes modals away and tells the app of those that want it.
func (u *User) closes(height int, cleared bool) {
	u.ws.mu.Lock()
	var told []envelope
	for _, v := range u.ws.leave(u, height) {
		if args(v.drawn).flag("notify_on_close") {
			payload := u.ws.interaction("view_closed", u)
			payload["view"], payload["is_cleared"] = v.payload(u.ws), cleared
			told = append(told, envelope{kind: interactive, payload: payload})
		}
	}
	u.ws.mu.Unlock()
	for _, e := range told {
		u.ws.send(e)
	}
}
