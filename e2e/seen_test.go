//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/chromedp/chromedp"
)

// finders find on the page what a person names. All of them look at what is in front:
// the topmost dialog, else the whole page.
const finders = `
const clean = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const front = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
const visible = (node) => node.checkVisibility();
const called = (node, name) => clean(node.getAttribute("aria-label")) === name ||
	[node, ...node.querySelectorAll("*")].some((part) => clean(part.textContent) === name);
const pressable = "button, a, summary, label, [role=option], [role=menuitem]";
const pressables = (name, within = front()) => [...within.querySelectorAll(pressable)].filter((node) => visible(node) && called(node, name));

// beside finds what is pressed in the smallest row or message that says a text, the last one of several.
const beside = (text, name) => [...front().querySelectorAll(".message, .block")].reverse()
	.filter((row) => visible(row) && clean(row.textContent).includes(text))
	.map((row) => pressables(name, row)[0]).find(Boolean);

const box = (label) => [...front().querySelectorAll("[data-label]")].find((node) => visible(node) && node.dataset.label === label);
const field = (label) => box(label)?.querySelector("input, textarea");
// options are those of an open menu.
const options = (name) => [...document.querySelectorAll("[role=option]")].filter((node) => visible(node) && called(node, name));

// spot is where to press a node: its middle, once nothing covers it.
const spot = (node) => {
	if (!node || node.disabled || node.getAttribute("aria-busy") === "true") return null;
	node.scrollIntoView({ block: "nearest", behavior: "instant" });
	const { left, top, width, height } = node.getBoundingClientRect();
	const at = { X: left + Math.min(width / 2, 200), Y: top + height / 2 };
	const hit = document.elementFromPoint(at.X, at.Y);
	return hit && (node.contains(hit) || hit.contains(node) && hit.closest("label, button, a, summary")) ? at : null;
};
`

// ask evaluates an expression on the page, with the finders at hand.
func ask[T any](w *window, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T]("(() => {"+finders+"return ("+expression+");})()"))
}

// await asks until the answer satisfies; that never happening fails the test.
func await[T any](w *window, what, expression string, satisfies func(T) bool) T {
	w.t.Helper()
	var answer T
	var err error
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(40 * time.Millisecond) {
		if answer, err = ask[T](w, expression); err == nil && satisfies(answer) {
			return answer
		}
	}
	w.fails(fmt.Sprintf("waited in vain for %s: %v %v", what, answer, err))
	return answer
}

// until waits for something to be true on the page.
func (w *window) until(what, expression string) {
	w.t.Helper()
	await(w, what, "Boolean("+expression+")", func(is bool) bool { return is })
}

// A spot is a place on the page; nil, while there is nothing to press.
type spot struct{ X, Y float64 }

// click presses the node that an expression finds, once it stands still.
func (w *window) click(what, expression string) {
	w.t.Helper()
	var before *spot
	at := await(w, what, "spot("+expression+")", func(now *spot) bool {
		still := now != nil && before != nil && *now == *before
		before = now
		return still
	})
	w.do("pressing "+what, chromedp.MouseClickXY(at.X, at.Y))
}

// quote writes a text as JavaScript does.
func quote(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string can be written
	}
	return string(quoted)
}
