package view

import (
	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// consentFields are those of the form „Zgoda" of p.
func (r Reader) consentFields(p crm.Person, f crm.ConsentForm) []slack.Block {
	return []slack.Block{
		note(r.labelled("person.person", escape(p.Name(), maxRowName))),
		r.box(field{id: crm.FieldConsent, label: "consent.consent"}, "consent.given", f.Given),
		r.day(field{id: crm.FieldConsentOn, label: "consent.on", hint: "consent.on_hint"}, f.On),
		r.line(field{id: crm.FieldConsentSource, label: "consent.source", hint: "consent.source_hint"}, f.Source, crm.MaxStep, false),
		r.line(field{id: crm.FieldConsentText, label: "consent.text"}, f.Text, crm.MaxBody, true),
	}
}

func readConsent(f filled) crm.ConsentForm {
	return crm.ConsentForm{
		Given: f.ticked(crm.FieldConsent), On: f.day(crm.FieldConsentOn),
		Source: f.text(crm.FieldConsentSource), Text: f.text(crm.FieldConsentText),
	}
}
