package crm

import "testing"

func TestResolveLanguage(t *testing.T) {
	ours := []Language{English, Polish}
	for name, test := range map[string]struct {
		chosen    Language
		locale    string
		workspace Language
		want      Language
	}{
		"own choice before all else":        {English, "pl-PL", Polish, English},
		"Slack's locale":                    {"", "en-GB", Polish, English},
		"Slack's locale without a country":  {"", "pl", English, Polish},
		"a Pole's locale, which is en-US":   {"", "en-US", Polish, Polish},
		"a locale that is none of ours":     {"", "de-DE", Polish, Polish},
		"no locale":                         {"", "", English, English},
		"own choice before the odd one out": {English, "en-US", Polish, English},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ResolveLanguage(test.chosen, test.locale, test.workspace, ours); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
