package sample

import "frontdesk/store/crm"

// An audience says of whom a text may speak.
type audience int

// The audiences. A learner may be a former one.
const (
	anybody audience = iota
	learner
	prospect
	firm
	nobody // the school's own affairs
)

// audiences says who a person of a type is.
var audiences = map[crm.Type]audience{
	crm.TypeStudent: learner, crm.TypeArchived: learner,
	crm.TypeCRM: prospect, crm.TypeCompany: firm,
}

// fits reports whether a text for a may speak of p, or of no person when p is nil.
func (a audience) fits(p *crm.Person) bool {
	if p == nil {
		return a == nobody
	}
	return a == anybody || a == audiences[p.Type]
}
