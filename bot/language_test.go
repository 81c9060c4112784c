package bot

import (
	"cmp"
	"fmt"
	"testing"

	"frontdesk/bot/slacksim"
	"frontdesk/store/crm"
)

// spoken is how a language is known on Home, in an answer and in the hub.
var spoken = map[crm.Language]struct{ home, help, hub, asked, chosen string }{
	crm.Polish:  {"Dodaj zadanie", "pokazuje tę pomoc", "Kalendarz", "W jakim języku", "Frontdesk mówi teraz po polsku."},
	crm.English: {"Add task", "shows this help", "Calendar", "Which language", "Frontdesk speaks English now."},
}

// other is the language that is not l.
func other(l crm.Language) crm.Language {
	if l == crm.Polish {
		return crm.English
	}
	return crm.Polish
}

// speaks changes the language of the workspace, of which no door is there yet.
func (s *school) speaks(l crm.Language) {
	s.Helper()
	_, err := s.store.Pool.Exec(s.Context(), `update workspaces set language = $1`, l)
	s.must(err)
}

// expectSpoken opens Home and asks for help, and looks in which language both are.
func (s *school) expectSpoken(u *slacksim.User, want crm.Language) {
	s.Helper()
	home := u.OpensHome()
	home.ExpectText(spoken[want].home)
	home.ExpectNoText(spoken[other(want)].home)
	expectText(s, u.Types("/crm help").Text(), spoken[want].help)
}

// TestLanguageOfEverybody has somebody of each choice and each Slack in each workspace.
// en-US is what Slack gives to everybody who set nothing there: it says nothing.
func TestLanguageOfEverybody(t *testing.T) {
	t.Parallel()
	ofSlack := map[string]crm.Language{"en-US": "", "en-GB": crm.English, "pl-PL": crm.Polish, "de-DE": ""}
	for _, ofSpace := range []crm.Language{crm.Polish, crm.English} {
		t.Run("S5 in a workspace that speaks "+string(ofSpace), func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			s.speaks(ofSpace)
			for locale, ofLocale := range ofSlack {
				for _, own := range []crm.Language{"", crm.Polish, crm.English} {
					name := fmt.Sprintf("Ewa %s %s", locale, cmp.Or(own, "none"))
					u := s.slack.AddUser(slacksim.Person{Name: name, Locale: locale})
					s.employ(u, locale, crm.RoleReceptionist)
					if own != "" {
						_, err := s.store.ChooseLanguage(s.Context(), s.as(u), own)
						s.must(err)
					}
					want := cmp.Or(own, ofLocale, ofSpace)
					t.Run(fmt.Sprintf("S5 Slack in %s, own choice %s: %s", locale, cmp.Or(own, "none"), want), func(t *testing.T) {
						s.expectSpoken(u, want)
					})
				}
			}
		})
	}
}

func TestLanguageChanges(t *testing.T) {
	t.Parallel()
	for _, first := range []crm.Language{crm.Polish, crm.English} {
		then := other(first)
		t.Run(fmt.Sprintf("S5 from %s to %s, everywhere at once", first, then), func(t *testing.T) {
			t.Parallel()
			s := newSchool(t)
			_, err := s.store.ChooseLanguage(s.Context(), s.as(s.anna), first)
			s.must(err)
			home := s.anna.OpensHome()
			home.ExpectText(spoken[first].home)
			s.anna.Types("/crm settings").ExpectText(spoken[first].asked).Press(map[crm.Language]string{crm.Polish: "Polski", crm.English: "English"}[then])

			s.anna.ExpectEphemeral(spoken[then].chosen)
			home.ExpectText(spoken[then].home)
			home.ExpectNoText(spoken[first].home)
			expectText(t, s.anna.Types("/crm help").Text(), spoken[then].help)
			s.anna.Types("/crm")
			s.anna.Modal().ExpectText(spoken[then].hub)
		})
	}
	t.Run("S5 Slack's own language counts from when it is changed there", func(t *testing.T) {
		t.Parallel()
		s := newSchool(t)
		s.expectSpoken(s.anna, crm.Polish)
		s.anna.Becomes(func(p *slacksim.Person) { p.Locale = "en-GB" })
		s.expectSpoken(s.anna, crm.English)
		_, err := s.store.ChooseLanguage(s.Context(), s.as(s.anna), crm.Polish)
		s.must(err)
		s.expectSpoken(s.anna, crm.Polish)
	})
}
