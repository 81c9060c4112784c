package bot

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/bot/slacksim"
	"frontdesk/bot/view"
)

// held is a command that is being answered until it is released.
type held struct {
	begun, released chan struct{}
	answer          chan *slacksim.Answer
}

// hold lets Anna type a command whose handler waits.
func (s *school) hold() held {
	h := held{make(chan struct{}), make(chan struct{}), make(chan *slacksim.Answer, 1)}
	s.answersTo("/czekaj", func(context.Context, Request) (Answer, error) {
		close(h.begun)
		<-h.released
		return ephemeral(view.Plain("doczekane")), nil
	})
	go func() { h.answer <- s.anna.Types("/czekaj") }()
	<-h.begun
	return h
}

func (h held) release() *slacksim.Answer {
	close(h.released)
	return <-h.answer
}

func TestSocketReconnects(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{"warning", "refresh_requested"} {
		t.Run("after "+reason+" the next connection is there before the old one ends, and what the old one brought is answered", func(t *testing.T) {
			t.Parallel()
			s := newSchoolOver(t, overSocket)
			waiting := s.hold()
			s.slack.Disconnect(reason)
			s.slack.ExpectConnections(2)
			expectText(t, s.piotr.Types("/crm pomoc").Text(), "/zadanie")
			if a := waiting.release(); a.Failure() != "" {
				t.Errorf("what was being answered: %s", a.Failure())
			} else {
				a.ExpectText("doczekane")
			}
		})
	}
	for _, reason := range []string{"link_disabled", "too_many_websockets", "some_new_reason"} {
		t.Run("after "+reason, func(t *testing.T) {
			t.Parallel()
			s := newSchoolOver(t, overSocket)
			s.failures = true
			s.slack.Disconnect(reason)
			s.slack.ExpectConnections(1)
			expectText(t, s.anna.Types("/crm pomoc").Text(), "/zadanie")
			expectText(t, s.log.String(), reason)
		})
	}
	t.Run("after a lost connection, again and again, also when Slack gives no address for a while", func(t *testing.T) {
		t.Parallel()
		s := newSchoolOver(t, overSocket)
		s.failures = true
		s.slack.FailNext("apps.connections.open", "invalid_auth", 1) // not at the start
		s.slack.FailNext("apps.connections.open", "http_500", 1)
		for range 5 {
			s.slack.Cut()
			s.slack.ExpectConnections(1)
			expectText(t, s.anna.Types("/crm pomoc").Text(), "/zadanie")
		}
		expectText(t, s.log.String(), "invalid_auth", "is lost")
	})
	t.Run("in the middle of an answer, which then comes another way", func(t *testing.T) {
		t.Parallel()
		s := newSchoolOver(t, overSocket)
		s.failures = true
		s.slack.AllowComplaints()
		waiting := s.hold()
		s.slack.Cut()
		s.slack.ExpectConnections(1)
		a := waiting.release()
		if a.Failure() == "" {
			t.Error("the person saw no failure")
		}
		s.anna.ExpectEphemeral("doczekane")
	})
	t.Run("in the middle of an event, which is acted on once", func(t *testing.T) {
		t.Parallel()
		s := newSchoolOver(t, overSocket)
		s.failures = true
		s.slack.AllowComplaints()
		begun, released := make(chan struct{}, 1), make(chan struct{})
		open := s.bot.routes.events["app_home_opened"]
		s.bot.routes.events["app_home_opened"] = func(ctx context.Context, r Request) (Answer, error) {
			begun <- struct{}{}
			<-released
			return open(ctx, r)
		}
		told := make(chan *slacksim.Delivery, 1)
		go func() { told <- s.anna.OpensMessages() }()
		<-begun
		s.slack.Cut()
		s.slack.ExpectConnections(1)
		close(released)
		if d := (<-told).Redeliver(); d.Failure() != "" {
			t.Errorf("the last was not taken: %s", d.Failure())
		}
		if len(begun) != 0 {
			t.Error("it was acted on twice")
		}
		s.expectRows(1, "arrivals", "true")
	})
}

func TestSocketEnds(t *testing.T) {
	t.Parallel()
	t.Run("one of two that serve at the same time, and the other goes on", func(t *testing.T) {
		t.Parallel()
		s := newSchoolOver(t, overSocket)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.bot.ServeSocket(ctx, s.slack.AppToken) }()
		s.slack.ExpectConnections(2)
		for range 2 { // once by each
			expectText(t, s.anna.Types("/crm pomoc").Text(), "/zadanie")
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		s.slack.ExpectConnections(1)
		expectText(t, s.anna.Types("/crm pomoc").Text(), "/zadanie")
	})
	t.Run("once what it has read is answered", func(t *testing.T) {
		t.Parallel()
		s := newSchoolOver(t, overSocket)
		begun := make(chan struct{})
		s.answersTo("/czekaj", func(context.Context, Request) (Answer, error) {
			close(begun)
			<-s.serving.Done()
			return ephemeral(view.Plain("doczekane")), nil
		})
		answer := make(chan *slacksim.Answer, 1)
		go func() { answer <- s.anna.Types("/czekaj") }()
		<-begun
		s.hangUp()
		s.slack.ExpectConnections(0)
		if a := <-answer; a.Failure() != "" {
			t.Errorf("what was read is not answered: %s", a.Failure())
		}
		s.anna.ExpectEphemeral("doczekane")
	})
	t.Run("while Slack cannot be reached", func(t *testing.T) {
		t.Parallel()
		s := newSchoolOver(t, overSocket)
		s.failures = true
		s.slack.FailNext("apps.connections.open", "http_500", 1000)
		s.slack.Cut()
		s.hangUp()
	})
}

// bomb is an answer that cannot be written.
type bomb struct{}

func (bomb) MarshalJSON() ([]byte, error) { panic("Kowalska") }

func TestSocketOutlivesPanics(t *testing.T) {
	t.Parallel()
	s := newSchoolOver(t, overSocket)
	s.failures = true
	s.answersTo("/wypadek", func(context.Context, Request) (Answer, error) { return Answer{Body: bomb{}}, nil })
	if a := s.anna.Types("/wypadek"); a.Failure() != "" {
		t.Errorf("it is not acknowledged: %s", a.Failure())
	}
	expectText(t, s.anna.Types("/crm pomoc").Text(), "/zadanie")
	expectText(t, s.log.String(), "panic", "/wypadek")
	if strings.Contains(s.log.String(), "Kowalska") {
		t.Error("the log has what the panic said")
	}
}

func TestSocketToken(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.slack.AllowComplaints()
	for _, token := range []string{"", "xapp-1-other", s.slack.BotToken} {
		err := s.bot.ServeSocket(t.Context(), token)
		if err == nil || !strings.Contains(err.Error(), "xapp-") || code(err) == "" {
			t.Errorf("with %q it ends with %v", token, err)
		}
	}
}

func TestRetries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		again := retries{pause: time.Second}
		begun := time.Now()
		for range 2 {
			again.wait(t.Context(), nil)
		}
		if took := time.Since(begun); took != 0 {
			t.Errorf("the first two waited %v", took)
		}
		for _, most := range []time.Duration{1, 2, 4, 8, 16, 30, 30, 30} {
			begun := time.Now()
			again.wait(t.Context(), nil)
			if took := time.Since(begun); took > most*time.Second || took < most*time.Second/2 {
				t.Errorf("waited %v, at most %ds", took, most)
			}
		}
	})
}
