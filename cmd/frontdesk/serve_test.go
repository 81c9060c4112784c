package main

import (
	"context"
	"net/http"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"frontdesk/bot/slacksim"
	"frontdesk/scheduler/mailbox"
	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/localpg"
	"frontdesk/store/storetest"
)

// A deployment is what `frontdesk serve` is pointed at: a Slack, a mail server, and a
// data folder for a private PostgreSQL.
type deployment struct {
	t           *testing.T
	slack       *slacksim.Workspace
	anna, piotr *slacksim.User
	letters     *mailbox.Mailbox
	folder      string
}

func newDeployment(t *testing.T) *deployment {
	t.Helper()
	d := &deployment{t: t, letters: mailbox.Start(t), folder: dataFolder(t)}
	d.slack = slacksim.New(slacksim.Config{Patience: patience})
	d.slack.Start(t)
	d.anna = d.slack.AddUser(slacksim.Person{Name: "Anna Nowak", Email: "anna@school.example"})
	d.piotr = d.slack.AddUser(slacksim.Person{Name: "Piotr Lis", Email: "piotr@school.example"})
	return d
}

// run is `frontdesk …` in the deployment's environment.
func (d *deployment) run(args ...string) *process {
	d.t.Helper()
	return startProcess(d.t, append([]string{os.Args[0]}, args...), []string{
		"DATABASE_URL=", "FRONTDESK_DATA=" + d.folder, "FRONTDESK_LISTEN=" + anyPort,
		"SLACK_SIGNING_SECRET=" + d.slack.SigningSecret, "SLACK_BOT_TOKEN=" + d.slack.BotToken, "SLACK_API_URL=" + d.slack.APIURL(),
		"SMTP_URL=" + d.letters.URL(), "FRONTDESK_MAIL_FROM=Lingua <office@school.example>",
	})
}

var serveAddress = regexp.MustCompile(`msg=serving address=(\S+)\n`)

// serve runs `frontdesk serve` and points Slack at it.
func (d *deployment) serve() (p *process, address string) {
	d.t.Helper()
	p = d.run("serve")
	p.waitFor("serving", func() bool { return serveAddress.MatchString(p.out.String()) })
	address = "http://" + serveAddress.FindStringSubmatch(p.out.String())[1]
	d.slack.AppURL = address + "/slack/events"
	return p, address
}

// employ is `frontdesk staff add`.
func (d *deployment) employ(u *slacksim.User, flags ...string) {
	d.t.Helper()
	p := d.run(append([]string{"staff", "add", u.ID}, flags...)...)
	p.expectEnd()
	if out := p.out.String(); !p.cmd.ProcessState.Success() || !strings.Contains(out, u.Name) {
		d.t.Fatalf("staff add: %s", out)
	}
}

