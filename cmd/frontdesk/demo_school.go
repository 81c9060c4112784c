package main

import (
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/slacksim"
	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/sample"
	"frontdesk/store/words"
)

// A demoUser is somebody whom a visitor of the demo may be.
type demoUser struct {
	slacksim.Person
	role  crm.Role // RoleNone: not on the staff
	about string   // id of the words that say who they are
}

// demoUsers are a manager, two receptionists, and two whom the bot politely refuses.
var demoUsers = []demoUser{
	{slacksim.Person{ID: "U0ANNA", Name: "Anna Nowak", Email: "anna.nowak@lingua.example", Locale: "en-US", Admin: true}, crm.RoleManager, "demo.manager"},
	{slacksim.Person{ID: "U0PIOTR", Name: "Piotr Lis", Email: "piotr.lis@lingua.example", Locale: "en-US"}, crm.RoleReceptionist, "demo.receptionist"},
	{slacksim.Person{ID: "U0EMMA", Name: "Emma Carter", Email: "emma.carter@lingua.example", Locale: "en-GB"}, crm.RoleReceptionist, "demo.english"},
	{slacksim.Person{ID: "U0GUEST", Name: "Gabriela Gość", Email: "gabriela@guest.example", Locale: "en-US", Guest: true}, crm.RoleNone, "demo.guest"},
	{slacksim.Person{ID: "U0OLGIERD", Name: "Olgierd Obcy", Email: "olgierd@lingua.example", Locale: "en-US"}, crm.RoleNone, "demo.outsider"},
}

// errFilled says that a school of a given size was asked for where there is one.
var errFilled = errors.New("this folder has its school already: leave --people out to open it, add --fresh to remove it and begin anew, or name another folder with --data")

// moveIn brings the users into the simulated Slack, the app into its workspace, and,
// the first time, the sample school into the store.
func (c *demo) moveIn(ctx context.Context, s *store.Store, slack *slacksim.Workspace) error {
	users := make([]*slacksim.User, len(demoUsers))
	for i, u := range demoUsers {
		users[i] = slack.AddUser(u.Person)
	}
	slack.AddChannel("#sekretariat", users[:3]...)
	w, err := s.Install(ctx, c.installation(slack.TeamID(), sample.School, slack.BotToken, slack.BotUserID()))
	if err != nil {
		return err
	}
	by := crm.System(w)
	known, err := s.People(ctx, by, crm.PersonFilter{}, "", 1)
	switch {
	case err != nil:
		return err
	case len(known.Items) > 0 && c.People != 0:
		return errFilled
	case len(known.Items) > 0:
		return nil
	}
	staff, err := c.hire(ctx, s, by)
	if err != nil {
		return err
	}
	return c.fill(ctx, s, by, staff)
}

// hire brings the demo's users onto the staff.
func (c *demo) hire(ctx context.Context, s *store.Store, by crm.Staff) (staff []crm.StaffID, err error) {
	for _, u := range demoUsers {
		if u.role == crm.RoleNone {
			continue
		}
		change, err := s.AddStaff(ctx, by, store.StaffProfile{
			SlackUser: u.ID, Name: u.Name, Email: u.Email, Locale: u.Locale, Zone: c.Timezone, Role: u.role,
		})
		if err != nil {
			return nil, err
		}
		staff = append(staff, change.After.ID)
	}
	return staff, nil
}

// fill stores a sample school of the size that was asked for.
func (c *demo) fill(ctx context.Context, s *store.Store, by crm.Staff, staff []crm.StaffID) error {
	size, err := sizeOf(c.People)
	if err != nil {
		return err
	}
	told, ended := size.progress(os.Stdout, time.Now)
	l := sampleSchool(size, staff, s.Now(), by.Workspace.Zone)
	l.Progress = told
	if err := s.Load(ctx, by, l); err != nil {
		return err
	}
	ended()
	return nil
}

// sampleSchool invents the school that the demo opens with. The store counts people
// from 1 in their order.
func sampleSchool(size demoSize, staff []crm.StaffID, now time.Time, zone *time.Location) store.Load {
	c := sample.Config{
		Seed: 1, People: size.people, Tasks: size.tasks, Notes: size.notes, Now: now, Zone: zone, Staff: staff,
	}
	people := slices.Collect(sample.People(c))
	for i := range people {
		people[i].ID = crm.PersonID(i + 1)
	}
	return store.Load{
		People: people,
		Tasks:  slices.Collect(sample.Tasks(c, people)),
		Notes:  slices.Collect(sample.Notes(c, people)),
	}
}

// inEveryLanguage says something in each of the product's languages.
func inEveryLanguage(say func(words.Words) string) slacksim.Text {
	out := slacksim.Text{}
	for _, lang := range words.Languages() {
		out[string(lang)] = say(words.For(lang, time.UTC))
	}
	return out
}

// demoListing is what Slack lists of the bot, in lang's order and told in every language.
func demoListing(lang crm.Language) (commands []slacksim.Command, shortcuts []slacksim.Shortcut) {
	listed, offered := bot.Listing(lang)
	for _, l := range listed {
		hint, description := slacksim.Text{}, slacksim.Text{}
		inEveryListing(l, func(in string, l bot.Listed) { hint[in], description[in] = l.Hint, l.Description })
		commands = append(commands, slacksim.Command{Name: l.Name, Hint: hint, Description: description})
	}
	for _, l := range offered {
		name, about := slacksim.Text{}, slacksim.Text{}
		inEveryListing(l, func(in string, l bot.Listed) { name[in], about[in] = l.Name, l.Description })
		shortcuts = append(shortcuts, slacksim.Shortcut{Callback: l.Callback, Name: name, About: about})
	}
	return commands, shortcuts
}

// inEveryListing gives a command or a shortcut as each language lists it.
func inEveryListing(l bot.Listed, give func(lang string, l bot.Listed)) {
	for _, lang := range words.Languages() {
		commands, shortcuts := bot.Listing(lang)
		for _, other := range slices.Concat(commands, shortcuts) {
			if other.Callback == l.Callback && (l.Callback != "" || other.Name == l.Name) {
				give(string(lang), other)
			}
		}
	}
}
