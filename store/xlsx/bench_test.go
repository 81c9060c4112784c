package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"frontdesk/store/crm"
	"frontdesk/store/sample"
)

// columnsOfExport are those that a school would choose for a list to work with.
var columnsOfExport = []crm.Column{
	crm.ColumnName, crm.ColumnType, crm.ColumnCompany, crm.ColumnPhone, crm.ColumnEmail, crm.ColumnOwner, crm.ColumnConsent,
	crm.ColumnLastContact, crm.ColumnNextStep, crm.ColumnOpenTasks, crm.ColumnCreated,
}

// school yields n invented people, one by one.
func school(n int) iter.Seq2[crm.Person, error] {
	people := sample.People(sample.Config{Seed: 1, People: n, Now: moment, Zone: warsaw, Staff: []crm.StaffID{1}})
	return func(yield func(crm.Person, error) bool) {
		for p := range people {
			if !yield(p, nil) {
				return
			}
		}
	}
}

// BenchmarkWritePeople measures an export of 100,000 people beside excelize writing the same
// cells, which are ready in memory, in the same styles. The export may take 1.3 times as
// long.
func BenchmarkWritePeople(b *testing.B) {
	const n = 100_000
	s := sheetOf(crm.Polish, columnsOfExport...)
	var people []crm.Person
	for p := range school(n) {
		people = append(people, p)
	}
	ready := readyCells(b, s, people)
	write := func(to io.Writer) {
		if _, err := WritePeople(to, s, each(people...)); err != nil {
			b.Fatal(err)
		}
	}
	bare := func(to io.Writer) {
		if err := writeBare(to, ready); err != nil {
			b.Fatal(err)
		}
	}
	if ours, least := sheetRows(b, write), sheetRows(b, bare); !bytes.Equal(ours, least) {
		b.Fatalf("the two sheets differ: %d and %d bytes", len(ours), len(least))
	}
	var our, least time.Duration
	for b.Loop() {
		our += took(b, write)
		least += took(b, bare)
	}
	b.ReportMetric(our.Seconds()*1e3/float64(b.N), "export-ms/op")
	b.ReportMetric(least.Seconds()*1e3/float64(b.N), "bare-ms/op")
	b.ReportMetric(float64(our)/float64(least), "export/bare")
	if ratio := float64(our) / float64(least); b.N >= fewRounds && ratio > 1.3 {
		b.Errorf("the export takes %.2f times as long", ratio)
	}
}

// fewRounds are too few to judge speed by: something else may have been at work then.
const fewRounds = 3

// took is how long it takes to write a file.
func took(b *testing.B, write func(io.Writer)) time.Duration {
	b.Helper()
	out, err := os.Create(filepath.Join(b.TempDir(), "osoby.xlsx"))
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	start := time.Now()
	write(out)
	took := time.Since(start)
	if err := out.Close(); err != nil {
		b.Fatal(err)
	}
	return took
}

// readyCells are the cells of an export, as excelize takes them.
func readyCells(b *testing.B, s Sheet, people []crm.Person) [][]any {
	b.Helper()
	w, err := begin("Osoby", nil)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = w.close() }()
	var heads []any
	for _, c := range s.List.Columns {
		heads = append(heads, excelize.Cell{StyleID: w.styles.heading, Value: s.Words.Say("sheet.column_" + string(c))})
	}
	rows := [][]any{heads}
	for _, p := range people {
		style := w.styles.active
		if p.Archived() {
			style = w.styles.grey
		}
		var cells []any
		for _, c := range s.List.Columns {
			cells = append(cells, style.cell(warsaw, peopleColumns[c].value(s.Words, p)))
		}
		rows = append(rows, cells)
	}
	return rows
}

// writeBare writes cells with nothing but excelize's StreamWriter.
func writeBare(to io.Writer, rows [][]any) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	if _, err := addStyles(f); err != nil {
		return err
	}
	stream, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	for i, cells := range rows {
		if err := stream.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			return err
		}
	}
	if err := stream.Flush(); err != nil {
		return err
	}
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(to) })
	return f.Write(io.Discard)
}

