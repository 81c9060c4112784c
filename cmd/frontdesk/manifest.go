package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/bot"
	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// manifest prints the JSON from which Slack makes the app: with a public address for
// requests over HTTP, without one for Socket Mode.
type manifest struct {
	school
	PublicURL string `name:"public-url" env:"FRONTDESK_PUBLIC_URL" help:"Where Slack reaches Frontdesk, such as https://crm.school.example. Unset: the app uses Socket Mode, which needs no public address."`
}

// Run is called by kong.
func (c *manifest) Run() error { return c.write(os.Stdout) }

func (c *manifest) write(w io.Writer) error {
	text, err := json.Marshal(c.app())
	if err != nil {
		return fmt.Errorf("writing manifest: %w", err)
	}
	var app map[string]any
	if err := json.Unmarshal(text, &app); err != nil {
		return fmt.Errorf("writing manifest: %w", err)
	}
	// Left out, Slack takes it for true, and nobody could write to the bot.
	app["features"].(map[string]any)["app_home"].(map[string]any)["messages_tab_read_only_enabled"] = false
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(app)
}

// app is the manifest as far as the library can say it.
// https://docs.slack.dev/reference/app-manifest
func (c *manifest) app() slack.Manifest {
	door := ""
	if c.PublicURL != "" {
		door = strings.TrimSuffix(c.PublicURL, "/") + "/slack/events"
	}
	return slack.Manifest{
		Metadata: slack.ManifestMetadata{MajorVersion: 1},
		Display:  slack.Display{Name: "Frontdesk", Description: words.For(crm.Language(c.Lang), time.UTC).Say("manifest.about"), BackgroundColor: "#1164a3"},
		Features: slack.Features{
			AppHome:       slack.AppHome{HomeTabEnabled: true, MessagesTabEnabled: true},
			BotUser:       slack.BotUser{DisplayName: "Frontdesk", AlwaysOnline: true},
			Shortcuts:     c.shortcuts(),
			SlashCommands: c.commands(door),
		},
		OAuthConfig: slack.OAuthConfig{Scopes: slack.OAuthScopes{Bot: bot.Scopes}},
		Settings: slack.Settings{
			EventSubscriptions: &slack.EventSubscriptions{RequestUrl: door, BotEvents: bot.Events()},
			Interactivity:      &slack.Interactivity{IsEnabled: true, RequestUrl: door, MessageMenuOptionsUrl: door},
			SocketModeEnabled:  door == "",
		},
	}
}

// commands are all slash commands. Slack writes mentions so that the bot can tell them
// from text.
func (c *manifest) commands(door string) []slack.ManifestSlashCommand {
	var out []slack.ManifestSlashCommand
	commands, _ := bot.Listing(crm.Language(c.Lang))
	for _, l := range commands {
		out = append(out, slack.ManifestSlashCommand{
			Command: l.Name, Description: l.Description, UsageHint: l.Hint, ShouldEscape: true, Url: door,
		})
	}
	return out
}

// shortcuts are the global shortcuts.
func (c *manifest) shortcuts() []slack.Shortcut {
	var out []slack.Shortcut
	_, shortcuts := bot.Listing(crm.Language(c.Lang))
	for _, l := range shortcuts {
		out = append(out, slack.Shortcut{Name: l.Name, CallbackID: l.Callback, Description: l.Description, Type: slack.ShortcutType("global")})
	}
	return out
}
