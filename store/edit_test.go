package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"frontdesk/store/crm"
)

// edits are the forms that carry the version they were opened on.
var edits = map[string]func(ctx context.Context, s *stage, by crm.Staff, text string) (deed, error){
	"person": func(ctx context.Context, s *stage, by crm.Staff, text string) (deed, error) {
		return deedOf(s.EditPerson(ctx, by, "", s.person.ID, 1, crm.PersonForm{FamilyName: text}, ""))
	},
	"person's course": func(ctx context.Context, s *stage, by crm.Staff, text string) (deed, error) {
		return deedOf(s.EditPerson(ctx, by, "", s.person.ID, 1, crm.CourseForm{Course: text}, ""))
	},
	"person's consent": func(ctx context.Context, s *stage, by crm.Staff, text string) (deed, error) {
		return deedOf(s.EditPerson(ctx, by, "", s.person.ID, 1, crm.ConsentForm{Text: text}, ""))
	},
	"task": func(ctx context.Context, s *stage, by crm.Staff, text string) (deed, error) {
		f := crm.TaskForm{Kind: crm.KindCall, Subject: text, Assignee: by.ID}
		return deedOf(s.EditTask(ctx, by, "", s.task.ID, 1, f))
	},
	"note": func(ctx context.Context, s *stage, by crm.Staff, text string) (deed, error) {
		return deedOf(s.EditNote(ctx, by, "", s.note.ID, 1, crm.NoteForm{Body: text}))
	},
}

func TestStaleEdit(t *testing.T) {
	t.Parallel()
	for noun, edit := range edits {
		t.Run(noun, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			first := must(edit(t.Context(), s, s.jan, "Pierwszy"))(t)
			before := s.rows(s.workspace)
			_, err := edit(t.Context(), s, s.anna, "Druga")
			stale, _ := errors.AsType[crm.Stale](err)
			expect(t, "answer to the second", stale, crm.Stale{By: s.jan.Name, Event: first.event, Version: 2})
			expectSameRows(t, before, s.rows(s.workspace))
		})
	}
}

// TestEditsAtOnce: of several edits of one version, one wins.
func TestEditsAtOnce(t *testing.T) {
	t.Parallel()
	for noun, edit := range edits {
		t.Run(noun, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			errs := make([]error, 8)
			var all sync.WaitGroup
			for i := range errs {
				by := []crm.Staff{s.anna, s.jan}[i%2]
				all.Go(func() { _, errs[i] = edit(t.Context(), s, by, "Wersja "+string(rune('A'+i))) })
			}
			all.Wait()
			won := 0
			for _, err := range errs {
				if _, stale := errors.AsType[crm.Stale](err); err == nil {
					won++
				} else if !stale {
					t.Errorf("unexpected error: %v", err)
				}
			}
			expect(t, "edits that won", won, 1)
		})
	}
}
