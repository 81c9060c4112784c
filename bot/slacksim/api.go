package slacksim

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// apiError is a refusal of the Web API.
type apiError struct {
	code     string
	messages []string // json-pointers to what is wrong
	needed   string   // the scope that the token lacks
	fair     bool     // a correct app may meet it, whatever its code
}

func refuse(code string, messages ...string) *apiError {
	return &apiError{code: code, messages: messages}
}

// method is one entry of the Web API. It runs under the workspace's lock.
type method struct {
	scope  string // that the token needs; empty: none
	perMin int    // calls per minute when Config.RateLimited
	run    func(ws *Workspace, a args) (obj, *apiError)
}

// methods is the Web API as far as the workspace knows it.
var methods = map[string]method{
	"api.test":                     {"", 100, apiTest},
	"apps.connections.open":        {"connections:write", 1, connectionsOpen},
	"auth.test":                    {"", 100, authTest},
	"chat.delete":                  {"chat:write", 50, chatDelete},
	"chat.getPermalink":            {"", 100, chatPermalink},
	"chat.postEphemeral":           {"chat:write", 100, chatEphemeral},
	"chat.postMessage":             {"chat:write", 60, chatPost},
	"chat.update":                  {"chat:write", 50, chatUpdate},
	"conversations.info":           {"channels:read", 50, conversationsInfo},
	"conversations.open":           {"im:write", 50, conversationsOpen},
	"files.completeUploadExternal": {"files:write", 100, filesComplete},
	"files.info":                   {"files:read", 50, filesInfo},
	"files.getUploadURLExternal":   {"files:write", 100, filesUploadURL},
	"users.info":                   {"users:read", 100, usersInfo},
	"users.list":                   {"users:read", 20, usersList},
	"views.open":                   {"", 100, viewsOpen},
	"views.publish":                {"", 100, viewsPublish},
	"views.push":                   {"", 100, viewsPush},
	"views.update":                 {"", 100, viewsUpdate},
}

// innocent are the refusals that a correct app may meet: they are no complaints.
var innocent = []string{
	"hash_conflict", "not_found", "user_not_found", "channel_not_found", "message_not_found",
	"cant_update_message", "cant_delete_message", "ratelimited", "not_in_channel", "is_archived", "file_not_found", "cannot_dm_bot",
}

// Call is one call of the Web API by the app.
type Call struct {
	Method string
	At     time.Time      // by Config.Now
	Args   map[string]any // as sent, without the token
	Error  string         // empty when the answer was ok
}

// Calls returns the calls of a method so far, oldest first; of all methods if it is empty.
func (ws *Workspace) Calls(method string) []Call {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	var out []Call
	for _, c := range ws.calls {
		if method == "" || c.Method == method {
			out = append(out, c)
		}
	}
	return out
}

// fault is a failure that a test planned.
type fault struct {
	method, code string
	after        time.Duration
	left         int
}

// FailNext makes the next n calls of a method fail, or with the method "response_url" the
// next n uses of such addresses. The code is an error of Slack's, such as internal_error;
// "ratelimited" comes with status 429 and a Retry-After of one second; "http_500" is that
// status without JSON; with "cut_off" the call takes effect, but the connection breaks
// before the answer. It is no complaint.
func (ws *Workspace) FailNext(method, code string, n int) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ws.faults = append(ws.faults, &fault{method: method, code: code, after: time.Second, left: n})
}

// planned takes a planned failure of the method, if there is one. The lock is held.
func (ws *Workspace) planned(method string) *fault {
	for _, f := range ws.faults {
		if f.method == method && f.left > 0 {
			f.left--
			return f
		}
	}
	return nil
}

// args are the arguments of a call.
type args obj

func (a args) str(name string) string {
	switch v := a[name].(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}

func (a args) flag(name string) bool {
	on, _ := strconv.ParseBool(a.str(name))
	return on
}

// json returns a structured argument, which a form carries as text.
func (a args) json(name string) (any, bool) {
	text, isText := a[name].(string)
	if !isText {
		return a[name], true
	}
	if text == "" {
		return nil, true
	}
	var v any
	err := json.Unmarshal([]byte(text), &v)
	return v, err == nil
}

// maxCall is the largest body of a call.
const maxCall = 1 << 20

// readArgs reads a call's arguments and its token.
func readArgs(r *http.Request) (a args, token string, problem *apiError) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxCall+1))
	if err != nil || len(raw) > maxCall {
		return nil, "", refuse("request_too_large")
	}
	a = args{}
	for name := range r.URL.Query() {
		a[name] = r.URL.Query().Get(name)
	}
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		token = bearer
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		if err := json.Unmarshal(raw, &a); len(raw) > 0 && err != nil {
			return nil, token, refuse("invalid_json")
		}
		delete(a, "token") // counts in a form only
	case "application/x-www-form-urlencoded", "":
		form, err := url.ParseQuery(string(raw))
		if err != nil {
			return nil, token, refuse("invalid_form_data")
		}
		for name := range form {
			a[name] = form.Get(name)
		}
	default:
		return nil, token, refuse("invalid_post_type")
	}
	if r.PathValue("method") != "apps.connections.open" { // whose token counts in the header only
		token = cmp.Or(token, a.str("token"))
	}
	delete(a, "token")
	return a, token, nil
}

