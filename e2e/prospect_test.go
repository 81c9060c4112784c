//go:build e2e

package e2e

// fromProspectToArchive adds a person, finds them with a typing error, makes them a
// student, archives them, refuses to restore them, and restores them for an edit.
func fromProspectToArchive(page *window) {
	page.As("Anna")
	page.Press("Wiadomości")
	page.Types("/osoba dodaj")
	page.SeesForm("Nowa osoba")
	page.Fill("Imię", "Genowefa")
	page.Fill("Nazwisko", "Brzęczyszczykiewicz")
	page.Press("Zapisz i zamknij")
	page.SeesNoForm()
	page.Sees("Dodano osobę: Genowefa Brzęczyszczykiewicz")

	page.Types("/osoba brzeczyszczykeiwicz")
	page.SeesForm("Osoba")
	page.Sees("Genowefa Brzęczyszczykiewicz", "CRM")
	enroll(page)
	archive(page)
	refuseRestore(page)
	restoreForEdit(page)
}

// menuName is what a menu of a row has for a name.
const menuName = "⋯"

// enroll makes the person of the open card a student (R20–R24).
func enroll(page *window) {
	page.t.Helper()
	page.PressBeside("Więcej", menuName)
	page.Press("Dodaj kursanta")
	page.SeesForm("Dodać kursanta?")
	page.Press("Dodaj kursanta")
	page.SeesForm("Kurs")
	page.Fill("Kurs", "Angielski dla dorosłych")
	page.Fill("Poziom", "B1")
	page.Press("Zapisz i zamknij")
	page.SeesForm("Osoba")
	page.Sees("Kursant (aktywny)", "Kontakt CRM", "Angielski dla dorosłych")
}

// archive puts the person of the open card into the archive.
func archive(page *window) {
	page.t.Helper()
	page.PressBeside("Więcej", menuName)
	page.Press("Archiwizuj")
	page.SeesForm("Przenieść do archiwum?")
	page.Press("Archiwizuj")
	page.SeesForm("Osoba")
	page.Sees("🗄 Archiwum")
}

// refuseRestore presses an edit of the archived person, and thinks better of it (R63).
func refuseRestore(page *window) {
	page.t.Helper()
	page.Press("Dane")
	page.SeesForm("Przywrócić?")
	page.Press("Anuluj")
	page.SeesForm("Osoba")
	page.Sees("🗄 Archiwum")
}

// restoreForEdit edits the archived person, who stays active afterwards (R62, R64).
func restoreForEdit(page *window) {
	page.t.Helper()
	page.Press("Dane")
	page.SeesForm("Przywrócić?")
	page.Press("Przywróć")
	page.SeesForm("Dane osoby")
	page.Fill("Następny krok", "zaprosić na dzień otwarty")
	page.Press("pozostaw aktywnego")
	page.Press("Zapisz i zamknij")
	page.SeesForm("Osoba")
	page.Sees("Kursant (aktywny)", "zaprosić na dzień otwarty")
	page.SeesNot("🗄 Archiwum")
}
