package mail

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

var update = flag.Bool("update", false, "write the golden files anew")

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// delivery is the reminder of a phone call, due on Tuesday at 15:00 in Warsaw.
func delivery(t testing.TB, lang crm.Language) crm.Delivery {
	warsaw := zone(t, "Europe/Warsaw")
	w := crm.Workspace{ID: 7, Team: "TLINGUA", Name: "Lingua", Language: crm.Polish, Zone: warsaw}
	return crm.Delivery{
		ID: 42, Key: "reminder:5:1:email:3", Kind: crm.KindReminder, Channel: crm.ByEmail, Attempts: 1,
		Created: time.Date(2026, 11, 24, 14, 0, 30, 0, time.UTC),
		To:      crm.Staff{Workspace: w, ID: 3, Name: "Anna Nowak-Żak", Email: "anna@example.com", Language: lang, Zone: warsaw},
		Task: crm.Task{
			ID: 5, Kind: crm.KindCall, Subject: "zadzwonić w sprawie kursu", PersonName: "Олена Шевченко", DueVersion: 1,
			Note: "Prosi o kontakt po 16:00.\r\n\r\nPytała o grupę B2 i o cenę.",
			Due:  crm.DueAt(time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC)),
		},
	}
}

// hostile is a delivery in which everything that people typed tries to be something else.
func hostile(t testing.TB, lang crm.Language) crm.Delivery {
	d := delivery(t, lang)
	d.Task.Subject = "*pilne*\r\nBcc: x@example.org\r\n\r\n# <b>x</b> [tu](https://example.org) `kod` &amp; =?utf-8?q?x?= \u202egpj.exe"
	d.Task.PersonName = "<script>alert(1)</script> {{.Subject}}"
	d.Task.Note = "> cytat\n- punkt\n1. raz\n    kod\n---\n<img src=https://example.org/x.png>\n![x](https://example.org/x.png)\n~~~\n[x]: javascript:alert(1)\n\\\nkoniec \\\n***\nhttps://example.org/a_b_c"
	d.To.Name = "Anna \"*\" <anna@example.org>"
	d.To.Workspace.Name = "Lingua & </div> _Sp. z o.o._"
	return d
}

// plainTask is a task with nothing but a subject and a day.
func plainTask(t testing.TB, lang crm.Language) crm.Delivery {
	d := delivery(t, lang)
	d.Task = crm.Task{ID: 5, Kind: crm.KindTask, Subject: "faktury", DueVersion: 1, Due: crm.DueOn(2026, 11, 23, zone(t, "Europe/Warsaw"))}
	return d
}

func TestLetters(t *testing.T) {
	for name, of := range map[string]func(testing.TB, crm.Language) crm.Delivery{"reminder": delivery, "reminder_hostile": hostile, "reminder_plain": plainTask} {
		for _, lang := range words.Languages() {
			t.Run("S2 "+name+" "+string(lang), func(t *testing.T) {
				letter, err := Compose(of(t, lang))
				if err != nil {
					t.Fatal(err)
				}
				golden(t, name+"."+string(lang)+".txt", "Subject: "+letter.Subject+"\n\n"+letter.Text)
				golden(t, name+"."+string(lang)+".html", letter.HTML)
				if again, err := Compose(of(t, lang)); err != nil || again != letter {
					t.Errorf("composed again it is another letter (%v)", err)
				}
			})
		}
	}
}

// golden compares got with a file, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s", name, got)
	}
}

func TestWhatPeopleTypedIsNoMarkup(t *testing.T) {
	for _, lang := range words.Languages() {
		letter, err := Compose(hostile(t, lang))
		if err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(letter.HTML, "<body>")
		ordinary, err := Compose(delivery(t, lang))
		if err != nil {
			t.Fatal(err)
		}
		_, usual, _ := strings.Cut(ordinary.HTML, "<body>")
		if got, want := elements(t, body), elements(t, usual); got != want {
			t.Errorf("%s: the elements are\n%s\nwant\n%s", lang, got, want)
		}
		if strings.ContainsAny(letter.Subject, "\r\n") || strings.Contains(letter.Subject, "=?") {
			t.Errorf("%s: subject is %q", lang, letter.Subject)
		}
		for _, typed := range []string{"*pilne* Bcc: x@example.org # <b>x</b> [tu](https://example.org) `kod` &amp;", "<script>alert(1)</script> {{.Subject}}", "\n> 1. raz\n> kod\n> ---\n", "\n> \\\n> koniec \\\n> ***\n", `Anna "*" <anna@example.org>`, "Lingua & </div> _Sp. z o.o._"} {
			if !strings.Contains(letter.Text, typed) {
				t.Errorf("%s: %q does not stand in the text as it was typed", lang, typed)
			}
		}
	}
}

