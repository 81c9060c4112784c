package slacksim

import (
	"encoding/json"
	"slices"
	"time"
)

// maxStack is how many modals lie over one another.
const maxStack = 3

// view is a modal or a home as a person has it before them.
type view struct {
	id, hash   string
	owner      *User
	root, prev string
	drawn      obj // as the app sent it, with the ids that Slack adds
	blocks     []obj
	values     state
	errors     map[string]string  // by block id
	refused    map[string]refusal // which of the errors Slack itself has raised, by block id
	notice     string             // a failure that belongs to no input
}

// trigger is the right to open one modal.
type trigger struct {
	user    *User
	expires time.Time
	used    bool
	from    *view // the modal that it was given in, if any
}

// newTrigger returns a trigger_id. The lock is held.
func (ws *Workspace) newTrigger(u *User, from *view) string {
	if from != nil && from.kind() != "modal" {
		from = nil
	}
	id := ws.id("") + "." + random(6)
	ws.triggers[id] = &trigger{user: u, expires: ws.conf.Now().Add(ws.conf.TriggerLife), from: from}
	return id
}

// take uses a trigger up.
func (ws *Workspace) take(id string) (*trigger, *apiError) {
	t := ws.triggers[id]
	switch {
	case t == nil:
		return nil, refuse("invalid_trigger_id")
	case t.used:
		return nil, refuse("exchanged_trigger_id")
	case ws.conf.Now().After(t.expires):
		return nil, refuse("expired_trigger_id")
	}
	t.used = true
	return t, nil
}

func (v *view) kind() string { return args(v.drawn).str("type") }

// draw sets what the view shows; typed values stay where block and action keep their ids.
func (ws *Workspace) draw(v *view, drawn obj, blocks []obj) {
	v.drawn, v.blocks = drawn, blocks
	nameBlocks(blocks)
	v.values = v.values.redrawn(blocks)
	v.errors, v.notice = map[string]string{}, ""
	v.hash = ws.stamp() + "." + random(4)
	ws.touch()
}

// viewArg reads and checks a view that the app wants shown.
func (ws *Workspace) viewArg(a args, want string) (obj, []obj, *apiError) {
	raw, ok := a.json("view")
	drawn, isObj := raw.(obj)
	if !ok || !isObj {
		return nil, nil, refuse("invalid_arguments", "missing required field: view")
	}
	return ws.checked(drawn, want)
}

// checked checks a view that is to be a modal or a home.
func (ws *Workspace) checked(drawn obj, want string) (obj, []obj, *apiError) {
	if raw, err := json.Marshal(drawn); err != nil || len(raw) > limitViewBytes {
		return nil, nil, refuse("view_too_large")
	}
	blocks, problem := ws.checkView(drawn, want)
	if problem != nil {
		return nil, nil, problem
	}
	return drawn, blocks, nil
}

// external reports whether another view has the external id that is asked for.
func (ws *Workspace) external(id string, except *view) bool {
	if id == "" {
		return false
	}
	for _, v := range ws.views {
		if v != except && args(v.drawn).str("external_id") == id {
			return true
		}
	}
	return false
}

// enter lays a new modal on top of a person's stack.
func (ws *Workspace) enter(u *User, drawn obj, blocks []obj) *view {
	v := &view{id: ws.id("V"), owner: u}
	v.root = v.id
	if n := len(u.stack); n > 0 {
		v.root, v.prev = u.stack[0].id, u.stack[n-1].id
	}
	u.stack = append(u.stack, v)
	ws.views[v.id] = v
	ws.draw(v, drawn, blocks)
	return v
}

// leave takes the person's modals from the given height on away and returns them, top first.
func (ws *Workspace) leave(u *User, height int) []*view {
	gone := slices.Clone(u.stack[height:])
	u.stack = u.stack[:height]
	for _, v := range gone {
		delete(ws.views, v.id)
	}
	slices.Reverse(gone)
	ws.touch()
	return gone
}

// newModal reads the modal that a call is to show, and uses up the trigger for it.
func (ws *Workspace) newModal(a args) (obj, []obj, *trigger, *apiError) {
	drawn, blocks, problem := ws.viewArg(a, "modal")
	if problem != nil {
		return nil, nil, nil, problem
	}
	if ws.external(args(drawn).str("external_id"), nil) {
		return nil, nil, nil, refuse("duplicate_external_id")
	}
	t, problem := ws.take(a.str("trigger_id"))
	return drawn, blocks, t, problem
}

