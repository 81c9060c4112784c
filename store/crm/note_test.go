package crm

import (
	"strings"
	"testing"
)

func TestNoteFormApply(t *testing.T) {
	before := Note{ID: 2, Person: 3, Body: "stara", Author: 5, Version: 1}
	got, err := NoteForm{Person: 4, Body: "\n Dzwoniła mama.\r\n\n  Oddzwonić\x00! \n"}.Apply(before)
	expectProblems(t, err)
	want := before
	want.Person, want.Body = 4, "Dzwoniła mama.\n\n  Oddzwonić!"
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestNoteFormProblems(t *testing.T) {
	for name, test := range map[string]struct {
		form NoteForm
		want []string
	}{
		"just fits": {NoteForm{Person: 1, Body: strings.Repeat("ł", MaxBody)}, nil},
		"too long":  {NoteForm{Person: 1, Body: strings.Repeat("ł", MaxBody+1)}, []string{"note: problem.too_long"}},
		"blank":     {NoteForm{Person: 1, Body: " \n\u200b"}, []string{"note: problem.note_missing"}},
		"all wrong": {NoteForm{}, []string{"note: problem.note_missing", "person: problem.person_missing"}},
	} {
		t.Run(name, func(t *testing.T) {
			before := Note{Person: 3, Body: "stara"}
			after, err := test.form.Apply(before)
			expectProblems(t, err, test.want...)
			if err != nil && after != before {
				t.Errorf("got %+v together with problems, want the note as before", after)
			}
		})
	}
}
