// Package e2e tries Frontdesk as a visitor of its demo does. It builds the program,
// starts `frontdesk demo`, and does in Chromium what a person would do there: types
// commands, fills in forms, moves the clock on and reads the letters. It imports no
// other room: what it knows of Frontdesk is what a person sees.
//
// The tests stand under the build tag e2e, so that `go test ./...` needs no browser:
//
//	go test -tags e2e ./e2e/...
//
// They fail where there is no Chromium. The folder that a failure names holds a
// picture of what was on the screen. With a folder of their own they also draw the
// pictures of the documentation:
//
//	go test -tags e2e ./e2e -run Pictures -screenshots "$PWD/docs/images"
package e2e
