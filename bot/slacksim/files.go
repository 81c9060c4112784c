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
	id := a.str("channel_id")
	ch := ws.channel(id)
	switch {
	case id == "": // kept for later
	case ch == nil || ch.id != id:
		return nil, refuse("channel_not_found")
	case !ch.members[ws.bot.ID]:
		return nil, refuse("not_in_channel")
	}
	for _, f := range done {
		f.shared = true
	}
	if id != "" {
		ws.tellOfOwn(ch, done)
		ws.post(&message{ch: ch, by: ws.bot, text: a.str("initial_comment"), files: done, thread: a.str("thread_ts")})
	}
	return obj{"files": shown}, nil
}

// tellOfOwn tells the app of files that it shares itself, as Slack does of anybody's: an
// app that acts on files must not take its own for a person's. That comes before the files
// are to be seen, so that who waits for them has waited for it. The lock is let go meanwhile.
func (ws *Workspace) tellOfOwn(ch *channel, files []*file) {
	if !ws.scoped("files:read") {
		return
	}
	for _, f := range files {
		inner := f.sharedIn(ch, ws.stamp())
		ws.mu.Unlock()
		ws.tell(inner)
		ws.mu.Lock()
	}
}

// sharedIn is the event that a file came into a conversation.
func (f *file) sharedIn(ch *channel, at string) obj {
	return obj{
		"type": "file_shared", "file_id": f.id, "file": obj{"id": f.id}, "user_id": f.by.ID,
		"channel_id": ch.id, "event_ts": at,
	}
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
func (u *User) Uploads(name string, data []byte) *Delivery { return u.DM().Uploads(name, data) }

// Uploads puts a file here, and tells the app by a file_shared event.
func (c *Conversation) Uploads(name string, data []byte) *Delivery {
	u := c.user
	u.ws.mu.Lock()
	f := &file{id: u.ws.id("F"), name: name, title: name, size: len(data), data: data, shared: true, by: u}
	u.ws.files[f.id] = f
	m := u.ws.post(&message{ch: c.ch, by: u, files: []*file{f}})
	inner := f.sharedIn(m.ch, m.ts)
	heard := u.ws.scoped("files:read")
	u.ws.mu.Unlock()
	if !heard {
		return &Delivery{ws: u.ws}
	}
	return u.ws.tell(inner)
}

// ExpectFile waits for a file of the bot whose name contains the given words, and returns
// what is in the newest such.
func (c *Conversation) ExpectFile(name string) []byte {
	ws := c.user.ws
	var found *file
	var all []string
	ok := ws.await(func() bool {
		found, all = nil, nil
		for _, f := range c.ch.filesOf(ws.bot) {
			all = append(all, f.name)
			if strings.Contains(f.name, name) {
				found = f
			}
		}
		return found != nil
	})
	if !ok {
		ws.fatal("%s has no file %q of the bot's but %q", c.user.Name, name, all)
	}
	return found.data
}

// filesOf returns the files that somebody put into the conversation, oldest first.
func (ch *channel) filesOf(u *User) []*file {
	var out []*file
	for _, m := range ch.messages {
		if m.by == u && !m.deleted {
			out = append(out, m.files...)
		}
	}
	return out
}
