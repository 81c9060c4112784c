package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A demoClock is business time that can be moved on. It keeps how far in a file of
// the demo's folder, so that a second start goes on from there.
type demoClock struct {
	root *os.Root

	mu     sync.Mutex
	offset time.Duration
}

// clockFile holds the offset in nanoseconds.
const clockFile = "clock"

func openClock(root *os.Root) (*demoClock, error) {
	text, err := root.ReadFile(clockFile)
	if errors.Is(err, fs.ErrNotExist) {
		return &demoClock{root: root}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the demo's clock: %w", err)
	}
	ns, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("reading the demo's clock: %w", err)
	}
	return &demoClock{root: root, offset: time.Duration(ns)}, nil
}

// Now is the demo's time.
func (c *demoClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}

// Forward moves the clock on by d, which must not be negative.
func (c *demoClock) Forward(d time.Duration) error {
	if d < 0 {
		return errors.New("the demo's clock goes only forward")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	moved := c.offset + d
	if err := replaceFile(c.root, clockFile, strconv.AppendInt(nil, int64(moved), 10)); err != nil {
		return fmt.Errorf("keeping the demo's clock: %w", err)
	}
	c.offset = moved
	return nil
}
