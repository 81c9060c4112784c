package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// A StaffProfile is what Slack tells of a user, and the role they are to have.
type StaffProfile struct {
	SlackUser, Name, Email string
	Locale                 string // Slack's, "pl-PL"; empty when unknown
	Zone                   string // IANA name; empty means the workspace's
	Role                   crm.Role
	Guest                  bool // a guest, a bot, or somebody of another organisation: never staff
}

// AddStaff puts a Slack user on the front-office staff, or changes the role of one
// who is there; where that is their role already, nothing happens but that their name
// and address are kept as Slack has them. Managers may, and the last of them stays one.
func (s *Store) AddStaff(ctx context.Context, by crm.Staff, p StaffProfile) (crm.Change[crm.Staff], error) {
	if err := by.MayManage(); err != nil {
		return crm.Change[crm.Staff]{}, err
	}
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Staff], error) {
		if err := t.lockStaff(ctx); err != nil {
			return crm.Change[crm.Staff]{}, err
		}
		return t.addStaff(ctx, p)
	})
}

// lockStaff lets changes of who is on the staff happen one after the other. It does
// not hold up anybody else's work.
func (t *tx) lockStaff(ctx context.Context) error {
	if _, err := t.Exec(ctx, `select from workspaces where workspace_id = $1 for no key update`, t.by.Workspace.ID); err != nil {
		return fmt.Errorf("locking staff: %w", err)
	}
	return nil
}

// keepManager refuses to take the last manager away.
func (t *tx) keepManager(ctx context.Context, m crm.Staff) error {
	if m.Role != crm.RoleManager {
		return nil
	}
	var others bool
	err := t.QueryRow(ctx, `
		select exists (select from staff where workspace_id = $1 and active and role = 'manager' and id <> $2)`,
		t.by.Workspace.ID, m.ID).Scan(&others)
	if err != nil {
		return fmt.Errorf("looking for another manager: %w", err)
	}
	if !others {
		return crm.Refusal{ID: "refusal.last_manager"}
	}
	return nil
}

// addStaff works under lockStaff.
func (t *tx) addStaff(ctx context.Context, p StaffProfile) (crm.Change[crm.Staff], error) {
	if p.Guest {
		return crm.Change[crm.Staff]{}, crm.Refusal{ID: "refusal.guest_never_staff"}
	}
	before, err := t.readStaff(ctx, `s.slack_user = $2`, p.SlackUser)
	if err != nil && !errors.Is(err, crm.ErrNotFound) {
		return crm.Change[crm.Staff]{}, err
	}
	if p.Role != crm.RoleManager {
		if err := t.keepManager(ctx, before); err != nil {
			return crm.Change[crm.Staff]{}, err
		}
	}
	var id crm.StaffID
	err = t.QueryRow(ctx, `
		insert into staff (workspace_id, slack_user, name, name_fold, email, role, active, slack_locale, zone, created_at)
		values ($1, $2, $3, $4, $5, $6, true, $7, $8, $9)
		on conflict (workspace_id, slack_user) do update set name = excluded.name, name_fold = excluded.name_fold,
			email = excluded.email, role = excluded.role, active = true,
			version = staff.version + (not staff.active or staff.role <> excluded.role)::integer
		returning id`,
		t.by.Workspace.ID, p.SlackUser, p.Name, crm.Fold(p.Name), p.Email, p.Role, p.Locale, p.Zone, t.now).Scan(&id)
	if err != nil {
		return crm.Change[crm.Staff]{}, fmt.Errorf("adding staff: %w", err)
	}
	if err := t.openFeed(ctx, id); err != nil {
		return crm.Change[crm.Staff]{}, err
	}
	if before.ID == 0 {
		if err := t.remindAgain(ctx, id); err != nil {
			return crm.Change[crm.Staff]{}, err
		}
	}
	after, err := t.staffMember(ctx, id)
	if err != nil || before.Role == after.Role {
		return crm.Change[crm.Staff]{Before: before, After: after}, err
	}
	h := happening{verb: crm.Added, noun: crm.NounStaff, id: int64(id), after: staffSnapshot(after)}
	if before.ID != 0 {
		h.verb, h.before = crm.Edited, staffSnapshot(before)
	}
	event, err := t.record(ctx, h)
	return crm.Change[crm.Staff]{Before: before, After: after, Event: event}, err
}

