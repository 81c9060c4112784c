package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/localpg"
)

// A demoProcess is `frontdesk demo` as a person starts it.
type demoProcess struct {
	*process
	folder, address string
}

var demoAddress = regexp.MustCompile(`Slack +(http://\S+)/\n`)

// startDemo runs the demo at an address and waits until it is ready. Through names a
// shell command that starts it as "$@"; empty starts it directly. More are further flags.
func startDemo(t *testing.T, folder, listen, through string, more ...string) *demoProcess {
	t.Helper()
	args := append([]string{os.Args[0], "demo", "--data", folder, "--listen", listen}, more...)
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

// ask asks the demo's database for one text.
func (p *demoProcess) ask(query string) (answer string) {
	p.t.Helper()
	url, ok := localpg.Running(p.t.Context(), p.folder, "postgres")
	if !ok {
		p.t.Fatal("the demo has no database")
	}
	conn, err := pgx.Connect(p.t.Context(), url)
	if err != nil {
		p.t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(p.t.Context(), query).Scan(&answer); err != nil {
		p.t.Fatal(err)
	}
	return answer
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
		first.ask(`update people set company = 'kept' where id = (select min(id) from people) returning company`)
		first.stop(syscall.SIGINT)
		first.expectNothingLeft(first.address, folder)

		second := startDemo(t, folder, anyPort, "")
		if got, want := second.ask(`select count(*) || ' ' || min(company) filter (where company = 'kept') from people`), fmt.Sprint(demoPeople, " kept"); got != want {
			t.Errorf("people are %s, want %s", got, want)
		}
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

func TestDemoListensOnLoopbackOnly(t *testing.T) {
	t.Parallel()
	if l, err := listenNear("0.0.0.0:0"); err == nil {
		l.Close()
		t.Error("the demo listens to the world")
	}
}
