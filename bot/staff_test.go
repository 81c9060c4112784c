package bot

import (
	"testing"

	"frontdesk/bot/slacksim"
	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

func TestOutsiders(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for _, u := range []struct {
		name  string
		types func(string) interface{ Text() string }
	}{
		{"a guest", func(line string) interface{ Text() string } { return s.guest.Types(line) }},
		{"a stranger", func(line string) interface{ Text() string } { return s.stranger.Types(line) }},
	} {
		t.Run(u.name+" gets one polite sentence to every command", func(t *testing.T) {
			for _, c := range s.bot.routes.commands {
				for _, line := range []string{c.name.pl, c.name.en + " add", c.name.pl + " pomoc"} {
					expectText(t, u.types(line).Text(), "dla pracowników Sekretariatu")
				}
			}
		})
	}
	t.Run("their Home says why it is empty", func(t *testing.T) {
		s.guest.OpensHome().ExpectText("dla pracowników Sekretariatu")
	})
	t.Run("a shortcut is answered too", func(t *testing.T) {
		s.stranger.Shortcut("task.new")
		m := s.stranger.Modal()
		m.ExpectText("dla pracowników Sekretariatu")
		m.Close()
	})
	t.Run("a press does nothing and is answered", func(t *testing.T) {
		task := s.hasTask("oddzwonić")
		_, square := view.Square(task)
		expectText(t, s.pressAnswer(s.stranger.ID, view.TaskSquare, square), "dla pracowników Sekretariatu")
		s.expectRows(1, "tasks", "done_at is null")
	})
	s.stranger.ExpectNoModal()
}

func TestFirstManager(t *testing.T) {
	t.Parallel()
	t.Run("an admin who opens the bot while there is no staff", func(t *testing.T) {
		t.Parallel()
		s := newOpenSchool(t)
		expectText(t, s.piotr.Types("/crm").Text(), "dla pracowników Sekretariatu")
		s.anna.OpensHome().ExpectText("Dodaj zadanie")
		if role := s.as(s.anna).Role; role != crm.RoleManager {
			t.Errorf("Anna is %q", role)
		}
	})
	t.Run("not a second one", func(t *testing.T) {
		t.Parallel()
		s := newOpenSchool(t)
		s.employ(s.piotr, "", crm.RoleManager)
		expectText(t, s.anna.Types("/crm").Text(), "dla pracowników Sekretariatu")
	})
}

func TestStaff(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	t.Run("a manager adds", func(t *testing.T) {
		expectText(t, s.anna.Types("/crm staff add @obca.osoba").Text(), "Dodano do Sekretariatu")
		s.stranger.Home().ExpectText("Dodaj zadanie")
		if role := s.as(s.stranger).Role; role != crm.RoleReceptionist {
			t.Errorf("the new one is %q", role)
		}
		expectText(t, s.anna.Types("/crm sekretariat").Text(), "Anna Nowak", "Piotr Lis", "Obca Osoba", "kierownik")
	})
	t.Run("a manager removes", func(t *testing.T) {
		expectText(t, s.anna.Types("/crm sekretariat usuń @obca.osoba").Text(), "Usunięto z Sekretariatu")
		expectText(t, s.stranger.Types("/crm").Text(), "dla pracowników Sekretariatu")
		expectText(t, s.anna.Types("/crm staff remove @obca.osoba").Text(), "nie należy")
	})
	t.Run("a receptionist does not", func(t *testing.T) {
		asked := len(s.slack.Calls("users.info"))
		expectText(t, s.piotr.Types("/crm staff add @obca.osoba").Text(), "decyduje kierownik")
		if len(s.slack.Calls("users.info")) != asked {
			t.Error("Slack was asked about somebody for one who may not add them")
		}
		expectText(t, s.piotr.Types("/crm staff remove @anna.nowak").Text(), "decyduje kierownik")
	})
	t.Run("a guest is never staff", func(t *testing.T) {
		s.anna.Types("/crm staff add @gość.gościnny").Text()
		if role := s.as(s.guest).Role; role != crm.RoleNone {
			t.Errorf("the guest is %q", role)
		}
	})
	t.Run("nobody mentioned", func(t *testing.T) {
		expectText(t, s.anna.Types("/crm staff add kogoś").Text(), "wzmianka")
	})
}

func TestProfileFollowsSlack(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.piotr.Becomes(func(p *slacksim.Person) { p.Name, p.Locale, p.TZ = "Piotr Lis-Wójcik", "en-GB", "Europe/London" })
	by := s.as(s.piotr)
	if by.Name != "Piotr Lis-Wójcik" || by.Language != crm.English || by.Zone.String() != "Europe/London" {
		t.Errorf("the store has %s, %s, %v", by.Name, by.Language, by.Zone)
	}
	s.stranger.Becomes(func(p *slacksim.Person) { p.Name = "Obca Inna" })
	s.expectRows(2, "staff", "true")
}
