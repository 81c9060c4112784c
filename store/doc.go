// Package store keeps the school in PostgreSQL: people, tasks, notes and staff of
// many Slack workspaces, and every change to them as an event.
//
// Every exported method takes the context first and who asks second; it asks the
// rule in package crm, which answers why not, and touches rows of the asker's
// workspace alone. The few that must run before anybody is known, or for nobody,
// stand in unattended.go. A verb that changes something writes the row, the event and
// what follows from it (counters, feed versions, deliveries, jobs) in one transaction.
//
// An exported method opens the transaction; the unexported one works inside it.
// SQL stands beside the function that runs it.
package store
