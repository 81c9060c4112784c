package mail

import (
	"bytes"
	"embed"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"
	"text/template"

	"frontdesk/store/crm"
)

//go:embed letters
var files embed.FS

// letters reads the embedded files when they are first wanted. They are part of the
// program, so a file that cannot be read is a panic.
var letters = sync.OnceValue(func() map[crm.Language]map[crm.DeliveryKind]letterTemplate {
	all, err := load(files)
	if err != nil {
		panic(err)
	}
	return all
})

// A letterTemplate is a file of a letter, parsed.
type letterTemplate struct {
	subject, body *template.Template
	layout        *htmltemplate.Template // the same for all letters
}

// load reads letters/layout.html and every letters/{language}/{kind}.md.
func load(from fs.FS) (map[crm.Language]map[crm.DeliveryKind]letterTemplate, error) {
	layout, err := htmltemplate.ParseFS(from, "letters/layout.html")
	if err != nil {
		return nil, fmt.Errorf("reading layout: %w", err)
	}
	names, err := fs.Glob(from, "letters/*/*.md")
	if err != nil {
		return nil, fmt.Errorf("listing letters: %w", err)
	}
	all := make(map[crm.Language]map[crm.DeliveryKind]letterTemplate)
	for _, name := range names {
		lang := crm.Language(path.Base(path.Dir(name)))
		t, err := parse(from, name, lang)
		if err != nil {
			return nil, fmt.Errorf("reading letter %s: %w", name, err)
		}
		t.layout = layout
		if all[lang] == nil {
			all[lang] = make(map[crm.DeliveryKind]letterTemplate)
		}
		all[lang][crm.DeliveryKind(strings.TrimSuffix(path.Base(name), ".md"))] = t
	}
	return all, nil
}

func parse(from fs.FS, name string, lang crm.Language) (letterTemplate, error) {
	var t letterTemplate
	source, err := fs.ReadFile(from, name)
	if err != nil {
		return t, err
	}
	head, body, ok := strings.Cut(tie(lang, string(source)), "\n\n")
	subject, named := strings.CutPrefix(head, "Subject: ")
	if !ok || !named {
		return t, fmt.Errorf("wants a line %q and an empty one on top", "Subject: …")
	}
	if t.subject, err = template.New(name).Parse(subject); err != nil {
		return t, err
	}
	t.body, err = template.New(name).Parse(body)
	return t, err
}

// shortWords are words that may not end a line, with the space after them, by
// language. Polish typography hangs no one-letter word there.
var shortWords = map[crm.Language]*regexp.Regexp{
	crm.Polish: regexp.MustCompile(`(?i)(^|[\s(„\x{a0}])([aiouwz]) `),
}

// tie joins short words to the next one by a no-break space.
func tie(lang crm.Language, text string) string {
	short, ok := shortWords[lang]
	if !ok {
		return text
	}
	text = short.ReplaceAllString(text, "$1$2\u00a0")
	return short.ReplaceAllString(text, "$1$2\u00a0") // the second of two short words in a row
}

// write fills the letter with d.
func (t letterTemplate) write(lang crm.Language, d details) (Letter, error) {
	var subject, body bytes.Buffer
	if err := t.subject.Execute(&subject, d); err != nil {
		return Letter{}, err
	}
	if err := t.body.Execute(&body, d.escaped()); err != nil {
		return Letter{}, err
	}
	letter := Letter{Subject: headline(subject.String())}
	text, html, err := render(body.Bytes())
	if err != nil {
		return Letter{}, err
	}
	letter.Text = text
	letter.HTML, err = t.document(lang, letter.Subject, html)
	return letter, err
}

// headline is s as the subject of a mail: one line that is not too long and that no
// program takes for an encoded one.
func headline(s string) string {
	return strings.ReplaceAll(excerpt(line(s), maxSubject), "=?", "= ?")
}

// document is the HTML part around its body.
func (t letterTemplate) document(lang crm.Language, subject, body string) (string, error) {
	var out strings.Builder
	err := t.layout.Execute(&out, struct {
		Language crm.Language
		Subject  string
		Body     htmltemplate.HTML
	}{lang, subject, htmltemplate.HTML(body)})
	return out.String(), err
}
