package slacksim_test

import (
	"net/http"
	"strings"
	"testing"

	"frontdesk/bot/slacksim"
)

func silent(*office, string, obj) (int, string) { return http.StatusOK, "" }

// opens is an app that opens a modal for every command and answers submissions as told.
func opens(t *testing.T, view obj, submitted func(p obj) string) func(*office, string, obj) (int, string) {
	return func(o *office, kind string, p obj) (int, string) {
		switch kind {
		case "command":
			if got := o.call(t, "views.open", obj{"trigger_id": p["trigger_id"], "view": view}); got["ok"] != true {
				t.Errorf("views.open: %v", got)
			}
		case "view_submission":
			return http.StatusOK, submitted(p)
		}
		return http.StatusOK, ""
	}
}

func TestCommand(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(_ *office, kind string, p obj) (int, string) {
		return http.StatusOK, jsonOf(obj{"text": "słyszę: " + p["command"].(string) + "|" + p["text"].(string)})
	})
	answer := o.anna.Types("/zadanie oddzwonić do @Jan & <spółki>, jan@x.example")
	got := o.told()[0]
	want := "oddzwonić do <@" + o.jan.ID + "|jan.lis> &amp; &lt;spółki&gt;, <mailto:jan@x.example|jan@x.example>"
	if got["text"] != want {
		t.Errorf("text %q, want %q", got["text"], want)
	}
	if shown := answer.Text(); shown != "słyszę: /zadanie|oddzwonić do @Jan Lis & <spółki>, jan@x.example" {
		t.Errorf("answer %q", shown)
	}
	for _, name := range []string{"token", "team_id", "team_domain", "channel_id", "user_id", "user_name", "response_url", "trigger_id", "api_app_id"} {
		if got[name] == "" || got[name] == nil {
			t.Errorf("no %s", name)
		}
	}
	if got["channel_name"] != "directmessage" || len(o.anna.Ephemerals()) != 1 || len(o.jan.Ephemerals()) != 0 {
		t.Errorf("channel %v, ephemerals %d", got["channel_name"], len(o.anna.Ephemerals()))
	}
	answer.Redeliver()
	if again := o.told()[1]; again["trigger_id"] != got["trigger_id"] {
		t.Error("the second delivery differs")
	}
}

func TestForm(t *testing.T) {
	t.Parallel()
	menu := obj{"type": "static_select", "action_id": "a", "options": []any{
		obj{"text": plainText("Niski"), "value": "1"}, obj{"text": plainText("Wysoki"), "value": "2"},
	}}
	form := modal("Nowe zadanie",
		input("s", "Temat", typed("a")),
		input("d", "Termin", obj{"type": "datepicker", "action_id": "a"}),
		input("p", "Priorytet", menu),
		obj{"type": "input", "block_id": "m", "optional": true, "label": plainText("E-mail"), "element": obj{"type": "email_text_input", "action_id": "a"}},
	)
	o := newOffice(t, opens(t, form, func(p obj) string {
		if path(p, "view", "state", "values", "s", "a", "value") == "źle" {
			return jsonOf(obj{"response_action": "errors", "errors": obj{"s": "Inaczej, proszę."}})
		}
		return ""
	}))
	o.anna.Types("/zadanie")
	m := o.anna.Modal("Nowe")
	if m.Title() != "Nowe zadanie" || m.Submits() != "Zapisz" {
		t.Errorf("title %q, submit %q", m.Title(), m.Submits())
	}
	r := m.Submit()
	if r.Delivered() || len(r.Errors()) != 3 || m.Error("Temat") == "" {
		t.Errorf("an empty form: delivered %v, errors %v", r.Delivered(), r.Errors())
	}
	m.Fill("Temat", "źle")
	m.Fill("Termin", "2026-11-24")
	m.Fill("Priorytet", "Wysoki")
	m.Fill("E-mail", "nie")
	if r := m.Submit(); r.Delivered() || m.Error("E-mail") == "" {
		t.Error("a bad address was delivered")
	}
	m.Clear("E-mail")
	if r := m.Submit(); r.Closed() || r.Errors()["Temat"] != "Inaczej, proszę." || !strings.Contains(m.Text(), "Inaczej") {
		t.Errorf("errors %v", r.Errors())
	}
	m.Fill("Temat", "dobrze")
	if m.Value("Priorytet") != "Wysoki" || m.Value("Termin") != "2026-11-24" {
		t.Errorf("values %q %q", m.Value("Priorytet"), m.Value("Termin"))
	}
	r = m.Submit()
	if !r.Closed() {
		t.Error("not closed")
	}
	o.anna.ExpectNoModal()
	values := path(r.Payload(), "view", "state", "values")
	if path(values, "p", "a", "selected_option", "value") != "2" || path(values, "m", "a", "value") != nil {
		t.Errorf("values %v", values)
	}
	if r.Redeliver().Failure() != "" {
		t.Error("delivered again, it failed")
	}
}

