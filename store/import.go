package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/crm"
)

// A Sheet is a file of people as an import reads it.
type Sheet struct {
	Rows    iter.Seq2[crm.ImportRow, error]
	Fields  []crm.ImportField // that it has, in the order of its columns
	Unknown []string          // headings that mean nothing to us
}

// importStep is how many rows are held in memory at once.
const importStep = 1000

// ReadImport takes the rows of a chore's file in and compares them with the people who are
// there: what the import would do. Nobody is changed. The chore then asks whether to go on.
// What the sheet's rows fail with is returned as it is, and nothing is kept. Done is
// called with the number of rows so far, now and then.
func (s *Store) ReadImport(ctx context.Context, by crm.Staff, c crm.Chore, from Sheet, done func(rows int)) (crm.Chore, error) {
	return change(ctx, s, by, func(t *tx) (crm.Chore, error) {
		if err := t.beginLong(ctx); err != nil {
			return crm.Chore{}, err
		}
		if _, err := t.Exec(ctx, `delete from import_rows where workspace_id = $1 and chore_id = $2`, by.Workspace.ID, c.ID); err != nil {
			return crm.Chore{}, fmt.Errorf("reading import: %w", err)
		}
		if err := t.stage(ctx, c.ID, from.Rows, done); err != nil {
			return crm.Chore{}, fmt.Errorf("reading import: %w", err)
		}
		would, err := t.matchRows(ctx, c.ID, false)
		if err != nil {
			return crm.Chore{}, fmt.Errorf("reading import: %w", err)
		}
		c.Fields, c.Unknown = from.Fields, from.Unknown
		c = would.asked(c)
		if err := t.settle(ctx, c); err != nil {
			return crm.Chore{}, err
		}
		return t.chore(ctx, c.ID)
	})
}

// beginLong lets the transaction take its time, and has the planner join many rows to
// many: nothing is known of rows that were taken in a moment ago.
func (t *tx) beginLong(ctx context.Context) error {
	_, err := t.Exec(ctx, `set local statement_timeout = 0; set local enable_nestloop = off`)
	if err != nil {
		return fmt.Errorf("beginning long work: %w", err)
	}
	return nil
}

// countPeople tells the planner of the people after many have changed: by itself the
// database looks minutes later, and until then it plans searches for a school that is not
// there.
func (t *tx) countPeople(ctx context.Context, changed int) error {
	if changed < importStep {
		return nil
	}
	if _, err := t.Exec(ctx, `analyze people, names`); err != nil {
		return fmt.Errorf("counting people: %w", err)
	}
	return nil
}

// importColumns are what is staged of a row, in the order of stagedRow.
var importColumns = []string{
	"workspace_id", "chore_id", "line", "cells", "person", "problems", "number", "email", "phone", "given", "given_first", "family_first", "verdict",
}

// stage copies the rows of a file into the database as they come.
func (t *tx) stage(ctx context.Context, id crm.ChoreID, rows iter.Seq2[crm.ImportRow, error], done func(int)) error {
	next, stop := iter.Pull2(rows)
	defer stop()
	n := 0
	var wrong error // with the sheet: COPY would hand on its text alone
	_, err := t.CopyFrom(ctx, pgx.Identifier{"import_rows"}, importColumns, pgx.CopyFromFunc(func() ([]any, error) {
		row, err, ok := next()
		if err != nil || !ok {
			wrong = err
			return nil, err
		}
		if n++; n%importStep == 0 {
			done(n)
		}
		return t.stagedRow(id, row)
	}))
	return cmp.Or(wrong, err)
}

func (t *tx) stagedRow(id crm.ChoreID, row crm.ImportRow) ([]any, error) {
	for field, cell := range row.Values {
		row.Values[field] = strings.ReplaceAll(cell, "\x00", "") // which PostgreSQL does not store
	}
	cells, err := json.Marshal(row.Values)
	if err != nil {
		return nil, err
	}
	read, wrong := row.Read()
	if problems, ok := errors.AsType[crm.Problems](wrong); ok {
		why, err := json.Marshal(problems)
		return []any{t.by.Workspace.ID, id, row.Line, cells, nil, why, "", "", "", "", "", "", crm.RowFaulty}, err
	}
	if wrong != nil {
		return nil, wrong
	}
	person, err := json.Marshal(read)
	p := read.Person
	given, family := nameKeys(p)
	return []any{
		t.by.Workspace.ID, id, row.Line, cells, person, nil, p.Number, emailKey(p.Email), p.Phone, crm.Fold(p.GivenName), given, family, "",
	}, err
}

// examplesShown is how many names stand for a verdict.
const examplesShown = 3

