package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// importLock is the first half of the advisory lock under which a workspace's imports
// are applied and taken back one after the other; the other half is the workspace.
const importLock = 0x696d7074 // "impt"

// A plan is what an import would do.
type plan struct {
	counts  map[crm.Verdict]int
	leaving int    // who are in the archive and would leave it
	meant   string // a digest of who would be added and changed, and of who of them is in the archive
}

// asked is c when it asks whether to do what the plan says.
func (p plan) asked(c crm.Chore) crm.Chore {
	c.State, c.Counts, c.Leaving, c.Meant, c.Rows = crm.ChoreAsking, p.counts, p.leaving, p.meant, 0
	return c
}

// asWasSaid reports whether the plan is the one of which c has asked.
func (p plan) asWasSaid(c crm.Chore) bool {
	return p.meant == c.Meant && maps.Equal(p.counts, c.Counts)
}

// matchRows says of each row of a chore who is meant and what becomes of them. The same
// rows over the same people make the same plan. To change them, the people who are meant
// are locked before they are compared.
func (t *tx) matchRows(ctx context.Context, id crm.ChoreID, toChange bool) (plan, error) {
	if toChange {
		if _, err := t.Exec(ctx, `select pg_advisory_xact_lock($1::int, $2::int)`, importLock, t.by.Workspace.ID); err != nil {
			return plan{}, err
		}
	}
	for _, step := range matching {
		if _, err := t.Exec(ctx, step, t.by.Workspace.ID, id); err != nil {
			return plan{}, fmt.Errorf("matching rows: %w", err)
		}
	}
	if toChange {
		_, err := t.Exec(ctx, `
			select from people p where workspace_id = $1
				and id in (select person_id from import_rows where workspace_id = $1 and chore_id = $2 and verdict = 'found')
			order by id for no key update`, t.by.Workspace.ID, id)
		if err != nil {
			return plan{}, fmt.Errorf("locking people: %w", err)
		}
	}
	leaving, err := t.compareRows(ctx, id)
	if err != nil {
		return plan{}, fmt.Errorf("comparing rows: %w", err)
	}
	meant, err := t.whoIsMeant(ctx, id)
	if err != nil {
		return plan{}, err
	}
	counts, err := t.importCounts(ctx, id)
	return plan{counts, leaving, meant}, err
}

// whoIsMeant is a digest of the people whom a chore would write and of whether they are in
// the archive, by row.
func (t *tx) whoIsMeant(ctx context.Context, id crm.ChoreID) (digest string, err error) {
	err = t.QueryRow(ctx, `
		select md5(coalesce(string_agg(concat_ws(' ', r.line, r.verdict, p.id, p.type = 'archived'), ',' order by r.line), ''))
		from import_rows r left join people p on p.workspace_id = $1 and p.id = r.person_id
		where r.workspace_id = $1 and r.chore_id = $2 and r.verdict in ('new', 'updated')`, t.by.Workspace.ID, id).Scan(&digest)
	if err != nil {
		return "", fmt.Errorf("noting who is meant: %w", err)
	}
	return digest, nil
}

// toldVerdict is the verdict of a row as people are told of it: of the doubles, those that
// repeat an earlier row of the file are another thing.
const toldVerdict = `case when verdict = 'double' and other_line <> 0 then 'repeated' else verdict end`

// importCounts counts the rows of a chore by verdict.
func (t *tx) importCounts(ctx context.Context, id crm.ChoreID) (map[crm.Verdict]int, error) {
	rows, err := t.Query(ctx, `
		select `+toldVerdict+` as told, count(*) from import_rows where workspace_id = $1 and chore_id = $2 group by told`, t.by.Workspace.ID, id)
	if err != nil {
		return nil, err
	}
	counts := map[crm.Verdict]int{}
	var verdict crm.Verdict
	var n int
	_, err = pgx.ForEachRow(rows, []any{&verdict, &n}, func() error {
		counts[verdict] = n
		return nil
	})
	return counts, err
}

