// Package scheduler does what nobody presses a button for: it reminds of overdue
// tasks by letter and in Slack, tells people of tasks that they were given, and drops
// what is old.
//
// What is to be sent is a row first (a delivery, planned by the store) and a worker's
// errand second. Three kinds of job run on River, in real time:
//
//   - a tick, inserted every minute by every replica under its slot, so that it runs
//     once: it plans what has become due by the store's clock and asks for an errand;
//   - an errand: it claims deliveries, sends them and records how each ended;
//   - housekeeping.
//
// Jobs may be lost or run twice without harm. A delivery is claimed under a lease in
// the database, and whoever dies with one in hand lets it go when the lease is over;
// a letter that is sent again is the same mail, by its Message-ID.
package scheduler
