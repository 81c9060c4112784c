package slacksim_test

import (
	"net/http"
	"strings"
	"testing"

	"frontdesk/bot/slacksim"
)

func choose(text, value string) obj { return obj{"text": plainText(text), "value": value} }

// homed is an app whose Home has the blocks.
func homed(t *testing.T, blocks ...any) func(o *office, kind string, p obj) (int, string) {
	return func(o *office, kind string, p obj) (int, string) {
		if kind == "app_home_opened" {
			o.call(t, "views.publish", obj{"user_id": path(p, "event", "user"), "view": obj{"type": "home", "blocks": blocks}})
		}
		if kind == "block_suggestion" {
			return http.StatusOK, jsonOf(obj{"options": []any{choose("Jan Lis", "7")}})
		}
		return http.StatusOK, ""
	}
}

// lastAction is what the app was told of last.
func (o *office) lastAction(t *testing.T) obj {
	t.Helper()
	told := o.told()
	actions, _ := told[len(told)-1]["actions"].([]any)
	if len(actions) != 1 {
		t.Fatalf("last the app was told of %v", told[len(told)-1]["type"])
	}
	return actions[0].(obj)
}

func TestSelect(t *testing.T) {
	t.Parallel()
	columns := obj{
		"type": "multi_static_select", "action_id": "columns",
		"options":         []any{choose("Nazwisko", "n"), choose("Telefon", "t"), choose("Firma", "f")},
		"initial_options": []any{choose("Nazwisko", "n"), choose("Firma", "f")},
	}
	views := obj{
		"type": "static_select", "action_id": "views", "initial_option": choose("Wszyscy", "all"),
		"option_groups": []any{
			obj{"label": plainText("Stałe"), "options": []any{choose("Wszyscy", "all"), choose("Kursanci", "students")}},
			obj{"label": plainText("Własne"), "options": []any{choose("Wieczorowi", "own-1")}},
		},
	}
	person := obj{"type": "external_select", "action_id": "who", "placeholder": plainText("Kto"), "min_query_length": 1}
	fate := obj{
		"type": "static_select", "action_id": "fate", "placeholder": plainText("Los"), "options": []any{choose("Usuń", "x")},
		"confirm": obj{"title": plainText("Usunąć?"), "text": plainText("Na zawsze."), "confirm": plainText("Tak"), "deny": plainText("Nie")},
	}
	o := newOffice(t, homed(t, actionsOf(views, person), with(section("Kolumny"), "accessory", columns), actionsOf(fate)))
	home := o.anna.OpensHome()

	home.Select("Kolumny", "Telefon", "Nazwisko")
	if got := jsonOf(path(o.lastAction(t), "selected_options")); got != jsonOf([]any{choose("Telefon", "t"), choose("Nazwisko", "n")}) {
		t.Errorf("the columns in the order of choice: %s", got)
	}
	home.Row("Kolumny").Select("Kolumny")
	if got := jsonOf(path(o.lastAction(t), "selected_options")); got != "[]" {
		t.Errorf("none chosen: %s", got)
	}
	home.Select("Wszyscy", "Wieczorowi")
	if got := path(o.lastAction(t), "selected_option", "value"); got != "own-1" || home.Value("Wieczorowi") != "Wieczorowi" {
		t.Errorf("chose %v", got)
	}
	home.Select("Kto", "Jan Lis")
	if got := path(o.lastAction(t), "selected_option", "value"); got != "7" {
		t.Errorf("chose %v", got)
	}
	told := len(o.told())
	ask := home.Select("Los", "Usuń")
	if !ask.Asks() || ask.Title() != "Usunąć?" || len(o.told()) != told || home.Value("Los") != "" {
		t.Error("the confirm dialog was passed over")
	}
	ask.No()
	home.Select("Los", "Usuń").Yes()
	if got := path(o.lastAction(t), "selected_option", "value"); got != "x" || home.Value("Los") != "Usuń" {
		t.Errorf("after Yes the app heard of %v", got)
	}
}

func TestChoosingWhatIsChosen(t *testing.T) {
	t.Parallel()
	open := func() obj {
		return obj{"type": "static_select", "action_id": "open", "placeholder": plainText("Otwórz…"), "options": []any{choose("Jan", "1"), choose("Ewa", "2")}}
	}
	w := &watcher{T: t}
	o := newOfficeOf(t, w, slacksim.Config{Patience: 1}, homed(t, actionsOf(open())))
	home := o.anna.OpensHome()
	home.Select("Otwórz…", "Jan")
	told := len(o.told())
	if said := w.ends(func() { home.Select("Otwórz…", "Jan") }); !strings.Contains(said, "already") || len(o.told()) != told {
		t.Errorf("the same was chosen again: %s", said)
	}
	home.Select("Otwórz…", "Ewa")
	o.anna.OpensHome() // draws the menu anew
	home.Select("Otwórz…", "Ewa")
	if got := path(o.lastAction(t), "selected_option", "value"); got != "2" {
		t.Errorf("chose %v", got)
	}
	for _, f := range w.cleanup {
		f()
	}
}

