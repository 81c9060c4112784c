package main

import (
	"fmt"
	"io"
	"time"
)

// A demoSize is how large the sample school is.
type demoSize struct{ people, tasks, notes int }

// The school that the demo opens with, and how far it grows.
const (
	demoPeople    = 300
	demoTasks     = 1000
	demoNotes     = 400
	mostPeople    = 400_000 // beyond, the phone numbers of the sample begin anew
	tasksEach     = 10
	mostDemoTasks = 1_000_000
)

// sizeOf is a school of so many people, the usual one for 0: a bigger one has ten tasks
// a person, up to a million.
func sizeOf(people int) (demoSize, error) {
	switch {
	case people == 0 || people == demoPeople:
		return demoSize{demoPeople, demoTasks, demoNotes}, nil
	case people < 1 || people > mostPeople:
		return demoSize{}, fmt.Errorf("--people takes a number from 1 to %d, not %d", mostPeople, people)
	}
	return demoSize{people, min(people*tasksEach, mostDemoTasks), people}, nil
}

func (n demoSize) rows() int { return n.people + n.tasks + n.notes }

// progress tells how far the school is stored, once that takes over a second: each tenth
// that is done, behind one another on a line.
func (n demoSize) progress(out io.Writer, now func() time.Time) (told func(stored int), ended func()) {
	began, tenth := now(), 0
	told = func(stored int) {
		done := stored * 10 / n.rows()
		if now().Sub(began) < time.Second || done <= tenth {
			return
		}
		if tenth == 0 {
			fmt.Fprintf(out, "Storing %d people, %d tasks and %d notes:", n.people, n.tasks, n.notes)
		}
		tenth = done
		fmt.Fprintf(out, " %d %%", 10*tenth)
	}
	ended = func() {
		if tenth > 0 {
			fmt.Fprintf(out, "\nStored in %.0f s.\n", now().Sub(began).Seconds())
		}
	}
	return told, ended
}
