package store

import (
	"context"

	"frontdesk/store/crm"
)

// Enroll makes a person of the type CRM a student, who stays among the CRM contacts
// (R21–R24); anybody else is refused. Whoever is a student already stays as they are,
// without an event.
func (s *Store) Enroll(ctx context.Context, by crm.Staff, id crm.PersonID) (crm.Change[crm.Person], error) {
	return s.revisePerson(ctx, by, id, crm.Enrolled, crm.Person.Enroll)
}

// MakeCompany makes a person a company's manager. Whoever is one stays as they are,
// without an event; whoever is in the archive is refused.
func (s *Store) MakeCompany(ctx context.Context, by crm.Staff, id crm.PersonID) (crm.Change[crm.Person], error) {
	return s.revisePerson(ctx, by, id, crm.MadeCompany, crm.Person.MakeCompany)
}

// revisePerson changes one thing of a person, whatever their version, which counts on.
func (s *Store) revisePerson(ctx context.Context, by crm.Staff, id crm.PersonID, verb crm.Verb, revise func(crm.Person) (crm.Person, error)) (crm.Change[crm.Person], error) {
	return change(ctx, s, by, func(t *tx) (crm.Change[crm.Person], error) {
		before, err := t.lockPerson(ctx, id)
		if err != nil {
			return crm.Change[crm.Person]{}, err
		}
		after, err := revise(before)
		if err != nil {
			return crm.Change[crm.Person]{}, err
		}
		if after != before {
			after.Version++
		}
		return t.turn(ctx, verb, before, after, "")
	})
}
