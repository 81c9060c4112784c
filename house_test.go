// Package frontdesk_test keeps the rooms of the house apart. It reads the source
// itself: a test that asked "go list" would be cached while the source changed.
package frontdesk_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// arrows are all the imports of ours that a room's non-test files may have.
// A room that does not stand on the left side of a line does not exist.
// ARCHITECTURE.md shows the same lines.
const arrows = `cmd/frontdesk → every room
bot → bot/view, store, store/xlsx, store/words, store/crm
bot/view → store/words, store/crm
scheduler → scheduler/mail, store, store/xlsx, store/words, store/crm
scheduler/mail → store/words, store/crm
scheduler/links, calendarfeed, calendarfeed/page → store, store/words, store/crm
calendarfeed/dav → calendarfeed, store, store/words, store/crm
store → migrations, store/crm
store/xlsx, store/sample → store/words, store/crm
store/words → store/crm
store/storetest → store, store/localpg, store/crm
bot/slacksim, scheduler/mailbox, store/localpg, store/crm, migrations, e2e → none of ours
`

// rules are what the house keeps to, each with a file that breaks it.
var rules = []struct {
	name      string
	offences  func(house) []string
	file, bad string
}{
	{
		"imports follow the arrows", house.wrongArrows,
		"bot/view/card.go", "package view\nimport \"frontdesk/store\"",
	},
	{
		"rooms stand in the arrows", house.unknownRooms,
		"billing/invoice.go", "package billing",
	},
	{
		"the vocabulary needs no other libraries", house.wrongVocabularyImports,
		"store/crm/person.go", "package crm\nimport \"github.com/jackc/pgx/v5\"",
	},
	{
		"time is a parameter", house.clocks,
		"bot/view/home.go", "package view\nimport clock \"time\"\nvar now = clock.Now",
	},
	{
		"no init", house.inits,
		"store/open.go", "package store\nfunc init() {}",
	},
	{
		"packages are named after what they hold", house.vagueNames,
		"store/open.go", "package util",
	},
	{
		"package variables have a value", house.emptyVariables,
		"store/open.go", "package store\nvar cache map[string]int",
	},
	{
		"package variables are never changed", house.changedVariables,
		"store/open.go", "package store\nvar seen = map[string]int{}\nfunc see() { seen[\"a\"]++ }",
	},
	{
		"no file names a path of one machine", house.machinePaths,
		"docs/backup.md", "Copy it from /" + "Users/jan/backup.",
	},
}

func TestHouse(t *testing.T) {
	whole := openHouse(t, os.DirFS("."))
	for _, rule := range rules {
		t.Run(rule.name, func(t *testing.T) {
			for _, offence := range rule.offences(whole) {
				t.Error(offence)
			}
		})
	}
}

// TestHouseRulesBite breaks each rule in a house of a single file.
func TestHouseRulesBite(t *testing.T) {
	for _, rule := range rules {
		t.Run(rule.name, func(t *testing.T) {
			broken := openHouse(t, fstest.MapFS{
				"go.mod":  {Data: []byte("module frontdesk\n")},
				rule.file: {Data: []byte(rule.bad)},
			})
			if got := rule.offences(broken); len(got) != 1 || !strings.Contains(got[0], rule.file) {
				t.Errorf("offences = %q, want one about %s", got, rule.file)
			}
		})
	}
}

func TestArchitectureShowsTheArrows(t *testing.T) {
	tour, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	if block := "```\n" + arrows + "```\n"; !strings.Contains(string(tour), block) {
		t.Errorf("ARCHITECTURE.md does not show the arrows as they are:\n%s", block)
	}
}

func (h house) wrongArrows() (offences []string) {
	for _, s := range h.sources {
		for _, imported := range imports(s.syntax) {
			room, ours := strings.CutPrefix(imported, h.module+"/")
			if ours && !slices.Contains(h.arrows[s.room], room) {
				offences = append(offences, fmt.Sprintf("%s: %s may not import %s", s.name, s.room, room))
			}
		}
	}
	return offences
}

func (h house) unknownRooms() (offences []string) {
	for _, s := range h.sources {
		if _, known := h.arrows[s.room]; !known {
			offences = append(offences, fmt.Sprintf("%s: room %s has no line in the arrows", s.name, s.room))
		}
	}
	return offences
}

// wrongVocabularyImports finds what store/crm imports besides the standard library,
// golang.org/x/text and the reading of phone numbers. Our own rooms are the arrows' business.
func (h house) wrongVocabularyImports() (offences []string) {
	allowed := regexp.MustCompile(`^([^./]+(/.*)?|golang\.org/x/text/.+|github\.com/nyaruka/phonenumbers)$`)
	for _, s := range h.sources {
		for _, imported := range imports(s.syntax) {
			if s.room == "store/crm" && !allowed.MatchString(imported) {
				offences = append(offences, fmt.Sprintf("%s: the vocabulary may not import %s", s.name, imported))
			}
		}
	}
	return offences
}

