package localpg

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func TestDataOutliveTheServer(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(publicFolder(t), "not", "yet", "there")
	began := time.Now()
	server := start(t, Config{Dir: dir})
	t.Logf("nothing → ready: %v", time.Since(began))
	ask(t, server.URL("postgres"), "create table school (name text)")
	ask(t, server.URL("postgres"), "insert into school values ('Łączność')")
	stop(t, server)

	began = time.Now()
	server = start(t, Config{Dir: dir})
	t.Logf("made → ready: %v", time.Since(began))
	if name := ask(t, server.URL("postgres"), "select name from school"); name != "Łączność" {
		t.Errorf("name = %q", name)
	}
}

func TestFolderIsPrivate(t *testing.T) { // not parallel: the umask is the whole process's
	parent := publicFolder(t)
	dir := filepath.Join(parent, "made", "data")
	old := syscall.Umask(0o077) // as a careful root may have it
	server := start(t, Config{Dir: dir, Scratch: true})
	syscall.Umask(old)

	for path, want := range map[string]os.FileMode{filepath.Join(parent, "made"): 0o755, dir: 0o700} {
		info, err := os.Stat(path)
		must(t, err)
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", path, info.Mode().Perm(), want)
		}
	}
	if listens := ask(t, server.URL("postgres"), "show listen_addresses"); listens != "" {
		t.Errorf("listens on %q", listens)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	careful := start(t, Config{Dir: filepath.Join(publicFolder(t), "data")})
	fast := start(t, Config{Scratch: true})
	for _, row := range []struct{ setting, careful, fast string }{
		{"fsync", "on", "off"},
		{"synchronous_commit", "on", "off"},
		{"full_page_writes", "on", "off"},
		{"max_connections", "200", "200"},
		{"server_encoding", "UTF8", "UTF8"},
		{"log_min_error_statement", "panic", "error"},
		{"timezone", "UTC", "UTC"},
	} {
		for server, want := range map[*Server]string{careful: row.careful, fast: row.fast} {
			if got := ask(t, server.URL("postgres"), "show "+row.setting); got != want {
				t.Errorf("%s = %q, want %q", row.setting, got, want)
			}
		}
	}
	order := ask(t, fast.URL("postgres"), `select c from unnest(array['z', 'ł', 'l', 'm']) c order by c collate "pl-x-icu"`)
	if order != "l,ł,m,z" {
		t.Errorf("Polish order is %q", order)
	}
}

func TestLogHoldsNoPeople(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(publicFolder(t), "data")
	server := start(t, Config{Dir: dir})
	conn, err := pgx.Connect(t.Context(), server.URL("postgres"))
	must(t, err)
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), `create table person (email text unique); insert into person values ('anna@szkola.pl')`)
	must(t, err)
	if _, err = conn.Exec(t.Context(), `insert into person values ('anna@szkola.pl')`); err == nil {
		t.Fatal("the same row was taken twice")
	}
	stop(t, server)
	log, err := os.ReadFile(filepath.Join(dir, logFile))
	must(t, err)
	if !bytes.Contains(log, []byte("person_email_key")) || bytes.Contains(log, []byte("anna")) {
		t.Errorf("the log should tell of the error and not of the person:\n%s", log)
	}
}

func TestTwoFoldersAtOnce(t *testing.T) {
	t.Parallel()
	one, two := start(t, Config{Scratch: true}), start(t, Config{Scratch: true})
	ask(t, one.URL("postgres"), "create database only_one")
	names := "select datname from pg_database where datname = 'only_one'"
	if got := ask(t, one.URL("only_one"), names) + "/" + ask(t, two.URL("postgres"), names); got != "only_one/" {
		t.Errorf("got %q", got)
	}
}

func TestOneFolderTwice(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(publicFolder(t), "data")
	server := start(t, Config{Dir: dir, Scratch: true})
	_, err := Start(t.Context(), Config{Dir: dir, lockWait: 100 * time.Millisecond})
	expectError(t, err, dir, "in use by process "+strconv.Itoa(os.Getpid()))
	if got := ask(t, server.URL("postgres"), "select 'alive'"); got != "alive" {
		t.Errorf("got %q", got)
	}
}

func TestFolderIsWaitedFor(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(publicFolder(t), "data")
	first := start(t, Config{Dir: dir, Scratch: true})
	stopped := make(chan error)
	go func() { stopped <- first.Stop(context.Background()) }()
	start(t, Config{Dir: dir, Scratch: true, lockWait: patience})
	must(t, <-stopped)
}