// Parts of the steps. Two rows, or a row r and a person p, with different numbers are
// never the same; nor are namesakes with different phones or e-mails.
const (
	openRow = `r.workspace_id = $1 and r.chore_id = $2 and r.verdict = ''`

	numbersAgree = `(r.number = '' or p.number = '' or r.number = p.number)`
	contactsFit  = `(r.phone = '' or p.phone = '' or r.phone = p.phone) and (r.email = '' or p.email_fold = '' or r.email = p.email_fold)`

	// sameGiven: the given name is what stands before the family name in one order and
	// behind it in the other. Families share a phone and an address. Who has no given
	// name is known by the other one.
	sameGiven = `case when r.given = '' then p.given_first = r.given_first
		else p.given_first like r.given || ' %' and p.family_first like '% ' || r.given end`
	sameName = `(p.given_first = r.given_first or p.given_first = r.family_first)`
)

// matching are the steps by which rows find their people, each over what the ones before
// have left open.
var matching = []string{
	`update import_rows set verdict = '', person_id = null, other_line = 0
		where workspace_id = $1 and chore_id = $2 and verdict <> '' and verdict <> 'faulty'`,
	twice(`number`, `r.number <> ''`, `true`),
	twice(`email, given, case when given = '' then family_first end`, `r.email <> ''`, firstNumberAgrees),
	twice(`phone, given, case when given = '' then family_first end`, `r.phone <> ''`, firstNumberAgrees),
	twice(`least(given_first, family_first), greatest(given_first, family_first)`, `true`, firstNumberAgrees+` and `+firstContactsFit),

	`update import_rows r set verdict = 'found', person_id = p.id
		from people p where ` + openRow + ` and r.number <> '' and p.workspace_id = $1 and p.number = r.number and p.number <> ''`,

	`with fitting as (
		select r.line, p.id, ` + sameName + ` as whole from import_rows r
		join people p on p.workspace_id = $1 and p.email_fold = r.email and p.email_fold <> ''
		where ` + openRow + ` and r.email <> '' and ` + numbersAgree + ` and ` + sameGiven + `
		union
		select r.line, p.id, ` + sameName + ` from import_rows r
		join people p on p.workspace_id = $1 and p.phone = r.phone and p.phone <> ''
		where ` + openRow + ` and r.phone <> '' and ` + numbersAgree + ` and ` + sameGiven + `
	), counted as (
		select line, count(*) as n, min(id) as id, count(*) filter (where whole) as n_whole, min(id) filter (where whole) as id_whole
		from fitting group by line
	)
	update import_rows r set
		verdict = case when n = 1 or n_whole = 1 then 'found' else 'double' end,
		person_id = case when n = 1 then id when n_whole = 1 then id_whole end
	from counted where r.workspace_id = $1 and r.chore_id = $2 and r.line = counted.line`,

	`with namesakes as (
		select r.line, p.id, ` + numbersAgree + ` and ` + contactsFit + ` as fits from import_rows r
		join people p on p.workspace_id = $1 and p.given_first = r.given_first where ` + openRow + `
		union
		select r.line, p.id, ` + numbersAgree + ` and ` + contactsFit + ` from import_rows r
		join people p on p.workspace_id = $1 and p.given_first = r.family_first where ` + openRow + `
	), counted as (
		select line, count(*) as n, min(id) as id from namesakes group by line having bool_or(fits)
	)
	update import_rows r set verdict = case when n = 1 then 'named' else 'double' end, person_id = case when n = 1 then id end
	from counted where r.workspace_id = $1 and r.chore_id = $2 and r.line = counted.line`,

	// Several rows mean one person: those that only the name has led there are left out,
	// of the others all but the first.
	`with meant as (
		select line, verdict, first_value(line) over w as first, first_value(verdict) over w as first_verdict, count(*) over (partition by person_id) as n
		from import_rows where workspace_id = $1 and chore_id = $2 and verdict in ('found', 'named')
		window w as (partition by person_id order by verdict, line)
	)
	update import_rows r set verdict = 'double', person_id = null, other_line = case first_verdict when 'found' then first else 0 end
	from meant where r.workspace_id = $1 and r.chore_id = $2 and r.line = meant.line
		and n > 1 and (meant.verdict = 'named' or first <> r.line)`,

	`update import_rows set verdict = case verdict when 'named' then 'found' else 'new' end
		where workspace_id = $1 and chore_id = $2 and verdict in ('', 'named')`,
}

