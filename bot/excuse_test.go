package bot

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

func TestTooSlowIsSaid(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.failures = true
	s.hasTask("oddzwonić")
	home := s.anna.OpensHome()
	s.bot.within = time.Second
	s.bot.routes.presses[view.TaskSquare] = func(ctx context.Context, _ Request) (Answer, error) {
		<-ctx.Done()
		return Answer{}, fmt.Errorf("waiting for the database: %w", ctx.Err())
	}
	home.Row("oddzwonić").Press("☐")
	s.anna.Modal().ExpectText("Trwało to zbyt długo")
	if !tooLate(fmt.Errorf("reading: %w", context.Canceled)) {
		t.Error("a call that Slack has given up is a failure of ours")
	}
}

func TestProblemsOfFieldsThatAreNotThere(t *testing.T) {
	t.Parallel()
	r := Request{Kind: Submission, Place: Place{Inputs: []string{crm.FieldSubject, crm.FieldDueDate}}}
	r.speakWith(crm.Outsider(crm.Workspace{Language: crm.Polish}, "U1"))
	for range 20 { // maps are gone through in any order
		answer := r.fieldErrors(crm.Problems{
			{Field: crm.FieldSubject, ID: "problem.subject_missing"},
			{Field: crm.FieldPerson, ID: "problem.person_unknown"},
			{Field: crm.FieldKind, ID: "problem.kind"},
			{Field: crm.FieldDueDate, ID: "problem.due_date"},
		})
		said := answer.Body.(*slack.ViewSubmissionResponse).Errors
		if len(said) != 2 {
			t.Fatalf("errors are %v", said)
		}
		expectOrder(t, said[crm.FieldSubject], "Podaj temat.", "Nie ma takiej osoby.", "Wybierz rodzaj")
		expectText(t, said[crm.FieldDueDate], "Nie ma takiego dnia")
	}
}

func TestEventThatCannotBeRecordedIsDeliveredAgain(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.failures = true
	event := fmt.Sprintf(`{"type":"event_callback","team_id":"TSCHOOL","event_id":"Ev1",
		"event":{"type":"app_home_opened","tab":"home","user":%q}}`, s.anna.ID)
	rename := func(from, to string) {
		_, err := s.store.Pool.Exec(t.Context(), "alter table "+from+" rename to "+to)
		s.must(err)
	}
	for _, table := range []string{"arrivals", "staff"} {
		rename(table, table+"_away")
		if status, _ := s.post(event, "application/json"); status != http.StatusInternalServerError {
			t.Errorf("without %s it is answered with %d", table, status)
		}
		rename(table+"_away", table)
	}
	if status, answer := s.post(event, "application/json"); status != http.StatusOK {
		t.Errorf("then it is answered with %d %s", status, answer)
	}
	s.anna.Home().ExpectText("Dodaj zadanie")
	s.expectRows(1, "arrivals", "true")
}

func TestFormFilledInForLongIsConfirmed(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.anna.Types("/zadanie oddzwonić")
	m := s.anna.Modal("Nowe zadanie")
	s.slack.FailNext("response_url", "expired_url", 1)
	m.Submit()
	said := s.anna.DM().ExpectMessage("Dodano: oddzwonić")
	said.Press("☐")
	said.ExpectText("Zakończono: oddzwonić")
}

func TestTaskOfAMessageIsGone(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	m := s.reminded()
	_, err := s.store.DeleteTask(t.Context(), s.as(s.piotr), 1)
	s.must(err)
	m.Press("Otwórz")
	m.ExpectText("Tego już nie ma")
	m.ExpectNoText("oddzwonić")
}
