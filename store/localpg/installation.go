package localpg

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// oldest is the oldest major version that Frontdesk runs on.
const oldest = 14

// usualFolders are where the server programs lie on systems that keep them off
// the PATH, as patterns of filepath.Glob.
var usualFolders = []string{
	"/usr/lib/postgresql/*/bin",                          // Debian, Ubuntu
	"/usr/pgsql-*/bin",                                   // Red Hat, from postgresql.org
	"/usr/lib/postgresql*/bin",                           // SUSE
	"/usr/libexec/postgresql*",                           // Alpine
	"/opt/homebrew/opt/postgresql*/bin",                  // Homebrew, Apple silicon
	"/usr/local/opt/postgresql*/bin",                     // Homebrew, Intel
	"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",     // Homebrew, Linux
	"/Applications/Postgres.app/Contents/Versions/*/bin", // Postgres.app
	"/usr/local/pgsql/bin",                               // built from source
}

// versionLine matches what "postgres --version" prints, betas included.
var versionLine = regexp.MustCompile(`^postgres \(PostgreSQL\) (\d+)`)

// installation is a folder that holds the programs postgres and initdb.
type installation struct {
	bin   string
	major int
}

func (i installation) program(name string) string { return filepath.Join(i.bin, name) }

// Find returns the folder of the newest installed PostgreSQL server, on the PATH
// or in the usual folders of Debian, Red Hat and Homebrew, and its major version.
// The error is a NotInstalledError if there is none from version 14 on.
func Find() (binDir string, version int, err error) {
	inst, err := newest(installations(context.Background()))
	return inst.bin, inst.major, err
}

// newest returns the first of all, which are sorted, if it is new enough.
func newest(all []installation) (installation, error) {
	if len(all) == 0 {
		return installation{}, notInstalled(0)
	}
	if all[0].major < oldest {
		return installation{}, notInstalled(all[0].major)
	}
	return all[0], nil
}

// installations returns all PostgreSQL servers of this machine, newest first.
func installations(ctx context.Context) []installation {
	folders := filepath.SplitList(os.Getenv("PATH"))
	for _, pattern := range usualFolders {
		found, _ := filepath.Glob(pattern) // fails only for a malformed pattern
		folders = append(folders, found...)
	}
	return probe(ctx, folders)
}

// probe asks each folder's server for its version; the folders without one are
// left out.
func probe(ctx context.Context, folders []string) []installation {
	var all []installation
	for _, bin := range folders {
		real, err := filepath.EvalSymlinks(bin)
		if err != nil || !filepath.IsAbs(real) || slices.ContainsFunc(all, func(i installation) bool { return i.bin == real }) {
			continue
		}
		if major := serverVersion(ctx, real); major > 0 {
			all = append(all, installation{real, major})
		}
	}
	slices.SortStableFunc(all, func(a, b installation) int { return cmp.Compare(b.major, a.major) })
	return all
}

// serverVersion returns the major version of the server in bin, 0 if there is
// none that works.
func serverVersion(ctx context.Context, bin string) int {
	for _, name := range []string{"postgres", "initdb"} {
		if _, err := exec.LookPath(filepath.Join(bin, name)); err != nil {
			return 0
		}
	}
	out, err := exec.CommandContext(ctx, filepath.Join(bin, "postgres"), "--version").Output()
	if err != nil {
		return 0
	}
	m := versionLine.FindSubmatch(out)
	if m == nil {
		return 0
	}
	major, _ := strconv.Atoi(string(m[1])) // digits; too many of them are no version
	return major
}

// choose returns the installation for the data folder dir: the one that made its
// cluster, the newest if there is no cluster yet. It changes nothing.
func choose(ctx context.Context, dir string) (installation, error) {
	all := installations(ctx)
	best, err := newest(all)
	if err != nil {
		return installation{}, err
	}
	made, err := clusterVersion(dir)
	if err != nil || made == "" {
		return best, err
	}
	for _, inst := range all {
		if strconv.Itoa(inst.major) == made && inst.major >= oldest {
			return inst, nil
		}
	}
	return installation{}, VersionError{Dir: dir, Made: made, Installed: best.major, BinDir: best.bin}
}

// VersionError says that a data folder was made by a major version of PostgreSQL
// that is not installed. PostgreSQL reads no other version's files.
type VersionError struct {
	Dir       string // data folder
	Made      string // version that made it, e.g. "14"
	Installed int    // newest that is installed
	BinDir    string // where
}

func (e VersionError) Error() string {
	return fmt.Sprintf("data folder %s was made by PostgreSQL %s, but installed is PostgreSQL %d (%s): "+
		"install PostgreSQL %s, or convert the data with pg_upgrade; nothing was changed",
		e.Dir, e.Made, e.Installed, e.BinDir, e.Made)
}
