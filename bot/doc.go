// Package bot is the Slack conversation. A transport (http.go) only verifies and
// decodes; what a person did becomes one [Request], whatever it came by, and goes
// through one dispatch: recognise who asks, look the handler up in a table, call a
// verb of the store, draw a view, answer.
//
// The tour: commands.go and routes.go are the tables (commands, presses, submissions,
// suggestions, shortcuts, events); person.go, task.go, note.go, staff.go, settings.go,
// card.go and home.go hold the handlers, a file per noun; redraw.go draws again what a
// change made old; slackapi.go speaks to Slack at Slack's pace; excuse.go turns errors
// into sentences.
//
// A handler never decides who may do what: it hands the asker to the store, which asks
// the rule. Ids that come back from Slack in values and metadata say what a person
// pressed, never that they may.
package bot
