package xlsx

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"path"
	"strings"
	"testing"
)

// A directory that lies about sizes does not help: what comes out is counted.
func TestR7Bombs(t *testing.T) {
	t.Parallel()
	p := parts(headingRow + strings.Repeat("<row/>", 3<<20))
	bomb, unpacked := zipBytes(t, p), uint32(len(p["xl/worksheets/sheet1.xml"]))
	for name, content := range map[string]string{
		"that says what it is": strings.ReplaceAll(bomb, size(unpacked), size(600<<20)),
		"of styles":            zipBytes(t, withStyles(strings.Repeat(" ", maxPart+1))),
		"of texts":             zipBytes(t, withStrings(maxStrings+1)),
	} {
		t.Run(name, func(t *testing.T) {
			if got, want := refusal(t, file(t, "osoby.xlsx", content)), "refusal.sheet_too_big_unpacked"; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
	t.Run("that lies", func(t *testing.T) {
		lying := strings.ReplaceAll(bomb, size(unpacked), size(1000))
		if got, want := refusal(t, file(t, "osoby.xlsx", lying)), "refusal.sheet_unreadable"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

// One part of a workbook is not unpacked over and over.
func TestR7ManySheets(t *testing.T) {
	t.Parallel()
	empty := strings.Repeat("<row/>", 500_000)
	sheets := func(n int, target func(i int) string) map[string]string {
		p := parts(empty)
		var list, relations strings.Builder
		for i := range n {
			fmt.Fprintf(&list, `<sheet name="%d" r:id="s%[1]d"/>`, i)
			fmt.Fprintf(&relations, `<Relationship Id="s%d" Type="x/worksheet" Target="%s"/>`, i, target(i))
			p["xl/worksheets/"+path.Base(target(i))] = `<worksheet><sheetData/></worksheet>`
		}
		p["xl/worksheets/sheet1.xml"] = parts(empty)["xl/worksheets/sheet1.xml"]
		p["xl/workbook.xml"] = `<workbook><sheets>` + list.String() + `</sheets></workbook>`
		p["xl/_rels/workbook.xml.rels"] = `<Relationships>` + relations.String() + `</Relationships>`
		return p
	}
	ownPart := func(i int) string { return fmt.Sprintf("worksheets/own%d.xml", i) }
	for name, c := range map[string]struct {
		parts map[string]string
		want  string
	}{
		"all of one part":             {sheets(40, func(int) string { return "worksheets/sheet1.xml" }), "refusal.sheet_unreadable"},
		"all of one part, by letters": {sheets(2, func(i int) string { return "worksheets/" + []string{"s", "S"}[i] + "heet1.xml" }), "refusal.sheet_unreadable"},
		"too many":                    {sheets(maxSheets+1, ownPart), "refusal.sheet_too_many_sheets"},
		"as many as may be":           {sheets(maxSheets, ownPart), "refusal.sheet_empty"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := refusal(t, zipped(t, "osoby.xlsx", c.parts)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// Reading ends with the context, in the middle of rows that have nothing in them too.
func TestR7ReadingEndsWithTheContext(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{
		"xlsx": zipped(t, "osoby.xlsx", parts(headingRow+`<row><c t="str"><v>Nowak</v></c></row>`+strings.Repeat("<row/>", 100_000))),
		"csv":  file(t, "osoby.csv", "Nazwisko\nNowak\n"+strings.Repeat("\n", 100_000)),
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			table := opened(t, path)
			var last error
			for _, err := range table.Rows(ctx) {
				cancel()
				last = err
			}
			if !errors.Is(last, context.Canceled) {
				t.Errorf("the rows ended with %v", last)
			}
			if _, err := Open(ctx, path); !errors.Is(err, context.Canceled) {
				t.Errorf("opening ended with %v", err)
			}
		})
	}
}

// What is unpacked is counted over all parts, and anew each time that the rows are read.
func TestR7AllThatIsUnpackedCounts(t *testing.T) {
	t.Parallel()
	path := zipped(t, "osoby.xlsx", parts(headingRow+`<row><c t="str"><v>Nowak</v></c></row>`))
	table := opened(t, path)
	b := table.source.(*book)
	b.left = 10
	for _, err := range b.rows(t.Context(), table.sheet) {
		if want := tooMuch("refusal.sheet_too_big_unpacked"); err != want {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	for range 2 {
		b.left = 10
		for _, err := range table.Rows(t.Context()) {
			if err != nil {
				t.Errorf("reading again: %v", err)
			}
		}
	}
}

// size is a number as a zip archive has it.
func size(n uint32) string { return string(binary.LittleEndian.AppendUint32(nil, n)) }

func withStyles(content string) map[string]string {
	p := parts(headingRow)
	p["xl/_rels/workbook.xml.rels"] = strings.Replace(p["xl/_rels/workbook.xml.rels"], "</", `<Relationship Id="r2" Type="x/styles" Target="styles.xml"/></`, 1)
	p["xl/styles.xml"] = "<styleSheet>" + content + "</styleSheet>"
	return p
}

func withStrings(size int) map[string]string {
	p := parts(headingRow)
	p["xl/_rels/workbook.xml.rels"] = strings.Replace(p["xl/_rels/workbook.xml.rels"], "</", `<Relationship Id="r2" Type="x/sharedStrings" Target="s.xml"/></`, 1)
	const text = "<si><t>0123456789012345678901234567890123456789</t></si>"
	p["xl/s.xml"] = "<sst>" + strings.Repeat(text, size/len(text)+1) + "</sst>"
	return p
}
