// Package view draws what the bot shows: crm values become Block Kit, that is modals
// (forms and cards), the App Home and messages. Everything here is a pure function of
// its arguments, a [Reader] first, so what one person sees is testable as JSON.
//
// Three promises hold for every view, whatever people wrote: it stays within Slack's
// limits, it carries no markup of theirs (&, < and > are escaped wherever Slack reads
// mrkdwn), and it says in words what it also says by colour or sign.
//
// Views carry ids and never authority: a value or the [Meta] of a view that comes back
// from Slack says what is meant, and the store says whether it may be.
package view
