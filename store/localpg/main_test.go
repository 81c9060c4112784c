package localpg

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// patience is how long a test waits for what must happen.
const patience = 2 * time.Minute

// childEnv makes the test binary a program that runs a server over the folder
// that it names until its standard input ends.
const childEnv = "LOCALPG_TEST_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		if err := runChild(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func runChild(dir string) error {
	server, err := Start(context.Background(), Config{Dir: dir, Scratch: true})
	if err != nil {
		return err
	}
	fmt.Println(server.URL("postgres"))
	if _, err := io.ReadAll(os.Stdin); err != nil {
		return err
	}
	return server.Stop(context.Background())
}

// child is another process that runs a server.
type child struct {
	cmd   *exec.Cmd
	stdin io.Closer
	url   string
}

// startChild runs the program of childEnv from a place where any user may run it.
func startChild(t *testing.T, dir string, who *syscall.Credential) child {
	t.Helper()
	cmd := exec.Command(publicBinary(t))
	cmd.Env = append(os.Environ(), childEnv+"="+dir)
	cmd.Dir = "/"
	cmd.Stderr = t.Output()
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: who}
	stdin, err := cmd.StdinPipe()
	must(t, err)
	stdout, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() { stdin.Close(); cmd.Wait() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("the child said nothing: %v", err)
	}
	return child{cmd, stdin, strings.TrimSpace(line)}
}

// publicBinary returns a copy of the test binary that every user may run. Another
// process writes it: one that we wrote ourselves could still be open in a child of
// a parallel test, and then the system does not run it (ETXTBSY).
func publicBinary(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	path := filepath.Join(publicFolder(t), "localpg.test")
	must(t, exec.Command("cp", self, path).Run())
	must(t, os.Chmod(path, 0o755))
	return path
}

// publicFolder returns a folder that every user may enter. (The parent of
// t.TempDir is closed to the user who runs PostgreSQL.)
func publicFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "localpg-")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	must(t, os.Chmod(dir, 0o755))
	return dir
}

func start(t *testing.T, c Config) *Server {
	t.Helper()
	server, err := Start(context.Background(), c)
	must(t, err)
	t.Cleanup(func() { must(t, server.Stop(context.Background())) })
	return server
}

func stop(t *testing.T, server *Server) {
	t.Helper()
	must(t, server.Stop(t.Context()))
	if left := processesIn(t, server.folder.dir); len(left) > 0 {
		t.Errorf("after Stop there are still processes %v", left)
	}
}

// ask runs one statement and returns its single value, "" for none.
func ask(t *testing.T, url, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	must(t, err)
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), sql, pgx.QueryExecModeSimpleProtocol)
	must(t, err)
	values, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	return strings.Join(values, ",")
}

// processesIn returns the living processes that work inside dir, as every process
// of a PostgreSQL does in its cluster.
func processesIn(t *testing.T, dir string) (pids []int) {
	t.Helper()
	links, err := filepath.Glob("/proc/[0-9]*/cwd")
	must(t, err)
	for _, link := range links {
		if cwd, err := os.Readlink(link); err == nil && strings.HasPrefix(cwd, dir+"/") {
			pid, err := strconv.Atoi(strings.Split(link, "/")[2])
			must(t, err)
			pids = append(pids, pid)
		}
	}
	return pids
}

// eventually polls until ok.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func expectError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, expected one with %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error lacks %q: %v", part, err)
		}
	}
}
