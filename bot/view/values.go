package view

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"frontdesk/store/crm"
)

// errValue says that a button's or an option's value is none of ours, or of an older
// version of ours.
var errValue = errors.New("unknown value")

// Square returns the label of the button that finishes t or opens it again, and the
// button's value, which carries the state that is wanted, so that a doubled press
// does no harm (R52).
func Square(t crm.Task) (label, value string) {
	if t.IsDone() {
		return "☑", SquareValue(formatID(t.ID), false)
	}
	return "☐", SquareValue(formatID(t.ID), true)
}

// SquareValue is the value of a square: the task, in decimal, and the state that is wanted.
func SquareValue(task string, done bool) string {
	if done {
		return task + ":done"
	}
	return task + ":open"
}

// ParseSquare reads a square's value: which task is to be done, or open.
func ParseSquare(value string) (id crm.TaskID, done bool, err error) {
	number, state, _ := strings.Cut(value, ":")
	if state != "done" && state != "open" {
		return 0, false, fmt.Errorf("reading square %q: %w", value, errValue)
	}
	id, err = ParseID[crm.TaskID](number)
	return id, state == "done", err
}

// A Choice is what an option of a menu means: a verb, and the id of what it is
// done to.
type Choice struct {
	Verb string
	ID   int64
}

// String is the choice as an option's value.
func (c Choice) String() string { return c.Verb + ":" + formatID(c.ID) }

// ParseChoice reads a menu option's value.
func ParseChoice(value string) (Choice, error) {
	verb, number, ok := strings.Cut(value, ":")
	if !ok || verb == "" {
		return Choice{}, fmt.Errorf("reading choice %q: %w", value, errValue)
	}
	id, err := ParseID[int64](number)
	return Choice{Verb: verb, ID: id}, err
}

// ParseID reads a button's value that is one id; "0" is none.
func ParseID[ID ~int64](value string) (ID, error) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("reading id %q: %w", value, errValue)
	}
	return ID(n), nil
}

func formatID[ID ~int64](id ID) string { return strconv.FormatInt(int64(id), 10) }
