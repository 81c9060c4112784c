package view

import (
	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// TaskCard shows all of a task: the square at its name, its facts, its note (whole, unless
// it is long and full of signs that Slack takes in disguise), and what can be done with
// it. Its private_metadata is m with the task's id.
func TaskCard(r Reader, m Meta, t crm.Task) slack.ModalViewRequest {
	m.Task, m.Version = t.ID, t.Version
	blocks := []slack.Block{section(taskTitle(t, maxRowName), r.square(t))}
	if state := r.taskState(t); state != "" {
		blocks = append(blocks, note(state))
	}
	blocks = append(blocks, r.taskFacts(t))
	if t.Note != "" {
		blocks = append(blocks, divider(), section(escape(t.Note, maxText), nil))
	}
	return r.modal(CardTask, r.kind(t.Kind), m, append(blocks, r.taskButtons(t))...)
}

func (r Reader) taskFacts(t crm.Task) slack.Block {
	return r.facts(
		fact{"task.kind", r.kind(t.Kind), ""},
		fact{"task.due", r.due(t.Due), ""},
		fact{"task.duration", r.length(t.Duration), ""},
		fact{"person.person", t.PersonName, ""},
		fact{"task.assignee", t.AssigneeName, ""},
		fact{"task.created", r.moment(t.Created), ""},
	)
}

func (r Reader) taskButtons(t crm.Task) slack.Block {
	id := formatID(t.ID)
	line := []slack.BlockElement{r.button(TaskEdit, id, "general.edit")}
	if t.Person != 0 {
		line = append(line, r.button(PersonOpen, formatID(t.Person), "task.open_person"))
	}
	return actions(append(line, r.button(TaskDelete, id, "general.delete").WithStyle(slack.StyleDanger))...)
}
