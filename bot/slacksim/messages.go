package slacksim

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
)

// message stands in a conversation, or is shown to one person only.
type message struct {
	ch        *channel
	ts        string
	by        *User
	text      string
	blocks    []obj
	only      *User // who sees it, if it is ephemeral
	thread    string
	edited    bool
	deleted   bool
	files     []*file
	values    state
	permalink string
}

// replyURL is a response_url.
type replyURL struct {
	ch      *channel
	user    *User
	origin  *message // what the person pressed in; nil for a command
	uses    int
	expires time.Time
}

const (
	replyUses = 5
	replyLife = 30 * time.Minute
)

// content reads and checks what a message is to say.
func (ws *Workspace) content(a args) (text string, blocks []obj, problem *apiError) {
	text = a.str("text")
	list, ok := a.json("blocks")
	if !ok {
		return "", nil, refuse("invalid_blocks_format")
	}
	attached, ok := a.json("attachments")
	if !ok {
		return "", nil, refuse("invalid_attachments")
	}
	if items, _ := attached.([]any); len(items) > limitAttachments {
		return "", nil, refuse("too_many_attachments")
	}
	if markdown := a.str("markdown_text"); markdown != "" {
		if text != "" || list != nil {
			return "", nil, refuse("markdown_text_conflict")
		}
		text = markdown
	}
	if length(text) > limitMessageText {
		return "", nil, refuse("msg_too_long")
	}
	blocks, problem = ws.checkBlocks(list)
	if problem != nil {
		return "", nil, problem
	}
	if strings.TrimSpace(text) == "" {
		if len(blocks) == 0 && attached == nil {
			return "", nil, refuse("no_text")
		}
		ws.complain("a message with blocks has no text for notifications and screen readers")
	}
	return text, blocks, nil
}

// post puts a message into a conversation. The lock is held.
func (ws *Workspace) post(m *message) *message {
	m.ts = ws.stamp()
	m.permalink = "https://" + ws.domain() + ".slack.com/archives/" + m.ch.id + "/p" + strings.Replace(m.ts, ".", "", 1)
	m.setBlocks(m.blocks)
	if m.only != nil {
		m.only.ephemerals = append(m.only.ephemerals, m)
	} else {
		m.ch.messages = append(m.ch.messages, m)
	}
	ws.touch()
	return m
}

// setBlocks draws the message anew; typed values stay as in a view.
func (m *message) setBlocks(blocks []obj) {
	nameBlocks(blocks)
	m.blocks, m.values = blocks, m.values.redrawn(blocks)
}

// target finds where the bot may post: a conversation, or a person by id.
func (ws *Workspace) target(ref string) (*channel, *apiError) {
	if u := ws.userByID(ref); u != nil && !u.Bot {
		return ws.dmOf(u), nil
	}
	ch := ws.channel(ref)
	switch {
	case ch == nil:
		return nil, refuse("channel_not_found")
	case !ch.members[ws.bot.ID] && !ws.scoped("chat:write.public"):
		return nil, refuse("not_in_channel")
	}
	return ch, nil
}

func chatPost(ws *Workspace, a args) (obj, *apiError) {
	ch, problem := ws.target(a.str("channel"))
	if problem != nil {
		return nil, problem
	}
	text, blocks, problem := ws.content(a)
	if problem != nil {
		return nil, problem
	}
	m := ws.post(&message{ch: ch, by: ws.bot, text: text, blocks: blocks, thread: a.str("thread_ts")})
	return obj{"channel": ch.id, "ts": m.ts, "message": m.payload(ws)}, nil
}

func chatEphemeral(ws *Workspace, a args) (obj, *apiError) {
	ch, problem := ws.target(a.str("channel"))
	if problem != nil {
		return nil, problem
	}
	u := ws.userByID(a.str("user"))
	if u == nil || !ch.members[u.ID] {
		return nil, refuse("user_not_in_channel")
	}
	text, blocks, problem := ws.content(a)
	if problem != nil {
		return nil, problem
	}
	m := ws.post(&message{ch: ch, by: ws.bot, text: text, blocks: blocks, only: u, thread: a.str("thread_ts")})
	return obj{"message_ts": m.ts}, nil
}

// own finds the bot's message that a call names by channel and ts.
func (ws *Workspace) own(a args, foreign string) (*message, *apiError) {
	ch := ws.channel(a.str("channel"))
	if ch == nil || ch.id != a.str("channel") {
		return nil, refuse("channel_not_found")
	}
	m := ch.message(a.str("ts"))
	switch {
	case m == nil:
		return nil, refuse("message_not_found")
	case m.by != ws.bot:
		return nil, refuse(foreign)
	}
	return m, nil
}

