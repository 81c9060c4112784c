package main

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"
)

func TestShutdown(t *testing.T) {
	t.Parallel()
	begun := make(chan struct{})
	ended := make(chan error, 1)
	listener, err := net.Listen("tcp", anyPort)
	if err != nil {
		t.Fatal(err)
	}
	server, _ := startHTTP(listener, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(begun)
		<-r.Context().Done() // a request that never ends by itself
		ended <- context.Cause(r.Context())
	}))
	go func() {
		resp, err := http.Get("http://" + listener.Addr().String())
		if err == nil {
			resp.Body.Close()
		}
	}()
	<-begun
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := server.stop(ctx); err == nil {
		t.Error("a request that was cut off is not told of")
	}
	if err := <-ended; err == nil {
		t.Error("the request goes on")
	}
}
