package slacksim_test

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/bot/slacksim"
)

func TestSlackGoAsClient(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent)
	ctx := t.Context()
	who, err := o.api.AuthTestContext(ctx)
	if err != nil || who.TeamID != o.TeamID() || who.UserID != o.BotUserID() {
		t.Errorf("auth.test: %+v, %v", who, err)
	}
	anna, err := o.api.GetUserInfoContext(ctx, o.anna.ID)
	if err != nil || anna.Locale != "en-US" || anna.TZ != "Europe/Warsaw" || !anna.IsAdmin || anna.Profile.Email != "anna@school.example" {
		t.Errorf("users.info: %+v, %v", anna, err)
	}
	all, err := o.api.GetUsersContext(ctx, slack.GetUsersOptionLimit(2))
	if err != nil || len(all) != 3 {
		t.Errorf("users.list: %d, %v", len(all), err)
	}
	dm, _, _, err := o.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{o.anna.ID}})
	if err != nil || dm.ID != o.anna.DM().ID() {
		t.Errorf("conversations.open: %v, %v", dm, err)
	}
	_, ts, err := o.api.PostMessageContext(ctx, dm.ID, slack.MsgOptionText("hej", false), slack.MsgOptionBlocks(
		slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", "*hej* &amp; cześć", false, false), nil,
			slack.NewAccessory(slack.NewButtonBlockElement("a", "v", slack.NewTextBlockObject("plain_text", "Tak", true, false))))))
	if err != nil {
		t.Fatal(err)
	}
	m := o.anna.DM().ExpectMessage("hej & cześć")
	if m.TS() != ts || m.Fallback() != "hej" {
		t.Errorf("ts %s, fallback %q", m.TS(), m.Fallback())
	}
	if _, err := o.api.GetPermalinkContext(ctx, &slack.PermalinkParameters{Channel: dm.ID, Ts: ts}); err != nil {
		t.Error(err)
	}
	if _, _, _, err := o.api.UpdateMessageContext(ctx, dm.ID, ts, slack.MsgOptionText("pa", false)); err != nil || !m.Edited() {
		t.Errorf("chat.update: %v", err)
	}
	if _, err := o.api.PostEphemeralContext(ctx, dm.ID, o.anna.ID, slack.MsgOptionText("cicho", false)); err != nil {
		t.Error(err)
	}
	o.anna.ExpectEphemeral("cicho")
	_, err = o.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: o.anna.ID, View: slack.HomeTabViewRequest{
		Type: "home", Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewDividerBlock()}},
	}})
	if err != nil {
		t.Error(err)
	}
	_, err = o.api.UploadFileContext(ctx, slack.UploadFileParameters{
		Filename: "lista.xlsx", FileSize: 4, Reader: strings.NewReader("abcd"), Channel: dm.ID, InitialComment: "Lista",
	})
	if files := o.anna.DM().Last().Files(); err != nil || string(files["lista.xlsx"]) != "abcd" {
		t.Errorf("upload: %v, %q", err, files)
	}
	if got := len(o.Calls("")); got < 9 {
		t.Errorf("%d calls", got)
	}
}

