package store_test

import (
	"context"

	"frontdesk/store/crm"
)

// peopleTrespasses are those of people and of the list of them.
var peopleTrespasses = map[string]trespass{
	"AddPerson": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.AddPerson(ctx, s.anna, "V1", crm.PersonForm{FamilyName: "Nasza"}, nil)
	}, nothing},
	"EditPerson": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.EditPerson(ctx, s.anna, "", o.person.ID, o.person.Version, crm.PersonForm{FamilyName: "Nasza"}, "")
	}, notFound},
	"Enroll": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Enroll(ctx, s.anna, o.person.ID)
	}, notFound},
	"MakeCompany": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.MakeCompany(ctx, s.anna, o.person.ID)
	}, notFound},
	"Archive": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Archive(ctx, s.anna, o.person.ID, crm.DeleteTasks)
	}, notFound},
	"RestoreForEdit": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.RestoreForEdit(ctx, s.anna, o.archived.ID)
	}, notFound},
	"Restore": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Restore(ctx, s.anna, o.archived.ID)
	}, notFound},
	"ArchiveAgain": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.ArchiveAgain(ctx, s.anna, o.restored.ID, o.restored.RestoredUntil)
	}, notFound},
	"ArchiveLate": {func(ctx context.Context, s *school, o other) (any, error) {
		s.Clock.Set(o.restored.RestoredUntil) // when the other's is late
		return s.ArchiveLate(ctx, s.anna)
	}, nothing},
	"Person": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Person(ctx, s.anna, o.person.ID)
	}, notFound},
	"People": {func(ctx context.Context, s *school, o other) (any, error) {
		var all []crm.Page[crm.Person]
		for _, at := range []crm.Cursor{o.people, back(o.people)} {
			page, err := s.People(ctx, s.anna, crm.PersonFilter{}, at, 10)
			if err != nil {
				return nil, err
			}
			all = append(all, page)
		}
		return all, nil
	}, nothing},
	"EachPerson": {func(ctx context.Context, s *school, o other) (any, error) {
		var all []crm.Person
		for _, f := range []crm.PersonFilter{{}, {Text: marker}, {Owner: o.staff.ID}, {View: crm.ViewContacts, Open: crm.Yes}} {
			found, err := collected(s.EachPerson(ctx, s.anna, f))
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
		return all, nil
	}, nothing},
	"PeopleList": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.PeopleList(ctx, s.anna)
	}, nothing},
	"ChangePeopleList": {func(ctx context.Context, s *school, o other) (any, error) {
		var seen crm.PeopleList
		err := s.ChangePeopleList(ctx, s.anna, func(l crm.PeopleList) crm.PeopleList {
			seen, l.Saved = l, o.view.ID
			return l
		})
		return []any{seen, must(s.PeopleList(ctx, s.anna))(s.t).Saved}, err
	}, nothing},
	"TaskSettings": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.TaskSettings(ctx, s.anna)
	}, nothing},
	"KeepTaskSettings": {func(ctx context.Context, s *school, _ other) (any, error) {
		return nil, s.KeepTaskSettings(ctx, s.anna, crm.ListSettings{Rows: 5})
	}, nothing},
	"SavedViews": {func(ctx context.Context, s *school, _ other) (any, error) {
		return s.SavedViews(ctx, s.anna)
	}, nothing},
	"SaveView": {func(ctx context.Context, s *school, o other) (any, error) {
		v, err := s.SaveView(ctx, s.anna, o.view.Name)
		if err == nil {
			err = s.DeleteView(ctx, s.anna, v.ID) // so that its name shows in no other answer
		}
		return v.ID, err
	}, nothing},
	"OpenView": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.OpenView(ctx, s.anna, o.view.ID)
	}, notFound},
	"DeleteView": {func(ctx context.Context, s *school, o other) (any, error) {
		return nil, s.DeleteView(ctx, s.anna, o.view.ID)
	}, notFound},
	"FindPeople": {func(ctx context.Context, s *school, _ other) (any, error) {
		return findAll(ctx, s, marker, "501 234 567", marker+"@example.com", "")
	}, nothing},
}

func findAll(ctx context.Context, s *school, texts ...string) (all []crm.Person, err error) {
	for _, text := range texts {
		found, err := s.FindPeople(ctx, s.anna, text, 10)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}
