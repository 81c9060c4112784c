package crm

import (
	"strings"
	"testing"
	"time"
)

func TestTaskOverdue(t *testing.T) {
	warsaw := zone(t, "Europe/Warsaw")
	hour := DueAt(time.Date(2026, 11, 24, 15, 0, 0, 0, warsaw))
	day := DueOn(2026, 11, 24, warsaw)
	for name, test := range map[string]struct {
		due  Due
		done bool
		now  string // UTC
		want bool
	}{
		"a second before its hour":       {hour, false, "2026-11-24 13:59:59", false},
		"at its hour":                    {hour, false, "2026-11-24 14:00:00", true},
		"done":                           {hour, true, "2026-11-24 14:00:00", false},
		"on its day":                     {day, false, "2026-11-24 22:59:59", false},
		"at midnight after its day":      {day, false, "2026-11-24 23:00:00", true},
		"done, after its day":            {day, true, "2026-11-25 12:00:00", false},
		"without a due time, any moment": {Due{}, false, "2099-01-01 00:00:00", false},
	} {
		t.Run(name, func(t *testing.T) {
			now := at(t, test.now)
			task := Task{Due: test.due}.SetDone(Staff{ID: 1}, test.done, now)
			if got := task.Overdue(now, warsaw); got != test.want {
				t.Errorf("overdue: %t, want %t", got, test.want)
			}
		})
	}
}

func TestTaskAt(t *testing.T) {
	created, due := at(t, "2026-11-20 08:00:00"), at(t, "2026-11-24 14:00:00")
	if got := (Task{Created: created}).At(); got != created {
		t.Errorf("without a due time at %v, want its creation, %v", got, created)
	}
	if got := (Task{Created: created, Due: DueAt(due)}).At(); got != due {
		t.Errorf("with a due time at %v, want that, %v", got, due)
	}
}

func TestSetDoneTwiceIsOnce(t *testing.T) {
	first, second := at(t, "2026-11-24 09:00:00"), at(t, "2026-11-24 10:00:00")
	open := Task{ID: 1, Subject: "oddzwonić"}

	done := open.SetDone(Staff{ID: 5}, true, first)
	if !done.IsDone() || done.Done != first || done.DoneBy != 5 {
		t.Errorf("finished: %+v, want it done by 5 at %v", done, first)
	}
	if again := done.SetDone(Staff{ID: 6}, true, second); again != done {
		t.Errorf("finished again: %+v, want it unchanged", again)
	}
	reopened := done.SetDone(Staff{ID: 6}, false, second)
	if reopened != open {
		t.Errorf("opened again: %+v, want %+v", reopened, open)
	}
	if again := reopened.SetDone(Staff{ID: 5}, false, second); again != open {
		t.Errorf("opened twice: %+v, want it unchanged", again)
	}
}

func TestMove(t *testing.T) {
	warsaw := zone(t, "Europe/Warsaw")
	midnight := time.Date(2026, 11, 24, 0, 0, 0, 0, warsaw)
	task := Task{Due: DueAt(midnight), Duration: 45 * time.Minute, DueVersion: 3}

	for name, test := range map[string]struct {
		to      Due
		version int
	}{
		"to another hour":                  {DueAt(midnight.Add(time.Hour)), 4},
		"to no time at all":                {Due{}, 4},
		"to its day, which begins with it": {DueOn(2026, 11, 24, warsaw), 4},
		"to where it is":                   {DueAt(midnight), 3},
		"to where it is, in another zone":  {Due{At: midnight, HasHour: true}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			want := task
			want.Due, want.DueVersion = test.to, test.version
			if test.version == task.DueVersion {
				want = task
			}
			if got := task.Move(test.to); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestTaskFormApply(t *testing.T) {
	now := at(t, "2026-11-24 09:00:00")
	due := DueAt(at(t, "2026-11-25 08:00:00"))
	before := Task{ID: 8, CreatedBy: 2, Created: at(t, "2026-11-20 08:00:00"), Version: 1}
	got, err := TaskForm{
		Kind: KindMeeting, Subject: " Test  poziomujący\n", Note: " sala 3\r\nII piętro ", Person: 3, Assignee: 4,
		Due: due, Duration: 45*time.Minute + 10*time.Second, Done: true,
	}.Apply(before, Staff{ID: 5}, now)
	expectProblems(t, err)

	want := before
	want.Kind, want.Subject, want.Note = KindMeeting, "Test poziomujący", "sala 3\nII piętro"
	want.Person, want.Assignee, want.Duration = 3, 4, 45*time.Minute
	want.Due, want.DueVersion, want.Done, want.DoneBy = due, 1, now, 5
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestTaskFormOfTaskChangesNothing(t *testing.T) {
	now := at(t, "2026-11-24 09:00:00")
	open := Task{Kind: KindCall, Subject: "oddzwonić", Assignee: 4, Due: DueAt(now), DueVersion: 2, Version: 3}
	for _, task := range []Task{open, open.SetDone(Staff{ID: 4}, true, now), open.Move(Due{})} {
		got, err := task.Form().Apply(task, Staff{ID: 9}, now.Add(time.Hour))
		expectProblems(t, err)
		if got != task {
			t.Errorf("got %+v\nwant %+v", got, task)
		}
	}
}

func TestTaskFormProblems(t *testing.T) {
	good := TaskForm{Kind: KindTask, Subject: "x", Assignee: 1}
	with := func(change func(*TaskForm)) TaskForm {
		form := good
		change(&form)
		return form
	}
	for name, test := range map[string]struct {
		form TaskForm
		want []string
	}{
		"no person, no due time": {good, nil},
		"every kind":             {with(func(f *TaskForm) { f.Kind = KindMessage }), nil},
		"unknown kind":           {with(func(f *TaskForm) { f.Kind = "party" }), []string{"kind: problem.kind"}},
		"no subject":             {with(func(f *TaskForm) { f.Subject = " \n" }), []string{"subject: problem.subject_missing"}},
		"subject just fits":      {with(func(f *TaskForm) { f.Subject = strings.Repeat("ż", MaxSubject) }), nil},
		"subject too long":       {with(func(f *TaskForm) { f.Subject = strings.Repeat("ż", MaxSubject+1) }), []string{"subject: problem.too_long"}},
		"note just fits":         {with(func(f *TaskForm) { f.Note = strings.Repeat("ż", MaxBody) }), nil},
		"note too long":          {with(func(f *TaskForm) { f.Note = strings.Repeat("ż", MaxBody+1) }), []string{"note: problem.too_long"}},
		"longest duration":       {with(func(f *TaskForm) { f.Duration = MaxDuration }), nil},
		"too long a duration":    {with(func(f *TaskForm) { f.Duration = MaxDuration + time.Minute }), []string{"duration: problem.duration"}},
		"a duration below zero":  {with(func(f *TaskForm) { f.Duration = -time.Minute }), []string{"duration: problem.duration"}},
		"nobody assigned":        {with(func(f *TaskForm) { f.Assignee = 0 }), []string{"assignee: problem.assignee_missing"}},
		"everything all at once": {
			TaskForm{Note: strings.Repeat("ż", MaxBody+1), Duration: -1},
			[]string{
				"kind: problem.kind", "subject: problem.subject_missing", "note: problem.too_long",
				"duration: problem.duration", "assignee: problem.assignee_missing",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := Task{ID: 1, Subject: "przedtem"}
			after, err := test.form.Apply(before, Staff{ID: 1}, at(t, "2026-11-24 09:00:00"))
			expectProblems(t, err, test.want...)
			if err != nil && after != before {
				t.Errorf("got %+v together with problems, want the task as before", after)
			}
		})
	}
}
