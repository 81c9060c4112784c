package mail

import (
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
)

// NotConfigured says that there is no way to send mail, and which setting would make one.
type NotConfigured struct{ Setting string }

func (n NotConfigured) Error() string { return "mail is not configured: set " + n.Setting }

// Unavailable says that the server could not be reached, or did not let us in, or
// takes no letters from us, or fell silent: no letter would fare better now. It wraps the reason,
// which names no recipient.
type Unavailable struct{ Err error }

func (u Unavailable) Error() string { return "mail server unavailable: " + u.Err.Error() }

// Unwrap returns the reason.
func (u Unavailable) Unwrap() error { return u.Err }

// Permanent says that this letter will never be taken: its recipient's address is
// none, or the server refused the letter for good (5xx). It wraps the reason, which
// may name the recipient.
type Permanent struct{ Err error }

func (p Permanent) Error() string { return "letter refused for good: " + p.Err.Error() }

// Unwrap returns the reason.
func (p Permanent) Unwrap() error { return p.Err }

// answered sorts what a server said to a letter, or that it said nothing.
func answered(doing string, err error) error {
	if err == nil {
		return nil
	}
	err = fmt.Errorf("%s: %w", doing, err)
	if reply, ok := errors.AsType[*textproto.Error](err); ok && reply.Code >= 500 {
		return Permanent{err}
	}
	return err
}

// policy begins a reply that refuses for reasons of security or policy (RFC 3463).
var policy = regexp.MustCompile(`^5\.7\.[0-9]+\b`)

// answeredRecipient sorts what a server said to a recipient. One that wants us to log
// in first, or relays nothing for us, says so here; its words may name the recipient
// and are not repeated.
func answeredRecipient(err error) error {
	reply, ok := errors.AsType[*textproto.Error](err)
	if ok && (reply.Code == 530 || reply.Code >= 500 && policy.MatchString(reply.Msg)) {
		return Unavailable{fmt.Errorf("naming recipient: refused by policy: %d %s", reply.Code, policy.FindString(reply.Msg))}
	}
	return answered("naming recipient", err)
}
