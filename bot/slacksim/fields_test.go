package slacksim_test

import (
	"testing"

	"frontdesk/bot/slacksim"
)

func TestEveryField(t *testing.T) {
	t.Parallel()
	element := func(kind string, more ...any) obj { return with(obj{"type": kind, "action_id": "a"}, more...) }
	choices := []any{
		obj{"text": plainText("Jeden"), "value": "1"}, obj{"text": plainText("Dwa"), "value": "2"},
	}
	cases := []struct {
		label, typed, shown, field string
		element                    obj
		want                       any
	}{
		{"Tekst", "a & b", "a & b", "value", element("plain_text_input"), "a & b"},
		{"Liczba", "7", "7", "value", element("number_input", "is_decimal_allowed", false), "7"},
		{"Strona", "https://x.example", "https://x.example", "value", element("url_text_input"), "https://x.example"},
		{"Adres", "a@x.example", "a@x.example", "value", element("email_text_input"), "a@x.example"},
		{"Dzień", "2026-11-24", "2026-11-24", "selected_date", element("datepicker"), "2026-11-24"},
		{"Pora", "15:00", "15:00", "selected_time", element("timepicker"), "15:00"},
		{"Chwila", "2026-11-24 15:00", "1795528800", "selected_date_time", element("datetimepicker"), 1795528800.0},
		{"Wybór", "Dwa", "Dwa", "selected_option", element("static_select", "options", choices), choices[1]},
		{"Guzik", "Jeden", "Jeden", "selected_option", element("radio_buttons", "options", choices), choices[0]},
		{"Ptaszki", "Dwa", "Dwa", "selected_options", element("checkboxes", "options", choices), []any{choices[1]}},
		{"Wiele", "Jeden", "Jeden", "selected_options", element("multi_static_select", "options", choices), []any{choices[0]}},
		{"Kto", "Jan Lis", "@Jan Lis", "selected_user", element("users_select"), "jan"},
		{"Kanał", "#office", "#office", "selected_conversation", element("conversations_select"), "office"},
		{"Opis", "raz", "raz", "rich_text_value", element("rich_text_input"), nil},
	}
	var blocks []any
	for _, c := range cases {
		blocks = append(blocks, input(c.label, c.label, c.element))
	}
	o := newOffice(t, opens(t, modal("Pola", blocks...), func(obj) string { return "" }))
	places := map[string]string{"jan": o.jan.ID, "office": o.AddChannel("office", o.anna)}
	o.anna.Types("/a")
	m := o.anna.Modal()
	for _, c := range cases {
		if m.Value(c.label) != "" {
			t.Errorf("%s begins with %q", c.label, m.Value(c.label))
		}
		m.Fill(c.label, c.typed)
		m.Fill(c.label, c.typed)
		if got := m.Value(c.label); got != c.shown {
			t.Errorf("%s shows %q, want %q", c.label, got, c.shown)
		}
	}
	values := path(m.Submit().Payload(), "view", "state", "values")
	for _, c := range cases {
		want := c.want
		if name, isName := want.(string); isName && places[name] != "" {
			want = places[name]
		}
		if got := path(values, c.label, "a", c.field); want != nil && jsonOf(got) != jsonOf(want) {
			t.Errorf("%s: %s, want %s", c.label, jsonOf(got), jsonOf(want))
		}
	}
}