// sheetRows is the <sheetData> of a workbook's first sheet.
func sheetRows(b *testing.B, write func(io.Writer)) []byte {
	b.Helper()
	var file bytes.Buffer
	write(&file)
	archive, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		b.Fatal(err)
	}
	sheet, err := archive.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		b.Fatal(err)
	}
	content, err := io.ReadAll(sheet)
	if err != nil {
		b.Fatal(err)
	}
	from, to := bytes.Index(content, []byte("<sheetData>")), bytes.Index(content, []byte("</sheetData>"))
	return content[from:to]
}

// BenchmarkWriteMemory reports the most memory in use while lists of 100,000 and of
// 400,000 people are written: it is to be the same, give or take what the collector leaves.
func BenchmarkWriteMemory(b *testing.B) {
	const few, many = 100_000, 400_000
	heaps := map[int]uint64{}
	for _, n := range []int{few, many} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var peak peak
			debug.FreeOSMemory() // of what came before
			for b.Loop() {
				took(b, func(to io.Writer) {
					if _, err := WritePeople(to, sheetOf(crm.Polish, columnsOfExport...), watched(&peak, school(n))); err != nil {
						b.Fatal(err)
					}
				})
			}
			peak.report(b)
			heaps[n] = peak.heap
		})
	}
	if len(heaps) == 2 && heaps[many] > heaps[few]*3/2 {
		b.Errorf("for four times as many people it has %d MB in use, not %d", heaps[many]>>20, heaps[few]>>20)
	}
}

// BenchmarkRead reads 100,000 people and checks each row. It is to need less than 256 MB.
func BenchmarkRead(b *testing.B) {
	const n = 100_000
	columns := slices.Concat(columnsOfExport, []crm.Column{crm.ColumnNumber})
	path := saved(b, func(out io.Writer) (int, error) { return WritePeople(out, sheetOf(crm.Polish, columns...), school(n)) })
	for name, path := range map[string]string{"xlsx": path, "xlsx, shared": sharing(b, path), "csv": asCSV(b, path)} {
		b.Run(name, func(b *testing.B) {
			var peak peak
			debug.FreeOSMemory() // of what came before
			for b.Loop() {
				table, err := Open(b.Context(), path)
				if err != nil {
					b.Fatal(err)
				}
				rows := 0
				for row, err := range watched(&peak, table.Rows(b.Context())) {
					if err != nil {
						b.Fatal(err)
					}
					if _, err := row.Read(); err == nil {
						rows++
					}
				}
				if rows != n {
					b.Fatalf("read %d rows", rows)
				}
				if err := table.Close(); err != nil {
					b.Fatal(err)
				}
			}
			peak.report(b)
			if peak.all > 256<<20 {
				b.Errorf("%d MB are too much", peak.all>>20)
			}
		})
	}
}

// sharing is a workbook as Excel writes it: its texts are shared.
func sharing(b *testing.B, path string) string {
	b.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for i, row := range rowsOf(b, path) {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			b.Fatal(err)
		}
	}
	return saved(b, func(out io.Writer) (int, error) { return 0, f.Write(out) })
}

// asCSV is a workbook as a text.
func asCSV(b *testing.B, path string) string {
	b.Helper()
	var text bytes.Buffer
	for _, row := range rowsOf(b, path) {
		for i, cell := range row {
			if i > 0 {
				text.WriteByte(';')
			}
			fmt.Fprintf(&text, "%q", cell)
		}
		text.WriteByte('\n')
	}
	return file(b, "osoby.csv", text.String())
}

func rowsOf(b *testing.B, path string) [][]string {
	b.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := f.GetRows("Osoby")
	if err != nil {
		b.Fatal(err)
	}
	return rows
}

// A peak is the most memory that was in use.
type peak struct{ heap, all uint64 }

func (p *peak) look() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	p.heap = max(p.heap, m.HeapInuse)
	p.all = max(p.all, m.Sys-m.HeapReleased)
}

func (p *peak) report(b *testing.B) {
	b.ReportMetric(float64(p.heap)/(1<<20), "MB-heap")
	b.ReportMetric(float64(p.all)/(1<<20), "MB-in-all")
}

// watched looks at the memory after each thousand rows, and after the last.
func watched[T any](p *peak, rows iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		defer p.look()
		n := 0
		for row, err := range rows {
			if n%1000 == 0 {
				p.look()
			}
			n++
			if !yield(row, err) {
				return
			}
		}
	}
}