// RemoveStaff takes a member off the staff: they may do nothing any more and get no
// new tasks; what they did and what is assigned to them stays. Managers may, and the
// last manager stays.
func (s *Store) RemoveStaff(ctx context.Context, by crm.Staff, id crm.StaffID) (crm.Change[crm.Staff], error) {
	if err := by.MayManage(); err != nil {
		return crm.Change[crm.Staff]{}, err
	}
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Staff], error) {
		if err := t.lockStaff(ctx); err != nil {
			return crm.Change[crm.Staff]{}, err
		}
		before, err := t.staffMember(ctx, id)
		if err != nil {
			return crm.Change[crm.Staff]{}, err
		}
		if err := t.keepManager(ctx, before); err != nil {
			return crm.Change[crm.Staff]{}, err
		}
		return t.removeStaff(ctx, id)
	})
}

// removeStaff takes a member off the staff; the staff is locked.
func (t *tx) removeStaff(ctx context.Context, id crm.StaffID) (crm.Change[crm.Staff], error) {
	before, err := t.staffMember(ctx, id)
	if err != nil {
		return crm.Change[crm.Staff]{}, err
	}
	if _, err := t.Exec(ctx, `update staff set active = false, version = version + 1 where workspace_id = $1 and id = $2`,
		t.by.Workspace.ID, id); err != nil {
		return crm.Change[crm.Staff]{}, fmt.Errorf("removing staff: %w", err)
	}
	event, err := t.record(ctx, happening{verb: crm.Deleted, noun: crm.NounStaff, id: int64(id), before: staffSnapshot(before)})
	return crm.Change[crm.Staff]{Before: before, Event: event}, err
}

// staffSnapshot is what an event keeps of a staff member.
func staffSnapshot(m crm.Staff) any {
	return struct {
		SlackUser, Name string
		Role            crm.Role
	}{m.SlackUser, m.Name, m.Role}
}

// RefreshProfile keeps by's name, address, locale and zone as Slack has them now, which
// is no event: nobody at the school did it. Whom Slack has made a guest, or who has left
// it, is taken off the staff, even as the last manager; that is an event of the machine's.
func (s *Store) RefreshProfile(ctx context.Context, by crm.Staff, p StaffProfile) error {
	if err := by.MayWork(); err != nil {
		return err
	}
	if p.Guest {
		_, err := change(ctx, s, crm.System(by.Workspace), func(t *tx) (crm.Change[crm.Staff], error) {
			if err := t.lockStaff(ctx); err != nil {
				return crm.Change[crm.Staff]{}, err
			}
			return t.removeStaff(ctx, by.ID)
		})
		return err
	}
	_, err := change(ctx, s, by, func(t *tx) (struct{}, error) {
		tag, err := t.Exec(ctx, `
			update staff set name = $3, name_fold = $4, email = $5, slack_locale = $6, zone = $7
			where workspace_id = $1 and id = $2 and (name, email, slack_locale, zone) is distinct from ($3, $5, $6, $7)`,
			by.Workspace.ID, by.ID, p.Name, crm.Fold(p.Name), p.Email, p.Locale, p.Zone)
		if err != nil {
			return struct{}{}, fmt.Errorf("refreshing profile: %w", err)
		}
		if tag.RowsAffected() == 0 {
			return struct{}{}, nil
		}
		return struct{}{}, t.touchFeeds(ctx, by.ID) // it speaks the language and shows the zone
	})
	return err
}

