package words

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/number"

	"frontdesk/store/crm"
)

const nbsp = "\u00a0"

func TestPolishPlurals(t *testing.T) {
	w := For(crm.Polish, nil)
	for n, want := range map[int]string{
		0: "0 osób", 1: "1 osoba", 2: "2 osoby", 4: "4 osoby", 5: "5 osób", 12: "12 osób",
		14: "14 osób", 21: "21 osób", 22: "22 osoby", 24: "24 osoby", 25: "25 osób",
		101: "101 osób", 112: "112 osób", 122: "122 osoby",
		1234: "1" + nbsp + "234 osoby", -1: "-1 osoba", -5: "-5 osób",
	} {
		if got := w.Count("general.people", n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestPolishNouns(t *testing.T) {
	w := For(crm.Polish, nil)
	for id, nouns := range map[string][4]string{ // 1, 2, 5, 1.5
		"general.people": {"osoba", "osoby", "osób", "osoby"},
		"person.open_tasks": {
			"zadanie do realizacji", "zadania do realizacji", "zadań do realizacji", "zadania do realizacji",
		},
	} {
		got := [4]string{w.Count(id, 1), w.Count(id, 2), w.Count(id, 5), w.countDecimal(id, 1, 5)}
		want := [4]string{"1 " + nouns[0], "2 " + nouns[1], "5 " + nouns[2], "1,5 " + nouns[3]}
		if got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

// countDecimal counts whole and tenths, which no text of ours does yet.
func (w Words) countDecimal(id string, whole, tenths int) string {
	form := plural.Cardinal.MatchPlural(w.catalogue.tag, whole, 1, 1, tenths, tenths)
	return w.write(id, form, counted{w.catalogue.printer.Sprint(number.Decimal(float64(whole) + float64(tenths)/10))})
}

func TestEnglishPlurals(t *testing.T) {
	w := For(crm.English, nil)
	for n, want := range map[int]string{
		0: "0 people", 1: "1 person", 2: "2 people", 21: "21 people", 101: "101 people", 1234: "1,234 people",
	} {
		if got := w.Count("general.people", n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got, want := w.countDecimal("general.people", 1, 5), "1.5 people"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestNumbers(t *testing.T) {
	polish, english := For(crm.Polish, nil), For(crm.English, nil)
	for _, c := range []struct{ got, want string }{
		{polish.Number(0), "0"},
		{polish.Number(999), "999"},
		{polish.Number(1000), "1" + nbsp + "000"},
		{polish.Number(-1234567), "-1" + nbsp + "234" + nbsp + "567"},
		{english.Number(1000), "1,000"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestFill(t *testing.T) {
	w, _ := sentences(t)
	if got, want := w.Fill("moved", struct{ Subject, When string }{"oddzwonić", "jutro 9:00"}), "oddzwonić → jutro 9:00"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := w.Fill("plain", nil), "Zadanie"; got != want {
		t.Errorf("a text without fields: %q, want %q", got, want)
	}
	if got, want := w.Fill("moved", struct{ Subject, When string }{"<b> & {{.When}}", ""}), "<b> & {{.When}} → "; got != want {
		t.Errorf("a person's own words are touched: %q, want %q", got, want)
	}
}

func TestMistakesAreShownAndLoggedOnce(t *testing.T) {
	for what, c := range map[string]struct {
		id  string
		ask func(Words, string) string
	}{
		"no such text":              {"absent", Words.Say},
		"nothing to fill":           {"absent", func(w Words, id string) string { return w.Fill(id, struct{}{}) }},
		"nothing to count":          {"absent", func(w Words, id string) string { return w.Count(id, 5) }},
		"an empty text":             {"empty", Words.Say},
		"fields wanted":             {"moved", Words.Say},
		"a count wanted":            {"found", Words.Say},
		"a field that is not there": {"moved", func(w Words, id string) string { return w.Fill(id, struct{ Subject string }{"x"}) }},
		"a key that is not there":   {"moved", func(w Words, id string) string { return w.Fill(id, map[string]string{"Subject": "x"}) }},
		"no data":                   {"moved", func(w Words, id string) string { return w.Fill(id, nil) }},
	} {
		w, log := sentences(t)
		for range 2 {
			if got := c.ask(w, c.id); got != c.id {
				t.Errorf("%s: shown as %q, want the id %q", what, got, c.id)
			}
		}
		if got := strings.Count(log.String(), "id="+c.id+" language=pl"); got != 1 {
			t.Errorf("%s: logged %d times, want once:\n%s", what, got, log)
		}
	}
}

// TestConcurrentUse has something to say under the race detector.
func TestConcurrentUse(t *testing.T) {
	w, log := sentences(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for n := range 50 {
				if got, want := w.Number(1_000_000+n), fmt.Sprintf("1%s000%s0%02d", nbsp, nbsp, n); got != want {
					t.Errorf("%q, want %q", got, want)
				}
				w.Count("general.people", n)
				w.Say("absent")
			}
		})
	}
	all.Wait()
	if got := strings.Count(log.String(), "id=absent"); got != 1 {
		t.Errorf("logged %d times, want once", got)
	}
}

// sentences speaks Polish with a few texts of its own, whose ids have no dot, and
// gives what is logged.
func sentences(t *testing.T) (Words, *bytes.Buffer) {
	t.Helper()
	polish, err := files.ReadFile("pl.toml")
	if err != nil {
		t.Fatal(err)
	}
	const own = `
"plain" = "Zadanie"
"empty" = ""
"moved" = "{{.Subject}} → {{.When}}"
"found" = {one = "{{.Count}} znalezione", few = "{{.Count}} znalezione", many = "{{.Count}} znalezionych", other = "{{.Count}} znalezionego"}
`
	all, err := load(fstest.MapFS{"pl.toml": {Data: append(polish, own...)}})
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return Words{catalogue: all[crm.Polish], zone: time.UTC}, &log
}

func BenchmarkSay(b *testing.B) {
	for b.Loop() {
		For(crm.Polish, time.UTC).Say("general.save_and_close")
	}
}

func BenchmarkFill(b *testing.B) {
	w := For(crm.Polish, time.UTC)
	for b.Loop() {
		w.Fill("general.people", counted{"5"})
	}
}

func BenchmarkCount(b *testing.B) {
	w := For(crm.Polish, time.UTC)
	for b.Loop() {
		w.Count("general.people", 5)
	}
}

func BenchmarkDayTime(b *testing.B) {
	w := For(crm.Polish, zone(b, "Europe/Warsaw"))
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	for b.Loop() {
		w.DayTime(now.AddDate(0, 0, 5), now)
	}
}
