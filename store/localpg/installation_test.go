package localpg

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fakeServer makes a folder whose postgres says version, a release as "16.2".
// Its tests are not parallel: a script that a fork of another test still has open
// for writing is not run (ETXTBSY).
func fakeServer(t *testing.T, version string) string {
	t.Helper()
	bin := t.TempDir()
	script := fmt.Sprintf("#!/bin/sh\necho 'postgres (PostgreSQL) %s'\n", version)
	for _, name := range []string{"postgres", "initdb"} {
		must(t, os.WriteFile(filepath.Join(bin, name), []byte(script), 0o755))
	}
	return bin
}

func TestFind(t *testing.T) {
	newest := fakeServer(t, "1999.1")
	t.Setenv("PATH", strings.Join([]string{fakeServer(t, "9.6.24"), fakeServer(t, "1998beta1"), newest, os.Getenv("PATH")}, ":"))
	bin, version, err := Find()
	if bin != newest || version != 1999 || err != nil {
		t.Errorf("Find() = %q, %d, %v", bin, version, err)
	}
}

func TestProbe(t *testing.T) {
	good, broken, empty := fakeServer(t, "16.2"), fakeServer(t, "16.2"), t.TempDir()
	must(t, os.WriteFile(filepath.Join(broken, "postgres"), []byte("#!/bin/sh\nexit 1\n"), 0o755))
	link := filepath.Join(t.TempDir(), "link")
	must(t, os.Symlink(good, link))
	older := fakeServer(t, "13.14 (Debian 13.14-0+deb11u1)")

	all := probe(t.Context(), []string{older, empty, broken, good, link, "relative", ""})
	if got := fmt.Sprint(all); got != fmt.Sprintf("[{%s 16} {%s 13}]", good, older) {
		t.Errorf("probe found %v", got)
	}
}

func TestVersionOfTheDataGoesFirst(t *testing.T) {
	other := fakeServer(t, "1997.3")
	t.Setenv("PATH", other+":"+fakeServer(t, "1998.0")+":"+os.Getenv("PATH"))
	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, clusterName), 0o700))
	must(t, os.WriteFile(filepath.Join(dir, clusterName, versionFile), []byte("1997\n"), 0o600))
	inst, err := choose(t.Context(), dir)
	if inst.bin != other || err != nil {
		t.Errorf("choose = %v, %v", inst, err)
	}
}

func TestOtherVersionIsRefused(t *testing.T) {
	t.Parallel()
	dir := publicFolder(t)
	must(t, os.Mkdir(filepath.Join(dir, clusterName), 0o755))
	must(t, os.WriteFile(filepath.Join(dir, clusterName, versionFile), []byte("7\n"), 0o644))
	before := tree(t, dir)

	_, err := Start(t.Context(), Config{Dir: dir})
	wrong, ok := errors.AsType[VersionError](err)
	if !ok || wrong.Made != "7" {
		t.Fatalf("err = %v", err)
	}
	expectError(t, err, dir, "PostgreSQL 7", fmt.Sprintf("PostgreSQL %d (%s)", wrong.Installed, wrong.BinDir))
	if after := tree(t, dir); after != before {
		t.Errorf("the folder was\n%s\nand is\n%s", before, after)
	}
}

// tree describes all files of dir: mode, owner, name.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	must(t, filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		fmt.Fprintln(&b, info.Mode(), ownerOf(info), path)
		return err
	}))
	return b.String()
}

func TestNotInstalled(t *testing.T) {
	t.Parallel()
	for _, all := range [][]installation{nil, {{"/old", 13}, {"/older", 9}}} {
		_, err := newest(all)
		missing, ok := errors.AsType[NotInstalledError](err)
		if !ok {
			t.Fatalf("err = %v", err)
		}
		expectError(t, err, "PostgreSQL 14 or newer is not installed", strings.Join(missing.InstallCommand(), " "))
		if all != nil {
			expectError(t, err, "only PostgreSQL 13")
		}
	}
}

func TestInstallCommand(t *testing.T) {
	t.Parallel()
	for release, want := range map[string]string{
		"ID=debian\nVERSION_ID=\"12\"\n":                                       "apt-get install -y postgresql",
		"ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n":                            "apt-get install -y postgresql",
		"ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=\"9.4\"\n":   "dnf install -y @postgresql:15/server",
		"ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=\"10.0\"\n":  "dnf install -y postgresql-server",
		"ID=fedora\nVERSION_ID=42\n":                                           "dnf install -y postgresql-server",
		"ID=\"amzn\"\nID_LIKE=\"fedora\"\nVERSION_ID=\"2023\"\n":               "dnf install -y postgresql15-server",
		"ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\nVERSION_ID=\"15\"\n": "zypper --non-interactive install postgresql-server",
		"ID=haiku\n": "",
		"":           "",
	} {
		if got := strings.Join(installCommand(strings.NewReader(release)), " "); got != want {
			t.Errorf("for\n%s\nit says %q, want %q", release, got, want)
		}
	}
}
