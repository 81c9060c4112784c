package store_test

import (
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"frontdesk/store/crm"
	"frontdesk/store/words"
	"frontdesk/store/xlsx"
)

// BenchmarkExport measures an export of everybody, from the database to a file, beside
// the writing of the same people from memory, and beside reading them alone: what it
// takes is to be no more than 1.5 times what those two take one after the other.
func BenchmarkExport(b *testing.B) {
	s := bigSchool(b)
	sheet := xlsx.Sheet{
		Words: words.For(crm.Polish, s.workspace.Zone), List: crm.ListPeople.DefaultSettings(), Now: s.Now(), Author: s.anna.Name,
	}
	stored := func() iter.Seq2[crm.Person, error] { return s.EachPerson(b.Context(), s.anna, crm.PersonFilter{}) }
	ready := must(collected(stored()))(b)
	memory := func(yield func(crm.Person, error) bool) {
		for _, p := range ready {
			if !yield(p, nil) {
				return
			}
		}
	}
	took := func(work func() (int, error)) time.Duration {
		runtime.GC()
		start := time.Now()
		expect(b, "people", must(work())(b), len(ready))
		return time.Since(start)
	}
	write := func(people iter.Seq2[crm.Person, error]) func() (int, error) {
		return func() (int, error) {
			out := must(os.Create(filepath.Join(b.TempDir(), "osoby.xlsx")))(b)
			defer out.Close()
			return xlsx.WritePeople(out, sheet, people)
		}
	}
	var whole, reading, writing time.Duration
	for b.Loop() {
		whole += took(write(stored()))
		writing += took(write(memory))
		reading += took(func() (n int, err error) {
			for _, wrong := range stored() {
				if err = wrong; err == nil {
					n++
				}
			}
			return n, err
		})
	}
	for name, took := range map[string]time.Duration{"export": whole, "write": writing, "read": reading} {
		b.ReportMetric(took.Seconds()/float64(b.N), name+"-s/op")
	}
	ratio := whole.Seconds() / (reading + writing).Seconds()
	b.ReportMetric(whole.Seconds()/writing.Seconds(), "export/write")
	b.ReportMetric(ratio, "export/parts")
	if b.N >= 3 && ratio > 1.5 {
		b.Errorf("the export takes %.2f times as long as its parts", ratio)
	}
}
