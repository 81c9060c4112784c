package bot

import (
	"maps"
	"slices"
	"strings"
	"time"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// A Listed thing is a command or a shortcut as Slack lists it to people who type or
// look for one.
type Listed struct {
	Name        string // a command with its slash; a shortcut's label
	Hint        string // what may follow a command; empty of a shortcut
	Description string
	Callback    string // a shortcut's callback id; empty of a command
}

// Scopes are what the bot's token needs to be allowed.
var Scopes = []string{"commands", "chat:write", "im:write", "users:read", "users:read.email", "files:read", "files:write"}

// Listing is everything that Slack is to list, in one language: the commands under
// both of their names, and the global shortcuts. It is made from the tables that the
// bot answers by, for the app's manifest.
func Listing(lang crm.Language) (commands, shortcuts []Listed) {
	w := words.For(lang, time.UTC)
	var unmade *Bot // the table names handlers, and calls none
	for _, c := range unmade.commandTable() {
		commands = append(commands, c.listed(w, c.name.in(lang)))
		if other := c.name.other(lang); other != c.name.in(lang) {
			commands = append(commands, c.listed(w, other))
		}
	}
	shortcuts = []Listed{
		{Name: w.Say("person.add"), Description: w.Say("help.person"), Callback: shortcutPerson},
		{Name: w.Say("task.add"), Description: w.Say("help.task"), Callback: shortcutTask},
	}
	return commands, shortcuts
}

// Events are the types of event that the bot listens to.
func Events() []string {
	var unmade *Bot
	return slices.Sorted(maps.Keys(unmade.table().events))
}

// listed is the command under one of its names.
func (c command) listed(w words.Words, name string) Listed {
	var hints []string
	if c.text.example != "" {
		hints = append(hints, w.Say(c.text.example))
	}
	for _, v := range c.verbs {
		if v.help != "" || v.word == wordHelp {
			hints = append(hints, v.word.in(w.Language()))
		}
	}
	return Listed{Name: name, Hint: "[" + strings.Join(hints, " | ") + "]", Description: w.Say(c.bare.help)}
}

// other is the word in the language that lang is not.
func (s spelling) other(lang crm.Language) string {
	if lang == crm.Polish {
		return s.en
	}
	return s.pl
}
