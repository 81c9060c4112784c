package localpg

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the operating system's user who runs the server.
type account struct{ uid, gid int }

// serverAccount returns who runs the server over dir: ourselves, unless we are
// root, as whom PostgreSQL refuses to run. Then it is the owner of the cluster,
// if there is one already, else user postgres, else nobody.
func serverAccount(dir string) (account, error) {
	if os.Geteuid() != 0 {
		return account{os.Geteuid(), os.Getegid()}, nil
	}
	if dir != "" {
		info, err := os.Stat(filepath.Join(dir, clusterName))
		if err == nil {
			return ownerOf(info), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return account{}, err
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			return newAccount(u)
		}
	}
	return account{}, errors.New(`PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody"`)
}

func newAccount(u *user.User) (account, error) {
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return account{}, fmt.Errorf("reading the uid of user %s: %w", u.Username, err)
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return account{}, fmt.Errorf("reading the gid of user %s: %w", u.Username, err)
	}
	return account{uid, gid}, nil
}

// ownerOf returns the owner of a file that os.Stat or a sibling of it described.
func ownerOf(info fs.FileInfo) account {
	stat := info.Sys().(*syscall.Stat_t)
	return account{int(stat.Uid), int(stat.Gid)}
}

// other reports whether the server runs as somebody else than we.
func (a account) other() bool { return a.uid != os.Geteuid() }

// credential returns what makes a child run as a, nil if it does so anyway.
func (a account) credential() *syscall.Credential {
	if !a.other() {
		return nil
	}
	gid := uint32(a.gid)
	return &syscall.Credential{Uid: uint32(a.uid), Gid: gid, Groups: []uint32{gid}}
}

// String returns the account's name, its number if it has none.
func (a account) String() string {
	id := strconv.Itoa(a.uid)
	if u, err := user.LookupId(id); err == nil {
		return u.Username
	}
	return id
}
