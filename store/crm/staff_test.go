package crm

import (
	"testing"
	"time"
)

func TestWhoMayDoWhat(t *testing.T) {
	may := map[string]func(Staff) error{
		"work":        Staff.MayWork,
		"manage":      Staff.MayManage,
		"be assigned": Staff.MayBeAssigned,
	}
	allow := func(role Role, deed string) {
		t.Helper()
		if err := may[deed](Staff{Role: role}); err != nil {
			t.Errorf("%q may not %s: %v", role, deed, err)
		}
	}
	deny := func(role Role, deed, why string) {
		t.Helper()
		if err := may[deed](Staff{Role: role}); err == nil || err.Error() != why {
			t.Errorf("%q and %s: got %v, want %s", role, deed, err, why)
		}
	}

	allow("receptionist", "work")
	deny("receptionist", "manage", "refusal.managers_only")
	allow("receptionist", "be assigned")

	allow("manager", "work")
	allow("manager", "manage")
	allow("manager", "be assigned")

	allow("system", "work")
	allow("system", "manage")
	deny("system", "be assigned", "assignee: problem.assignee_not_staff")

	for _, stranger := range []Role{"", "guest", "Manager"} {
		deny(stranger, "work", "refusal.not_staff")
		deny(stranger, "manage", "refusal.not_staff")
		deny(stranger, "be assigned", "assignee: problem.assignee_not_staff")
	}
}

func TestSystemAndOutsider(t *testing.T) {
	w := Workspace{ID: 7, Language: Polish, Zone: time.UTC}
	if s := System(w); s.MayManage() != nil || s.ID != 0 || s.Workspace.ID != 7 || s.Language != Polish || s.Zone != time.UTC {
		t.Errorf("System = %+v, want the machine, speaking as its workspace", s)
	}
	if s := Outsider(w, "U1"); s.MayWork() == nil || s.SlackUser != "U1" || s.Language != Polish || s.Zone != time.UTC {
		t.Errorf("Outsider = %+v, want nobody, spoken to as the workspace speaks", s)
	}
}
