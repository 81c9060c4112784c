package crm

import (
	"errors"
	"fmt"
	"testing"
)

func TestReasonsAreFoundInWrappedErrors(t *testing.T) {
	wrap := func(err error) error { return fmt.Errorf("saving: %w", err) }

	refusal, ok := errors.AsType[Refusal](wrap(Staff{}.MayWork()))
	if !ok || refusal.ID != "refusal.not_staff" {
		t.Errorf("got refusal %+v, %t", refusal, ok)
	}
	_, err := PersonForm{Email: "@"}.Apply(Person{}, "")
	problems, ok := errors.AsType[Problems](wrap(err))
	if !ok || problems.Error() != "family_name: problem.family_name_missing, email: problem.email" {
		t.Errorf("got problems %v, %t", problems, ok)
	}
	stale, ok := errors.AsType[Stale](wrap(Stale{By: "Anna", Event: 7, Version: 3}))
	if !ok || stale != (Stale{By: "Anna", Event: 7, Version: 3}) || stale.Error() != "stale: changed by event 7" {
		t.Errorf("got stale %+v, %t", stale, ok)
	}
}

func TestChangeWithoutEventChangedNothing(t *testing.T) {
	if (Change[Task]{Before: Task{ID: 1}}).Changed() {
		t.Error("a change without an event says that it changed something")
	}
	if !(Change[Task]{Event: 1}).Changed() {
		t.Error("a change with an event says that it changed nothing")
	}
}
