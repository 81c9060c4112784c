// Package bot is the Slack conversation. A transport (http.go, socket.go) only verifies
// and decodes; what a person did becomes one [Request], whatever it came by, and goes
// through one dispatch: recognise who asks, look the handler up in a table, call a
// verb of the store, draw a view, answer.
//
// The tour: decode.go makes the request and dispatch.go takes it through the house;
// commands.go and routes.go are the tables (commands, presses, submissions, suggestions,
// shortcuts, events); person.go, task.go, note.go, staff.go, calendar.go and settings.go
// hold the handlers, a file per noun, card.go and home.go those of what stays open,
// suggest.go those of fields that offer things; redraw.go draws again, for whoever made a
// change, what it made old, and homes.go for those whose task it is; pool.go does so in
// the background; slackapi.go and pacer.go speak to Slack at Slack's pace; tell.go sends
// the machine's own messages and told.go takes the presses in them; excuse.go turns
// errors into sentences.
//
// A handler never decides who may do what: it hands the asker to the store, which asks
// the rule. Ids that come back from Slack in values and metadata say what a person
// pressed, never that they may.
package bot
