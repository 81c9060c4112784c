//go:build e2e

package e2e

import (
	"context"
	"strings"
	"time"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// OpensMailbox presses the link on top of the page and returns the window that opens.
func (w *window) OpensMailbox() *window {
	w.t.Helper()
	opened := chromedp.WaitNewTarget(w.ctx, func(info *target.Info) bool { return strings.Contains(info.URL, "/mailbox/") })
	w.click("the mailbox", `document.querySelector(".links a")`)
	select {
	case id, ok := <-opened:
		if !ok {
			w.fails("no window was opened")
		}
		mailbox := newWindow(w.t, w.ctx, w.address, chromedp.WithTargetID(id))
		mailbox.do("reloading the mailbox, watched", chromedp.Reload())
		return mailbox
	case <-time.After(patience):
		w.fails("the mailbox does not open")
	}
	return nil
}

// SeesLetter waits until the texts stand in the open letter, as its own frame shows it.
func (w *window) SeesLetter(texts ...string) {
	w.t.Helper()
	letter := ""
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(40 * time.Millisecond) {
		letter = w.letter()
		all := true
		for _, text := range texts {
			all = all && strings.Contains(letter, text)
		}
		if all {
			return
		}
	}
	w.fails("the letter does not say " + strings.Join(texts, ", ") + ":\n" + letter)
}

// letter is the text of the open letter; empty, while none is shown.
func (w *window) letter() string {
	ctx, cancel := context.WithTimeout(w.ctx, patience/10)
	defer cancel()
	frames, err := chromedp.Run(ctx, chromedp.Nodes(chromedp.CSS("article iframe")))
	if err != nil {
		return ""
	}
	text, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("body"), chromedp.FromNode(frames[0])))
	if err != nil {
		return ""
	}
	return strings.Join(strings.Fields(text), " ")
}
