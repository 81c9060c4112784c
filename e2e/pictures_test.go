//go:build e2e

package e2e

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

var screenshots = flag.String("screenshots", "", "folder for the documentation's pictures; a temporary one by default")

// maxPicture is how large a picture of the documentation may be, in bytes.
const maxPicture = 150_000

// soon is when the tasks of the pictures are due: within the hour by which the clock moves.
const soon = 30 * time.Minute

// TestPictures draws the documentation's pictures: five of Anna, who works in Polish,
// and four of Emma, who works in English.
func TestPictures(t *testing.T) {
	t.Parallel()
	folder := *screenshots
	if folder == "" {
		folder = t.TempDir()
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	page := openWindow(t, openChromium(t), startDemo(t, build(t)))
	draw := func(w *window, name string) {
		t.Helper()
		picture := shrink(t, w.photograph())
		if len(picture) > maxPicture {
			t.Errorf("%s has %d bytes, more than %d", name, len(picture), maxPicture)
		}
		if err := os.WriteFile(filepath.Join(folder, name), picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	picturesOfAnna(page, draw)
	peopleOfAnna(page, draw)
	picturesOfEmma(page, draw)
	tableOfEmma(page, draw)
}

// peopleOfAnna shows the list of people with filters, and a card.
func peopleOfAnna(page *window, draw func(*window, string)) {
	page.Press("Strona główna")
	page.Press("Osoby")
	page.Offers("Osoby – wybrana zakładka", "Filtry")
	page.Press("Filtry")
	page.SeesForm("Filtry")
	page.Fill("Tekst", "nowak")
	page.Press("Pokaż")
	page.SeesNoForm()
	page.Sees("od najlepiej pasujących")
	draw(page, "people-pl.png")
	page.Press("Wiadomości")
	page.Types("/osoba wisniewska anna")
	page.SeesForm("Osoba")
	draw(page, "card-pl.png")
	page.Press("Zamknij")
	page.SeesNoForm()
}

// tableOfEmma shows the list of people as a table.
func tableOfEmma(page *window, draw func(*window, string)) {
	page.Press("Home")
	page.Press("People")
	page.Offers("People – selected tab", "List settings")
	page.Press("List settings")
	page.SeesForm("List settings")
	page.Press("Table")
	page.Press("Save and close")
	page.SeesNoForm()
	page.until("the table", "document.querySelector('#home table')")
	draw(page, "people-table-en.png")
}

// picturesOfAnna shows commands, the task form and a reminder.
func picturesOfAnna(page *window, draw func(*window, string)) {
	page.As("Anna")
	page.Press("Polski")
	page.SeesNot("Which language")
	page.Press("Wiadomości")
	addAnna(page)
	page.Types("/zadanie " + call)
	page.SeesForm("Nowe zadanie")
	page.Fill("Osoba", "wiś")
	page.until("the people who are offered", "options('Anna Wiśniewska').length > 0")
	draw(page, "task-form-pl.png")
	page.Press("Anna Wiśniewska")
	due := page.Clock().Add(soon)
	page.FillDay("Termin", due)
	page.Fill("Godzina", due.Format("15:04"))
	page.Press("Zapisz i zamknij")
	page.Sees("Dodano: " + call)
	page.Inserts("/")
	page.until("the commands", "options('/zadanie').length > 0")
	draw(page, "commands-pl.png")
	page.Hits(kb.Escape, kb.Backspace)
	page.Forward("+1 godz.")
	page.Sees("Minął termin: " + call)
	draw(page, "reminder-pl.png")
}

// picturesOfEmma shows Home, a person's timeline and a letter.
func picturesOfEmma(page *window, draw func(*window, string)) {
	page.Becomes("Emma")
	page.Press("EN")
	page.Press("English")
	page.Offers("Tasks – selected tab", "Add task")
	page.SeesNot("Which language")
	draw(page, "home-en.png")

	page.Press("Messages")
	page.Types("/note")
	page.SeesForm("New note")
	page.Pick("Person", "wiś", "Anna Wiśniewska")
	page.Fill("Note", "Would like to join an evening group, preferably on Tuesdays.")
	page.Press("Save and close")
	page.SeesNoForm()
	due := page.Clock().Add(soon)
	page.Types("/task send Anna the price list")
	page.SeesForm("New task")
	page.Pick("Person", "wiś", "Anna Wiśniewska")
	page.FillDay("Due date", due)
	page.Fill("Time", due.Format("15:04"))
	page.Press("Save and close")
	page.SeesNoForm()
	page.Forward("+1 h")
	page.Sees("Overdue: send Anna the price list")
	page.Types("/person wiśniewska anna")
	page.SeesForm("Person")
	page.Press("Timeline")
	page.Sees("Overdue", "Newest first", "preferably on Tuesdays")
	draw(page, "timeline-en.png")
	page.Press("Close")
	page.SeesNoForm()
	mailbox := page.OpensMailbox()
	mailbox.Press("English")
	mailbox.Press("Overdue: send Anna the price list")
	mailbox.SeesLetter("The task is assigned to Emma Carter")
	draw(mailbox, "letter-en.png")
}

// shrink draws a PNG file with the 256 colours that it uses most.
func shrink(t *testing.T, file []byte) []byte {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatalf("reading a picture: %v", err)
	}
	used := map[color.Color]int{}
	area := picture.Bounds()
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			used[picture.At(x, y)]++
		}
	}
	colours := slices.SortedFunc(maps.Keys(used), func(a, b color.Color) int { return used[b] - used[a] })
	few := image.NewPaletted(area, colours[:min(256, len(colours))])
	nearest := map[color.Color]uint8{}
	for colour := range used {
		nearest[colour] = uint8(few.Palette.Index(colour))
	}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			few.SetColorIndex(x, y, nearest[picture.At(x, y)])
		}
	}
	var small bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&small, few); err != nil {
		t.Fatalf("writing a picture: %v", err)
	}
	return small.Bytes()
}
