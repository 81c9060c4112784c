package slacksim

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Person is what a test says of somebody who is to be in the workspace.
type Person struct {
	ID       string // default generated
	Name     string // "Anna Nowak"; the handle is anna.nowak
	Email    string
	Locale   string // default en-US
	TZ       string // IANA name, default Europe/Warsaw
	Admin    bool
	Owner    bool
	Guest    bool   // a restricted account
	Gone     bool   // a deactivated account
	Bot      bool   // another app's user
	Team     string // the id of another organisation that the person belongs to; empty: this workspace
	Pictured string // image URL of the profile
}

// User is a member of the workspace, and what a test acts through.
type User struct {
	ID string
	Person
	Handle string

	ws         *Workspace
	dm         *channel // with the bot; nil until opened
	stack      []*view  // open modals, bottom first
	home       *view
	published  int // how often the app published the home
	ephemerals []*message
	presses    map[string]*Delivery // the last press in each row, by the row's fragment
}

// channel is a conversation: public, private, or a direct one with the bot.
type channel struct {
	id, name string
	direct   *User // whom the bot speaks with; nil for a channel
	members  map[string]bool
	messages []*message
}

// AddUser brings a person into the workspace and returns their user.
func (ws *Workspace) AddUser(p Person) *User {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	return ws.addUser(p)
}

func (ws *Workspace) addUser(p Person) *User {
	p.Locale = cmp.Or(p.Locale, "en-US")
	p.TZ = cmp.Or(p.TZ, "Europe/Warsaw")
	u := &User{
		ID: cmp.Or(p.ID, ws.id("U")), Person: p, ws: ws, presses: map[string]*Delivery{},
		Handle: strings.ToLower(strings.Join(strings.Fields(p.Name), ".")),
	}
	ws.users = append(ws.users, u)
	ws.touch()
	return u
}

// User returns the person with that first name, full name or id; the test ends if there
// is none, or more than one.
func (ws *Workspace) User(name string) *User {
	ws.mu.Lock()
	var found []*User
	for _, u := range ws.users {
		first, _, _ := strings.Cut(u.Name, " ")
		if u.ID == name || u.Name == name || first == name {
			found = append(found, u)
		}
	}
	ws.mu.Unlock()
	if len(found) != 1 {
		ws.fatal("%d people are called %q", len(found), name)
	}
	return found[0]
}

// AddChannel makes a public channel ("#office" or "office") with the bot and the given
// people in it, and returns its id.
func (ws *Workspace) AddChannel(name string, members ...*User) string {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ch := &channel{id: ws.id("C"), name: strings.TrimPrefix(name, "#"), members: map[string]bool{ws.bot.ID: true}}
	for _, u := range members {
		ch.members[u.ID] = true
	}
	ws.channels = append(ws.channels, ch)
	ws.touch()
	return ch.id
}

// RemoveBot takes the bot out of a channel, so that it may not post there.
func (ws *Workspace) RemoveBot(name string) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if ch := ws.channel(name); ch != nil {
		delete(ch.members, ws.bot.ID)
	}
}

// userByID returns nil for nobody. The lock is held.
func (ws *Workspace) userByID(id string) *User {
	i := slices.IndexFunc(ws.users, func(u *User) bool { return u.ID == id })
	if i < 0 {
		return nil
	}
	return ws.users[i]
}

// channel returns the channel with that id or name, or nil. The lock is held.
func (ws *Workspace) channel(ref string) *channel {
	name := strings.TrimPrefix(ref, "#")
	i := slices.IndexFunc(ws.channels, func(c *channel) bool {
		return c.id == ref || c.direct == nil && c.name == name
	})
	if i < 0 {
		return nil
	}
	return ws.channels[i]
}

// dmOf opens the conversation of a user with the bot. The lock is held.
func (ws *Workspace) dmOf(u *User) *channel {
	if u.dm == nil {
		u.dm = &channel{id: ws.id("D"), direct: u, members: map[string]bool{u.ID: true, ws.bot.ID: true}}
		ws.channels = append(ws.channels, u.dm)
	}
	return u.dm
}

// team returns the id of the organisation that the user belongs to.
func (u *User) team() string { return cmp.Or(u.Team, u.ws.conf.TeamID) }

// profile is the user as users.info shows it.
func (u *User) profile(withLocale, withEmail bool) obj {
	first, last, _ := strings.Cut(u.Name, " ")
	profile := obj{
		"real_name": u.Name, "real_name_normalized": u.Name, "display_name": "", "display_name_normalized": "",
		"first_name": first, "last_name": last, "team": u.team(), "title": "", "phone": "",
		"image_72": u.Pictured, "avatar_hash": "0",
	}
	if withEmail && u.Email != "" {
		profile["email"] = u.Email
	}
	out := obj{
		"id": u.ID, "team_id": u.team(), "name": u.Handle, "real_name": u.Name, "deleted": u.Gone,
		"is_admin": u.Admin || u.Owner, "is_owner": u.Owner, "is_primary_owner": false,
		"is_restricted": u.Guest, "is_ultra_restricted": false, "is_bot": u.Bot, "is_app_user": false,
		"updated": u.ws.conf.Now().Unix(), "profile": profile,
	}
	if u.Team != "" {
		out["is_stranger"] = true
	}
	if zone, err := time.LoadLocation(u.TZ); err == nil {
		label, offset := u.ws.conf.Now().In(zone).Zone()
		out["tz"], out["tz_label"], out["tz_offset"] = u.TZ, label, offset
	}
	if withLocale {
		out["locale"] = u.Locale
	}
	return out
}

// String is the user's mention as people see it.
func (u *User) String() string { return fmt.Sprintf("@%s", u.Name) }