func TestFilesFromPeople(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent)
	o.anna.Uploads("osoby.csv", []byte("Jan;Lis"))
	told := o.told()[0]
	id, _ := path(told, "event", "file_id").(string)
	info, _, _, err := o.api.GetFileInfoContext(t.Context(), id, 0, 0)
	if err != nil || info.Name != "osoby.csv" {
		t.Fatalf("%+v, %v", info, err)
	}
	var got bytes.Buffer
	if err := o.api.GetFileContext(t.Context(), info.URLPrivateDownload, &got); err != nil || got.String() != "Jan;Lis" {
		t.Errorf("%q, %v", got.String(), err)
	}
	if err := slack.New("xoxb-wrong", slack.OptionAPIURL(o.apiURL)).GetFileContext(t.Context(), info.URLPrivateDownload, &got); err == nil {
		t.Error("a stranger read the file")
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent)
	o.AllowComplaints()
	office := o.AddChannel("#office", o.anna)
	o.AddUser(slacksim.Person{ID: "UGONE", Name: "Ewa Była", Gone: true})
	o.AddUser(slacksim.Person{ID: "UBOT", Name: "Inny", Bot: true})
	hello := o.call(t, "chat.postMessage", obj{"channel": office, "text": "x"})
	o.anna.In("office").Types("moje")
	mine := o.anna.In("#office").Messages()[1].TS()
	o.AddChannel("closed")
	o.RemoveBot("closed")
	for _, c := range []struct {
		method string
		args   obj
		want   string
	}{
		{"chat.postMessage", obj{"channel": "C0", "text": "x"}, "channel_not_found"},
		{"chat.postMessage", obj{"channel": "#closed", "text": "x"}, "not_in_channel"},
		{"chat.postMessage", obj{"channel": office}, "no_text"},
		{"chat.postMessage", obj{"channel": office, "text": " "}, "no_text"},
		{"chat.postMessage", obj{"channel": office, "text": long(40001)}, "msg_too_long"},
		{"chat.postMessage", obj{"channel": office, "text": "x", "blocks": "{"}, "invalid_blocks_format"},
		{"chat.postMessage", obj{"channel": office, "text": "x", "markdown_text": "y"}, "markdown_text_conflict"},
		{"chat.postMessage", obj{"channel": office, "text": "x", "attachments": many(101, func(int) any { return obj{} })}, "too_many_attachments"},
		{"chat.postEphemeral", obj{"channel": office, "user": o.jan.ID, "text": "x"}, "user_not_in_channel"},
		{"chat.update", obj{"channel": office, "ts": "1.2", "text": "x"}, "message_not_found"},
		{"chat.update", obj{"channel": office, "ts": mine, "text": "x"}, "cant_update_message"},
		{"chat.update", obj{"channel": o.anna.ID, "ts": hello["ts"], "text": "x"}, "channel_not_found"},
		{"chat.delete", obj{"channel": office, "ts": mine}, "cant_delete_message"},
		{"chat.getPermalink", obj{"channel": office, "message_ts": "1.2"}, "message_not_found"},
		{"conversations.open", obj{"users": "U0"}, "user_not_found"},
		{"conversations.open", obj{"users": "UGONE"}, "user_disabled"},
		{"conversations.open", obj{"users": "UBOT"}, "cannot_dm_bot"},
		{"conversations.open", obj{"users": o.anna.ID + "," + o.jan.ID}, "missing_scope"},
		{"conversations.open", obj{}, "users_list_not_supplied"},
		{"conversations.open", obj{"channel": office}, "channel_not_found"},
		{"conversations.info", obj{"channel": office}, "missing_scope"},
		{"conversations.history", obj{"channel": office}, "unknown_method"},
		{"users.info", obj{"user": "U0"}, "user_not_found"},
		{"users.list", obj{"cursor": "U0"}, "invalid_cursor"},
		{"users.list", obj{"limit": 5000}, "invalid_limit"},
		{"views.publish", obj{"user_id": "U0", "view": obj{}}, "user_not_found"},
		{"views.publish", obj{"user_id": o.anna.ID}, "invalid_arguments"},
		{"views.publish", obj{"user_id": o.anna.ID, "hash": "1.2", "view": obj{"type": "home", "blocks": []any{section("x")}}}, "hash_conflict"},
		{"views.update", obj{"view": modal("x", section("x"))}, "invalid_arguments"},
		{"views.update", obj{"view_id": "V0", "view": modal("x", section("x"))}, "not_found"},
		{"views.open", obj{"trigger_id": "1.2", "view": modal("x", section("x"))}, "invalid_trigger_id"},
		{"files.getUploadURLExternal", obj{"filename": "a"}, "invalid_arguments"},
		{"files.completeUploadExternal", obj{"files": []any{obj{"id": "F0"}}}, "file_not_found"},
		{"files.info", obj{"file": "F0"}, "file_not_found"},
		{"apps.connections.open", obj{}, "not_allowed_token_type"},
		{"api.test", obj{"error": "my_error"}, "my_error"},
	} {
		if got := o.call(t, c.method, c.args); got["error"] != c.want {
			t.Errorf("%s %.60v: %v, want %s", c.method, c.args, got, c.want)
		}
	}
	if all := strings.Join(o.Complaints(), "\n"); !strings.Contains(all, "unknown_method conversations.history") {
		t.Errorf("complaints %s", all)
	}
}

func TestTokensAndScopes(t *testing.T) {
	t.Parallel()
	o := newOfficeOf(t, t, slacksim.Config{Scopes: []string{"users:read", "channels:read", "im:read"}}, silent)
	o.AllowComplaints()
	if _, err := slack.New("xoxb-other", slack.OptionAPIURL(o.apiURL)).AuthTestContext(t.Context()); err == nil || err.Error() != "invalid_auth" {
		t.Errorf("a wrong token: %v", err)
	}
	_, _, err := o.api.PostMessageContext(t.Context(), o.anna.ID, slack.MsgOptionText("x", false))
	var refused slack.SlackErrorResponse
	if !errors.As(err, &refused) || refused.Needed != "chat:write" || !strings.Contains(refused.Provided, "users:read") {
		t.Errorf("no scope: %v", err)
	}
	anna, err := o.api.GetUserInfoContext(t.Context(), o.anna.ID)
	if err != nil || anna.Profile.Email != "" {
		t.Errorf("the address is seen without its scope: %v", err)
	}
	dm := o.anna.DM().ID()
	info, err := o.api.GetConversationInfoContext(t.Context(), &slack.GetConversationInfoInput{ChannelID: dm})
	if err != nil || info.User != o.anna.ID {
		t.Errorf("conversations.info: %+v, %v", info, err)
	}
	resp, err := http.Post(o.apiURL+"auth.test", "application/x-www-form-urlencoded", strings.NewReader("token="+o.BotToken))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if got := resp.Header.Get("X-OAuth-Scopes"); got != "users:read,channels:read,im:read" {
		t.Errorf("scopes %q", got)
	}
}

