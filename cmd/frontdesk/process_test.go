package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"frontdesk/store/localpg"
)

// patience is how long a process may take for what takes it a second or two.
const patience = time.Minute

// anyPort is an address with a free port.
const anyPort = "127.0.0.1:0"

// A process is `frontdesk …` as a person starts it.
type process struct {
	t     *testing.T
	cmd   *exec.Cmd
	out   *output
	ended chan struct{}
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

// startProcess runs a command line of ours, in an environment with more settings. It
// is ended with the test.
func startProcess(t *testing.T, args, settings []string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(args[0], args[1:]...), out: new(output), ended: make(chan struct{})}
	p.cmd.Env = append(append(os.Environ(), runMain+"=1"), settings...)
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	p.cmd.WaitDelay = time.Second
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.cmd.Wait()
		close(p.ended)
	}()
	t.Cleanup(func() {
		p.cmd.Process.Signal(syscall.SIGTERM)
		p.expectEnd()
	})
	return p
}

// waitFor polls until done reports true.
func (p *process) waitFor(what string, done func() bool) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatalf("waited in vain for: %s\n%s", what, p.out)
		}
	}
}

func (p *process) expectEnd() {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.cmd.Process.Kill()
		p.t.Errorf("the process goes on\n%s", p.out)
	}
}

// stop asks the process to end, and expects that it does so in good order.
func (p *process) stop(signal os.Signal) {
	p.t.Helper()
	p.cmd.Process.Signal(signal)
	p.expectEnd()
	if !p.cmd.ProcessState.Success() {
		p.t.Errorf("ended with %v\n%s", p.cmd.ProcessState, p.out)
	}
}

// expectNothingLeft waits until neither the address nor the folder's PostgreSQL
// answers any more.
func (p *process) expectNothingLeft(address, folder string) {
	p.t.Helper()
	p.waitFor("the end of the doors and of PostgreSQL", func() bool {
		_, running := localpg.Running(p.t.Context(), folder, "postgres")
		resp, err := http.Get(address + "/healthz")
		if err == nil {
			resp.Body.Close()
		}
		return !running && err != nil
	})
}

var folderSerial atomic.Int64

// dataFolder is a folder that PostgreSQL's user may reach, removed when the test ends.
func dataFolder(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(os.TempDir(), fmt.Sprintf("frontdesk-test-%d-%d", os.Getpid(), folderSerial.Add(1)))
	t.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}
