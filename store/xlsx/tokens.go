package xlsx

import (
	"encoding/xml"
	"io"
	"strings"
)

// tokens reads a part of a workbook tag by tag.
type tokens struct {
	decoder *xml.Decoder
	fuse    *fuse
}

func tokensOf(p *part) tokens { return tokens{xml.NewDecoder(p), p.fuse} }

// next is the next token; its bytes are only good until the one after it.
func (t tokens) next() (xml.Token, error) {
	t.fuse.next()
	return t.decoder.RawToken()
}

// start goes on to the next opening tag of that name.
func (t tokens) start(name string) (string, error) {
	for {
		token, err := t.next()
		if err != nil {
			return "", err
		}
		if s, ok := token.(xml.StartElement); ok && s.Name.Local == name {
			return name, nil
		}
	}
}

// text is all text of the "t" elements up to the closing tag of that name, save the
// phonetic one, cut where it goes on for too long.
func (t tokens) text(until string) (string, error) {
	var text strings.Builder
	var inText, phonetic bool
	for {
		token, err := t.next()
		if err == io.EOF {
			return "", io.ErrUnexpectedEOF
		}
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			inText = token.Name.Local == "t"
			phonetic = phonetic || token.Name.Local == "rPh"
		case xml.EndElement:
			inText = false
			phonetic = phonetic && token.Name.Local != "rPh"
			if token.Name.Local == until {
				return unescaped(text.String()), nil
			}
		case xml.CharData:
			if inText && !phonetic && text.Len() < 4*MaxCell {
				text.Write(token)
			}
		}
	}
}
