package mailbox

import (
	"bufio"
	"context"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
)

// browser reads the page of a mailbox that is mounted below a path.
type browser struct {
	t    *testing.T
	site *httptest.Server
	lang string // Accept-Language
}

func browse(t *testing.T, box *Mailbox) *browser {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/demo/mail/", http.StripPrefix("/demo/mail", box.Handler()))
	site := httptest.NewServer(mux)
	t.Cleanup(site.Close)
	return &browser{t: t, site: site}
}

// get returns an answer and its body. The address is relative to the list's.
func (b *browser) get(address string) (*http.Response, string) {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.site.URL+"/demo/mail/"+address, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header.Set("Accept-Language", b.lang)
	answer, err := b.site.Client().Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer, string(body)
}

func (b *browser) wants(address string, status int, fragments ...string) string {
	b.t.Helper()
	answer, body := b.get(address)
	if answer.StatusCode != status {
		b.t.Errorf("%q answers %d, want %d", address, answer.StatusCode, status)
	}
	for _, fragment := range fragments {
		if !strings.Contains(body, fragment) {
			b.t.Errorf("%q does not show %q:\n%s", address, fragment, body)
		}
	}
	return body
}

func TestPage(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", 3600)
	box := open(t, Config{Now: func() time.Time { return time.Date(2026, 3, 3, 12, 5, 0, 0, zone) }})
	b := browse(t, box)
	b.wants("", http.StatusOK, "No letters yet", "Letters: 0", `data-newest="0"`)

	mustSend(t, box, "anna@school.example", "Subject: =?utf-8?q?Oddzwoni=C4=87?=\n\npierwszy\n")
	mustSend(t, box, "jan@school.example", "From: =?utf-8?q?Szko=C5=82a?= <crm@school.example>\nDate: Tue, 3 Mar 2026 12:00:00 +0100\n\ndrugi\n")
	list := b.wants("", http.StatusOK, "Letters: 2", `data-newest="2"`, "Oddzwonić", "(no subject)", "2026-03-03 12:05:00")
	if strings.Index(list, "jan@school.example") > strings.Index(list, "anna@school.example") {
		t.Errorf("the newest letter is not first:\n%s", list)
	}
	b.wants("1", http.StatusOK, "crm@school.example", "<bdi>Oddzwonić</bdi>", "pierwszy\n</pre>", `<details open>`)
	b.wants("2", http.StatusOK, "Szkoła &lt;crm@school.example&gt;", "<bdi>2026-03-03 12:00:00</bdi>", `href="2" aria-current="page"`)
	for _, gone := range []string{"3", "0", "-1", "raz"} {
		b.wants(gone, http.StatusNotFound, "no longer kept", "Letters: 2")
	}
}

func TestPageSpeaksTheReadersLanguage(t *testing.T) {
	t.Parallel()
	box := Start(t)
	mustSend(t, box, "anna@school.example", "\n\nraz\n")
	for accept, want := range map[string]string{
		"": "Letters: 1", "pl-PL,pl;q=0.9,en;q=0.8": "Listy: 1", "en-GB": "Letters: 1", "de": "Letters: 1", "pl;q=x": "Letters: 1",
	} {
		b := browse(t, box)
		b.lang = accept
		b.wants("", http.StatusOK, want, `href="1"`)
	}
	b := browse(t, box)
	b.wants("?lang=pl", http.StatusOK, `<html lang="pl">`, "Listy: 1", "(bez tematu)", `href="1?lang=pl"`)
	b.wants("1?lang=pl", http.StatusOK, "Jako zwykły tekst", `href="./?lang=pl"`)
	b.wants("1?lang=tlh", http.StatusOK, "As plain text", `href="./"`)
}

func TestPageBelongsToAProgram(t *testing.T) {
	t.Parallel()
	winter, summer := time.FixedZone("", 3600), time.FixedZone("", 7200)
	now := time.Date(2026, 3, 3, 12, 5, 0, 0, winter)
	box := open(t, Config{Now: func() time.Time { return now }, Language: "pl", Back: Back{Name: "Slack", URL: "/"}})
	mustSend(t, box, "anna@school.example", "Date: Tue, 3 Mar 2026 10:00:00 +0000\n\nraz\n")
	b := browse(t, box)
	b.lang = "en"
	b.wants("", http.StatusOK, `<html lang="pl">`, "Listy: 1", `<a class="home" href="/">← Slack</a>`, "2026-03-03 12:05:00")
	b.wants("?lang=en", http.StatusOK, `<html lang="en">`, "Letters: 1", "← Slack")
	b.wants("1", http.StatusOK, "Jako zwykły tekst", "2026-03-03 11:00:00", "2026-03-03 12:05:00")
	now = now.In(summer)
	b.wants("1", http.StatusOK, "2026-03-03 12:00:00", "2026-03-03 13:05:00")
}

func TestEverythingIsSaidInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, said := range languages {
		for field, value := range reflect.ValueOf(said).Fields() {
			if value.String() == "" {
				t.Errorf("%s does not say %s", said.Name, field.Name)
			}
		}
	}
}

