package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// AddPerson adds a person of type CRM, owned by the one who adds (R20), and the
// form's note as their first. The key of the form's submission makes it happen once:
// a second call with it returns what the first one made, as no change; a second call
// with other contents corrects that.
func (s *Store) AddPerson(ctx context.Context, by crm.Staff, once string, f crm.PersonForm) (crm.Change[crm.Person], error) {
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Person], error) {
		saved, err := t.submitted(ctx, crm.NounPerson, once)
		if err != nil {
			return crm.Change[crm.Person]{}, err
		}
		if saved.id != 0 {
			return t.editPerson(ctx, once, crm.PersonID(saved.id), 0, f)
		}
		p, err := f.Apply(crm.Person{Type: crm.TypeCRM, CRMContact: true, Owner: by.ID, Created: t.now, Version: 1})
		if err != nil {
			return crm.Change[crm.Person]{}, err
		}
		if p.ID, err = t.insertPerson(ctx, p); err != nil {
			return crm.Change[crm.Person]{}, err
		}
		event, err := t.record(ctx, happening{
			verb: crm.Added, noun: crm.NounPerson, id: int64(p.ID), person: p.ID, after: p, once: once,
		})
		if err != nil {
			return crm.Change[crm.Person]{}, err
		}
		if strings.TrimSpace(f.Note) != "" {
			if _, err := t.addNote(ctx, "", crm.NoteForm{Person: p.ID, Body: f.Note}); err != nil {
				return crm.Change[crm.Person]{}, err
			}
		}
		return crm.Change[crm.Person]{After: p, Event: event}, nil
	})
}

// EditPerson changes a person's data. A version that is not the present one is
// refused with [crm.Stale].
func (s *Store) EditPerson(ctx context.Context, by crm.Staff, once string, id crm.PersonID, version int, f crm.PersonForm) (crm.Change[crm.Person], error) {
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Person], error) {
		return t.editPerson(ctx, once, id, version, f)
	})
}

// editPerson saves the form. One that was saved before and comes again as it was
// changes nothing; one that comes corrected goes on from what it saved.
func (t *tx) editPerson(ctx context.Context, once string, id crm.PersonID, version int, f crm.PersonForm) (crm.Change[crm.Person], error) {
	before, err := t.lockPerson(ctx, id)
	if err != nil {
		return crm.Change[crm.Person]{}, err
	}
	after, problem := f.Apply(before)
	same := problem == nil && after == before
	once, err = t.basis(ctx, crm.NounPerson, int64(id), before.Version, version, once, same)
	if err == nil {
		err = problem
	}
	if err != nil {
		return crm.Change[crm.Person]{}, err
	}
	if same {
		return crm.Change[crm.Person]{Before: before, After: after}, nil
	}
	after.Version++
	if err := t.updatePerson(ctx, after); err != nil {
		return crm.Change[crm.Person]{}, err
	}
	if err := t.touchFeedsOf(ctx, id); err != nil {
		return crm.Change[crm.Person]{}, err
	}
	event, err := t.record(ctx, happening{
		verb: crm.Edited, noun: crm.NounPerson, id: int64(id), person: id, before: before, after: after, once: once,
	})
	return crm.Change[crm.Person]{Before: before, After: after, Event: event}, err
}

// Person is one person of by's workspace.
func (s *Store) Person(ctx context.Context, by crm.Staff, id crm.PersonID) (crm.Person, error) {
	if err := by.MayWork(); err != nil {
		return crm.Person{}, err
	}
	rows, err := s.pool.Query(ctx, selectPerson+`where workspace_id = $1 and id = $2`, by.Workspace.ID, id)
	if err != nil {
		return crm.Person{}, fmt.Errorf("reading person: %w", err)
	}
	return one(rows, rowToPerson)
}

// People are all people by family name, as the Polish alphabet has it: a page that
// begins after the cursor.
func (s *Store) People(ctx context.Context, by crm.Staff, after crm.Cursor, size int) (crm.Page[crm.Person], error) {
	if err := by.MayWork(); err != nil {
		return crm.Page[crm.Person]{}, err
	}
	var last personKey
	if _, err := parseCursor(after, &last); err != nil {
		return crm.Page[crm.Person]{}, err
	}
	rows, err := s.pool.Query(ctx, selectPerson+`
		where workspace_id = $1 and (family_name, given_name, id) > ($2, $3, $4)
		order by family_name, given_name, id limit $5`,
		by.Workspace.ID, last.Family, last.Given, last.ID, size+1)
	if err != nil {
		return crm.Page[crm.Person]{}, fmt.Errorf("listing people: %w", err)
	}
	people, err := pgx.CollectRows(rows, rowToPerson)
	if err != nil {
		return crm.Page[crm.Person]{}, fmt.Errorf("listing people: %w", err)
	}
	page := pageOf(people, size, func(p crm.Person) any { return personKey{p.FamilyName, p.GivenName, p.ID} })
	page.Total, err = s.count(ctx, `select from people where workspace_id = $1`, by.Workspace.ID)
	return page, err
}

