package store_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/xlsx"
)

// importRows and importLimit are how many rows an import must manage, and in how much
// memory: that of the whole process, PostgreSQL's aside.
const (
	importRows  = 100_000
	importLimit = 256 << 20
)

// bigFile is a file of so many people, with some thousands of names.
func bigFile(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "kursanci.csv")
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	out := bufio.NewWriter(file)
	fmt.Fprintln(out, "Numer;Imię;Nazwisko;Telefon;E-mail;Typ;Kurs;Grupa;Następny krok")
	for i := range importRows {
		fmt.Fprintf(out, "%d;Łucja;Żak %s;%d;zak%d@example.com;Kursant;Angielski B2;wtorek %d;oddzwonić w sprawie grupy\n",
			i, strconv.FormatInt(int64(i%4000), 36), 500_000_000+i, i, i%40)
	}
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
	return path
}

// peak is the most memory that the process has had from the system since the last look.
type peak struct {
	most atomic.Uint64
	stop chan struct{}
}

func watchMemory() *peak {
	p := &peak{stop: make(chan struct{})}
	go func() {
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			p.most.Store(max(p.most.Load(), m.Sys-m.HeapReleased))
			select {
			case <-p.stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return p
}

// BenchmarkImport reads a big file, applies it, sends it again, and takes it back.
func BenchmarkImport(b *testing.B) {
	path := bigFile(b)
	for b.Loop() {
		s := newSchool(b)
		debug.FreeOSMemory()
		memory := watchMemory()
		read := func() crm.Chore {
			table := must(xlsx.Open(b.Context(), path))(b)
			defer table.Close()
			c := must(s.ReadImport(b.Context(), s.anna, s.drops(), store.Sheet{Rows: table.Rows(b.Context()), Unknown: table.Unknown()}, unheard))(b)
			s.told(c)
			return c
		}
		var c crm.Chore
		for _, step := range []struct {
			name string
			do   func()
		}{
			{"read", func() { c = read() }},
			{"apply", func() {
				c = must(s.ApplyImport(b.Context(), s.anna, s.wishes(c, crm.WishApply), unheard))(b)
				s.told(c)
			}},
			{"again", func() { expect(b, "counts", read().Counts, counts{crm.RowSame: importRows}) }},
			{"undo", func() { c = s.undoes(c) }},
		} {
			began := time.Now()
			step.do()
			b.ReportMetric(time.Since(began).Seconds(), step.name+"-s")
		}
		close(memory.stop)
		expect(b, "people who were added and are gone", c.Removed, importRows)
		b.ReportMetric(float64(memory.most.Load())/(1<<20), "peak-MB")
		if memory.most.Load() > importLimit {
			b.Errorf("%d MB are too much", memory.most.Load()>>20)
		}
	}
}
