package localpg

import (
	"os"
	"path/filepath"
	"syscall"
	"time"
)

const (
	scratchPrefix = "frontdesk-scratch-"
	// scratchAge is how old the lock of a scratch folder must be before another
	// process may remove the folder: far longer than making one takes.
	scratchAge = 10 * time.Minute
)

// makeScratch makes a folder that is removed in the end. Those of processes that
// were killed, which could not do so, are removed now.
func (f *folder) makeScratch() error {
	sweepScratch(os.TempDir(), time.Now().Add(-scratchAge))
	dir, err := os.MkdirTemp("", scratchPrefix)
	if err != nil {
		return err
	}
	f.dir = dir
	f.temporary = append(f.temporary, dir)
	return nil
}

// sweepScratch removes the scratch folders in dir that were made before and that
// no living process holds. Whatever it may not remove it leaves to their owner.
func sweepScratch(dir string, before time.Time) {
	locks, _ := filepath.Glob(filepath.Join(dir, scratchPrefix+"*", lockFile))
	for _, name := range locks {
		if info, err := os.Lstat(name); err == nil && info.Mode().IsRegular() && info.ModTime().Before(before) && abandoned(name) {
			os.RemoveAll(filepath.Dir(name))
		}
	}
}

// abandoned reports whether no process holds the lock file name.
func abandoned(name string) bool {
	file, err := os.OpenFile(name, os.O_RDWR|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return false
	}
	defer file.Close()
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
