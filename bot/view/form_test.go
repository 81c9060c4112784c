package view

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// inputs are a form's fields by block id.
func inputs(t *testing.T, v slack.ModalViewRequest) map[string]*slack.InputBlock {
	t.Helper()
	all := make(map[string]*slack.InputBlock)
	for _, b := range v.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok {
			all[in.BlockID] = in
		}
	}
	return all
}

// untouched is the state that Slack submits when a form is sent as it was opened.
func untouched(t *testing.T, v slack.ModalViewRequest) *slack.ViewState {
	t.Helper()
	state := &slack.ViewState{Values: make(map[string]map[string]slack.BlockAction)}
	for id, in := range inputs(t, v) {
		var a slack.BlockAction
		action := id
		switch e := in.Element.(type) {
		case *slack.PlainTextInputBlockElement:
			a.Value = e.InitialValue
		case *slack.SelectBlockElement:
			action = e.ActionID
			if e.InitialOption != nil {
				a.SelectedOption = *e.InitialOption
			}
		case *slack.DatePickerBlockElement:
			a.SelectedDate = e.InitialDate
		case *slack.TimePickerBlockElement:
			a.SelectedTime = e.InitialTime
		case *slack.RadioButtonsBlockElement:
			a.SelectedOption = *e.InitialOption
		case *slack.MultiSelectBlockElement:
			for _, o := range e.InitialOptions {
				a.SelectedOptions = append(a.SelectedOptions, *o)
			}
		case *slack.CheckboxGroupsBlockElement:
			for _, o := range e.InitialOptions {
				a.SelectedOptions = append(a.SelectedOptions, *o)
			}
		default:
			t.Fatalf("no field: %T", e)
		}
		state.Values[id] = map[string]slack.BlockAction{action: a}
	}
	return state
}

// without is the blocks with nothing filled in.
func without(t *testing.T, blocks []slack.Block) []slack.Block {
	t.Helper()
	var bare []slack.Block
	for _, b := range blocks {
		in := *b.(*slack.InputBlock)
		switch e := in.Element.(type) {
		case *slack.PlainTextInputBlockElement:
			c := *e
			c.InitialValue = ""
			in.Element = &c
		case *slack.SelectBlockElement:
			c := *e
			c.InitialOption = nil
			in.Element = &c
		case *slack.DatePickerBlockElement:
			c := *e
			c.InitialDate = ""
			in.Element = &c
		case *slack.TimePickerBlockElement:
			c := *e
			c.InitialTime = ""
			in.Element = &c
		case *slack.CheckboxGroupsBlockElement:
			c := *e
			c.InitialOptions = nil
			in.Element = &c
		}
		bare = append(bare, &in)
	}
	return bare
}