func TestOrderOfChoiceInAForm(t *testing.T) {
	t.Parallel()
	many := obj{"type": "multi_static_select", "action_id": "a", "options": []any{choose("Imię", "1"), choose("Nazwisko", "2"), choose("Firma", "3")}}
	o := newOffice(t, opens(t, modal("Ustawienia", input("k", "Kolumny", many)), func(obj) string { return "" }))
	o.anna.Types("/a")
	m := o.anna.Modal()
	m.Fill("Kolumny", "Firma")
	m.Fill("Kolumny", "Imię")
	if got := m.Value("Kolumny"); got != "Firma, Imię" {
		t.Errorf("one after another: %s", got)
	}
	m.Select("Kolumny", "Nazwisko", "Firma", "Imię")
	if got := m.Value("Kolumny"); got != "Nazwisko, Firma, Imię" {
		t.Errorf("shown: %s", got)
	}
	if told := len(o.told()); told != 1 {
		t.Errorf("a field of a form told the app before the submit: %d", told)
	}
	got := path(m.Submit().Payload(), "view", "state", "values", "k", "a", "selected_options")
	if want := jsonOf([]any{choose("Nazwisko", "2"), choose("Firma", "3"), choose("Imię", "1")}); jsonOf(got) != want {
		t.Errorf("got  %s\nwant %s", jsonOf(got), want)
	}
}

func TestRefusedBlocks(t *testing.T) {
	t.Parallel()
	o := newOfficeOf(t, t, slacksim.Config{Refuse: []string{"data_table"}}, silent)
	cell := obj{"type": "raw_text", "text": "x"}
	table := obj{"type": "data_table", "caption": "Osoby", "rows": []any{[]any{cell}, []any{cell}}}
	for where, code := range map[string]string{"message": "invalid_blocks", "home": "invalid_arguments"} {
		got, _ := showBlocks(t, o, where, []any{section("x"), table})
		if got["error"] != code || path(got, "response_metadata", "messages") == nil {
			t.Errorf("%s: %v", where, got)
		}
		if got, _ := showBlocks(t, o, where, []any{section("x"), tableOf(2, 2)}); got["ok"] != true {
			t.Errorf("%s: a plain table: %v", where, got)
		}
	}
	if bad := o.Complaints(); len(bad) > 0 {
		t.Errorf("complaints of what a correct app may meet: %q", bad)
	}
	o.AllowComplaints()
	showBlocks(t, o, "home", []any{table, section("")})
	if bad := o.Complaints(); len(bad) != 1 {
		t.Errorf("no complaint of what else is wrong: %q", bad)
	}
}

// TestNothingBelowATableIsOfItsRows has a menu under a table for all of its rows.
func TestNothingBelowATableIsOfItsRows(t *testing.T) {
	t.Parallel()
	cell := func(s string) obj { return obj{"type": "raw_text", "text": s} }
	open := obj{"type": "static_select", "action_id": "open", "placeholder": plainText("Otwórz…"), "options": []any{choose("Jan", "1"), choose("Ewa", "2")}}
	o := newOffice(t, homed(t, obj{"type": "table", "rows": []any{[]any{cell("Osoba")}, []any{cell("Jan")}, []any{cell("Ewa")}}}, actionsOf(open)))
	home := o.anna.OpensHome()
	if got := home.Row("Ewa").Text(); got != "Ewa" {
		t.Errorf("the last row is %q", got)
	}
	home.Select("Otwórz…", "Ewa")
	if got := path(o.lastAction(t), "selected_option", "value"); got != "2" {
		t.Errorf("chose %v", got)
	}
}

func TestEachViewOfAClearedStackIsToldOf(t *testing.T) {
	t.Parallel()
	asks := func(title string) obj { return with(modal(title, section("x")), "notify_on_close", true) }
	o := newOffice(t, opens(t, asks("Karta"), func(p obj) string {
		if path(p, "view", "title", "text") == "Karta" {
			return jsonOf(obj{"response_action": "push", "view": modal("Pytanie", section("x"))})
		}
		return jsonOf(obj{"response_action": "push", "view": asks("Formularz")})
	}))
	o.anna.Types("/a")
	o.anna.Modal("Karta").Submit().Pushed().Submit().Pushed().CloseAll()
	var closed []any
	for _, p := range o.told() {
		if p["type"] == "view_closed" {
			closed = append(closed, path(p, "view", "title", "text"), p["is_cleared"])
		}
	}
	if got, want := jsonOf(closed), `["Formularz",true,"Karta",true]`; got != want {
		t.Errorf("told of %s, want %s", got, want)
	}
	o.anna.ExpectNoModal()
}

func TestFilesBothWays(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent)
	id := o.AddChannel("#office", o.anna)
	o.anna.In("#office").Uploads("osoby.csv", []byte("Jan;Lis"))
	inner, _ := o.told()[0]["event"].(obj)
	if inner["type"] != "file_shared" || inner["channel_id"] != id || inner["user_id"] != o.anna.ID ||
		path(inner, "file", "id") != inner["file_id"] || inner["event_ts"] == nil {
		t.Errorf("event %v", inner)
	}
	got := o.call(t, "files.getUploadURLExternal", obj{"filename": "osoby_2026.xlsx", "length": 3})
	sent, err := http.Post(got["upload_url"].(string), "application/octet-stream", strings.NewReader("abc"))
	if err != nil || sent.StatusCode != http.StatusOK {
		t.Fatalf("uploading: %v, %v", sent, err)
	}
	_ = sent.Body.Close()
	dm := o.call(t, "conversations.open", obj{"users": o.anna.ID})
	o.call(t, "files.completeUploadExternal", obj{
		"files": []any{obj{"id": got["file_id"], "title": "Osoby"}}, "channel_id": path(dm, "channel", "id"), "initial_comment": "Lista",
	})
	if data := o.anna.DM().ExpectFile("osoby"); string(data) != "abc" {
		t.Errorf("the file holds %q", data)
	}
	o.anna.DM().ExpectMessage("Lista")
	told := o.told()
	if own := told[len(told)-1]["event"].(obj); own["type"] != "file_shared" || own["user_id"] != o.BotUserID() || own["file_id"] != got["file_id"] {
		t.Errorf("of its own file the app was told %v", own)
	}
}
