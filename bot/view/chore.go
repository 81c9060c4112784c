package view

import (
	"cmp"
	"strings"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// Action ids of the buttons of a chore's message; their value is the chore, for [ParseID].
const (
	ChoreApply  = "chore.apply"
	ChoreCancel = "chore.cancel"
	ChoreUndo   = "chore.undo"
	ChoreRetry  = "chore.retry"
)

// Chore is the message that tells who asked for c how it stands: the one message of an
// import from its file to its being undone, or of an export until the file is there.
func Chore(r Reader, c crm.Chore) Message {
	switch c.State {
	case crm.ChoreAsking:
		return r.importAsks(c)
	case crm.ChoreDone:
		return r.choreDone(c)
	case crm.ChoreUndone:
		return r.lines(ImportUndone(r, c)...)
	case crm.ChoreCancelled:
		return r.lines(r.Words.Say("import.cancelled"))
	case crm.ChoreFailed:
		return r.choreFailed(c)
	}
	return r.choreGoesOn(c)
}

// goingOn are what is said in each state in which there is work: at first, and when it is
// known how many rows there were.
var goingOn = map[crm.ChoreState]struct{ begun, rows string }{
	crm.ChoreReading:  {"import.reading", "import.reading_rows"},
	crm.ChoreApplying: {"import.applying", "import.applying_rows"},
	crm.ChoreUndoing:  {"import.undoing", "import.undoing_rows"},
	crm.ChoreWriting:  {begun: "export.writing"},
}

func (r Reader) choreGoesOn(c crm.Chore) Message {
	says := goingOn[c.State]
	if c.Rows == 0 {
		return r.lines(r.Words.Say(says.begun))
	}
	if c.Kind == crm.ChoreExport {
		return r.lines(r.Words.Say(says.begun) + " " + r.exported(c))
	}
	return r.lines(r.Words.Count(says.rows, c.Rows))
}

// verdicts say how many rows an import makes what of.
var verdicts = map[crm.Verdict]string{
	crm.RowNew:      "import.new",
	crm.RowUpdated:  "import.updated",
	crm.RowSame:     "import.same",
	crm.RowRepeated: "import.repeated",
	crm.RowDouble:   "import.double",
	crm.RowFaulty:   "import.faulty",
}

// importAsks is what an import would do, with the buttons that do it or leave it if it
// would do anything.
func (r Reader) importAsks(c crm.Chore) Message {
	lines := ImportPreview(r, c)
	if c.Concerned() == 0 {
		return r.lines(lines...)
	}
	m := r.lines(append(lines, r.Words.Say("import.unsaved"))...)
	apply := r.button(ChoreApply, formatID(c.ID), "import.apply").WithStyle(slack.StylePrimary)
	cancel := r.button(ChoreCancel, formatID(c.ID), "general.cancel")
	m.Blocks = r.within(maxInPost, append(m.Blocks, actions(apply, cancel)))
	return m
}

// ImportPreview says what an import would do, in lines of escaped text.
func ImportPreview(r Reader, c crm.Chore) []string {
	lines := []string{r.Words.Fill("import.preview", named(c.Name))}
	if c.Changed {
		lines = append(lines, r.Words.Say("import.changed"))
	}
	for _, v := range crm.Verdicts {
		if c.Counts[v] > 0 {
			lines = append(lines, "• "+r.Words.Count(verdicts[v], c.Counts[v])+r.examples(c.Examples[v], c.Counts[v]))
		}
	}
	switch {
	case c.Concerned() > 0:
	case c.Counts[crm.RowSame] == c.Total() && c.Total() > 0:
		lines = append(lines, r.Words.Say("import.nothing_new"))
	default:
		lines = append(lines, r.Words.Say("import.nothing"))
	}
	if len(c.Unknown) > 0 {
		lines = append(lines, r.Words.Fill("import.unknown", struct{ Names string }{escape(strings.Join(c.Unknown, ", "), maxExcerpt)}))
	}
	if c.LeftOut() > 0 {
		lines = append(lines, r.Words.Say("import.faults_follow"))
	}
	if c.Leaving > 0 { // R62: they do not leave it unasked
		lines = append(lines, r.Words.Count("import.leaving", c.Leaving))
	}
	return lines
}

// examples are a few rows of n, after the number.
func (r Reader) examples(rows []crm.ImportExample, n int) string {
	if len(rows) == 0 {
		return ""
	}
	all := make([]string, len(rows))
	for i, row := range rows {
		all[i] = r.example(row)
	}
	list := strings.Join(all, ", ")
	if n > len(rows) {
		list += ", …"
	}
	return ": " + list
}

// example is whom a row means, apart from their namesakes, or where it stands.
func (r Reader) example(e crm.ImportExample) string {
	says := escape(e.Name, maxInLine)
	switch {
	case e.Name == "":
		return r.Words.Fill("import.row", e)
	case e.Mark != "":
		says += " (" + escape(e.Mark, maxInLine) + ")"
	}
	return says
}

// choreDone says that an import or an export is done. An import can be taken back for a
// while; where that failed, it says so first.
func (r Reader) choreDone(c crm.Chore) Message {
	if c.Kind == crm.ChoreExport {
		return r.exportDone(c)
	}
	lines := ImportDone(r, c)
	if c.Problem != nil {
		lines = append([]string{r.Words.Say("import.undo_failed"), r.problem(c)}, lines...)
	}
	m := r.lines(lines...)
	show := r.button(ListOpen, string(crm.ListPeople), "import.show_people")
	last := []slack.Block{actions(show)}
	if c.Undoable(r.Now) {
		last = []slack.Block{note(UndoUntil(r, c)), actions(show, r.undoButton(c))}
	}
	m.Blocks = r.within(maxInPost, append(m.Blocks, last...))
	return m
}

// undoButton takes an import back, after it has asked.
func (r Reader) undoButton(c crm.Chore) *slack.ButtonBlockElement {
	b := r.button(ChoreUndo, formatID(c.ID), "import.undo")
	b.Confirm = slack.NewConfirmationBlockObject(
		plain(r.Words.Say("import.undo_title"), maxConfirmTitle), plain(UndoQuestion(r, c), maxConfirmText),
		plain(r.Words.Say("import.undo"), maxConfirmButton), plain(r.Words.Say("general.cancel"), maxConfirmButton),
	)
	return b
}

// UndoQuestion says whom taking an import back concerns.
func UndoQuestion(r Reader, c crm.Chore) string {
	var concerned []string
	if n := c.Counts[crm.RowNew]; n > 0 {
		concerned = append(concerned, r.Words.Count("import.will_vanish", n))
	}
	if n := c.Counts[crm.RowUpdated]; n > 0 {
		concerned = append(concerned, r.Words.Count("import.will_be_as_before", n))
	}
	return r.Words.Fill("import.undo_question", struct{ Name, What string }{cut(c.Name, maxNameInConfirm), strings.Join(concerned, ", ")})
}

// maxNameInConfirm is how much of a file's name a question shows, so that all of it has room.
const maxNameInConfirm = 60

// exportDone names the file of a list, and says what is in it.
func (r Reader) exportDone(c crm.Chore) Message {
	var conditions []string
	for _, condition := range c.Export.Filter {
		conditions = append(conditions, escape(condition, maxInLine))
	}
	return r.lines(joined(append([]string{r.Words.Fill("export.done", named(c.Name)), r.exported(c)}, conditions...)...))
}

// exported is how many people or tasks an export has, so far or in all.
func (r Reader) exported(c crm.Chore) string {
	if c.Export.List == crm.ListTasks {
		return r.Words.Count("export.tasks", c.Rows)
	}
	return r.Words.Count("export.people", c.Rows)
}

// UndoUntil says until when an import can be taken back.
func UndoUntil(r Reader, c crm.Chore) string {
	return r.Words.Fill("import.undo_until", struct{ When string }{r.moment(c.Done.Add(crm.UndoFor))})
}

// ImportDone says what an import has done, in lines of escaped text.
func ImportDone(r Reader, c crm.Chore) []string {
	lines := []string{r.Words.Fill("import.done", named(c.Name))}
	for _, v := range crm.Verdicts {
		if c.Counts[v] > 0 {
			lines = append(lines, "• "+r.Words.Count(verdicts[v], c.Counts[v]))
		}
	}
	return lines
}

// ImportUndone says what became of the people of an import that was taken back, in lines
// of escaped text.
func ImportUndone(r Reader, c crm.Chore) []string {
	lines := []string{r.Words.Fill("import.undone", named(c.Name))}
	for _, n := range []struct {
		id    string
		count int
	}{{"import.removed", c.Removed}, {"import.restored", c.Restored}, {"import.kept", c.Kept}} {
		if n.count > 0 {
			lines = append(lines, "• "+r.Words.Fill(n.id, struct{ Count string }{r.Words.Number(n.count)}))
		}
	}
	return lines
}

// choreFailed says why a chore came to nothing. An export may be tried again.
func (r Reader) choreFailed(c crm.Chore) Message {
	if c.Kind == crm.ChoreImport {
		return r.lines(r.Words.Say("import.failed"), r.problem(c))
	}
	m := r.lines(r.Words.Say("export.failed"), r.problem(c))
	m.Blocks = append(m.Blocks, actions(r.button(ChoreRetry, formatID(c.ID), "export.retry")))
	return m
}

// problem is why something of a chore came to nothing, escaped.
func (r Reader) problem(c crm.Chore) string {
	reason := r.Words.Say("refusal.chore_failed")
	if c.Problem != nil {
		reason = refused(r.Words, *c.Problem)
	}
	return escape(reason, maxExcerpt)
}

// FilterLines say what a list of people lets through, a line for its view and each of its
// conditions. The owner's name is that of the filter's.
func FilterLines(r Reader, l crm.PeopleList, owner string) []string {
	view := r.Words.Say("list.view_" + string(cmp.Or(l.Filter.View, crm.ViewAll)))
	lines := []string{r.Words.Fill("export.view", named(view))}
	for _, c := range l.Filter.Conditions() {
		lines = append(lines, r.condition(c, l.Filter, owner))
	}
	return lines
}

// MyTasksLines say what the list of tasks lets through (R42).
func MyTasksLines(r Reader) []string {
	return []string{r.Words.Say("export.tasks_to_do"), r.Words.Say("export.tasks_of_mine")}
}

// ExportSoon answers who typed that they want a file.
func ExportSoon(r Reader) Message { return Plain(r.Words.Say("export.soon")) }
