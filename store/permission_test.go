package store_test

import (
	"reflect"
	"sync"
	"testing"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

// forAnyone are the methods that whoever asks may call.
var forAnyone = map[string]bool{"SlackToken": true}

// TestOutsidersAreRefused calls every method that takes by, whatever its arguments,
// as somebody who is not on the staff.
func TestOutsidersAreRefused(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasTask("oddzwonić", about(s.hasPerson("Ewa", "Ćwik")))
	outsider := crm.Outsider(s.workspace, "UOBCY")
	before := s.rows(s.workspace)
	asked := 0
	for m := range reflect.TypeFor[*store.Store]().Methods() {
		if m.Type.NumIn() < 3 || m.Type.In(2) != reflect.TypeFor[crm.Staff]() || forAnyone[m.Name] {
			continue
		}
		asked++
		t.Run(m.Name, func(t *testing.T) {
			args := []reflect.Value{reflect.ValueOf(s.Store), reflect.ValueOf(t.Context()), reflect.ValueOf(outsider)}
			for i := 3; i < m.Type.NumIn(); i++ {
				args = append(args, reflect.Zero(m.Type.In(i)))
			}
			answers := m.Func.Call(args)
			last := len(answers) - 1
			expectRefusal(t, refusalOf(answers[last]), "refusal.not_staff")
			for _, answer := range answers[:last] {
				if answer.Type() != reflect.TypeFor[crm.Staff]() && !answer.IsZero() {
					t.Errorf("answered %+v", answer)
				}
			}
		})
	}
	if asked < 20 {
		t.Errorf("asked %d methods only", asked)
	}
	expectSameRows(t, before, s.rows(s.workspace))
}

// refusalOf is the error that a method answered with, or with which what it answered
// with ends.
func refusalOf(answer reflect.Value) error {
	if answer.Type().CanSeq2() {
		for _, last := range answer.Seq2() {
			answer = last
		}
	}
	err, _ := answer.Interface().(error)
	return err
}

func TestReceptionistsDoNotManage(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	_, err := s.AddStaff(t.Context(), s.jan, profile("Ola", crm.RoleReceptionist))
	expectRefusal(t, err, "refusal.managers_only")
	_, err = s.RemoveStaff(t.Context(), s.jan, s.anna.ID)
	expectRefusal(t, err, "refusal.managers_only")
	expect(t, "staff", len(must(s.Staff(t.Context(), s.jan))(t)), 2)
}

func TestReceptionistsDoAllElse(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	task := s.hasTask("zadanie Anny")
	if !must(s.SetTaskDone(t.Context(), s.jan, task.ID, true))(t).Changed() {
		t.Error("Jan did not finish Anna's task")
	}
	must(s.DeleteTask(t.Context(), s.jan, task.ID))(t)
}

func TestLastManagerStays(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	_, err := s.RemoveStaff(ctx, s.anna, s.anna.ID)
	expectRefusal(t, err, "refusal.last_manager")
	_, err = s.AddStaff(ctx, s.anna, profile("Anna Nowak", crm.RoleReceptionist))
	expectRefusal(t, err, "refusal.last_manager")

	ola := s.Member(t, s.workspace, "Ola", crm.RoleManager)
	must(s.RemoveStaff(ctx, ola, s.anna.ID))(t)
	_, err = s.RemoveStaff(ctx, ola, ola.ID)
	expectRefusal(t, err, "refusal.last_manager")
	must(s.RemoveStaff(ctx, ola, s.jan.ID))(t)
}

// TestManagersRemoveEachOther lets four managers remove their neighbours at once.
func TestManagersRemoveEachOther(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	managers := []crm.Staff{s.anna}
	for _, name := range []string{"Ola", "Ula", "Ela"} {
		managers = append(managers, s.Member(t, s.workspace, name, crm.RoleManager))
	}
	errs := make([]error, len(managers))
	var all sync.WaitGroup
	for i, by := range managers {
		all.Go(func() {
			_, errs[i] = s.RemoveStaff(t.Context(), by, managers[(i+1)%len(managers)].ID)
		})
	}
	all.Wait()
	refused := 0
	for _, err := range errs {
		if err != nil {
			expectRefusal(t, err, "refusal.last_manager")
			refused++
		}
	}
	expect(t, "refused", refused, 1)
	expect(t, "managers left", s.number(`select count(*) from staff where active and role = 'manager'`), 1)
}

func TestGuestsAreNeverStaff(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	w := db.School(t, "Lingua")
	guest := profile("Gość", crm.RoleManager)
	guest.Guest = true

	by := must(db.FirstManager(t.Context(), w.Team, guest))(t)
	expectRefusal(t, by.MayWork(), "refusal.not_staff")
	_, err := db.AddStaff(t.Context(), crm.System(w), guest)
	expectRefusal(t, err, "refusal.guest_never_staff")
	expect(t, "staff", len(must(db.Staff(t.Context(), crm.System(w)))(t)), 0)
}

func TestFirstManager(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	w := db.School(t, "Lingua")
	candidates := make([]crm.Staff, 6)
	errs := make([]error, len(candidates))
	var all sync.WaitGroup
	for i := range candidates {
		all.Go(func() {
			candidates[i], errs[i] = db.FirstManager(t.Context(), w.Team, profile(string(rune('A'+i)), crm.RoleNone))
		})
	}
	all.Wait()
	managers := 0
	for i, c := range candidates {
		if errs[i] != nil {
			t.Error(errs[i])
		}
		if c.MayManage() == nil {
			managers++
		} else {
			expectRefusal(t, c.MayManage(), "refusal.not_staff")
		}
	}
	expect(t, "managers", managers, 1)

	_, err := db.FirstManager(t.Context(), "TUnknown", profile("Z", crm.RoleNone))
	expect(t, "unknown team", err, crm.ErrNotFound)
}

func TestFirstManagerOnlyWhileThereIsNoStaff(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	got := must(s.FirstManager(t.Context(), s.workspace.Team, profile("Ola", crm.RoleNone)))(t)
	expect(t, "role", got.Role, crm.RoleNone)
	got = must(s.FirstManager(t.Context(), s.workspace.Team, profile("Jan Zając", crm.RoleNone)))(t)
	expect(t, "role", got.Role, crm.RoleReceptionist)
}

func TestRemovedStaffAreOutsiders(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	task := s.hasTask("oddzwonić", assignedTo(s.jan))
	must(s.RemoveStaff(ctx, s.anna, s.jan.ID))(t)

	by := must(s.Recognise(ctx, s.workspace.Team, s.jan.SlackUser))(t)
	expectRefusal(t, by.MayWork(), "refusal.not_staff")
	_, err := s.RemoveStaff(ctx, s.anna, s.jan.ID)
	expect(t, "removed again", err, crm.ErrNotFound)
	expect(t, "assignee of the old task", must(s.Task(ctx, s.anna, task.ID))(t).AssigneeName, s.jan.Name)

	t.Run("R33 no new tasks for them", func(t *testing.T) {
		_, err := s.AddTask(ctx, s.anna, "", crm.TaskForm{Kind: crm.KindTask, Subject: "x", Assignee: s.jan.ID})
		expectProblem(t, err, crm.FieldAssignee, "problem.assignee_not_staff")
	})
	back := must(s.AddStaff(ctx, s.anna, profile("Jan Zając", crm.RoleManager)))(t)
	expect(t, "the same member again", back.After.ID, s.jan.ID)
	expect(t, "role", back.After.Role, crm.RoleManager)
}
