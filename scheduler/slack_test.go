package scheduler

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/store/crm"
)

func TestSlack(t *testing.T) {
	t.Parallel()
	cutOff := func(crm.Delivery) error { return fmt.Errorf("telling: %w", crm.Unsure{Err: errors.New("EOF")}) }
	t.Run("S2 is waited for as long as it asks", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.slack.answers(func(crm.Delivery) error {
			return fmt.Errorf("telling: %w", crm.RetryLater{After: 90 * time.Second, Err: errors.New("ratelimited")})
		})
		school.hasTask("faktury", time.Hour)
		school.hasTask("umowy", time.Hour)
		school.passes(time.Hour)
		if told := school.slack.open(); len(told) != 1 {
			t.Errorf("asked to wait, it was told %q", told)
		}
		school.slack.answers(nil)
		school.passes(89 * time.Second)
		school.expectTold()
		school.passes(time.Second)
		school.expectTold("reminder Anna: faktury", "reminder Anna: umowy")
	})
	t.Run("S2 is not told again what may have arrived, where the letter has", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.slack.answers(cutOff)
		school.hasTask("faktury", time.Hour)
		school.passes(time.Hour)
		school.expectTold("reminder Anna: faktury")
		school.expectLetters("Anna@example.com: faktury")
		school.expectState(crm.BySlack, "sent")
	})
	t.Run("S2 is not told again, where the letter went before", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.slack.answers(func(crm.Delivery) error { return errors.New("fatal_error") })
		school.hasTask("faktury", time.Hour)
		school.passes(time.Hour)
		school.slack.answers(cutOff)
		school.passes(time.Minute)
		school.passes(24 * time.Hour)
		school.expectTold("reminder Anna: faktury", "reminder Anna: faktury")
		school.expectState(crm.BySlack, "sent")
	})
	t.Run("S2 is not tried again for who can never be reached", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.slack.answers(func(crm.Delivery) error {
			return fmt.Errorf("telling: %w", crm.Undeliverable{Err: errors.New("account_inactive")})
		})
		school.hasTask("faktury", time.Hour)
		school.passes(time.Hour)
		school.passes(24 * time.Hour)
		school.expectTold("reminder Anna: faktury")
		school.expectState(crm.BySlack, "failed")
	})
	for name, dead := range map[string]struct {
		mailed, begun bool
		told          []string
		letters       []string
	}{
		"begun, the letter gone before":   {true, true, nil, nil},
		"begun, the letter goes now":      {false, true, nil, []string{"Anna@example.com: faktury"}},
		"claimed, the letter gone before": {true, false, []string{"reminder Anna: faktury"}, nil},
	} {
		t.Run("S2 taken over: "+name, func(t *testing.T) {
			t.Parallel()
			school := newSchool(t)
			school.hasTask("faktury", time.Hour)
			school.Clock.Forward(time.Hour)
			school.dies(dead.mailed, dead.begun)
			eventually(t, "the other takes over", func() bool {
				school.works()
				return slices.Equal(school.states(crm.BySlack), []string{"sent"})
			})
			school.expectTold(dead.told...)
			school.expectLetters(dead.letters...)
		})
	}
	t.Run("S2 is told again where no letter has arrived", func(t *testing.T) {
		t.Parallel()
		school := newSchool(t)
		school.post.answers(refused(550), false)
		school.slack.answers(cutOff)
		school.hasTask("faktury", time.Hour)
		school.passes(time.Hour)
		school.expectState(crm.BySlack, "planned")
		school.slack.answers(nil)
		school.passes(time.Minute)
		school.expectTold("reminder Anna: faktury", "reminder Anna: faktury")
		school.expectState(crm.BySlack, "sent")
	})
}

// dies plans and claims one task's reminder and goes no further than it says: to having
// sent the letter, and to having begun to tell Slack.
func (s *school) dies(mailed, begun bool) {
	s.t.Helper()
	ctx, machine := s.t.Context(), crm.System(s.workspace)
	if err := s.plan(ctx); err != nil {
		s.t.Fatal(err)
	}
	claimed, err := s.ClaimDeliveries(ctx, machine, 10, time.Millisecond)
	if err != nil || len(claimed) != 2 {
		s.t.Fatalf("claimed %d, %v", len(claimed), err)
	}
	if mailed {
		if err := s.DeliverySent(ctx, machine, claimed[0], "letter"); err != nil {
			s.t.Fatal(err)
		}
	}
	if begun {
		if may, err := s.DeliveryBegins(ctx, machine, claimed[1]); err != nil || !may {
			s.t.Fatalf("may begin: %t, %v", may, err)
		}
	}
}

// TestAPanicIsNotQuoted: what a panic says may be what people have typed.
func TestAPanicIsNotQuoted(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	var log strings.Builder
	school.log = slog.New(slog.NewTextHandler(&log, nil))
	school.slack.answers(func(d crm.Delivery) error { panic(errors.New("no room for " + d.Task.Subject)) })
	school.hasTask("rozwód", time.Hour)
	school.passes(time.Hour)
	if text := log.String(); strings.Contains(text, "rozwód") || !strings.Contains(text, "*errors.errorString") || !strings.Contains(text, "TestAPanicIsNotQuoted") {
		t.Errorf("logged: %s", text)
	}
	var reason string
	if err := school.Database.Pool.QueryRow(t.Context(), `select error from deliveries where channel = 'slack'`).Scan(&reason); err != nil || reason != "panic of a *errors.errorString" {
		t.Errorf("kept: %q, %v", reason, err)
	}
}
