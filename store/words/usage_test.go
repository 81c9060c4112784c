package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"frontdesk/store/crm"
)

var (
	idShape = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)
	reason  = regexp.MustCompile(`^(refusal|problem)(\.[a-z0-9_]+)+$`) // crm gives them, the edge says them
)

func TestCodeAndFilesAgree(t *testing.T) {
	ids := catalogues()[crm.Polish].ids()
	code := readModule(t)
	for _, a := range code.asked {
		if !a.knownAmong(ids) {
			t.Errorf("%s: no language file has the text %q", a.where, a.id)
		}
	}
	for _, id := range ids {
		if !code.uses(id) {
			t.Errorf("the text %q is used nowhere", id)
		}
	}
}

func TestUsageIsSeen(t *testing.T) {
	const source = `package p
import "strings"
func f(w W, kind string) {
	w.Say("task.subject")
	w.Count("task.found", strings.Count("a.b", "."))
	w.Say("task.kind_" + kind + ".short")
	w.Say(pick(kind))
	table := []string{"task.due", "plain words"}
	_ = Refusal{ID: "refusal.not_staff"}
	w.Fill("Temat", nil)
}`
	ids := []string{"task.subject", "task.due", "task.kind_call.short", "task.person"}
	unused := []string{"task.person"}

	for _, c := range []struct {
		file   string
		absent []string
		unused []string
	}{
		{"p.go", []string{"task.found", "refusal.not_staff", "Temat"}, unused},
		{"p_test.go", []string{"task.found"}, ids}, // a test fills in by labels, and uses nothing
	} {
		var code usage
		code.read(t, c.file, source)
		var absent []string
		for _, a := range code.asked {
			if !a.knownAmong(ids) {
				absent = append(absent, a.id)
			}
		}
		if !slices.Equal(absent, c.absent) {
			t.Errorf("%s: absent are %q, want %q", c.file, absent, c.absent)
		}
		if got := slices.DeleteFunc(slices.Clone(ids), code.uses); !slices.Equal(got, c.unused) {
			t.Errorf("%s: unused are %q, want %q", c.file, got, c.unused)
		}
	}
}

// A usage is what Go code has to do with ids.
type usage struct {
	asked    []asked         // what must have a text
	literals map[string]bool // every string of the product's code
	prefixes []string        // "task.kind_" in "task.kind_" + kind
}

type asked struct {
	id     string
	prefix bool // id is only the beginning of what is asked
	where  token.Position
}

func (a asked) knownAmong(ids []string) bool {
	return slices.ContainsFunc(ids, func(id string) bool {
		return id == a.id || a.prefix && strings.HasPrefix(id, a.id)
	})
}

func (u *usage) uses(id string) bool {
	return u.literals[id] || slices.ContainsFunc(u.prefixes, func(prefix string) bool {
		return strings.HasPrefix(id, prefix)
	})
}

// readModule reads all Go files of the module that this package belongs to.
func readModule(t *testing.T) *usage {
	t.Helper()
	var code usage
	root := os.DirFS(moduleRoot(t))
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch base := entry.Name(); {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (strings.ContainsAny(base[:1], "._") || base == "testdata" || base == "node_modules"):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err == nil {
			code.read(t, name, string(source))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return &code
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	t.Fatal("no go.mod above this package")
	return ""
}

// read adds one file. In a test only what looks like an id is asked for, for a test
// fills in forms by their labels; and a text that only tests use is not used.
func (u *usage) read(t *testing.T, name, source string) {
	t.Helper()
	positions := token.NewFileSet()
	file, err := parser.ParseFile(positions, name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	test := strings.HasSuffix(name, "_test.go")
	imported := importedNames(file)
	ask := func(at ast.Node, id string, prefix bool) {
		if !test || idShape.MatchString(id) {
			u.asked = append(u.asked, asked{id, prefix, positions.Position(at.Pos())})
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if id, prefix, ok := firstArgument(n, imported); ok && !reason.MatchString(id) {
				ask(n.Args[0], id, prefix)
			}
		case *ast.BinaryExpr:
			if id, prefix, ok := leading(n); ok && prefix && !test && strings.Contains(id, ".") {
				u.prefixes = append(u.prefixes, id)
			}
		case *ast.BasicLit:
			if id, ok := literal(n); ok && !test {
				u.use(id)
				if reason.MatchString(id) {
					ask(n, id, false)
				}
			}
		}
		return true
	})
}

func (u *usage) use(id string) {
	if u.literals == nil {
		u.literals = make(map[string]bool)
	}
	u.literals[id] = true
}

// importedNames are the names of packages in a file, whose Count is not ours.
func importedNames(file *ast.File) map[string]bool {
	names := make(map[string]bool)
	for _, spec := range file.Imports {
		name, _ := literal(spec.Path)
		name = path.Base(name)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = true
	}
	return names
}

// firstArgument returns the string that w.Say, Fill or Count is called with, or the
// one that it begins with.
func firstArgument(call *ast.CallExpr, imported map[string]bool) (id string, prefix, ok bool) {
	method, isMethod := call.Fun.(*ast.SelectorExpr)
	if !isMethod || len(call.Args) == 0 {
		return "", false, false
	}
	if of, isName := method.X.(*ast.Ident); isName && imported[of.Name] {
		return "", false, false
	}
	if !slices.Contains([]string{"Say", "Fill", "Count"}, method.Sel.Name) {
		return "", false, false
	}
	return leading(call.Args[0])
}

// leading returns the string literal that an expression is, or begins with.
func leading(e ast.Expr) (id string, prefix, ok bool) {
	for {
		sum, isSum := e.(*ast.BinaryExpr)
		if !isSum || sum.Op != token.ADD {
			break
		}
		e, prefix = sum.X, true
	}
	id, ok = literal(e)
	return id, prefix, ok
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}
