package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/slacksim"
	"frontdesk/scheduler/mailbox"
	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

// A stage is a whole Frontdesk with everything that stands around it: a real
// PostgreSQL, a simulated Slack, an SMTP server. It is Tuesday, 24 November 2026,
// 10:00 in Warsaw.
type stage struct {
	*storetest.Database
	t       *testing.T
	slack   *slacksim.Workspace
	anna    *slacksim.User
	letters *mailbox.Mailbox
	office  *office
	address string
}

// newStage opens a school with Anna as its manager, over HTTP.
func newStage(t *testing.T) *stage {
	t.Helper()
	return newStageOver(t, false)
}

// newStageOver is newStage, over Socket Mode alone where that is wanted.
func newStageOver(t *testing.T, socketMode bool) *stage {
	t.Helper()
	s := &stage{t: t, Database: storetest.New(t), letters: mailbox.Start(t)}
	s.slack = slacksim.New(slacksim.Config{Patience: 15 * time.Second, SocketMode: socketMode})
	s.slack.Start(t)
	s.anna = s.slack.AddUser(slacksim.Person{Name: "Anna Nowak", Email: "anna@school.example", Admin: true})
	w, err := s.Install(t.Context(), store.Installation{
		Team: s.slack.TeamID(), Name: "Lingua", BotToken: s.slack.BotToken, BotUser: s.slack.BotUserID(),
		Language: crm.Polish, Zone: "Europe/Warsaw",
	})
	s.must(err)
	_, err = s.AddStaff(t.Context(), crm.System(w), store.StaffProfile{
		SlackUser: s.anna.ID, Name: s.anna.Name, Email: s.anna.Email, Zone: "Europe/Warsaw", Role: crm.RoleManager,
	})
	s.must(err)
	s.open(socketMode)
	return s
}

// open runs the office until the test ends.
func (s *stage) open(socketMode bool) {
	s.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	s.must(err)
	s.address = "http://" + listener.Addr().String()
	conf := officeConfig{
		store: s.Store, apiURL: s.slack.APIURL(), publicURL: s.address,
		smtpURL: s.letters.URL(), mailFrom: "Lingua <office@school.example>", log: slog.New(slog.DiscardHandler),
	}
	if socketMode {
		conf.appToken = s.slack.AppToken
	} else {
		conf.signingSecret = s.slack.SigningSecret
		s.slack.AppURL = s.address + "/slack/events"
	}
	s.office, err = newOffice(conf)
	s.must(err)
	ctx, stop := context.WithCancel(s.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.office.run(ctx, listener) }()
	s.t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			s.t.Errorf("closing the office: %v", err)
		}
	})
	if socketMode {
		s.slack.ExpectConnections(1)
	}
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// calendar is Anna's feed as a calendar program gets it.
func (s *stage) calendar() string {
	s.t.Helper()
	by, err := s.Recognise(s.t.Context(), s.slack.TeamID(), s.anna.ID)
	s.must(err)
	token, err := s.FeedToken(s.t.Context(), by)
	s.must(err)
	resp, err := http.Get(s.address + "/calendar/" + token + ".ics")
	s.must(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	s.must(err)
	return string(body)
}

func TestStory(t *testing.T) {
	t.Parallel()
	for transport, socketMode := range map[string]bool{"HTTP": false, "Socket Mode": true} {
		t.Run("S1 S2 S4 R53 over "+transport+" a task travels from a command to the timeline, the calendar and a letter", func(t *testing.T) {
			t.Parallel()
			tell(newStageOver(t, socketMode))
		})
	}
}

// tell is the story.
func tell(s *stage) {
	s.anna.Types("/osoba dodaj")
	form := s.anna.Modal("Nowa osoba")
	form.Fill("Imię", "Anna")
	form.Fill("Nazwisko", "Wiśniewska")
	form.Fill("Telefon", "501 234 567")
	form.Submit()

	s.anna.Types("/zadanie zadzwonić do Anny")
	form = s.anna.Modal("Nowe zadanie")
	form.Pick("Osoba", "Anna", "Anna Wiśniewska")
	form.Fill("Termin", "2026-11-24")
	form.Fill("Godzina", "15:00")
	form.Submit()

	s.anna.Types("/osoba wiśniewska")
	card := s.anna.Modal("Osoba")
	card.Press("Oś czasu")
	card.ExpectRow("zadzwonić do Anny")

	if feed := s.calendar(); !strings.Contains(feed, "zadzwonić do Anny") || !strings.Contains(feed, "20261124T140000Z") {
		s.t.Errorf("the calendar has no such task:\n%s", feed)
	}

	s.letters.ExpectNone(s.t, "anna@school.example")
	s.Clock.Forward(5*time.Hour + time.Minute)
	s.must(s.office.scheduler.TickNow(s.t.Context()))
	letter := s.letters.Expect(s.t, "anna@school.example", "zadzwonić do Anny")
	if !strings.Contains(letter.Text, "Anna Wiśniewska") {
		s.t.Errorf("the letter does not say about whom:\n%s", letter.Text)
	}
	s.anna.DM().ExpectMessage("zadzwonić do Anny").Press("☐")

	s.must(s.office.scheduler.TickNow(s.t.Context()))
	if n := len(s.letters.Letters()); n != 1 {
		s.t.Errorf("%d letters, want 1", n)
	}
}
