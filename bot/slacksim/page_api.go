package slacksim

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
)

// asker returns the person for whom a request asks, or answers that there is none.
func (p *page) asker(w http.ResponseWriter, r *http.Request) *User {
	p.ws.mu.Lock()
	defer p.ws.mu.Unlock()
	u := p.ws.userByID(r.URL.Query().Get("user"))
	if u == nil || u.Bot {
		http.Error(w, "There is no such person.", http.StatusNotFound)
		return nil
	}
	return u
}

func (p *page) serveSetup(w http.ResponseWriter, _ *http.Request) {
	p.ws.mu.Lock()
	raw, err := json.Marshal(p.setup())
	p.ws.mu.Unlock()
	respond(w, raw, err)
}

func (p *page) serveState(w http.ResponseWriter, r *http.Request) {
	if u := p.asker(w, r); u != nil {
		raw, _, err := p.encoded(u)
		respond(w, raw, err)
	}
}

func respond(w http.ResponseWriter, raw []byte, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(raw) // the reader may be gone
}

// serveAct does what the person did on the page, and answers when the app has: with an
// object that holds failure, as Slack shows it, or options; with 409 for what cannot be
// done (any more).
func (p *page) serveAct(w http.ResponseWriter, r *http.Request) {
	u := p.asker(w, r)
	if u == nil {
		return
	}
	var d deed
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxCall)).Decode(&d); err != nil {
		http.Error(w, fmt.Sprintf("reading what was done: %v", err), http.StatusBadRequest)
		return
	}
	do, known := deeds[d.Do]
	if !known {
		http.Error(w, fmt.Sprintf("Nobody can do %q here.", d.Do), http.StatusBadRequest)
		return
	}
	answer, err := do(p, u, d)
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	if answer == nil {
		answer = obj{}
	}
	raw, err := json.Marshal(answer)
	respond(w, raw, err)
}

// serveFileUpload puts the body into the conversation with the bot as a file.
func (p *page) serveFileUpload(w http.ResponseWriter, r *http.Request) {
	u, name := p.asker(w, r), r.URL.Query().Get("name")
	if u == nil {
		return
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpload))
	if err != nil || name == "" {
		http.Error(w, "A file needs a name, and may have 64 MiB.", http.StatusBadRequest)
		return
	}
	raw, err := json.Marshal(failed(u.Uploads(name, data)))
	respond(w, raw, err)
}

// serveFile gives a file that the person may see.
func (p *page) serveFile(w http.ResponseWriter, r *http.Request) {
	u := p.asker(w, r)
	if u == nil {
		return
	}
	p.ws.mu.Lock()
	f := p.ws.files[r.PathValue("id")]
	visible := f != nil && u.sees(f)
	p.ws.mu.Unlock()
	if !visible {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.name}))
	_, _ = w.Write(f.data) // the reader may be gone
}

// sees reports whether the file stands in one of the person's conversations. The lock is held.
func (u *User) sees(f *file) bool {
	for _, ch := range u.ws.channels {
		for _, m := range ch.messages {
			for _, shared := range m.files {
				if shared == f && ch.members[u.ID] && !m.deleted {
					return true
				}
			}
		}
	}
	return false
}
