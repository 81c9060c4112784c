package scheduler

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"testing"

	"frontdesk/store/crm"
)

// deskClerk is a Clerk that keeps what it is given.
type deskClerk struct {
	mu     sync.Mutex
	file   string // whose content Fetch writes
	name   string
	shown  []crm.Chore
	sent   map[string][]byte
	answer func(doing string) error // instead of doing, unless nil or it answers nil
}

func (d *deskClerk) asked(doing string) error {
	d.mu.Lock()
	answer := d.answer
	d.mu.Unlock()
	if answer == nil {
		return nil
	}
	return answer(doing)
}

// answers sets what comes of it from now on; nil for nothing but success.
func (d *deskClerk) answers(answer func(doing string) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.answer = answer
}

func (d *deskClerk) Fetch(_ context.Context, _ crm.Chore, to *os.File) (string, error) {
	if err := d.asked("fetch"); err != nil {
		return d.name, err
	}
	_, err := io.WriteString(to, d.file)
	return d.name, err
}

func (d *deskClerk) Send(_ context.Context, c crm.Chore, f crm.ChoreFile) error {
	if err := d.asked("send"); err != nil {
		return err
	}
	content, err := io.ReadAll(f.Content)
	if err == nil && int64(len(content)) != f.Size {
		err = fmt.Errorf("%d bytes are announced, %d come", f.Size, len(content))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.sent == nil {
		d.sent = map[string][]byte{}
	}
	d.sent[c.By.Name+": "+f.Name] = content
	return err
}

func (d *deskClerk) Show(_ context.Context, c crm.Chore) (string, error) {
	if err := d.asked("show"); err != nil {
		return c.Reference, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shown = append(d.shown, c)
	return "D1/1.5", nil
}

// last is what was shown last.
func (d *deskClerk) last(t testing.TB) crm.Chore {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.shown) == 0 {
		t.Fatal("nothing is shown")
	}
	return d.shown[len(d.shown)-1]
}

// states are the states that were shown, each once in a row.
func (d *deskClerk) states() (all []crm.ChoreState) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, c := range d.shown {
		all = append(all, c.State)
	}
	return slices.Compact(all)
}
