package bot

import (
	"context"
	"errors"
	"strings"
	"unicode"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// newTask opens the task form with the typed text as its subject; what is too long for
// that goes on in the note.
func (b *Bot) newTask(ctx context.Context, r Request) (Answer, error) {
	subject, rest := split(r.plainText(), crm.MaxSubject)
	return b.openTaskForm(ctx, r, crm.TaskForm{Subject: subject, Note: cut(rest, crm.MaxBody)})
}

// split returns the beginning of text, at most n characters of whole words, and the rest.
func split(text string, n int) (beginning, rest string) {
	all := []rune(text)
	if len(all) <= n {
		return text, ""
	}
	for end := n; end > 0; end-- {
		if unicode.IsSpace(all[end]) {
			return strings.TrimSpace(string(all[:end])), strings.TrimSpace(string(all[end:]))
		}
	}
	return string(all[:n]), string(all[n:])
}

// addTask opens the task form for the person whose id the button carries, or for nobody.
func (b *Bot) addTask(ctx context.Context, r Request) (Answer, error) {
	id, err := view.ParseID[crm.PersonID](r.Text)
	if err != nil {
		return Answer{}, errOutdated
	}
	return b.openTaskForm(ctx, r, crm.TaskForm{Person: id})
}

// addActivity opens the form of the activity that was chosen (R29–R30): a kind of task,
// or a note.
func (b *Bot) addActivity(ctx context.Context, r Request) (Answer, error) {
	choice, err := view.ParseChoice(r.Text)
	if err != nil {
		return Answer{}, errOutdated
	}
	if choice.Verb == view.ChoiceNote {
		return b.openNoteForm(ctx, r, crm.NoteForm{Person: crm.PersonID(choice.ID)})
	}
	return b.openTaskForm(ctx, r, crm.TaskForm{Kind: crm.Kind(choice.Verb), Person: crm.PersonID(choice.ID)})
}

// openTaskForm opens the form of a new task; the form starts with the asker as the one
// it is assigned to (R32).
func (b *Bot) openTaskForm(ctx context.Context, r Request, f crm.TaskForm) (Answer, error) {
	m, err := r.activityMeta()
	if err != nil {
		return Answer{}, err
	}
	var shown view.TaskNames
	if f.Person != 0 {
		p, err := b.store.Person(ctx, r.By, f.Person)
		if err != nil {
			return Answer{}, err
		}
		shown.Person = p.Name()
	}
	return Answer{}, b.slack.open(ctx, r, view.TaskForm(r.reader(b.store.Now()), m, f, shown))
}

// activityMeta is formMeta for what is added to a timeline, if it was pressed there.
func (r Request) activityMeta() (view.Meta, error) {
	m, err := r.formMeta()
	if r.Place.Callback == view.CardPerson && m.Tab == view.TabTimeline {
		m.Origin = view.OriginTimeline
	}
	return m, err
}

// openTask opens the card of the task whose id the button carries.
func (b *Bot) openTask(ctx context.Context, r Request) (Answer, error) {
	id, err := view.ParseID[crm.TaskID](r.Text)
	if err != nil {
		return Answer{}, errOutdated
	}
	return Answer{}, b.openCard(ctx, r, view.CardTask, view.Meta{Task: id})
}

// taskCard draws the card of m's task.
func (b *Bot) taskCard(ctx context.Context, r Request, m view.Meta) (slack.ModalViewRequest, error) {
	t, err := b.store.Task(ctx, r.By, m.Task)
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	return view.TaskCard(r.reader(b.store.Now()), m, t), nil
}

// chooseTask does what was chosen in a task's menu.
func (b *Bot) chooseTask(ctx context.Context, r Request) (Answer, error) {
	choice, err := view.ParseChoice(r.Text)
	do, ok := map[string]handler{
		view.ChoiceOpen:   b.openTask,
		view.ChoiceEdit:   b.editTask,
		view.ChoiceDelete: b.askDeleteTask,
		view.ChoicePerson: b.openPerson,
		view.ChoiceFinish: b.finishTask,
		view.ChoiceReopen: b.reopenTask,
	}[choice.Verb]
	if err != nil || !ok {
		return Answer{}, errOutdated
	}
	return do(ctx, r.about(choice))
}

// editTask opens the form of the task whose id the button carries.
func (b *Bot) editTask(ctx context.Context, r Request) (Answer, error) {
	id, err := view.ParseID[crm.TaskID](r.Text)
	if err != nil {
		return Answer{}, errOutdated
	}
	return b.openEditTask(ctx, r, id)
}

func (b *Bot) openEditTask(ctx context.Context, r Request, id crm.TaskID) (Answer, error) {
	m, err := r.activityMeta()
	if err != nil {
		return Answer{}, err
	}
	t, err := b.store.Task(ctx, r.By, id)
	if err != nil {
		return Answer{}, err
	}
	m.Task, m.Version = t.ID, t.Version
	shown := view.TaskNames{Person: t.PersonName, Assignee: t.AssigneeName}
	return Answer{}, b.slack.open(ctx, r, view.TaskForm(r.reader(b.store.Now()), m, t.Form(), shown))
}

// saveTask adds or changes the task of a submitted form.
func (b *Bot) saveTask(ctx context.Context, r Request) (Answer, error) {
	m, err := r.meta()
	if err != nil {
		return Answer{}, errOutdated
	}
	f, err := b.readTaskForm(r)
	if err != nil {
		return Answer{}, err
	}
	verb := crm.Edited
	var change crm.Change[crm.Task]
	if m.Task == 0 {
		verb = crm.Added
		change, err = b.store.AddTask(ctx, r.By, r.key(m), f)
	} else {
		change, err = b.store.EditTask(ctx, r.By, r.key(m), m.Task, m.Version, f)
	}
	if stale, ok := errors.AsType[crm.Stale](err); ok {
		return b.staleTask(ctx, r, m, f, stale)
	}
	if err != nil {
		return Answer{}, err
	}
	b.concern(r, change)
	return b.saved(ctx, r, m, change.Event, view.TaskChanged(r.reader(b.store.Now()), verb, change.After)), nil
}

// readTaskForm reads a submitted task form, or all that is wrong with it at once.
func (b *Bot) readTaskForm(r Request) (crm.TaskForm, error) {
	f, err := view.ReadTaskForm(r.Place.State, r.By)
	problems, ok := errors.AsType[crm.Problems](err)
	if !ok {
		return f, err
	}
	_, err = f.Apply(crm.Task{}, r.By, b.store.Now())
	rest, _ := errors.AsType[crm.Problems](err)
	return f, append(problems, rest...)
}

// staleTask keeps what was typed and shows what somebody else has saved meanwhile.
func (b *Bot) staleTask(ctx context.Context, r Request, m view.Meta, f crm.TaskForm, s crm.Stale) (Answer, error) {
	now, err := b.store.Task(ctx, r.By, m.Task)
	if err != nil {
		return Answer{}, err
	}
	shown, err := b.taskNames(ctx, r, f)
	if err != nil {
		return Answer{}, err
	}
	return updateAnswer(view.StaleTaskForm(r.reader(b.store.Now()), m, f, shown, now, s)), nil
}

// taskNames are the names of those whom a form names by their ids. Whom the store does
// not have is shown without a name; saving says what is wrong.
func (b *Bot) taskNames(ctx context.Context, r Request, f crm.TaskForm) (shown view.TaskNames, err error) {
	if f.Person != 0 {
		p, err := b.store.Person(ctx, r.By, f.Person)
		if err != nil && !errors.Is(err, crm.ErrNotFound) {
			return shown, err
		}
		shown.Person = p.Name()
	}
	assignee, err := b.store.StaffMember(ctx, r.By, f.Assignee)
	if err != nil && !errors.Is(err, crm.ErrNotFound) {
		return shown, err
	}
	shown.Assignee = assignee.Name
	return shown, nil
}

// pressSquare finishes a task or opens it again. The button's value carries the state
// that is wanted, so a doubled press or a repeated delivery changes nothing (R52).
func (b *Bot) pressSquare(ctx context.Context, r Request) (Answer, error) {
	verb, t, err := b.setDone(ctx, r)
	if err != nil {
		return Answer{}, err
	}
	b.pressed(r, view.TaskChanged(r.reader(b.store.Now()), verb, t))
	return Answer{}, nil
}

// finishTask is the press of an open task's square, chosen in its menu.
func (b *Bot) finishTask(ctx context.Context, r Request) (Answer, error) {
	r.Text = view.SquareValue(r.Text, true)
	return b.pressSquare(ctx, r)
}

// reopenTask is the press of a done task's square, chosen in its menu.
func (b *Bot) reopenTask(ctx context.Context, r Request) (Answer, error) {
	r.Text = view.SquareValue(r.Text, false)
	return b.pressSquare(ctx, r)
}

// setDone does what the square that was pressed wants, and returns what that was and
// the task as it is now.
func (b *Bot) setDone(ctx context.Context, r Request) (crm.Verb, crm.Task, error) {
	id, done, err := view.ParseSquare(r.Text)
	if err != nil {
		return "", crm.Task{}, errOutdated
	}
	change, err := b.store.SetTaskDone(ctx, r.By, id, done)
	if err != nil {
		return "", crm.Task{}, err
	}
	b.concern(r, change)
	if done {
		return crm.Finished, change.After, nil
	}
	return crm.Reopened, change.After, nil
}

// askDeleteTask asks whether the task whose id the button carries is to be deleted.
func (b *Bot) askDeleteTask(ctx context.Context, r Request) (Answer, error) {
	id, err := view.ParseID[crm.TaskID](r.Text)
	if err != nil {
		return Answer{}, errOutdated
	}
	return b.openDeleteTask(ctx, r, id)
}

func (b *Bot) openDeleteTask(ctx context.Context, r Request, id crm.TaskID) (Answer, error) {
	m, err := r.formMeta()
	if err != nil {
		return Answer{}, err
	}
	t, err := b.store.Task(ctx, r.By, id)
	if err != nil {
		return Answer{}, err
	}
	m.Task = t.ID
	return Answer{}, b.slack.open(ctx, r, view.ConfirmDelete(r.reader(b.store.Now()), m, t.Subject))
}

// deleteConfirmed deletes the task or note of a confirmation. What is deleted already
// is what was wanted.
func (b *Bot) deleteConfirmed(ctx context.Context, r Request) (Answer, error) {
	m, err := r.meta()
	if err != nil || m.Task == 0 && m.Note == 0 {
		return Answer{}, errOutdated
	}
	remove := b.deleteTask
	if m.Note != 0 {
		remove = b.deleteNote
	}
	event, said, err := remove(ctx, r, m)
	switch {
	case errors.Is(err, crm.ErrNotFound):
		said = b.gone(r)
	case err != nil:
		return Answer{}, err
	}
	return b.saved(ctx, r, m, event, said), nil
}

func (b *Bot) deleteTask(ctx context.Context, r Request, m view.Meta) (crm.EventID, view.Message, error) {
	change, err := b.store.DeleteTask(ctx, r.By, m.Task)
	b.concern(r, change)
	return change.Event, view.TaskChanged(r.reader(b.store.Now()), crm.Deleted, change.Before), err
}

// listTasks opens the list of tasks.
func (b *Bot) listTasks(ctx context.Context, r Request) (Answer, error) {
	return b.openHubOn(ctx, r, crm.TabTasks)
}