func (ws *Workspace) serveAPI(w http.ResponseWriter, r *http.Request) {
	a, token, problem := readArgs(r)
	name := r.PathValue("method")
	ws.mu.Lock()
	defer ws.mu.Unlock()
	w.Header().Set("X-OAuth-Scopes", strings.Join(ws.conf.Scopes, ","))
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	var out obj
	wait, limited := ws.limited(name, a)
	planned := ws.planned(name)
	switch {
	case planned != nil && planned.code == "ratelimited":
		wait, limited, problem = planned.after, true, refuse("ratelimited")
	case planned != nil && planned.code != cutOff:
		problem = refuse(planned.code)
	case problem != nil:
	case limited:
		problem = refuse("ratelimited")
	default:
		out, problem = ws.call(name, a, token)
	}
	ws.recordCall(name, a, problem, planned != nil)
	if planned != nil && broken(w, planned.code) {
		return
	}
	if limited {
		w.Header().Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
		w.WriteHeader(http.StatusTooManyRequests)
	}
	_ = json.NewEncoder(w).Encode(ws.result(name, out, problem)) // the caller may be gone
}

// cutOff is the planned failure in which only the answer is lost.
const cutOff = "cut_off"

// broken does a planned failure below the level of the Web API, if it is one.
func broken(w http.ResponseWriter, code string) bool {
	if code == cutOff {
		panic(http.ErrAbortHandler) // net/http closes the connection without a word
	}
	text, isStatus := strings.CutPrefix(code, "http_")
	status, err := strconv.Atoi(text)
	if !isStatus || err != nil {
		return false
	}
	http.Error(w, http.StatusText(status), status)
	return true
}

// call runs a method for the bearer of the token.
func (ws *Workspace) call(name string, a args, token string) (obj, *apiError) {
	m, known := methods[name]
	switch {
	case !known:
		ws.logf("unknown method %s", name)
		return nil, refuse("unknown_method", name)
	case name == "api.test":
	case name == "apps.connections.open":
		if problem := ws.refuseAppToken(token); problem != nil {
			return nil, problem
		}
	case token == "":
		return nil, refuse("not_authed")
	case token != ws.BotToken:
		return nil, refuse("invalid_auth")
	case m.scope != "" && !ws.scoped(neededScope(ws, name, m, a)):
		return nil, &apiError{code: "missing_scope", needed: neededScope(ws, name, m, a)}
	}
	return m.run(ws, a)
}

// refuseAppToken returns what is wrong with the token of a call that takes the app-level
// one alone. That it stands in the header, readArgs has seen to.
func (ws *Workspace) refuseAppToken(token string) *apiError {
	switch token {
	case ws.AppToken:
		return nil
	case "":
		return refuse("not_authed")
	case ws.BotToken:
		return refuse("not_allowed_token_type")
	}
	return refuse("invalid_auth")
}

// neededScope returns the scope that this very call needs: conversations.info asks for
// another one for a direct message.
func neededScope(ws *Workspace, name string, m method, a args) string {
	if name == "conversations.info" {
		if ch := ws.channel(a.str("channel")); ch != nil && ch.direct != nil {
			return "im:read"
		}
	}
	return m.scope
}

func (ws *Workspace) scoped(scope string) bool { return slices.Contains(ws.conf.Scopes, scope) }

// recordCall keeps the call, and complains of a refusal that was not planned.
func (ws *Workspace) recordCall(name string, a args, problem *apiError, planned bool) {
	c := Call{Method: name, At: ws.conf.Now(), Args: a}
	if problem != nil {
		c.Error = problem.code
		if !planned && !problem.fair && !slices.Contains(innocent, problem.code) {
			ws.complain("%s: %s%s", name, problem.code, prefixed(" ", strings.Join(problem.messages, "; ")))
		}
	}
	ws.calls = append(ws.calls, c)
	ws.touch()
}

// result is the body of an answer.
func (ws *Workspace) result(name string, out obj, problem *apiError) obj {
	if problem == nil {
		full := obj{"ok": true}
		maps.Copy(full, out)
		return full
	}
	body := obj{"ok": false, "error": problem.code}
	if problem.code == "unknown_method" {
		body["req_method"] = name
	}
	if problem.messages != nil {
		body["response_metadata"] = obj{"messages": problem.messages}
	}
	if problem.needed != "" {
		body["needed"], body["provided"] = problem.needed, strings.Join(ws.conf.Scopes, ",")
	}
	return body
}

// limited counts a call against its method's rate, for messages in each conversation, and
// says how long to wait if it is over. The lock is held.
func (ws *Workspace) limited(name string, a args) (time.Duration, bool) {
	m := methods[name]
	if !ws.conf.RateLimited || m.perMin == 0 {
		return 0, false
	}
	if name == "chat.postMessage" {
		name += " " + a.str("channel")
	}
	now := ws.conf.Now()
	recent := slices.DeleteFunc(ws.rates[name], func(t time.Time) bool { return now.Sub(t) >= time.Minute })
	if len(recent) >= m.perMin {
		ws.rates[name] = recent
		return time.Minute - now.Sub(recent[0]), true
	}
	ws.rates[name] = append(recent, now)
	return 0, false
}

func apiTest(_ *Workspace, a args) (obj, *apiError) {
	if code := a.str("error"); code != "" {
		return nil, refuse(code)
	}
	return obj{"args": a}, nil
}

func (ws *Workspace) domain() string { return strings.ToLower(ws.conf.TeamName) }

func (ws *Workspace) botID() string { return "B" + strings.TrimPrefix(ws.bot.ID, "U") }

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}
