package store

// The methods of this file run before anybody is known, or for nobody. Each returns
// the crm.Staff that all further calls take, or touches no row of a school's data.

import (
	"cmp"
	"context"
	"crypto/hmac"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"frontdesk/migrations"
	"frontdesk/store/crm"
)

// An Installation is the app put into a Slack workspace.
type Installation struct {
	Team     string // Slack's team id
	Name     string
	BotToken string // kept encrypted
	BotUser  string // Slack's user id of the bot
	Language crm.Language
	Zone     string // IANA name
}

// Install creates the workspace of a team, or updates its name and token; language
// and zone are set once, at the first time.
func (s *Store) Install(ctx context.Context, in Installation) (crm.Workspace, error) {
	if _, err := time.LoadLocation(in.Zone); err != nil || in.Zone == "" {
		return crm.Workspace{}, fmt.Errorf("installing workspace: %q is no time zone (one is Europe/Warsaw)", in.Zone)
	}
	rows, err := s.pool.Query(ctx, `
		insert into workspaces (team, name, language, zone, bot_user, token_key, token, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (team) do update set name = excluded.name, bot_user = excluded.bot_user,
			token_key = excluded.token_key, token = excluded.token
		returning workspace_id, team, name, language, zone`,
		in.Team, in.Name, in.Language, in.Zone, in.BotUser, tokenKey, s.keys.seal(in.Team, in.BotToken), s.Now())
	if err != nil {
		return crm.Workspace{}, fmt.Errorf("installing workspace: %w", err)
	}
	w, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[workspaceRow])
	if err != nil {
		return crm.Workspace{}, fmt.Errorf("installing workspace: %w", err)
	}
	return w.workspace(s), nil
}

