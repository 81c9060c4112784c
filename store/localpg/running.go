package localpg

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"strings"
)

// socketLine is the line of postmaster.pid, counted from 0, that names the folder
// of the socket.
const socketLine = 4

// Running returns the address of a database of the server that another process
// runs over the data folder dir, "" meaning DefaultDir, and reports whether there
// is one that answers. It is for a short command beside a long service; the server
// may end with that service at any moment.
func Running(ctx context.Context, dir, database string) (url string, ok bool) {
	dir = cmp.Or(dir, DefaultDir())
	text, err := os.ReadFile(filepath.Join(dir, clusterName, "postmaster.pid"))
	if err != nil {
		return "", false
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) <= socketLine {
		return "", false
	}
	url = address(lines[socketLine], database)
	return url, ping(ctx, url) == nil
}
