package crm

import "time"

// A DeliveryKind says why the machine writes to somebody.
type DeliveryKind string

// The kinds of delivery.
const (
	KindReminder DeliveryKind = "reminder" // the task is overdue
	KindAssigned DeliveryKind = "assigned" // somebody else gave them the task
)

// A Channel is the way that a delivery goes.
type Channel string

// The channels.
const (
	ByEmail Channel = "email"
	BySlack Channel = "slack"
)

// A Delivery is one letter or Slack message that the machine sends: a row before it
// is sent, and never sent twice under one key but where its sender died in the act.
type Delivery struct {
	ID       DeliveryID
	Key      string // what it is about, unique in the workspace
	Kind     DeliveryKind
	Channel  Channel
	To       Staff
	Task     Task
	ByName   string // who gave the task, of a KindAssigned
	Attempts int    // including the present one
	Created  time.Time

	// TakenOver says that another sender had begun to send it and fell silent: it may
	// have been sent already.
	TakenOver bool

	// EmailAccepted says of a Slack reminder that the e-mail of the same reminder
	// has been accepted already.
	EmailAccepted bool
}

// An Unsure error says that a call was cut off in its middle: what it was to do may
// have happened. It wraps the reason.
type Unsure struct{ Err error }

func (u Unsure) Error() string { return "cut off, may have happened: " + u.Err.Error() }

// Unwrap returns the reason.
func (u Unsure) Unwrap() error { return u.Err }

// A RetryLater error says that a call was not made, or refused as one too many: nothing
// has happened, and it may be tried again in its time. It wraps the reason.
type RetryLater struct {
	After time.Duration
	Err   error
}

func (r RetryLater) Error() string {
	return "to be tried again in " + r.After.String() + ": " + r.Err.Error()
}

// Unwrap returns the reason.
func (r RetryLater) Unwrap() error { return r.Err }

// An Undeliverable error says that a message can never reach its recipient, such as one
// who has left; trying again is of no use. It wraps the reason.
type Undeliverable struct{ Err error }

func (u Undeliverable) Error() string { return "cannot be delivered: " + u.Err.Error() }

// Unwrap returns the reason.
func (u Undeliverable) Unwrap() error { return u.Err }
