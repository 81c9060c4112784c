// Package crm is the vocabulary of the front office and its rules: what a person,
// a task or a note is, what makes one valid, who may do what, when a task is
// overdue, how a phone number is read and how names are folded for search.
//
// Everything here is a value or a pure function. Time is a parameter, permission is
// an error that says why not, and what is wrong with a form is a list of [Problems]
// with a field and a sentence's id each, so that every door (Slack, a link in a
// letter, a calendar program) says the same in its reader's language.
package crm
