package view

import (
	"cmp"
	"strings"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// A Message is blocks, and the text that stands for them in notifications and where
// blocks cannot be shown. People's words in Text are escaped too.
type Message struct {
	Text   string
	Blocks []slack.Block
}

// Plain is a message of one text, which is escaped here.
func Plain(text string) Message {
	return Message{Text: escape(text, maxMessage), Blocks: []slack.Block{section(escape(text, maxText), nil)}}
}

// message is a line and, under it, rows of what it speaks of.
func (r Reader) message(line string, list []row, after ...slack.Block) Message {
	blocks := append([]slack.Block{section(line, nil)}, rows(list)...)
	return Message{Text: line, Blocks: r.within(maxInPost, append(blocks, after...))}
}

// A subject fills sentences about a thing with a name.
type subject struct{ Name string }

func named(name string) subject { return subject{escape(name, maxRowName)} }

// taskVerbs say what happened to a task.
var taskVerbs = map[crm.Verb]string{
	crm.Added:    "task.was_added",
	crm.Edited:   "task.was_edited",
	crm.Finished: "task.was_finished",
	crm.Reopened: "task.was_reopened",
	crm.Deleted:  "task.was_deleted",
}

// TaskChanged says what was done to t, and shows it as it is now. The square in it
// takes a press back; of a deleted task there is nothing left to press.
func TaskChanged(r Reader, verb crm.Verb, t crm.Task) Message {
	line := r.Words.Fill(known(taskVerbs, verb), named(t.Subject))
	if verb == crm.Deleted {
		return r.message(line, nil)
	}
	return r.message(line, r.taskRows([]crm.Task{t}))
}

// personVerbs say what happened to a person.
var personVerbs = map[crm.Verb]string{
	crm.Added:  "person.was_added",
	crm.Edited: "person.was_edited",
}

// PersonChanged says what was done to p, and shows the person as they are now.
func PersonChanged(r Reader, verb crm.Verb, p crm.Person) Message {
	return r.message(r.Words.Fill(known(personVerbs, verb), named(p.Name())), r.peopleRows([]crm.Person{p}))
}

// PersonNamed is [PersonChanged] in one line, from which the card opens.
func PersonNamed(r Reader, verb crm.Verb, p crm.Person) Message {
	line := r.Words.Fill(known(personVerbs, verb), named(p.Name()))
	return Message{Text: line, Blocks: []slack.Block{section(line, of(p.Name(), r.button(PersonOpen, formatID(p.ID), "general.open")))}}
}

// noteVerbs say what happened to a note.
var noteVerbs = map[crm.Verb]string{
	crm.Added:   "note.was_added",
	crm.Edited:  "note.was_edited",
	crm.Deleted: "note.was_deleted",
}

// NoteChanged says what was done to n, whose PersonName it names, and shows it.
func NoteChanged(r Reader, verb crm.Verb, n crm.Note) Message {
	line := r.Words.Fill(known(noteVerbs, verb), named(n.PersonName))
	if verb == crm.Deleted {
		return r.message(line, nil)
	}
	return r.message(line, []row{r.noteRow(n)}, actions(r.button(PersonOpen, formatID(n.Person), "task.open_person")))
}

// known is the text of verb, or that of an edit for a verb that has none.
func known(texts map[crm.Verb]string, verb crm.Verb) string {
	if id, ok := texts[verb]; ok {
		return id
	}
	return texts[crm.Edited]
}

// PeopleFound lists the first [RowsPerPage] of the people found for text as the reader
// wants lists with the settings s, says whether there are more, and leads to the list; or
// it says how to go on when there are none. A table without buttons is lines here: a menu
// under it would keep its first choice, as nothing draws a message again.
func PeopleFound(r Reader, text string, found []crm.Person, s crm.ListSettings, t Tables) Message {
	sought := struct{ Text string }{escape(text, maxInLine)}
	if len(found) == 0 {
		return r.message(r.Words.Fill("person.none_found", sought), nil,
			actions(r.button(PersonAdd, cmp.Or(cut(text, maxInLine), "0"), "person.add")))
	}
	var rest []slack.Block
	if len(found) > RowsPerPage {
		found, rest = found[:RowsPerPage], []slack.Block{note(r.Words.Say("general.more_left_out"))}
	}
	rest = append(rest, actions(r.button(ListWithText, cut(text, crm.MaxCompany), "list.with_text")))
	if t == TablesPlain {
		t = TablesNone
	}
	line := r.Words.Fill("person.found", sought)
	blocks := append([]slack.Block{section(line, nil)}, r.listed(r.people(found, s), t)...)
	return Message{Text: line, Blocks: r.within(maxInPost, append(blocks, rest...))}
}

// A HelpLine is one command as it is typed, and what it does.
type HelpLine struct{ Command, Text string }

// Help lists commands, and what is done without one, a sentence each. All of them stand
// in few blocks, however many there are.
func Help(r Reader, lines []HelpLine, more ...string) Message {
	title := r.Words.Say("help.title")
	blocks := []slack.Block{heading(title)}
	var all []string
	for _, l := range lines {
		all = append(all, "`"+escape(l.Command, maxInLine)+"` "+escape(l.Text, maxExcerpt))
	}
	for _, sentence := range more {
		all = append(all, escape(sentence, maxExcerpt))
	}
	return Message{Text: title, Blocks: r.within(maxInPost, append(blocks, packed(all)...))}
}

// lines is a message of escaped lines.
func (r Reader) lines(all ...string) Message {
	blocks := packed(all)
	return Message{Text: cut(strings.Join(all, "\n"), maxMessage), Blocks: r.within(maxInPost, blocks)}
}

// packed puts escaped lines into as few sections as they need.
func packed(lines []string) []slack.Block {
	var blocks []slack.Block
	var text string
	for _, line := range lines {
		line += "\n"
		if runes(text)+runes(line) > maxText {
			blocks, text = append(blocks, section(text, nil)), ""
		}
		text += line
	}
	if text != "" {
		blocks = append(blocks, section(text, nil))
	}
	return blocks
}
