package words

import (
	"log/slog"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/number"
)

// Say returns the text of id as it stands. An id without a text, or one whose text
// wants fields or a count, is logged (once) and shown instead of it: Slack refuses
// an empty text, and an id on the screen is a mistake that someone reports.
func (w Words) Say(id string) string {
	if text, ok := w.catalogue.plain[id]; ok {
		return text
	}
	reason := "missing"
	if _, ok := w.catalogue.messages[id]; ok {
		reason = "wants fields or a count"
	}
	return w.catalogue.complain(id, reason)
}

// Fill returns the text of id with its fields, written {{.Name}}, taken from data,
// a struct. Numbers and dates in it should be strings made by w, for only those are
// written in the reader's way. A missing text, or a field that data lacks, is logged
// (once) and the id shown.
func (w Words) Fill(id string, data any) string {
	return w.write(id, plural.Other, data)
}

// Count returns the plural of id that goes with n, in which {{.Count}} is n as
// [Words.Number] writes it: "1 zadanie", "5 zadań". It complains as Fill does.
func (w Words) Count(id string, n int) string {
	form := plural.Cardinal.MatchPlural(w.catalogue.tag, magnitude(n), 0, 0, 0, 0)
	return w.write(id, form, counted{Count: w.Number(n)})
}

// counted is what the plural forms of a message are filled with.
type counted struct{ Count string }

// write executes the given form of a message.
func (w Words) write(id string, form plural.Form, data any) string {
	if text, ok := w.catalogue.plain[id]; ok {
		return text
	}
	forms, ok := w.catalogue.messages[id]
	if !ok {
		return w.catalogue.complain(id, "missing")
	}
	var text strings.Builder
	if err := forms.of(form).Execute(&text, data); err != nil {
		return w.catalogue.complain(id, err.Error())
	}
	return text.String()
}

// complain logs what is wrong with the text of id, unless it has done so before,
// and returns the id to be shown.
func (c *catalogue) complain(id, reason string) string {
	if _, before := c.complaints.LoadOrStore(id, true); !before {
		slog.Error("a text cannot be shown", "id", id, "language", c.language, "reason", reason)
	}
	return id
}

// Number returns n as the language writes it: "1 234" in Polish, with a no-break
// space, "1,234" in English.
func (w Words) Number(n int) string {
	if magnitude(n) < 1000 {
		return strconv.Itoa(n)
	}
	return w.catalogue.printer.Sprint(number.Decimal(n))
}

func magnitude(n int) int { return max(n, -n) }
