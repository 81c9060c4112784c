//go:build e2e

package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// patience is how long anything may take that takes a moment on an idle machine.
const patience = 40 * time.Second

// build builds the program and returns its path.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "frontdesk")
	command := exec.CommandContext(t.Context(), "go", "build", "-o", program, "frontdesk/cmd/frontdesk")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, out)
	}
	return program
}

// output collects what a process prints.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

var demoAddress = regexp.MustCompile(`Slack +(http://\S+)/\n`)

// startDemo starts `frontdesk demo` in a folder of its own and returns its address. It
// ends with the test, and must end in good order.
func startDemo(t *testing.T, program string) string {
	t.Helper()
	out, ended := new(output), make(chan struct{})
	demo := exec.Command(program, "demo", "--data", dataFolder(t), "--listen", "127.0.0.1:0")
	demo.Stdout, demo.Stderr = out, out
	demo.WaitDelay = time.Second
	if err := demo.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = demo.Wait() // its state tells
		close(ended)
	}()
	t.Cleanup(func() { stopDemo(t, demo, ended, out) })
	for deadline := time.After(patience); ; {
		if found := demoAddress.FindStringSubmatch(out.String()); found != nil {
			return found[1]
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ended:
			t.Fatal("the demo ended")
		case <-deadline:
			t.Fatalf("the demo is not ready\n%s", out)
		}
	}
}

func stopDemo(t *testing.T, demo *exec.Cmd, ended <-chan struct{}, out *output) {
	_ = demo.Process.Signal(syscall.SIGTERM) // it may have ended by itself
	select {
	case <-ended:
	case <-time.After(patience):
		_ = demo.Process.Kill()
		<-ended
	}
	if !demo.ProcessState.Success() {
		t.Errorf("the demo ended with %v\n%s", demo.ProcessState, out)
	}
}

var folders atomic.Int64

// dataFolder is a folder that PostgreSQL's user may reach, removed when the test ends.
func dataFolder(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(os.TempDir(), fmt.Sprintf("frontdesk-e2e-%d-%d", os.Getpid(), folders.Add(1)))
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	return folder
}
