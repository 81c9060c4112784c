package mailbox

import (
	"fmt"
	"net/smtp"
	"sync/atomic"
	"testing"
)

func TestPlannedAnswers(t *testing.T) {
	t.Parallel()
	for _, code := range []int{421, 450, 550} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			box := Start(t)
			box.Fail(func(from, to string) error {
				if from == "crm@school.example" && to == "anna@school.example" {
					return fmt.Errorf("planned: %w", Answer(code, "not now"))
				}
				return nil
			})
			wantCode(t, send(t, box, "crm@school.example", []string{"anna@school.example"}, "\n\nraz\n"), code)
			mustSend(t, box, "jan@school.example", "\n\nraz\n")
			box.ExpectNone(t, "anna@school.example")
			box.Fail(nil)
			mustSend(t, box, "anna@school.example", "\n\nraz\n")
			box.Expect(t, "anna@school.example", "raz")
		})
	}
}

func TestOtherFaultsAreTemporary(t *testing.T) {
	t.Parallel()
	box := Start(t)
	box.Fail(func(string, string) error { return errPlanned })
	wantCode(t, send(t, box, "crm@school.example", []string{"anna@school.example"}, "\n\nraz\n"), 451)
}

// TestHangUp tells which answers end the connection.
func TestHangUp(t *testing.T) {
	t.Parallel()
	for code, ends := range map[int]bool{421: true, 450: false, 550: false} {
		box := Start(t)
		box.Fail(func(string, string) error { return Answer(code, "not now") })
		client, err := smtp.Dial(host(t, box))
		if err != nil {
			t.Fatal(err)
		}
		if err := client.Mail("crm@school.example"); err != nil {
			t.Fatal(err)
		}
		wantCode(t, client.Rcpt("anna@school.example"), code)
		if err := client.Noop(); (err != nil) != ends {
			t.Errorf("after %d the connection says %v", code, err)
		}
		_ = client.Close() // a connection that the server ended may say so again
	}
}

func TestDroppedConnections(t *testing.T) {
	t.Parallel()
	for fault, kept := range map[error]int{ErrDropped: 1, ErrAnswerLost: 2} {
		box := Start(t)
		var letters atomic.Int64
		box.Fail(func(string, string) error {
			if letters.Add(1) == 1 {
				return fmt.Errorf("planned: %w", fault)
			}
			return nil
		})
		const letter = "Message-ID: <r.7@school.example>\n\nraz\n"
		if err := send(t, box, "crm@school.example", []string{"anna@school.example"}, letter); err == nil {
			t.Errorf("%v: the sender heard that all was well", fault)
		}
		mustSend(t, box, "anna@school.example", letter)
		if got := box.Count("r.7@school.example"); got != kept {
			t.Errorf("%v: %d letters kept after a retry, want %d", fault, got, kept)
		}
	}
}

// TestFaultsEndWithTheirLetter sends a sound letter on the connection of a planned fault.
func TestFaultsEndWithTheirLetter(t *testing.T) {
	t.Parallel()
	box := Start(t)
	box.Fail(func(_, to string) error {
		if to == "anna@school.example" {
			return ErrDropped
		}
		return nil
	})
	client, err := smtp.Dial(host(t, box))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	for _, step := range []error{
		client.Mail("crm@school.example"), client.Rcpt("anna@school.example"), client.Reset(),
		client.Mail("crm@school.example"), client.Rcpt("jan@school.example"),
	} {
		if step != nil {
			t.Fatal(step)
		}
	}
	data, err := client.Data()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := data.Write([]byte("Subject: raz\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	if err := data.Close(); err != nil {
		t.Errorf("the sound letter failed: %v", err)
	}
	box.Expect(t, "jan@school.example", "raz")
}
