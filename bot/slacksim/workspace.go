package slacksim

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"
)

// obj is a JSON object as it came or is to go: the protocol is read without a library's types.
type obj = map[string]any

// TB is the part of testing.TB that the workspace needs.
type TB interface {
	Helper()
	Fatalf(format string, args ...any)
	Logf(format string, args ...any)
	Cleanup(func())
}

// Config describes a workspace. The zero value is a usable one.
type Config struct {
	TeamID   string // default T0SCHOOL
	TeamName string // default School; the domain is its lower case
	AppID    string // default A0FRONTDESK
	BotName  string // default Frontdesk

	AppURL        string // where the app takes all that Slack sends; may be set on the Workspace later
	OptionsURL    string // where it answers external selects; default AppURL
	URL           string // this server's own address without a slash at the end; Start sets it
	SigningSecret string // default random
	BotToken      string // default random
	AppToken      string // app-level, of the scope connections:write; default random
	SocketMode    bool   // the app is told over the websockets that it opens, not at AppURL

	Scopes      []string // of the bot token; nil: DefaultScopes
	Commands    []string // with slash; nil: every command goes to the app, else an unknown one is answered by Slack
	RawMentions bool     // the commands were declared without should_escape

	Now         func() time.Time // Slack's clock; default time.Now
	TriggerLife time.Duration    // of a trigger_id; default 3 s
	AnswerIn    time.Duration    // how long the app may take; default 3 s
	Patience    time.Duration    // how long a looking method waits for what it looks for; default 5 s
	RetryDelays []time.Duration  // before each repetition of an unanswered event; nil: as Slack (0, 1 min, 5 min)
	RateLimited bool             // hold the app to Slack's published rates, by Now

	// Refuse are types of blocks, such as data_table, that this workspace does not know
	// yet: messages with them are refused as invalid_blocks, views as invalid_arguments,
	// in Slack's words for an unknown type, and without a complaint.
	Refuse []string
}

// DefaultScopes returns the scopes that a bot token has unless Config.Scopes says otherwise.
func DefaultScopes() []string {
	return []string{"commands", "chat:write", "im:write", "users:read", "users:read.email", "files:write", "files:read"}
}

// Workspace is a Slack workspace with one app installed. It is an http.Handler: the Web
// API under /api/, the response URLs under /response/ and Socket Mode at /link. It is safe for concurrent use;
// its exported fields are to be set before the first delivery.
type Workspace struct {
	AppURL        string // where the app takes all that Slack sends
	OptionsURL    string // where it answers external selects; empty: AppURL
	SigningSecret string // signs what goes to the app
	BotToken      string // what the app calls the Web API with
	AppToken      string // what the app asks for Socket Mode addresses with

	conf Config
	mux  *http.ServeMux
	via  transport
	stop context.CancelFunc
	live context.Context // ends with Close
	work sync.WaitGroup  // event retries and connections under way

	mu         sync.Mutex
	url        string
	tb         TB
	bot        *User
	users      []*User
	channels   []*channel
	views      map[string]*view
	triggers   map[string]*trigger
	replies    map[string]*replyURL
	files      map[string]*file
	calls      []Call
	complaints []string
	allowed    bool
	faults     []*fault
	sockets    sockets
	lastSent   *Delivery
	serial     int
	lastStamp  int64
	rates      map[string][]time.Time
	changed    chan struct{} // closed, and replaced, at every change
}

