package view

import (
	"errors"
	"strings"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// Reason is the sentence that tells why something was not done, and reports whether
// err is one that people cause. Any other error is internal, and there is no sentence:
// the caller logs it and apologises.
func Reason(w words.Words, err error) (sentence string, known bool) {
	if refusal, ok := errors.AsType[crm.Refusal](err); ok {
		return refused(w, refusal), true
	}
	if problems, ok := errors.AsType[crm.Problems](err); ok {
		var all []string
		for _, p := range problems {
			all = append(all, w.Say(p.ID))
		}
		return strings.Join(all, " "), true
	}
	if errors.Is(err, crm.ErrNotFound) {
		return w.Say("refusal.not_found"), true
	}
	return "", false
}

func refused(w words.Words, r crm.Refusal) string {
	if r.Data == nil {
		return w.Say(r.ID)
	}
	return w.Fill(r.ID, r.Data)
}
