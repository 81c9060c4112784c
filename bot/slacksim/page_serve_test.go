package slacksim_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/slacksim"
)

func TestPageSetupAndClock(t *testing.T) {
	t.Parallel()
	o := newOffice(t, clerk(t))
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	b := o.opened(t, slacksim.PageConfig{
		People:    []slacksim.Persona{{User: o.anna.ID, About: slacksim.Text{"pl": "kierowniczka", "en": "manager"}}, {User: o.jan.ID}},
		Commands:  []slacksim.Command{{Name: "/zadanie", Hint: slacksim.Text{"pl": "[treść]"}, Description: slacksim.Text{"pl": "Dodaje zadanie"}}},
		Shortcuts: []slacksim.Shortcut{{Callback: "new_task", Name: slacksim.Text{"pl": "Nowe zadanie"}}},
		Links:     []slacksim.Link{{Name: slacksim.Text{"pl": "Skrzynka"}, URL: slacksim.Text{"pl": "/mailbox/?lang=pl"}}},
		Clock:     &slacksim.Clock{Now: func() time.Time { return now }, Forward: func(by time.Duration) error { now = now.Add(by); return nil }},
	})
	_, body := b.ask(http.MethodGet, "/sim/setup", nil)
	for _, part := range []string{`"kierowniczka"`, `"manager"`, `"/zadanie"`, `"[treść]"`, `"new_task"`, `"/mailbox/?lang=pl"`, `"clock":true`, `"language":"pl"`} {
		if !strings.Contains(body, part) {
			t.Errorf("the setup lacks %s:\n%s", part, body)
		}
	}
	b.does("forward", obj{"Text": "hour"})
	b.does("forward", obj{"Text": "morning"})
	if want := time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC); !now.Equal(want) {
		t.Errorf("it is %v, want %v", now, want)
	}
	if got := path(b.state(), "clock", "at"); got != float64(now.UnixMilli()) {
		t.Errorf("the page shows %v", got)
	}
	if status, _ := b.tries("forward", obj{"Text": "back"}); status != http.StatusConflict {
		t.Errorf("time went back: %d", status)
	}
	if status, _ := o.opened(t, slacksim.PageConfig{}).tries("forward", obj{}); status != http.StatusConflict {
		t.Errorf("a page without a clock moved it: %d", status)
	}
}

// TestPageLanguage meets people in the language that they have set Slack to, as far as
// they have set it.
func TestPageLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ locale, configured, want string }{
		{"", "", "pl"}, {"en-US", "pl", "pl"}, {"en-GB", "pl", "en"}, {"pl-PL", "pl", "pl"}, {"en-US", "en", "en"}, {"de-DE", "en", "en"},
	} {
		o := newOffice(t, clerk(t))
		o.anna.Becomes(func(p *slacksim.Person) { p.Locale = c.locale })
		b := o.opened(t, slacksim.PageConfig{People: []slacksim.Persona{{User: o.anna.ID}}, Language: c.configured})
		_, body := b.ask(http.MethodGet, "/sim/setup", nil)
		var setup obj
		if err := json.Unmarshal([]byte(body), &setup); err != nil {
			t.Fatal(err)
		}
		if got := listed(setup["people"])[0]["language"]; got != c.want {
			t.Errorf("locale %q on a page in %q: %v, want %s", c.locale, c.configured, got, c.want)
		}
	}
}

func TestPageEvents(t *testing.T) {
	t.Parallel()
	o := newOffice(t, clerk(t))
	b := o.opened(t, slacksim.PageConfig{})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.page.URL+"/sim/events?user="+o.anna.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	until := func(fragment string) bool {
		for lines.Scan() {
			if strings.Contains(lines.Text(), fragment) {
				return true
			}
		}
		return false
	}
	if !until(`"direct"`) {
		t.Fatal("nothing came at once")
	}
	o.call(t, "chat.postMessage", obj{"channel": o.anna.ID, "text": "na żywo"})
	if !until("na żywo") {
		t.Error("the message did not come")
	}
	o.Close()
	if until("anything more") || lines.Err() != nil {
		t.Errorf("the connection did not end with the workspace: %v", lines.Err())
	}
}

func TestPageFiles(t *testing.T) {
	t.Parallel()
	o := newOffice(t, clerk(t))
	b := o.opened(t, slacksim.PageConfig{})
	status, _ := b.ask(http.MethodPost, "/sim/upload?name=lista.csv&user="+o.anna.ID, "a;b", "Sec-Fetch-Site", "same-origin")
	files := listed(listed(b.conversation("Frontdesk")["messages"])[0]["files"])
	if status != http.StatusOK || len(files) != 1 || files[0]["name"] != "lista.csv" {
		t.Fatalf("status %d, files %v", status, files)
	}
	file := fmt.Sprint("/sim/file/", files[0]["id"], "?user=")
	if status, body := b.ask(http.MethodGet, file+o.anna.ID, nil); status != http.StatusOK || body != `"a;b"` {
		t.Errorf("Anna reads %d %q", status, body)
	}
	if status, _ := b.ask(http.MethodGet, file+o.jan.ID, nil); status != http.StatusNotFound {
		t.Errorf("Jan reads it: %d", status)
	}
}

