package localpg

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
)

// NotInstalledError says that this machine has no PostgreSQL server that is new
// enough, and which command installs one.
type NotInstalledError struct {
	older   int // newest version that there is, 0 if none
	command []string
}

func (e NotInstalledError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "PostgreSQL %d or newer is not installed", oldest)
	if e.older > 0 {
		fmt.Fprintf(&b, " (there is only PostgreSQL %d)", e.older)
	}
	if e.command == nil {
		return b.String() + "; install this system's package of the PostgreSQL server"
	}
	return b.String() + "; install it with: " + strings.Join(e.command, " ")
}

// InstallCommand returns the program and arguments that install PostgreSQL on
// this system, with sudo unless we are root. It may ask for a password, so it
// wants a terminal. Nil means that the system is not one we know.
func (e NotInstalledError) InstallCommand() []string { return slices.Clone(e.command) }

// installers are the commands that install a PostgreSQL server, by the ID or
// ID_LIKE of os-release. A row that is narrower stands before a wider one.
var installers = []struct {
	system  string // ID
	release string // prefix of VERSION_ID; "" is any
	command string
}{
	{"debian", "", "apt-get install -y postgresql"},
	{"ubuntu", "", "apt-get install -y postgresql"},
	{"amzn", "2023", "dnf install -y postgresql15-server"},
	{"rhel", "8", "dnf install -y @postgresql:15/server"}, // the default there is older than 14
	{"rhel", "9", "dnf install -y @postgresql:15/server"},
	{"centos", "8", "dnf install -y @postgresql:15/server"},
	{"centos", "9", "dnf install -y @postgresql:15/server"},
	{"fedora", "", "dnf install -y postgresql-server"},
	{"rhel", "", "dnf install -y postgresql-server"},
	{"centos", "", "dnf install -y postgresql-server"},
	{"arch", "", "pacman -S --noconfirm postgresql"},
	{"alpine", "", "apk add postgresql"},
	{"suse", "", "zypper --non-interactive install postgresql-server"},
	{"opensuse", "", "zypper --non-interactive install postgresql-server"},
}

func notInstalled(older int) NotInstalledError {
	e := NotInstalledError{older: older}
	if runtime.GOOS == "darwin" {
		e.command = []string{"brew", "install", "postgresql@17"}
		return e
	}
	file, err := os.Open("/etc/os-release")
	if err != nil {
		return e // no file, no advice
	}
	defer file.Close()
	e.command = installCommand(file)
	if e.command != nil && os.Geteuid() != 0 {
		e.command = append([]string{"sudo"}, e.command...)
	}
	return e
}

// installCommand returns the command for the system that an os-release file
// describes (os-release(5)), nil if none is known. The system's own name goes
// before the names of those it is like.
func installCommand(release io.Reader) []string {
	fields := map[string]string{}
	for lines := bufio.NewScanner(release); lines.Scan(); {
		key, value, _ := strings.Cut(lines.Text(), "=")
		fields[key] = strings.Trim(value, `"'`)
	}
	for _, id := range append([]string{fields["ID"]}, strings.Fields(fields["ID_LIKE"])...) {
		for _, row := range installers {
			if row.system == id && strings.HasPrefix(fields["VERSION_ID"], row.release) {
				return strings.Fields(row.command)
			}
		}
	}
	return nil
}
