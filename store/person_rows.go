package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// selectPerson is the beginning of each query that reads people.
const selectPerson = `
	select p.id, p.given_name, p.family_name, p.phone, p.phone_ext, p.email, p.company, p.language, p.next_step, p.number,
		p.type, p.was_type, p.crm_contact, coalesce(p.owner_id, 0) as owner_id, coalesce(o.name, '') as owner_name,
		p.course, p.level, p.course_group, coalesce(p.course_start::text, '') as course_start,
		p.guardian, p.guardian_phone, p.guardian_ext, p.guardian_email,
		p.consent, coalesce(p.consent_on::text, '') as consent_on, p.consent_source, p.consent_text,
		p.open_tasks, p.overdue_from, p.last_contact, p.restored_until, p.created_at, p.version
	from people p
	left join staff o on o.workspace_id = p.workspace_id and o.id = p.owner_id `

// personRow is what selectPerson selects.
type personRow struct {
	ID                                                     int64
	GivenName, FamilyName, Phone, PhoneExt, Email, Company string
	Language, NextStep, Number                             string
	Type, WasType                                          string
	CRMContact                                             bool `db:"crm_contact"`
	OwnerID                                                int64
	OwnerName                                              string
	Course, Level, CourseGroup, CourseStart                string
	Guardian, GuardianPhone, GuardianExt, GuardianEmail    string
	Consent                                                bool
	ConsentOn, ConsentSource, ConsentText                  string
	OpenTasks                                              int
	OverdueFrom, LastContact, RestoredUntil                *time.Time
	CreatedAt                                              time.Time
	Version                                                int
}

func (r personRow) person() crm.Person {
	return crm.Person{
		ID: crm.PersonID(r.ID), GivenName: r.GivenName, FamilyName: r.FamilyName,
		Phone: r.Phone, PhoneExt: r.PhoneExt, Email: r.Email, Company: r.Company,
		Language: crm.Language(r.Language), NextStep: r.NextStep, Number: r.Number,
		Type: crm.Type(r.Type), WasType: crm.Type(r.WasType), CRMContact: r.CRMContact,
		Owner: crm.StaffID(r.OwnerID), OwnerName: r.OwnerName,
		Course: r.Course, Level: r.Level, Group: r.CourseGroup, CourseStart: crm.Date(r.CourseStart),
		Guardian: r.Guardian, GuardianPhone: r.GuardianPhone, GuardianExt: r.GuardianExt, GuardianEmail: r.GuardianEmail,
		Consent:   crm.Consent{Given: r.Consent, On: crm.Date(r.ConsentOn), Source: r.ConsentSource, Text: r.ConsentText},
		OpenTasks: r.OpenTasks, OverdueFrom: moment(r.OverdueFrom), LastContact: moment(r.LastContact),
		RestoredUntil: moment(r.RestoredUntil), Created: r.CreatedAt.UTC(), Version: r.Version,
	}
}

// rowToPerson reads what selectPerson selects.
func rowToPerson(row pgx.CollectableRow) (crm.Person, error) {
	r, err := pgx.RowToStructByName[personRow](row)
	return r.person(), err
}

// lockPerson reads a person whom nobody else may change until the transaction ends.
func (t *tx) lockPerson(ctx context.Context, id crm.PersonID) (crm.Person, error) {
	if err := t.lock(ctx, "people", int64(id)); err != nil {
		return crm.Person{}, err
	}
	return t.person(ctx, id)
}

func (t *tx) person(ctx context.Context, id crm.PersonID) (crm.Person, error) {
	rows, err := t.Query(ctx, selectPerson+`where p.workspace_id = $1 and p.id = $2`, t.by.Workspace.ID, id)
	if err != nil {
		return crm.Person{}, fmt.Errorf("reading person: %w", err)
	}
	return one(rows, rowToPerson)
}

// personColumns are what is written of a person, in the order of personValues. What
// follows from tasks is kept by them (see [tx.tally]).
var personColumns = []string{
	"workspace_id", "given_name", "family_name", "phone", "phone_ext", "email", "company", "language", "next_step", "number",
	"type", "was_type", "crm_contact", "owner_id", "course", "level", "course_group", "course_start",
	"guardian", "guardian_phone", "guardian_ext", "guardian_email", "consent", "consent_on", "consent_source", "consent_text",
	"restored_until", "given_first", "family_first", "email_fold", "company_fold", "version", "created_at",
}

func personValues(w crm.WorkspaceID, p crm.Person) []any {
	given, family := nameKeys(p)
	return []any{
		w, p.GivenName, p.FamilyName, p.Phone, p.PhoneExt, p.Email, p.Company, p.Language, p.NextStep, p.Number,
		p.Type, p.WasType, p.CRMContact, orNull(p.Owner), p.Course, p.Level, p.Group, dateOrNull(p.CourseStart),
		p.Guardian, p.GuardianPhone, p.GuardianExt, p.GuardianEmail, p.Consent.Given, dateOrNull(p.Consent.On), p.Consent.Source, p.Consent.Text,
		null(p.RestoredUntil), given, family, emailKey(p.Email), crm.Fold(p.Company), p.Version, p.Created,
	}
}

// dateOrNull is a date as a column has it.
func dateOrNull(d crm.Date) *string {
	if d == "" {
		return nil
	}
	return new(string(d))
}

// numbered are n placeholders from $from on.
func numbered(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", from+i)
	}
	return b.String()
}

func (t *tx) insertPerson(ctx context.Context, p crm.Person) (crm.PersonID, error) {
	var id crm.PersonID
	err := t.QueryRow(ctx, `
		insert into people (`+strings.Join(personColumns, ", ")+`) values (`+numbered(1, len(personColumns))+`)
		returning id`, personValues(t.by.Workspace.ID, p)...).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("inserting person: %w", err)
	}
	return id, t.keepNames(ctx, p)
}

func (t *tx) updatePerson(ctx context.Context, p crm.Person) error {
	_, err := t.Exec(ctx, `
		update people set (`+strings.Join(personColumns, ", ")+`) = row (`+numbered(2, len(personColumns))+`)
		where workspace_id = $2 and id = $1`, append([]any{p.ID}, personValues(t.by.Workspace.ID, p)...)...)
	if err != nil {
		return fmt.Errorf("updating person: %w", err)
	}
	return t.keepNames(ctx, p)
}