// personKey is a person's place in the list.
type personKey struct {
	Family string       `json:"f"`
	Given  string       `json:"g"`
	ID     crm.PersonID `json:"i"`
}

// count counts the rows of query, no further than [crm.CountCap].
func (s *Store) count(ctx context.Context, query string, args ...any) (int, error) {
	var n int
	err := s.pool.QueryRow(ctx, fmt.Sprintf(`select count(*) from (%s limit %d) as capped`, query, crm.CountCap), args...).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("counting: %w", err)
	}
	return n, nil
}

// selectPerson is the beginning of each query that reads people.
const selectPerson = `
	select id, given_name, family_name, phone, phone_ext, email, company, type, crm_contact,
		coalesce(owner_id, 0) as owner_id, open_tasks, created_at, version
	from people `

// rowToPerson reads what selectPerson selects.
func rowToPerson(row pgx.CollectableRow) (crm.Person, error) {
	r, err := pgx.RowToStructByName[struct {
		ID                                                     int64
		GivenName, FamilyName, Phone, PhoneExt, Email, Company string
		Type                                                   string
		CRMContact                                             bool `db:"crm_contact"`
		OwnerID                                                int64
		OpenTasks                                              int
		CreatedAt                                              time.Time
		Version                                                int
	}](row)
	return crm.Person{
		ID: crm.PersonID(r.ID), GivenName: r.GivenName, FamilyName: r.FamilyName,
		Phone: r.Phone, PhoneExt: r.PhoneExt, Email: r.Email, Company: r.Company,
		Type: crm.Type(r.Type), CRMContact: r.CRMContact, Owner: crm.StaffID(r.OwnerID),
		OpenTasks: r.OpenTasks, Created: r.CreatedAt.UTC(), Version: r.Version,
	}, err
}

// lockPerson reads a person whom nobody else may change until the transaction ends.
func (t *tx) lockPerson(ctx context.Context, id crm.PersonID) (crm.Person, error) {
	if err := t.lock(ctx, "people", int64(id)); err != nil {
		return crm.Person{}, err
	}
	return t.person(ctx, id)
}

func (t *tx) person(ctx context.Context, id crm.PersonID) (crm.Person, error) {
	rows, err := t.Query(ctx, selectPerson+`where workspace_id = $1 and id = $2`, t.by.Workspace.ID, id)
	if err != nil {
		return crm.Person{}, fmt.Errorf("reading person: %w", err)
	}
	return one(rows, rowToPerson)
}

func (t *tx) insertPerson(ctx context.Context, p crm.Person) (crm.PersonID, error) {
	var id crm.PersonID
	given, family := nameKeys(p)
	err := t.QueryRow(ctx, `
		insert into people (workspace_id, given_name, family_name, phone, phone_ext, email, company, type,
			crm_contact, owner_id, given_first, family_first, email_fold, company_fold, version, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, nullif($10, 0), $11, $12, $13, $14, $15, $16)
		returning id`,
		t.by.Workspace.ID, p.GivenName, p.FamilyName, p.Phone, p.PhoneExt, p.Email, p.Company, p.Type,
		p.CRMContact, int64(p.Owner), given, family, emailKey(p.Email), crm.Fold(p.Company), p.Version, p.Created).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("inserting person: %w", err)
	}
	return id, nil
}

func (t *tx) updatePerson(ctx context.Context, p crm.Person) error {
	given, family := nameKeys(p)
	_, err := t.Exec(ctx, `
		update people set given_name = $3, family_name = $4, phone = $5, phone_ext = $6, email = $7, company = $8,
			given_first = $9, family_first = $10, email_fold = $11, company_fold = $12, version = $13
		where workspace_id = $1 and id = $2`,
		t.by.Workspace.ID, p.ID, p.GivenName, p.FamilyName, p.Phone, p.PhoneExt, p.Email, p.Company,
		given, family, emailKey(p.Email), crm.Fold(p.Company), p.Version)
	if err != nil {
		return fmt.Errorf("updating person: %w", err)
	}
	return nil
}
