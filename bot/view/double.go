package view

import (
	"slices"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// DoublesForm is the form of a new person as it was typed, under the question whether it
// is one of those who are there already. Their cards can be opened over it; submitting it
// again says that it is somebody else, which its metadata then carries.
func DoublesForm(r Reader, m Meta, f crm.PersonForm, alike []crm.Person) slack.ModalViewRequest {
	m.Apart = slices.Clone(m.Apart)
	var candidates []row
	for _, p := range alike {
		if !slices.Contains(m.Apart, p.ID) {
			m.Apart = append(m.Apart, p.ID)
		}
		candidates = append(candidates, r.candidate(f, p))
	}
	above := []slack.Block{section(bold(r.Words.Say("person.doubles_question")), nil)}
	above = append(above, rows(candidates)...)
	above = append(above, note(r.Words.Say("person.doubles_hint")), divider())
	form := PersonForm(r, m, f)
	form.Submit = plain(r.Words.Say("person.add_anyway"), maxTitle)
	form.Blocks.BlockSet = append(above, form.Blocks.BlockSet...)
	return form
}

// likenesses name the reasons why somebody may be there already.
var likenesses = map[crm.Likeness]string{
	crm.SameEmail: "person.like_email",
	crm.SamePhone: "person.like_phone",
	crm.SameName:  "person.like_same_name",
	crm.LikeName:  "person.like_name",
}

// candidate is a person as lists show them, of whom the card alone can be opened, with
// why it may be the one of the form.
func (r Reader) candidate(f crm.PersonForm, p crm.Person) row {
	shown := r.personRow(p)
	shown.more = nil
	var why []string
	typed, _ := f.Apply(crm.Person{}, "") // a form with problems is not asked about
	for _, l := range typed.Likenesses(p) {
		why = append(why, bold(r.Words.Say(likenesses[l])))
	}
	shown.about = joined(joined(why...), shown.about)
	return shown
}
