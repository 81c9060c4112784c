package bot

import (
	"errors"
	"regexp"
	"testing"

	"frontdesk/bot/slacksim"
	"frontdesk/store/crm"
)

var feedAddress = regexp.MustCompile(`https://crm\.school\.example/calendar/(\S+)\.ics`)

// feedToken is the secret part of the address that a modal shows.
func feedToken(t *testing.T, m *slacksim.Modal) string {
	t.Helper()
	found := feedAddress.FindStringSubmatch(m.Text())
	if found == nil {
		t.Fatalf("no address in:\n%s", m.Text())
	}
	return found[1]
}

func TestCalendarLink(t *testing.T) {
	t.Parallel()
	t.Run("everybody gets the address of their own feed", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.piotr.Types("/kalendarz")
		m := s.piotr.Modal("Link do kalendarza")
		owner, err := s.store.FeedOwner(t.Context(), feedToken(t, m))
		if err != nil || owner.By.SlackUser != s.piotr.ID {
			t.Errorf("the address is that of %q, error %v", owner.By.SlackUser, err)
		}
		expectText(t, m.Text(), "webcal://crm.school.example/calendar/", "Google", "8–24 godziny", "Apple", "Outlook", "tajny")

		_, err = s.store.ChooseLanguage(t.Context(), s.as(s.anna), crm.English)
		s.must(err)
		s.anna.Types("/calendar")
		anna := s.anna.Modal("Calendar link")
		anna.ExpectText("Google fetches changes every 8–24 hours")
		if feedToken(t, anna) == feedToken(t, m) {
			t.Error("two people have one address")
		}
	})
	t.Run("a reset shows the new address in place and ends the old one, once", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.anna.Types("/kalendarz")
		m := s.anna.Modal()
		old := feedToken(t, m)
		m.Press("Resetuj link").No()
		if _, err := s.store.FeedOwner(t.Context(), old); err != nil {
			t.Errorf("it ends before it is confirmed: %v", err)
		}
		m.Press("Resetuj link").Yes().Redeliver()
		m.ExpectText("Link został zmieniony")
		s.settle()
		if _, err := s.store.FeedOwner(t.Context(), old); !errors.Is(err, crm.ErrNotFound) {
			t.Errorf("the old address still opens: %v", err)
		}
		if _, err := s.store.FeedOwner(t.Context(), feedToken(t, m)); err != nil {
			t.Errorf("the new address does not open: %v", err)
		}
		s.expectRows(1, "feeds", "staff_id = $1 and generation = 2", s.as(s.anna).ID)
		m.Close()
		s.anna.Types("/kalendarz")
		s.anna.Modal().ExpectNoText("Link został zmieniony")
	})
	t.Run("from Home's calendar, also where /crm shows it", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		home := s.anna.OpensHome()
		home.Press("Kalendarz")
		home.Press("Link do kalendarza")
		m := s.anna.Modal("Link do kalendarza")
		feedToken(t, m)
		m.Close()
		s.anna.Types("/crm")
		s.anna.Modal().Press("Link do kalendarza")
		m = s.anna.Modal("Link do kalendarza")
		m.Press("Resetuj link").Yes()
		m.ExpectText("Link został zmieniony")
	})
	t.Run("help", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		expectText(t, s.anna.Types("/kalendarz pomoc").Text(), "/kalendarz", "Google, Apple i Outlooku")
		expectText(t, s.anna.Types("/calendar help").Text(), "/kalendarz")
		s.anna.ExpectNoModal()
	})
	t.Run("outsiders are told why not, and get no address", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		expectText(t, s.stranger.Types("/kalendarz").Text(), "dla pracowników Sekretariatu")
		s.stranger.ExpectNoModal()
		expectText(t, s.pressAnswer(s.guest.ID, "calendar.open", "0"), "dla pracowników Sekretariatu")
	})
	t.Run("an address that works on this computer alone says so", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		for public, local := range map[string]bool{
			"http://127.0.0.1:8080": true, "http://localhost:8080": true, "http://[::1]:8080": true,
			"https://crm.school.example": false, "http://10.0.0.1": false,
		} {
			s.bot.public = public
			s.anna.Types("/kalendarz")
			m := s.anna.Modal()
			m.ExpectText(public + "/calendar/")
			if local {
				m.ExpectText("tylko na komputerze, na którym działa Frontdesk")
			} else {
				m.ExpectNoText("tylko na komputerze")
			}
			m.Close()
		}
	})
	t.Run("where no calendar can reach Frontdesk, that is said", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.bot.public = ""
		expectText(t, s.anna.Types("/kalendarz").Text(), "FRONTDESK_PUBLIC_URL")
		home := s.anna.OpensHome()
		home.Press("Kalendarz")
		home.Press("Link do kalendarza")
		s.anna.Modal().ExpectText("FRONTDESK_PUBLIC_URL")
	})
}

func TestSlackIsNotAskedAboutOutsiders(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.stranger.Types("/crm")
	s.guest.Types("/zadanie")
	if n := len(s.slack.Calls("users.info")); n != 0 {
		t.Errorf("it was asked %d times", n)
	}
}
