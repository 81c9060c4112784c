// Package mail writes the machine's letters and hands them to an SMTP server.
//
// A letter is a file, letters/{language}/{kind}.md: its subject on top, Markdown
// below, the data of a delivery in between. One source makes both parts of the mail,
// the plain text and the HTML. [Compose] is pure: the same delivery is the same
// letter, so that a letter sent again is the same mail, to the byte and by its
// Message-ID. Whatever a person typed stands in a letter as it was typed: it is
// neither markup nor a header.
//
// A [Sender] delivers one letter at a time and says of a failure whether it concerns
// this letter for good ([Permanent]), all letters for now ([Unavailable]), or nothing
// but this attempt (any other error).
package mail
