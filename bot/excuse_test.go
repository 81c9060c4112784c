package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
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

// TestSearchThatTakesTooLong keeps the table from being read meanwhile.
func TestSearchThatTakesTooLong(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPerson("Ewa", "Zielińska")
	lock, err := s.store.Pool.Begin(t.Context())
	s.must(err)
	_, err = lock.Exec(t.Context(), `lock table people in access exclusive mode`)
	s.must(err)
	expectText(t, s.anna.Types("/osoba Zielińska").Text(), "Szukanie trwa zbyt długo")
	s.must(lock.Rollback(t.Context()))
	s.anna.Types("/osoba Zielińska")
	s.anna.Modal().ExpectText("Ewa Zielińska")
}

// TestLogHasNothingThatTheDatabaseQuotes: its messages quote what was typed, and rows.
func TestLogHasNothingThatTheDatabaseQuotes(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.failures = true
	s.bot.routes.presses[view.TaskSquare] = func(context.Context, Request) (Answer, error) {
		return Answer{}, errors.Join(fmt.Errorf("saving person: %w", &pgconn.PgError{
			Severity: "ERROR", Code: "23505", Message: `duplicate key "Zielińska"`, Detail: "Key (email)=(ewa@example.com)",
			ConstraintName: "people_by_number",
		}), &pgconn.PgError{Severity: "ERROR", Code: "22021", Message: "ewa"})
	}
	s.press(s.anna.ID, view.TaskSquare, "1:done")
	s.settle()
	log := s.log.String()
	expectText(t, log, "saving person: SQLSTATE 23505 people_by_number")
	for _, secret := range []string{"Zielińska", "ewa", "example.com"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log tells %q:\n%s", secret, log)
		}
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

func TestOutdated(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	t.Run("an unknown command", func(t *testing.T) {
		expectText(t, s.anna.Types("/kursant").Text(), "Nie ma takiego polecenia")
	})
	t.Run("an unknown button", func(t *testing.T) {
		expectText(t, s.pressAnswer(s.anna.ID, "no.such.button", "1"), "nieaktualny")
	})
	t.Run("a button with a value of another time", func(t *testing.T) {
		for _, id := range []string{
			view.TaskSquare, view.TaskOpen, view.TaskAdd, view.TaskEdit, view.TaskDelete, view.TaskMenu, view.NoteAdd,
			view.NoteMenu, view.ActivityAdd, view.PersonOpen, view.PersonEdit, view.HomeTab + "x", view.Language + "x",
			view.PersonMenu, view.ListSettings, view.ListDefaults, view.ListView, view.ListDropView, view.ListCondition + "x",
			view.RowPerson + "1", view.RowTaskAdd + "1", view.RowNoteAdd + "1", view.RowTask + "1", view.RowSquare + "1",
		} {
			answer := s.pressAnswer(s.anna.ID, id, "?")
			expectText(t, answer, "nieaktualny")
		}
	})
}

func TestPanic(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.failures = true
	s.bot.routes.commands = append(s.bot.routes.commands, command{
		name: spelling{"/wypadek", "/accident"},
		bare: verb{do: func(context.Context, Request) (Answer, error) { panic("Kowalska 501234567") }},
	})
	said := s.anna.Types("/wypadek").Text()
	expectText(t, said, "Coś się nie udało", "pod numerem")
	_, id, _ := strings.Cut(said, "pod numerem ")
	log := s.log.String()
	expectText(t, log, "id="+strings.TrimRight(strings.TrimSpace(id), "."), "panic", "TestPanic")
	if strings.Contains(log, "Kowalska") {
		t.Error("the log has what the panic said")
	}
}

func TestPanicAnywhere(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.failures = true
	crash := func(context.Context, Request) (Answer, error) { panic("crash") }
	s.hasPerson("Ewa", "Zielińska")
	s.hasTask("oddzwonić")
	t.Run("in a submission, nothing typed is lost", func(t *testing.T) {
		s.bot.routes.submissions[view.FormPerson] = crash
		s.anna.Types("/osoba Dodaj Ewa Zielińska")
		m := s.anna.Modal()
		m.Submit()
		expectText(t, m.Error("Imię"), "pod numerem")
		if m.Value("Nazwisko") != "Zielińska" {
			t.Error("what was typed is lost")
		}
		m.Close()
	})
	t.Run("in a submission without fields", func(t *testing.T) {
		s.bot.routes.submissions[view.DeleteConfirm] = crash
		s.anna.OpensHome().Row("oddzwonić").Choose("Usuń")
		m := s.anna.Modal()
		m.Submit()
		m.ExpectText("pod numerem")
		m.Close()
	})
	t.Run("in a press on Home", func(t *testing.T) {
		s.bot.routes.presses[view.TaskSquare] = crash
		s.anna.Home().Row("oddzwonić").Press("☐")
		m := s.anna.Modal()
		m.ExpectText("pod numerem")
		m.Close()
	})
	t.Run("while a card is drawn", func(t *testing.T) {
		s.bot.routes.cards[view.CardPerson] = func(context.Context, Request, view.Meta) (slack.ModalViewRequest, error) {
			panic("crash")
		}
		expectText(t, s.anna.Types("/osoba Zielińska").Text(), "pod numerem")
	})
	t.Run("while a field offers things", func(t *testing.T) {
		s.bot.routes.suggestions[view.PickAssignee] = crash
		s.anna.Types("/zadanie")
		if offers := s.anna.Modal().Offers("Przypisane do", ""); len(offers) != 0 {
			t.Errorf("offered are %q", offers)
		}
	})
}

func TestLogHasNoNames(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.hasPerson("Ewa", "Zielińska")
	s.hasTask("tajna sprawa")
	s.failures = true
	s.slack.FailNext("views.open", "internal_error", 2)
	s.slack.FailNext("views.publish", "internal_error", 1)
	s.anna.Types("/osoba Zielińska").Text()
	s.anna.Types("/zadanie tajna sprawa").Text()
	s.post("payload=%7B%22type%22%3A%22Zieli%C5%84ska%22", form)
	s.post("text=Zieli%C5%84ska%zz", form)
	s.post(`{"type":"event_callback","event":{"user":"Zielińska"`, "application/json")
	s.press(s.anna.ID, view.TaskSquare, "999:done")
	s.press(s.anna.ID, "Zielińska", "tajna")
	s.settle()
	log := s.log.String()
	expectText(t, log, "views.open", "internal_error", s.anna.ID)
	for _, secret := range []string{"Zielińska", "Ewa", "tajna", "Anna", "Nowak", "school.example", s.slack.BotToken, "/response/"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log tells %q:\n%s", secret, log)
		}
	}
}
