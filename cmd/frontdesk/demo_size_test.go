package main

import (
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestSizeOf(t *testing.T) {
	t.Parallel()
	for people, want := range map[int]demoSize{
		0: {300, 1000, 400}, 300: {300, 1000, 400}, 40: {40, 400, 40},
		100_000: {100_000, 1_000_000, 100_000}, 400_000: {400_000, 1_000_000, 400_000},
	} {
		if got, err := sizeOf(people); err != nil || got != want {
			t.Errorf("%d people: %+v, %v, want %+v", people, got, err, want)
		}
	}
	for _, people := range []int{-1, 400_001} {
		if got, err := sizeOf(people); err == nil {
			t.Errorf("%d people make %+v", people, got)
		}
	}
}

func TestProgressOfAFilling(t *testing.T) {
	t.Parallel()
	for each, want := range map[time.Duration]string{
		time.Millisecond:       "",
		200 * time.Millisecond: "Storing 4 people, 12 tasks and 4 notes: 20 % 40 % 60 % 80 % 100 %\nStored in 5 s.\n",
	} {
		at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		var out strings.Builder
		size := demoSize{4, 12, 4}
		told, ended := size.progress(&out, func() time.Time { return at })
		for stored := range size.rows() + 1 {
			if stored%4 == 0 {
				at = at.Add(4 * each)
				told(stored)
			}
		}
		ended()
		if got := out.String(); got != want {
			t.Errorf("with %v a row:\n%s\nwant\n%s", each, got, want)
		}
	}
}

func TestDemoOfAnySize(t *testing.T) {
	t.Parallel()
	folder := dataFolder(t)
	first := startDemo(t, folder, anyPort, "", "--people", "40")
	if got := first.ask(`select (select count(*) from people) || ' ' || (select count(*) from tasks)`); got != "40 400" {
		t.Errorf("the school has %s people and tasks", got)
	}
	first.stop(syscall.SIGINT)

	again := startProcess(t, []string{os.Args[0], "demo", "--data", folder, "--listen", anyPort, "--people", "50"}, nil)
	again.expectEnd()
	if again.cmd.ProcessState.Success() || !strings.Contains(again.out.String(), "--fresh") {
		t.Errorf("a filled folder took another school:\n%s", again.out)
	}
	fresh := startDemo(t, folder, anyPort, "", "--people", "50", "--fresh")
	if got := fresh.ask(`select count(*)::text from people`); got != "50" {
		t.Errorf("begun anew, the school has %s people", got)
	}
}
