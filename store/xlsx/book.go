package xlsx

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"io"
	"iter"
	"os"
	"path"
	"strings"
)

// A book is an .xlsx workbook that is being read.
type book struct {
	file    *os.File
	parts   map[string]*zip.File // by name in lower case
	sheets  []bookSheet
	strings []string // what cells share
	looks   []look   // by a cell's style
	since   float64  // days from the end of 1899 to the workbook's first day
	left    int64    // bytes that may yet be unpacked
}

// A bookSheet is one sheet of a book.
type bookSheet struct {
	part   string
	hidden bool
}

// openBook opens the workbook in file, which it closes in the end.
func openBook(ctx context.Context, file *os.File, size int64) (*book, error) {
	archive, err := zip.NewReader(io.NewSectionReader(file, 0, size), size) // which no place lies outside of
	if err != nil {
		return nil, err
	}
	b := &book{file: file, parts: make(map[string]*zip.File), left: maxUnpacked}
	var unpacked uint64
	for _, f := range archive.File {
		if unpacked += f.UncompressedSize64; unpacked > maxUnpacked || f.UncompressedSize64 > maxUnpacked {
			return nil, tooMuch("refusal.sheet_too_big_unpacked")
		}
		b.parts[strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))] = f
	}
	return b, b.readParts(ctx)
}

func (b *book) Close() error { return b.file.Close() }

func (b *book) again() { b.left = maxUnpacked }

// A relation leads from one part of a workbook to another.
type relation struct {
	ID     string `xml:"Id,attr"`
	Kind   string `xml:"Type,attr"` // an address, whose last word tells
	Target string `xml:",attr"`
}

// relations are those of a part.
func (b *book) relations(ctx context.Context, of string) ([]relation, error) {
	var found struct {
		All []relation `xml:"Relationship"`
	}
	folder, name := path.Split(of)
	if err := b.whole(ctx, folder+"_rels/"+name+".rels", &found); err != nil {
		return nil, err
	}
	for i, r := range found.All {
		if !strings.HasPrefix(r.Target, "/") {
			r.Target = path.Join(folder, r.Target)
		}
		found.All[i].Target = strings.TrimPrefix(r.Target, "/")
		found.All[i].Kind = path.Base(r.Kind)
	}
	return found.All, nil
}

// whole reads a small part of the workbook as a whole.
func (b *book) whole(ctx context.Context, name string, into any) error {
	part, err := b.open(ctx, name, maxPart)
	if err != nil {
		return err
	}
	defer func() { _ = part.Close() }()
	part.fuse.token = maxPart
	return xml.NewDecoder(part).Decode(into)
}

// A part is one file of a workbook while it is read.
type part struct {
	*fuse
	io.Closer
}

// open begins to read a part of no more than limit bytes.
func (b *book) open(ctx context.Context, name string, limit int64) (*part, error) {
	f, ok := b.parts[strings.ToLower(name)]
	if !ok {
		return nil, unreadable()
	}
	content, err := f.Open()
	if err != nil {
		return nil, err
	}
	return &part{&fuse{from: patient{ctx, content}, left: limit, all: &b.left, token: maxToken}, content}, nil
}

// readParts reads all but the sheets themselves.
func (b *book) readParts(ctx context.Context) error {
	root, err := b.relations(ctx, "")
	if err != nil {
		return err
	}
	for _, r := range root {
		if r.Kind == "officeDocument" {
			return b.readWorkbook(ctx, r.Target)
		}
	}
	return unreadable()
}

func (b *book) readWorkbook(ctx context.Context, name string) error {
	var workbook struct {
		Properties struct {
			From1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := b.whole(ctx, name, &workbook); err != nil {
		return err
	}
	relations, err := b.relations(ctx, name)
	if err != nil {
		return err
	}
	if p := workbook.Properties.From1904; p == "1" || p == "true" {
		b.since = 1462
	}
	targets := make(map[string]string)
	for _, r := range relations {
		if err := b.readRelated(ctx, r); err != nil {
			return err
		}
		if r.Kind == "worksheet" {
			targets[r.ID] = r.Target
		}
	}
	if len(workbook.Sheets) > maxSheets {
		return tooMuch("refusal.sheet_too_many_sheets")
	}
	taken := make(map[string]bool)
	for _, s := range workbook.Sheets {
		for _, a := range s.Attrs {
			target := targets[a.Value]
			if a.Name.Local != "id" || target == "" {
				continue
			}
			part := strings.ToLower(target)
			if taken[part] {
				return unreadable() // no program makes one part two sheets
			}
			taken[part] = true
			b.sheets = append(b.sheets, bookSheet{target, s.State != "" && s.State != "visible"})
		}
	}
	return nil
}

// readRelated reads a part that the workbook leads to, if its sheets need it.
func (b *book) readRelated(ctx context.Context, r relation) error {
	switch r.Kind {
	case "vbaProject", "xlMacrosheet":
		return macros()
	case "styles":
		return b.readStyles(ctx, r.Target)
	case "sharedStrings":
		return b.readStrings(ctx, r.Target)
	}
	return nil
}

func (b *book) readStyles(ctx context.Context, name string) error {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.whole(ctx, name, &styles); err != nil {
		return err
	}
	codes := make(map[int]string)
	for _, f := range styles.Formats {
		codes[f.ID] = f.Code
	}
	for _, c := range styles.Cells {
		b.looks = append(b.looks, lookOf(c.Format, codes[c.Format]))
	}
	return nil
}

// readStrings reads the texts that cells share. What is read aloud but not seen
// (phonetic texts) is no part of them.
func (b *book) readStrings(ctx context.Context, name string) error {
	part, err := b.open(ctx, name, maxStrings)
	if err != nil {
		return err
	}
	defer func() { _ = part.Close() }()
	tokens := tokensOf(part)
	for {
		start, err := tokens.start("si")
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		text, err := tokens.text(start)
		if err != nil {
			return err
		}
		b.strings = append(b.strings, text)
	}
}

// visible are the sheets that somebody sees who opens the workbook, in their order.
func (b *book) visible() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, s := range b.sheets {
			if !s.hidden && !yield(s.part) {
				return
			}
		}
	}
}