func TestStack(t *testing.T) {
	t.Parallel()
	o := newOffice(t, opens(t, modal("Pierwszy", section("a")), func(p obj) string {
		switch path(p, "view", "title", "text") {
		case "Pierwszy":
			return jsonOf(obj{"response_action": "push", "view": modal("Drugi", section("b"))})
		case "Drugi":
			second := modal("Drugi zmieniony", section("c"))
			second["notify_on_close"] = true
			return jsonOf(obj{"response_action": "update", "view": second})
		}
		return jsonOf(obj{"response_action": "clear"})
	}))
	o.anna.Types("/a")
	first := o.anna.Modal("Pierwszy")
	second := first.Submit().Pushed()
	if r := second.Submit(); !r.Updated() || second.Title() != "Drugi zmieniony" || path(r.Payload(), "view", "root_view_id") == path(r.Payload(), "view", "id") {
		t.Error("not updated in place, or no child of the first")
	}
	second.Close()
	o.anna.Modal("Pierwszy")
	closed := o.told()[len(o.told())-1]
	if closed["type"] != "view_closed" || closed["is_cleared"] != false {
		t.Errorf("%v", closed["type"])
	}
	first.Submit().Pushed().Submit()
	if r := o.anna.Modal("Drugi zmieniony").Submit(); !r.Closed() || first.Open() {
		t.Error("not cleared")
	}
}

func TestRowsAndConfirm(t *testing.T) {
	t.Parallel()
	remove := button("Usuń", "del", "7")
	remove["confirm"] = obj{"title": plainText("Usunąć?"), "text": plainText("Na zawsze."), "confirm": plainText("Tak"), "deny": plainText("Nie")}
	withSquare := section("*oddzwonić* do <https://x.example|pani> &lt;3")
	withSquare["accessory"] = button("☐", "done", "7")
	menu := obj{"type": "overflow", "action_id": "more", "options": []any{
		obj{"text": plainText("Jutro"), "value": "1"}, obj{"text": plainText("Usuń"), "value": "2"},
	}}
	blocks := []any{
		withSquare,
		obj{"type": "context", "elements": []any{marked("dziś · <@U1|x>")}},
		section("inna sprawa"),
		obj{"type": "actions", "elements": []any{button("☐", "done", "8"), remove, menu}},
	}
	o := newOffice(t, func(o *office, kind string, p obj) (int, string) {
		if kind == "app_home_opened" {
			o.call(t, "views.publish", obj{"user_id": path(p, "event", "user"), "view": obj{"type": "home", "blocks": blocks}})
		}
		return http.StatusOK, ""
	})
	home := o.anna.OpensHome()
	if got := home.Row("oddzwonić").Text(); got != "oddzwonić do pani <3\ndziś · U1" {
		t.Errorf("row %q", got)
	}
	home.Row("oddzwonić").Press("☐")
	home.Row("oddzwonić").PressAgainAsSlackRetries()
	told := o.told()
	last, before := told[len(told)-1], told[len(told)-2]
	if jsonOf(last) != jsonOf(before) || path(last["actions"].([]any)[0], "value") != "7" {
		t.Error("the second press differs from the first")
	}
	if path(last, "container", "type") != "view" || path(last, "view", "type") != "home" {
		t.Errorf("container %v", last["container"])
	}
	press := home.Row("inna").Press("Usuń")
	if !press.Asks() || press.Title() != "Usunąć?" || press.Text() != "Na zawsze." || len(o.told()) != len(told) {
		t.Error("the confirm dialog was passed over")
	}
	press.Yes()
	home.Row("inna").Choose("Jutro")
	told = o.told()
	if got := path(told[len(told)-1]["actions"].([]any)[0], "selected_option", "value"); got != "1" {
		t.Errorf("chose %v", got)
	}
	home.ExpectRow("inna")
	home.ExpectNoRow("nikt")
	home.Press("Usuń").No()
	if len(o.told()) != len(told) {
		t.Error("a refused dialog was delivered")
	}
}

