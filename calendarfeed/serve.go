package calendarfeed

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
)

// Config is what [New] needs.
type Config struct {
	Store *store.Store // required
	Log   *slog.Logger // nil means slog.Default
}

// New answers GET and HEAD of /calendar/{token}.ics with the calendar of whom the token
// belongs to. It is to be mounted at /calendar/. A token that is unknown, was reset or
// belongs to somebody who left is answered like any address that does not exist (404).
// While nothing has changed, a program that says what it has is answered 304 from one
// indexed row.
func New(c Config) http.Handler {
	f := &feeds{store: c.Store, log: cmp.Or(c.Log, slog.Default())}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /calendar/{file}", f.serve)
	return mux
}

type feeds struct {
	store *store.Store
	log   *slog.Logger
}

func (f *feeds) serve(w http.ResponseWriter, r *http.Request) {
	token, isFeed := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !isFeed {
		http.NotFound(w, r)
		return
	}
	feed, err := f.store.FeedOwner(r.Context(), token)
	if err != nil {
		f.excuse(w, r, feed.By, err)
		return
	}
	now := f.store.Now()
	present := editionOf(feed, now)
	if present.had(r) {
		present.announce(w.Header())
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := new(bytes.Buffer)
	if r.Method != http.MethodHead {
		if err := f.write(r.Context(), body, feed.By, now); err != nil {
			f.excuse(w, r, feed.By, err)
			return
		}
	}
	present.announce(w.Header())
	f.send(w, r, feed.By, body.Bytes())
}

func (f *feeds) write(ctx context.Context, to io.Writer, by crm.Staff, now time.Time) error {
	tasks, err := f.store.FeedTasks(ctx, by)
	if err != nil {
		return err
	}
	return Encode(to, by, tasks, now)
}

// send writes the calendar, packed if the program can unpack it. To HEAD it sends what
// stands above the calendar, of which it then has not been told the length.
func (f *feeds) send(w http.ResponseWriter, r *http.Request, by crm.Staff, calendar []byte) {
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", `inline; filename="frontdesk.ics"`)
	h.Set("X-Content-Type-Options", "nosniff")
	packed := takesGzip(r.Header)
	if packed {
		h.Set("Content-Encoding", "gzip")
	}
	if r.Method == http.MethodHead {
		return
	}
	if !packed {
		_, _ = w.Write(calendar) // nobody is left to tell when the program has gone
		return
	}
	packer := gzip.NewWriter(w)
	_, err := packer.Write(calendar)
	if err = errors.Join(err, packer.Close()); err != nil && r.Context().Err() == nil {
		f.log.Warn("calendar was cut off", "workspace", by.Workspace.ID, "staff", by.ID, "error", err)
	}
}

// excuse answers a request that has no calendar. Neither it nor the log tells the token.
func (f *feeds) excuse(w http.ResponseWriter, r *http.Request, by crm.Staff, err error) {
	_, refused := errors.AsType[crm.Refusal](err) // who left between two queries
	if refused || errors.Is(err, crm.ErrNotFound) {
		http.NotFound(w, r)
		return
	}
	if r.Context().Err() == nil {
		f.log.Error("calendar cannot be read", "workspace", by.Workspace.ID, "staff", by.ID, "error", err)
	}
	http.Error(w, "The calendar cannot be read just now. Please try again later.", http.StatusInternalServerError)
}

// takesGzip reports whether a program accepts a packed answer.
func takesGzip(h http.Header) bool {
	for coding := range strings.SplitSeq(strings.Join(h.Values("Accept-Encoding"), ","), ",") {
		name, q, weighted := strings.Cut(strings.ReplaceAll(coding, " ", ""), ";q=")
		if strings.EqualFold(name, "gzip") {
			weight, err := strconv.ParseFloat(q, 64)
			return !weighted || err == nil && weight > 0
		}
	}
	return false
}
