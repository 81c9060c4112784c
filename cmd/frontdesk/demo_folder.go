package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"frontdesk/store/localpg"
)

// demoMarker is the file that makes a folder the demo's own: nothing else is used by
// the demo, or removed by --fresh.
const demoMarker = "this-is-a-frontdesk-demo"

// demoFolder is the data folder to use: the named one, or the first of the demo's own
// that no other demo is using.
func demoFolder(ctx context.Context, named string) (string, error) {
	if named != "" {
		return filepath.Abs(named)
	}
	base := localpg.DefaultDir() + "-demo"
	folder := base
	for n := 2; ; n++ {
		if _, busy := localpg.Running(ctx, folder, "postgres"); !busy {
			return folder, nil
		}
		folder = fmt.Sprintf("%s-%d", base, n)
	}
}

// checkDemoFolder refuses a folder that holds anything but a demo; fresh empties a
// demo's.
func checkDemoFolder(ctx context.Context, folder string, fresh bool) error {
	files, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && len(files) == 0) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("looking into the demo's folder: %w", err)
	}
	if _, err := os.Stat(filepath.Join(folder, demoMarker)); err != nil {
		return fmt.Errorf("%s holds something that is no demo (it has no file %s): it stays as it is; name another folder with --data", folder, demoMarker)
	}
	if !fresh {
		return nil
	}
	if _, busy := localpg.Running(ctx, folder, "postgres"); busy {
		return fmt.Errorf("a demo is running in %s: stop it first", folder)
	}
	return os.RemoveAll(folder)
}

// markDemo writes the marker into a folder that was checked.
func markDemo(root *os.Root) error {
	err := root.WriteFile(demoMarker, []byte("Made by `frontdesk demo`, which removes this folder when it is started with --fresh.\n"), 0o600)
	if err != nil {
		return fmt.Errorf("marking the demo's folder: %w", err)
	}
	return nil
}
