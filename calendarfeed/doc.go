// Package calendarfeed gives each staff member a calendar of their tasks, for the
// calendar programs that they use besides Slack.
//
// [Encode] writes tasks as an iCalendar file (RFC 5545). A task is a VEVENT, since
// widespread programs pass over VTODO. [New] serves such files at addresses that are
// a secret each: whoever has the address reads the calendar, so it is neither logged
// nor told apart from an address that does not exist.
//
// Programs ask again when they like, some only once a day or a week, whatever the file
// recommends. Asking is made cheap: an unchanged calendar is answered from one indexed
// row.
package calendarfeed