// New returns an empty workspace with the bot in it.
func New(c Config) *Workspace {
	c.TeamID = cmp.Or(c.TeamID, "T0SCHOOL")
	c.TeamName = cmp.Or(c.TeamName, "School")
	c.AppID = cmp.Or(c.AppID, "A0FRONTDESK")
	c.BotName = cmp.Or(c.BotName, "Frontdesk")
	c.SigningSecret = cmp.Or(c.SigningSecret, random(16))
	c.BotToken = cmp.Or(c.BotToken, "xoxb-"+random(12))
	c.AppToken = cmp.Or(c.AppToken, "xapp-1-"+random(12))
	c.TriggerLife = cmp.Or(c.TriggerLife, 3*time.Second)
	c.AnswerIn = cmp.Or(c.AnswerIn, 3*time.Second)
	c.Patience = cmp.Or(c.Patience, 5*time.Second)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Scopes == nil {
		c.Scopes = DefaultScopes()
	}
	if c.RetryDelays == nil {
		c.RetryDelays = []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	ws := &Workspace{
		AppURL: c.AppURL, OptionsURL: c.OptionsURL, SigningSecret: c.SigningSecret,
		BotToken: c.BotToken, AppToken: c.AppToken,
		conf: c, url: c.URL, sockets: newSockets(),
		views: map[string]*view{}, files: map[string]*file{}, triggers: map[string]*trigger{}, replies: map[string]*replyURL{},
		rates: map[string][]time.Time{}, changed: make(chan struct{}),
	}
	ws.live, ws.stop = context.WithCancel(context.Background())
	ws.via = &httpTransport{ws: ws, client: &http.Client{
		Timeout:       c.AnswerIn,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	if c.SocketMode {
		ws.via = &socketTransport{ws}
	}
	ws.bot = ws.addUser(Person{Name: c.BotName, Bot: true})
	ws.mux = http.NewServeMux()
	ws.mux.HandleFunc("/api/{method}", ws.serveAPI)
	ws.mux.HandleFunc("POST /response/{id}", ws.serveReply)
	ws.mux.HandleFunc("GET /link", ws.serveWire)
	ws.mux.HandleFunc("POST /upload/{id}", ws.serveUpload)
	ws.mux.HandleFunc("GET /files/{id}/{name}", ws.serveDownload)
	return ws
}

// ServeHTTP answers the Web API and the response URLs.
func (ws *Workspace) ServeHTTP(w http.ResponseWriter, r *http.Request) { ws.mux.ServeHTTP(w, r) }

// Start serves the workspace on a loopback port until the test ends, binds what people
// do in it to the test, and fails the test at its end if there are complaints.
// It returns the workspace.
func (ws *Workspace) Start(tb TB) *Workspace {
	tb.Helper()
	server := httptest.NewServer(ws)
	ws.mu.Lock()
	ws.url, ws.tb = server.URL, tb
	ws.mu.Unlock()
	tb.Cleanup(func() {
		tb.Helper()
		ws.Close()
		server.Close()
		if bad := ws.Complaints(); len(bad) > 0 && !ws.complaintsAllowed() {
			tb.Fatalf("Slack complains:\n  %s", strings.Join(bad, "\n  "))
		}
	})
	return ws
}

// Close ends the repetition of events that are still to be delivered, and the connections
// of Socket Mode.
func (ws *Workspace) Close() {
	ws.stop()
	ws.Cut()
	ws.work.Wait()
}

// APIURL returns the address of the Web API, with the slash at the end that slack-go wants.
func (ws *Workspace) APIURL() string {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	return ws.url + "/api/"
}

// TeamID returns the workspace's id.
func (ws *Workspace) TeamID() string { return ws.conf.TeamID }

// BotUserID returns the id of the bot's user.
func (ws *Workspace) BotUserID() string { return ws.bot.ID }

// Complaints returns every breach of Slack's rules so far, oldest first.
func (ws *Workspace) Complaints() []string {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	return slices.Clone(ws.complaints)
}

// AllowComplaints keeps complaints from failing the test.
func (ws *Workspace) AllowComplaints() {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ws.allowed = true
}

func (ws *Workspace) complaintsAllowed() bool {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	return ws.allowed
}

// complain records a breach of Slack's rules. The lock is held.
func (ws *Workspace) complain(format string, args ...any) {
	ws.complaints = append(ws.complaints, fmt.Sprintf(format, args...))
}

// touch tells whoever waits that something changed. The lock is held.
func (ws *Workspace) touch() {
	close(ws.changed)
	ws.changed = make(chan struct{})
}

// await returns true as soon as ok, asked under the lock at once and after every change,
// does; false when Config.Patience is over.
func (ws *Workspace) await(ok func() bool) bool {
	over := time.NewTimer(ws.conf.Patience)
	defer over.Stop()
	for {
		ws.mu.Lock()
		done, changed := ok(), ws.changed
		ws.mu.Unlock()
		if done {
			return true
		}
		select {
		case <-changed:
		case <-over.C:
			return false
		}
	}
}

// fatal ends the test that the workspace is bound to.
func (ws *Workspace) fatal(format string, args ...any) {
	ws.mu.Lock()
	tb := ws.tb
	ws.mu.Unlock()
	if tb == nil {
		panic(fmt.Sprintf("slacksim: "+format, args...))
	}
	tb.Helper()
	tb.Fatalf(format, args...)
}

// logf tells the test's log; without a test nobody.
func (ws *Workspace) logf(format string, args ...any) {
	if ws.tb != nil {
		ws.tb.Logf(format, args...)
	}
}

// id returns a new identifier with Slack's prefix for its kind. The lock is held.
func (ws *Workspace) id(prefix string) string {
	ws.serial++
	return fmt.Sprintf("%s%s%05d", prefix, strings.ToUpper(random(2)), ws.serial)
}

// stamp returns Slack's kind of time, unique and growing. The lock is held.
func (ws *Workspace) stamp() string {
	at := max(ws.conf.Now().UnixMicro(), ws.lastStamp+1)
	ws.lastStamp = at
	return fmt.Sprintf("%d.%06d", at/1e6, at%1e6)
}

func random(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