func (ch *channel) message(ts string) *message {
	i := slices.IndexFunc(ch.messages, func(m *message) bool { return m.ts == ts && !m.deleted })
	if i < 0 {
		return nil
	}
	return ch.messages[i]
}

func chatUpdate(ws *Workspace, a args) (obj, *apiError) {
	m, problem := ws.own(a, "cant_update_message")
	if problem != nil {
		return nil, problem
	}
	text, blocks, problem := ws.content(a)
	if problem != nil {
		return nil, problem
	}
	if a["blocks"] == nil { // Slack keeps the old ones; an empty list removes them
		blocks = m.blocks
	}
	m.text, m.edited = text, true
	m.setBlocks(blocks)
	ws.touch()
	return obj{"channel": m.ch.id, "ts": m.ts, "text": text, "message": m.payload(ws)}, nil
}

func chatDelete(ws *Workspace, a args) (obj, *apiError) {
	m, problem := ws.own(a, "cant_delete_message")
	if problem != nil {
		return nil, problem
	}
	m.deleted = true
	ws.touch()
	return obj{"channel": m.ch.id, "ts": m.ts}, nil
}

func chatPermalink(ws *Workspace, a args) (obj, *apiError) {
	ch := ws.channel(a.str("channel"))
	if ch == nil {
		return nil, refuse("channel_not_found")
	}
	m := ch.message(a.str("message_ts"))
	if m == nil {
		return nil, refuse("message_not_found")
	}
	return obj{"channel": ch.id, "permalink": m.permalink}, nil
}

// payload is the message as the app is told of it.
func (m *message) payload(ws *Workspace) obj {
	out := obj{
		"type": "message", "user": m.by.ID, "ts": m.ts, "text": m.text, "team": m.by.team(), "blocks": m.blocks,
	}
	if m.by == ws.bot {
		out["bot_id"], out["app_id"] = ws.botID(), ws.conf.AppID
	}
	if m.thread != "" {
		out["thread_ts"] = m.thread
	}
	if m.edited {
		out["edited"] = obj{"user": m.by.ID, "ts": m.ts}
	}
	return out
}

// replyTo makes a response_url. The lock is held.
func (ws *Workspace) replyTo(ch *channel, u *User, origin *message) string {
	id := random(12)
	ws.replies[id] = &replyURL{ch: ch, user: u, origin: origin, expires: ws.conf.Now().Add(replyLife)}
	return ws.url + "/response/" + id
}

// serveReply answers a response_url: five uses within half an hour.
func (ws *Workspace) serveReply(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxCall))
	a := args{}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	badly := err != nil || kind != "application/json" || json.Unmarshal(raw, &a) != nil
	ws.mu.Lock()
	defer ws.mu.Unlock()
	status, problem := http.StatusOK, (*apiError)(nil)
	planned := ws.planned("response_url")
	reply := ws.replies[r.PathValue("id")]
	switch {
	case planned != nil:
		status, problem = http.StatusInternalServerError, refuse(planned.code)
	case badly:
		status, problem = http.StatusBadRequest, refuse("invalid_payload")
	case reply == nil || ws.conf.Now().After(reply.expires):
		status, problem = http.StatusNotFound, refuse("expired_url")
	case reply.uses >= replyUses:
		status, problem = http.StatusNotFound, refuse("used_url")
	default:
		reply.uses++
		if problem = ws.reply(reply, a); problem != nil {
			status = http.StatusNotFound
		}
	}
	ws.recordCall("response_url", a, problem, planned != nil)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(ws.result("response_url", nil, problem)) // the caller may be gone
}

// reply does what a response_url is asked for.
func (ws *Workspace) reply(to *replyURL, a args) *apiError {
	if a.flag("delete_original") {
		if a.str("text") != "" || a["blocks"] != nil {
			return refuse("invalid_payload", "delete_original stands alone")
		}
		if to.origin == nil {
			return refuse("message_not_found")
		}
		to.origin.deleted = true
		ws.touch()
		return nil
	}
	text, blocks, problem := ws.content(a)
	if problem != nil {
		return problem
	}
	if a.flag("replace_original") && to.origin != nil {
		to.origin.text, to.origin.edited = text, true
		to.origin.setBlocks(blocks)
		ws.touch()
		return nil
	}
	ws.answered(to.ch, to.user, text, blocks, a)
	return nil
}

// answered posts what an answer body or a response_url says: to all for in_channel, else
// to the one who acted.
func (ws *Workspace) answered(ch *channel, u *User, text string, blocks []obj, a args) *message {
	m := &message{ch: ch, by: ws.bot, text: text, blocks: blocks, only: u, thread: a.str("thread_ts")}
	switch kind := a.str("response_type"); kind {
	case "in_channel":
		m.only = nil
	case "", "ephemeral":
	default:
		ws.complain("response_type %q is unknown", kind)
	}
	return ws.post(m)
}
