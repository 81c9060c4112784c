//go:build e2e

package e2e

import (
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// byKeyboard adds a task without a mouse.
func byKeyboard(page *window) {
	page.do("opening the page", chromedp.Navigate(page.address+"/"))
	page.TabsTo("Anna Nowak")
	page.Hits(kb.Enter)
	page.TabsTo("Wiadomości")
	page.Hits(kb.Enter)
	page.SeesCaretIn("message-field")

	page.SeesDraft("")
	page.Hits("/", "z", "a", "d")
	page.until("the completion of /zad", "options('/zadanie').length === 1")
	page.Hits(kb.Escape)
	page.until("the end of the completion", "options('/zadanie').length === 0")
	page.SeesDraft("/zad")
	page.Hits("a")
	page.until("the completion of /zada", "options('/zadanie').length === 1")
	page.Hits(kb.Tab)
	page.SeesDraft("/zadanie ")
	page.Inserts(call)
	page.Hits(kb.Enter)

	page.SeesForm("Nowe zadanie")
	page.SeesCaretUnder("Temat")
	page.Holds("Temat", call)
	page.TabsTo("Osoba (opcjonalnie)")
	page.Inserts("kowal")
	page.until("several options", "document.querySelectorAll('[role=option]').length > 1")
	page.Hits(kb.ArrowDown, kb.ArrowUp, kb.Enter)
	await(page, "somebody called Kowal…", "field('Osoba').value", func(name string) bool { return len(name) > len("kowal") })
	page.TabsTo("Zapisz i zamknij")
	page.Hits(kb.Enter)
	page.SeesNoForm()
	page.SeesCaretIn("message-field")
	page.Sees("Dodano: " + call)

	page.Hits(kb.ArrowUp)
	page.SeesDraft("/zadanie " + call)
	page.Hits(kb.Enter)
	page.SeesForm("Nowe zadanie")
	page.Hits(kb.Escape)
	page.SeesNoForm()
	page.SeesCaretIn("message-field")
}

// TabsTo hits the Tab key until what has that name, or that label, has the focus.
func (w *window) TabsTo(name string) {
	w.t.Helper()
	w.until(name+" on the page", "document.body.innerText.includes("+quote(name)+")")
	for range 60 {
		w.Hits(kb.Tab)
		there, err := ask[bool](w, `(() => {
			const node = document.activeElement;
			return called(node, `+quote(name)+`) || [...(node.labels ?? [])].some((label) => called(label, `+quote(name)+`));
		})()`)
		if err == nil && there {
			return
		}
	}
	w.fails("Tab does not reach " + name)
}

// SeesCaretIn waits until the element of that id has the focus.
func (w *window) SeesCaretIn(id string) {
	w.t.Helper()
	w.until("the focus on "+id, "document.activeElement.id === "+quote(id))
}

// SeesCaretUnder waits until the field of that label has the focus.
func (w *window) SeesCaretUnder(label string) {
	w.t.Helper()
	w.until("the focus on the field "+label, "document.activeElement === field("+quote(label)+")")
}

// SeesDraft waits until the message field holds a text.
func (w *window) SeesDraft(text string) {
	w.t.Helper()
	await(w, "the draft "+text, "document.getElementById('message-field').value", func(draft string) bool { return draft == text })
}
