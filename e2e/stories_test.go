//go:build e2e

package e2e

import (
	"testing"
	"time"
	_ "time/tzdata" // the school's zone is known on every machine
)

// stories are what visitors of the demo do there.
var stories = map[string]func(*window){
	"from a new person to the letter in the mailbox":        fromPersonToLetter,
	"from a prospect to a student, to the archive and back": fromProspectToArchive,
	"by keyboard only":                         byKeyboard,
	"Emma reads English":                       inEnglish,
	"the language is chosen on the first Home": choosingLanguage,
	"Home's tabs, and the square":              onHome,
	"a stranger gets a polite sentence":        asStranger,
	"what is sent is seen":                     sendingFromAbove,
	"the page's policy holds":                  underPolicy,
}

// TestInBrowser tells each story to a demo of its own, in a window of one browser. No
// window may ask another host, break its page's policy, or write errors to the console.
func TestInBrowser(t *testing.T) {
	t.Parallel()
	program, browser := build(t), openChromium(t)
	for name, story := range stories {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			story(openWindow(t, browser, startDemo(t, program)))
		})
	}
}

// schoolZone is the zone in which the sample school lives.
func schoolZone(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Warsaw")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
