package view

import (
	"github.com/slack-go/slack"
)

// ConfirmDelete asks before the task or note of m is deleted; what is the subject or
// the note's text. Its submission comes under the callback id [DeleteConfirm].
func ConfirmDelete(r Reader, m Meta, what string) slack.ModalViewRequest {
	title, question := "task.delete_title", "task.delete_question"
	if m.Note != 0 {
		title, question = "note.delete_title", "note.delete_question"
	}
	return r.form(DeleteConfirm, r.Words.Say(title), r.Words.Say("general.delete"), m,
		section(r.Words.Say(question), nil),
		section(quoted(escape(cut(what, maxExcerpt), maxRowName)), nil))
}

// Loading is what a modal shows until it is filled.
func Loading(r Reader) slack.ModalViewRequest {
	return r.modal("", r.Words.Say("general.product"), Meta{}, note(r.Words.Say("general.loading")))
}

// Sorry is a modal that says one thing, such as why a press was refused.
func Sorry(r Reader, text string) slack.ModalViewRequest { return Said(r, Plain(text)) }

// Said is a message as a modal.
func Said(r Reader, m Message) slack.ModalViewRequest {
	return r.modal("", r.Words.Say("general.product"), Meta{}, m.Blocks...)
}
