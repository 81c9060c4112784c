package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// mention matches "<@U123>" and "<@U123|anna>", as Slack sends "@anna".
var mention = regexp.MustCompile(`<@([UW][A-Z0-9]+)(?:\|[^>]*)?>`)

// roleWords after a mention say what whoever is added becomes.
var roleWords = map[crm.Role]spelling{
	crm.RoleManager:      {"kierownik", "manager"},
	crm.RoleReceptionist: {"pracownik", "receptionist"},
}

// errStaffUsage says how the staff is changed.
var errStaffUsage = crm.Refusal{ID: "refusal.staff_usage"}

// staff answers "/crm staff": who belongs to the staff, or adds and removes somebody.
func (b *Bot) staff(ctx context.Context, r Request) (Answer, error) {
	word, rest := cutWord(r.Text)
	switch {
	case word == "" || wordList.matches(word):
		return b.listStaff(ctx, r)
	case wordAdd.matches(word):
		return b.addStaff(ctx, r, rest)
	case wordRemove.matches(word):
		return b.removeStaff(ctx, r, rest)
	}
	return Answer{}, errStaffUsage
}

func (b *Bot) listStaff(ctx context.Context, r Request) (Answer, error) {
	all, err := b.store.Staff(ctx, r.By)
	if err != nil {
		return Answer{}, err
	}
	return ephemeral(view.StaffList(r.reader(b.store.Now()), all)), nil
}

// mentioned is the Slack user with whom text begins, and what follows.
func mentioned(text string) (user string, rest string, err error) {
	at := mention.FindStringSubmatchIndex(text)
	if at == nil || at[0] != 0 {
		return "", "", errStaffUsage
	}
	return text[at[2]:at[3]], strings.TrimSpace(text[at[1]:]), nil
}

// member finds who of the staff a Slack user is.
func (b *Bot) member(ctx context.Context, r Request, slackUser string) (m crm.Staff, found bool, err error) {
	all, err := b.store.Staff(ctx, r.By)
	if err != nil {
		return m, false, err
	}
	i := slices.IndexFunc(all, func(s crm.Staff) bool { return s.SlackUser == slackUser })
	if i < 0 {
		return m, false, nil
	}
	return all[i], true, nil
}

// addedRole is the role that word gives a Slack user. Without one, whoever has a role
// keeps it.
func (b *Bot) addedRole(ctx context.Context, r Request, slackUser, word string) (crm.Role, error) {
	for role, spelt := range roleWords {
		if spelt.matches(word) {
			return role, nil
		}
	}
	if word != "" {
		return "", errStaffUsage
	}
	m, found, err := b.member(ctx, r, slackUser)
	if err != nil || !found {
		return crm.RoleReceptionist, err
	}
	return m.Role, nil
}

// addStaff puts whoever is mentioned on the staff, in the role that is said.
func (b *Bot) addStaff(ctx context.Context, r Request, text string) (Answer, error) {
	if err := r.By.MayManage(); err != nil {
		return Answer{}, err // before Slack is asked about anybody; the store asks again
	}
	id, rest, err := mentioned(text)
	if err != nil {
		return Answer{}, err
	}
	role, err := b.addedRole(ctx, r, id, rest)
	if err != nil {
		return Answer{}, err
	}
	user, err := b.slack.user(ctx, r.By, id)
	if err != nil {
		return Answer{}, err
	}
	change, err := b.store.AddStaff(ctx, r.By, Profile(user, r.Team, role))
	if err != nil {
		return Answer{}, err
	}
	b.greet(r, change.After)
	return ephemeral(view.StaffAdded(r.reader(b.store.Now()), id, role)), nil
}

// greet draws the Home of somebody who has just been added, who may be looking at it.
func (b *Bot) greet(r Request, added crm.Staff) {
	r.User = added.SlackUser
	r.speakWith(added)
	b.draw(r, "drawing a new member's home", func(ctx context.Context) error {
		return b.publishPage(ctx, r, view.Meta{}, "")
	})
}

// removeStaff takes whoever is mentioned off the staff.
func (b *Bot) removeStaff(ctx context.Context, r Request, text string) (Answer, error) {
	id, rest, err := mentioned(text)
	if err != nil {
		return Answer{}, err
	}
	if rest != "" {
		return Answer{}, errStaffUsage
	}
	m, found, err := b.member(ctx, r, id)
	if err != nil {
		return Answer{}, err
	}
	if !found {
		return Answer{}, crm.Refusal{ID: "refusal.not_a_member"}
	}
	if _, err := b.store.RemoveStaff(ctx, r.By, m.ID); err != nil {
		return Answer{}, err
	}
	b.dismiss(r, m)
	return ephemeral(view.StaffRemoved(r.reader(b.store.Now()), id)), nil
}

// dismiss draws the Home of somebody who is no staff any more, who may be looking at it.
func (b *Bot) dismiss(r Request, removed crm.Staff) {
	r.User = removed.SlackUser
	r.speakWith(crm.Outsider(removed.Workspace, removed.SlackUser))
	b.clearHome(r)
}

// userChanged keeps name, address, language and zone of a staff member as Slack has them.
// Whom Slack has made a guest or deactivated the store takes off the staff.
func (b *Bot) userChanged(ctx context.Context, r Request) (Answer, error) {
	if r.Profile == nil || r.By.MayWork() != nil {
		return Answer{}, nil
	}
	if err := b.store.RefreshProfile(ctx, r.By, Profile(r.Profile, r.Team, r.By.Role)); err != nil {
		return Answer{}, err
	}
	by, err := b.store.Recognise(ctx, r.Team, r.User)
	if err == nil && by.MayWork() != nil && !r.Profile.Deleted { // who is gone has no Home
		b.dismiss(r, by)
	}
	return Answer{}, err
}
