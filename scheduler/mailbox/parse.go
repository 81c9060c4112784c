package mailbox

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

const (
	maxDepth = 10  // of parts within parts
	maxParts = 200 // of a letter, in all
)

// parse reads a letter, of which it believes nothing: what cannot be read is named in
// Trouble, and what could be is kept.
func parse(raw []byte) Letter {
	letter := Letter{Raw: raw}
	message, err := mail.ReadMessage(bytes.NewReader(withBody(raw)))
	if err != nil {
		letter.Text = toText(raw, "")
		letter.Trouble = toText(fmt.Appendf(nil, "reading header: %v", err), "")
		return letter
	}
	letter.Header = message.Header
	letter.Subject = decodeWords(message.Header.Get("Subject"))
	letter.MessageID = trimMessageID(message.Header.Get("Message-Id"))
	parts := partReader{letter: &letter}
	if err := parts.read(textproto.MIMEHeader(message.Header), message.Body, 0); err != nil {
		letter.Trouble = toText([]byte(err.Error()), "")
	}
	return letter
}

// withBody ends the header of a letter that has nothing else, which net/mail takes for
// one cut short.
func withBody(raw []byte) []byte {
	if bytes.Contains(raw, []byte("\n\n")) || bytes.Contains(raw, []byte("\n\r\n")) {
		return raw
	}
	header := bytes.TrimRight(raw, "\r\n")
	if len(header) == 0 {
		return []byte("\r\n")
	}
	return append(slices.Clip(header), "\r\n\r\n"...)
}

// partReader sorts the parts of a letter into its text, its HTML and its attachments.
type partReader struct {
	letter *Letter
	parts  int
}

// read reads one part, and those in it. The error is the first trouble met; whatever
// could be read is in the letter nevertheless.
func (p *partReader) read(header textproto.MIMEHeader, body io.Reader, depth int) error {
	if p.parts++; p.parts > maxParts {
		return fmt.Errorf("reading parts: more than %d", maxParts)
	}
	kind, params, err := mime.ParseMediaType(cmp.Or(header.Get("Content-Type"), "text/plain"))
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		kind, err = "text/plain", fmt.Errorf("reading content type: %w", err)
	}
	if strings.HasPrefix(kind, "multipart/") && depth < maxDepth {
		return cmp.Or(err, p.readParts(multipart.NewReader(body, params["boundary"]), depth+1))
	}
	data, decodeErr := io.ReadAll(decoded(body, header.Get("Content-Transfer-Encoding")))
	if decodeErr != nil {
		decodeErr = fmt.Errorf("decoding %s: %w", kind, decodeErr)
	}
	p.place(header, kind, params, data)
	return cmp.Or(err, decodeErr)
}

func (p *partReader) readParts(parts *multipart.Reader, depth int) error {
	var first error
	for p.parts <= maxParts {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return cmp.Or(first, fmt.Errorf("reading parts: %w", err))
		}
		first = cmp.Or(first, p.read(part.Header, part, depth))
	}
	return first
}

// place puts a decoded part where it belongs: the first text and the first HTML that are
// not attachments are what the letter says.
func (p *partReader) place(header textproto.MIMEHeader, kind string, params map[string]string, data []byte) {
	disposition, fileParams, _ := mime.ParseMediaType(header.Get("Content-Disposition"))
	switch attached := disposition == "attachment"; {
	case !attached && kind == "text/plain" && p.letter.Text == "":
		p.letter.Text = toText(data, params["charset"])
	case !attached && kind == "text/html" && p.letter.HTML == "":
		p.letter.HTML = toText(data, params["charset"])
	default:
		name := decodeWords(cmp.Or(fileParams["filename"], params["name"]))
		p.letter.Attachments = append(p.letter.Attachments, Attachment{name, kind, data})
	}
}

// decoded undoes a Content-Transfer-Encoding. An unknown one is read as it is.
func decoded(body io.Reader, encoding string) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	default:
		return body
	}
}

// decodeWords decodes the RFC 2047 words of a header's value; a value that cannot be
// decoded stays as it is.
func decodeWords(value string) string {
	decoder := mime.WordDecoder{CharsetReader: charsetReader}
	if text, err := decoder.DecodeHeader(value); err == nil {
		value = text
	}
	return strings.ToValidUTF8(value, "\uFFFD")
}

// toText reads text in a charset and ends its lines with a plain newline. An unknown
// charset is taken for UTF-8.
func toText(data []byte, charset string) string {
	if r, err := charsetReader(charset, bytes.NewReader(data)); err == nil {
		if text, err := io.ReadAll(r); err == nil {
			data = text
		}
	}
	return strings.ToValidUTF8(strings.ReplaceAll(string(data), "\r\n", "\n"), "\uFFFD")
}

func charsetReader(charset string, r io.Reader) (io.Reader, error) {
	encoding, err := htmlindex.Get(cmp.Or(charset, "utf-8"))
	if err != nil {
		return nil, fmt.Errorf("reading charset %q: %w", charset, err)
	}
	return encoding.NewDecoder().Reader(r), nil
}
