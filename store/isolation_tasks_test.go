package store_test

import (
	"context"
	"fmt"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
)

// taskTrespasses are those of tasks, notes and timelines.
var taskTrespasses = map[string]trespass{
	"AddTask": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.AddTask(ctx, s.anna, "V2", crm.TaskForm{Kind: crm.KindTask, Subject: "x", Assignee: s.anna.ID, Person: o.person.ID})
	}, problem},
	"EditTask": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.EditTask(ctx, s.anna, "", o.task.ID, o.task.Version, crm.TaskForm{Kind: crm.KindCall, Subject: "x", Assignee: s.anna.ID})
	}, notFound},
	"SetTaskDone": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.SetTaskDone(ctx, s.anna, o.task.ID, true)
	}, notFound},
	"MoveTask": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.MoveTask(ctx, s.anna, o.task.ID, in(time.Minute))
	}, notFound},
	"DeleteTask": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.DeleteTask(ctx, s.anna, o.task.ID)
	}, notFound},
	"Task": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Task(ctx, s.anna, o.task.ID)
	}, notFound},
	"Tasks": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Tasks(ctx, s.anna, store.TaskFilter{Assignee: o.staff.ID}, o.tasks, 10)
	}, nothing},
	"EachTask": {func(ctx context.Context, s *school, _ other) (any, error) {
		return collected(s.EachTask(ctx, s.anna, store.TaskFilter{}))
	}, nothing},
	"AddNote": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.AddNote(ctx, s.anna, "", crm.NoteForm{Person: o.person.ID, Body: "x"})
	}, notFound},
	"EditNote": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.EditNote(ctx, s.anna, "", o.note.ID, o.note.Version, crm.NoteForm{Body: "x"})
	}, notFound},
	"DeleteNote": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.DeleteNote(ctx, s.anna, o.note.ID)
	}, notFound},
	"Note": {func(ctx context.Context, s *school, o other) (any, error) {
		return s.Note(ctx, s.anna, o.note.ID)
	}, notFound},
	"Timeline": {func(ctx context.Context, s *school, o other) (any, error) {
		for _, at := range []crm.Cursor{"", o.timeline} {
			if line, err := s.Timeline(ctx, s.anna, o.person.ID, at, 1); !notFound(err) {
				return line, fmt.Errorf("%+v, %w", line, err)
			}
		}
		return s.Timeline(ctx, s.anna, o.person.ID, back(o.timeline), 1)
	}, notFound},
}
