package slacksim

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"time"
)

//go:embed page
var pageFiles embed.FS

// PageConfig says what the page offers besides what the workspace itself knows. The zero
// value shows everybody and no commands.
type PageConfig struct {
	People    []Persona  // who may be played; nil: every member that is no bot
	Commands  []Command  // offered while a command is typed
	Shortcuts []Shortcut // of the lightning menu and of a message's menu
	Links     []Link     // shown on top of the page
	Clock     *Clock     // nil: the page shows no clock

	// Language is the page's own, pl (default) or en, until the reader switches it. Who
	// has set Slack to an English other than en-US, which everybody has at first, sees
	// the page in English.
	Language string
}

// Text is a text in the page's languages, by their codes pl and en. The page shows what
// there is where its own is missing.
type Text map[string]string

// Persona is somebody whom a newcomer can play.
type Persona struct {
	User  string // id
	About Text   // "kierowniczka sekretariatu"; may be empty
}

// Command is a slash command as Slack lists it while one is typed.
type Command struct {
	Name        string // with the slash
	Hint        Text   // what may follow
	Description Text
}

// Shortcut is a shortcut of the app.
type Shortcut struct {
	Callback string // its callback_id
	Name     Text
	About    Text // its description; may be empty
	Message  bool // of a message, else global
}

// Link leads from the page to something beside it, such as a mailbox.
type Link struct{ Name, URL Text }

// Clock lets the page show the product's time and move it forward. Now is called under
// the workspace's lock and may not call it back.
type Clock struct {
	Now     func() time.Time             // in the zone in which it is to be read
	Forward func(by time.Duration) error // moves the time; never backwards
}

// page serves the workspace to a browser.
type page struct {
	ws   *Workspace
	conf PageConfig
	read map[mark]string // the newest message seen; under the workspace's lock
}

// mark names a conversation as a person has it before them.
type mark struct{ user, channel string }

// Page returns the workspace as a page that looks and behaves like Slack, to be mounted
// at the root of a loopback address: it is at /, all else of it under /sim/. It refuses
// requests that name another host, or that come from another site. Its connections end
// with the workspace's Close, which has to come before the server's Shutdown.
func (ws *Workspace) Page(c PageConfig) http.Handler {
	c.Language = cmp.Or(c.Language, "pl")
	p := &page{ws: ws, conf: c, read: map[mark]string{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.serveIndex)
	mux.Handle("GET /sim/page/", http.StripPrefix("/sim/", http.FileServerFS(pageFiles)))
	mux.HandleFunc("GET /sim/setup", p.serveSetup)
	mux.HandleFunc("GET /sim/state", p.serveState)
	mux.HandleFunc("GET /sim/events", p.serveEvents)
	mux.HandleFunc("GET /sim/file/{id}", p.serveFile)
	mux.HandleFunc("POST /sim/act", p.serveAct)
	mux.HandleFunc("POST /sim/upload", p.serveFileUpload)
	return onlyLoopback(http.NewCrossOriginProtection().Handler(strict(mux)))
}

func (p *page) serveIndex(w http.ResponseWriter, _ *http.Request) {
	index, err := fs.ReadFile(pageFiles, "page/index.html")
	if err != nil {
		http.Error(w, fmt.Sprintf("reading the page: %v", err), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(index) // the reader may be gone
}

// policy lets the page load nothing but its own files.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// strict sets the headers of a page that trusts nobody.
func strict(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-cache")
		next.ServeHTTP(w, r)
	})
}

// onlyLoopback refuses requests to a name that is not this machine's own: a foreign name
// that was made to point here.
func onlyLoopback(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isLoopback(r.Host) {
			http.Error(w, "This page is served to this machine only.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isLoopback reports whether a Host header names this machine.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}