func TestTaskForm(t *testing.T) {
	r := reader(t, crm.Polish)
	fromTimeline := TaskForm(r, Meta{Person: 1, Origin: OriginTimeline}, crm.TaskForm{Kind: crm.KindCall, Person: 1}, TaskNames{Person: "Anna Nowak"})
	fromList := TaskForm(r, Meta{}, crm.TaskForm{}, TaskNames{})
	edit := TaskForm(r, Meta{Task: 1, Version: 1}, r.plainTask(1).Form(), TaskNames{Person: "Anna Nowak"})

	t.Run("R47 the same fields wherever it is opened", func(t *testing.T) {
		want := encode(t, without(t, fromList.Blocks.BlockSet))
		for name, v := range map[string]slack.ModalViewRequest{"from a timeline": fromTimeline, "to edit": edit} {
			if got := encode(t, without(t, v.Blocks.BlockSet)); string(got) != string(want) {
				t.Errorf("%s: %s", name, firstDifference(got, want))
			}
		}
	})
	t.Run("R31 its fields", func(t *testing.T) {
		fields := inputs(t, fromList)
		for id, want := range map[string]struct {
			label    string
			optional bool
		}{
			crm.FieldSubject:  {"Temat", false},
			crm.FieldDueDate:  {"Termin", true},
			crm.FieldDueTime:  {"Godzina", true}, // a date alone will do
			crm.FieldDuration: {"Czas trwania", true},
			crm.FieldNote:     {"Notatka", true},
		} {
			if f := fields[id]; f == nil || f.Label.Text != want.label || f.Optional != want.optional {
				t.Errorf("%s is %+v, want %+v", id, f, want)
			}
		}
	})
	t.Run("R32 assigned to me by default", func(t *testing.T) {
		f, err := ReadTaskForm(untouched(t, fromTimeline), r.Me)
		if err != nil || f.Assignee != r.Me.ID {
			t.Errorf("assigned to %d, %v", f.Assignee, err)
		}
	})
	t.Run("R33 the assignee is looked for among the staff", func(t *testing.T) {
		field := inputs(t, fromList)[crm.FieldAssignee]
		if e, ok := field.Element.(*slack.SelectBlockElement); !ok || e.ActionID != PickAssignee || e.Type != slack.OptTypeExternal {
			t.Errorf("the field is %+v", field.Element)
		}
	})
	t.Run("R34 may be marked done at once", func(t *testing.T) {
		state := untouched(t, fromTimeline)
		box := inputs(t, fromTimeline)[crm.FieldDone].Element.(*slack.CheckboxGroupsBlockElement).Options[0]
		if box.Text.Text != "Zakończone" {
			t.Errorf("the box says %q", box.Text.Text)
		}
		state.Values[crm.FieldDone] = map[string]slack.BlockAction{crm.FieldDone: {SelectedOptions: []slack.OptionBlockObject{*box}}}
		if f, err := ReadTaskForm(state, r.Me); err != nil || !f.Done {
			t.Errorf("read as %+v, %v", f, err)
		}
	})
	t.Run("R35 its submit is Add on a timeline", func(t *testing.T) {
		for want, v := range map[string]slack.ModalViewRequest{
			"Dodaj":            fromTimeline,
			"Zapisz i zamknij": fromList,
		} {
			if v.Submit.Text != want {
				t.Errorf("submit is %q, want %q", v.Submit.Text, want)
			}
		}
		onTimeline := TaskForm(r, Meta{Task: 1, Origin: OriginTimeline}, r.plainTask(1).Form(), TaskNames{})
		if got := onTimeline.Submit.Text; got != "Zapisz i zamknij" {
			t.Errorf("an edit's submit is %q", got)
		}
	})
}

func TestTaskFormKeepsWhatIsNotTouched(t *testing.T) {
	r := reader(t, crm.English)
	abroad := r
	abroad.Me.Zone = zone(t, "America/New_York")
	warsaw := r.Me.Workspace.Zone

	whole := crm.TaskForm{
		Kind: crm.KindMeeting, Subject: nasty(crm.MaxSubject), Note: nasty(crm.MaxBody), Person: 5, Assignee: 9,
		Due: crm.DueAt(time.Date(2026, 11, 24, 23, 30, 0, 0, time.UTC)), Duration: 100 * time.Minute, Done: true,
	}
	for name, change := range map[string]func(*crm.TaskForm){
		"all of it":       func(*crm.TaskForm) {},
		"only a day":      func(f *crm.TaskForm) { f.Due = crm.DueOn(2026, 11, 25, warsaw) },
		"no due time":     func(f *crm.TaskForm) { f.Due = crm.Due{} },
		"clocks changed":  func(f *crm.TaskForm) { f.Due = crm.DueOn(2027, 3, 28, warsaw) },
		"no duration":     func(f *crm.TaskForm) { f.Duration = 0 },
		"usual duration":  func(f *crm.TaskForm) { f.Duration = time.Hour },
		"nobody":          func(f *crm.TaskForm) { f.Person = 0 },
		"not done":        func(f *crm.TaskForm) { f.Done = false },
		"longest allowed": func(f *crm.TaskForm) { f.Duration = crm.MaxDuration },
	} {
		f := whole
		change(&f)
		for where, r := range map[string]Reader{"in Warsaw": r, "in New York": abroad} {
			v := TaskForm(r, Meta{Task: 1}, f, TaskNames{Person: "Anna", Assignee: "Jan"})
			got, err := ReadTaskForm(untouched(t, v), r.Me)
			if err != nil || !reflect.DeepEqual(got, f) {
				t.Errorf("%s %s: read %+v, %v, want %+v", name, where, got, err, f)
			}
		}
	}
}

