package bot

import (
	"errors"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/slacksim"
	"frontdesk/store"
	"frontdesk/store/crm"
)

// claims takes the Slack deliveries that wait, with the reminders due now.
func (s *school) claims() []crm.Delivery {
	s.Helper()
	_, err := s.store.PlanReminders(s.Context(), crm.System(s.space))
	s.must(err)
	all, err := s.store.ClaimDeliveries(s.Context(), crm.System(s.space), 100, time.Minute)
	s.must(err)
	var bySlack []crm.Delivery
	for _, d := range all {
		if d.Channel == crm.BySlack {
			bySlack = append(bySlack, d)
		}
	}
	return bySlack
}

// tells sends the Slack deliveries that wait and returns where they stand.
func (s *school) tells() []string {
	s.Helper()
	var references []string
	for _, d := range s.claims() {
		reference, err := s.bot.Tell(s.Context(), d)
		s.must(err)
		s.must(s.store.DeliverySent(s.Context(), crm.System(s.space), d, reference))
		references = append(references, reference)
	}
	return references
}

// reminded is the message that reminds Anna at noon of a task that was due at eleven.
func (s *school) reminded() *slacksim.Message {
	s.Helper()
	p := s.hasPerson("Ewa", "Zielińska")
	s.hasTask("oddzwonić", s.due("2026-11-24 11:00"), about(p), func(f *crm.TaskForm) { f.Kind = crm.KindCall })
	s.store.Clock.Forward(2 * time.Hour)
	references := s.tells()
	m := s.anna.DM().ExpectMessage("oddzwonić")
	if want := s.anna.DM().ID() + "/" + m.TS(); len(references) != 1 || references[0] != want {
		s.Errorf("it stands at %q, want %q", references, want)
	}
	return m
}

func TestReminder(t *testing.T) {
	t.Parallel()
	t.Run("it names the task, its kind, person and due time", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		m := s.reminded()
		expectText(t, m.Fallback(), "Minął termin: oddzwonić (dziś 11:00)")
		expectText(t, m.Text(), "Przeterminowane", "Kontakt telefoniczny", "Ewa Zielińska", "+1 h", "Jutro 9:00")
		m.Press("Otwórz")
		s.anna.Modal("Kontakt telefoniczny").ExpectText("oddzwonić")
		if got := s.tells(); len(got) != 0 {
			t.Errorf("it is sent again: %q", got)
		}
	})
	t.Run("in the language and zone of who is told", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.must(s.store.RefreshProfile(t.Context(), s.as(s.piotr), store.StaffProfile{
			SlackUser: s.piotr.ID, Name: s.piotr.Name, Locale: "en-GB", Zone: "Europe/London",
		}))
		piotr, err := s.store.ChooseLanguage(t.Context(), s.as(s.piotr), crm.English)
		s.must(err)
		s.hasTask("call back", s.due("2026-11-24 11:00"), func(f *crm.TaskForm) { f.Assignee = piotr.ID })
		s.store.Clock.Forward(2 * time.Hour)
		s.tells()
		m := s.piotr.DM().ExpectMessage("Overdue: call back (due today 10:00)")
		m.Press("Tomorrow 9:00")
		m.ExpectText("Moved to tomorrow 9:00")
		s.expectRows(1, "tasks", "due_at = '2026-11-25 09:00Z' and due_has_hour")
		m.Press("☐")
		m.ExpectText("✓ Done · 11:00")
	})
	t.Run("R50 R52 finished and opened again in its place", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		m := s.reminded()
		m.Press("☐")
		m.ExpectText("✓ Zakończone · 12:00")
		m.ExpectNoText("+1 h")
		m.ExpectNoText("Otwórz")
		s.expectRows(1, "tasks", "done_at is not null")
		m.Press("☑").Redeliver()
		m.ExpectText("Znowu do realizacji: oddzwonić")
		m.ExpectText("+1 h")
		s.expectRows(1, "events", "verb = 'reopened'")
		s.settle()
		if n := len(s.anna.DM().Messages()); n != 1 {
			t.Errorf("there are %d messages", n)
		}
	})
	t.Run("it shows the present state after its task was finished elsewhere", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		m := s.reminded()
		s.anna.OpensHome().Row("oddzwonić").Press("☐")
		m.Press("+1 h")
		m.ExpectText("✓ Zakończone · 12:00")
		s.expectRows(0, "events", "verb = 'moved'")
	})
	t.Run("of a task that was deleted it says so", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		m := s.reminded()
		s.anna.OpensHome().Row("oddzwonić").Choose("Usuń")
		s.anna.Modal().Submit()
		m.Press("Jutro 9:00")
		m.ExpectText("Tego już nie ma")
		m.ExpectNoText("Jutro 9:00")
		m.ExpectNoText("oddzwonić")
	})
}

