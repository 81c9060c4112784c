package bot

import (
	"errors"
	"io"
	"net/http"

	"github.com/slack-go/slack"
)

// maxBody is the largest request that is read. Slack's largest, a submission of a full
// modal, stays under half of it.
const maxBody = 1 << 20

// Handler answers all that Slack sends over HTTP (commands, interactivity, options,
// events); it is to be mounted at /slack/events. A request without Slack's signature
// of the last five minutes is refused with 401, an unreadable one with 400, one over
// 1 MB with 413. Slack's certificate checks are answered with 200.
func (b *Bot) Handler() http.Handler { return http.HandlerFunc(b.serveSlack) }

func (b *Bot) serveSlack(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet, http.MethodHead: // Slack's ssl_check, or somebody curious
		_, _ = io.WriteString(w, "This address is for Slack.\n")
		return
	case http.MethodPost:
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		http.Error(w, "This address takes POST requests from Slack.", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		b.refuseBody(w, err)
		return
	}
	if isSSLCheck(body) {
		return
	}
	if err := verify(r.Header, body, b.secret); err != nil {
		b.log.Warn("a request without Slack's signature", "reason", err)
		http.Error(w, "The signature of this request is not Slack's, or too old.", http.StatusUnauthorized)
		return
	}
	b.serveBody(w, r, body)
}

func (b *Bot) refuseBody(w http.ResponseWriter, err error) {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		http.Error(w, "This request is too large.", http.StatusRequestEntityTooLarge)
		return
	}
	http.Error(w, "This request could not be read.", http.StatusBadRequest)
}

// verify checks Slack's v0 signature over the raw body, in constant time, and that it
// is no more than five minutes old or early.
func verify(header http.Header, body []byte, secret string) error {
	v, err := slack.NewSecretsVerifier(header, secret)
	if err != nil {
		return err
	}
	_, _ = v.Write(body) // a hash takes everything
	return v.Ensure()
}

func (b *Bot) serveBody(w http.ResponseWriter, r *http.Request, body []byte) {
	request, challenge, err := decode(r.Header.Get("Content-Type"), body)
	switch {
	case err != nil:
		b.log.Warn("an unreadable request from Slack", "reason", err)
		http.Error(w, "This request could not be understood.", http.StatusBadRequest)
	case challenge != "":
		b.write(w, Answer{Body: map[string]string{"challenge": challenge}})
	default:
		b.write(w, b.dispatch(r.Context(), request))
	}
}

func (b *Bot) write(w http.ResponseWriter, a Answer) {
	if a.Again {
		http.Error(w, "This event is to be delivered again.", http.StatusInternalServerError)
		return
	}
	raw, err := a.json()
	if err != nil {
		b.log.Error("an answer cannot be written", "error", err)
		http.Error(w, "The answer could not be written.", http.StatusInternalServerError)
		return
	}
	if len(raw) == 0 {
		return // 200 and an empty body
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(raw) // nobody is left to tell when Slack has gone
}
