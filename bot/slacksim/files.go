package slacksim

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
)

// file is something that the app or a person uploaded.
type file struct {
	id, name, title string
	size            int
	data            []byte
	shared          bool
	by              *User
}

// maxUpload is the largest file that is taken, 64 MiB.
const maxUpload = 64 << 20

func filesUploadURL(ws *Workspace, a args) (obj, *apiError) {
	size, err := strconv.Atoi(a.str("length"))
	if err != nil || size < 1 || a.str("filename") == "" {
		return nil, refuse("invalid_arguments", "filename and a length over 0 are required")
	}
	f := &file{id: ws.id("F"), name: a.str("filename"), title: a.str("filename"), size: size, by: ws.bot}
	ws.files[f.id] = f
	return obj{"file_id": f.id, "upload_url": ws.url + "/upload/" + f.id}, nil
}

// serveUpload takes the bytes of a file, which must be as many as were announced.
func (ws *Workspace) serveUpload(w http.ResponseWriter, r *http.Request) {
	data, err := uploaded(w, r)
	ws.mu.Lock()
	defer ws.mu.Unlock()
	f := ws.files[r.PathValue("id")]
	switch {
	case f == nil:
		http.NotFound(w, r)
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadRequest)
	case len(data) != f.size:
		ws.complain("upload of %s: %d bytes were announced, %d came", f.name, f.size, len(data))
		http.Error(w, "length differs", http.StatusBadRequest)
	default:
		f.data = data
		_, _ = fmt.Fprintf(w, "OK - %d", len(data)) // the caller may be gone
	}
}

// uploaded reads the raw body, or the file in a multipart form.
func uploaded(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
	reader, err := r.MultipartReader()
	if err != nil {
		return io.ReadAll(r.Body)
	}
	part, err := reader.NextPart()
	if err != nil {
		return nil, fmt.Errorf("reading the form: %w", err)
	}
	return io.ReadAll(part)
}

func filesComplete(ws *Workspace, a args) (obj, *apiError) {
	list, _ := a.json("files")
	items, _ := list.([]any)
	if len(items) == 0 {
		return nil, refuse("invalid_arguments", "files are required")
	}
	var done []*file
	shown := []obj{}
	for _, item := range items {
		named, _ := item.(obj)
		f := ws.files[args(named).str("id")]
		if f == nil || f.data == nil || f.shared {
			return nil, refuse("file_not_found")
		}
		if title := args(named).str("title"); title != "" {
			f.title = title
		}
		done = append(done, f)
		shown = append(shown, obj{"id": f.id, "title": f.title})
	}
	if id := a.str("channel_id"); id != "" {
		ch := ws.channel(id)
		if ch == nil || ch.id != id {
			return nil, refuse("channel_not_found")
		}
		if !ch.members[ws.bot.ID] {
			return nil, refuse("not_in_channel")
		}
		ws.post(&message{ch: ch, by: ws.bot, text: a.str("initial_comment"), files: done, thread: a.str("thread_ts")})
	}
	for _, f := range done {
		f.shared = true
	}
	return obj{"files": shown}, nil
}

// payload is the file as the app is told of it.
func (f *file) payload(ws *Workspace) obj {
	return obj{
		"id": f.id, "name": f.name, "title": f.title, "size": f.size, "user": f.by.ID, "mode": "hosted",
		"filetype":    strings.TrimPrefix(path.Ext(f.name), "."),
		"url_private": f.address(ws), "url_private_download": f.address(ws),
	}
}

func (f *file) address(ws *Workspace) string {
	return ws.url + "/files/" + f.id + "/" + url.PathEscape(f.name)
}

func filesInfo(ws *Workspace, a args) (obj, *apiError) {
	f := ws.files[a.str("file")]
	if f == nil || !f.shared {
		return nil, refuse("file_not_found")
	}
	return obj{"file": f.payload(ws)}, nil
}

// serveDownload gives a file's bytes to the bearer of the token.
func (ws *Workspace) serveDownload(w http.ResponseWriter, r *http.Request) {
	ws.mu.Lock()
	f := ws.files[r.PathValue("id")]
	ws.mu.Unlock()
	switch {
	case r.Header.Get("Authorization") != "Bearer "+ws.BotToken || !ws.scoped("files:read"):
		http.Error(w, "not authorised", http.StatusForbidden)
	case f == nil:
		http.NotFound(w, r)
	default:
		_, _ = w.Write(f.data) // the caller may be gone
	}
}

// Uploads puts a file into the conversation with the bot, and tells the app by a
// file_shared event.
func (u *User) Uploads(name string, data []byte) *Delivery {
	u.ws.mu.Lock()
	f := &file{id: u.ws.id("F"), name: name, title: name, size: len(data), data: data, shared: true, by: u}
	u.ws.files[f.id] = f
	m := u.ws.post(&message{ch: u.ws.dmOf(u), by: u, files: []*file{f}})
	inner := obj{
		"type": "file_shared", "file_id": f.id, "file": obj{"id": f.id}, "user_id": u.ID,
		"channel_id": m.ch.id, "event_ts": m.ts,
	}
	heard := u.ws.scoped("files:read")
	u.ws.mu.Unlock()
	if !heard {
		return &Delivery{ws: u.ws}
	}
	return u.ws.tell(inner)
}