// elements are the opening tags of HTML that is well formed, but for breaks and rules.
func elements(t *testing.T, html string) string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(strings.NewReplacer("<br>", "", "<hr>", "").Replace("<html><body>" + html)))
	d.Strict = true
	d.Entity = xml.HTMLEntity
	var all []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return strings.Join(all, " ")
		}
		if err != nil {
			t.Fatalf("%v in %s", err, html)
		}
		if e, ok := token.(xml.StartElement); ok {
			all = append(all, e.Name.Local)
			for _, a := range e.Attr {
				all = append(all, a.Name.Local+"="+a.Value)
			}
		}
	}
}

func TestPolishHangsNoOneLetterWord(t *testing.T) {
	hanging := regexp.MustCompile(`(?i)(^|[\s(„\x{a0}])[aiouwz][ \n]`)
	d := plainTask(t, crm.Polish) // nothing in it is typed with a one-letter word
	letter, err := Compose(d)
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(letter.HTML, "<body>")
	for _, part := range []string{letter.Subject, letter.Text, body} {
		if found := hanging.FindString(part); found != "" {
			t.Errorf("%q may end a line", found)
		}
	}
	if !strings.Contains(letter.Text, "a\u00a0nie jest") {
		t.Error("no one-letter word is tied to the next")
	}
	if got, want := tie(crm.Polish, "(W i z nim) o 5, a u „O nas” i\n"), "(W\u00a0i\u00a0z\u00a0nim) o\u00a05, a\u00a0u\u00a0„O\u00a0nas” i\n"; got != want {
		t.Errorf("tied is %q, want %q", got, want)
	}
	if got := tie(crm.English, "a task"); got != "a task" {
		t.Errorf("English is tied: %q", got)
	}
}

func TestDueIsTheRecipientsTime(t *testing.T) {
	hour, day := crm.DueAt(time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)), crm.DueOn(2026, 11, 25, zone(t, "Europe/Warsaw"))
	for name, test := range map[string]struct {
		lang crm.Language
		zone string
		due  crm.Due
		want string
	}{
		"hour in Warsaw":   {crm.Polish, "Europe/Warsaw", hour, "środa, 25 listopada 2026, 4:00"},
		"hour in New York": {crm.Polish, "America/New_York", hour, "wtorek, 24 listopada 2026, 22:00"},
		"day in New York":  {crm.Polish, "America/New_York", day, "środa, 25 listopada 2026"},
		"English":          {crm.English, "Europe/Warsaw", hour, "Wednesday, 25 November 2026, 4:00"},
	} {
		t.Run(name, func(t *testing.T) {
			d := delivery(t, test.lang)
			d.To.Zone, d.Task.Due = zone(t, test.zone), test.due
			letter, err := Compose(d)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(letter.Text, ": "+test.want+"\n") {
				t.Errorf("not due at %q:\n%s", test.want, letter.Text)
			}
		})
	}
}

func TestLongTextsAreCut(t *testing.T) {
	d := delivery(t, crm.English)
	d.Task.Subject, d.Task.Note = strings.Repeat("x", 5000), strings.Repeat("słowo ", 1000)
	letter, err := Compose(d)
	if err != nil {
		t.Fatal(err)
	}
	if n := len([]rune(letter.Subject)); n != maxSubject || !strings.HasSuffix(letter.Subject, "…") {
		t.Errorf("the subject has %d characters: %q", n, letter.Subject)
	}
	if n := strings.Count(letter.Text, "słowo"); n != 99 || !strings.Contains(letter.Text, "słowo…\n") {
		t.Errorf("the note shows %d words, want 99 whole ones", n)
	}
}

func TestNoLetterOfAKind(t *testing.T) {
	d := delivery(t, crm.Polish)
	d.Kind = crm.KindAssigned
	if letter, err := Compose(d); err == nil {
		t.Errorf("composed %q", letter.Subject)
	}
	d = delivery(t, "xx")
	if letter, err := Compose(d); err != nil || !strings.HasPrefix(letter.Subject, "Przeterminowane: ") {
		t.Errorf("in an unknown language: %q, %v, want Polish", letter.Subject, err)
	}
}

func TestRenderedParts(t *testing.T) {
	const source = "# A *b*\n\nOne\ntwo [three](https://example.com/x), `*c*`.\n\n- x\n- y\\\n  z\n\n> q\n\n---\n\n<i>raw</i> end \\<\n"
	text, html, err := render([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	if want := "A b\n\nOne two three (https://example.com/x), *c*.\n\n- x\n- y\n  z\n\n> q\n\n--\n\nraw end <\n"; text != want {
		t.Errorf("text is\n%q, want\n%q", text, want)
	}
	if strings.Contains(html, "<i>") || !strings.Contains(html, `<a href="https://example.com/x">three</a>`) {
		t.Errorf("HTML is %s", html)
	}
}
