package words

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/text/feature/plural"

	"frontdesk/store/crm"
)

func TestEveryLanguageHasEveryText(t *testing.T) {
	everywhere := make(map[string]bool)
	for _, c := range catalogues() {
		for _, id := range c.ids() {
			everywhere[id] = true
		}
	}
	for lang, c := range catalogues() {
		has := c.ids()
		for _, id := range slices.Sorted(maps.Keys(everywhere)) {
			if !slices.Contains(has, id) {
				t.Errorf("%s.toml has no text %q", lang, id)
			}
		}
	}
}

func TestIDsAreFlatAndDotted(t *testing.T) {
	for lang, c := range catalogues() {
		for _, id := range c.ids() {
			if !idShape.MatchString(id) {
				t.Errorf("%s.toml: %q is no id like \"task.subject\"; is it inside another's table?", lang, id)
			}
		}
	}
}

func TestSameFieldsInEveryLanguage(t *testing.T) {
	polish := catalogues()[crm.Polish]
	for lang, c := range catalogues() {
		for _, id := range c.ids() {
			if got, want := c.fields(id), polish.fields(id); !slices.Equal(got, want) {
				t.Errorf("%s.toml: %q has the fields %v, in Polish %v", lang, id, got, want)
			}
		}
	}
}

// A message that has plural forms in one language must have all of a language's
// forms in each.
func TestPluralFormsAreComplete(t *testing.T) {
	counted := make(map[string]bool)
	for _, c := range catalogues() {
		for id, forms := range c.messages {
			counted[id] = counted[id] || len(forms.present()) > 1
		}
	}
	for lang, c := range catalogues() {
		want := c.pluralForms()
		for id, forms := range c.messages {
			if got := forms.present(); counted[id] && !slices.Equal(got, want) {
				t.Errorf("%s.toml: %q has the plural forms %v, want %v", lang, id, got, want)
			}
		}
	}
}

func TestPluralFormsOfOurLanguages(t *testing.T) {
	for lang, want := range map[crm.Language][]string{
		crm.Polish:  {"other", "one", "few", "many"},
		crm.English: {"other", "one"},
	} {
		if got := catalogues()[lang].pluralForms(); !slices.Equal(got, want) {
			t.Errorf("plural forms of %s are %v, want %v", lang, got, want)
		}
	}
}

func TestAFurtherLanguageIsAFile(t *testing.T) {
	english, err := files.ReadFile("en.toml")
	if err != nil {
		t.Fatal(err)
	}
	german := strings.NewReplacer(
		"Tue ", "Di ", " Nov ", " Nov. ", "Mon, 2 Jan 2006", "Mon 2. Jan 2006",
		"{{.Count}} person\"", "{{.Count}} Mensch\"", "{{.Count}} people\"", "{{.Count}} Menschen\"",
	).Replace(string(english))

	all, err := load(fstest.MapFS{"en.toml": {Data: english}, "de.toml": {Data: []byte(german)}})
	if err != nil {
		t.Fatal(err)
	}
	w := Words{catalogue: all["de"], zone: time.UTC}
	if got, want := w.Date(time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC)), "Di 24. Nov. 2026"; got != want {
		t.Errorf("date in the new language: %q, want %q", got, want)
	}
	if got, want := w.Count("general.people", 1234), "1.234 Menschen"; got != want {
		t.Errorf("count in the new language: %q, want %q", got, want)
	}
}

func TestABadFileIsNamed(t *testing.T) {
	polish, err := files.ReadFile("pl.toml")
	if err != nil {
		t.Fatal(err)
	}
	for what, file := range map[string]struct{ text, names string }{
		"broken TOML":     {`"general.add" = `, "sv.toml"},
		"broken template": {`"task.moved" = "to {{.When"`, `"task.moved"`},
		"no layouts":      {`"general.add" = "Add"`, "general.layout_date"},
		"eleven months":   {strings.Replace(string(polish), "sty lut", "sty", 1), "11 short names of months"},
		"six days":        {strings.Replace(string(polish), "pn. wt.", "pn.", 1), "6 short names of days"},
	} {
		_, err := load(fstest.MapFS{"sv.toml": {Data: []byte(file.text)}})
		if err == nil || !strings.Contains(err.Error(), file.names) {
			t.Errorf("%s: error %v does not name %q", what, err, file.names)
		}
	}
}

// ids are all that the catalogue has, in order.
func (c *catalogue) ids() []string {
	ids := slices.Collect(maps.Keys(c.plain))
	ids = slices.AppendSeq(ids, maps.Keys(c.messages))
	slices.Sort(ids)
	return ids
}

var (
	templateAction = regexp.MustCompile(`\{\{[^}]*\}\}`)
	templateField  = regexp.MustCompile(`\.[A-Za-z]\w*`)
)

// fields are the template fields of all forms of a message, in order.
func (c *catalogue) fields(id string) []string {
	found := make(map[string]bool)
	for _, t := range c.messages[id] {
		if t == nil {
			continue
		}
		for _, action := range templateAction.FindAllString(t.Root.String(), -1) {
			for _, field := range templateField.FindAllString(action, -1) {
				found[field] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// formNames are the names that the files give to plural forms.
var formNames = [...]string{
	plural.Other: "other", plural.Zero: "zero", plural.One: "one",
	plural.Two: "two", plural.Few: "few", plural.Many: "many",
}

// present are the plural forms that a message has.
func (f forms) present() []string {
	var present []string
	for form, t := range f {
		if t != nil {
			present = append(present, formNames[form])
		}
	}
	return present
}

// pluralForms are those that whole numbers and a fraction take in the language.
func (c *catalogue) pluralForms() []string {
	var taken [len(formNames)]bool
	taken[plural.Cardinal.MatchPlural(c.tag, 1, 1, 1, 5, 5)] = true
	for n := range 201 {
		taken[plural.Cardinal.MatchPlural(c.tag, n, 0, 0, 0, 0)] = true
	}
	var names []string
	for form, is := range taken {
		if is {
			names = append(names, formNames[form])
		}
	}
	return names
}
