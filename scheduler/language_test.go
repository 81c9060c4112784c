package scheduler

import (
	"strings"
	"testing"
	"time"

	"frontdesk/scheduler/mail"
	"frontdesk/scheduler/mailbox"
	"frontdesk/store/crm"
)

// TestLettersSpeakTheReadersLanguage has a reader who changes the language between two
// letters.
func TestLettersSpeakTheReadersLanguage(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	letters := mailbox.New(mailbox.Config{Now: s.Database.Now})
	if _, err := letters.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { letters.Close() })
	post, err := mail.Open(letters.URL(), "Lingua <office@lingua.example.com>")
	if err != nil {
		t.Fatal(err)
	}
	s.Scheduler = s.scheduler(s.Store, post)
	for _, reader := range []struct {
		own                 crm.Language
		task, subject, says string
	}{
		{crm.Polish, "faktury", "Przeterminowane: faktury", "minął termin"},
		{crm.English, "umowy", "Overdue: umowy", "the due time"},
		{crm.Polish, "zapisy", "Przeterminowane: zapisy", "minął termin"},
	} {
		t.Run("S5 own choice "+string(reader.own), func(t *testing.T) {
			if _, err := s.ChooseLanguage(t.Context(), s.anna, reader.own); err != nil {
				t.Fatal(err)
			}
			s.hasTask(reader.task, time.Minute)
			s.passes(time.Hour)
			letter := letters.Expect(t, s.anna.Email, reader.task)
			if letter.Subject != reader.subject || !strings.Contains(letter.Text, reader.says) {
				t.Errorf("the letter is\n%s\n\n%s", letter.Subject, letter.Text)
			}
		})
	}
}
