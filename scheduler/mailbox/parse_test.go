package mailbox

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"
)

// multipartLetter is a letter of the parts given, each a header, an empty line and a body.
func multipartLetter(kind string, parts ...string) string {
	return "Content-Type: multipart/" + kind + "; boundary=b\n\n--b\n" + strings.Join(parts, "\n--b\n") + "\n--b--\n"
}

var letters = []struct {
	name, raw           string
	subject, text, html string
	attachments         string // names and contents
	trouble             string // a part of it
}{
	{
		name: "plain", raw: "Subject: raz\n\ndwa\n",
		subject: "raz", text: "dwa\n",
	},
	{
		name: "folded and encoded subject", raw: "Subject: =?utf-8?b?xbzDs8WCdw==?=\n =?iso-8859-2?q?_=BF=F3=B3w?=\n\n",
		subject: "żółw żółw",
	},
	{
		name: "unknown charset in the subject", raw: "Subject: =?x-martian?q?abc?=\n\n",
		subject: "=?x-martian?q?abc?=",
	},
	{
		name: "Windows' Polish in base64", raw: "Content-Type: text/plain; charset=windows-1250\nContent-Transfer-Encoding: BASE64\n\nv/Oz\ndw==\n",
		text: "żółw",
	},
	{
		name: "unknown charset", raw: "Content-Type: text/plain; charset=x-martian\n\nżółw\xff",
		text: "żółw\uFFFD",
	},
	{
		name: "text and HTML", raw: multipartLetter("alternative",
			"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n=C5=BC=\n=C3=B3=C5=82w",
			"Content-Type: text/html\n\n<b>żółw</b>"),
		text: "żółw", html: "<b>żółw</b>",
	},
	{
		name: "parts within parts", raw: multipartLetter("mixed",
			"Content-Type: multipart/alternative; boundary=c\n\n--c\n\nraz\n--c\nContent-Type: text/html\n\n<i>raz</i>\n--c--",
			"Content-Type: text/calendar; name=\"=?utf-8?q?zaj=C4=99cia.ics?=\"\n\nBEGIN",
			"Content-Disposition: attachment; filename=a.txt\n\ndwa"),
		text: "raz", html: "<i>raz</i>", attachments: "zajęcia.ics=BEGIN a.txt=dwa",
	},
	{
		name: "an attached text is not what the letter says", raw: multipartLetter("mixed",
			"Content-Disposition: attachment; filename=a.txt\n\nraz", "\ndwa"),
		text: "dwa", attachments: "a.txt=raz",
	},
	{name: "nothing at all", raw: ""},
	{name: "a header and no more", raw: "Subject: raz", subject: "raz"},
	{name: "a body and no more", raw: "\n\nraz", text: "\nraz"},
	{
		name: "no header to speak of", raw: "raz dwa\xff trzy\n\n",
		text: "raz dwa\uFFFD trzy\n\n", trouble: "reading header",
	},
	{
		name: "no boundary", raw: "Subject: raz\nContent-Type: multipart/mixed\n\n--b\n\nraz\n",
		subject: "raz", trouble: "boundary",
	},
	{
		name: "cut short", raw: strings.TrimSuffix(multipartLetter("mixed", "\nraz", "\ndwa"), "\n--b--\n"),
		text: "raz", attachments: "=dwa", trouble: "unexpected EOF",
	},
	{
		name: "broken base64 amid parts", raw: multipartLetter("alternative",
			"Content-Transfer-Encoding: base64\n\ncmF6!!!!", "Content-Type: text/html\n\n<b>raz</b>"),
		text: "raz", html: "<b>raz</b>", trouble: "decoding text/plain: illegal base64",
	},
	{
		name: "broken content type", raw: "Content-Type: ;;;\n\nraz",
		text: "raz", trouble: "reading content type",
	},
	{
		name: "broken quoted-printable", raw: "Content-Transfer-Encoding: quoted-printable\n\nraz \x01",
		text: "raz ", trouble: "decoding text/plain",
	},
	{
		name: "too many parts", raw: multipartLetter("mixed", strings.Repeat("\nraz\n--b\n", maxParts+5)),
		text: "raz", attachments: strings.TrimSpace(strings.Repeat("=raz ", maxParts-2)), trouble: "more than 200",
	},
}

func TestParse(t *testing.T) {
	for _, test := range letters {
		t.Run(test.name, func(t *testing.T) {
			got := parse([]byte(test.raw))
			if got.Subject != test.subject || got.Text != test.text || got.HTML != test.html {
				t.Errorf("subject %q, text %q, HTML %q; want %q, %q, %q",
					got.Subject, got.Text, got.HTML, test.subject, test.text, test.html)
			}
			var attachments []string
			for _, a := range got.Attachments {
				attachments = append(attachments, a.Name+"="+string(a.Data))
			}
			if joined := strings.Join(attachments, " "); joined != test.attachments {
				t.Errorf("attachments = %q, want %q", joined, test.attachments)
			}
			if (got.Trouble == "") != (test.trouble == "") || !strings.Contains(got.Trouble, test.trouble) {
				t.Errorf("trouble = %q, want %q", got.Trouble, test.trouble)
			}
		})
	}
}

// TestParseDeepLetters nests parts deeper than anybody reads them.
func TestParseDeepLetters(t *testing.T) {
	letter := "Content-Type: text/plain\n\nraz"
	for level := range maxDepth + 5 {
		boundary := strings.Repeat("b", level+1)
		letter = fmt.Sprintf("Content-Type: multipart/mixed; boundary=%s\n\n--%[1]s\n%s\n--%[1]s--\n", boundary, letter)
	}
	if got := parse([]byte(letter)); got.Text != "" || len(got.Attachments) != 1 {
		t.Errorf("text %q and %d attachments, want what is too deep in one attachment", got.Text, len(got.Attachments))
	}
}

// FuzzParse reads and shows whatever comes.
func FuzzParse(f *testing.F) {
	for _, test := range letters {
		f.Add([]byte(test.raw))
	}
	f.Add([]byte(multipartLetter("alternative", "Content-Type: text/html\n\n</iframe><script>alert(1)</script>")))
	f.Fuzz(func(t *testing.T, raw []byte) {
		letter := parse(raw)
		for _, text := range []string{letter.Subject, letter.Text, letter.HTML, letter.Trouble, letter.Sender()} {
			if !utf8.ValidString(text) {
				t.Errorf("%q is not UTF-8", text)
			}
		}
		if !bytes.Equal(letter.Raw, raw) {
			t.Error("the letter is not as it came")
		}
		box := New(Config{})
		box.shelf.put(letter)
		answer := httptest.NewRecorder()
		box.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/1", nil))
		page := answer.Body.String()
		if answer.Code != http.StatusOK || !strings.HasSuffix(page, "</html>\n") {
			t.Errorf("the page is %d: %s", answer.Code, page)
		}
		if got := strings.Count(page, "<script"); got != 1 {
			t.Errorf("%d scripts on the page, want its own only", got)
		}
	})
}