// What a row's place in a window has in common with the first row there.
const (
	firstNumberAgrees = `(r.number = '' or first_number = '' or r.number = first_number)`
	firstContactsFit  = `(r.phone = '' or first_phone = '' or r.phone = first_phone) and (r.email = '' or first_email = '' or r.email = first_email)`
)

// twice is the step that leaves out rows which say the same as an earlier one of the
// file: the same key, and agreeing with its first row.
func twice(key, when, agrees string) string {
	return `with alike as (
		select line, first_value(line) over w as first, first_value(number) over w as first_number,
			first_value(phone) over w as first_phone, first_value(email) over w as first_email
		from import_rows r where ` + openRow + ` and ` + when + `
		window w as (partition by ` + key + ` order by line)
	)
	update import_rows r set verdict = 'double', other_line = first
	from alike where ` + openRow + ` and r.line = alike.line and first < r.line and ` + agrees
}

// compareRows says which of the rows whose person was found change anything, and counts
// those that take somebody out of the archive.
func (t *tx) compareRows(ctx context.Context, id crm.ChoreID) (leaving int, err error) {
	for last := 0; ; {
		found, err := t.someRows(ctx, id, "found", last)
		if err != nil || len(found) == 0 {
			return leaving, err
		}
		last = found[len(found)-1].line
		var lines, updated []int
		for _, r := range found {
			lines = append(lines, r.line)
			after := r.says.Merge(r.person, t.by, t.now)
			if after != r.person {
				updated = append(updated, r.line)
			}
			if r.person.Archived() && !after.Archived() {
				leaving++
			}
		}
		_, err = t.Exec(ctx, `
			update import_rows set verdict = case when line = any($4) then 'updated' else 'same' end
			where workspace_id = $1 and chore_id = $2 and line = any($3)`, t.by.Workspace.ID, id, lines, updated)
		if err != nil {
			return 0, err
		}
	}
}

// A matchedRow is a row of an import with the person whom it means: the one who is there
// now, or none but the id of a new one.
type matchedRow struct {
	line   int
	says   crm.ImportedPerson
	person crm.Person
	before crm.Person // of one that was applied
	given  int        // the version that it gave
}

// someRows are the next rows of a verdict after a line, with the people they mean.
func (t *tx) someRows(ctx context.Context, id crm.ChoreID, verdict string, after int) ([]matchedRow, error) {
	rows, err := t.Query(ctx, `
		select line, person, coalesce(person_id, 0), before, coalesce(version, 0) from import_rows
		where workspace_id = $1 and chore_id = $2 and verdict = $3 and line > $4 order by line limit $5`,
		t.by.Workspace.ID, id, verdict, after, importStep)
	if err != nil {
		return nil, err
	}
	var ids []int64
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r matchedRow, err error) {
		var says, before []byte
		if err := row.Scan(&r.line, &says, &r.person.ID, &before, &r.given); err != nil {
			return r, err
		}
		ids = append(ids, int64(r.person.ID))
		if err := json.Unmarshal(says, &r.says); err != nil || before == nil {
			return r, err
		}
		return r, json.Unmarshal(before, &r.before)
	})
	if err != nil || verdict == string(crm.RowNew) { // of whom nobody is there
		return found, err
	}
	people, err := byID(ctx, t, selectPerson+`where p.workspace_id = $1 and p.id = any($2)`, t.by, ids,
		rowToPerson, func(p crm.Person) int64 { return int64(p.ID) })
	if err != nil {
		return nil, err
	}
	for i := range found {
		if p, ok := people[int64(found[i].person.ID)]; ok {
			found[i].person = p
		}
	}
	return found, nil
}