// A postmaster without its Frontdesk, as after a crash of ours on a system that
// does not end it: it keeps the cluster, and nobody takes it away.
func TestForeignServerKeepsTheCluster(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(publicFolder(t), "data")
	first := start(t, Config{Dir: dir, Scratch: true})
	must(t, first.folder.lock.Close()) // the lock alone is gone
	pidFile := filepath.Join(dir, clusterName, "postmaster.pid")
	before, err := os.ReadFile(pidFile)
	must(t, err)

	_, err = Start(t.Context(), Config{Dir: dir, lockWait: 300 * time.Millisecond})
	expectError(t, err, "still holds the data", strconv.Itoa(first.process.pid()))

	after, err := os.ReadFile(pidFile)
	must(t, err)
	if !bytes.Equal(before, after) {
		t.Errorf("postmaster.pid was\n%sand is\n%s", before, after)
	}
}

func TestKilledParentTakesTheServerAlong(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(publicFolder(t), "data")
	parent := startChild(t, dir, nil)
	ask(t, parent.url, "create table kept (name text)")
	if len(processesIn(t, dir)) == 0 {
		t.Fatal("no process is seen, so the test could not see one that is left")
	}
	must(t, parent.cmd.Process.Kill())
	server := start(t, Config{Dir: dir, Scratch: true})
	if got := ask(t, server.URL("postgres"), "select count(*)::text from kept"); got != "0" {
		t.Errorf("count = %q", got)
	}
	stop(t, server)

	parent = startChild(t, dir, nil)
	must(t, parent.cmd.Process.Kill())
	eventually(t, "the server's end", func() bool { return len(processesIn(t, dir)) == 0 })
}

func TestContextEndsTheServer(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	dir := filepath.Join(publicFolder(t), "data")
	server, err := Start(ctx, Config{Dir: dir, Scratch: true})
	must(t, err)
	cancel()
	<-server.Done()
	must(t, server.Stop(t.Context()))
	if left := processesIn(t, dir); len(left) > 0 {
		t.Errorf("processes %v are left", left)
	}
}

func TestCancelledStartLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, delay := range []time.Duration{0, 100 * time.Millisecond, 300 * time.Millisecond} {
		dir := filepath.Join(publicFolder(t), "data")
		ctx, cancel := context.WithTimeout(t.Context(), delay)
		if server, err := Start(ctx, Config{Dir: dir, Scratch: true}); err == nil {
			<-server.Done() // it was faster
		}
		cancel()
		eventually(t, "the end of initdb and the server", func() bool { return len(processesIn(t, dir)) == 0 })
		start(t, Config{Dir: dir, Scratch: true})
	}
}

func TestDoneTellsOfACrash(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	server := start(t, Config{Scratch: true, Log: slog.New(slog.NewTextHandler(&log, nil))})
	server.process.signal(syscall.SIGQUIT)
	<-server.Done()
	if !strings.Contains(log.String(), "ended by itself") {
		t.Errorf("log: %s", &log)
	}
}

func TestStopThatMayNotWait(t *testing.T) {
	t.Parallel()
	server := start(t, Config{Scratch: true})
	now, cancel := context.WithCancel(t.Context())
	cancel()
	if err := server.Stop(now); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if left := processesIn(t, server.folder.dir); len(left) > 0 {
		t.Errorf("processes %v are left", left)
	}
}

func TestStrangePaths(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{
		"long":   strings.Repeat("długa/", 30),
		"odd":    `Anna "i" Spółka, szkoła?#%20`,
		"spaces": "nasza szkoła",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := start(t, Config{Dir: filepath.Join(publicFolder(t), path), Scratch: true})
			if got := ask(t, server.URL("postgres"), "select 'answer'"); got != "answer" {
				t.Errorf("got %q", got)
			}
			address, err := url.Parse(server.URL("postgres"))
			must(t, err)
			socket := address.Query().Get("host")
			info, err := os.Stat(socket)
			must(t, err)
			if info.Mode().Perm() != 0o700 {
				t.Errorf("the socket's folder has mode %o", info.Mode().Perm())
			}
			stop(t, server)
			if _, err := os.Stat(socket); socket != server.folder.dir && !os.IsNotExist(err) {
				t.Errorf("the socket's folder is still there: %v", err)
			}
		})
	}
}

func TestScratchFolderIsRemoved(t *testing.T) {
	t.Parallel()
	server := start(t, Config{Scratch: true})
	stop(t, server)
	if _, err := os.Stat(server.folder.dir); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", server.folder.dir, err)
	}
}

func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		server, err := Start(b.Context(), Config{Scratch: true})
		if err != nil {
			b.Fatal(err)
		}
		if err := server.Stop(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
