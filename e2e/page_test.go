//go:build e2e

package e2e

import (
	"context"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// As opens the page anew and chooses, among those who may be played, the one whose name
// begins like that.
func (w *window) As(name string) {
	w.t.Helper()
	w.do("opening the page", chromedp.Navigate(w.address+"/"))
	w.click(name, `[...document.querySelectorAll(".persona")].find((node) => clean(node.textContent).includes(`+quote(name+" ")+`))`)
	w.until("the page of "+name, `document.querySelector("#sidebar .entry") && document.querySelector(".tab[aria-current=page]")`)
}

// Becomes changes who is played, on top of the page.
func (w *window) Becomes(name string) {
	w.t.Helper()
	w.until("the choice of "+name, `(() => {
		const people = document.getElementById("user-switch");
		const wanted = [...people.options].find((o) => o.textContent.startsWith(`+quote(name+" ")+`));
		if (!wanted) return false;
		people.value = wanted.value;
		people.dispatchEvent(new Event("change"));
		return true;
	})()`)
}

// Types writes a line into the message field and sends it.
func (w *window) Types(line string) {
	w.t.Helper()
	w.click("the message field", `document.getElementById("message-field")`)
	w.Inserts(line)
	w.Hits(kb.Enter)
}

// Inserts writes a text where the caret is, letters of any language alike.
func (w *window) Inserts(text string) {
	w.t.Helper()
	w.do("typing "+text, func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, input.InsertText, input.InsertTextParams{Text: text})
		return chromedp.Void{}, err
	})
}

// Hits hits a key, or one after the other.
func (w *window) Hits(keys ...string) {
	w.t.Helper()
	for _, key := range keys {
		w.do("hitting a key", chromedp.KeyEvent(key))
	}
}

// Fill writes a text into the field of that label, in the place of what it held.
func (w *window) Fill(label, text string) {
	w.t.Helper()
	w.until("the field "+label, "field("+quote(label)+")")
	w.click("the field "+label, "field("+quote(label)+")")
	w.until("the caret in "+label, "(field("+quote(label)+").select(), document.activeElement === field("+quote(label)+"))")
	if text == "" {
		w.Hits(kb.Delete)
	} else {
		w.Inserts(text)
	}
	w.Holds(label, text)
}

// FillDay puts a day into the field of that label; the calendar that a browser offers
// for it is none of the page's.
func (w *window) FillDay(label string, day time.Time) {
	w.t.Helper()
	text := day.Format(time.DateOnly)
	w.until("the field "+label, "field("+quote(label)+")?.type === 'date'")
	w.until("the day in "+label, "(field("+quote(label)+").value = "+quote(text)+", field("+quote(label)+").dispatchEvent(new Event('change')))")
	w.Holds(label, text)
}

// Pick types into the menu of that label and chooses an option that is offered then.
func (w *window) Pick(label, typed, option string) {
	w.t.Helper()
	w.Fill(label, typed)
	w.click("the option "+option, "options("+quote(option)+")[0]")
	w.Holds(label, option)
}

// Holds waits until the field of that label holds a text.
func (w *window) Holds(label, text string) {
	w.t.Helper()
	await(w, "the field "+label+" to hold "+text, "field("+quote(label)+")?.value", func(value string) bool { return value == text })
}

// Press presses the button, tab, link or option of that name.
func (w *window) Press(name string) {
	w.t.Helper()
	w.click(name, "pressables("+quote(name)+")[0]")
}

// PressBeside presses what has that name in the row or message that says a text.
func (w *window) PressBeside(text, name string) {
	w.t.Helper()
	w.click(name+" beside "+text, "beside("+quote(text)+", "+quote(name)+")")
}

// Sees waits until the texts stand in front.
func (w *window) Sees(texts ...string) {
	w.t.Helper()
	for _, text := range texts {
		await(w, "the sight of "+text, "clean(front().innerText).includes("+quote(text)+")", func(is bool) bool { return is })
	}
}

// SeesNot waits until none of the texts stands in front.
func (w *window) SeesNot(texts ...string) {
	w.t.Helper()
	for _, text := range texts {
		w.until("the end of "+text, "!clean(front().innerText).includes("+quote(text)+")")
	}
}

// SeesBeside waits until what has that name can be pressed in the row or message that
// says a text.
func (w *window) SeesBeside(text, name string) {
	w.t.Helper()
	w.until(name+" beside "+text, "beside("+quote(text)+", "+quote(name)+")")
}

// Offers waits until all that have those names can be pressed.
func (w *window) Offers(names ...string) {
	w.t.Helper()
	for _, name := range names {
		w.until("the button "+name, "pressables("+quote(name)+").length > 0")
	}
}

// SeesUnder waits until a sentence stands under the field of that label, as its error.
func (w *window) SeesUnder(label, sentence string) {
	w.t.Helper()
	w.until(sentence+" under "+label, "clean(box("+quote(label)+")?.querySelector('.error:not([hidden])')?.textContent).includes("+quote(sentence)+")")
}

// SeesForm waits until a dialog of that title is in front.
func (w *window) SeesForm(title string) {
	w.t.Helper()
	w.until("the form "+title, "clean(front().querySelector('#modal-title')?.textContent) === "+quote(title))
}

// SeesNoForm waits until no dialog is open.
func (w *window) SeesNoForm() {
	w.t.Helper()
	w.until("the end of the form", "front() === document.body")
}

// Clock is the demo's time, as the page shows it.
func (w *window) Clock() time.Time {
	w.t.Helper()
	text := await(w, "the clock", `document.getElementById("clock")?.dateTime`, func(text string) bool { return text != "" })
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		w.fails("reading the clock: " + err.Error())
	}
	return at.In(schoolZone(w.t))
}

// Forward presses a button beside the clock, and waits until the time has passed and all
// that became due by then was told.
func (w *window) Forward(button string) {
	w.t.Helper()
	before := w.Clock()
	w.Press(button)
	await(w, "the clock to move", `document.getElementById("clock").dateTime`, func(text string) bool {
		at, err := time.Parse(time.RFC3339, text)
		return err == nil && at.Sub(before) > 50*time.Minute
	})
	w.until("the end of what became due", `!document.querySelector(".clock [aria-busy=true]")`)
}
