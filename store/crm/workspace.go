package crm

import (
	"slices"
	"strings"
	"time"
)

// A Language is one that the product speaks, as an ISO 639-1 code ("pl").
// The empty Language means "no choice made".
type Language string

// The languages that the product was born with. A third needs only a file of words.
const (
	Polish  Language = "pl"
	English Language = "en"
)

// A Workspace is one school: one Slack workspace that the app is installed in.
type Workspace struct {
	ID       WorkspaceID
	Team     string         // Slack's team id, "T…"
	Name     string         // as Slack gives it
	Language Language       // of what several people read, and of whoever made no choice
	Zone     *time.Location // in which a date without an hour begins and ends; never nil
}

// ResolveLanguage is the language to speak to a staff member: their own choice, else
// their Slack locale's if it is one of ours, else the workspace's. Slack has no Polish
// interface, so that "en-US" is what everybody has who chose nothing there: it counts
// as no locale.
func ResolveLanguage(chosen Language, slackLocale string, workspace Language, ours []Language) Language {
	if chosen != "" {
		return chosen
	}
	if code, _, _ := strings.Cut(slackLocale, "-"); slackLocale != "en-US" {
		if l := Language(code); slices.Contains(ours, l) {
			return l
		}
	}
	return workspace
}
