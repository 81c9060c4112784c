//go:build e2e

package e2e

// sendingFromAbove sends a line while older messages are looked at: what follows is seen.
func sendingFromAbove(page *window) {
	page.As("Anna")
	page.Press("Wiadomości")
	for range 3 {
		page.Types("/crm pomoc")
	}
	const list = `document.getElementById("messages")`
	page.until("more messages than there is room for", list+".scrollHeight > 2 * "+list+".clientHeight")
	page.until("the oldest message", "("+list+".scrollTop = 0) === 0 && "+list+".scrollTop === 0")
	page.Types("/zadanie lista")
	page.SeesForm("Frontdesk")
	page.Press("Zamknij")
	page.SeesNoForm()
	page.until("the newest message", list+".scrollHeight - "+list+".scrollTop - "+list+".clientHeight < 2")
}
