package words

import (
	"strings"
	"testing"
	"time"

	"frontdesk/store/crm"
)

// Some sentences say in words how much or how long something may be.
func TestSentencesSayWhatHolds(t *testing.T) {
	if crm.UndoFor != 24*time.Hour {
		t.Errorf("an import can be undone for %v, refusal.undo_too_late says a day", crm.UndoFor)
	}
	for _, lang := range Languages() {
		w := For(lang, time.UTC)
		minutes := w.Number(int(crm.RestoreFor.Minutes())) + " minut"
		for id, says := range map[string]string{
			"problem.too_many_views":  w.Number(crm.MaxViews) + " ",
			"archive.edit_question":   minutes,
			"archive.after_save_hint": minutes,
		} {
			if !strings.Contains(w.Say(id), says) {
				t.Errorf("%s in %s does not say %q", id, lang, says)
			}
		}
	}
}
