package mail

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// escape makes s, a line, mean itself in Markdown: all its punctuation is plain.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 && util.IsPunct(byte(r)) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// render makes both parts of a mail from one Markdown source: plain text and the body
// of an HTML document. HTML within the source is dropped.
func render(source []byte) (plain, html string, err error) {
	md := goldmark.New()
	tree := md.Parser().Parse(text.NewReader(source))
	var out bytes.Buffer
	if err := md.Renderer().Render(&out, source, tree); err != nil {
		return "", "", err
	}
	return plainText(source).blocks(tree, "\n\n") + "\n", out.String(), nil
}

// plainText is a Markdown source that is being read out as plain text: paragraphs
// of one long line each, which every mail program wraps by itself.
type plainText []byte

// blocks are the blocks under n.
func (p plainText) blocks(n ast.Node, between string) string {
	var all []string
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		all = append(all, p.block(c))
	}
	return strings.Join(all, between)
}

func (p plainText) block(n ast.Node) string {
	switch n := n.(type) {
	case *ast.List:
		return p.blocks(n, "\n")
	case *ast.ListItem:
		return "- " + strings.ReplaceAll(p.blocks(n, "\n"), "\n", "\n  ")
	case *ast.Blockquote:
		return "> " + strings.ReplaceAll(p.blocks(n, "\n\n"), "\n", "\n> ")
	case *ast.ThematicBreak:
		return "--"
	}
	return p.inline(n)
}

// inline is the text under a block; emphasis leaves no trace.
func (p plainText) inline(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.Write(util.UnescapePunctuations(c.Segment.Value(p)))
			if c.HardLineBreak() {
				b.WriteByte('\n')
			} else if c.SoftLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.CodeSpan:
			b.WriteString(codeOf(c, p))
		case *ast.Link:
			b.WriteString(p.inline(c) + " (" + string(c.Destination) + ")")
		default:
			b.WriteString(p.inline(c))
		}
	}
	return b.String()
}

// codeOf is what stands between back quotes, where nothing is escaped.
func codeOf(n *ast.CodeSpan, source []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(source))
		}
	}
	return b.String()
}
