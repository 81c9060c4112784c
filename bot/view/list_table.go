package view

import (
	"slices"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// Slack's limits for tables.
const (
	maxCells     = 20    // in a row
	maxDataTable = 20000 // characters in all cells of a data_table
	maxTable     = 10000 // characters in all cells of a table
	maxCell      = 200   // ours, so that one long text does not shorten all others
)

// dataTable is a list as a table with buttons: what can be done with a row, its card first,
// as far as there are cells left for it, and the columns.
func (r Reader) dataTable(l listing, rows []tableRow) slack.Block {
	buttons := min(len(rows[0].presses), maxCells-len(l.headings))
	texts := shortened(l.headings, rows, maxDataTable-buttonText(rows, buttons))
	block := slack.NewDataTableBlock(r.Words.Say(listNames[l.of])).WithPageSize(len(rows))
	block.RowHeaderColumnIndex = max(0, buttons) + slices.Index(l.settings.Columns, naming[l.of])
	for i, line := range texts {
		var shown tableRow // above the columns: none
		if i > 0 {
			shown = rows[i-1]
		}
		block.AddRow(dataCells(shown, line, rows[0].presses[:max(0, buttons)])...)
	}
	return block
}

// dataCells are the cells of the row that is shown, or those above the columns: over a
// button stands what it does.
func dataCells(shown tableRow, line []string, buttons []*slack.ButtonBlockElement) []slack.DataTableCell {
	var cells []slack.DataTableCell
	for i, b := range buttons {
		var press slack.DataTableCell = slack.NewDataTableRawTextCell(b.Text.Text)
		if shown.presses != nil {
			press = slack.NewDataTableActionCell(shown.presses[i])
		}
		cells = append(cells, press)
	}
	for i, text := range line {
		if shown.cells != nil && shown.cells[i].press != nil {
			// Where buttons cannot be shown the cell says in a word what its button shows by a sign.
			said := slack.NewDataTableRawTextCell(plain(shown.cells[i].text, maxCell).Text)
			cells = append(cells, slack.NewDataTableActionCell(shown.cells[i].press).WithFallback(said))
			continue
		}
		if shown.muted && text != "" {
			cells = append(cells, slack.NewDataTableRichTextCell(slanted(text)))
			continue
		}
		cells = append(cells, slack.NewDataTableRawTextCell(text))
	}
	return cells
}

// slanted is a text in italics.
func slanted(text string) *slack.RichTextSection {
	return slack.NewRichTextSection(slack.NewRichTextSectionTextElement(text, &slack.RichTextSectionTextStyle{Italic: true}))
}

// buttonText is how many characters the buttons of a table and their headings take.
func buttonText(rows []tableRow, buttons int) int {
	n := 0
	for _, b := range rows[0].presses[:max(0, buttons)] {
		n += runes(b.Text.Text) * (len(rows) + 1)
	}
	return n
}

// plainTable is a list as a table without buttons, and under it menus in which a row is
// chosen for what can be done with it.
func (r Reader) plainTable(l listing, rows []tableRow) []slack.Block {
	block := slack.NewTableBlock("")
	for i, line := range shortened(l.headings, rows, maxTable) {
		var cells []slack.TableCell
		for _, text := range line {
			if i > 0 && rows[i-1].muted && text != "" {
				cells = append(cells, slack.NewTableRichTextCell(slanted(text)))
				continue
			}
			cells = append(cells, slack.NewTableRawTextCell(text))
		}
		block.Rows = append(block.Rows, cells)
	}
	var menus []slack.BlockElement
	for i, c := range rows[0].choices {
		var options []*slack.OptionBlockObject
		for _, row := range rows {
			options = append(options, rowOption(row, row.choices[i].value))
		}
		menus = append(menus, slack.NewOptionsSelectBlockElement(slack.OptTypeStatic,
			plain(r.Words.Say(c.label), maxHolder), c.action, options...))
	}
	return []slack.Block{block, actions(menus...)}
}

// rowOption is a row in a menu under its table.
func rowOption(r tableRow, value string) *slack.OptionBlockObject {
	o := option(value, r.name)
	if r.apart != "" {
		o.Description = plain(r.apart, maxShort) // of up to 150 options in one view
	}
	return o
}

// shortened are the texts of a table, headings first, each as long as it may be for all
// to stay within most characters. What is cut ends with "…".
func shortened(headings []string, rows []tableRow, most int) [][]string {
	texts := [][]string{slices.Clone(headings)}
	for _, row := range rows {
		var line []string
		for _, c := range row.cells {
			text := c.text
			if c.press != nil {
				text = c.press.Text.Text
			}
			line = append(line, plain(text, maxCell).Text)
		}
		texts = append(texts, line)
	}
	limit := maxCell
	for length(texts, limit) > most {
		limit--
	}
	for _, line := range texts {
		for i := range line {
			line[i] = cut(line[i], limit)
		}
	}
	return texts
}

// length is how many characters the texts have if each has at most limit.
func length(texts [][]string, limit int) int {
	n := 0
	for _, line := range texts {
		for _, text := range line {
			n += min(runes(text), limit)
		}
	}
	return n
}

// listNames name the lists.
var listNames = map[crm.ListName]string{crm.ListPeople: "home.tab_people", crm.ListTasks: "home.tab_tasks"}

// naming is the column that names each list's rows.
var naming = map[crm.ListName]crm.Column{crm.ListPeople: crm.ColumnName, crm.ListTasks: crm.ColumnSubject}
