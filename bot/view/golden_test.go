package view

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write testdata anew")

// TestGolden compares every kind of view with testdata, in each language and in each
// story, and holds it against Slack's limits.
func TestGolden(t *testing.T) {
	for _, lang := range languages {
		r := reader(t, lang)
		for _, s := range r.stories() {
			views := r.views(s)
			maps.Copy(views, r.listViews(s))
			for name, v := range views {
				file := name + "." + s.name + "." + string(lang) + ".json"
				t.Run(file, func(t *testing.T) {
					t.Parallel()
					checkLimits(t, v)
					compare(t, file, encode(t, v))
				})
			}
		}
	}
}

// encode is v as it is sent, on many lines.
func encode(t *testing.T, v any) []byte {
	t.Helper()
	if m, ok := v.(Message); ok {
		v = map[string]any{"text": m.Text, "blocks": m.Blocks}
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func compare(t *testing.T, file string, got []byte) {
	t.Helper()
	file = filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s has changed; look at it with go test -update and git diff\n%s", file, firstDifference(got, want))
	}
}

// firstDifference is the first line in which two files differ.
func firstDifference(got, want []byte) string {
	g, w := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range min(len(g), len(w)) {
		if !bytes.Equal(g[i], w[i]) {
			return "got  " + string(g[i]) + "\nwant " + string(w[i])
		}
	}
	return "one is longer"
}
