package crm

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// A PeopleView is one of the fixed views of the list of people (R24).
type PeopleView string

// The views. A student who came from CRM stands in both ViewContacts and ViewStudents.
const (
	ViewAll       PeopleView = "all"       // everybody, archived people too
	ViewContacts  PeopleView = "contacts"  // whoever bears the mark of a CRM contact, and is not archived
	ViewStudents  PeopleView = "students"  // new and active
	ViewCompanies PeopleView = "companies" // managers of companies
	ViewArchive   PeopleView = "archive"
)

// PeopleViews are the fixed views in their order.
var PeopleViews = []PeopleView{ViewAll, ViewContacts, ViewStudents, ViewCompanies, ViewArchive}

// An Answer is a condition that may be left open.
type Answer string

// The answers; the empty one is "either".
const (
	Yes Answer = "yes"
	No  Answer = "no"
)

// NoOwner is the Owner of a [PersonFilter] of those who have none.
const NoOwner StaffID = -1

// A PersonFilter says which people a list shows: those for whom every condition holds
// that is set (R15). The zero filter shows everybody.
type PersonFilter struct {
	View          PeopleView `json:"view,omitempty"` // empty: ViewAll
	Text          string     `json:"text,omitempty"` // found as the search finds it
	Type          Type       `json:"type,omitempty"`
	Status        Status     `json:"status,omitempty"`
	Owner         StaffID    `json:"owner,omitempty"` // NoOwner: those who have none
	Consent       Answer     `json:"consent,omitempty"`
	Open          Answer     `json:"open,omitempty"`           // has open tasks
	Overdue       Answer     `json:"overdue,omitempty"`        // has overdue tasks
	Contacted     Answer     `json:"contacted,omitempty"`      // No: never had a contact
	ContactBefore Date       `json:"contact_before,omitempty"` // the last contact was before this day
	CreatedFrom   Date       `json:"created_from,omitempty"`
	CreatedTo     Date       `json:"created_to,omitempty"` // that day included
}

// A Condition names one condition of a filter: what a chip shows and takes off.
type Condition string

// The conditions of a [PersonFilter], save its view.
const (
	ByText      Condition = "text"
	ByType      Condition = "type"
	ByStatus    Condition = "status"
	ByOwner     Condition = "owner"
	ByConsent   Condition = "consent"
	ByOpen      Condition = "open"
	ByOverdue   Condition = "overdue"
	ByContacted Condition = "contacted"
	ByContact   Condition = "contact_before"
	ByCreated   Condition = "created"

	byView Condition = "view"
)

// conditions are a filter's in the order of their chips: whether each is set, and how
// it is taken off.
var conditions = []struct {
	name Condition
	set  func(PersonFilter) bool
	off  func(*PersonFilter)
}{
	{ByText, func(f PersonFilter) bool { return f.Text != "" }, func(f *PersonFilter) { f.Text = "" }},
	{ByType, func(f PersonFilter) bool { return f.Type != "" }, func(f *PersonFilter) { f.Type = "" }},
	{ByStatus, func(f PersonFilter) bool { return f.Status != "" }, func(f *PersonFilter) { f.Status = "" }},
	{ByOwner, func(f PersonFilter) bool { return f.Owner != 0 }, func(f *PersonFilter) { f.Owner = 0 }},
	{ByConsent, func(f PersonFilter) bool { return f.Consent != "" }, func(f *PersonFilter) { f.Consent = "" }},
	{ByOpen, func(f PersonFilter) bool { return f.Open != "" }, func(f *PersonFilter) { f.Open = "" }},
	{ByOverdue, func(f PersonFilter) bool { return f.Overdue != "" }, func(f *PersonFilter) { f.Overdue = "" }},
	{ByContacted, func(f PersonFilter) bool { return f.Contacted != "" }, func(f *PersonFilter) { f.Contacted = "" }},
	{ByContact, func(f PersonFilter) bool { return f.ContactBefore != "" }, func(f *PersonFilter) { f.ContactBefore = "" }},
	{
		ByCreated, func(f PersonFilter) bool { return f.CreatedFrom != "" || f.CreatedTo != "" },
		func(f *PersonFilter) { f.CreatedFrom, f.CreatedTo = "", "" },
	},
}

// Conditions are those that are set, in the order of their chips.
func (f PersonFilter) Conditions() []Condition {
	var set []Condition
	for _, c := range conditions {
		if c.set(f) {
			set = append(set, c.name)
		}
	}
	return set
}

// Without returns f with a condition taken off.
func (f PersonFilter) Without(name Condition) PersonFilter {
	for _, c := range conditions {
		if c.name == name {
			c.off(&f)
		}
	}
	return f
}

// Cleared returns f's view without any condition.
func (f PersonFilter) Cleared() PersonFilter { return PersonFilter{View: f.View} }

// Tidy returns f as it is kept: a text without what a slip of the fingers adds.
func (f PersonFilter) Tidy() PersonFilter {
	f.Text = squeeze(f.Text)
	return f
}

// ParsePersonFilter reads a filter that was kept as JSON. What is not one of the values
// that a filter may have, as an older version of ours may have written it, is an error.
func ParsePersonFilter(kept []byte) (PersonFilter, error) {
	var f PersonFilter
	if err := json.Unmarshal(kept, &f); err != nil {
		return PersonFilter{}, fmt.Errorf("reading filter: %w", err)
	}
	if err := f.Check(); err != nil {
		return PersonFilter{}, fmt.Errorf("reading filter: %w", err)
	}
	return f, nil
}

// Check returns the [Problems] of a filter as a form may have it, or nil.
func (f PersonFilter) Check() error {
	var wrong Problems
	_, before := ParseDate(string(f.ContactBefore))
	_, from := ParseDate(string(f.CreatedFrom))
	_, to := ParseDate(string(f.CreatedTo))
	wrong.add(string(ByText), "problem.too_long", tooLong(squeeze(f.Text), MaxCompany))
	wrong.add(string(ByType), "problem.choice", !slices.Contains([]Type{"", TypeCRM, TypeStudent, TypeCompany, TypeArchived}, f.Type))
	wrong.add(string(ByStatus), "problem.choice", !slices.Contains([]Status{"", StatusNew, StatusActive}, f.Status))
	wrong.add(string(ByOwner), "problem.choice", f.Owner < NoOwner)
	wrong.add(string(ByConsent), "problem.choice", !f.Consent.valid())
	wrong.add(string(ByOpen), "problem.choice", !f.Open.valid())
	wrong.add(string(ByOverdue), "problem.choice", !f.Overdue.valid())
	wrong.add(string(ByContacted), "problem.choice", !f.Contacted.valid())
	wrong.add(string(ByContact), "problem.date", before != nil)
	wrong.add(FieldCreatedFrom, "problem.date", from != nil)
	wrong.add(FieldCreatedTo, "problem.date", to != nil)
	wrong.add(FieldCreatedTo, "problem.created_to_before", from == nil && to == nil && f.CreatedTo != "" && f.CreatedTo < f.CreatedFrom)
	wrong.add(string(byView), "problem.choice", f.View != "" && !slices.Contains(PeopleViews, f.View))
	return wrong.err()
}

func (a Answer) valid() bool { return a == "" || a == Yes || a == No }

// Created are the moments from and before which people were created for f, in the
// workspace's zone; the zero time leaves an end open.
func (f PersonFilter) Created(zone *time.Location) (from, before time.Time) {
	return f.CreatedFrom.In(zone), f.CreatedTo.Next().In(zone)
}
