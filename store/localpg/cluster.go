package localpg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

const (
	clusterName = "pgdata"
	unfinished  = "pgdata.new"
	versionFile = "PG_VERSION"
)

// clusterVersion returns the major version of PostgreSQL that made the cluster
// in dir, "" if there is none.
func clusterVersion(dir string) (string, error) {
	if dir == "" {
		return "", nil
	}
	text, err := os.ReadFile(filepath.Join(dir, clusterName, versionFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("reading the version of the data: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

// HasData reports whether there is a cluster in the data folder dir, or may be one that
// cannot be looked at.
func HasData(dir string) bool {
	version, err := clusterVersion(dir)
	return version != "" || err != nil
}

// initOnce makes the cluster if there is none. It works in a folder of another
// name, so a cluster that has its name is whole.
func (f *folder) initOnce(ctx context.Context, inst installation, scratch bool) error {
	if _, err := f.root.Stat(filepath.Join(clusterName, versionFile)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := f.root.RemoveAll(unfinished); err != nil {
		return fmt.Errorf("removing an unfinished cluster: %w", err)
	}
	if err := f.initdb(ctx, inst, scratch); err != nil {
		return err
	}
	if err := f.root.Rename(unfinished, clusterName); err != nil {
		return fmt.Errorf("naming the new cluster: %w", err)
	}
	return nil
}

func (f *folder) initdb(ctx context.Context, inst installation, scratch bool) error {
	args := slices.Concat([]string{
		"-D", filepath.Join(f.dir, unfinished), "-U", superuser, "-E", "UTF8",
		"--auth-local=trust", "--auth-host=reject",
	}, localeArgs())
	if scratch {
		args = append(args, "-N") // do not wait for the disk: 0.1 s
	}
	cmd := f.command(ctx, inst.program("initdb"), args...)
	dieWithParent(cmd.SysProcAttr, syscall.SIGKILL)
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) } // with its children
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	ended, err := launch(cmd)
	if err == nil {
		err = <-ended
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return fmt.Errorf("making the cluster: %w: %s", err, lastLines(said.String()))
	}
	return nil
}

// settings are the arguments of the server. They go before what stands in
// postgresql.conf, which is left as initdb wrote it.
func (f *folder) settings(scratch bool) []string {
	set := []string{
		"listen_addresses=", // the socket alone: trust over TCP would let every local user in
		"unix_socket_directories=" + quoteFolder(f.socket),
		"unix_socket_permissions=0700",
		"port=" + strconv.Itoa(port),
		"max_connections=200",
		"timezone=UTC",
		"log_timezone=UTC",
		"jit=off", // compiling costs more than any query of ours
		"logging_collector=off",
		"log_destination=stderr",
		"log_checkpoints=off",
	}
	if scratch {
		set = append(
			set, "fsync=off", "synchronous_commit=off", "full_page_writes=off",
			"wal_level=minimal", "max_wal_senders=0", "shared_buffers=64MB",
		)
	} else {
		// Logs hold no names or addresses, so neither statements nor row values.
		set = append(set, "log_min_error_statement=panic", "log_error_verbosity=terse")
	}
	args := []string{"-D", filepath.Join(f.dir, clusterName)}
	for _, s := range set {
		args = append(args, "-c", s)
	}
	return args
}

// quoteFolder writes dir as one item of PostgreSQL's lists of folders.
func quoteFolder(dir string) string {
	return `"` + strings.ReplaceAll(dir, `"`, `""`) + `"`
}
