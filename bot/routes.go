package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// routes say what does what: the commands with their verbs, and the handlers by the
// ids that views, shortcuts and Slack's events have.
type routes struct {
	commands    []command
	presses     map[string]handler // by action id, or by its prefix up to the last dot
	submissions map[string]handler
	closings    map[string]handler // of modals that asked Slack to tell
	suggestions map[string]handler
	shortcuts   map[string]handler
	events      map[string]handler
	cards       map[string]drawer // by callback id; what can be drawn again from its metadata
}

// A drawer draws an open modal as it is now.
type drawer func(context.Context, Request, view.Meta) (slack.ModalViewRequest, error)

// The callback ids of the global shortcuts.
const (
	shortcutPerson = "person.new"
	shortcutTask   = "task.new"
)

// table is the whole conversation.
func (b *Bot) table() routes {
	return routes{
		commands: b.commandTable(),
		presses: map[string]handler{
			view.PersonOpen: b.released(b.openPerson),
			view.PersonFind: b.released(b.openPerson),
			view.PersonAdd:  b.newPerson,
			view.PersonEdit: b.editPerson,

			view.PersonCourse:  b.editCourse,
			view.PersonConsent: b.editConsent,
			view.PersonMore:    b.chooseMore,

			view.TaskSquare: b.pressSquare,
			view.TaskOpen:   b.released(b.openTask),
			view.TaskAdd:    b.released(b.addTask),
			view.TaskEdit:   b.editTask,
			view.TaskDelete: b.askDeleteTask,
			view.TaskMenu:   b.chooseTask,

			view.ToldSquare:         b.pressToldSquare,
			view.TaskSnoozeHour:     b.snoozeHour,
			view.TaskSnoozeTomorrow: b.snoozeTomorrow,

			view.ChoreApply:  b.wishes(crm.WishApply),
			view.ChoreCancel: b.wishes(crm.WishCancel),
			view.ChoreUndo:   b.wishes(crm.WishUndo),
			view.ChoreRetry:  b.wishes(crm.WishRetry),

			view.CalendarOpen:  b.openCalendar,
			view.CalendarReset: b.resetCalendar,

			view.NoteAdd:     b.released(b.addNote),
			view.NoteMenu:    b.chooseNote,
			view.ActivityAdd: b.addActivity,

			view.HomeTab:      b.showHomeTab,
			view.CardTab:      b.showCardTab,
			view.PageNext:     b.turnPage,
			view.PagePrevious: b.turnPage,
			view.Language:     b.chooseLanguage,

			view.PersonMenu: b.choosePerson,
			view.RowPerson:  b.openPerson,
			view.RowTaskAdd: b.addTask,
			view.RowNoteAdd: b.addNote,
			view.RowTask:    b.openTask,
			view.RowSquare:  b.pressSquare,

			view.ListExport:    b.exportList,
			view.ListFilter:    b.openFilter,
			view.ListCondition: b.takeConditionOff,
			view.ListClear:     b.clearFilter,
			view.ListOpen:      b.showPeople,
			view.ListWithText:  b.listWithText,
			view.ListSettings:  b.openListSettings,
			view.ListDefaults:  b.defaultSettings,
			view.ListView:      b.chooseView,
			view.ListSaveView:  b.openViewForm,
			view.ListDropView:  b.dropView,
		},
		submissions: map[string]handler{
			view.FormPerson:    b.savePerson,
			view.FormCourse:    b.saveEdit,
			view.FormConsent:   b.saveEdit,
			view.FormTask:      b.saveTask,
			view.FormNote:      b.saveNote,
			view.FormFilter:    b.saveFilter,
			view.FormList:      b.saveListSettings,
			view.FormView:      b.saveView,
			view.DeleteConfirm: b.deleteConfirmed,

			view.EnrollConfirm:  b.enroll,
			view.CompanyConfirm: b.makeCompany,
			view.ArchiveConfirm: b.archivePerson,
			view.RestoreConfirm: b.restorePerson,
			view.EditConfirm:    b.restoreForEdit,
		},
		closings: map[string]handler{
			view.FormPerson:  b.closeEdit,
			view.FormCourse:  b.closeEdit,
			view.FormConsent: b.closeEdit,
		},
		suggestions: map[string]handler{
			view.PersonFind:       b.suggestPerson,
			view.PickPerson:       b.suggestPerson,
			view.PickPersonOrNone: b.suggestPersonOrNone,
			view.PickAssignee:     b.suggestStaff,
			view.PickOwner:        b.suggestOwner,
			view.PickOwnerOrAny:   b.suggestOwnerOrAny,
		},
		shortcuts: map[string]handler{
			shortcutPerson: b.newPerson,
			shortcutTask:   b.newTask,
		},
		events: map[string]handler{
			"app_home_opened": b.homeOpened,
			"file_shared":     b.fileShared,
			"user_change":     b.userChanged,
		},
		cards: map[string]drawer{
			view.CardPerson:   b.personCard,
			view.CardTask:     b.taskCard,
			view.CardCalendar: b.calendarCard,
			view.HubView:      b.hub,
		},
	}
}

// find returns the handler of r. Of a command it takes the verb off the text.
func (t routes) find(r *Request) (handler, error) {
	tables := map[Kind]map[string]handler{
		Press: t.presses, Submission: t.submissions, Suggestion: t.suggestions, Shortcut: t.shortcuts,
	}
	switch r.Kind {
	case Command:
		return t.findCommand(r)
	case Closed:
		if do, ok := t.closings[r.Name]; ok {
			return do, nil
		}
		return ignore, nil
	}
	for _, name := range []string{r.Name, r.Name[:strings.LastIndex(r.Name, ".")+1]} {
		if do, ok := tables[r.Kind][name]; ok {
			return do, nil
		}
	}
	return nil, errOutdated
}

// findCommand returns what a command's first word asks for, which is then taken off r.Text.
func (t routes) findCommand(r *Request) (handler, error) {
	for _, c := range t.commands {
		if c.name.matches(r.Name) {
			return c.understand(r), nil
		}
	}
	return nil, crm.Refusal{ID: "refusal.unknown_command"}
}
