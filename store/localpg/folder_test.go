package localpg

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// nobody is an ordinary user: another one if we are root, else ourselves.
func nobody() *syscall.Credential {
	if os.Geteuid() != 0 {
		return nil
	}
	return &syscall.Credential{Uid: 65534, Gid: 65534, Groups: []uint32{65534}}
}

func TestOrdinaryUser(t *testing.T) {
	t.Parallel()
	home := publicFolder(t)
	if who := nobody(); who != nil {
		must(t, os.Chown(home, int(who.Uid), int(who.Gid)))
	}
	dir := filepath.Join(home, "share", "frontdesk")
	run := startChild(t, dir, nobody())
	ask(t, run.url, "create table mine (name text)")
	info, err := os.Stat(dir)
	must(t, err)
	homeInfo, err := os.Stat(home)
	must(t, err)
	if ownerOf(info) != ownerOf(homeInfo) {
		t.Errorf("the data belong to %v", ownerOf(info))
	}
	must(t, run.stdin.Close())
	must(t, run.cmd.Wait())

	server := start(t, Config{Dir: dir, Scratch: true}) // root may run it too, as its owner
	if got := ask(t, server.URL("postgres"), "select count(*)::text from mine"); got != "0" {
		t.Errorf("count = %q", got)
	}
}

func TestClosedParentIsNamed(t *testing.T) {
	t.Parallel()
	closed := filepath.Join(publicFolder(t), "closed")
	mode := os.FileMode(0o700)
	if os.Geteuid() != 0 {
		mode = 0 // the server runs as ourselves, so closed to us
	}
	must(t, os.Mkdir(closed, mode))
	_, err := Start(t.Context(), Config{Dir: filepath.Join(closed, "data"), Scratch: true})
	expectError(t, err, closed)
	if os.Geteuid() == 0 {
		expectError(t, err, closed+" is closed to user ", "chmod a+x "+closed+")")
	}
}

func TestUnfinishedClusterIsMadeAgain(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(publicFolder(t), "data")
	half := filepath.Join(dir, unfinished)
	must(t, os.MkdirAll(filepath.Join(half, "base"), 0o700))
	must(t, os.WriteFile(filepath.Join(half, versionFile), []byte("15\n"), 0o600))
	account, err := serverAccount(dir)
	must(t, err)
	must(t, os.Chmod(dir, 0o700))
	must(t, os.Chown(dir, account.uid, account.gid))

	server := start(t, Config{Dir: dir, Scratch: true})
	if got := ask(t, server.URL("postgres"), "select 'whole'"); got != "whole" {
		t.Errorf("got %q", got)
	}
	if _, err := os.Stat(half); !os.IsNotExist(err) {
		t.Errorf("the unfinished cluster is still there: %v", err)
	}
}

func TestSomebodysFolderIsRefused(t *testing.T) {
	t.Parallel()
	dir := publicFolder(t)
	must(t, os.WriteFile(filepath.Join(dir, "thesis.odt"), nil, 0o644))
	_, err := Start(t.Context(), Config{Dir: dir})
	expectError(t, err, dir, "other files")
	info, err := os.Stat(dir)
	must(t, err)
	if info.Mode().Perm() != 0o755 {
		t.Errorf("its mode was changed to %o", info.Mode().Perm())
	}
}

func TestPlantedLinkIsNotFollowed(t *testing.T) {
	t.Parallel()
	outside := publicFolder(t)
	dir := filepath.Join(outside, "data")
	server := start(t, Config{Dir: dir, Scratch: true})
	stop(t, server)
	target := filepath.Join(outside, "target")
	must(t, os.WriteFile(target, []byte("precious"), 0o600))
	must(t, os.Remove(filepath.Join(dir, logFile)))
	must(t, os.Symlink(target, filepath.Join(dir, logFile)))

	_, err := Start(t.Context(), Config{Dir: dir, Scratch: true})
	expectError(t, err, logFile, "escapes")
	if text, err := os.ReadFile(target); err != nil || string(text) != "precious" {
		t.Errorf("the target holds %q, %v", text, err)
	}
}

func TestLongLogIsPutAside(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(publicFolder(t), "data")
	stop(t, start(t, Config{Dir: dir, Scratch: true}))
	must(t, os.Truncate(filepath.Join(dir, logFile), logMax+1))
	stop(t, start(t, Config{Dir: dir, Scratch: true}))
	for name, long := range map[string]bool{logFile: false, logFile + ".old": true} {
		info, err := os.Stat(filepath.Join(dir, name))
		must(t, err)
		if (info.Size() > logMax) != long {
			t.Errorf("%s has %d bytes", name, info.Size())
		}
	}
}

func TestTroubleIsQuoted(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(publicFolder(t), "data")
	stop(t, start(t, Config{Dir: dir, Scratch: true}))
	must(t, os.WriteFile(filepath.Join(dir, clusterName, "postgresql.conf"), []byte("nonsense = 1\n"), 0o600))
	_, err := Start(t.Context(), Config{Dir: dir, Scratch: true})
	expectError(t, err, dir, `unrecognized configuration parameter "nonsense"`)
}

func TestAbandonedScratchIsSwept(t *testing.T) {
	t.Parallel()
	root := publicFolder(t)
	folderWith := func(name string) (dir, lock string) {
		dir = filepath.Join(root, scratchPrefix+name)
		lock = filepath.Join(dir, lockFile)
		must(t, os.Mkdir(dir, 0o700))
		must(t, os.WriteFile(lock, nil, 0o600))
		return dir, lock
	}
	abandoned, _ := folderWith("abandoned")
	held, heldLock := folderWith("held")
	file, err := os.Open(heldLock)
	must(t, err)
	defer file.Close()
	must(t, syscall.Flock(int(file.Fd()), syscall.LOCK_EX))
	young, youngLock := folderWith("young")
	later := time.Now().Add(time.Hour)
	must(t, os.Chtimes(youngLock, later, later))

	sweepScratch(root, time.Now().Add(time.Minute))
	for dir, want := range map[string]bool{abandoned: false, held: true, young: true} {
		if _, err := os.Stat(dir); (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", dir, err == nil, want)
		}
	}
}

func TestDefaultDir(t *testing.T) {
	t.Setenv("HOME", "/home/anna")
	t.Setenv("XDG_DATA_HOME", "relative")
	want := "/home/anna/.local/share/frontdesk"
	if os.Geteuid() == 0 {
		want = "/var/lib/frontdesk"
	}
	if got := DefaultDir(); got != want {
		t.Errorf("DefaultDir() = %q, want %q", got, want)
	}
}
