//go:build e2e

package e2e

import (
	"slices"
	"strings"
	"time"
)

// underPolicy tries what the page's policy forbids. It shows as well that a window which
// does so in another story does not go unnoticed.
func underPolicy(page *window) {
	page.As("Anna")
	if early := page.watch.takeAll(); len(early) > 0 {
		page.t.Error(early)
	}
	page.until("what is forbidden", `(() => {
		const script = document.createElement("script");
		script.textContent = "document.title = 'broken into'";
		const picture = document.createElement("img");
		picture.src = "http://elsewhere.example/pixel.png";
		document.body.append(script, picture);
		console.error("an error of the page");
		return true;
	})()`)
	var noted []string
	all := func() bool {
		noted = append(noted, page.watch.takeAll()...)
		return !slices.ContainsFunc([]string{"script-src", "img-src", "an error of the page"}, func(part string) bool {
			return !strings.Contains(strings.Join(noted, "\n"), part)
		})
	}
	for deadline := time.Now().Add(patience); !all(); time.Sleep(40 * time.Millisecond) {
		if time.Now().After(deadline) {
			page.t.Fatalf("only this was noted: %q", noted)
		}
	}
	page.until("a page that is not broken into", `document.title !== "broken into"`)
}