// importExamples are the first rows of each verdict, by which people see what an import
// would do.
func (t *tx) importExamples(ctx context.Context, id crm.ChoreID) (map[crm.Verdict][]crm.ImportExample, error) {
	rows, err := t.Query(ctx, `
		select v.verdict, r.line, r.cells, r.person, coalesce(p.company, ''), coalesce(p.phone, ''), r.given_first <> '' and exists (
				select from people o where o.workspace_id = $1 and o.given_first = r.given_first and o.id is distinct from r.person_id)
		from unnest($3::text[]) v (verdict)
		cross join lateral (
			select line, cells, person, person_id, given_first from import_rows
			where workspace_id = $1 and chore_id = $2 and `+toldVerdict+` = v.verdict order by line limit $4
		) r
		left join people p on p.workspace_id = $1 and p.id = r.person_id
		order by r.line`, t.by.Workspace.ID, id, crm.Verdicts, examplesShown)
	if err != nil {
		return nil, fmt.Errorf("reading examples: %w", err)
	}
	examples := map[crm.Verdict][]crm.ImportExample{}
	var verdict crm.Verdict
	var row crm.ImportRow
	var says *crm.ImportedPerson
	var there crm.Person
	var namesakes bool
	_, err = pgx.ForEachRow(rows, []any{&verdict, &row.Line, &row.Values, &says, &there.Company, &there.Phone, &namesakes}, func() error {
		example := crm.ImportExample{Line: row.Line, Name: row.Label(says)}
		if namesakes && says != nil {
			example.Mark = cmp.Or(there.Company, phoneText(there), says.Person.Company, phoneText(says.Person))
		}
		examples[verdict] = append(examples[verdict], example)
		row.Values, says = nil, nil
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading examples: %w", err)
	}
	return examples, nil
}

// phoneText is p's phone as people read it.
func phoneText(p crm.Person) string {
	return crm.Phone{Number: p.Phone, Extension: p.PhoneExt}.String()
}

// ImportFaults are the rows that an import leaves out, in the file's order, for as long
// as they are kept.
func (s *Store) ImportFaults(ctx context.Context, by crm.Staff, id crm.ChoreID) iter.Seq2[crm.ImportFault, error] {
	return func(yield func(crm.ImportFault, error) bool) {
		last := 0
		for {
			faults, err := s.someFaults(ctx, by, id, last)
			if err != nil {
				yield(crm.ImportFault{}, err)
				return
			}
			for _, f := range faults {
				last = f.Row.Line
				if !yield(f, nil) {
					return
				}
			}
			if len(faults) < importStep {
				return
			}
		}
	}
}

// someFaults are the next rows that are left out, after a line.
func (s *Store) someFaults(ctx context.Context, by crm.Staff, id crm.ChoreID, after int) ([]crm.ImportFault, error) {
	if err := by.MayWork(); err != nil {
		return nil, err
	}
	rows, err := s.pool.Query(ctx, `
		select line, cells, `+toldVerdict+`, problems, other_line from import_rows
		where workspace_id = $1 and chore_id = $2 and line > $3 and verdict in ('double', 'faulty')
		order by line limit $4`, by.Workspace.ID, id, after, importStep)
	if err != nil {
		return nil, fmt.Errorf("reading faults: %w", err)
	}
	faults, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (f crm.ImportFault, err error) {
		err = row.Scan(&f.Row.Line, &f.Row.Values, &f.Verdict, &f.Why, &f.Line)
		return f, err
	})
	if err != nil {
		return nil, fmt.Errorf("reading faults: %w", err)
	}
	return faults, nil
}

// ApplyImport does what a chore's rows ask for, all of it or, after an error, nothing.
// Where what is there has changed since the chore asked, so that other people would be
// concerned, it changes nothing and the chore asks again.
func (s *Store) ApplyImport(ctx context.Context, by crm.Staff, c crm.Chore, done func(rows int)) (crm.Chore, error) {
	return change(ctx, s, by, func(t *tx) (crm.Chore, error) {
		if err := t.beginLong(ctx); err != nil {
			return crm.Chore{}, err
		}
		would, err := t.matchRows(ctx, c.ID, true)
		if err != nil {
			return crm.Chore{}, fmt.Errorf("applying import: %w", err)
		}
		if !would.asWasSaid(c) {
			c = would.asked(c)
			c.Changed = true
			if err := t.settle(ctx, c); err != nil {
				return crm.Chore{}, err
			}
			return t.chore(ctx, c.ID)
		}
		if err := t.applyRows(ctx, c.ID, done); err != nil {
			return crm.Chore{}, fmt.Errorf("applying import: %w", err)
		}
		if err := t.countPeople(ctx, c.Concerned()); err != nil {
			return crm.Chore{}, fmt.Errorf("applying import: %w", err)
		}
		c.State, c.Done, c.Changed, c.Rows = crm.ChoreDone, t.now, false, 0
		return c, t.settle(ctx, c)
	})
}