func TestExternalMenu(t *testing.T) {
	t.Parallel()
	menu := obj{"type": "external_select", "action_id": "who", "min_query_length": 2, "placeholder": plainText("Szukaj")}
	o := newOffice(t, func(o *office, kind string, p obj) (int, string) {
		if kind == "block_suggestion" {
			if p["value"] != "Kow" || p["action_id"] != "who" || p["block_id"] != "w" {
				t.Errorf("asked %v", p)
			}
			return http.StatusOK, jsonOf(obj{"option_groups": []any{obj{"label": plainText("Osoby"), "options": []any{
				obj{"text": plainText("Anna Kowalska"), "value": "1"}, obj{"text": plainText("Jan Kowal"), "value": "2"},
			}}}})
		}
		return opens(t, modal("Wybór", input("w", "Osoba", menu)), func(obj) string { return "" })(o, kind, p)
	})
	o.anna.Types("/a")
	m := o.anna.Modal()
	if got := m.Offers("Osoba", "Kow"); len(got) != 2 {
		t.Errorf("offers %q", got)
	}
	m.Pick("Osoba", "Kow", "Anna Kowalska")
	if m.Value("Osoba") != "Anna Kowalska" {
		t.Errorf("value %q", m.Value("Osoba"))
	}
	m.Clear("Osoba")
	m.Pick("Osoba", "Kow", "Jan Kowal")
	if got := path(m.Submit().Payload(), "view", "state", "values", "w", "who", "selected_option", "value"); got != "2" {
		t.Errorf("submitted %v", got)
	}
}

func TestMessages(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent)
	sent := o.call(t, "chat.postMessage", obj{"channel": o.anna.ID, "text": "przypomnienie", "blocks": []any{
		section("Przypomnienie: <!date^1^{date}|24 listopada>"), obj{"type": "actions", "elements": []any{button("Gotowe", "done", "1")}},
	}})
	m := o.anna.DM().ExpectMessage("24 listopada")
	if press := m.Press("Gotowe"); press.Failure() != "" || press.Redeliver().Body() != "" {
		t.Error("the press failed")
	}
	pressed := o.told()[0]
	reply := pressed["response_url"].(string)
	if path(pressed, "channel", "id") != sent["channel"] || path(pressed, "message", "ts") != sent["ts"] {
		t.Errorf("pressed in %v", pressed["channel"])
	}
	o.post(t, reply, []byte(`{"replace_original":true,"text":"zrobione"}`))
	m.ExpectText("zrobione")
	o.call(t, "chat.update", obj{"channel": sent["channel"], "ts": sent["ts"], "text": "w toku", "blocks": []any{section("w toku")}})
	o.call(t, "chat.update", obj{"channel": sent["channel"], "ts": sent["ts"], "text": "cofnięte"})
	if m.Text() != "w toku" || m.Fallback() != "cofnięte" || len(m.Blocks()) != 1 {
		t.Errorf("the blocks are gone, though nothing was said of them: %q", m.Text())
	}
	o.call(t, "chat.update", obj{"channel": sent["channel"], "ts": sent["ts"], "text": "cofnięte", "blocks": []any{}})
	m.ExpectText("cofnięte")
	answer := o.call(t, "chat.postMessage", obj{"channel": sent["channel"], "thread_ts": sent["ts"], "text": "w wątku"})
	if got := o.anna.DM().ExpectMessage("w wątku"); got.Thread() != sent["ts"] || got.TS() != answer["ts"] {
		t.Errorf("thread %q", got.Thread())
	}
	o.call(t, "chat.delete", obj{"channel": sent["channel"], "ts": sent["ts"]})
	o.anna.DM().ExpectNoMessage("cofnięte")
	if o.anna.Says("hej").Delivered() {
		t.Error("the app heard a message without im:history")
	}
	o.anna.MessageShortcut(o.anna.DM().Messages()[1], "make_task")
	if told := o.told(); path(told[len(told)-1], "message", "text") != "hej" {
		t.Error("the shortcut brought no message")
	}
}