func TestPlannedFaults(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent)
	o.FailNext("auth.test", "internal_error", 2)
	o.FailNext("users.info", "ratelimited", 1)
	for i, want := range []string{"internal_error", "internal_error", ""} {
		_, err := o.api.AuthTestContext(t.Context())
		if (err == nil) != (want == "") || err != nil && err.Error() != want {
			t.Errorf("call %d: %v", i, err)
		}
	}
	_, err := o.api.GetUserInfoContext(t.Context(), o.anna.ID)
	var limited *slack.RateLimitedError
	if !errors.As(err, &limited) || limited.RetryAfter != time.Second {
		t.Errorf("limited: %v", err)
	}
	o.FailNext("chat.postMessage", "cut_off", 1)
	_, _, err = o.api.PostMessageContext(t.Context(), o.anna.ID, slack.MsgOptionText("raz", false))
	if sent := o.anna.DM().Messages(); err == nil || len(sent) != 1 {
		t.Errorf("cut off: %v, %d messages", err, len(sent))
	}
	o.FailNext("chat.postMessage", "http_503", 1)
	_, _, err = o.api.PostMessageContext(t.Context(), o.anna.ID, slack.MsgOptionText("raz", false))
	var status slack.StatusCodeError
	if !errors.As(err, &status) || status.Code != http.StatusServiceUnavailable {
		t.Errorf("status: %v", err)
	}
	if calls := o.Calls("auth.test"); len(calls) != 3 || calls[0].Error != "internal_error" || calls[2].Error != "" {
		t.Errorf("calls %+v", calls)
	}
}

func TestRates(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	o := newOfficeOf(t, t, slacksim.Config{RateLimited: true, Now: func() time.Time { return now }}, silent)
	for range 20 {
		if got := o.call(t, "users.list", obj{}); got["ok"] != true {
			t.Fatal(got)
		}
	}
	if got := o.call(t, "users.list", obj{}); got["error"] != "ratelimited" {
		t.Errorf("the 21st call: %v", got)
	}
	now = now.Add(time.Minute)
	if got := o.call(t, "users.list", obj{}); got["ok"] != true {
		t.Errorf("a minute later: %v", got)
	}
}

func TestTriggers(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	o := newOfficeOf(t, t, slacksim.Config{Now: func() time.Time { return now }}, silent)
	o.AllowComplaints()
	trigger := func() any {
		o.anna.Shortcut("x")
		told := o.told()
		return told[len(told)-1]["trigger_id"]
	}
	open := func(id any) any {
		return o.call(t, "views.open", obj{"trigger_id": id, "view": modal("x", section("x"))})["error"]
	}
	first := trigger()
	if got := open(first); got != nil {
		t.Errorf("first use: %v", got)
	}
	if got := open(first); got != "exchanged_trigger_id" {
		t.Errorf("second use: %v", got)
	}
	late := trigger()
	now = now.Add(3*time.Second + time.Millisecond)
	if got := open(late); got != "expired_trigger_id" {
		t.Errorf("late: %v", got)
	}
	if got := o.call(t, "views.push", obj{"trigger_id": trigger(), "view": modal("x", section("x"))})["error"]; got != "invalid_trigger_id" {
		t.Errorf("push from no modal: %v", got)
	}
}

func TestFourthModal(t *testing.T) {
	t.Parallel()
	var pushed []any
	view := modal("x", actionsOf(button("Dalej", "next", "1")))
	o := newOffice(t, func(o *office, kind string, p obj) (int, string) {
		switch kind {
		case "shortcut":
			o.call(t, "views.open", obj{"trigger_id": p["trigger_id"], "view": view})
		case "block_actions":
			got := o.call(t, "views.push", obj{"trigger_id": p["trigger_id"], "view": view})
			pushed = append(pushed, got["error"])
		}
		return http.StatusOK, ""
	})
	o.AllowComplaints()
	o.anna.Shortcut("x")
	for range 3 {
		o.anna.Modal().Press("Dalej")
	}
	if len(pushed) != 3 || pushed[1] != nil || pushed[2] != "push_limit_reached" {
		t.Errorf("pushed: %v", pushed)
	}
	o.anna.Modal().Close()
	o.anna.Modal().Close()
	o.anna.Modal().Close()
	o.anna.ExpectNoModal()
}

