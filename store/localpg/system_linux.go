package localpg

import "syscall"

// dieWithParent has the system send sig to the child when we end, however we end.
// See launch for the thread that it wants.
func dieWithParent(attr *syscall.SysProcAttr, sig syscall.Signal) { attr.Pdeathsig = sig }

// localeArgs are initdb's: characters are classified as Unicode has them, and the
// order of names is a matter of each column ("pl-x-icu").
func localeArgs() []string { return []string{"--locale=C.UTF-8"} }
