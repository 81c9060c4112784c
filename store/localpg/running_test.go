package localpg

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestRunning(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{"short": "data", "long": strings.Repeat("long/", 30)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(publicFolder(t), path)
			if url, ok := Running(t.Context(), dir, "postgres"); ok {
				t.Fatalf("before the start it answers at %s", url)
			}
			server := start(t, Config{Dir: dir, Scratch: true})
			url, ok := Running(t.Context(), dir, "postgres")
			if !ok || url != server.URL("postgres") {
				t.Errorf("Running = %q, %v, want %q", url, ok, server.URL("postgres"))
			}
			stop(t, server)
			if url, ok := Running(t.Context(), dir, "postgres"); ok {
				t.Errorf("after the end it answers at %s", url)
			}
		})
	}
}
