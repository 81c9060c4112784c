package localpg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	logMax      = 1 << 20 // bytes; a longer log is put aside by the next start
	quotedLines = 12
	askEvery    = 10 * time.Millisecond
	// startingUp is the SQLSTATE cannot_connect_now.
	startingUp = "57P03"
)

// errHeld means that a server that is not ours still holds the cluster.
var errHeld = errors.New("another PostgreSQL still holds the data")

// process is the server's first process, the parent of all its others.
type process struct {
	cmd   *exec.Cmd
	ended chan struct{}
	err   error // of the end, once ended is closed
}

func (p *process) pid() int { return p.cmd.Process.Pid }

// wait returns when the process has ended.
func (p *process) wait() error {
	<-p.ended
	return p.err
}

// signal sends sig; a process that has ended cannot be told anything.
func (p *process) signal(sig syscall.Signal) { _ = p.cmd.Process.Signal(sig) }

// command prepares a program of PostgreSQL: run by the server's user, in a
// process group of its own so that a Ctrl-C at the terminal is ours to handle,
// and with an environment without secrets or PG… variables.
func (f *folder) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = f.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: f.owner.credential(), Setpgid: true}
	cmd.Env = []string{"LC_ALL=C", "TZ=UTC"}
	for _, name := range []string{"PATH", "LD_LIBRARY_PATH"} {
		if value, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	return cmd
}

// launch starts cmd and returns; ended gets how it ended. The signal that a child
// gets at its parent's death is sent at the death of the thread that started it,
// so that thread is kept until the child has ended.
func launch(cmd *exec.Cmd) (ended <-chan error, err error) {
	started, end := make(chan error), make(chan error, 1)
	go func() {
		runtime.LockOSThread() // for good: the thread ends with the goroutine
		err := cmd.Start()
		started <- err
		if err == nil {
			end <- cmd.Wait()
		}
	}()
	return end, <-started
}

// boot starts the server and returns when it answers. While a dying server holds
// the cluster, it tries again.
func (f *folder) boot(ctx context.Context, c Config, inst installation) (*process, error) {
	for {
		p, err := f.bootOnce(ctx, inst, f.settings(c.Scratch))
		if !errors.Is(err, errHeld) || time.Now().After(f.deadline) {
			return p, err
		}
		c.Log.Info("waiting for another PostgreSQL to end", "folder", f.dir)
		if err := pause(ctx, 2*retryEvery); err != nil {
			return nil, err
		}
	}
}

func (f *folder) bootOnce(ctx context.Context, inst installation, args []string) (*process, error) {
	log, from, err := f.openLog()
	if err != nil {
		return nil, fmt.Errorf("opening the server's log: %w", err)
	}
	defer log.Close()
	p, err := f.spawn(inst, args, log)
	if err != nil {
		return nil, err
	}
	err = f.ready(ctx, p)
	if err == nil {
		return p, nil
	}
	p.signal(syscall.SIGQUIT)
	p.wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return nil, f.explain(err, log, from)
}

// spawn starts the server's process. It outlives the caller's context, so that it
// is ended by a fast shutdown and not by a kill.
func (f *folder) spawn(inst installation, args []string, log *os.File) (*process, error) {
	cmd := f.command(context.Background(), inst.program("postgres"), args...)
	dieWithParent(cmd.SysProcAttr, syscall.SIGINT)
	cmd.Stdout, cmd.Stderr = log, log
	ended, err := launch(cmd)
	if err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, ended: make(chan struct{})}
	go func() {
		p.err = <-ended
		close(p.ended)
	}()
	return p, nil
}

// ready returns nil when our own child answers. An answer alone would not do: it
// may be that of an older server which is about to end.
func (f *folder) ready(ctx context.Context, p *process) error {
	for {
		if f.holder() == p.pid() {
			err := ping(ctx, address(f.socket, "postgres"))
			if !notYet(err) {
				return err
			}
		}
		select {
		case <-p.ended:
			return fmt.Errorf("the server ended: %w", p.err)
		default:
		}
		if err := pause(ctx, askEvery); err != nil {
			return err
		}
	}
}

// notYet reports whether err is what a server answers while it starts.
func notYet(err error) bool {
	if refusal, ok := errors.AsType[*pgconn.PgError](err); ok {
		return refusal.Code == startingUp
	}
	return slices.ContainsFunc(
		[]error{syscall.ENOENT, syscall.ECONNREFUSED, syscall.EAGAIN}, // no socket yet, nobody listens yet, a full queue
		func(usual error) bool { return errors.Is(err, usual) },
	)
}

func ping(ctx context.Context, url string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	return errors.Join(conn.Ping(ctx), conn.Close(ctx))
}

// holder returns the pid of the server that holds the cluster, 0 if none does.
func (f *folder) holder() int {
	text, err := f.root.ReadFile(filepath.Join(clusterName, "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, _ := strconv.Atoi(first) // a file half written is none yet
	return pid
}

// openLog opens the server's log for appending and returns its present length.
func (f *folder) openLog() (log *os.File, length int64, err error) {
	if info, err := f.root.Stat(logFile); err == nil && info.Size() > logMax {
		if err := f.root.Rename(logFile, logFile+".old"); err != nil {
			return nil, 0, err
		}
	}
	log, err = f.create(logFile, os.O_RDWR|os.O_APPEND)
	if err != nil {
		return nil, 0, err
	}
	info, err := log.Stat()
	if err != nil {
		log.Close()
		return nil, 0, err
	}
	return log, info.Size(), nil
}

// explain adds to err what the server has logged since from, and tells a cluster
// that another server holds from other troubles.
func (f *folder) explain(err error, log io.ReaderAt, from int64) error {
	said, readErr := io.ReadAll(io.NewSectionReader(log, from, logMax))
	if readErr != nil {
		return errors.Join(err, readErr)
	}
	text := string(said)
	held := strings.Contains(text, `lock file "`) && strings.Contains(text, "already exists") ||
		strings.Contains(text, "pre-existing shared memory block")
	if held {
		return fmt.Errorf("%w (process %d): %s", errHeld, f.holder(), lastLines(text))
	}
	return fmt.Errorf("%w: %s", err, lastLines(text))
}

// lastLines returns the end of what a program said.
func lastLines(text string) string {
	lines := slices.Collect(strings.Lines(text))
	lines = lines[max(0, len(lines)-quotedLines):]
	return strings.TrimSpace(strings.Join(lines, ""))
}
