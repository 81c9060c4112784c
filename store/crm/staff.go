package crm

import "time"

// A Role says how much a staff member may do.
type Role string

// The roles. RoleNone is whoever is not front-office staff: guests, people of other
// organisations in shared channels, and members of the workspace whom no manager added.
const (
	RoleNone         Role = ""
	RoleReceptionist Role = "receptionist"
	RoleManager      Role = "manager"
	RoleSystem       Role = "system" // the machine itself: ticks, the command line
)

// Staff is who asks: the second argument of every method of the store. It carries
// the workspace, which scopes every query.
type Staff struct {
	Workspace Workspace
	ID        StaffID
	SlackUser string // Slack's user id, "U…"
	Name      string
	Email     string // empty when Slack does not tell; such a person gets no letters
	Role      Role
	Chosen    Language       // the staff member's own choice, empty when never made
	Language  Language       // what to speak: own choice, else Slack's locale, else the workspace's
	Zone      *time.Location // in which hours are shown and typed; never nil
}

// System is the machine as it acts in w: it may do everything and is nobody's assignee.
func System(w Workspace) Staff {
	return Staff{Workspace: w, Role: RoleSystem, Language: w.Language, Zone: w.Zone}
}

// Outsider is somebody of w whom no manager added to the front-office staff.
// Every rule refuses them, with a sentence.
func Outsider(w Workspace, slackUser string) Staff {
	return Staff{Workspace: w, SlackUser: slackUser, Language: w.Language, Zone: w.Zone}
}

// powers says what each role may do. A role that does not stand here may do nothing.
var powers = map[Role]struct{ work, manage, beAssigned bool }{
	RoleReceptionist: {work: true, beAssigned: true},
	RoleManager:      {work: true, manage: true, beAssigned: true},
	RoleSystem:       {work: true, manage: true},
}

// MayWork returns nil when s may see and change people, tasks and notes: any staff
// member may edit, finish or delete any of them. Otherwise it says why not.
func (s Staff) MayWork() error {
	if !powers[s.Role].work {
		return Refusal{ID: "refusal.not_staff"}
	}
	return nil
}

// MayManage returns nil when s may decide who belongs to the staff. Otherwise it says
// why not.
func (s Staff) MayManage() error {
	if err := s.MayWork(); err != nil {
		return err
	}
	if !powers[s.Role].manage {
		return Refusal{ID: "refusal.managers_only"}
	}
	return nil
}

// MayBeAssigned returns nil when tasks may be given to s: to any member of the
// front-office staff and to nobody else (R33). Otherwise it returns the [Problems] of
// the form that names s.
func (s Staff) MayBeAssigned() error {
	if !powers[s.Role].beAssigned {
		return Problems{{Field: FieldAssignee, ID: "problem.assignee_not_staff"}}
	}
	return nil
}