func TestSnooze(t *testing.T) {
	t.Parallel()
	t.Run("for an hour, once however often it is delivered", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		m := s.reminded()
		s.store.Clock.Forward(2 * time.Minute)
		pressed := m.Press("+1 h")
		m.ExpectText("Przeniesiono na dziś 13:05 · oddzwonić")
		s.store.Clock.Forward(10 * time.Minute)
		pressed.Redeliver()
		s.settle()
		m.ExpectText("teraz: dziś 13:05")
		s.expectRows(1, "tasks", "due_at = '2026-11-24 12:05Z' and due_version = 2")
		s.expectRows(1, "events", "verb = 'moved'")
		if n := len(s.anna.DM().Messages()); n != 1 {
			t.Errorf("there are %d messages", n)
		}
	})
	t.Run("to the next morning, and a doubled press says the same", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		m := s.reminded()
		m.Press("Jutro 9:00").Redeliver()
		s.settle()
		m.ExpectText("Przeniesiono na jutro 9:00 · oddzwonić")
		m.ExpectText("Otwórz")
		m.ExpectNoText("+1 h")
		s.expectRows(1, "tasks", "due_at = '2026-11-25 08:00Z'")
		s.expectRows(1, "events", "verb = 'moved'")
	})
	t.Run("a moved task is reminded of again", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.reminded().Press("+1 h")
		s.store.Clock.Forward(2 * time.Hour)
		if n := len(s.tells()); n != 1 {
			t.Errorf("%d are told", n)
		}
		s.anna.DM().ExpectMessage("Minął termin: oddzwonić (dziś 13:00)")
	})
	t.Run("a button that is none of ours", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.reminded()
		expectText(t, s.pressAnswer(s.anna.ID, "task.snooze_hour", "1"), "już nieaktualny")
		expectText(t, s.pressAnswer(s.anna.ID, "told.square", "1"), "już nieaktualny")
		s.expectRows(0, "events", "verb in ('moved', 'finished')")
	})
}

func TestAssigned(t *testing.T) {
	t.Parallel()
	t.Run("whoever is given a task is told, and whoever gave it is not", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		for _, subject := range []string{"zadzwonić do Ewy", "moje własne"} {
			s.anna.Types("/zadanie " + subject)
			m := s.anna.Modal("Nowe zadanie")
			if subject != "moje własne" {
				m.Pick("Przypisane do", "Pio", "Piotr Lis")
			}
			m.Submit()
		}
		s.expectRows(1, "deliveries", "true")
		s.expectRows(1, "deliveries", "kind = 'assigned' and channel = 'slack' and staff_id = $1", s.as(s.piotr).ID)
		s.tells()
		m := s.piotr.DM().ExpectMessage("Przypisano Ci zadanie (Anna Nowak): zadzwonić do Ewy")
		m.ExpectNoText("Jutro 9:00") // it is due at no time
		m.Press("☐")
		m.ExpectText("✓ Zakończone · 10:00")
		s.expectRows(1, "tasks", "done_at is not null")
		s.expectRows(1, "deliveries", "true")
		s.anna.DM().ExpectNoMessage("Przypisano")
	})
	t.Run("in English", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		piotr, err := s.store.ChooseLanguage(t.Context(), s.as(s.piotr), crm.English)
		s.must(err)
		s.hasTask("<!channel> call", func(f *crm.TaskForm) { f.Assignee = piotr.ID })
		s.tells()
		m := s.piotr.DM().ExpectMessage("Anna Nowak assigned a task to you")
		if strings.Contains(m.Fallback(), "<!channel>") {
			t.Error("a subject is markup")
		}
	})
}

func TestTellFails(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"ratelimited":       "later",
		"cut_off":           "unsure",
		"http_500":          "unsure",
		"internal_error":    "unsure",
		"channel_not_found": "never",
		"account_inactive":  "never",

		"messages_tab_disabled": "never",
		"invalid_blocks":        "never",
		"msg_too_long":          "never",

		"http_404":     "failed",
		"invalid_auth": "failed",
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			s.hasTask("oddzwonić", func(f *crm.TaskForm) { f.Assignee = s.as(s.piotr).ID })
			d := s.claims()[0]
			s.slack.FailNext("chat.postMessage", code, 1)
			if _, err := s.bot.Tell(t.Context(), d); outcome(err) != want {
				t.Errorf("it is %s, want %s: %v", outcome(err), want, err)
			}
			if n := len(s.slack.Calls("chat.postMessage")); n != 1 {
				t.Errorf("it was called %d times", n)
			}
			if _, err := s.bot.Tell(t.Context(), d); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
	t.Run("Slack cannot be reached", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.hasTask("oddzwonić", func(f *crm.TaskForm) { f.Assignee = s.as(s.piotr).ID })
		d := s.claims()[0]
		s.bot.slack.url = "http://127.0.0.1:1/" // nobody listens there
		if _, err := s.bot.Tell(t.Context(), d); outcome(err) != "failed" {
			t.Errorf("it is %s: %v", outcome(err), err)
		}
	})
	t.Run("a kind that nobody knows", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		if _, err := s.bot.Tell(t.Context(), crm.Delivery{Kind: "birthday", To: s.as(s.anna)}); outcome(err) != "never" {
			t.Errorf("it is %s: %v", outcome(err), err)
		}
	})
}

// outcome is what an error of Tell means.
func outcome(err error) string {
	_, never := errors.AsType[crm.Undeliverable](err)
	_, unsure := errors.AsType[crm.Unsure](err)
	later, wait := errors.AsType[crm.RetryLater](err)
	switch {
	case err == nil:
		return "sent"
	case never:
		return "never"
	case unsure:
		return "unsure"
	case wait && later.After >= time.Second:
		return "later"
	}
	return "failed"
}