// clocks finds the use of the machine's clock in the rooms of pure functions.
func (h house) clocks() (offences []string) {
	pure := []string{"store/crm", "store/words", "bot/view", "scheduler/mail"}
	for _, s := range h.sources {
		name := importName(s.syntax, "time")
		if !slices.Contains(pure, s.room) || name == "" {
			continue
		}
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			if call, ok := n.(*ast.SelectorExpr); ok && slices.Contains([]string{"Now", "Since", "Until"}, call.Sel.Name) {
				if of, ok := call.X.(*ast.Ident); ok && of.Name == name {
					offences = append(offences, h.at(n, "time.%s: take the time as a parameter", call.Sel.Name))
				}
			}
			return true
		})
	}
	return offences
}

func (h house) inits() (offences []string) {
	for _, s := range h.sources {
		for _, decl := range s.syntax.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				offences = append(offences, h.at(f, "no init: let the caller call"))
			}
		}
	}
	return offences
}

func (h house) vagueNames() (offences []string) {
	vague := []string{"util", "utils", "common", "helper", "helpers", "misc", "shared"}
	for _, s := range h.sources {
		if name := s.syntax.Name.Name; slices.Contains(vague, name) {
			offences = append(offences, fmt.Sprintf("%s: %s says nothing about what the package holds", s.name, name))
		}
	}
	return offences
}

// emptyVariables finds package variables that are neither embedded files nor have a
// value from the start: they wait for somebody to change them.
func (h house) emptyVariables() (offences []string) {
	for _, s := range h.sources {
		for _, decl := range s.syntax.Decls {
			group, ok := decl.(*ast.GenDecl)
			if !ok || group.Tok != token.VAR {
				continue
			}
			for _, spec := range group.Specs {
				v := spec.(*ast.ValueSpec)
				if len(v.Values) == 0 && !embeds(group.Doc) && !embeds(v.Doc) {
					offences = append(offences, h.at(v, "%s: a package variable is a table or an embedded file", v.Names[0]))
				}
			}
		}
	}
	return offences
}

func embeds(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool {
		return strings.HasPrefix(c.Text, "//go:embed ")
	})
}

// changedVariables finds assignments to package variables, those of other packages
// included, and to what they hold.
func (h house) changedVariables() (offences []string) {
	rooms := make(map[string][]*ast.File)
	for _, s := range h.sources {
		rooms[s.room] = append(rooms[s.room], s.syntax)
	}
	for room, files := range rooms {
		uses := make(map[*ast.Ident]types.Object)
		// Names within the package are all that matters: imports stay unread and
		// whatever they leave unknown is no error here.
		config := types.Config{Importer: noImporter{}, Error: func(error) {}}
		pkg, _ := config.Check(room, h.fset, files, &types.Info{Uses: uses})
		for target := range targets(files) {
			name := root(target)
			if name == nil {
				continue
			}
			_, foreign := uses[name].(*types.PkgName)
			if v, ok := uses[name].(*types.Var); foreign || ok && v.Parent() == pkg.Scope() {
				offences = append(offences, h.at(target, "%s is changed: a package variable is a table", name.Name))
			}
		}
	}
	return offences
}

// targets goes through all that is assigned to.
func targets(files []*ast.File) func(yield func(ast.Expr) bool) {
	var all []ast.Expr
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				all = append(all, n.Lhs...)
			case *ast.IncDecStmt:
				all = append(all, n.X)
			case *ast.RangeStmt:
				all = append(all, n.Key, n.Value)
			}
			return true
		})
	}
	return slices.Values(all)
}

// root returns x of x, x.y, x[i] and *x, or nil.
func root(target ast.Expr) *ast.Ident {
	for {
		switch t := target.(type) {
		case *ast.Ident:
			return t
		case *ast.SelectorExpr:
			target = t.X
		case *ast.IndexExpr:
			target = t.X
		case *ast.StarExpr:
			target = t.X
		case *ast.ParenExpr:
			target = t.X
		default:
			return nil
		}
	}
}

// noImporter leaves every import unread.
type noImporter struct{}

func (noImporter) Import(name string) (*types.Package, error) {
	return nil, fmt.Errorf("reading %s: not needed", name)
}

// machinePaths finds folders that exist only where somebody wrote the file. Homebrew's
// folder on Linux is the same everywhere, and Anna is the user of our examples.
func (h house) machinePaths() (offences []string) {
	personal := regexp.MustCompile(`(?:^|[^\w.\-)}])(/(?:home|root|Users|work|tmp)/[\w.\-]+)`)
	everywhere := []string{"/home/linuxbrew", "/home/anna"}
	for name, text := range h.texts() {
		for _, found := range personal.FindAllStringSubmatch(string(text), -1) {
			if !slices.Contains(everywhere, found[1]) {
				offences = append(offences, fmt.Sprintf("%s names %s", name, found[1]))
			}
		}
	}
	return offences
}
