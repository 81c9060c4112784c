package slacksim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

func authTest(ws *Workspace, _ args) (obj, *apiError) {
	return obj{
		"url": "https://" + ws.domain() + ".slack.com/", "team": ws.conf.TeamName, "user": ws.bot.Handle,
		"team_id": ws.conf.TeamID, "user_id": ws.bot.ID, "bot_id": ws.botID(), "is_enterprise_install": false,
	}, nil
}

func usersInfo(ws *Workspace, a args) (obj, *apiError) {
	u := ws.userByID(a.str("user"))
	if u == nil {
		return nil, refuse("user_not_found")
	}
	return obj{"user": u.profile(a.flag("include_locale"), ws.scoped("users:read.email"))}, nil
}

func usersList(ws *Workspace, a args) (obj, *apiError) {
	limit, _ := strconv.Atoi(cmp.Or(a.str("limit"), "200"))
	from := 0
	if cursor := a.str("cursor"); cursor != "" {
		i := slices.IndexFunc(ws.users, func(u *User) bool { return u.ID == cursor })
		if i < 0 {
			return nil, refuse("invalid_cursor")
		}
		from = i
	}
	if limit < 1 || limit > 1000 {
		return nil, refuse("invalid_limit")
	}
	to := min(from+limit, len(ws.users))
	members := []obj{}
	for _, u := range ws.users[from:to] {
		members = append(members, u.profile(a.flag("include_locale"), ws.scoped("users:read.email")))
	}
	next := ""
	if to < len(ws.users) {
		next = ws.users[to].ID
	}
	return obj{"members": members, "cache_ts": ws.conf.Now().Unix(), "response_metadata": obj{"next_cursor": next}}, nil
}

func conversationsOpen(ws *Workspace, a args) (obj, *apiError) {
	if id := a.str("channel"); id != "" {
		ch := ws.channel(id)
		if ch == nil || ch.direct == nil {
			return nil, refuse("channel_not_found")
		}
		return obj{"channel": obj{"id": ch.id}}, nil
	}
	ids := strings.Split(a.str("users"), ",")
	if len(ids) > 1 {
		return nil, &apiError{code: "missing_scope", needed: "mpim:write"}
	}
	u := ws.userByID(ids[0])
	switch {
	case ids[0] == "":
		return nil, refuse("users_list_not_supplied")
	case u == nil:
		return nil, refuse("user_not_found")
	case u.Gone:
		return nil, refuse("user_disabled")
	case u.Bot:
		return nil, refuse("cannot_dm_bot")
	}
	already := u.dm != nil
	ch := ws.dmOf(u)
	if !a.flag("return_im") {
		return obj{"no_op": already, "already_open": already, "channel": obj{"id": ch.id}}, nil
	}
	return obj{"no_op": already, "already_open": already, "channel": ws.channelInfo(ch)}, nil
}

func conversationsInfo(ws *Workspace, a args) (obj, *apiError) {
	ch := ws.channel(a.str("channel"))
	if ch == nil || !strings.HasPrefix(a.str("channel"), ch.id) {
		return nil, refuse("channel_not_found")
	}
	info := ws.channelInfo(ch)
	if a.flag("include_num_members") {
		info["num_members"] = len(ch.members)
	}
	return obj{"channel": info}, nil
}

func (ws *Workspace) channelInfo(ch *channel) obj {
	info := obj{"id": ch.id, "is_archived": false, "context_team_id": ws.conf.TeamID}
	if ch.direct != nil {
		info["is_im"], info["user"] = true, ch.direct.ID
		return info
	}
	info["is_im"], info["is_channel"], info["name"] = false, true, ch.name
	info["is_member"] = ch.members[ws.bot.ID]
	return info
}
