package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// A spelling is a word in the two languages in which commands are typed. Both are
// understood from everybody.
type spelling struct{ pl, en string }

func (s spelling) matches(typed string) bool {
	return typed != "" && (strings.EqualFold(typed, s.pl) || strings.EqualFold(typed, s.en))
}

// in is the word as help shows it to who speaks lang.
func (s spelling) in(lang crm.Language) string {
	if lang == crm.Polish {
		return s.pl
	}
	return s.en
}

// A command is one noun that can be typed, and what can be said of it.
type command struct {
	name  spelling // with the slash
	bare  verb     // nothing follows
	text  verb     // what follows begins with none of the verbs
	verbs []verb
}

// A verb is one thing that a command can do.
type verb struct {
	word    spelling // the first word after the command; empty for bare and text
	do      handler
	example string // id of a text that might follow, for help; empty for none
	help    string // id of the sentence that says what it does; empty: understood, but not taught
}

var (
	wordAdd    = spelling{"dodaj", "add"}
	wordList   = spelling{"lista", "list"}
	wordHelp   = spelling{"pomoc", "help"}
	wordRemove = spelling{"usuń", "remove"}
	hubName    = spelling{"/crm", "/crm"}
)

// commandTable is everything that can be typed. Help is made from it.
func (b *Bot) commandTable() []command {
	help := verb{word: wordHelp, do: b.help}
	return []command{
		{
			name: hubName,
			bare: verb{do: b.openHub, help: "help.crm"},
			text: verb{do: b.findPerson, example: "help.example_name", help: "help.crm_find"},
			verbs: []verb{
				{word: wordHelp, do: b.help, help: "help.help"},
				{word: spelling{"ustawienia", "settings"}, do: b.settings, help: "help.settings"},
				{word: spelling{"sekretariat", "staff"}, do: b.staff, help: "help.staff"},
			},
		},
		{
			name: spelling{"/osoba", "/person"},
			bare: verb{do: b.newPerson, help: "help.person"},
			text: verb{do: b.findPerson, example: "help.example_name", help: "help.person_find"},
			verbs: []verb{
				{word: wordAdd, do: b.newPerson, example: "help.example_person", help: "help.person_add"},
				{word: wordList, do: b.listPeople, example: "help.example_list", help: "help.person_list"},
				{word: spelling{"eksport", "export"}, do: b.exportPeople, help: "help.person_export"},
				help,
			},
		},
		{
			name: spelling{"/zadanie", "/task"},
			bare: verb{do: b.newTask, help: "help.task"},
			text: verb{do: b.newTask, example: "help.example_task", help: "help.task_text"},
			verbs: []verb{
				{word: wordAdd, do: b.newTask},
				{word: wordList, do: b.listTasks, help: "help.task_list"},
				help,
			},
		},
		{
			name:  spelling{"/notatka", "/note"},
			bare:  verb{do: b.newNote, help: "help.note"},
			text:  verb{do: b.newNote, example: "help.example_note", help: "help.note_text"},
			verbs: []verb{{word: wordAdd, do: b.newNote}, help},
		},
		{
			name:  spelling{"/kalendarz", "/calendar"},
			bare:  verb{do: b.openCalendar, help: "help.calendar"},
			text:  verb{do: b.openCalendar},
			verbs: []verb{help},
		},
	}
}

// understand returns what r's text asks of c, and leaves in the text what follows the verb.
func (c command) understand(r *Request) handler {
	r.Text = strings.TrimSpace(r.Text)
	first, rest := cutWord(r.Text)
	for _, v := range c.verbs {
		if v.word.matches(first) {
			r.Text = rest
			return v.do
		}
	}
	if r.Text == "" {
		return c.bare.do
	}
	return c.text.do
}

// cutWord splits off the first word.
func cutWord(text string) (first, rest string) {
	text = strings.TrimSpace(text)
	end := strings.IndexFunc(text, unicode.IsSpace)
	if end < 0 {
		return text, ""
	}
	return text[:end], strings.TrimSpace(text[end:])
}

// A lesson is the help of one typed command in one language.
type lesson struct {
	language crm.Language
	command  string
}

// lessons are all help there is, ready to be sent: it is the same for everybody who
// speaks a language. The hub's tells of all commands, any other's of itself.
func (t routes) lessons() (map[lesson]json.RawMessage, error) {
	all := map[lesson]json.RawMessage{}
	for _, lang := range words.Languages() {
		reader := view.Reader{Words: words.For(lang, nil)}
		var everything []view.HelpLine
		for _, c := range t.commands {
			everything = append(everything, c.help(reader.Words)...)
		}
		for _, c := range t.commands {
			told := view.Help(reader, c.help(reader.Words))
			if c.name == hubName {
				told = view.Help(reader, everything, reader.Words.Say("help.import"))
			}
			raw, err := json.Marshal(ephemeral(told).Body)
			if err != nil {
				return nil, fmt.Errorf("writing help: %w", err)
			}
			all[lesson{lang, c.name.pl}], all[lesson{lang, c.name.en}] = raw, raw
		}
	}
	return all, nil
}

// help answers with the help of the command that was typed.
func (b *Bot) help(_ context.Context, r Request) (Answer, error) {
	return Answer{Body: b.lessons[lesson{r.Words.Language(), strings.ToLower(r.Name)}]}, nil
}

// help are the lines that teach one command, each with something to copy.
func (c command) help(w words.Words) []view.HelpLine {
	lang := w.Language()
	var lines []view.HelpLine
	for _, v := range append([]verb{c.bare, c.text}, c.verbs...) {
		if v.help == "" {
			continue
		}
		typed := c.name.in(lang)
		if word := v.word.in(lang); word != "" {
			typed += " " + word
		}
		if v.example != "" {
			typed += " " + w.Say(v.example)
		}
		lines = append(lines, view.HelpLine{Command: typed, Text: w.Say(v.help)})
	}
	return lines
}

// ignore is the handler of what needs none.
func ignore(context.Context, Request) (Answer, error) { return Answer{}, nil }
