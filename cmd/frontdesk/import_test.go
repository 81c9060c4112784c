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

// imports is `frontdesk import` of a file, and what it prints.
func (d *deployment) imports(path string, flags ...string) (out string, ok bool) {
	d.t.Helper()
	p := d.run(append([]string{"import", path}, flags...)...)
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
		expectPrinted(t, out, "Nic jeszcze nie zapisano", "1 nowa osoba: Anna Kowalska & Syn", "1 wiersz z błędem", "Uwagi", "--yes", "kursanci-bledy.xlsx")
		if n := d.people(); n != 0 {
			t.Errorf("there are %d people", n)
		}
		if _, err := os.Stat(strings.TrimSuffix(path, ".csv") + "-bledy.xlsx"); err != nil {
			t.Error(err)
		}
	})
	t.Run("R7 with --yes it imports, and the same file again doubles nobody", func(t *testing.T) {
		out, ok := d.imports(path, "--yes", "--lang", "en")
		expectPrinted(t, out, "Imported “kursanci.csv”.", "1 new person", "kursanci-errors.xlsx")
		if n := d.people(); !ok || n != 1 {
			t.Errorf("ends well: %t, with %d people", ok, n)
		}
		serving, _ := d.serve()
		out, ok = d.imports(path, "--yes")
		expectPrinted(t, out, "1 osoba bez zmian")
		if n := d.people(); !ok || n != 1 {
			t.Errorf("beside serve it ends well: %t, with %d people", ok, n)
		}
		serving.stop(syscall.SIGTERM)
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