func TestTaskFormTellsWhatIsWrong(t *testing.T) {
	r := reader(t, crm.Polish)
	v := TaskForm(r, Meta{}, crm.TaskForm{Subject: "oddzwonić"}, TaskNames{})
	state := untouched(t, v)
	state.Values[crm.FieldDueTime] = map[string]slack.BlockAction{crm.FieldDueTime: {SelectedTime: "15:00"}}

	f, err := ReadTaskForm(state, r.Me)
	problems, ok := err.(crm.Problems)
	if !ok || f.Subject != "oddzwonić" {
		t.Fatalf("an hour without a day: %+v, %v", f, err)
	}
	if got := FieldErrors(r.Words, problems)[crm.FieldDueDate]; got == "" || idLike.MatchString(got) {
		t.Errorf("the day's problem is %q", got)
	}
	if f, err := ReadTaskForm(nil, r.Me); err != nil || !reflect.DeepEqual(f, crm.TaskForm{}) {
		t.Errorf("no state reads as %+v, %v", f, err)
	}
}

func TestPersonForm(t *testing.T) {
	r := reader(t, crm.Polish)
	add := PersonForm(r, Meta{}, crm.PersonForm{})
	student := r.plainStudent()
	edit := EditForm(r, Meta{Person: 1, Version: 2}, editing(student, student.Form()))

	t.Run("R19 its submit is Save and close", func(t *testing.T) {
		for _, v := range []slack.ModalViewRequest{add, edit} {
			if got := v.Submit.Text; got != "Zapisz i zamknij" {
				t.Errorf("submit of %q is %q", v.Title.Text, got)
			}
		}
	})
	t.Run("R19 every problem stands at its field", func(t *testing.T) {
		form := crm.PersonForm{Phone: "12", Email: "nie wiem", Note: nasty(crm.MaxBody + 1)}
		_, err := form.Apply(crm.Person{}, "")
		problems, ok := err.(crm.Problems)
		if !ok {
			t.Fatalf("the form has no problems: %v", err)
		}
		errs := FieldErrors(r.Words, problems)
		want := []string{crm.FieldEmail, crm.FieldFamilyName, crm.FieldNote, crm.FieldPhone}
		if got := slices.Sorted(maps.Keys(errs)); !slices.Equal(got, want) {
			t.Errorf("problems of %q, want %q", got, want)
		}
		fields := inputs(t, add)
		for field, sentence := range errs {
			if fields[field] == nil || sentence == "" || idLike.MatchString(sentence) {
				t.Errorf("%s: %q", field, sentence)
			}
		}
	})
	t.Run("R20 the type is never chosen", func(t *testing.T) {
		want := []string{crm.FieldCompany, crm.FieldEmail, crm.FieldFamilyName, crm.FieldGivenName, crm.FieldNote, crm.FieldPhone}
		if got := slices.Sorted(maps.Keys(inputs(t, add))); !slices.Equal(got, want) {
			t.Errorf("fields are %q, want %q", got, want)
		}
	})
	t.Run("only the family name must be there", func(t *testing.T) {
		for id, f := range inputs(t, add) {
			if f.Optional == (id == crm.FieldFamilyName) {
				t.Errorf("%s: optional is %v", id, f.Optional)
			}
		}
	})
	t.Run("an edit keeps what is not touched, and asks for no note", func(t *testing.T) {
		for callback, f := range map[string]crm.PersonEdit{
			FormPerson: student.Form(), FormCourse: student.CourseForm(), FormConsent: student.ConsentForm(),
		} {
			v := EditForm(r, Meta{Person: 1, Version: 2}, editing(student, f))
			if got, then := ReadEdit(callback, untouched(t, v)); v.CallbackID != callback || got != f || then != "" {
				t.Errorf("%s reads %+v, %q, want %+v", v.CallbackID, got, then, f)
			}
			if EditOf(callback, student) != f {
				t.Errorf("%s starts from something else", callback)
			}
		}
		if inputs(t, edit)[crm.FieldNote] != nil {
			t.Error("an edit asks for a note")
		}
	})
	t.Run("a refused form loses nothing", func(t *testing.T) {
		f := crm.PersonForm{GivenName: "<b>", FamilyName: "&", Phone: "x", Email: "y", Company: "z", Note: nasty(crm.MaxBody)}
		if got := ReadPersonForm(untouched(t, PersonForm(r, Meta{}, f))); got != f {
			t.Errorf("read %+v, want %+v", got, f)
		}
	})
}

