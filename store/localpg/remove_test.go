package localpg

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const marker = "this-is-mine"

// parentFor is a folder that the server's user may reach.
func parentFor(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "frontdesk-remove-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestMarkerAndRemove(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(parentFor(t), "data")
	if err := Remove(t.Context(), dir, marker); err != nil {
		t.Errorf("a folder that does not exist: %v", err)
	}
	server, err := Start(context.WithoutCancel(t.Context()), Config{Dir: dir, Marker: marker})
	if err != nil {
		t.Fatal(err)
	}
	if err := Remove(t.Context(), dir, marker); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("under a running server: %v", err)
	}
	if err := server.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := Remove(t.Context(), dir, "another"); err == nil {
		t.Error("a folder without the marker is removed")
	}
	if _, err := Start(t.Context(), Config{Dir: dir, Marker: "another", lockWait: time.Millisecond}); err == nil {
		t.Error("a folder without the marker is used")
	}
	if err := Remove(t.Context(), dir, marker); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the folder is still there: %v", err)
	}
}

func TestMarkerComesFirst(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(parentFor(t), "data")
	c, err := Config{Dir: dir, Marker: marker}.complete()
	if err != nil {
		t.Fatal(err)
	}
	f, err := openFolder(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	f.close() // a start that dies here has made no cluster
	if _, err := os.Stat(filepath.Join(dir, marker)); err != nil {
		t.Fatal(err)
	}
	if err := Remove(t.Context(), dir, marker); err != nil {
		t.Errorf("what a dead start left cannot be removed: %v", err)
	}
}