func viewsOpen(ws *Workspace, a args) (obj, *apiError) {
	drawn, blocks, t, problem := ws.newModal(a)
	if problem != nil {
		return nil, problem
	}
	if t.from != nil && slices.Contains(t.user.stack, t.from) {
		ws.complain("views.open over an open modal: views.push is meant for that")
	}
	ws.leave(t.user, 0)
	return obj{"view": ws.enter(t.user, drawn, blocks).payload(ws)}, nil
}

func viewsPush(ws *Workspace, a args) (obj, *apiError) {
	drawn, blocks, t, problem := ws.newModal(a)
	switch {
	case problem != nil:
		return nil, problem
	case t.from == nil:
		return nil, refuse("invalid_trigger_id", "the trigger comes from no modal")
	case !slices.Contains(t.user.stack, t.from):
		return nil, refuse("not_found")
	case len(t.user.stack) >= maxStack:
		return nil, refuse("push_limit_reached")
	}
	return obj{"view": ws.enter(t.user, drawn, blocks).payload(ws)}, nil
}

func viewsUpdate(ws *Workspace, a args) (obj, *apiError) {
	id, external := a.str("view_id"), a.str("external_id")
	if (id == "") == (external == "") {
		return nil, refuse("invalid_arguments", "exactly one of view_id and external_id is required")
	}
	v := ws.views[id]
	for _, other := range ws.views {
		if external != "" && args(other.drawn).str("external_id") == external {
			v = other
		}
	}
	want := "modal"
	if v != nil {
		want = v.kind()
	}
	drawn, blocks, problem := ws.viewArg(a, want)
	switch {
	case problem != nil:
		return nil, problem
	case v == nil:
		return nil, refuse("not_found")
	case a.str("hash") != "" && a.str("hash") != v.hash:
		return nil, refuse("hash_conflict")
	case ws.external(args(drawn).str("external_id"), v):
		return nil, refuse("duplicate_external_id")
	}
	ws.draw(v, drawn, blocks)
	return obj{"view": v.payload(ws)}, nil
}

func viewsPublish(ws *Workspace, a args) (obj, *apiError) {
	u := ws.userByID(a.str("user_id"))
	if u == nil || u.Bot {
		return nil, refuse("user_not_found")
	}
	drawn, blocks, problem := ws.viewArg(a, "home")
	if problem != nil {
		return nil, problem
	}
	hash := a.str("hash")
	if hash != "" && (u.home == nil || u.home.hash != hash) {
		return nil, refuse("hash_conflict")
	}
	if ws.external(args(drawn).str("external_id"), u.home) {
		return nil, refuse("duplicate_external_id")
	}
	if u.home == nil {
		u.home = &view{id: ws.id("V"), owner: u}
		u.home.root = u.home.id
		ws.views[u.home.id] = u.home
	}
	u.published++
	ws.draw(u.home, drawn, blocks)
	return obj{"view": u.home.payload(ws)}, nil
}

// payload is the view as the app is told of it.
func (v *view) payload(ws *Workspace) obj {
	a := args(v.drawn)
	out := obj{
		"id": v.id, "team_id": ws.conf.TeamID, "type": v.kind(), "hash": v.hash, "blocks": slices.Clone(v.blocks),
		"private_metadata": a.str("private_metadata"), "callback_id": a.str("callback_id"),
		"external_id": a.str("external_id"), "clear_on_close": a.flag("clear_on_close"),
		"notify_on_close": a.flag("notify_on_close"), "submit_disabled": a.flag("submit_disabled"),
		"title": v.drawn["title"], "close": v.drawn["close"], "submit": v.drawn["submit"],
		"state": obj{"values": v.values.payload()}, "root_view_id": v.root, "previous_view_id": nil,
		"app_id": ws.conf.AppID, "bot_id": ws.botID(), "app_installed_team_id": ws.conf.TeamID,
	}
	if v.prev != "" {
		out["previous_view_id"] = v.prev
	}
	return out
}
