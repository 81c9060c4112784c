package store_test

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/sample"
)

// big is the school of the benchmarks, once one of them has asked for it.
var big struct {
	sync.Once
	school
}

// bigSchool is a school of 100,000 people and 1,000,000 tasks. Building it takes a
// minute, so that the benchmarks share it, and none changes it.
func bigSchool(b *testing.B) *school {
	b.Helper()
	big.Do(func() {
		big.school = *newSchool(lasting{b})
		s := &big.school
		c := sample.Config{
			Seed: 1, People: 100_000, Tasks: 1_000_000, Notes: 100_000, Now: s.Now(), Zone: s.workspace.Zone,
			Staff: []crm.StaffID{s.anna.ID, s.jan.ID},
		}
		for i := range 24 {
			c.Staff = append(c.Staff, s.Member(b, s.workspace, fmt.Sprint("Ola ", i), crm.RoleReceptionist).ID)
		}
		l := store.Load{People: slices.Collect(sample.People(c))}
		for i := range l.People {
			l.People[i].ID = crm.PersonID(i + 1)
		}
		l.Tasks, l.Notes = slices.Collect(sample.Tasks(c, l.People)), slices.Collect(sample.Notes(c, l.People))
		if err := s.Load(b.Context(), crm.System(s.workspace), l); err != nil {
			b.Fatal(err)
		}
		if _, err := s.Pool.Exec(b.Context(), `vacuum analyze`); err != nil {
			b.Fatal(err)
		}
	})
	s := big.school
	s.t = b
	return &s
}

// lasting is a benchmark that leaves its database to those after it. It goes with the
// private server; on a server of one's own it stays behind.
type lasting struct{ testing.TB }

// Cleanup does nothing.
func (lasting) Cleanup(func()) {}

// Context outlives the benchmark.
func (lasting) Context() context.Context { return context.Background() }

// What the store is measured by: how many times as long as the bare work it may take, and
// after how many rounds that is judged.
const (
	mostTimes  = 1.5
	fairRounds = 50
)

// beside measures ours beside the bare work that it needs, one call of each in turn, now
// one first, now the other, so that what else the machine does burdens both alike. Both
// must give the same answer. It reports how many times as long ours takes, by the medians;
// more than mostTimes fails.
func beside[T any](b *testing.B, ours, bare func() T) {
	b.Helper()
	if got, want := ours(), bare(); !reflect.DeepEqual(got, want) {
		b.Fatalf("the answers differ:\n%+v\n%+v", got, want)
	}
	for range 20 { // warm both
		ours()
		bare()
	}
	var our, least []time.Duration
	took := func(all *[]time.Duration, work func() T) {
		start := time.Now()
		work()
		*all = append(*all, time.Since(start))
	}
	for b.Loop() {
		if len(our)%2 == 0 {
			took(&our, ours)
			took(&least, bare)
		} else {
			took(&least, bare)
			took(&our, ours)
		}
	}
	times := float64(median(our)) / float64(cmp.Or(median(least), 1))
	b.ReportMetric(float64(median(our))/1e3, "ours-µs/op")
	b.ReportMetric(float64(median(least))/1e3, "bare-µs/op")
	b.ReportMetric(times, "ours/bare")
	if b.N >= fairRounds && times > mostTimes {
		b.Errorf("the store takes %.2f times as long, more than %v", times, mostTimes)
	}
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
