package view

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// BenchmarkHome measures drawing Home with 20 tasks and writing it as JSON beside writing
// alone what was drawn beforehand. The ratio is how many times as long both take.
func BenchmarkHome(b *testing.B) {
	const rows = 20
	r := receptionist(b)
	data := HomeData{Tasks: crm.Page[crm.Task]{Items: many(rows, r.plainTask), Next: "c2", Total: crm.CountCap}}
	ready := Home(r, data)
	draw := func() []byte { return written(b, Home(r, data)) }
	bare := func() []byte { return written(b, ready) }
	if n := strings.Count(string(draw()), `"`+TaskSquare+`"`); n != rows {
		b.Fatalf("Home shows %d tasks, want %d", n, rows)
	}

	var drawing, least time.Duration
	for b.Loop() {
		home, tookHome := timed(draw)
		same, tookSame := timed(bare)
		if !bytes.Equal(home, same) {
			b.Fatalf("the two differ:\n%s\n%s", home, same)
		}
		drawing += tookHome
		least += tookSame
	}
	b.ReportMetric(float64(drawing)/float64(b.N)/1e3, "home-µs/op")
	b.ReportMetric(float64(least)/float64(b.N)/1e3, "bare-µs/op")
	b.ReportMetric(float64(drawing)/float64(least), "ratio")
}

// receptionist reads Polish in Warsaw, on Tuesday, 24 November 2026, at 10:00.
func receptionist(b *testing.B) Reader {
	b.Helper()
	warsaw, err := time.LoadLocation("Europe/Warsaw")
	if err != nil {
		b.Fatal(err)
	}
	me := crm.Staff{ID: 7, Role: crm.RoleReceptionist, Chosen: crm.Polish, Language: crm.Polish, Zone: warsaw}
	me.Workspace.Zone = warsaw
	return Reader{Words: words.For(crm.Polish, warsaw), Me: me, Now: time.Date(2026, 11, 24, 10, 0, 0, 0, warsaw)}
}

// timed is what f returns, and how long it took.
func timed(f func() []byte) ([]byte, time.Duration) {
	start := time.Now()
	out := f()
	return out, time.Since(start)
}

// written is v as it is sent.
func written(b *testing.B, v any) []byte {
	b.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		b.Fatal(err)
	}
	return out
}