// Workspaces are all that the deployment serves.
func (s *Store) Workspaces(ctx context.Context) ([]crm.Workspace, error) {
	rows, err := s.pool.Query(ctx, `
		select workspace_id, team, name, language, zone from workspaces order by workspace_id`)
	if err != nil {
		return nil, fmt.Errorf("listing workspaces: %w", err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[workspaceRow])
	if err != nil {
		return nil, fmt.Errorf("listing workspaces: %w", err)
	}
	out := make([]crm.Workspace, len(all))
	for i, w := range all {
		out[i] = w.workspace(s)
	}
	return out, nil
}

// Recognise answers who a Slack user is, by one indexed read. Somebody who is not
// on the staff is a [crm.Outsider], whom every rule refuses; a team that the app is
// not installed in is [crm.ErrNotFound].
func (s *Store) Recognise(ctx context.Context, team, slackUser string) (crm.Staff, error) {
	rows, err := s.pool.Query(ctx, `
		select w.workspace_id, w.team, w.name as workspace_name, w.language, w.zone as workspace_zone,
			coalesce(s.id, 0) as id, coalesce(s.slack_user, $2) as slack_user, coalesce(s.name, '') as name,
			coalesce(s.email, '') as email, coalesce(s.role, '') as role, coalesce(s.slack_locale, '') as slack_locale,
			coalesce(s.chosen_language, '') as chosen_language, coalesce(s.zone, w.zone) as zone
		from workspaces w
		left join staff s on s.workspace_id = w.workspace_id and s.slack_user = $2 and s.active
		where w.team = $1`, team, slackUser)
	if err != nil {
		return crm.Staff{}, fmt.Errorf("recognising staff: %w", err)
	}
	return one(rows, s.rowToStaff)
}

// HasStaff reports whether a team has ever had staff, and so can have no first manager
// any more. It is one indexed read.
func (s *Store) HasStaff(ctx context.Context, team string) (bool, error) {
	var has bool
	err := s.pool.QueryRow(ctx, `
		select exists (select from staff where workspace_id = (select workspace_id from workspaces where team = $1))`,
		team).Scan(&has)
	if err != nil {
		return false, fmt.Errorf("asking for staff: %w", err)
	}
	return has, nil
}

// FirstManager makes p a manager while the workspace has no staff at all; after
// that it answers what [Store.Recognise] does. The caller has asked Slack that p is
// an admin or owner of the workspace.
func (s *Store) FirstManager(ctx context.Context, team string, p StaffProfile) (crm.Staff, error) {
	by, err := s.Recognise(ctx, team, p.SlackUser)
	if err != nil || by.Role != crm.RoleNone || p.Guest {
		return by, err
	}
	p.Role = crm.RoleManager
	_, err = change(ctx, s, crm.System(by.Workspace), func(t *tx) (crm.Change[crm.Staff], error) {
		if err := t.lockStaff(ctx); err != nil {
			return crm.Change[crm.Staff]{}, err
		}
		var taken bool
		err := t.QueryRow(ctx, `select exists (select from staff where workspace_id = $1)`, by.Workspace.ID).Scan(&taken)
		if err != nil || taken {
			return crm.Change[crm.Staff]{}, err
		}
		return t.addStaff(ctx, p)
	})
	if err != nil {
		return crm.Staff{}, fmt.Errorf("making the first manager: %w", err)
	}
	return s.Recognise(ctx, team, p.SlackUser)
}

// FeedOwner answers whose feed a token opens, by one indexed read. A token that is
// wrong, or was reset, or whose owner has left the staff, is [crm.ErrNotFound].
func (s *Store) FeedOwner(ctx context.Context, token string) (Feed, error) {
	w, id, ok := parseFeedToken(token)
	if !ok {
		return Feed{}, crm.ErrNotFound
	}
	rows, err := s.pool.Query(ctx, `
		select w.workspace_id, w.team, w.name as workspace_name, w.language, w.zone as workspace_zone,
			s.id, s.slack_user, s.name, s.email, s.role, s.slack_locale, s.chosen_language, s.zone,
			f.generation, f.version, f.changed_at
		from feeds f
		join workspaces w using (workspace_id)
		join staff s on s.workspace_id = f.workspace_id and s.id = f.staff_id and s.active
		where f.workspace_id = $1 and f.staff_id = $2`, w, id)
	if err != nil {
		return Feed{}, fmt.Errorf("reading feed: %w", err)
	}
	r, err := one(rows, pgx.RowToStructByName[feedOwnerRow])
	if err != nil {
		return Feed{}, err
	}
	if !hmac.Equal([]byte(token), []byte(s.keys.feedToken(w, id, r.Generation))) {
		return Feed{}, crm.ErrNotFound
	}
	return Feed{By: r.staff(s), Version: r.Version, Changed: r.ChangedAt.UTC()}, nil
}

// feedOwnerRow is a feed with whose it is.
type feedOwnerRow struct {
	staffRow
	Generation, Version int64
	ChangedAt           time.Time
}

// Arrived notes that Slack has delivered something under key, and reports whether
// that was the first time. Slack's deliveries are of real time, not of business time.
func (s *Store) Arrived(ctx context.Context, team, key string) (first bool, err error) {
	tag, err := s.pool.Exec(ctx, `
		insert into arrivals (workspace_id, key, at)
		select workspace_id, $2, $3 from workspaces where team = $1
		on conflict do nothing`, team, key, time.Now())
	if err != nil {
		return false, fmt.Errorf("noting arrival: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// ForgetArrival forgets that Slack has delivered something under key, so that its next try
// counts as the first.
func (s *Store) ForgetArrival(ctx context.Context, team, key string) error {
	_, err := s.pool.Exec(ctx, `
		delete from arrivals where workspace_id = (select workspace_id from workspaces where team = $1) and key = $2`, team, key)
	if err != nil {
		return fmt.Errorf("forgetting an arrival: %w", err)
	}
	return nil
}

// ForgetArrivals drops what arrived before t, of real time; Slack's last retry comes minutes after
// the first try.
func (s *Store) ForgetArrivals(ctx context.Context, t time.Time) error {
	_, err := s.pool.Exec(ctx, `
		delete from arrivals where workspace_id = any(array(select workspace_id from workspaces)) and at < $1`, t)
	if err != nil {
		return fmt.Errorf("forgetting arrivals: %w", err)
	}
	return nil
}

// InsertTick asks for the tick of a slot, once however many replicas ask.
func (s *Store) InsertTick(ctx context.Context, slot time.Time) error {
	if _, err := s.jobs.Insert(ctx, TickArgs{Slot: slot.UTC()}, nil); err != nil {
		return fmt.Errorf("inserting tick: %w", err)
	}
	return nil
}

// InsertErrand asks for a batch of what waits to be sent, now.
func (s *Store) InsertErrand(ctx context.Context) error {
	if _, err := s.jobs.Insert(ctx, ErrandArgs{}, nil); err != nil {
		return fmt.Errorf("inserting errand: %w", err)
	}
	return nil
}

// InsertChore asks for work on chores if one waits, in any workspace.
func (s *Store) InsertChore(ctx context.Context) error {
	var waits bool
	err := s.pool.QueryRow(ctx, `
		select exists (select from `+claimable+`)`).Scan(&waits)
	if err != nil {
		return fmt.Errorf("looking for chores: %w", err)
	}
	if !waits {
		return nil
	}
	if _, err := s.jobs.Insert(ctx, ChoreArgs{}, nil); err != nil {
		return fmt.Errorf("inserting chore: %w", err)
	}
	return nil
}

// NewWorkers is a River client that works the jobs as c says, over the store's
// connections: the store must stay open until it has stopped.
func (s *Store) NewWorkers(c *river.Config) (*river.Client[pgx.Tx], error) {
	return newRiver(s.pool, c)
}

// Check reports whether the database answers and has the schema that this program
// needs. A newer one will do: a replica may be the last of its version to be replaced.
func (s *Store) Check(ctx context.Context) error {
	files, err := migrations.Files.ReadDir(".")
	if err != nil {
		return fmt.Errorf("checking schema: %w", err)
	}
	var version int
	if err := s.pool.QueryRow(ctx, `select version from `+schemaTable).Scan(&version); err != nil {
		return fmt.Errorf("checking schema: %w", err)
	}
	if version < len(files) {
		return fmt.Errorf("the database has schema %d, this program needs %d: run `frontdesk migrate`", version, len(files))
	}
	return nil
}

// workspaceRow is a workspace as queries select it.
type workspaceRow struct {
	WorkspaceID int64
	Team        string
	Name        string
	Language    string
	Zone        string
}

func (r workspaceRow) workspace(s *Store) crm.Workspace {
	return crm.Workspace{
		ID: crm.WorkspaceID(r.WorkspaceID), Team: r.Team, Name: r.Name,
		Language: crm.Language(r.Language), Zone: s.zone(r.Zone),
	}
}

// staffRow is a staff member with the workspace, as queries select it.
type staffRow struct {
	WorkspaceID                       int64
	Team, WorkspaceName, Language     string
	WorkspaceZone                     string
	ID                                int64
	SlackUser, Name, Email, Role      string
	SlackLocale, ChosenLanguage, Zone string
}

func (r staffRow) staff(s *Store) crm.Staff {
	w := crm.Workspace{
		ID: crm.WorkspaceID(r.WorkspaceID), Team: r.Team, Name: r.WorkspaceName,
		Language: crm.Language(r.Language), Zone: s.zone(r.WorkspaceZone),
	}
	chosen := crm.Language(r.ChosenLanguage)
	return crm.Staff{
		Workspace: w, ID: crm.StaffID(r.ID), SlackUser: r.SlackUser, Name: r.Name, Email: r.Email,
		Role: crm.Role(r.Role), Chosen: chosen, Language: crm.ResolveLanguage(chosen, r.SlackLocale, w.Language, s.languages),
		Zone: s.zone(cmp.Or(r.Zone, r.WorkspaceZone)),
	}
}
