package localpg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	lockFile = "frontdesk.lock"
	logFile  = "postgres.log"
	// socketPathMax is the longest path of a unix socket in bytes: 103 on macOS,
	// 107 on Linux.
	socketPathMax = 103
	retryEvery    = 50 * time.Millisecond
)

// folder is a data folder that this process holds. As root we work in a folder
// that another user may write to, hence the os.Root: no link planted there leads
// us out of it.
type folder struct {
	dir       string
	root      *os.Root
	lock      *os.File
	owner     account
	socket    string    // folder of the socket: dir, or a shorter one
	deadline  time.Time // until when another holder of the folder is waited for
	temporary []string  // folders to remove in the end
}

// openFolder makes the data folder if need be, gives it to the server's user and
// holds it until close.
func openFolder(ctx context.Context, c Config) (_ *folder, err error) {
	f := &folder{dir: c.Dir, deadline: time.Now().Add(c.lockWait)}
	defer func() {
		if err != nil {
			f.close()
		}
	}()
	if f.owner, err = serverAccount(c.Dir); err != nil {
		return nil, err
	}
	if c.Dir == "" {
		err = f.makeScratch()
	} else {
		err = f.makeLeaf()
	}
	if err != nil {
		return nil, err
	}
	if err := f.open(); err != nil {
		return nil, err
	}
	if err := f.hold(ctx); err != nil {
		return nil, err
	}
	if err := f.mark(c.Marker); err != nil {
		return nil, err
	}
	return f, f.placeSocket()
}

// mark makes the marker in a new folder, and asks for it in one with data.
func (f *folder) mark(marker string) error {
	if marker == "" || f.has(marker) {
		return nil
	}
	if f.has(clusterName) {
		return fmt.Errorf("%s has no file %s: it is somebody else's and stays as it is", f.dir, marker)
	}
	file, err := f.create(marker, os.O_WRONLY)
	if err != nil {
		return err
	}
	return file.Close()
}

// has reports whether there is a file of that name in the folder.
func (f *folder) has(name string) bool {
	_, err := f.root.Stat(name)
	return err == nil
}

// removeWait is how long Remove waits for a server that is just ending: a program that
// it was starting may hold the lock for a moment after it.
const removeWait = 2 * time.Second

// Remove removes the data folder dir with everything in it, if it carries the marker
// and no server runs over it. A folder that does not exist, or is empty, is left alone.
func Remove(ctx context.Context, dir, marker string) error {
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("removing %s: %w", dir, err)
	}
	f := &folder{dir: dir, root: root, deadline: time.Now().Add(removeWait)}
	defer f.close()
	files, err := fs.ReadDir(root.FS(), ".")
	if err != nil || len(files) == 0 {
		return err
	}
	if !f.has(marker) {
		return fmt.Errorf("removing %s: it has no file %s, so it is somebody else's and stays as it is", dir, marker)
	}
	if f.owner, err = serverAccount(dir); err == nil {
		err = f.hold(ctx)
	}
	if err != nil {
		return fmt.Errorf("removing %s: %w", dir, err)
	}
	return os.RemoveAll(dir)
}

// close lets go of the folder and removes what was only for this run.
func (f *folder) close() {
	for _, dir := range f.temporary {
		os.RemoveAll(dir)
	}
	if f.lock != nil {
		f.lock.Close() // which unlocks
	}
	if f.root != nil {
		f.root.Close()
	}
}

// makeLeaf makes f.dir with mode 0700, and its missing parents with 0755.
func (f *folder) makeLeaf() error {
	if err := makeParents(filepath.Dir(f.dir)); err != nil {
		return err
	}
	if err := os.Mkdir(f.dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

func makeParents(dir string) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := makeParents(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return nil // somebody else was faster
		}
		return err
	}
	return os.Chmod(dir, 0o755) // the umask may have closed it to the server's user
}

// open gives the folder to the server's user alone, if it is ours to give.
func (f *folder) open() (err error) {
	if f.root, err = os.OpenRoot(f.dir); err != nil {
		return err
	}
	if err := f.mayTake(); err != nil {
		return err
	}
	if err := f.root.Chmod(".", 0o700); err != nil {
		return err
	}
	return f.root.Chown(".", f.owner.uid, f.owner.gid)
}