func TestExternalIDsAreUnique(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent)
	o.AllowComplaints()
	view := with(modal("x", section("x")), "external_id", "one")
	var errs []any
	for _, u := range []*slacksim.User{o.anna, o.jan} {
		u.Shortcut("x")
		told := o.told()
		errs = append(errs, o.call(t, "views.open", obj{"trigger_id": told[len(told)-1]["trigger_id"], "view": view})["error"])
	}
	if errs[0] != nil || errs[1] != "duplicate_external_id" {
		t.Errorf("%v", errs)
	}
	for _, id := range []string{"two", "three"} {
		u := o.AddUser(slacksim.Person{Name: id})
		u.Shortcut("x")
		told := o.told()
		other := with(modal(id, section("x")), "external_id", id)
		if got := o.call(t, "views.open", obj{"trigger_id": told[len(told)-1]["trigger_id"], "view": other}); got["ok"] != true {
			t.Errorf("another id: %v", got)
		}
	}
	if got := o.call(t, "views.update", obj{"external_id": "one", "view": modal("y", section("x"))}); got["ok"] != true || o.anna.Modal().Title() != "y" {
		t.Errorf("update by external id: %v", got)
	}
	if o.User("two").Modal().Title() != "two" || o.User("three").Modal().Title() != "three" {
		t.Error("another view was updated")
	}
}

func TestResponseURL(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	o := newOfficeOf(t, t, slacksim.Config{Now: func() time.Time { return now }}, silent)
	o.AllowComplaints()
	answer := o.anna.Types("/a")
	target := o.told()[0]["response_url"].(string)
	for i := range 5 {
		if got := o.post(t, target, []byte(`{"text":"raz"}`)); got["ok"] != true {
			t.Errorf("use %d: %v", i+1, got)
		}
	}
	if got := o.post(t, target, []byte(`{"text":"raz"}`)); got["error"] != "used_url" {
		t.Errorf("sixth use: %v", got)
	}
	if !answer.Said() || answer.ExpectText("raz") == nil || len(o.anna.Ephemerals()) != 5 {
		t.Errorf("%d answers", len(o.anna.Ephemerals()))
	}
	resp, err := http.Post(target, "application/json", strings.NewReader(`{"text":"raz"}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if all := strings.Join(o.Complaints(), "\n"); resp.StatusCode != http.StatusNotFound || !strings.Contains(all, "response_url: used_url") {
		t.Errorf("status %d, complaints %s", resp.StatusCode, all)
	}
	o.anna.Types("/b")
	target = o.told()[1]["response_url"].(string)
	for body, want := range map[string]string{
		`{"delete_original":true,"text":"x"}`: "invalid_payload", `{"blocks":[{"type":"x"}],"text":"x"}`: "invalid_blocks", `no`: "invalid_payload",
	} {
		if got := o.post(t, target, []byte(body)); got["error"] != want {
			t.Errorf("%s: %v", body, got)
		}
	}
	o.post(t, target, []byte(`{"text":"dla wszystkich","response_type":"in_channel"}`))
	o.anna.DM().ExpectMessage("dla wszystkich")
	now = now.Add(30*time.Minute + time.Second)
	if got := o.post(t, target, []byte(`{"text":"raz"}`)); got["error"] != "expired_url" {
		t.Errorf("late: %v", got)
	}
}

func TestEphemeralsAreDeletedByTheirURL(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(_ *office, kind string, _ obj) (int, string) {
		if kind == "command" {
			return http.StatusOK, jsonOf(obj{"text": "x", "blocks": []any{actionsOf(button("Zamknij", "a", "1")), section("lista")}})
		}
		return http.StatusOK, ""
	})
	answer := o.anna.Types("/a")
	answer.Press("Zamknij")
	pressed := o.told()[1]
	if path(pressed, "container", "is_ephemeral") != true || pressed["message"] != nil {
		t.Errorf("container %v", pressed["container"])
	}
	if got := answer.Row("lista").Text(); got != "lista" {
		t.Errorf("row %q", got)
	}
	o.post(t, pressed["response_url"].(string), []byte(`{"delete_original":true}`))
	if left := o.anna.Ephemerals(); len(left) != 0 {
		t.Errorf("%d left", len(left))
	}
}
