package mailbox

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
)

// policy lets the page load its own two files and no others. A letter's frame inherits
// it: a letter keeps its styles and inline pictures, runs nothing and tells nobody that
// it was read.
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; " +
	"style-src 'self' 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

// maxName is how many bytes of an attachment's name are handed out.
const maxName = 200

//go:embed page
var files embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"clip":  clip,
	"join":  func(all []string) string { return strings.Join(all, ", ") },
	"stamp": func(t time.Time) string { return t.Format(time.RFC3339) },
	"frame": frame,
}).ParseFS(files, "page/*.html"))

// clip shortens what a hostile letter made too long to show to limit bytes or a few
// more, so as not to cut a character.
func clip(limit int, text string) string {
	for i := range text {
		if i >= limit {
			return text[:i] + "…"
		}
	}
	return text
}

// frame is the document of a letter's frame: its links open beside the page.
func frame(html string) string {
	return `<!doctype html><base target="_blank">` + html
}

// Handler serves a page of the letters, in Polish or English. All its links are
// relative: it can be mounted below any path that ends in a slash, with
// http.StripPrefix taking away all but that slash. An open page waits for news on its
// connection until Close, which therefore comes before the shutdown of an http.Server.
func (m *Mailbox) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", m.serveList)
	mux.HandleFunc("GET /{id}", m.serveLetter)
	mux.HandleFunc("GET /{id}/source", m.serveSource)
	mux.HandleFunc("GET /{id}/attachment/{index}", m.serveAttachment)
	mux.HandleFunc("GET /news", m.serveNews)
	for _, name := range []string{"page.css", "page.js"} {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) {
			http.ServeFileFS(w, r, pageFiles(), name)
		})
	}
	return guarded(mux)
}

func pageFiles() fs.FS {
	sub, err := fs.Sub(files, "page")
	if err != nil {
		panic(err) // the name is ours
	}
	return sub
}

// guarded sets the headers that keep letters harmless on whatever the page serves.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// view is what the page shows.
type view struct {
	Texts     texts
	Back      Back
	Languages []texts
	Explicit  bool     // the address names the language, so the links do too
	Letters   []Letter // the newest first
	Newest    int      // the number of the letter that came last, zero before the first
	Open      *Letter  // nil on the list
	Gone      bool     // a letter was asked for that is not there
	zone      *time.Location
}

// Clock is a time as the page shows it.
func (v view) Clock(t time.Time) string { return t.In(v.zone).Format(time.DateTime) }

// Dated is what a letter says of its date, as the page shows times if it can be understood.
func (v view) Dated(said string) string {
	t, err := mail.ParseDate(said)
	if err != nil {
		return decodeWords(said)
	}
	return v.Clock(t)
}

// Link is the address of something on the page, in the language asked for.
func (v view) Link(target any) string {
	if !v.Explicit {
		return fmt.Sprint(target)
	}
	return fmt.Sprintf("%v?lang=%s", target, v.Texts.Code)
}

// IsOpen reports whether the letter of that number is the one being read.
func (v view) IsOpen(id int) bool { return v.Open != nil && v.Open.ID == id }

func (m *Mailbox) view(r *http.Request) view {
	v := view{Languages: languages, Back: m.back, zone: m.now().Location()}
	v.Texts, v.Explicit = spoken(r.URL.Query().Get("lang"))
	if !v.Explicit {
		v.Texts = m.preferred(r)
	}
	v.Letters = m.Letters()
	slices.Reverse(v.Letters)
	if len(v.Letters) > 0 {
		v.Newest = v.Letters[0].ID
	}
	return v
}

func (m *Mailbox) serveList(w http.ResponseWriter, r *http.Request) {
	show(w, http.StatusOK, m.view(r))
}

func (m *Mailbox) serveLetter(w http.ResponseWriter, r *http.Request) {
	v, status := m.view(r), http.StatusOK
	if letter, ok := m.letter(r); ok {
		v.Open = &letter
	} else {
		v.Gone, status = true, http.StatusNotFound
	}
	show(w, status, v)
}

func (m *Mailbox) letter(r *http.Request) (Letter, bool) {
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil {
		return Letter{}, false
	}
	return m.shelf.get(id)
}

// show draws the whole page before it sends any of it.
func show(w http.ResponseWriter, status int, v view) {
	var page bytes.Buffer
	if err := pages.ExecuteTemplate(&page, "page.html", v); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", v.Texts.Code)
	w.WriteHeader(status)
	_, _ = page.WriteTo(w) // nobody is left to hear of an error
}

func (m *Mailbox) serveSource(w http.ResponseWriter, r *http.Request) {
	letter, ok := m.letter(r)
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write(letter.Raw)
}

// serveAttachment hands an attachment out to be saved, never to be shown: it might be a page.
func (m *Mailbox) serveAttachment(w http.ResponseWriter, r *http.Request) {
	letter, ok := m.letter(r)
	index, err := strconv.Atoi(r.PathValue("index"))
	if !ok || err != nil || index < 0 || index >= len(letter.Attachments) {
		http.NotFound(w, r)
		return
	}
	file := letter.Attachments[index]
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition",
		mime.FormatMediaType("attachment", map[string]string{"filename": clip(maxName, file.Name)}))
	_, _ = w.Write(file.Data)
}

// serveNews tells the number of the newest letter, now and whenever one comes, as
// server-sent events, until the reader leaves or the mailbox closes.
func (m *Mailbox) serveNews(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	flusher := http.NewResponseController(w)
	// The page stays open longer than a server may allow an ordinary answer; one that
	// cannot lift its limit cuts us off, and the browser asks again.
	_ = flusher.SetWriteDeadline(time.Time{})
	for {
		newest, changed := m.shelf.newest()
		if _, err := fmt.Fprintf(w, "retry: 2000\ndata: %d\n\n", newest); err != nil || flusher.Flush() != nil {
			return
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		case <-m.closed:
			return
		}
	}
}