func TestTypedValuesStayWhileIDsDo(t *testing.T) {
	t.Parallel()
	var id any
	o := newOffice(t, func(o *office, kind string, p obj) (int, string) {
		if kind == "command" {
			opened := o.call(t, "views.open", obj{"trigger_id": p["trigger_id"], "view": modal("A",
				input("s", "Temat", typed("a")), input("n", "Uwagi", typed("a")))})
			id = path(opened, "view", "id")
		}
		return http.StatusOK, ""
	})
	o.anna.Types("/a")
	m := o.anna.Modal()
	m.Fill("Temat", "jeden")
	m.Fill("Uwagi", "dwa")
	begun := typed("a")
	begun["initial_value"] = "od nowa"
	updated := o.call(t, "views.update", obj{"view_id": id, "view": modal("B", input("s", "Temat", begun), input("n2", "Uwagi", begun))})
	if m.Value("Temat") != "jeden" || m.Value("Uwagi") != "od nowa" || m.Title() != "B" {
		t.Errorf("%q, %q", m.Value("Temat"), m.Value("Uwagi"))
	}
	if got := path(updated, "view", "state", "values", "s", "a", "value"); got != "jeden" {
		t.Errorf("the state says %v", got)
	}
	if got := o.call(t, "views.update", obj{"view_id": id, "hash": "1.old", "view": modal("C", section("x"))}); got["error"] != "hash_conflict" {
		t.Errorf("an old hash: %v", got)
	}
	o.call(t, "views.update", obj{"view_id": id, "hash": path(updated, "view", "hash"), "view": modal("C", section("x"))})
	m.ExpectNoText("jeden")
	m.CloseAll()
	if got := o.call(t, "views.update", obj{"view_id": id, "view": modal("D", section("x"))}); got["error"] != "not_found" {
		t.Errorf("a closed view: %v", got)
	}
}

func TestAmbiguousPressEndsTheTest(t *testing.T) {
	t.Parallel()
	w := &watcher{T: t}
	o := newOfficeOf(t, w, slacksim.Config{Patience: 1}, opens(t, modal("A",
		obj{"type": "actions", "elements": []any{button("Tak", "a", "1"), button("Tak", "b", "2")}}), func(obj) string { return "" }))
	o.anna.Types("/a")
	for _, f := range []func(){
		func() { o.anna.Modal().Press("Tak") },
		func() { o.anna.Modal().Press("Nie") },
		func() { o.anna.Modal().Fill("Temat", "x") },
		func() { o.anna.Modal().ExpectText("nikt") },
		func() { o.jan.Modal() },
		func() { o.User("Nikt") },
	} {
		if w.ends(f) == "" {
			t.Error("the test went on")
		}
	}
	for _, f := range w.cleanup {
		f()
	}
}

func TestSubmitsThatCannotBe(t *testing.T) {
	t.Parallel()
	asks := modal("A", section("x"))
	silently := with(asks)
	delete(silently, "submit")
	for _, c := range []struct {
		view obj
		do   func(o *office)
		says string
	}{
		{asks, func(*office) {}, ""},
		{with(asks, "submit_disabled", true), func(*office) {}, "is disabled"},
		{silently, func(*office) {}, "no submit button"},
		{asks, func(o *office) { o.anna.Modal().Close() }, "is closed"},
		{asks, func(o *office) { o.anna.Shortcut("over") }, "lies over it"},
	} {
		w := &watcher{T: t}
		var first any
		o := newOfficeOf(t, w, slacksim.Config{Patience: 1}, func(o *office, kind string, p obj) (int, string) {
			switch kind {
			case "command":
				o.call(t, "views.open", obj{"trigger_id": p["trigger_id"], "view": with(c.view, "blocks", []any{actionsOf(button("Dalej", "a", "1"))})})
			case "block_actions":
				first = p["trigger_id"]
			case "shortcut":
				o.call(t, "views.push", obj{"trigger_id": first, "view": modal("Nad", section("x"))})
			}
			return http.StatusOK, ""
		})
		o.anna.Types("/a")
		m := o.anna.Modal()
		m.Press("Dalej")
		c.do(o)
		if said := w.ends(func() { m.Submit() }); !strings.Contains(said, c.says) || (said == "") != (c.says == "") {
			t.Errorf("said %q, want %q", said, c.says)
		}
		for _, f := range w.cleanup {
			f()
		}
	}
}