// TestLinksStayBelowTheMount follows every link from the list on.
func TestLinksStayBelowTheMount(t *testing.T) {
	t.Parallel()
	box := Start(t)
	mustSend(t, box, "anna@school.example", multipartLetter("mixed", "\nraz", "Content-Type: text/calendar; name=a.ics\n\nBEGIN"))
	b := browse(t, box)
	link := regexp.MustCompile(` (?:href|src)="([^"]*)"`)
	start, err := url.Parse(b.site.URL + "/demo/mail/")
	if err != nil {
		t.Fatal(err)
	}
	seen, waiting := map[string]bool{}, []*url.URL{start}
	for len(waiting) > 0 {
		here := waiting[0]
		waiting = waiting[1:]
		below, ok := strings.CutPrefix(here.String(), start.String())
		if !ok {
			t.Fatalf("a link leads to %s", here)
		}
		for _, found := range link.FindAllStringSubmatch(b.wants(below, http.StatusOK), -1) {
			next, err := here.Parse(html.UnescapeString(found[1]))
			if err != nil {
				t.Fatal(err)
			}
			if next.Scheme != "data" && !seen[next.String()] {
				seen[next.String()] = true
				waiting = append(waiting, next)
			}
		}
	}
	for _, address := range []string{"1", "1?lang=pl", "page.css", "page.js", "1/source", "1/attachment/0", "?lang=en"} {
		if !seen[start.String()+address] {
			t.Errorf("nothing leads to %s; seen: %v", address, seen)
		}
	}
}

func TestHostileLetterIsHarmless(t *testing.T) {
	t.Parallel()
	const evil = `</iframe>"'><script>alert(1)</script><a href="https://school.example/l/abc">Zrobione</a>`
	box := Start(t)
	mustSend(t, box, "anna@school.example", multipartLetter("mixed",
		"Content-Type: text/html\n\n"+evil, "Content-Type: text/html; name=\""+`</bdi><script>.html`+"\"\nContent-Disposition: attachment\n\n"+evil))
	mustSend(t, box, "anna@school.example", "Subject: "+evil+"\nFrom: "+evil+"\nDate: "+evil+"\n\n"+evil)
	mustSend(t, box, "anna@school.example", "Subject: "+strings.Repeat(strings.Repeat("ż", 450)+"\n ", 1000)+"\n\nraz")

	b := browse(t, box)
	for _, address := range []string{"", "1", "2", "3"} {
		page := b.wants(address, http.StatusOK)
		if got := strings.Count(page, "<script"); got != 1 {
			t.Errorf("%q has %d scripts, want its own only:\n%s", address, got, page)
		}
		if len(page) > 300_000 {
			t.Errorf("%q is a page of %d bytes", address, len(page))
		}
	}
	page := b.wants("1", http.StatusOK)
	frame := regexp.MustCompile(`(?s)<iframe title="Letter" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="([^"]*)"></iframe>`)
	found := frame.FindStringSubmatch(page)
	if found == nil || html.UnescapeString(found[1]) != `<!doctype html><base target="_blank">`+evil {
		t.Errorf("frame = %q", found)
	}
}

func TestFilesAreHandedOutNotShown(t *testing.T) {
	t.Parallel()
	box := Start(t)
	raw := multipartLetter("mixed", "\nraz",
		"Content-Type: text/html; charset=utf-8\nContent-Disposition: attachment; filename*=utf-8''lista%20%C5%BC.html\n\n<script>")
	mustSend(t, box, "anna@school.example", raw)
	b := browse(t, box)
	answer, body := b.get("1/attachment/0")
	if body != "<script>" || answer.Header.Get("Content-Type") != "application/octet-stream" ||
		answer.Header.Get("Content-Disposition") != "attachment; filename*=utf-8''lista%20%C5%BC.html" {
		t.Errorf("attachment = %q with %v", body, answer.Header)
	}
	answer, body = b.get("1/source")
	if body != crlf(raw) || answer.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("source = %q with %v", body, answer.Header)
	}
	for _, gone := range []string{"1/attachment/1", "1/attachment/-1", "1/attachment/x", "2/attachment/0", "2/source"} {
		b.wants(gone, http.StatusNotFound)
	}
	for _, address := range []string{"", "1", "1/source", "1/attachment/0", "page.js", "9"} {
		answer, _ := b.get(address)
		if answer.Header.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.HasPrefix(answer.Header.Get("Content-Security-Policy"), "default-src 'none'; script-src 'self'; ") {
			t.Errorf("%q has the headers %v", address, answer.Header)
		}
	}
}

func TestNewsComesByItself(t *testing.T) {
	t.Parallel()
	box := Start(t)
	b := browse(t, box)
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, b.site.URL+"/demo/mail/news", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := b.site.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if got := answer.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("news are %q", got)
	}
	lines := bufio.NewScanner(answer.Body)
	next := func(want string) {
		t.Helper()
		for lines.Scan() {
			if number, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				if number != want {
					t.Errorf("news = %s, want %s", number, want)
				}
				return
			}
		}
		t.Fatalf("no news, want %s: %v", want, lines.Err())
	}
	next("0")
	mustSend(t, box, "anna@school.example", "\n\nraz\n")
	next("1")
	if err := box.Close(); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(answer.Body); err != nil || strings.Contains(string(rest), "data") {
		t.Errorf("a closed mailbox still has news: %q, %v", rest, err)
	}
}
