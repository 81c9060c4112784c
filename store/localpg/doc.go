// Package localpg runs a private PostgreSQL: one server process over one data
// folder, for the demo, for the tests and for a school that has no database
// server of its own. It uses the server programs that are installed on the
// machine, from version 14 on, and downloads nothing.
//
//	server, err := localpg.Start(ctx, localpg.Config{Dir: "/var/lib/frontdesk"})
//	if missing, ok := errors.AsType[localpg.NotInstalledError](err); ok {
//		// missing.InstallCommand() is what to run first
//	}
//	defer server.Stop(context.WithoutCancel(ctx))
//	conn, err := pgx.Connect(ctx, server.URL("postgres"))
//
// # What stands in the folder
//
//	frontdesk.lock      held (flock) by the process that runs the server; holds its pid
//	pgdata/             the cluster, as initdb made it
//	pgdata.new/         an initdb that has not finished; thrown away by the next Start
//	postgres.log        what the server says; a start error quotes its last lines
//	.s.PGSQL.5432       the socket, unless the folder's path is too long for one
//
// The folder has mode 0700 and belongs to the user who runs the server: the one
// who owns an existing cluster, else ourselves, else (PostgreSQL refuses to run
// as root) user postgres or nobody. Nobody else can reach the socket, and there
// is no TCP port, so the server trusts whoever gets that far as its superuser
// "frontdesk". Servers in different folders do not notice each other.
//
// A folder that already holds somebody's files is refused, because its owner and
// mode would be changed. Put other files into the data folder after Start.
//
// # How it lives and ends
//
// The server ends with Stop, with the end of Start's context or, on Linux, with
// the death of this process, kill -9 included. On other systems a killed parent
// leaves the server behind, and the next Start names its pid. The file
// postmaster.pid, PostgreSQL's own guard against two servers over one cluster,
// is never touched: a folder that a dying server still holds is tried again for
// ten seconds.
//
// The files: localpg.go is the API; installation.go and notinstalled.go find the
// server programs; folder.go and account.go see to the data folder and its owner;
// cluster.go makes the cluster and holds the server's settings; process.go starts
// the server and tells when it is ready; running.go finds the server of another
// process; scratch.go sees to folders for tests.
package localpg
