package xlsx

import (
	"bufio"
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// marks are the byte order marks with which a text may say its encoding.
var marks = []struct {
	bytes    string
	encoding encoding.Encoding
}{
	{"\xef\xbb\xbf", unicode.UTF8BOM},
	{"\xff\xfe", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
	{"\xfe\xff", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
}

// The bytes that only one of two encodings has for Polish letters, ą ś ź Ą Ś Ź; all the
// others are the same in both. What Windows has between 0x80 and 0x9f, its dashes and
// quotes among it, are control characters in ISO 8859-2.
const (
	onlyWindows = "\xb9\xa5"
	onlyISO     = "\xb1\xb6\xbc\xa1\xa6\xac"
)

// encodingOf tells in which encoding a text is written: what its mark says, else UTF-8
// if it can be that, else Windows-1250 or ISO 8859-2, by the letters in it.
func encodingOf(file io.ReadSeeker) (encoding.Encoding, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	in := bufio.NewReader(file)
	for _, m := range marks {
		if first, _ := in.Peek(len(m.bytes)); string(first) == m.bytes {
			return m.encoding, nil
		}
	}
	valid := true
	var seen [256]int
	for {
		r, size, err := in.ReadRune()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if r == utf8.RuneError && size == 1 {
			valid = false
			_ = in.UnreadRune()
			b, _ := in.ReadByte()
			seen[b]++
		}
		if r == 0 {
			return nil, unreadable() // no text
		}
	}
	if valid {
		return encoding.Nop, nil
	}
	return byteEncoding(seen), nil
}

// byteEncoding tells two encodings apart by how often each byte occurs.
func byteEncoding(seen [256]int) encoding.Encoding {
	windows, iso := 0, 0
	for b, n := range seen {
		switch {
		case b >= 0x80 && b <= 0x9f, bytes.IndexByte([]byte(onlyWindows), byte(b)) >= 0:
			windows += n
		case bytes.IndexByte([]byte(onlyISO), byte(b)) >= 0:
			iso += n
		}
	}
	if iso > windows {
		return charmap.ISO8859_2
	}
	return charmap.Windows1250
}
