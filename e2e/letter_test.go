//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// call is the subject of the task that the stories add.
const call = "zadzwonić do Anny"

// fromPersonToLetter adds a person and a task that becomes overdue, reads the reminder
// in Slack and in the mailbox, and finishes the task from it.
func fromPersonToLetter(page *window) {
	page.As("Anna")
	page.Press("Wiadomości")
	addAnna(page)
	page.Forward("jutro 8:00") // whatever time it is now, an hour from then is the same day
	due := page.Clock().Add(time.Hour)
	addCall(page, due)

	page.Types("/osoba wiśniewska anna")
	page.SeesForm("Osoba")
	page.Press("Oś czasu")
	page.SeesBeside(call, "☐")
	page.Press("Zamknij")
	page.SeesNoForm()
	if feed := calendarOf(page); !strings.Contains(feed, "SUMMARY:"+call) {
		page.t.Errorf("the calendar does not know of %q:\n%s", call, feed)
	}

	page.Forward("+1 godz.")
	page.Forward("+1 godz.")
	page.Sees("Minął termin: " + call + " (dziś " + hour(due) + ")")
	readLetter(page, due)

	page.PressBeside("Minął termin: "+call, "☐")
	page.SeesNot("Minął termin: " + call)
	page.Types("/osoba wiśniewska anna")
	page.SeesForm("Osoba")
	page.Press("Oś czasu")
	page.SeesBeside(call, "☑")
	page.Sees("✓ Zakończone")
}

// addAnna adds Anna Wiśniewska, with a phone number at first that nobody can dial.
func addAnna(page *window) {
	page.t.Helper()
	page.Types("/osoba dodaj")
	page.SeesForm("Nowa osoba")
	page.Fill("Imię", "Anna")
	page.Fill("Nazwisko", "Wiśniewska")
	page.Fill("Telefon", "12345")
	page.Press("Zapisz i zamknij")
	page.SeesUnder("Telefon", "To nie jest poprawny numer telefonu.")
	page.Holds("Imię", "Anna")
	page.Holds("Nazwisko", "Wiśniewska")
	page.Holds("Telefon", "12345")
	page.Fill("Telefon", "501 234 567")
	page.Press("Zapisz i zamknij")
	page.SeesNoForm()
	page.Sees("Dodano osobę: Anna Wiśniewska", "+48 501 234 567")
}

// addCall adds the task of calling Anna.
func addCall(page *window, due time.Time) {
	page.t.Helper()
	page.Types("/zadanie " + call)
	page.SeesForm("Nowe zadanie")
	page.Holds("Temat", call)
	page.Pick("Osoba", "Wiś", "Anna Wiśniewska")
	page.FillDay("Termin", due)
	page.Fill("Godzina", due.Format("15:04"))
	page.Press("Zapisz i zamknij")
	page.SeesNoForm()
	page.Sees("Dodano: "+call, "dziś "+hour(due))
}

// hour is the hour as Frontdesk writes it: 9:05.
func hour(at time.Time) string { return fmt.Sprintf("%d:%02d", at.Hour(), at.Minute()) }

// calendarOf reads the calendar under the address that /kalendarz shows.
func calendarOf(page *window) string {
	page.t.Helper()
	page.Types("/kalendarz")
	page.SeesForm("Link do kalendarza")
	address := await(page, "the address", `clean(front().innerText).match(/http:\S+\.ics/)?.[0]`, func(found string) bool { return found != "" })
	page.Press("Zamknij")
	page.SeesNoForm()
	ctx, cancel := context.WithTimeout(page.t.Context(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		page.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		page.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		page.t.Fatalf("reading %s: %s, %v", address, response.Status, err)
	}
	return strings.ReplaceAll(string(body), "\r\n ", "")
}

// readLetter reads the reminder in the mailbox, in a window of its own.
func readLetter(page *window, due time.Time) {
	page.t.Helper()
	mailbox := page.OpensMailbox()
	mailbox.Press("Przeterminowane: " + call)
	mailbox.Sees("anna.nowak@lingua.example")
	mailbox.SeesLetter(
		"Termin: ", hour(due),
		"Osoba: Anna Wiśniewska", "wystarczy w Slacku nacisnąć ☐ obok tematu",
	)
	mailbox.Press("English")
	mailbox.Press("As plain text")
	mailbox.Sees("From", "Received", "minął termin zadania")
}
