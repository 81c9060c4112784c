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

// wordManager after a mention makes whoever is added a manager.
var wordManager = spelling{"kierownik", "manager"}

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
	return Answer{}, crm.Refusal{ID: "refusal.staff_usage"}
}

func (b *Bot) listStaff(ctx context.Context, r Request) (Answer, error) {
	all, err := b.store.Staff(ctx, r.By)
	if err != nil {
		return Answer{}, err
	}
	lines := []string{r.Words.Say("staff.title")}
	for _, s := range all {
		lines = append(lines, "• <@"+s.SlackUser+"> · "+r.Words.Say("staff.role_"+string(s.Role)))
	}
	if r.By.MayManage() == nil {
		lines = append(lines, r.Words.Say("staff.how_to_add"))
	}
	return ephemeral(mrkdwnMessage(strings.Join(lines, "\n"))), nil
}

// mrkdwnMessage is a message of ours with mentions in it; nothing that people wrote.
func mrkdwnMessage(text string) view.Message {
	return view.Message{Text: text, Blocks: mrkdwnSections(text)}
}

// mentioned is the Slack user whom text mentions.
func mentioned(text string) (user string, rest string, err error) {
	at := mention.FindStringSubmatchIndex(text)
	if at == nil {
		return "", "", crm.Refusal{ID: "refusal.staff_usage"}
	}
	return text[at[2]:at[3]], strings.TrimSpace(text[at[1]:]), nil
}

// addStaff puts whoever is mentioned on the staff, as a manager if that is said.
func (b *Bot) addStaff(ctx context.Context, r Request, text string) (Answer, error) {
	if err := r.By.MayManage(); err != nil {
		return Answer{}, err // before Slack is asked about anybody; the store asks again
	}
	id, rest, err := mentioned(text)
	if err != nil {
		return Answer{}, err
	}
	user, err := b.slack.user(ctx, r.By, id)
	if err != nil {
		return Answer{}, err
	}
	role := crm.RoleReceptionist
	if wordManager.matches(rest) {
		role = crm.RoleManager
	}
	p := Profile(user, r.Team, role)
	change, err := b.store.AddStaff(ctx, r.By, p)
	if err != nil {
		return Answer{}, err
	}
	b.greet(r, change.After)
	return ephemeral(mrkdwnMessage(r.Words.Fill("staff.added", struct{ Who, Role string }{
		"<@" + id + ">", r.Words.Say("staff.role_" + string(role)),
	}))), nil
}

// greet draws the Home of somebody who has just been added, who may be looking at it.
func (b *Bot) greet(r Request, added crm.Staff) {
	r.User = added.SlackUser
	r.speakWith(added)
	b.later(r, "drawing a new member's home", func(ctx context.Context) error {
		return b.publishHome(ctx, r, view.Meta{}, "")
	})
}

// removeStaff takes whoever is mentioned off the staff.
func (b *Bot) removeStaff(ctx context.Context, r Request, text string) (Answer, error) {
	id, _, err := mentioned(text)
	if err != nil {
		return Answer{}, err
	}
	all, err := b.store.Staff(ctx, r.By)
	if err != nil {
		return Answer{}, err
	}
	i := slices.IndexFunc(all, func(s crm.Staff) bool { return s.SlackUser == id })
	if i < 0 {
		return Answer{}, crm.Refusal{ID: "refusal.not_a_member"}
	}
	if _, err := b.store.RemoveStaff(ctx, r.By, all[i].ID); err != nil {
		return Answer{}, err
	}
	return ephemeral(mrkdwnMessage(r.Words.Fill("staff.removed", struct{ Who string }{"<@" + id + ">"}))), nil
}

// userChanged keeps name, address, language and zone of a staff member as Slack has them.
func (b *Bot) userChanged(ctx context.Context, r Request) (Answer, error) {
	if r.Profile == nil || r.By.MayWork() != nil {
		return Answer{}, nil
	}
	return Answer{}, b.store.RefreshProfile(ctx, r.By, Profile(r.Profile, r.Team, r.By.Role))
}
