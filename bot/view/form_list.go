package view

import (
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// layoutTexts name the layouts.
var layoutTexts = map[crm.Layout]string{
	crm.LayoutCards:   "list.layout_cards",
	crm.LayoutCompact: "list.layout_compact",
	crm.LayoutTable:   "list.layout_table",
}

// ListForm asks how the reader wants the list m.List: which columns in which order, the
// layout, and how many rows (R14). A form that is open already shows s if m.Version is
// another than its own.
func ListForm(r Reader, m Meta, s crm.ListSettings) slack.ModalViewRequest {
	s = m.List.Settle(s)
	layout := field{id: crm.FieldLayout, label: "list.layout", required: true}
	if m.List == crm.ListPeople { // whose table has more columns and buttons than a table has room for
		layout.hint = "list.layout_hint"
	}
	fields := []slack.Block{
		r.columnsField(m.List, s.Columns), r.radio(layout, string(s.Layout), r.layoutOptions()...), r.rowsField(s.Rows),
	}
	if m.Version > 0 {
		inputsAnew(fields, m.Version)
	}
	return r.form(FormList, r.Words.Say("list.settings"), r.Words.Say("general.save_and_close"), m,
		append(fields, actions(r.button(ListDefaults, string(m.List), "list.defaults")))...)
}

// columnsField offers all columns of a list; those that are shown are chosen, in their order.
func (r Reader) columnsField(list crm.ListName, shown []crm.Column) slack.Block {
	var options []*slack.OptionBlockObject
	for _, c := range list.Columns() {
		options = append(options, option(string(c), r.Words.Say(headingID(list, c))))
	}
	element := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic,
		plain(r.Words.Say("list.columns_placeholder"), maxHolder), crm.FieldColumns, options...)
	for _, c := range shown {
		i := slices.IndexFunc(options, func(o *slack.OptionBlockObject) bool { return o.Value == string(c) })
		element.InitialOptions = append(element.InitialOptions, options[i])
	}
	in := r.input(field{id: crm.FieldColumns, label: "list.columns", required: true}, element).(*slack.InputBlock)
	always := struct{ Name string }{r.Words.Say(headingID(list, naming[list]))}
	in.Hint = plain(r.Words.Fill("list.columns_hint", always), maxField)
	return in
}

// headingID is the id of the text above a column.
func headingID(list crm.ListName, c crm.Column) string {
	if list == crm.ListTasks {
		return taskColumns[c].heading
	}
	return personColumns[c].heading
}

func (r Reader) layoutOptions() []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	for _, l := range crm.Layouts {
		o := option(string(l), r.Words.Say(layoutTexts[l]))
		if l == crm.LayoutTable {
			o.Description = plain(r.Words.Say("list.layout_table_hint"), maxButton)
		}
		options = append(options, o)
	}
	return options
}

func (r Reader) rowsField(rows int) slack.Block {
	var options []*slack.OptionBlockObject
	for _, n := range crm.RowsChoices {
		options = append(options, option(strconv.Itoa(n), r.Words.Number(n)))
	}
	f := field{id: crm.FieldRows, label: "list.rows", required: true}
	in := r.list(f, strconv.Itoa(rows), options...).(*slack.InputBlock)
	most := struct{ Cards, Lines string }{r.Words.Number(mostRows[crm.LayoutCards]), r.Words.Number(mostRows[crm.LayoutCompact])}
	in.Hint = plain(r.Words.Fill("list.rows_hint", most), maxField)
	return in
}

// ReadListForm reads a submitted [ListForm]. The columns are in the order in which they
// were chosen.
func ReadListForm(s *slack.ViewState) crm.ListSettings {
	f := read(s)
	var columns []crm.Column
	for _, o := range f[crm.FieldColumns].SelectedOptions {
		columns = append(columns, crm.Column(o.Value))
	}
	rows, err := strconv.Atoi(f.option(crm.FieldRows))
	if err != nil {
		rows = 0 // which the list settles
	}
	return crm.ListSettings{Columns: columns, Layout: crm.Layout(f.option(crm.FieldLayout)), Rows: rows}
}
