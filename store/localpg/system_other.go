//go:build unix && !linux

package localpg

import "syscall"

// dieWithParent does nothing: only Linux ends a child with its parent. A server
// that a killed parent left behind is named by the next Start.
func dieWithParent(*syscall.SysProcAttr, syscall.Signal) {}

// localeArgs are initdb's. macOS had no C.UTF-8 before version 15; every version
// has en_US.UTF-8, and only its classification of characters is used.
func localeArgs() []string { return []string{"--locale=C", "--lc-ctype=en_US.UTF-8"} }
