package store_test

import (
	"runtime"
	"strings"
	"testing"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/storetest"
)

func TestConnections(t *testing.T) {
	t.Parallel()
	url := storetest.Empty(t)
	with := func(settings string) string {
		if strings.Contains(url, "?") {
			return url + "&" + settings
		}
		return url + "?" + settings
	}
	for url, want := range map[string]struct {
		limit   int32
		timeout string
	}{
		url:                           {max(10, int32(runtime.NumCPU())), "10s"},
		with("pool_max_conns=3"):      {3, "10s"},
		with("statement_timeout=300"): {max(10, int32(runtime.NumCPU())), "300ms"},
		with("options=-c%20statement_timeout%3D2s"): {max(10, int32(runtime.NumCPU())), "2s"},
	} {
		limit, timeout, err := store.Connections(t.Context(), url)
		if err != nil || limit != want.limit || timeout != want.timeout {
			t.Errorf("%s: %d connections, statements of %s, %v; want %+v", url, limit, timeout, err, want)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	for _, c := range []struct {
		schema string
		move   int
		ok     bool
	}{{"ours", 0, true}, {"of a newer program", 1, true}, {"of an older program", -2, false}} {
		s.sql(`update schema_version set version = version + $1`, c.move)
		if err := s.Check(t.Context()); (err == nil) != c.ok {
			t.Errorf("schema %s: %v", c.schema, err)
		}
	}
}

// TestOnceMoreAfterADeadlock: a change that the database ended for another's sake is
// made nevertheless, and one that it ends again and again is not tried for ever.
func TestOnceMoreAfterADeadlock(t *testing.T) {
	t.Parallel()
	for code, c := range map[string]struct {
		ends int
		ok   bool
	}{"40P01": {1, true}, "40001": {1, true}, "55P03": {1, false}, "40P01 ": {2, false}} {
		s := newSchool(t)
		s.sql(`create sequence ends`) // which no rollback turns back
		s.sql(`create function ends() returns trigger language plpgsql as $$ begin
			if nextval('ends') <= tg_argv[1]::int then raise exception 'ended' using errcode = trim(tg_argv[0]); end if;
			return new;
		end $$`)
		s.sql(`create trigger ends before insert on tasks for each row execute function ends(` +
			`'` + code + `', ` + map[int]string{1: "1", 2: "2"}[c.ends] + `)`)
		_, err := s.AddTask(t.Context(), s.anna, "", crm.TaskForm{Kind: crm.KindTask, Subject: "x", Assignee: s.anna.ID})
		if (err == nil) != c.ok {
			t.Errorf("ended %d times with %s: %v", c.ends, code, err)
		}
		tasks := 0
		if c.ok {
			tasks = 1
		}
		expect(t, "tasks", s.number(`select count(*) from tasks`), tasks)
	}
}
