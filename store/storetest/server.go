package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"frontdesk/store"
	"frontdesk/store/localpg"
)

// server is the one PostgreSQL of a test binary. It starts when the first test needs it.
var server = new(testServer)

type testServer struct {
	starting sync.Once
	name     string          // that the names of its databases begin with
	err      error           // why it did not start
	local    *localpg.Server // nil when the server is somebody else's
	admin    *pgxpool.Pool   // nil until the server is there
	url      func(database string) string
	serial   atomic.Int64 // of the newest database
}

// template is the migrated database that each test's own is a clone of.
func (s *testServer) template() string { return s.name + "_template" }

// start starts the server once and migrates the template. On a server that several
// machines share, process ids are not unique.
func (s *testServer) start() error {
	s.starting.Do(func() {
		s.name = fmt.Sprintf("frontdesk_test_%d_%08x", os.Getpid(), rand.Uint32())
		if s.err = s.connect(context.Background()); s.err == nil {
			s.err = s.makeTemplate(context.Background())
		}
	})
	return s.err
}

// connect starts a server, or borrows the one that the environment names.
func (s *testServer) connect(ctx context.Context) error {
	address := os.Getenv("FRONTDESK_TEST_DATABASE_URL")
	if address == "" {
		local, err := localpg.Start(ctx, localpg.Config{Scratch: true})
		if err != nil {
			return err
		}
		s.local, s.url, address = local, local.URL, local.URL("postgres")
	} else if err := s.borrow(address); err != nil {
		return err
	}
	var err error
	s.admin, err = pgxpool.New(ctx, address)
	return err
}

func (s *testServer) borrow(address string) error {
	u, err := url.Parse(address)
	s.url = func(database string) string {
		other := *u
		other.Path = "/" + database
		return other.String()
	}
	return err
}

func (s *testServer) makeTemplate(ctx context.Context) error {
	if _, err := s.admin.Exec(ctx, `create database `+s.template()); err != nil {
		return fmt.Errorf("creating template: %w", err)
	}
	return store.Migrate(ctx, s.url(s.template()))
}

// stop ends what start started. A server that no test needed is left alone.
func (s *testServer) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if s.admin != nil {
		if _, err := s.admin.Exec(ctx, `drop database if exists `+s.template()+` with (force)`); err != nil {
			fmt.Fprintln(os.Stderr, "dropping template:", err)
		}
		s.admin.Close()
	}
	if s.local != nil {
		if err := s.local.Stop(ctx); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
}

// clone creates a migrated database that is dropped when the test ends, and returns
// its address.
func (s *testServer) clone(t testing.TB) string {
	t.Helper()
	s.wanted(t)
	return s.database(t, ` template `+s.template())
}

// empty is a clone that nobody has migrated.
func (s *testServer) empty(t testing.TB) string {
	t.Helper()
	s.wanted(t)
	return s.database(t, ``)
}

func (s *testServer) wanted(t testing.TB) {
	t.Helper()
	if err := s.start(); err != nil {
		t.Fatalf("starting PostgreSQL: %v", err)
	}
}

// database creates a database; the options follow its name in "create database".
func (s *testServer) database(t testing.TB, options string) string {
	t.Helper()
	name := fmt.Sprintf("%s_%d", s.name, s.serial.Add(1))
	if _, err := s.admin.Exec(t.Context(), `create database `+name+options); err != nil {
		t.Fatalf("creating database: %v", err)
	}
	t.Cleanup(func() {
		_, err := s.admin.Exec(context.Background(), `drop database `+name+` with (force)`)
		if err != nil {
			t.Errorf("dropping database: %v", err)
		}
	})
	return s.url(name)
}