func TestUntouchedFieldsAreSentEmpty(t *testing.T) {
	t.Parallel()
	optional := func(id string, element obj) obj { return with(input(id, id, element), "optional", true) }
	choice := []any{obj{"text": plainText("x"), "value": "1"}}
	o := newOffice(t, opens(t, modal("A",
		optional("t", typed("a")),
		optional("s", obj{"type": "static_select", "action_id": "a", "options": choice}),
		optional("c", obj{"type": "checkboxes", "action_id": "a", "options": choice, "initial_options": choice}),
		optional("f", obj{"type": "file_input", "action_id": "a"}),
		optional("m", obj{"type": "multi_users_select", "action_id": "a", "max_selected_items": 1}),
	), func(obj) string { return "" }))
	o.anna.Types("/a")
	m := o.anna.Modal()
	m.Untick("c", "x")
	m.Fill("m", "Anna")
	m.Fill("m", "Jan")
	if r := m.Submit(); r.Delivered() {
		t.Error("one too many was delivered")
	}
	m.Clear("m")
	want := `{"c":{"a":{"selected_options":[],"type":"checkboxes"}},"f":{"a":{"files":[],"type":"file_input"}},"m":{"a":{"selected_users":[],"type":"multi_users_select"}},` +
		`"s":{"a":{"selected_option":null,"type":"static_select"}},"t":{"a":{"type":"plain_text_input","value":null}}}`
	if got := jsonOf(path(m.Submit().Payload(), "view", "state", "values")); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestFieldsThatTellAtOnce(t *testing.T) {
	t.Parallel()
	told := with(input("k", "Kind", obj{"type": "static_select", "action_id": "kind", "options": []any{
		obj{"text": plainText("Kurs"), "value": "1"},
	}}), "dispatch_action", true)
	day := with(section("Dzień"), "accessory", obj{"type": "datepicker", "action_id": "day", "placeholder": plainText("Kiedy")})
	o := newOffice(t, opens(t, modal("A", told, day, input("t", "Temat", typed("a"))), func(obj) string { return "" }))
	o.anna.Types("/a")
	m := o.anna.Modal()
	m.Fill("Temat", "x")
	m.Fill("Kind", "Kurs")
	m.Fill("Kiedy", "2026-11-24")
	all := o.told()
	if len(all) != 3 {
		t.Fatalf("%d deliveries", len(all))
	}
	if got := path(all[1], "view", "state", "values", "t", "a", "value"); got != "x" {
		t.Errorf("the state lacks what was typed: %v", got)
	}
	if got := path(all[2]["actions"].([]any)[0], "selected_date"); got != "2026-11-24" {
		t.Errorf("the day is %v", got)
	}
	if got := path(all[2]["actions"].([]any)[0], "placeholder", "text"); got != "Kiedy" {
		t.Errorf("placeholder %v", got)
	}
	if got := m.Offers("Kind", ""); len(got) != 1 || got[0] != "Kurs" {
		t.Errorf("offers %q", got)
	}
}

func TestLimitsOfTyping(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		element obj
		typed   string
		fits    bool
	}{
		{with(typed("a"), "min_length", 3), "ab", false},
		{with(typed("a"), "max_length", 3), "abc", true},
		{with(typed("a"), "max_length", 3), "abcd", false},
		{typed("a"), long(3001), false},
		{obj{"type": "number_input", "is_decimal_allowed": false}, "1.5", false},
		{obj{"type": "number_input", "is_decimal_allowed": true, "min_value": "2"}, "1.5", false},
		{obj{"type": "number_input", "is_decimal_allowed": true, "max_value": "2"}, "1.5", true},
		{obj{"type": "number_input", "is_decimal_allowed": true, "max_value": "1"}, "1.5", false},
		{obj{"type": "url_text_input"}, "nie adres", false},
	} {
		o := newOffice(t, opens(t, modal("A", input("i", "Pole", c.element)), func(obj) string { return "" }))
		o.anna.Types("/a")
		m := o.anna.Modal()
		m.Fill("Pole", c.typed)
		if r := m.Submit(); r.Delivered() != c.fits {
			t.Errorf("%v %.10s: delivered %v, %v", c.element, c.typed, r.Delivered(), r.Errors())
		}
	}
}

