package view

import (
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
		return r.lines(r.importUndone(c)...)
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
	crm.ChoreWriting:  {"export.writing", "export.writing_rows"},
}

func (r Reader) choreGoesOn(c crm.Chore) Message {
	says := goingOn[c.State]
	if c.Rows == 0 {
		return r.lines(r.Words.Say(says.begun))
	}
	return r.lines(r.Words.Count(says.rows, c.Rows))
}

// verdicts say how many rows an import makes what of.
var verdicts = map[crm.Verdict]string{
	crm.RowNew:     "import.new",
	crm.RowUpdated: "import.updated",
	crm.RowSame:    "import.same",
	crm.RowDouble:  "import.double",
	crm.RowFaulty:  "import.faulty",
}

// importAsks is what an import would do, with the buttons that do it or leave it.
func (r Reader) importAsks(c crm.Chore) Message {
	lines := ImportPreview(r, c)
	line := []slack.BlockElement{r.button(ChoreCancel, formatID(c.ID), "general.cancel")}
	if c.Counts[crm.RowNew]+c.Counts[crm.RowUpdated] > 0 {
		apply := r.button(ChoreApply, formatID(c.ID), "import.apply").WithStyle(slack.StylePrimary)
		line = []slack.BlockElement{apply, line[0]}
	}
	m := r.lines(lines...)
	m.Blocks = r.within(maxInPost, append(m.Blocks, actions(line...)))
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
	if c.Counts[crm.RowNew]+c.Counts[crm.RowUpdated] == 0 {
		lines = append(lines, r.Words.Say("import.nothing"))
	}
	if len(c.Unknown) > 0 {
		lines = append(lines, r.Words.Fill("import.unknown", struct{ Names string }{escape(strings.Join(c.Unknown, ", "), maxExcerpt)}))
	}
	if c.LeftOut() > 0 {
		lines = append(lines, r.Words.Say("import.faults_follow"))
	}
	return lines
}

// examples are a few names of n, after the number.
func (r Reader) examples(names []string, n int) string {
	if len(names) == 0 {
		return ""
	}
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = escape(name, maxInLine)
	}
	list := strings.Join(all, ", ")
	if n > len(names) {
		list += ", …"
	}
	return ": " + list
}

// choreDone says that an import or an export is done. An import can be taken back for a
// while.
func (r Reader) choreDone(c crm.Chore) Message {
	if c.Kind == crm.ChoreExport {
		return r.lines(r.Words.Fill("export.done", named(c.Name)) + breakInText + r.Words.Count("export.rows", c.Rows))
	}
	m := r.lines(ImportDone(r, c)...)
	if !c.Undoable(r.Now) {
		return m
	}
	undo := r.button(ChoreUndo, formatID(c.ID), "import.undo")
	undo.Confirm = slack.NewConfirmationBlockObject(
		plain(r.Words.Say("import.undo_title"), maxConfirmTitle), plain(r.Words.Say("import.undo_question"), maxConfirmText),
		plain(r.Words.Say("import.undo"), maxConfirmButton), plain(r.Words.Say("general.cancel"), maxConfirmButton),
	)
	until := r.Words.Fill("import.undo_until", struct{ When string }{r.moment(c.Done.Add(crm.UndoFor))})
	m.Blocks = r.within(maxInPost, append(m.Blocks, note(until), actions(undo)))
	return m
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

// importUndone says what became of the people of an import that was taken back.
func (r Reader) importUndone(c crm.Chore) []string {
	lines := []string{r.Words.Fill("import.undone", named(c.Name))}
	for _, n := range []struct {
		id    string
		count int
	}{{"import.removed", c.Removed}, {"import.restored", c.Restored}, {"import.kept", c.Kept}} {
		if n.count > 0 {
			lines = append(lines, "• "+r.Words.Count(n.id, n.count))
		}
	}
	return lines
}

// choreFailed says why a chore came to nothing. An export may be tried again.
func (r Reader) choreFailed(c crm.Chore) Message {
	reason := r.Words.Say("refusal.chore_failed")
	if c.Problem != nil {
		reason = refused(r.Words, *c.Problem)
	}
	if c.Kind == crm.ChoreImport {
		return r.lines(r.Words.Say("import.failed"), escape(reason, maxExcerpt))
	}
	m := r.lines(r.Words.Say("export.failed"), escape(reason, maxExcerpt))
	m.Blocks = append(m.Blocks, actions(r.button(ChoreRetry, formatID(c.ID), "export.retry")))
	return m
}

// FileLine is the line that a chore's file comes with. It is mrkdwn.
func FileLine(r Reader, c crm.Chore, f crm.ChoreFile) string {
	if f.Faults {
		return r.Words.Say("import.faults")
	}
	says := []string{r.Words.Say("sheet." + string(c.Export.List)), r.Words.Count("export.rows", c.Rows)}
	for _, condition := range c.Export.Filter {
		says = append(says, escape(condition, maxInLine))
	}
	return joined(says...)
}

// FilterLines say what a list of people lets through, a line for its view and each of its
// conditions; none for everybody. The owner's name is that of the filter's.
func FilterLines(r Reader, l crm.PeopleList, owner string) []string {
	var lines []string
	if v := l.Filter.View; v != "" && v != crm.ViewAll {
		lines = append(lines, r.Words.Say("list.view_"+string(v)))
	}
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
