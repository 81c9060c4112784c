package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// SavedViews are by's own views of the list of people, by name.
func (s *Store) SavedViews(ctx context.Context, by crm.Staff) ([]crm.SavedView, error) {
	if err := by.MayWork(); err != nil {
		return nil, err
	}
	rows, err := s.pool.Query(ctx, `
		select id, name, filter, settings from saved_views
		where workspace_id = $1 and staff_id = $2 and list = $3 order by name, id`, by.Workspace.ID, by.ID, crm.ListPeople)
	if err != nil {
		return nil, fmt.Errorf("reading saved views: %w", err)
	}
	views, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (crm.SavedView, error) {
		var name string
		var k keptList
		err := row.Scan(&k.saved, &name, &k.filter, &k.kept)
		return crm.SavedView{ID: k.saved, Name: name, List: s.peopleList(by, k)}, err
	})
	if err != nil {
		return nil, fmt.Errorf("reading saved views: %w", err)
	}
	return views, nil
}

// SaveView keeps how by sees the list of people now under a name, in the place of their
// view of the same name if there is one, and opens it. A name that is empty or too long,
// or one too many, is refused with [crm.Problems].
func (s *Store) SaveView(ctx context.Context, by crm.Staff, name string) (crm.SavedView, error) {
	return change(ctx, s, by, func(t *tx) (crm.SavedView, error) {
		// The list is locked first, so that the same person's savings follow one another.
		kept, err := t.lockPeopleList(ctx)
		if err != nil {
			return crm.SavedView{}, err
		}
		names, err := t.namesOfViews(ctx)
		if err != nil {
			return crm.SavedView{}, err
		}
		list := s.peopleList(by, kept)
		v, err := list.Save(name, names)
		if err != nil {
			return crm.SavedView{}, err
		}
		if v.ID, err = t.upsertView(ctx, v, names); err != nil {
			return crm.SavedView{}, err
		}
		v.List = list.Open(v)
		return v, t.keepPeopleList(ctx, v.List)
	})
}

// namesOfViews are those of the asker's views of the list of people.
func (t *tx) namesOfViews(ctx context.Context) ([]string, error) {
	rows, err := t.Query(ctx, `select name from saved_views where workspace_id = $1 and staff_id = $2 and list = $3`,
		t.by.Workspace.ID, t.by.ID, crm.ListPeople)
	if err != nil {
		return nil, fmt.Errorf("reading names of views: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// upsertView writes a view in the place of that of names which is the same to people, and
// which gets the name as it is written now.
func (t *tx) upsertView(ctx context.Context, v crm.SavedView, names []string) (id crm.ViewID, err error) {
	before := v.Name
	if i := slices.IndexFunc(names, func(name string) bool { return crm.SameViewName(name, v.Name) }); i >= 0 {
		before = names[i]
	}
	err = t.QueryRow(ctx, `
		with renamed as (
			update saved_views set name = $4, filter = $5, settings = $6
			where workspace_id = $1 and staff_id = $2 and list = $3 and name = $8 returning id),
		added as (
			insert into saved_views (workspace_id, staff_id, list, name, filter, settings, created_at)
			select $1, $2, $3, $4, $5, $6, $7 where not exists (select from renamed) returning id)
		select id from renamed union all select id from added`,
		t.by.Workspace.ID, t.by.ID, crm.ListPeople, v.Name, v.List.Filter, v.List.Settings, t.now, before).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("saving view: %w", err)
	}
	return id, nil
}

// OpenView makes one of by's views how they see the list, and returns that. A view that
// is gone, or another's, is [crm.ErrNotFound].
func (s *Store) OpenView(ctx context.Context, by crm.Staff, id crm.ViewID) (crm.PeopleList, error) {
	return change(ctx, s, by, func(t *tx) (crm.PeopleList, error) {
		now, err := t.lockPeopleList(ctx)
		if err != nil {
			return crm.PeopleList{}, err
		}
		rows, err := t.Query(ctx, `
			select filter, settings from saved_views where workspace_id = $1 and staff_id = $2 and list = $3 and id = $4`,
			by.Workspace.ID, by.ID, crm.ListPeople, id)
		if err != nil {
			return crm.PeopleList{}, fmt.Errorf("reading view: %w", err)
		}
		kept, err := one(rows, func(row pgx.CollectableRow) (keptList, error) {
			k := keptList{saved: id}
			err := row.Scan(&k.filter, &k.kept)
			return k, err
		})
		if err != nil {
			return crm.PeopleList{}, err
		}
		l := s.peopleList(by, now).Open(crm.SavedView{ID: id, List: s.peopleList(by, kept)})
		return l, t.keepPeopleList(ctx, l)
	})
}

// DeleteView forgets one of by's views; how they see the list stays as it is. A view that
// is gone, or another's, is [crm.ErrNotFound].
func (s *Store) DeleteView(ctx context.Context, by crm.Staff, id crm.ViewID) error {
	_, err := change(ctx, s, by, func(t *tx) (struct{}, error) {
		_, err := t.Exec(ctx, `
			update lists set saved_view = null where workspace_id = $1 and staff_id = $2 and saved_view = $3`,
			by.Workspace.ID, by.ID, id)
		if err != nil {
			return struct{}{}, fmt.Errorf("closing view: %w", err)
		}
		gone, err := t.Exec(ctx, `delete from saved_views where workspace_id = $1 and staff_id = $2 and id = $3`,
			by.Workspace.ID, by.ID, id)
		if err != nil {
			return struct{}{}, fmt.Errorf("deleting view: %w", err)
		}
		if gone.RowsAffected() == 0 {
			return struct{}{}, crm.ErrNotFound
		}
		return struct{}{}, nil
	})
	return err
}
