package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
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

// A demoProcess is `frontdesk demo` as a person starts it.
type demoProcess struct {
	t       *testing.T
	cmd     *exec.Cmd
	folder  string
	out     *output
	address string
	ended   chan struct{}
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

var (
	demoSerial  atomic.Int64
	demoAddress = regexp.MustCompile(`Slack +(http://\S+)/\n`)
)

// demoFolderFor is a folder that PostgreSQL's user may reach, removed when the test ends.
func demoFolderFor(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(os.TempDir(), fmt.Sprintf("frontdesk-demo-test-%d-%d", os.Getpid(), demoSerial.Add(1)))
	t.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

// startDemo runs the demo at an address and waits until it is ready. Through names a
// shell command that starts it as "$@"; empty starts it directly.
func startDemo(t *testing.T, folder, listen, through string) *demoProcess {
	t.Helper()
	args := []string{os.Args[0], "demo", "--data", folder, "--listen", listen}
	if through != "" {
		args = append([]string{"/bin/sh", "-c", through, "sh"}, args...)
	}
	p := &demoProcess{t: t, cmd: exec.Command(args[0], args[1:]...), folder: folder, out: new(output), ended: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), runMain+"=1", "DATABASE_URL=postgres://nobody@127.0.0.1:1/real_school")
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
	p.waitFor("Frontdesk is ready", func() bool { return demoAddress.MatchString(p.out.String()) })
	p.address = demoAddress.FindStringSubmatch(p.out.String())[1]
	return p
}

// waitFor polls until done reports true, or the process ends too early.
func (p *demoProcess) waitFor(what string, done func() bool) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatalf("waited in vain for: %s\n%s", what, p.out)
		}
	}
}

func (p *demoProcess) expectEnd() {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.cmd.Process.Kill()
		p.t.Errorf("the demo goes on\n%s", p.out)
	}
}

// expectNothingLeft waits until neither the page nor PostgreSQL answers any more.
func (p *demoProcess) expectNothingLeft() {
	p.t.Helper()
	p.waitFor("the end of the page and of PostgreSQL", func() bool {
		_, running := localpg.Running(p.t.Context(), p.folder, "postgres")
		resp, err := http.Get(p.address + "/healthz")
		if err == nil {
			resp.Body.Close()
		}
		return !running && err != nil
	})
}

// does is what Anna does on the page.
func (p *demoProcess) does(deed string) {
	p.t.Helper()
	resp, err := http.Post(p.address+"/sim/act?user=U0ANNA", "application/json", strings.NewReader(deed))
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusOK {
		p.t.Fatalf("%s: %s %s", deed, resp.Status, body)
	}
}

// clock is the time that the page shows.
func (p *demoProcess) clock() time.Time {
	p.t.Helper()
	resp, err := http.Get(p.address + "/sim/state?user=U0ANNA")
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	var state struct {
		Clock struct{ At int64 }
	}
	if err := json.NewDecoder(resp.Body).Decode(&state); err != nil {
		p.t.Fatal(err)
	}
	return time.UnixMilli(state.Clock.At)
}

func TestDemo(t *testing.T) {
	t.Parallel()
	t.Run("Ctrl-C stops everything, and a second start keeps the data and the moved clock", func(t *testing.T) {
		t.Parallel()
		folder := demoFolderFor(t)
		first := startDemo(t, folder, anyPort, "")
		first.does(`{"do": "forward", "text": "morning"}`)
		ahead := time.Until(first.clock())
		if ahead < 7*time.Hour {
			t.Errorf("the next morning is %v ahead", ahead)
		}
		first.cmd.Process.Signal(syscall.SIGINT)
		first.expectEnd()
		if !first.cmd.ProcessState.Success() {
			t.Errorf("ended with %v\n%s", first.cmd.ProcessState, first.out)
		}
		first.expectNothingLeft()

		second := startDemo(t, folder, anyPort, "")
		if again := time.Until(second.clock()); (again - ahead).Abs() > time.Minute {
			t.Errorf("the clock is %v ahead, was %v", again, ahead)
		}
	})
	t.Run("a killed parent leaves nothing behind", func(t *testing.T) {
		t.Parallel()
		p := startDemo(t, demoFolderFor(t), anyPort, `"$@" & wait`)
		p.cmd.Process.Kill()
		p.expectNothingLeft()
	})
	t.Run("a lost terminal leaves nothing behind", func(t *testing.T) {
		t.Parallel()
		p := startDemo(t, demoFolderFor(t), anyPort, "")
		p.cmd.Process.Signal(syscall.SIGHUP)
		p.expectEnd()
		p.expectNothingLeft()
	})
	t.Run("two side by side take two ports", func(t *testing.T) {
		t.Parallel()
		first := startDemo(t, demoFolderFor(t), anyPort, "")
		second := startDemo(t, demoFolderFor(t), strings.TrimPrefix(first.address, "http://"), "")
		if first.address == second.address {
			t.Errorf("both are at %s", first.address)
		}
	})
}

func TestDemoFolder(t *testing.T) {
	t.Parallel()
	t.Run("fresh removes no folder but a demo's", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		file := filepath.Join(folder, "school.sql")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, fresh := range []bool{true, false} {
			if err := checkDemoFolder(t.Context(), folder, fresh); err == nil {
				t.Errorf("fresh %v: a folder with other files is taken", fresh)
			}
		}
		if _, err := os.Stat(file); err != nil {
			t.Error(err)
		}
	})
	t.Run("fresh removes a demo's folder", func(t *testing.T) {
		t.Parallel()
		folder := filepath.Join(t.TempDir(), "demo")
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		root, err := os.OpenRoot(folder)
		if err != nil {
			t.Fatal(err)
		}
		defer root.Close()
		if err := markDemo(root); err != nil {
			t.Fatal(err)
		}
		if err := checkDemoFolder(t.Context(), folder, true); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(folder); !os.IsNotExist(err) {
			t.Errorf("the folder is still there: %v", err)
		}
	})
	t.Run("only loopback is listened on", func(t *testing.T) {
		t.Parallel()
		if l, err := listenNear("0.0.0.0:0"); err == nil {
			l.Close()
			t.Error("the demo listens to the world")
		}
	})
}
