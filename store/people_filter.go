package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"frontdesk/store/crm"
)

// A condition is what follows "where", and its arguments.
type condition struct {
	where string
	args  []any
}

// and adds what must hold as well; each ? in it stands for the next argument.
func (c *condition) and(where string, args ...any) {
	c.where += " and "
	for _, arg := range args {
		before, after, _ := strings.Cut(where, "?")
		c.args = append(c.args, arg)
		c.where += before + fmt.Sprintf("$%d", len(c.args))
		where = after
	}
	c.where += where
}

// What the answers of a filter are in people's rows. Each has an index in the order
// of the list, save having nothing overdue, which is read in the order of names.
var (
	viewWhere = map[crm.PeopleView]string{
		crm.ViewContacts:  `p.crm_contact and p.type <> 'archived'`,
		crm.ViewStudents:  `p.type = 'student'`,
		crm.ViewCompanies: `p.type = 'company'`,
		crm.ViewArchive:   `p.type = 'archived'`,
	}
	statusWhere = map[crm.Status]string{
		crm.StatusNew:    `p.type = 'student' and p.course = ''`,
		crm.StatusActive: `p.type = 'student' and p.course <> ''`,
	}
	consentWhere   = map[crm.Answer]string{crm.Yes: `p.consent`, crm.No: `not p.consent`}
	openWhere      = map[crm.Answer]string{crm.Yes: `p.open_tasks > 0`, crm.No: `p.open_tasks = 0`}
	contactedWhere = map[crm.Answer]string{crm.Yes: `p.last_contact is not null`, crm.No: `p.last_contact is null`}
	overdueWhere   = map[crm.Answer]string{
		crm.Yes: `p.overdue_from <= ?`, crm.No: `(p.overdue_from is null or p.overdue_from > ?)`,
	}
)

// peopleCondition is f as a condition on people (p), at the store's present time and in
// by's workspace's zone, and how whom f's text finds falls into tiers. A filter that
// cannot be is refused with [crm.Problems].
func (s *Store) peopleCondition(ctx context.Context, by crm.Staff, f crm.PersonFilter) (c condition, tiers []string, err error) {
	c = condition{`p.workspace_id = $1`, []any{by.Workspace.ID}}
	if err := f.Check(); err != nil {
		return c, nil, err
	}
	for _, where := range []string{
		viewWhere[f.View], statusWhere[f.Status], consentWhere[f.Consent], openWhere[f.Open], contactedWhere[f.Contacted],
	} {
		if where != "" {
			c.and(where)
		}
	}
	if f.Type != "" {
		c.and(`p.type = ?`, f.Type)
	}
	switch f.Owner {
	case 0:
	case crm.NoOwner:
		c.and(`p.owner_id is null`)
	default:
		c.and(`p.owner_id = ?`, f.Owner)
	}
	if f.Overdue != "" {
		c.and(overdueWhere[f.Overdue], s.Now())
	}
	c.days(f, by.Workspace.Zone)
	if f.Text == "" {
		return c, nil, nil
	}
	typed, guessed, args, err := s.textCondition(ctx, by, f.Text, len(c.args)+1)
	c.where += ` and (` + typed + ` or ` + guessed + `)`
	c.args = append(c.args, args...)
	return c, tiersOf(typed), err
}

// tiersOf are the tiers, in their order, of people found by a text: those who have what
// was typed before those who were guessed, and both before archived people.
func tiersOf(typed string) []string {
	return []string{
		`p.type <> 'archived' and ` + typed, `p.type <> 'archived' and not ` + typed,
		`p.type = 'archived' and ` + typed, `p.type = 'archived' and not ` + typed,
	}
}

// days adds the days of f, which begin and end in zone.
func (c *condition) days(f crm.PersonFilter, zone *time.Location) {
	if f.ContactBefore != "" {
		c.and(`p.last_contact < ?`, f.ContactBefore.In(zone))
	}
	from, before := f.Created(zone)
	if !from.IsZero() {
		c.and(`p.created_at >= ?`, from)
	}
	if !before.IsZero() {
		c.and(`p.created_at < ?`, before)
	}
}

// isQuick reports whether an index has all that f asks for.
func isQuick(f crm.PersonFilter) bool {
	asked := len(f.Conditions())
	if viewWhere[f.View] != "" {
		asked++
	}
	return asked <= 1 && f.Text == "" && f.Overdue != crm.No
}
