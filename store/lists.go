package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// PeopleList is how by sees the list of people: as they left it, at first everybody.
func (s *Store) PeopleList(ctx context.Context, by crm.Staff) (crm.PeopleList, error) {
	kept, err := s.keptList(ctx, by, crm.ListPeople)
	if err != nil {
		return crm.PeopleList{}, err
	}
	return s.peopleList(by, kept), nil
}

// ChangePeopleList remembers how by wants the list of people, which follows from how they
// see it now: of two changes at the same time none is lost. A filter that cannot be is
// refused with [crm.Problems]; settings are settled as the list allows, and a saved view
// that is not by's own is none.
func (s *Store) ChangePeopleList(ctx context.Context, by crm.Staff, to func(crm.PeopleList) crm.PeopleList) error {
	_, err := change(ctx, s, by, func(t *tx) (struct{}, error) {
		kept, err := t.lockPeopleList(ctx)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, t.keepPeopleList(ctx, to(s.peopleList(by, kept)))
	})
	return err
}

// lockPeopleList reads how the asker left the list, which nobody else may change until
// the transaction ends.
func (t *tx) lockPeopleList(ctx context.Context) (k keptList, err error) {
	err = t.QueryRow(ctx, `
		insert into lists (workspace_id, staff_id, list) values ($1, $2, $3)
		on conflict (workspace_id, staff_id, list) do update set list = excluded.list
		returning filter, settings, coalesce(saved_view, 0), view_settings`,
		t.by.Workspace.ID, t.by.ID, crm.ListPeople).Scan(&k.filter, &k.kept, &k.saved, &k.brought)
	if err != nil {
		return keptList{}, fmt.Errorf("locking list: %w", err)
	}
	return k, nil
}

// TaskSettings are by's settings of the list of tasks.
func (s *Store) TaskSettings(ctx context.Context, by crm.Staff) (crm.ListSettings, error) {
	kept, err := s.keptList(ctx, by, crm.ListTasks)
	if err != nil {
		return crm.ListSettings{}, err
	}
	return settingsOf(crm.ListTasks, kept.kept), nil
}

// KeepTaskSettings remembers how by wants the list of tasks, settled as the list allows.
func (s *Store) KeepTaskSettings(ctx context.Context, by crm.Staff, l crm.ListSettings) error {
	if err := by.MayWork(); err != nil {
		return err
	}
	_, err := s.pool.Exec(ctx, `
		insert into lists (workspace_id, staff_id, list, settings) values ($1, $2, $3, $4)
		on conflict (workspace_id, staff_id, list) do update set settings = excluded.settings`,
		by.Workspace.ID, by.ID, crm.ListTasks, crm.ListTasks.Settle(l))
	if err != nil {
		return fmt.Errorf("keeping settings of tasks: %w", err)
	}
	return nil
}

// keptList is a list or a saved view as its row has it.
type keptList struct {
	filter, kept []byte
	saved        crm.ViewID
	brought      []byte // the settings of a saved view that rule in the place of kept, else nil
}

// keptList reads how by left a list; one that they never touched is empty.
func (s *Store) keptList(ctx context.Context, by crm.Staff, list crm.ListName) (keptList, error) {
	if err := by.MayWork(); err != nil {
		return keptList{}, err
	}
	var k keptList
	err := s.pool.QueryRow(ctx, `
		select filter, settings, coalesce(saved_view, 0), view_settings from lists
		where workspace_id = $1 and staff_id = $2 and list = $3`,
		by.Workspace.ID, by.ID, list).Scan(&k.filter, &k.kept, &k.saved, &k.brought)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return keptList{}, fmt.Errorf("reading list: %w", err)
	}
	return k, nil
}

// settingsOf are those kept, as the list allows now.
func settingsOf(list crm.ListName, kept []byte) crm.ListSettings {
	var s crm.ListSettings
	if json.Unmarshal(kept, &s) != nil {
		s = crm.ListSettings{} // never kept, or by a version that kept them otherwise
	}
	return list.Settle(s)
}

// peopleList is what was kept of a list of people. A filter that can be no more, since an
// older version kept it, is none.
func (s *Store) peopleList(by crm.Staff, k keptList) crm.PeopleList {
	l := crm.PeopleList{Settings: settingsOf(crm.ListPeople, k.kept), Saved: k.saved}
	if k.brought != nil {
		own := l.Settings
		l.Settings, l.Own = settingsOf(crm.ListPeople, k.brought), &own
	}
	if len(k.filter) == 0 {
		return l
	}
	f, err := crm.ParsePersonFilter(k.filter)
	if err != nil {
		s.log.Warn("kept filter is left out", "workspace", by.Workspace.ID, "staff", by.ID, "view", k.saved)
	}
	l.Filter = f
	return l
}

// keepPeopleList writes how the asker wants the list of people.
func (t *tx) keepPeopleList(ctx context.Context, l crm.PeopleList) error {
	if err := l.Filter.Check(); err != nil {
		return err
	}
	own, brought := crm.ListPeople.Settle(l.Settings), (*crm.ListSettings)(nil)
	if l.Own != nil {
		brought, own = new(own), crm.ListPeople.Settle(*l.Own)
	}
	_, err := t.Exec(ctx, `
		insert into lists (workspace_id, staff_id, list, filter, settings, saved_view, view_settings)
		values ($1, $2, $3, $4, $5, (select id from saved_views where workspace_id = $1 and staff_id = $2 and list = $3 and id = $6), $7)
		on conflict (workspace_id, staff_id, list) do update
		set filter = excluded.filter, settings = excluded.settings, saved_view = excluded.saved_view, view_settings = excluded.view_settings`,
		t.by.Workspace.ID, t.by.ID, crm.ListPeople, l.Filter.Tidy(), own, l.Saved, brought)
	if err != nil {
		return fmt.Errorf("keeping list of people: %w", err)
	}
	return nil
}
