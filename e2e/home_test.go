//go:build e2e

package e2e

import "github.com/chromedp/chromedp"

// onHome looks at Home's three tabs, and finishes a task there.
func onHome(page *window) {
	page.As("Anna")
	page.Offers("Zadania – wybrana zakładka", "Osoby", "Kalendarz")
	page.Press("Kalendarz")
	page.Offers("Kalendarz – wybrana zakładka", "Zadania", "Osoby")
	page.Press("Osoby")
	page.Offers("Osoby – wybrana zakładka", "Dodaj osobę")
	page.Sees("300 osób")
	page.do("reloading", chromedp.Reload())
	page.Offers("Osoby – wybrana zakładka", "Dodaj osobę")

	page.Press("Zadania")
	page.Offers("Zadania – wybrana zakładka")
	page.Sees("do realizacji, przypisane do mnie")
	const mark = "Oznacz jako zakończone: "
	finish := await(page, "a square", `document.querySelector("#home [aria-label^='`+mark+`']")?.getAttribute("aria-label")`,
		func(label string) bool { return label != "" })
	before := await(page, "the number of tasks", counted, func(n int) bool { return n > 0 })
	page.Press(finish)
	await(page, "a task fewer", counted, func(n int) bool { return n == before-1 })
	page.until("the end of its row", "pressables("+quote(finish)+").length === 0")
	page.do("reloading", chromedp.Reload())
	await(page, "as many tasks as before", counted, func(n int) bool { return n == before-1 })
}

// counted is how many tasks Home says that there are.
const counted = `Number(clean(document.getElementById("home")?.innerText).match(/(\d+) zada\S+: do realizacji/)?.[1] ?? -1)`

// asStranger is somebody who does not belong to the office.
func asStranger(page *window) {
	const sentence = "Frontdesk jest dla pracowników Sekretariatu. Jeśli do niego należysz, poproś kierownika o dodanie: /crm sekretariat."
	page.As("Olgierd")
	page.Sees(sentence)
	page.Press("Wiadomości")
	page.Types("/zadanie " + call)
	page.Sees(sentence, "Widoczne tylko dla Ciebie")
	page.SeesNoForm()
}
