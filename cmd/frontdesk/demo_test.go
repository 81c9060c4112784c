package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A demoProcess is `frontdesk demo` as a person starts it.
type demoProcess struct {
	*process
	folder, address string
}

var demoAddress = regexp.MustCompile(`Slack +(http://\S+)/\n`)

// startDemo runs the demo at an address and waits until it is ready. Through names a
// shell command that starts it as "$@"; empty starts it directly.
func startDemo(t *testing.T, folder, listen, through string) *demoProcess {
	t.Helper()
	args := []string{os.Args[0], "demo", "--data", folder, "--listen", listen}
	if through != "" {
		args = append([]string{"/bin/sh", "-c", through, "sh"}, args...)
	}
	settings := []string{"DATABASE_URL=postgres://nobody@127.0.0.1:1/real_school"}
	p := &demoProcess{process: startProcess(t, args, settings), folder: folder}
	p.waitFor("Frontdesk is ready", func() bool { return demoAddress.MatchString(p.out.String()) })
	p.address = demoAddress.FindStringSubmatch(p.out.String())[1]
	return p
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
		folder := dataFolder(t)
		first := startDemo(t, folder, anyPort, "")
		first.does(`{"do": "forward", "text": "morning"}`)
		ahead := time.Until(first.clock())
		if ahead < 7*time.Hour {
			t.Errorf("the next morning is %v ahead", ahead)
		}
		first.stop(syscall.SIGINT)
		first.expectNothingLeft(first.address, folder)

		second := startDemo(t, folder, anyPort, "")
		if again := time.Until(second.clock()); (again - ahead).Abs() > time.Minute {
			t.Errorf("the clock is %v ahead, was %v", again, ahead)
		}
	})
	t.Run("a killed parent leaves nothing behind", func(t *testing.T) {
		t.Parallel()
		p := startDemo(t, dataFolder(t), anyPort, `"$@" & wait`)
		p.cmd.Process.Kill()
		p.expectNothingLeft(p.address, p.folder)
	})
	t.Run("a lost terminal leaves nothing behind", func(t *testing.T) {
		t.Parallel()
		p := startDemo(t, dataFolder(t), anyPort, "")
		p.stop(syscall.SIGHUP)
		p.expectNothingLeft(p.address, p.folder)
	})
	t.Run("two side by side take two ports", func(t *testing.T) {
		t.Parallel()
		first := startDemo(t, dataFolder(t), anyPort, "")
		second := startDemo(t, dataFolder(t), strings.TrimPrefix(first.address, "http://"), "")
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