func TestPageTrustsNobody(t *testing.T) {
	t.Parallel()
	o := newOffice(t, clerk(t))
	b := o.opened(t, slacksim.PageConfig{})
	deed := obj{"Do": "type", "Channel": b.state()["direct"], "Text": "/zadanie"}
	act := "/sim/act?user=" + o.anna.ID
	for _, c := range []struct {
		method, path string
		headers      []string
		want         int
	}{
		{http.MethodPost, act, []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		{http.MethodPost, act, []string{"Sec-Fetch-Site", "same-site"}, http.StatusForbidden},
		{http.MethodPost, act, []string{"Origin", "https://evil.example"}, http.StatusForbidden},
		{http.MethodPost, act, []string{"Host", "evil.example", "Sec-Fetch-Site", "same-origin"}, http.StatusForbidden},
		{http.MethodGet, "/", []string{"Host", "evil.example:80"}, http.StatusForbidden},
		{http.MethodGet, "/", []string{"Host", "192.168.1.2:80"}, http.StatusForbidden},
		{http.MethodGet, "/", []string{"Host", "localhost:80"}, http.StatusOK},
		{http.MethodGet, "/", []string{"Host", "[::1]:80"}, http.StatusOK},
		{http.MethodGet, act, nil, http.StatusMethodNotAllowed},
		{http.MethodGet, "/sim/state?user=nobody", nil, http.StatusNotFound},
		{http.MethodGet, "/sim/state?user=" + o.BotUserID(), nil, http.StatusNotFound},
		{http.MethodPost, act, []string{"Origin", b.page.URL}, http.StatusOK},
	} {
		if status, body := b.ask(c.method, c.path, deed, c.headers...); status != c.want {
			t.Errorf("%s %s %v: %d %s, want %d", c.method, c.path, c.headers, status, body, c.want)
		}
	}
	if told := o.told(); len(told) != 1 {
		t.Errorf("the app was told of %d things, want 1", len(told))
	}
	for _, body := range []any{obj{"Do": "steal"}, "no object"} {
		if status, _ := b.ask(http.MethodPost, act, body, "Sec-Fetch-Site", "same-origin"); status != http.StatusBadRequest {
			t.Errorf("%v: %d", body, status)
		}
	}
}

func TestPageFilesAreAllThere(t *testing.T) {
	t.Parallel()
	o := newOffice(t, clerk(t))
	b := o.opened(t, slacksim.PageConfig{})
	seen := map[string]bool{}
	_, index := b.ask(http.MethodGet, "/", nil)
	wanted := addressed(index)
	for len(wanted) > 0 {
		name := wanted[0]
		wanted = wanted[1:]
		if seen[name] {
			continue
		}
		seen[name] = true
		status, text := b.ask(http.MethodGet, "/sim/page/"+name, nil)
		if status != http.StatusOK {
			t.Errorf("%s: %d", name, status)
		}
		for _, danger := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("} {
			if strings.Contains(text, danger) {
				t.Errorf("%s uses %s", name, danger)
			}
		}
		wanted = append(wanted, addressed(text)...)
	}
	if len(seen) < 10 {
		t.Errorf("only %v are used", seen)
	}
}

// addressed returns the page's files that a text names: "./name.js" or "/sim/page/name.css".
func addressed(text string) []string {
	var out []string
	for quoted := range strings.SplitSeq(text, `"`) {
		for _, prefix := range []string{"./", "/sim/page/"} {
			if name, ok := strings.CutPrefix(quoted, prefix); ok {
				out = append(out, name)
			}
		}
	}
	return out
}

// TestPageWords finds words that are missing in a language, used and absent, or unused.
func TestPageWords(t *testing.T) {
	t.Parallel()
	files := os.DirFS("page")
	words, code := "", ""
	names, err := fs.Glob(files, "*.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		if name == "words.js" {
			words = string(text)
			continue
		}
		code += string(text)
	}
	refusals, err := os.ReadFile("user_submit.go")
	if err != nil {
		t.Fatal(err)
	}
	code += string(refusals)
	polish, english, found := strings.Cut(words, "\n  en: {")
	if !found {
		t.Fatal("words.js has no English")
	}
	id := regexp.MustCompile(`[{,\s](\w+): "[^"]*",`)
	have := map[string]int{}
	for _, language := range []string{polish, english} {
		for _, m := range id.FindAllStringSubmatch(language, -1) {
			have[m[1]]++
		}
	}
	if len(have) < 30 {
		t.Errorf("only %d words were found", len(have))
	}
	for word, languages := range have {
		if languages != 2 {
			t.Errorf("%q is there in one language only", word)
		}
		if !strings.Contains(code, `"`+word+`"`) {
			t.Errorf("%q is not used", word)
		}
	}
	for _, m := range regexp.MustCompile(`\bw\("(\w+)"\)`).FindAllStringSubmatch(code, -1) {
		if have[m[1]] == 0 {
			t.Errorf("%q is used and not there", m[1])
		}
	}
	raised := regexp.MustCompile(`refusal\{(?:Word: )?"(\w+)"`).FindAllStringSubmatch(string(refusals), -1)
	if len(raised) < 9 {
		t.Errorf("only %d refusals were found", len(raised))
	}
	for _, m := range raised {
		if have[m[1]] == 0 {
			t.Errorf("the refusal %q has no words", m[1])
		}
	}
}
