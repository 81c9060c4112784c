package localpg

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	superuser = "frontdesk"
	// port only names the socket: nothing listens on TCP.
	port = 5432
	// killAfter is how long an immediate shutdown may take. PostgreSQL itself
	// kills processes that are left after five seconds.
	killAfter = 10 * time.Second
)

// Config says where the server keeps its data and how careful it is with them.
type Config struct {
	// Dir is the data folder, made if it is missing. Empty means DefaultDir;
	// with Scratch, a new folder under os.TempDir that is removed when the
	// server ends.
	Dir string
	// Scratch trades safety for speed: a crash of the machine may lose the
	// data. For tests. False means that committed data are kept.
	Scratch bool
	// Marker names a file that says whose the folder is: a new folder gets it
	// before anything else, and one with data that lacks it is refused. Empty
	// means that no such file is made or asked for.
	Marker string
	// Log gets the start and an unexpected end of the server. Nil means silence.
	Log *slog.Logger

	// lockWait is how long a folder that another process holds is tried again.
	// Zero means 10 s.
	lockWait time.Duration
}

// complete returns c with every zero value replaced by what it means.
func (c Config) complete() (Config, error) {
	c.lockWait = cmp.Or(c.lockWait, 10*time.Second)
	c.Log = cmp.Or(c.Log, slog.New(slog.DiscardHandler))
	if c.Dir == "" && c.Scratch {
		return c, nil
	}
	dir, err := filepath.Abs(cmp.Or(c.Dir, DefaultDir()))
	if err != nil {
		return c, fmt.Errorf("finding the data folder: %w", err)
	}
	c.Dir = dir
	return c, nil
}

// DefaultDir returns the data folder of this user: /var/lib/frontdesk for root,
// else $XDG_DATA_HOME/frontdesk, by default ~/.local/share/frontdesk.
func DefaultDir() string {
	if os.Geteuid() == 0 {
		return "/var/lib/frontdesk"
	}
	data := os.Getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(data) { // the specification: a relative one is ignored
		data = filepath.Join(os.Getenv("HOME"), ".local", "share")
	}
	return filepath.Join(data, "frontdesk")
}

// Server is a running PostgreSQL. Its methods may be called from any goroutine.
type Server struct {
	folder   *folder
	process  *process
	log      *slog.Logger
	stopping atomic.Bool
	done     chan struct{}
}

// Start runs PostgreSQL over c.Dir, making the cluster if there is none (about
// half a second), and returns when the server answers. A server that recovers
// from a crash is waited for as long as ctx allows.
//
// The server ends when ctx ends, so ctx is the program's, not the start's.
//
// The error is a NotInstalledError if the machine has no PostgreSQL 14 or newer
// and a VersionError if the cluster needs another one than there is; the folder
// is not touched then.
func Start(ctx context.Context, c Config) (*Server, error) {
	c, err := c.complete()
	if err != nil {
		return nil, err
	}
	inst, err := choose(ctx, c.Dir)
	if err != nil {
		return nil, err
	}
	f, err := openFolder(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("opening data folder: %w", err)
	}
	p, err := f.run(ctx, c, inst)
	if err != nil {
		f.close()
		return nil, fmt.Errorf("starting PostgreSQL %d in %s: %w", inst.major, f.dir, err)
	}
	c.Log.Info("PostgreSQL runs", "version", inst.major, "folder", f.dir, "pid", p.pid())
	s := &Server{folder: f, process: p, log: c.Log, done: make(chan struct{})}
	go s.watch(ctx)
	return s, nil
}

// run makes the cluster if there is none and starts its server.
func (f *folder) run(ctx context.Context, c Config, inst installation) (*process, error) {
	if err := f.checkReach(ctx, inst); err != nil {
		return nil, err
	}
	if err := f.initOnce(ctx, inst, c.Scratch); err != nil {
		return nil, err
	}
	return f.boot(ctx, c, inst)
}

// watch waits for the server's end and lets go of its folder.
func (s *Server) watch(ctx context.Context) {
	release := context.AfterFunc(ctx, s.interrupt)
	err := s.process.wait()
	release()
	if !s.stopping.Load() {
		s.log.Error("PostgreSQL ended by itself", "err", err, "log", filepath.Join(s.folder.dir, logFile))
	}
	s.folder.close()
	close(s.done)
}

// interrupt asks for a fast shutdown: connections are closed, data written.
func (s *Server) interrupt() {
	s.stopping.Store(true)
	s.process.signal(syscall.SIGINT)
}

// URL returns the address of a database of this server, for pgx and for psql. A
// new server has one, "postgres". The address holds no secret: what guards the
// server is the folder in which its socket lies.
func (s *Server) URL(database string) string {
	return address(s.folder.socket, database)
}

func address(socketDir, database string) string {
	query := url.Values{
		"host":    {socketDir},
		"port":    {strconv.Itoa(port)},
		"sslmode": {"disable"}, // whatever PGSSLMODE says
	}.Encode()
	u := url.URL{
		Scheme:   "postgres",
		User:     url.User(superuser),
		Path:     "/" + database,
		RawQuery: strings.ReplaceAll(query, "+", "%20"), // PostgreSQL's URLs know no plus for a space
	}
	return u.String()
}

// Done is closed when the server has ended, for whatever reason, and the folder
// is free again.
func (s *Server) Done() <-chan struct{} { return s.done }

// Stop ends the server and returns when it is gone; a second Stop waits as well.
// Open connections are closed and their transactions rolled back. If ctx ends
// first, the server is cut short, which loses nothing but makes the next start
// slower, and Stop returns ctx's error.
func (s *Server) Stop(ctx context.Context) error {
	s.interrupt()
	select {
	case <-s.done:
		return nil
	case <-ctx.Done():
	}
	s.process.signal(syscall.SIGQUIT)
	select {
	case <-s.done:
	case <-time.After(killAfter):
		s.process.signal(syscall.SIGKILL) // its children see its end and end too
		<-s.done
	}
	return fmt.Errorf("stopping PostgreSQL in %s: %w", s.folder.dir, context.Cause(ctx))
}