// beside is a store over the database of the running serve.
func (d *deployment) beside() *store.Store {
	d.t.Helper()
	url, ok := localpg.Running(d.t.Context(), d.folder, "postgres")
	if !ok {
		d.t.Fatal("there is no database")
	}
	s, err := store.Open(d.t.Context(), store.Config{URL: url, Secret: storetest.Secret})
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

// ask asks the database for one text.
func (d *deployment) ask(query string) (answer string) {
	d.t.Helper()
	url, _ := localpg.Running(d.t.Context(), d.folder, "postgres")
	conn, err := pgx.Connect(d.t.Context(), url)
	if err != nil {
		d.t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(d.t.Context(), query).Scan(&answer); err != nil {
		d.t.Fatal(err)
	}
	return answer
}

// sql changes rows.
func (d *deployment) sql(change string) {
	d.t.Helper()
	d.ask(`with changed as (` + change + ` returning 1) select count(*)::text from changed`)
}

// becomesOverdue lets the time of every task pass, and asks for what then follows.
func (d *deployment) becomesOverdue() {
	d.t.Helper()
	d.sql(`update tasks set due_at = now() - interval '1 hour', overdue_at = now() - interval '1 hour', to_announce = true`)
	s := d.beside()
	defer s.Close()
	all, err := s.Workspaces(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	for _, w := range all {
		if _, err := s.PlanReminders(d.t.Context(), crm.System(w)); err != nil {
			d.t.Fatal(err)
		}
	}
	d.sends()
}

// sends asks serve for an errand.
func (d *deployment) sends() {
	d.t.Helper()
	s := d.beside()
	defer s.Close()
	if err := s.InsertErrand(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
}

func TestServe(t *testing.T) {
	t.Parallel()
	t.Run("what was begun before a stop is there after the next start, once", func(t *testing.T) {
		t.Parallel()
		d := newDeployment(t)
		d.employ(d.anna, "--manager") // before serve has ever run
		first, address := d.serve()
		d.employ(d.piotr) // while it runs
		resp, err := http.Get(address + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Errorf("not ready: %s", resp.Status)
		}

		subjects := []string{"faktury", "umowy", "podręczniki", "certyfikaty", "dzienniki"}
		for _, subject := range subjects {
			d.anna.Types("/zadanie " + subject)
			form := d.anna.Modal("Nowe zadanie")
			form.Pick("Przypisane do", "Piotr", "Piotr Lis")
			form.Submit()
		}
		first.stop(syscall.SIGTERM)
		first.expectNothingLeft(address, d.folder)

		d.slack.FailNext("auth.test", "internal_error", 1) // a known school starts without asking
		second, _ := d.serve()
		for _, subject := range subjects {
			d.piotr.DM().ExpectMessage(subject)
		}
		d.anna.Types("/zadanie lista")
		d.anna.Modal() // it converses again
		second.stop(syscall.SIGTERM)
		if n := len(d.piotr.DM().Messages()); n != len(subjects) {
			t.Errorf("Piotr was told %d times, want %d", n, len(subjects))
		}
	})
	t.Run("S2 a worker that is killed in the act leaves one row and one letter", func(t *testing.T) {
		t.Parallel()
		d := newDeployment(t)
		d.employ(d.anna)
		first, _ := d.serve()
		d.anna.Types("/zadanie wystawić fakturę")
		d.anna.Modal("Nowe zadanie").Submit()

		inHand, killed := make(chan struct{}, 1), make(chan struct{})
		d.letters.Fail(func(_, _ string) error {
			inHand <- struct{}{}
			<-killed
			return mailbox.Answer(421, "too late")
		})
		d.becomesOverdue()
		<-inHand
		first.cmd.Process.Kill()
		<-first.ended
		close(killed)
		d.letters.Fail(nil)

		second, _ := d.serve()
		d.sql(`update deliveries set lease_until = clock_timestamp() where state = 'sending'`) // time passes
		d.sends()
		letter := d.letters.Expect(t, "anna@school.example", "wystawić fakturę")
		d.anna.DM().ExpectMessage("wystawić fakturę")
		second.waitFor("everything to be recorded", func() bool {
			return d.ask(`select string_agg(channel || ' ' || state, ', ' order by channel) from deliveries`) == "email sent, slack sent"
		})
		second.stop(syscall.SIGTERM)
		if n := d.letters.Count(letter.MessageID); n != 1 || len(d.letters.Letters()) != 1 {
			t.Errorf("%d letters, %d of this one", len(d.letters.Letters()), n)
		}
		if n := len(d.anna.DM().Messages()); n != 1 {
			t.Errorf("told %d times in Slack", n)
		}
	})
	t.Run("a missing setting is named", func(t *testing.T) {
		t.Parallel()
		p := startProcess(t, []string{os.Args[0], "serve"}, []string{"FRONTDESK_DATA=" + dataFolder(t)})
		p.expectEnd()
		if out := p.out.String(); p.cmd.ProcessState.Success() || !strings.Contains(out, "SLACK_SIGNING_SECRET") {
			t.Errorf("says %s", out)
		}
	})
}

func TestSecretKey(t *testing.T) {
	t.Parallel()
	hexKey := strings.Repeat("0f", 32)
	for text, ok := range map[string]bool{
		hexKey:        true,
		hexKey + "\n": true,
		"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=": true,
		hexKey[:62]: false,
		"secret":    false,
	} {
		if key, err := parseKey(text); (err == nil) != ok || (ok && len(key) != 32) {
			t.Errorf("parseKey(%q) = %d bytes, %v", text, len(key), err)
		}
	}
	if _, err := (data{DatabaseURL: "postgres://somewhere"}).secret(""); err == nil || !strings.Contains(err.Error(), "FRONTDESK_SECRET_KEY") {
		t.Errorf("somebody else's database needs no key: %v", err)
	}
}
