package slacksim

import (
	"cmp"
	"slices"
	"strings"
)

// maxShown is how many of a conversation's messages the page is told of.
const maxShown = 200

// setup is what does not change while the page is open. The lock is held.
func (p *page) setup() obj {
	people := []obj{}
	for _, who := range p.personas() {
		if u := p.ws.userByID(who.User); u != nil {
			shown := u.shown()
			shown["about"], shown["language"] = who.About, p.languageOf(u)
			people = append(people, shown)
		}
	}
	return obj{
		"team": p.ws.conf.TeamName, "app": p.ws.conf.BotName, "language": p.conf.Language, "people": people,
		"commands": p.commands(), "shortcuts": p.shortcuts(), "links": p.links(), "clock": p.conf.Clock != nil,
	}
}

// languageOf is the language in which somebody meets the page.
func (p *page) languageOf(u *User) string {
	if strings.HasPrefix(u.Locale, "en-") && u.Locale != "en-US" {
		return "en"
	}
	return p.conf.Language
}

func (p *page) personas() []Persona {
	if p.conf.People != nil {
		return p.conf.People
	}
	var all []Persona
	for _, u := range p.ws.users {
		if !u.Bot && !u.Gone {
			all = append(all, Persona{User: u.ID})
		}
	}
	return all
}

func (p *page) commands() []obj {
	out := []obj{}
	for _, c := range p.conf.Commands {
		out = append(out, obj{"name": c.Name, "hint": c.Hint, "about": c.Description})
	}
	return out
}

func (p *page) shortcuts() []obj {
	out := []obj{}
	for _, s := range p.conf.Shortcuts {
		out = append(out, obj{"callback": s.Callback, "name": s.Name, "about": s.About, "message": s.Message})
	}
	return out
}

func (p *page) links() []obj {
	out := []obj{}
	for _, l := range p.conf.Links {
		out = append(out, obj{"name": l.Name, "url": l.URL})
	}
	return out
}

// shown is the user as the page shows them.
func (u *User) shown() obj {
	return obj{
		"id": u.ID, "name": u.Name, "handle": u.Handle, "tz": u.TZ, "bot": u.Bot, "admin": u.Admin || u.Owner,
		"guest": u.Guest, "gone": u.Gone, "stranger": u.Team != "",
	}
}

// snapshot is all that a person has before them. The lock is held, also while it is encoded.
func (p *page) snapshot(u *User) obj {
	members, conversations := []obj{}, []obj{}
	for _, member := range p.ws.users {
		members = append(members, member.shown())
	}
	direct := p.ws.dmOf(u)
	for _, ch := range p.ws.channels {
		if ch.members[u.ID] {
			conversations = append(conversations, p.conversation(u, ch))
		}
	}
	modals := []obj{}
	for _, v := range u.stack {
		modals = append(modals, v.shown())
	}
	out := obj{
		"user": u.shown(), "bot": p.ws.bot.ID, "direct": direct.id, "members": members,
		"conversations": conversations, "modals": modals, "home": nil,
	}
	if u.home != nil {
		out["home"] = u.home.shown()
	}
	if p.conf.Clock != nil {
		now := p.conf.Clock.Now()
		out["clock"] = obj{"at": now.UnixMilli(), "zone": now.Location().String()}
	}
	return out
}

// shown is the view as the page draws it.
func (v *view) shown() obj {
	return obj{
		"id": v.id, "hash": v.hash, "title": v.drawn["title"], "submit": v.drawn["submit"], "close": v.drawn["close"],
		"disabled": v.drawn["submit_disabled"] == true, "blocks": v.blocks, "values": v.values,
		"errors": v.errors, "refused": v.refused, "notice": v.notice,
	}
}

// conversation is a channel as one person sees it: with what only they see, by time.
func (p *page) conversation(u *User, ch *channel) obj {
	seen := p.read[mark{u.ID, ch.id}]
	unread, newest := 0, ""
	var list []*message
	for _, m := range slices.Concat(ch.messages, u.ephemerals) {
		if m.deleted || m.ch != ch {
			continue
		}
		list = append(list, m)
		newest = max(newest, m.ts)
		if m.only == nil && m.by != u && m.ts > seen {
			unread++
		}
	}
	slices.SortFunc(list, func(a, b *message) int { return strings.Compare(a.ts, b.ts) })
	messages := []obj{}
	for _, m := range list[max(0, len(list)-maxShown):] {
		messages = append(messages, m.shown())
	}
	return obj{
		"id": ch.id, "name": cmp.Or(ch.name, p.ws.conf.BotName), "direct": ch.direct != nil,
		"unread": unread, "newest": newest, "messages": messages,
	}
}

// shown is the message as the page draws it.
func (m *message) shown() obj {
	files := []obj{}
	for _, f := range m.files {
		files = append(files, obj{"id": f.id, "name": f.name, "title": f.title, "size": f.size})
	}
	return obj{
		"ts": m.ts, "by": m.by.ID, "text": m.text, "blocks": m.blocks, "values": m.values, "only": m.only != nil,
		"slackbot": m.only != nil && m.by == m.only, "thread": m.thread, "edited": m.edited,
		"permalink": m.permalink, "files": files,
	}
}
