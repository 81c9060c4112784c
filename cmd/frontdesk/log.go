package main

import (
	"crypto/rand"
	"log/slog"
	"os"
)

// log writes ids and errors to standard error, never names or texts.
func log() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}

// randomKey is 32 bytes that nobody can guess.
func randomKey() []byte {
	key := make([]byte, 32)
	rand.Read(key) // never fails
	return key
}