// mayTake returns an error for a folder with other people's files: to change the
// mode and owner of /tmp or /root would be a disaster.
func (f *folder) mayTake() error {
	info, err := f.root.Stat(".")
	if err != nil {
		return err
	}
	if info.Mode().Perm() == 0o700 && ownerOf(info).uid == f.owner.uid {
		return nil
	}
	files, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil || len(files) == 0 {
		return err
	}
	if _, err := f.root.Stat(filepath.Join(clusterName, versionFile)); err == nil {
		return nil
	}
	return fmt.Errorf("%s already holds other files: name a new or empty folder", f.dir)
}

// hold locks the folder against other processes like this one. The system frees
// the lock when we end, however we end.
func (f *folder) hold(ctx context.Context) (err error) {
	if f.lock, err = f.create(lockFile, os.O_RDWR); err != nil {
		return err
	}
	for {
		err := syscall.Flock(int(f.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			break
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return fmt.Errorf("locking %s: %w", f.lock.Name(), err)
		}
		if time.Now().After(f.deadline) {
			pid, _ := f.root.ReadFile(lockFile)
			return fmt.Errorf("%s is in use by process %s, which runs its PostgreSQL", f.dir, pid)
		}
		if err := pause(ctx, retryEvery); err != nil {
			return err
		}
	}
	return errors.Join(f.lock.Truncate(0), writeAt(f.lock, strconv.Itoa(os.Getpid())))
}

// create opens a file of the folder, making it as the server's user's own.
func (f *folder) create(name string, flags int) (*os.File, error) {
	file, err := f.root.OpenFile(name, flags|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := file.Chown(f.owner.uid, f.owner.gid); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

func writeAt(file *os.File, text string) error {
	_, err := file.WriteAt([]byte(text), 0)
	return err
}

// placeSocket chooses where the socket lies: in the data folder, or in a private
// one with a short path. (pgx takes a comma for the end of a host.)
func (f *folder) placeSocket() error {
	f.socket = f.dir
	if len(socketPath(f.dir)) <= socketPathMax && !strings.Contains(f.dir, ",") {
		return nil
	}
	dir, err := os.MkdirTemp("", "frontdesk-socket-")
	if err != nil {
		return fmt.Errorf("making a folder for the socket: %w", err)
	}
	f.socket = dir
	f.temporary = append(f.temporary, dir)
	if len(socketPath(dir)) > socketPathMax {
		return fmt.Errorf("both %s and %s are too long for a socket's path: name a shorter data folder", f.dir, dir)
	}
	return os.Chown(dir, f.owner.uid, f.owner.gid)
}

func socketPath(dir string) string {
	return filepath.Join(dir, ".s.PGSQL."+strconv.Itoa(port))
}

// checkReach returns an error that names the first parent of the folder that is
// closed to the server's user. It tries rather than reads modes, which do not
// tell all (access lists, mandatory access control).
func (f *folder) checkReach(ctx context.Context, inst installation) error {
	if !f.owner.other() || f.enter(ctx, inst, f.dir) == nil {
		return nil
	}
	if err := f.enter(ctx, inst, "/"); err != nil {
		return fmt.Errorf("running %s as user %s: %w", inst.program("postgres"), f.owner, err)
	}
	for i, char := range f.dir + "/" {
		if parent := f.dir[:i]; char == '/' && i > 0 && f.enter(ctx, inst, parent) != nil {
			return fmt.Errorf("%s is closed to user %s, as whom PostgreSQL runs: "+
				"open it (chmod a+x %s) or name another data folder", parent, f.owner, parent)
		}
	}
	return nil
}

// enter runs a program of the installation inside dir as the server's user.
func (f *folder) enter(ctx context.Context, inst installation, dir string) error {
	cmd := f.command(ctx, inst.program("postgres"), "--version")
	cmd.Dir = dir
	return cmd.Run()
}

// pause waits for d, or for the end of ctx, whose error it returns.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(d):
		return nil
	}
}