func TestWhatIsSeen(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent)
	o.AddUser(slacksim.Person{ID: "UEWA", Name: "Ewa Zielona"})
	for text, want := range map[string]string{
		"*Anna* i _Jan_ oraz ~nikt~":            "Anna i Jan oraz nikt",
		"2*3*4 i snake_case_name":               "2*3*4 i snake_case_name",
		"<@UEWA> &amp; <https://x.example|tu>":  "@Ewa Zielona & tu",
		"<!date^1795528800^{date_num}|24.11> x": "24.11 x",
		"&lt;b&gt; <!here> <mailto:a@x.pl|a>":   "<b> @here a",
		"`kod` * nie":                           "kod * nie",
	} {
		o.call(t, "chat.postMessage", obj{"channel": o.anna.ID, "text": "x", "blocks": []any{section(text)}})
		if got := o.anna.DM().Last().Text(); got != want {
			t.Errorf("%s is seen as %q, want %q", text, got, want)
		}
	}
	rich := obj{"type": "rich_text", "elements": []any{obj{"type": "rich_text_section", "elements": []any{
		obj{"type": "text", "text": "od "},
		obj{"type": "user", "user_id": "UEWA"},
		obj{"type": "emoji", "name": "tada"},
		obj{"type": "link", "url": "https://x.example"},
		obj{"type": "broadcast", "range": "here"},
		obj{"type": "date", "timestamp": 1, "format": "{date}", "fallback": "wczoraj"},
	}}}}
	o.call(t, "chat.postMessage", obj{"channel": o.anna.ID, "text": "x", "blocks": []any{rich, tableOf(1, 2)}})
	if got := o.anna.DM().Last().Text(); got != "od @Ewa Zielona:tada:https://x.example@herewczoraj\nx | x" {
		t.Errorf("seen: %q", got)
	}
}

func TestRowsOfTablesAndCards(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent)
	rows := []any{
		[]any{obj{"type": "raw_text", "text": "Osoba"}, obj{"type": "raw_text", "text": ""}},
		[]any{obj{"type": "raw_text", "text": "Anna"}, obj{"type": "action_cell", "element": button("Otwórz", "o1", "1")}},
		[]any{obj{"type": "raw_text", "text": "Jan"}, obj{"type": "action_cell", "element": button("Otwórz", "o2", "2")}},
	}
	rows[0].([]any)[1].(obj)["text"] = "Co"
	o.call(t, "chat.postMessage", obj{"channel": o.anna.ID, "text": "x", "blocks": []any{
		obj{"type": "data_table", "caption": "Osoby", "rows": rows},
		obj{"type": "carousel", "elements": []any{
			obj{"type": "card", "title": plainText("Ewa"), "actions": []any{with(button("Otwórz kartę", "o", "3"), "url", "https://x.example/3")}},
		}},
	}})
	m := o.anna.DM().Last()
	m.Row("Jan").Press("Otwórz")
	m.Row("Ewa").Press("Otwórz kartę")
	told := o.told()
	if path(told[0]["actions"].([]any)[0], "value") != "2" || path(told[1]["actions"].([]any)[0], "value") != "3" {
		t.Error("another row's button was pressed")
	}
	if got := m.Link("Otwórz kartę"); got != "https://x.example/3" {
		t.Errorf("link %q", got)
	}
	if got := m.Row("Ewa").Buttons(); len(got) != 1 || got[0] != "Otwórz kartę" {
		t.Errorf("buttons %q", got)
	}
}

func TestUnnamedBlocksAreGivenIDs(t *testing.T) {
	t.Parallel()
	unnamed := func(label string) obj {
		return obj{"type": "input", "label": plainText(label), "element": obj{"type": "plain_text_input"}}
	}
	o := newOffice(t, opens(t, modal("A", unnamed("Jeden"), unnamed("Dwa")), func(obj) string { return "" }))
	o.anna.Types("/a")
	m := o.anna.Modal()
	m.Fill("Jeden", "1")
	m.Fill("Dwa", "2")
	if m.Value("Jeden") != "1" || m.Value("Dwa") != "2" {
		t.Errorf("values %q, %q", m.Value("Jeden"), m.Value("Dwa"))
	}
	for _, b := range m.Blocks() {
		if b["block_id"] == nil || path(b, "element", "action_id") == nil {
			t.Errorf("no ids: %v", b)
		}
	}
	o.call(t, "chat.postMessage", obj{"channel": o.anna.ID, "text": "x", "blocks": []any{section("x")}})
	if b := o.anna.DM().Last().Blocks()[0]; b["block_id"] == nil {
		t.Errorf("no id: %v", b)
	}
}

func TestWhoGoesInIsAMember(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent)
	id := o.AddChannel("#office", o.anna)
	o.jan.In("#office")
	if got := o.call(t, "chat.postEphemeral", obj{"channel": id, "user": o.jan.ID, "text": "cicho"}); got["ok"] != true {
		t.Errorf("%v", got)
	}
	o.jan.ExpectEphemeral("cicho")
}
