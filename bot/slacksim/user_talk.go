package slacksim

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

func (m *message) gone() string {
	if m.deleted {
		return "the message is deleted"
	}
	return ""
}

func (m *message) content() ([]obj, state) { return m.blocks, m.values }

func (m *message) shows(ws *Workspace) string {
	if m.deleted {
		return ""
	}
	seen := ws.screen(m.values, nil)
	if len(m.blocks) > 0 {
		return seen.text(m.blocks)
	}
	lines := []string{seen.mrkdwn(m.text)}
	for _, f := range m.files {
		lines = append(lines, f.title)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

func (m *message) where(ws *Workspace, by *User) obj {
	out := obj{
		"container": obj{
			"type": "message", "message_ts": m.ts, "channel_id": m.ch.id, "is_ephemeral": m.only != nil,
		},
		"channel": obj{"id": m.ch.id, "name": m.ch.shownName()}, "state": obj{"values": m.values.payload()},
		"response_url": ws.replyTo(m.ch, by, m),
	}
	if m.only == nil {
		out["message"] = m.payload(ws)
	}
	return out
}

func (m *message) trigger(ws *Workspace, by *User) string { return ws.newTrigger(by, nil) }

// shownName is the channel's name in payloads.
func (ch *channel) shownName() string {
	if ch.direct != nil {
		return "directmessage"
	}
	return ch.name
}

// Message is a message as a person sees it.
type Message struct {
	Surface
	m *message
}

// TS returns the message's timestamp, which is its id in the conversation.
func (m *Message) TS() string { return m.m.ts }

// Fallback returns the text for notifications and screen readers, as the app sent it.
func (m *Message) Fallback() string {
	m.ws.mu.Lock()
	defer m.ws.mu.Unlock()
	return m.m.text
}

// Edited reports whether the message was changed since it was posted.
func (m *Message) Edited() bool {
	m.ws.mu.Lock()
	defer m.ws.mu.Unlock()
	return m.m.edited
}

// Thread returns the timestamp of the message that this one answers; empty if none.
func (m *Message) Thread() string { return m.m.thread }

// Files returns the contents of the message's files by name.
func (m *Message) Files() map[string][]byte {
	m.ws.mu.Lock()
	defer m.ws.mu.Unlock()
	out := map[string][]byte{}
	for _, f := range m.m.files {
		out[f.name] = f.data
	}
	return out
}

// Conversation is a channel or a direct message as a person sees it.
type Conversation struct {
	user *User
	ch   *channel
}

// DM returns the person's conversation with the bot.
func (u *User) DM() *Conversation {
	u.ws.mu.Lock()
	defer u.ws.mu.Unlock()
	return &Conversation{u, u.ws.dmOf(u)}
}

// In returns a channel, made with the bot and the person in it if there is none yet.
func (u *User) In(name string) *Conversation {
	u.ws.mu.Lock()
	ch := u.ws.channel(name)
	u.ws.mu.Unlock()
	if ch == nil {
		u.ws.AddChannel(name, u)
	}
	u.ws.mu.Lock()
	defer u.ws.mu.Unlock()
	ch = u.ws.channel(name)
	ch.members[u.ID] = true
	return &Conversation{u, ch}
}

// ID returns the conversation's id.
func (c *Conversation) ID() string { return c.ch.id }

// Messages returns the messages that are there, oldest first.
func (c *Conversation) Messages() []*Message {
	c.user.ws.mu.Lock()
	defer c.user.ws.mu.Unlock()
	return c.user.see(c.ch.messages)
}

// see returns the messages that are not deleted, for the person to act on.
func (u *User) see(list []*message) []*Message {
	var out []*Message
	for _, m := range list {
		if !m.deleted {
			out = append(out, &Message{Surface{u.ws, u, m}, m})
		}
	}
	return out
}

// Last waits for a message of the bot and returns the newest one.
func (c *Conversation) Last() *Message {
	return c.user.expect("any message", func() []*message {
		return slices.DeleteFunc(slices.Clone(c.ch.messages), func(m *message) bool { return m.by != c.user.ws.bot })
	}, "")
}

// ExpectMessage waits for a message that contains the text and returns the newest such.
func (c *Conversation) ExpectMessage(fragment string) *Message {
	return c.user.expect("message", func() []*message { return c.ch.messages }, fragment)
}

// expect waits for the newest of some messages that contains the text.
func (u *User) expect(what string, list func() []*message, fragment string) *Message {
	var found *message
	var all []string
	ok := u.ws.await(func() bool {
		found, all = nil, nil
		for _, m := range list() {
			shown := m.shows(u.ws)
			all = append(all, shown)
			if !m.deleted && strings.Contains(shown, fragment) {
				found = m
			}
		}
		return found != nil
	})
	if !ok {
		u.ws.fatal("%s has no %s with %q but:\n%s", u.Name, what, fragment, strings.Join(all, "\n--\n"))
	}
	return &Message{Surface{u.ws, u, found}, found}
}

// ExpectNoMessage waits until no message contains the text.
func (c *Conversation) ExpectNoMessage(fragment string) {
	ws := c.user.ws
	ok := ws.await(func() bool {
		return !slices.ContainsFunc(c.ch.messages, func(m *message) bool {
			return !m.deleted && strings.Contains(m.shows(ws), fragment)
		})
	})
	if !ok {
		ws.fatal("%s still has a message with %q", c.user.Name, fragment)
	}
}

// Ephemerals returns what was shown to the person alone, oldest first.
func (u *User) Ephemerals() []*Message {
	u.ws.mu.Lock()
	defer u.ws.mu.Unlock()
	return u.see(u.ephemerals)
}

// ExpectEphemeral waits for something with that text shown to the person alone.
func (u *User) ExpectEphemeral(fragment string) *Message {
	return u.expect("ephemeral message", func() []*message { return u.ephemerals }, fragment)
}

// Answer is what came of a command: what the app says to the person alone, in the
// answer itself or soon after, and acts like that message.
type Answer struct {
	*Delivery
	user *User
	from int // how many ephemerals there were before
}

// Message waits for what the app says to the person and returns it.
func (a *Answer) Message() *Message {
	return a.user.expect("answer", func() []*message {
		return a.user.ephemerals[min(a.from, len(a.user.ephemerals)):]
	}, "")
}

// Text waits for what the app says to the person and returns all that is visible of it.
func (a *Answer) Text() string { return a.Message().Text() }

// ExpectText waits until the app has said it to the person.
func (a *Answer) ExpectText(fragment string) *Message {
	return a.user.expect("answer", func() []*message {
		return a.user.ephemerals[min(a.from, len(a.user.ephemerals)):]
	}, fragment)
}

// Press presses a button of the answer.
func (a *Answer) Press(label string) *Press { return a.Message().Press(label) }

// Row names a row of the answer.
func (a *Answer) Row(fragment string) *Row { return a.Message().Row(fragment) }

// Said reports whether the app has said anything to the person yet.
func (a *Answer) Said() bool {
	a.user.ws.mu.Lock()
	defer a.user.ws.mu.Unlock()
	return len(a.user.ephemerals) > a.from
}

// Types types a line into the conversation with the bot: a command, or a message.
func (u *User) Types(line string) *Answer { return u.DM().Types(line) }

// Says writes a message to the bot. The app hears of it if it has the scope im:history.
func (u *User) Says(text string) *Answer { return u.DM().says(text) }

// Types types a line here: a command if it begins with a slash, else a message.
func (c *Conversation) Types(line string) *Answer {
	u, ws := c.user, c.user.ws
	if !strings.HasPrefix(line, "/") {
		return c.says(line)
	}
	name, text, _ := strings.Cut(line, " ")
	ws.mu.Lock()
	a := &Answer{Delivery: &Delivery{ws: ws}, user: u, from: len(u.ephemerals)}
	if known := ws.conf.Commands; known != nil && !slices.Contains(known, name) {
		ws.post(&message{ch: c.ch, by: u, only: u, text: name + " is not a valid command."})
		a.failure = "invalid_command"
		ws.mu.Unlock()
		return a
	}
	payload := obj{
		"token": "verification-token", "team_id": ws.conf.TeamID, "team_domain": ws.domain(),
		"channel_id": c.ch.id, "channel_name": c.ch.shownName(), "user_id": u.ID, "user_name": u.Handle,
		"command": name, "text": ws.escaped(strings.TrimSpace(text), !ws.conf.RawMentions), "api_app_id": ws.conf.AppID,
		"is_enterprise_install": "false", "response_url": ws.replyTo(c.ch, u, nil), "trigger_id": ws.newTrigger(u, nil),
	}
	ws.mu.Unlock()
	a.Delivery = ws.send(envelope{kind: command, payload: payload})
	c.hear(a)
	return a
}

// hear shows what the app answered to a command.
func (c *Conversation) hear(a *Answer) {
	ws := c.user.ws
	ws.mu.Lock()
	defer ws.mu.Unlock()
	text := strings.TrimSpace(string(a.body))
	switch {
	case a.failure != "":
		name := args(a.sent.payload).str("command")
		ws.post(&message{ch: c.ch, by: c.user, only: c.user, text: name + " failed with the error \"" + a.failure + "\""})
		return
	case text == "":
		return
	}
	body := args{}
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		body = args{"text": text}
	}
	if len(body) == 0 {
		return
	}
	said, blocks, problem := ws.content(body)
	if problem != nil {
		ws.complain("the answer to %s: %s %s", describe(a.sent), problem.code, strings.Join(problem.messages, "; "))
		return
	}
	ws.answered(c.ch, c.user, said, blocks, body)
}

// says writes a message here, and tells the app if it may hear it.
func (c *Conversation) says(text string) *Answer {
	u, ws := c.user, c.user.ws
	scope, kind := "channels:history", "channel"
	if c.ch.direct != nil {
		scope, kind = "im:history", "im"
	}
	ws.mu.Lock()
	a := &Answer{Delivery: &Delivery{ws: ws}, user: u, from: len(u.ephemerals)}
	m := ws.post(&message{ch: c.ch, by: u, text: ws.escaped(text, true)})
	inner := m.payload(ws)
	inner["channel"], inner["channel_type"], inner["event_ts"], inner["client_msg_id"] = c.ch.id, kind, m.ts, random(8)
	inner["blocks"] = []any{richText(text)}
	heard := ws.scoped(scope)
	ws.mu.Unlock()
	if heard {
		a.Delivery = ws.tell(inner)
	}
	return a
}

var (
	mention = regexp.MustCompile(`@([\p{L}0-9._-]+)`)
	address = regexp.MustCompile(`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`)
	link    = regexp.MustCompile(`https?://[^\s<>]+`)
	special = regexp.MustCompile(`https?://[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@[\p{L}0-9._-]+`)
)

// escaped is a typed line as Slack hands it on: & < > as entities and, unless the command
// was declared without should_escape, people, addresses and links in angle brackets.
func (ws *Workspace) escaped(line string, marked bool) string {
	line = escaper.Replace(line)
	if !marked {
		return line
	}
	return special.ReplaceAllStringFunc(line, func(word string) string {
		switch {
		case link.MatchString(word):
			return "<" + word + ">"
		case address.MatchString(word):
			return "<mailto:" + word + "|" + word + ">"
		}
		for _, u := range ws.users {
			first, _, _ := strings.Cut(u.Name, " ")
			if name := mention.FindStringSubmatch(word)[1]; name == u.Handle || strings.EqualFold(name, first) {
				return "<@" + u.ID + "|" + u.Handle + ">"
			}
		}
		return word
	})
}

// Shortcut uses a global shortcut of the app.
func (u *User) Shortcut(callbackID string) *Delivery {
	u.ws.mu.Lock()
	payload := u.ws.interaction("shortcut", u)
	payload["callback_id"], payload["action_ts"] = callbackID, u.ws.stamp()
	payload["trigger_id"] = u.ws.newTrigger(u, nil)
	u.ws.mu.Unlock()
	return u.ws.send(envelope{kind: interactive, payload: payload})
}

// MessageShortcut uses a shortcut of the app on a message.
func (u *User) MessageShortcut(m *Message, callbackID string) *Delivery {
	u.ws.mu.Lock()
	payload := u.ws.interaction("message_action", u)
	payload["callback_id"], payload["action_ts"] = callbackID, u.ws.stamp()
	payload["trigger_id"], payload["response_url"] = u.ws.newTrigger(u, nil), u.ws.replyTo(m.m.ch, u, nil)
	payload["message_ts"], payload["message"] = m.m.ts, m.m.payload(u.ws)
	payload["channel"] = obj{"id": m.m.ch.id, "name": m.m.ch.shownName()}
	u.ws.mu.Unlock()
	return u.ws.send(envelope{kind: interactive, payload: payload})
}

// OpensMessages opens the app's Messages tab, of which the app is told.
func (u *User) OpensMessages() *Delivery {
	u.ws.mu.Lock()
	inner := obj{
		"type": "app_home_opened", "user": u.ID, "channel": u.ws.dmOf(u).id, "tab": "messages", "event_ts": u.ws.stamp(),
	}
	u.ws.mu.Unlock()
	return u.ws.tell(inner)
}

// Becomes changes the person and tells the app by a user_change event.
func (u *User) Becomes(change func(*Person)) *Delivery {
	u.ws.mu.Lock()
	change(&u.Person)
	inner := obj{"type": "user_change", "user": u.profile(true, u.ws.scoped("users:read.email")), "event_ts": u.ws.stamp()}
	u.ws.mu.Unlock()
	return u.ws.tell(inner)
}

// Event tells the app of any other event, such as app_uninstalled.
func (ws *Workspace) Event(inner map[string]any) *Delivery { return ws.tell(inner) }
