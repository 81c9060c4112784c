package frontdesk_test

import (
	"bufio"
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// house is the module's source: every non-test Go file, whatever its build tags.
type house struct {
	fsys    fs.FS
	module  string
	arrows  map[string][]string // room → the rooms that it may import
	fset    *token.FileSet
	sources []source
}

// source is one Go file and the room, that is the folder, in which it stands.
type source struct {
	room, name string
	syntax     *ast.File
}

func openHouse(t *testing.T, fsys fs.FS) house {
	t.Helper()
	h := house{fsys: fsys, module: modulePath(t, fsys), arrows: parseArrows(t), fset: token.NewFileSet()}
	for name, text := range h.texts() {
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		syntax, err := parser.ParseFile(h.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatalf("parsing source: %v", err)
		}
		h.sources = append(h.sources, source{path.Dir(name), name, syntax})
	}
	return h
}

func modulePath(t *testing.T, fsys fs.FS) string {
	t.Helper()
	text, err := fs.ReadFile(fsys, "go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		if module, ok := strings.CutPrefix(lines.Text(), "module "); ok {
			return module
		}
	}
	t.Fatal("go.mod names no module")
	return ""
}

func parseArrows(t *testing.T) map[string][]string {
	t.Helper()
	all := make(map[string][]string)
	for line := range strings.Lines(arrows) {
		from, to, ok := strings.Cut(strings.TrimSpace(line), " → ")
		if !ok {
			t.Fatalf("line without an arrow: %q", line)
		}
		for room := range strings.SplitSeq(from, ", ") {
			all[room] = strings.Split(to, ", ")
		}
	}
	rooms := slices.Sorted(maps.Keys(all))
	for room, to := range all {
		if slices.Equal(to, []string{"every room"}) {
			all[room] = rooms
		}
	}
	return all
}

// texts goes through every text file of the module by name.
func (h house) texts() func(yield func(string, []byte) bool) {
	skip := []string{".git", "node_modules", "dist"}
	return func(yield func(string, []byte) bool) {
		err := fs.WalkDir(h.fsys, ".", func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && slices.Contains(skip, entry.Name()):
				return fs.SkipDir
			case !entry.Type().IsRegular():
				return nil
			}
			text, err := fs.ReadFile(h.fsys, name)
			if err == nil && !bytes.ContainsRune(text, 0) && !yield(name, text) {
				return fs.SkipAll
			}
			return err
		})
		if err != nil {
			panic(fmt.Errorf("reading the house: %w", err))
		}
	}
}

// at is an offence at a place in the source.
func (h house) at(n ast.Node, format string, args ...any) string {
	return fmt.Sprintf("%s: %s", h.fset.Position(n.Pos()), fmt.Sprintf(format, args...))
}

func imports(file *ast.File) []string {
	var all []string
	for _, spec := range file.Imports {
		all = append(all, importPath(spec))
	}
	return all
}

func importPath(spec *ast.ImportSpec) string {
	unquoted, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		panic(err) // the parser has read it
	}
	return unquoted
}

// importName returns what file calls the package imported from p; empty when it
// does not import it.
func importName(file *ast.File, p string) string {
	for _, spec := range file.Imports {
		switch {
		case importPath(spec) != p:
		case spec.Name != nil:
			return spec.Name.Name
		default:
			return path.Base(p)
		}
	}
	return ""
}
