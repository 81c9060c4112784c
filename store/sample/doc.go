// Package sample invents a Polish language school: people, their tasks and notes, in
// any size, for the demo, the tests and the benchmarks. Everything follows from a
// [Config]: the same Config makes the same school, down to the last letter.
//
// The people are such as break things: gendered and double surnames, Ukrainian names
// in both alphabets, families that share one phone, doubles with a typing error, names
// that look like dates. Nobody is real. All e-mail addresses are under example.com,
// which is reserved for examples; phone numbers are valid, and follow a visible pattern.
//
// A loader stores what [People] makes, in that order, gives each value the id that it
// was stored under, and hands the slice to [Tasks] and [Notes].
package sample

import (
	"time"

	"frontdesk/store/crm"
)

// School is the name of the invented school.
const School = "Lingua Nova"

// A Config says which school to invent.
type Config struct {
	Seed                 uint64
	People, Tasks, Notes int            // how many of each
	Now                  time.Time      // everything was created before it; open tasks lie around it
	Zone                 *time.Location // of the office hours; never nil
	Staff                []crm.StaffID  // who looks after people, has tasks and writes notes; at least one
}

// The streams of chance, one for each kind of thing, so that more people make no
// other tasks.
const (
	peopleStream = iota + 1
	tasksStream
	notesStream
)