func TestNoteForm(t *testing.T) {
	r := reader(t, crm.Polish)
	t.Run("whose it is is known", func(t *testing.T) {
		f := crm.NoteForm{Person: 5, Body: "Pyta o kurs."}
		v := NoteForm(r, Meta{Origin: OriginTimeline}, f, "Anna & Jan")
		m, err := ParseMeta(v.PrivateMetadata)
		if err != nil {
			t.Fatal(err)
		}
		if got := ReadNoteForm(untouched(t, v), m); got != f {
			t.Errorf("read %+v, want %+v", got, f)
		}
		if v.Submit.Text != "Dodaj" {
			t.Errorf("submit is %q", v.Submit.Text)
		}
	})
	t.Run("or asked for", func(t *testing.T) {
		v := NoteForm(r, Meta{}, crm.NoteForm{}, "")
		state := untouched(t, v)
		chosen := PersonOptions(r, []crm.Person{r.plainPerson(8)}).Options[0]
		state.Values[crm.FieldPerson] = map[string]slack.BlockAction{PickPerson: {SelectedOption: *chosen}}
		if got := ReadNoteForm(state, Meta{}); got.Person != 8 {
			t.Errorf("read %+v", got)
		}
	})
}

func TestStaleEditForm(t *testing.T) {
	r := reader(t, crm.Polish)
	base := r.plainPerson(1)
	base.Phone, base.Email, base.Company, base.Version = "+48501234567", "", "", 1
	now := base
	now.Phone, now.Email, now.Version = "+48601234567", "anna@example.com", 4
	f := base.Form()
	f.Company = "ABC"

	t.Run("what only others changed is in the fields, which are new to Slack", func(t *testing.T) {
		v := overtaken(r, Meta{Person: 1, Version: 1}, f, base, now, "Jan Lis")
		form := said(t, v)
		for _, wanted := range []string{"Zmiany zapisane w tym czasie (Jan Lis):", "*Telefon*: +48 601 234 567", "*E-mail*: anna@example.com", `\"v\":4`} {
			if !strings.Contains(form, wanted) {
				t.Errorf("%q is not in %s", wanted, form)
			}
		}
		if strings.Contains(form, "zmienione także tutaj") || strings.Contains(form, "*Firma*") || v.Submit.Text != "Zapisz i zamknij" {
			t.Errorf("something was changed by both: %s", form)
		}
		want := now.Form()
		want.Company = "ABC"
		if got, _ := ReadEdit(FormPerson, untouched(t, v)); got != want {
			t.Errorf("it holds %+v, want %+v", got, want)
		}
		before := inputs(t, EditForm(r, Meta{Person: 1}, editing(base, f)))
		for id := range inputs(t, v) {
			if before[id] != nil || before[FieldOf(id)] == nil {
				t.Errorf("an input is called %q", id)
			}
		}
	})
	t.Run("what both changed stays, and saving it is said to be in spite of that", func(t *testing.T) {
		f := f
		f.Phone = "701 234 567"
		v := overtaken(r, Meta{Person: 1, Version: 1}, f, base, now, "")
		form := said(t, v)
		if !strings.Contains(form, "*Telefon*: +48 601 234 567 · zmienione także tutaj") || !strings.Contains(form, "(ktoś inny)") {
			t.Errorf("what both changed is not named: %s", form)
		}
		if got, _ := ReadEdit(FormPerson, untouched(t, v)); got.(crm.PersonForm).Phone != "701 234 567" || v.Submit.Text != "Zapisz mimo to" {
			t.Errorf("%q submits %+v", v.Submit.Text, got)
		}
	})
}
