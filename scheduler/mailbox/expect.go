package mailbox

import (
	"fmt"
	"strings"
	"time"
)

// TB is what the mailbox needs of a *testing.T. It stands here so that the program does
// not link package testing.
type TB interface {
	Helper()
	Cleanup(func())
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Expect returns the newest letter to the address whose subject, text or HTML holds
// fragment. It waits for one up to Config.Patience and ends the test when none comes.
// An empty to stands for anybody, an empty fragment for any letter.
func (m *Mailbox) Expect(t TB, to, fragment string) Letter {
	t.Helper()
	deadline := time.After(m.patience)
	for {
		letters, changed := m.shelf.all()
		if letter, ok := newestMatch(letters, to, fragment); ok {
			return letter
		}
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("no letter to %q with %q; %s", to, fragment, contents(letters))
			return Letter{}
		}
	}
}

// ExpectNone reports an error for the test when there is a letter to the address. It
// does not wait: whatever could send one must have finished.
func (m *Mailbox) ExpectNone(t TB, to string) {
	t.Helper()
	letters := m.Letters()
	if _, ok := newestMatch(letters, to, ""); ok {
		t.Errorf("a letter to %q came; %s", to, contents(letters))
	}
}

func newestMatch(letters []Letter, to, fragment string) (Letter, bool) {
	for i := len(letters) - 1; i >= 0; i-- {
		if letter := letters[i]; letter.isTo(to) && letter.says(fragment) {
			return letter, true
		}
	}
	return Letter{}, false
}

// contents lists the letters for the message of a failed test.
func contents(letters []Letter) string {
	if len(letters) == 0 {
		return "the mailbox is empty"
	}
	var list strings.Builder
	list.WriteString("the mailbox holds:")
	for _, letter := range letters {
		fmt.Fprintf(&list, "\n  to %s: %q", strings.Join(letter.To, ", "), letter.Subject)
	}
	return list.String()
}