// ChooseLanguage sets the language that by wants to be spoken to in, and returns by
// as changed. Nobody else's choice can be made.
func (s *Store) ChooseLanguage(ctx context.Context, by crm.Staff, l crm.Language) (crm.Staff, error) {
	chosen, err := change(ctx, s, by, func(t *tx) (crm.Staff, error) {
		if err := t.lock(ctx, "staff", int64(by.ID)); err != nil {
			return by, err
		}
		before, err := t.staffMember(ctx, by.ID)
		if err != nil || before.Chosen == l {
			return before, err
		}
		_, err = t.Exec(ctx, `update staff set chosen_language = $3 where workspace_id = $1 and id = $2`,
			by.Workspace.ID, by.ID, l)
		if err != nil {
			return by, fmt.Errorf("choosing language: %w", err)
		}
		if err := t.touchFeeds(ctx, by.ID); err != nil { // it speaks the language as well
			return by, err
		}
		_, err = t.record(ctx, happening{
			verb: crm.Edited, noun: crm.NounStaff, id: int64(by.ID),
			before: languageSnapshot{before.Chosen}, after: languageSnapshot{l},
		})
		if err != nil {
			return by, err
		}
		return t.staffMember(ctx, by.ID)
	})
	if err != nil {
		return by, err
	}
	return chosen, nil
}

// languageSnapshot is what an event keeps of a choice of language.
type languageSnapshot struct{ Chosen crm.Language }

// selectStaff is the beginning of each query that reads staff members.
const selectStaff = `
	select w.workspace_id, w.team, w.name as workspace_name, w.language, w.zone as workspace_zone,
		s.id, s.slack_user, s.name, s.email, s.role, s.slack_locale, s.chosen_language, s.zone
	from staff s join workspaces w using (workspace_id) `

// Staff are the active members, by name.
func (s *Store) Staff(ctx context.Context, by crm.Staff) ([]crm.Staff, error) {
	return s.listStaff(ctx, by, selectStaff+`where s.workspace_id = $1 and s.active order by s.name, s.id limit 500`, by.Workspace.ID)
}

// FindStaff are active members any part of whose name begins with text; the asker
// comes first, the others by name.
func (s *Store) FindStaff(ctx context.Context, by crm.Staff, text string, limit int) ([]crm.Staff, error) {
	return s.listStaff(ctx, by, selectStaff+`
		where s.workspace_id = $1 and s.active and ' ' || s.name_fold like '% ' || $2 || '%'
		order by s.id <> $3, s.name, s.id limit $4`,
		by.Workspace.ID, likePattern(crm.Fold(text)), by.ID, limit)
}

// StaffMember is one active member of the staff.
func (s *Store) StaffMember(ctx context.Context, by crm.Staff, id crm.StaffID) (crm.Staff, error) {
	if err := by.MayWork(); err != nil {
		return crm.Staff{}, err
	}
	rows, err := s.pool.Query(ctx, selectStaff+`where s.workspace_id = $1 and s.id = $2 and s.active`, by.Workspace.ID, id)
	if err != nil {
		return crm.Staff{}, fmt.Errorf("reading staff: %w", err)
	}
	return one(rows, s.rowToStaff)
}

func (s *Store) listStaff(ctx context.Context, by crm.Staff, query string, args ...any) ([]crm.Staff, error) {
	if err := by.MayWork(); err != nil {
		return nil, err
	}
	rows, err := s.pool.Query(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("listing staff: %w", err)
	}
	all, err := pgx.CollectRows(rows, s.rowToStaff)
	if err != nil {
		return nil, fmt.Errorf("listing staff: %w", err)
	}
	return all, nil
}

// rowToStaff reads what selectStaff selects.
func (s *Store) rowToStaff(row pgx.CollectableRow) (crm.Staff, error) {
	r, err := pgx.RowToStructByName[staffRow](row)
	return r.staff(s), err
}

// staffMember reads an active member inside the transaction.
func (t *tx) staffMember(ctx context.Context, id crm.StaffID) (crm.Staff, error) {
	return t.readStaff(ctx, `s.id = $2`, id)
}

// readStaff reads the one active member whom the condition on $2 names.
func (t *tx) readStaff(ctx context.Context, where string, key any) (crm.Staff, error) {
	rows, err := t.Query(ctx, selectStaff+`where s.workspace_id = $1 and s.active and `+where, t.by.Workspace.ID, key)
	if err != nil {
		return crm.Staff{}, fmt.Errorf("reading staff: %w", err)
	}
	return one(rows, t.s.rowToStaff)
}
