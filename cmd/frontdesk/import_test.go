package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/localpg"
)

// imports is `frontdesk import`, and what it prints.
func (d *deployment) imports(args ...string) (out string, ok bool) {
	d.t.Helper()
	p := d.run(append([]string{"import"}, args...)...)
	p.expectEnd()
	return p.out.String(), p.cmd.ProcessState.Success()
}

// people counts those in the data folder, whether serve runs there or not.
func (d *deployment) people() (n int) {
	d.t.Helper()
	url, running := localpg.Running(d.t.Context(), d.folder, "postgres")
	if !running {
		server, err := localpg.Start(d.t.Context(), localpg.Config{Dir: d.folder})
		if err != nil {
			d.t.Fatal(err)
		}
		defer func() { _ = server.Stop(d.t.Context()) }()
		url = server.URL("postgres")
	}
	conn, err := pgx.Connect(d.t.Context(), url)
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = conn.Close(d.t.Context()) }()
	if err := conn.QueryRow(d.t.Context(), `select count(*) from people`).Scan(&n); err != nil {
		d.t.Fatal(err)
	}
	return n
}

func expectPrinted(t *testing.T, out string, fragments ...string) {
	t.Helper()
	for _, f := range fragments {
		if !strings.Contains(out, f) {
			t.Errorf("no %q in:\n%s", f, out)
		}
	}
}

func expectNotPrinted(t *testing.T, out string, fragments ...string) {
	t.Helper()
	for _, f := range fragments {
		if strings.Contains(out, f) {
			t.Errorf("%q is in:\n%s", f, out)
		}
	}
}

// TestNoSchoolInTheFolder: a folder that is mistyped stays as it is.
func TestNoSchoolInTheFolder(t *testing.T) {
	t.Parallel()
	d := newDeployment(t)
	path := filepath.Join(t.TempDir(), "x.csv")
	if err := os.WriteFile(path, []byte("Nazwisko\nLis\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mistyped := filepath.Join(t.TempDir(), "szkoal")
	for _, args := range [][]string{
		{"import", path, "--slack-bot-token", ""}, {"staff", "add", "U1", "--slack-bot-token", ""}, {"doctor"},
	} {
		p := d.run(append(args, "--data", mistyped)...)
		p.expectEnd()
		expectPrinted(t, p.out.String(), "there is no school in "+mistyped+" yet")
		if p.cmd.ProcessState.Success() {
			t.Errorf("%q ends well", args)
		}
	}
	if _, err := os.Stat(mistyped); err == nil {
		t.Error("the folder was made")
	}
}

func TestImportFromTheCommandLine(t *testing.T) {
	t.Parallel()
	d := newDeployment(t)
	path := filepath.Join(t.TempDir(), "kursanci.csv")
	content := "Imię;Nazwisko;Telefon;Uwagi\nAnna;Kowalska & Syn;501234567;x\nJan;Lis;12;y\n"
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("R7 a dry run prints what an import would do and saves nothing", func(t *testing.T) {
		out, ok := d.imports(path)
		if !ok {
			t.Error("it fails")
		}
		expectPrinted(t, out, "Nic jeszcze nie zapisano", "1 nowa osoba: Anna Kowalska & Syn", "1 wiersz z błędem", "Uwagi", "--yes", "kursanci_do_poprawy.xlsx")
		if n := d.people(); n != 0 {
			t.Errorf("there are %d people", n)
		}
		if _, err := os.Stat(strings.TrimSuffix(path, ".csv") + "_do_poprawy.xlsx"); err != nil {
			t.Error(err)
		}
	})
	t.Run("R7 an error sheet in which somebody may have written stays", func(t *testing.T) {
		sheet := strings.TrimSuffix(path, ".csv") + "_do_poprawy.xlsx"
		if err := os.WriteFile(sheet, []byte("poprawki"), 0o600); err != nil {
			t.Fatal(err)
		}
		out, ok := d.imports(path)
		if left, err := os.ReadFile(sheet); !ok || err != nil || string(left) != "poprawki" {
			t.Errorf("ends well: %t, and leaves %q, %v", ok, left, err)
		}
		expectPrinted(t, out, "kursanci_do_poprawy-2.xlsx")
	})
	t.Run("R7 with --yes it imports, and the same file again doubles nobody", func(t *testing.T) {
		out, ok := d.imports(path, "--yes", "--lang", "en")
		expectPrinted(t, out, "Imported “kursanci.csv”.", "1 new person", "kursanci_to_fix.xlsx", "can be undone until", "--undo")
		expectNotPrinted(t, out, "Nothing has been saved yet", "--yes")
		if n := d.people(); !ok || n != 1 {
			t.Errorf("ends well: %t, with %d people", ok, n)
		}
		serving, _ := d.serve()
		for _, flags := range [][]string{{path, "--yes"}, {path}} {
			out, ok = d.imports(flags...)
			expectPrinted(t, out, "1 osoba bez zmian", "Nie ma tu niczego do zapisania.")
			expectNotPrinted(t, out, "Zaimportowano", "cofnąć", "--yes")
			if n := d.people(); !ok || n != 1 {
				t.Errorf("beside serve it ends well: %t, with %d people", ok, n)
			}
		}
		serving.stop(syscall.SIGTERM)
	})
	t.Run("R7 with --undo it is taken back, within a day", func(t *testing.T) {
		for range 2 { // the second one does no harm
			out, ok := d.imports("--undo", "--yes")
			expectPrinted(t, out, "Cofnięto import z pliku „kursanci.csv”.", "Usunięto dodane osoby: 1")
			if n := d.people(); !ok || n != 0 {
				t.Errorf("ends well: %t, with %d people", ok, n)
			}
		}
		if out, ok := d.imports("--undo", path); ok || !strings.Contains(out, "either a file or --undo") {
			t.Errorf("with a file it says %s", out)
		}
	})
	t.Run("R7 a path that leads to no file is said in one sentence", func(t *testing.T) {
		folder := t.TempDir()
		for says, args := range map[string][]string{
			"Nie ma takiego pliku: " + folder + "/x.csv\n":  {folder + "/x.csv"},
			"To jest folder, a nie plik: " + folder + "\n":  {folder},
			"There is no such file: " + folder + "/x.csv\n": {folder + "/x.csv", "--lang", "en"},
		} {
			if out, ok := d.imports(args...); ok || out != "frontdesk: "+says {
				t.Errorf("ends well: %t, and says\n%s", ok, out)
			}
		}
	})
	t.Run("R7 a file that is refused is an error", func(t *testing.T) {
		picture := filepath.Join(t.TempDir(), "kot.png")
		if err := os.WriteFile(picture, []byte("\x89PNG"), 0o600); err != nil {
			t.Fatal(err)
		}
		out, ok := d.imports(picture)
		if ok {
			t.Error("it ends well")
		}
		expectPrinted(t, out, "nie da się odczytać osób")
	})
}
