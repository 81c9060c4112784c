package main

import (
	"context"
	"fmt"
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
