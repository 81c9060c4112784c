//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// openChromium starts a browser that asks nobody but the pages it is sent to, for a
// person who reads Polish. The test fails where there is none.
func openChromium(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()),
		chromedp.Env("LANGUAGE=pl"),
		chromedp.Flag("accept-lang", "pl"),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-features", "Translate,IsolateSandboxedIframes"), // so that a letter's frame can be read
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("lang", "pl"),
	)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, closeBrowser := chromedp.NewContext(ctx)
	t.Cleanup(closeBrowser)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting Chromium, which has to be installed: %v", err)
	}
	return ctx
}

// A window shows one page of the demo.
type window struct {
	t       *testing.T
	ctx     context.Context
	address string // of the demo, without a slash
	watch   *watch
}

// openWindow opens a window of a fresh profile. What it must not do is reported when the
// test ends.
func openWindow(t *testing.T, browser context.Context, address string) *window {
	t.Helper()
	return newWindow(t, browser, address, chromedp.WithNewBrowserContext())
}

func newWindow(t *testing.T, parent context.Context, address string, option chromedp.ContextOption) *window {
	t.Helper()
	ctx, closeWindow := chromedp.NewContext(parent, option)
	w := &window{t: t, ctx: ctx, address: address, watch: &watch{ours: strings.TrimPrefix(address, "http://")}}
	if err := w.watch.follow(ctx); err != nil {
		t.Fatalf("opening a window: %v", err)
	}
	t.Cleanup(func() {
		closeWindow()
		for _, complaint := range w.watch.takeAll() {
			t.Error(complaint)
		}
	})
	w.do("setting up the window", chromedp.EmulateViewport(1280, 800), focused)
	return w
}

// focused lets the window behave as if it were the one in front, as several are open.
func focused(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, target, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	return chromedp.Void{}, err
}

// do does what must not fail.
func (w *window) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.fails(fmt.Sprintf("%s: %v", what, err))
	}
}

// fails ends the test, with a picture of what is on the screen.
func (w *window) fails(why string) {
	w.t.Helper()
	folder, err := os.MkdirTemp("", "frontdesk-e2e-failed-")
	if err != nil {
		w.t.Fatalf("%s (and there is no picture: %v)", why, err)
	}
	picture := filepath.Join(folder, "screen.png")
	if err := os.WriteFile(picture, w.photograph(), 0o644); err != nil {
		w.t.Error(err)
	}
	w.t.Fatalf("%s\nwhat was on the screen: %s", why, picture)
}

// photograph is what is on the screen, as a PNG file.
func (w *window) photograph() []byte {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		w.t.Fatalf("taking a picture: %v", err)
	}
	return picture
}

// A watch notes what a window must not do: ask another host, break the page's
// Content-Security-Policy, or write an error to the console.
type watch struct {
	ours string // host and port

	mu         sync.Mutex
	complaints []string
}

// follow watches a window until ctx ends.
func (w *watch) follow(ctx context.Context) error {
	err := chromedp.Listen(ctx, func(event any) {
		if sent, ok := event.(*network.EventRequestWillBeSent); ok {
			w.asked(sent.Request.URL)
		}
	})
	if err != nil {
		return err
	}
	messages := chromedp.Console(ctx)
	go func() {
		for message, err := range messages {
			if err == nil && (message.Type == chromedp.ConsoleError || message.IsException() || message.Type == chromedp.ConsoleWarning) {
				w.complain("the console says " + message.String() + " " + message.URL)
			}
		}
	}()
	return nil
}

// asked notes a request to anybody but the demo.
func (w *watch) asked(address string) {
	u, err := url.Parse(address)
	if err != nil || u.Host != w.ours && u.Scheme != "data" && u.Scheme != "about" {
		w.complain("the page asked " + address)
	}
}

func (w *watch) complain(of string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.complaints = append(w.complaints, of)
}

// takeAll returns what was noted, and forgets it.
func (w *watch) takeAll() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := w.complaints
	w.complaints = nil
	return all
}
