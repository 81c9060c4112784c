package calendarfeed

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/jackc/pgx/v5/pgxpool"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

// BenchmarkUnchanged measures a program that asks for a calendar it has beside a handler
// that does nothing but one indexed read and answers 304 too. The feed is to take no
// more than 1.5 times as long.
func BenchmarkUnchanged(b *testing.B) {
	o := newOffice(b)
	anna := o.Member(b, o.school, "Anna Nowak", crm.RoleReceptionist)
	o.has(b, anna, crm.TaskForm{Subject: "oddzwonić", Due: dueAt(15, 0)})
	address := o.address(b, anna)
	tag := o.get(b, address).Header().Get("ETag")
	bare := bareFeed{o.Pool, anna}

	ask := func(h http.Handler) time.Duration {
		r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, address, nil)
		r.Header.Set("If-None-Match", tag)
		w := httptest.NewRecorder()
		start := time.Now()
		h.ServeHTTP(w, r)
		took := time.Since(start)
		if w.Code != http.StatusNotModified || w.Body.Len() != 0 {
			b.Fatalf("answered %d %s, want 304", w.Code, w.Body)
		}
		return took
	}
	compare(b, func() time.Duration { return ask(o.handler) }, func() time.Duration { return ask(bare) })
}

// bareFeed is the least that can know whether a calendar has changed.
type bareFeed struct {
	pool  *pgxpool.Pool
	owner crm.Staff
}

func (f bareFeed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var version, generation int64
	var changed time.Time
	err := f.pool.QueryRow(r.Context(), `
		select version, generation, changed_at from feeds where workspace_id = $1 and staff_id = $2`,
		f.owner.Workspace.ID, f.owner.ID).Scan(&version, &generation, &changed)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("ETag", fmt.Sprintf(`"%d"`, version))
	w.WriteHeader(http.StatusNotModified)
}

// BenchmarkEncode measures a feed of 2,000 tasks beside go-ical as it encodes the same
// calendar, made ready beforehand; go-ical breaks no lines. Encode is to take no more than
// 1.5 times as long.
func BenchmarkEncode(b *testing.B) {
	anna := reader(crm.Polish, "Europe/Warsaw")
	tasks := make([]store.FeedTask, 2000)
	for i := range tasks {
		tasks[i] = taskOf(i+1, crm.TaskForm{
			Kind: crm.Kinds[i%len(crm.Kinds)], Subject: fmt.Sprintf("Oddzwonić w sprawie kursu nr %d", i),
			Note: strings.Repeat("Prosi o kontakt po szesnastej; grupa B2, poniedziałki. ", i%4),
			Due:  crm.DueAt(storetest.Opening.Add(time.Duration(i) * time.Hour)), Duration: time.Hour,
		})
		tasks[i].PersonName = "Łucja Źdźbło-Żak"
	}
	var ours, theirs bytes.Buffer
	encode := func() time.Duration {
		ours.Reset()
		start := time.Now()
		if err := Encode(&ours, anna, tasks, storetest.Opening); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}
	encode()
	ready, err := ical.NewDecoder(bytes.NewReader(ours.Bytes())).Decode()
	if err != nil {
		b.Fatal(err)
	}
	bare := func() time.Duration {
		theirs.Reset()
		start := time.Now()
		if err := ical.NewEncoder(&theirs).Encode(ready); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}
	bare()
	if again, err := ical.NewDecoder(&theirs).Decode(); err != nil || !reflect.DeepEqual(again, ready) {
		b.Fatalf("the two calendars differ (%v)", err)
	}
	compare(b, encode, bare)
}

// compare takes turns, so that what else the machine does burdens both alike, and
// reports how many times as long ours takes as the bare work.
func compare(b *testing.B, ours, bare func() time.Duration) {
	b.Helper()
	for range 20 { // warm both
		ours()
		bare()
	}
	var our, least time.Duration
	for b.Loop() {
		our += ours()
		least += bare()
	}
	b.ReportMetric(float64(our)/float64(b.N)/1e3, "feed-µs/op")
	b.ReportMetric(float64(least)/float64(b.N)/1e3, "bare-µs/op")
	b.ReportMetric(float64(our)/float64(cmp.Or(least, 1)), "feed/bare")
}
