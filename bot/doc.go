// Package bot is the Slack conversation. A transport (http.go, socket.go) only verifies
// and decodes; what a person did becomes one [Request], whatever it came by, and goes
// through one dispatch: recognise who asks, look the handler up in a table, call a
// verb of the store, draw a view, answer.
//
// The tour: decode.go makes the request and dispatch.go takes it through the house;
// commands.go and routes.go are the tables (commands, presses, submissions, suggestions,
// shortcuts, events), and listing.go says them to the app's manifest. The handlers have a
// file per noun: person.go with student.go, archive.go and doubles.go; task.go, note.go,
// staff.go, calendar.go and settings.go; of lists list.go, filter.go and view_saved.go; of
// long work import.go and export.go, for which files.go fetches and sends files. card.go and
// home.go are what stays open, suggest.go the fields that offer things.
//
// redraw.go draws again, for whoever made a change, what it made old, and homes.go for
// those whose task it is; tables.go remembers which tables a workspace takes; pool.go does
// so in the background; slackapi.go and pacer.go speak to Slack at Slack's pace; tell.go
// sends the machine's own messages and told.go takes the presses in them; excuse.go turns
// errors into sentences.
//
// A handler never decides who may do what: it hands the asker to the store, which asks
// the rule. Ids that come back from Slack in values and metadata say what a person
// pressed, never that they may.
package bot
