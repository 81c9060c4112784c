// Package storetest gives a test a real, migrated, empty store of its own.
//
// One private PostgreSQL serves a test binary; each store is a clone of a migrated
// template. FRONTDESK_TEST_DATABASE_URL points the tests at another server instead;
// they create and drop only databases named frontdesk_test_… there.
package storetest

import (
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"frontdesk/store"
	"frontdesk/store/crm"
)

// Main runs a package's tests and stops their server. A package that uses New calls
// it from its TestMain.
func Main(m *testing.M) {
	code := m.Run()
	server.stop()
	os.Exit(code)
}

// Opening is when a test's clock stands unless it is set: Tuesday, 24 November 2026,
// 10:00 in Warsaw.
var Opening = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// Secret is the secret key of every test's store.
var Secret = []byte("0123456789abcdef0123456789abcdef")

// A Clock is business time that a test moves by hand. It is safe for concurrent use.
type Clock struct{ micros atomic.Int64 }

// Now is the time that the clock shows.
func (c *Clock) Now() time.Time { return time.UnixMicro(c.micros.Load()).UTC() }

// Set puts the clock to t.
func (c *Clock) Set(t time.Time) { c.micros.Store(t.UnixMicro()) }

// Forward moves the clock on by d.
func (c *Clock) Forward(d time.Duration) { c.micros.Add(d.Microseconds()) }

// A Database is a store and what stands under it.
type Database struct {
	*store.Store
	Clock *Clock        // starts at Opening
	Pool  *pgxpool.Pool // of the same database, to look at rows and to measure beside
	URL   string
}

// New is a store of the test's own, in an empty migrated database that is dropped
// when the test ends.
func New(t testing.TB) *Database {
	t.Helper()
	d := &Database{Clock: new(Clock), URL: server.clone(t)}
	d.Clock.Set(Opening)
	d.Store = d.Reopen(t)
	pool, err := pgxpool.New(t.Context(), d.URL)
	if err != nil {
		t.Fatalf("opening pool: %v", err)
	}
	t.Cleanup(pool.Close)
	d.Pool = pool
	return d
}

// Empty is the address of a database of the test's own that nobody has migrated. It
// is dropped when the test ends.
func Empty(t testing.TB) string {
	t.Helper()
	return server.empty(t)
}

// Reopen is a second store over the same database and clock, as another replica
// would have it. It is closed when the test ends.
func (d *Database) Reopen(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: d.URL, Secret: Secret, Now: d.Clock.Now})
	if err != nil {
		t.Fatalf("opening store: %v", err)
	}
	t.Cleanup(s.Close)
	return s
}

// School installs the app into a workspace of Warsaw that speaks Polish, and returns
// it. Its team is "T" and the name.
func (d *Database) School(t testing.TB, name string) crm.Workspace {
	t.Helper()
	w, err := d.Install(t.Context(), store.Installation{
		Team: "T" + name, Name: name, BotToken: "xoxb-" + name, BotUser: "UBOT",
		Language: crm.Polish, Zone: "Europe/Warsaw",
	})
	if err != nil {
		t.Fatalf("installing workspace: %v", err)
	}
	return w
}

// Member puts somebody on the staff of w, as a manager or a receptionist.
func (d *Database) Member(t testing.TB, w crm.Workspace, name string, role crm.Role) crm.Staff {
	t.Helper()
	c, err := d.AddStaff(t.Context(), crm.System(w), store.StaffProfile{
		SlackUser: "U" + name, Name: name, Email: name + "@example.com", Zone: "Europe/Warsaw", Role: role,
	})
	if err != nil {
		t.Fatalf("adding staff: %v", err)
	}
	return c.After
}
