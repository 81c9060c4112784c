package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"
)

// printed is the manifest as somebody pastes it into Slack.
type printed struct {
	Features struct {
		AppHome struct {
			ReadOnly *bool `json:"messages_tab_read_only_enabled"`
		} `json:"app_home"`
		Commands []struct {
			Command, Description, URL string
			Hint                      string `json:"usage_hint"`
			Escape                    bool   `json:"should_escape"`
		} `json:"slash_commands"`
		Shortcuts []struct{ Name, Description, Type string }
	}
	OAuth    struct{ Scopes struct{ Bot []string } } `json:"oauth_config"`
	Settings struct {
		Socket        bool `json:"socket_mode_enabled"`
		Interactivity struct {
			Enabled bool   `json:"is_enabled"`
			URL     string `json:"request_url"`
			Options string `json:"message_menu_options_url"`
		}
		Events struct {
			URL string   `json:"request_url"`
			Bot []string `json:"bot_events"`
		} `json:"event_subscriptions"`
	}
}

func TestManifest(t *testing.T) {
	t.Parallel()
	print := func(t *testing.T, lang, publicURL string) (p printed) {
		t.Helper()
		var text bytes.Buffer
		c := manifest{school: school{Lang: lang}, PublicURL: publicURL}
		if err := c.write(&text); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		return p
	}
	t.Run("S1 over HTTP, everything comes to one door", func(t *testing.T) {
		t.Parallel()
		p := print(t, "pl", "https://crm.school.example/")
		const door = "https://crm.school.example/slack/events"
		urls := []string{p.Settings.Interactivity.URL, p.Settings.Interactivity.Options, p.Settings.Events.URL}
		for _, c := range p.Features.Commands {
			urls = append(urls, c.URL)
			if !c.Escape {
				t.Errorf("%s comes without escaping", c.Command)
			}
		}
		for _, url := range urls {
			if url != door {
				t.Errorf("something goes to %q", url)
			}
		}
		if p.Settings.Socket || !p.Settings.Interactivity.Enabled || p.Features.AppHome.ReadOnly == nil || *p.Features.AppHome.ReadOnly {
			t.Errorf("settings are %+v, %+v", p.Settings, p.Features.AppHome)
		}
		if !slices.Contains(p.Settings.Events.Bot, "app_home_opened") || !slices.Contains(p.OAuth.Scopes.Bot, "chat:write") {
			t.Errorf("events are %q, scopes %q", p.Settings.Events.Bot, p.OAuth.Scopes.Bot)
		}
	})
	t.Run("S1 over Socket Mode, no address is needed", func(t *testing.T) {
		t.Parallel()
		if p := print(t, "pl", ""); !p.Settings.Socket || p.Settings.Events.URL != "" {
			t.Errorf("settings are %+v", p.Settings)
		}
	})
	t.Run("S5 both names of each command, described in the school's language, within Slack's limits", func(t *testing.T) {
		t.Parallel()
		for _, lang := range []string{"pl", "en"} {
			p := print(t, lang, "")
			var names []string
			for _, c := range p.Features.Commands {
				names = append(names, c.Command)
				if c.Description == "" || utf8.RuneCountInString(c.Description) > 2000 || utf8.RuneCountInString(c.Hint) > 1000 {
					t.Errorf("%s: %s is described as %q", lang, c.Command, c.Description)
				}
			}
			for _, want := range []string{"/crm", "/osoba", "/person", "/zadanie", "/task", "/notatka", "/note", "/kalendarz", "/calendar"} {
				if !slices.Contains(names, want) {
					t.Errorf("%s: there is no %s among %q", lang, want, names)
				}
			}
			if len(slices.Compact(slices.Sorted(slices.Values(names)))) != len(names) {
				t.Errorf("%s: a command stands twice: %q", lang, names)
			}
			for _, s := range p.Features.Shortcuts {
				if utf8.RuneCountInString(s.Name) > 24 || utf8.RuneCountInString(s.Description) > 150 || s.Type != "global" {
					t.Errorf("%s: shortcut %+v", lang, s)
				}
			}
		}
		if pl, en := print(t, "pl", ""), print(t, "en", ""); pl.Features.Commands[0].Description == en.Features.Commands[0].Description {
			t.Error("both languages say the same")
		}
	})
}

func TestDoctor(t *testing.T) {
	t.Parallel()
	t.Run("of a healthy deployment", func(t *testing.T) {
		t.Parallel()
		d := newDeployment(t)
		serving, address := d.serve()
		p := d.run("doctor", "--public-url", address)
		p.expectEnd()
		out := p.out.String()
		if !p.cmd.ProcessState.Success() || strings.Count(out, "✓") != 6 || strings.Contains(out, "✗") {
			t.Errorf("says:\n%s", out)
		}
		serving.stop(syscall.SIGTERM)
	})
	t.Run("says what to do about each thing that is missing", func(t *testing.T) {
		t.Parallel()
		d := newDeployment(t)
		d.slack.AllowComplaints()
		p := d.run("doctor", "--database-url", "postgres://nobody@127.0.0.1:1/none", "--slack-bot-token", "xoxb-wrong",
			"--slack-signing-secret", "", "--smtp-url", "smtp://127.0.0.1:1")
		p.expectEnd()
		out := p.out.String()
		if p.cmd.ProcessState.Success() || strings.Count(out, "✗") != 5 || strings.Count(out, "→") != 5 {
			t.Errorf("says:\n%s", out)
		}
		for _, want := range []string{"frontdesk migrate", "invalid_auth", "SLACK_APP_TOKEN", "FRONTDESK_PUBLIC_URL", "SMTP_URL"} {
			if !strings.Contains(out, want) {
				t.Errorf("does not mention %s:\n%s", want, out)
			}
		}
	})
}
