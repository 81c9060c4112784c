package bot

import (
	"context"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// exportList sends who pressed the list that the button names as a file, as they see it
// now (R14, R17, R45).
func (b *Bot) exportList(ctx context.Context, r Request) (Answer, error) {
	exports := map[crm.ListName]func(context.Context, Request) (crm.Export, error){
		crm.ListPeople: b.peopleAsSeen, crm.ListTasks: b.tasksAsSeen,
	}
	seen, ok := exports[crm.ListName(r.Text)]
	if !ok {
		return Answer{}, errOutdated
	}
	e, err := seen(ctx, r)
	if err != nil {
		return Answer{}, err
	}
	if _, err = b.store.BeginExport(ctx, r.By, e); err != nil {
		return Answer{}, err
	}
	b.sayThere(r, view.ExportSoon(r.reader(b.store.Now())))
	return Answer{}, nil
}

// exportPeople sends who typed it the list of people as a file.
func (b *Bot) exportPeople(ctx context.Context, r Request) (Answer, error) {
	r.Text = string(crm.ListPeople)
	if _, err := b.exportList(ctx, r); err != nil {
		return Answer{}, err
	}
	return ephemeral(view.ExportSoon(r.reader(b.store.Now()))), nil
}

// peopleAsSeen is the list of people as r's person sees it.
func (b *Bot) peopleAsSeen(ctx context.Context, r Request) (crm.Export, error) {
	m, err := r.meta()
	if err != nil {
		return crm.Export{}, errOutdated
	}
	l, err := b.listIn(ctx, r, m)
	if err != nil {
		return crm.Export{}, err
	}
	owner, err := b.ownerName(ctx, r, l.Filter)
	if err != nil {
		return crm.Export{}, err
	}
	reader := r.reader(b.store.Now())
	return crm.Export{List: crm.ListPeople, People: l.Filter, Settings: l.Settings, Filter: view.FilterLines(reader, l, owner)}, nil
}

// tasksAsSeen is the list of tasks as its tab shows it: to do, and assigned to r's person.
func (b *Bot) tasksAsSeen(ctx context.Context, r Request) (crm.Export, error) {
	settings, err := b.store.TaskSettings(ctx, r.By)
	if err != nil {
		return crm.Export{}, err
	}
	return crm.Export{
		List: crm.ListTasks, OpenOnly: true, Assignee: r.By.ID, Settings: settings,
		Filter: view.MyTasksLines(r.reader(b.store.Now())),
	}, nil
}
