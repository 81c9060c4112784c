package words

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
	"text/template"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"frontdesk/store/crm"
)

//go:embed *.toml
var files embed.FS

// catalogues reads the embedded files when they are first wanted. They are part of
// the program, so a file that cannot be read is a panic.
var catalogues = sync.OnceValue(func() map[crm.Language]*catalogue {
	all, err := load(files)
	if err != nil {
		panic(err)
	}
	return all
})

// A catalogue is all that one language's file says, parsed. It does not change,
// but for the ids about which it has complained.
type catalogue struct {
	language   crm.Language
	tag        language.Tag
	printer    *message.Printer // numbers
	plain      map[string]string
	messages   map[string]forms // those with fields or plurals
	calendar   calendar
	complaints sync.Map // id → true
}

// forms are the templates of a message by plural form; those that its language
// does not have are nil.
type forms [plural.Many + 1]*template.Template

// of returns the template for form, or the one for all else if there is none.
func (f forms) of(form plural.Form) *template.Template {
	return cmp.Or(f[form], f[plural.Other])
}

// load reads every file named after a language, such as pl.toml.
func load(from fs.FS) (map[crm.Language]*catalogue, error) {
	names, err := fs.Glob(from, "*.toml")
	if err != nil {
		return nil, fmt.Errorf("listing languages: %w", err)
	}
	all := make(map[crm.Language]*catalogue)
	for _, name := range names {
		c, err := read(from, name)
		if err != nil {
			return nil, fmt.Errorf("reading language file %s: %w", name, err)
		}
		all[c.language] = c
	}
	return all, nil
}

func read(from fs.FS, name string) (*catalogue, error) {
	raw, err := fs.ReadFile(from, name)
	if err != nil {
		return nil, err
	}
	tag, err := language.Parse(strings.TrimSuffix(name, path.Ext(name)))
	if err != nil {
		return nil, err
	}
	texts, err := i18n.ParseMessageBytes(raw, toml.Unmarshal)
	if err != nil {
		return nil, err
	}
	c := &catalogue{
		language: crm.Language(tag.String()),
		tag:      tag,
		printer:  message.NewPrinter(tag),
		plain:    make(map[string]string),
		messages: make(map[string]forms),
	}
	for _, text := range texts {
		if err := c.add(text); err != nil {
			return nil, fmt.Errorf("parsing %q: %w", text.ID, err)
		}
	}
	c.calendar, err = newCalendar(c.plain)
	return c, err
}

// add parses one message. An empty text counts as missing.
func (c *catalogue) add(m *i18n.Message) error {
	if m.Other == "" {
		return nil
	}
	texts := byForm(m)
	if len(texts) == 1 && !strings.Contains(m.Other, "{{") {
		c.plain[m.ID] = m.Other
		return nil
	}
	var parsed forms
	for form, text := range texts {
		t, err := template.New(m.ID).Option("missingkey=error").Parse(text)
		if err != nil {
			return err
		}
		parsed[form] = t
	}
	c.messages[m.ID] = parsed
	return nil
}

// byForm returns the texts that the message has.
func byForm(m *i18n.Message) map[plural.Form]string {
	texts := map[plural.Form]string{
		plural.Zero: m.Zero, plural.One: m.One, plural.Two: m.Two,
		plural.Few: m.Few, plural.Many: m.Many, plural.Other: m.Other,
	}
	for form, text := range texts {
		if text == "" {
			delete(texts, form)
		}
	}
	return texts
}
