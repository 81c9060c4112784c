// Package slacksim is a Slack workspace on this machine, as strict as Slack itself and
// in places stricter: it refuses what Slack refuses, so that a bot which works here
// works there. It has the Web API over HTTP, delivers to the app over HTTP with v0
// signatures or, with Config.SocketMode, over Socket Mode, and lets a test act as a person
// would:
//
//	ws := slacksim.New(slacksim.Config{})
//	ws.AddUser(slacksim.Person{Name: "Anna Nowak", Email: "anna@school.example"})
//	ws.Start(t)                   // serves on loopback; ends with the test, which fails if there are complaints
//	ws.AppURL = app.URL + "/slack/events"
//	// The bot under test is given ws.APIURL(), ws.BotToken and ws.SigningSecret;
//	// over Socket Mode, where it needs no AppURL, ws.AppToken.
//
//	anna := ws.User("Anna")
//	anna.Types("/zadanie")                    // *Answer: Text(), Message(), Press(…), Failure(), Redeliver()
//	anna.In("#sekretariat").Types("/zadanie") // the same in a channel
//	anna.Shortcut("new_task")                 // a global shortcut; MessageShortcut(message, id) for one of a message
//	anna.Says("hello")                        // a message to the bot (an event only with the scope im:history)
//
//	m := anna.Modal("Nowe zadanie")           // waits for the top modal; the title may be left out
//	m.Fill("Temat", "zadzwonić")              // text, e-mail, number, date, time, select, checkbox, radio by label
//	m.Pick("Osoba", "Kowal", "Anna Kowalska") // an external select: types, is offered, picks; Offers(label, query) lists
//	m.Select("Kolumny", "Nazwisko", "Telefon") // a menu anywhere: these and no others, in this order; Yes/No where it asks
//	m.Clear("Osoba"); m.Value("Temat"); m.Error("Temat"); m.Errors(); m.Title(); m.Text(); m.Submits()
//	m.Press("Usuń").Yes()                     // a press with a confirm dialog delivers nothing before Yes
//	m.Row("oddzwonić").Press("☐")             // the button in or under the section, or in the table's row, with that text
//	m.Row("oddzwonić").PressAgainAsSlackRetries()
//	m.Choose("oddzwonić", "Usuń")             // an option of the row's overflow menu; Row(…).Select(menu, option) of a menu
//	m.ExpectText("…"); m.ExpectNoText("…"); m.ExpectRow("…"); m.ExpectNoRow("…")
//	r := m.Submit()                           // *Result: Closed(), Errors(), Pushed(), Updated(), Failure(), Redeliver()
//	m.Close(); m.CloseAll()
//
//	home := anna.OpensHome()                  // *Home, once the app has published; Home() is the present one
//	anna.DM().ExpectMessage("przypomnienie")  // *Message; Messages(), Last(), ExpectNoMessage(…)
//	anna.Ephemerals(); anna.ExpectEphemeral("…")
//
//	anna.DM().ExpectFile("osoby")             // what is in a file that the bot sent
//	anna.Uploads("people.csv", data)          // a file for the bot, In("#office").Uploads(…) one for a channel
//	anna.OpensMessages(); anna.Becomes(func(*Person)); ws.Event(…)
//
//	ws.Calls("views.publish"); ws.Complaints(); ws.AllowComplaints(); ws.Redeliver(); ws.Raw(…); ws.FailNext(…)
//	ws.ExpectConnections(1); ws.Disconnect("warning"); ws.Cut() // of Socket Mode
//
// The same workspace can be tried by hand: Workspace.Page serves it to a browser, where a
// newcomer picks who to be. Page and tests share one state: what is typed there is seen here.
//
// Config.Refuse makes a workspace that does not know some types of blocks yet.
//
// A button is pressed by its label alone only where there is one such; else its row has to
// be named, or the test ends: a person could not know either.
//
// Whatever acts waits until the app has answered; whatever looks waits up to
// Config.Patience for the thing to appear, and ends the test if it does not.
package slacksim
