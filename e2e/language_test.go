//go:build e2e

package e2e

import "github.com/chromedp/chromedp"

// inEnglish is Emma, whose Slack is English, on a page that speaks English too.
func inEnglish(page *window) {
	page.As("Emma")
	page.Press("EN")
	page.Offers("Home", "Messages", "Tasks – selected tab", "People", "Calendar", "Add task")
	page.Press("Messages")
	page.Types("/person add")
	page.SeesForm("New person")
	page.Fill("Given name", "Anna")
	page.Fill("Family name", "Walker")
	page.Fill("Phone", "12345")
	page.Press("Save and close")
	page.SeesUnder("Phone", "This is no valid phone number.")
	page.Fill("Phone", "")
	page.Press("Save and close")
	page.SeesNoForm()
	page.Sees("Person added: Anna Walker", "Only visible to you")
	page.Types("/zadanie call Anna")
	page.SeesForm("New task")
	page.Holds("Subject", "call Anna")
	page.Pick("Person", "walk", "Anna Walker")
	page.Press("Save and close")
	page.Sees("Added: call Anna")

	page.do("reloading", chromedp.Reload())
	page.Offers("Home", "Messages")
	page.Press("PL")
	page.Offers("Strona główna", "Wiadomości")
	page.Becomes("Anna")
	page.Offers("Dodaj zadanie")
}

// choosingLanguage presses, on the first Home, a language that is not the school's.
func choosingLanguage(page *window) {
	page.As("Anna")
	page.Sees("W jakim języku ma mówić Frontdesk?", "Which language should Frontdesk speak?")
	page.Offers("Dodaj zadanie")
	page.Press("English")
	page.Offers("Add task", "Tasks – selected tab", "Strona główna")
	page.SeesNot("W jakim języku", "Which language")
	page.Press("Wiadomości")
	page.Types("/zadanie")
	page.SeesForm("New task")
	page.Press("Cancel")
	page.SeesNoForm()
	page.Types("/crm ustawienia")
	page.Press("Polski")
	page.Sees("Frontdesk mówi teraz po polsku.")
	page.Press("Strona główna")
	page.Offers("Dodaj zadanie")
}
