package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// labels are the buttons of a line.
func labels(b slack.Block) []string {
	var all []string
	for _, e := range b.(*slack.ActionBlock).Elements.ElementSet {
		if button, ok := e.(*slack.ButtonBlockElement); ok {
			all = append(all, button.Text.Text)
		}
	}
	return all
}

func TestHome(t *testing.T) {
	r := reader(t, crm.Polish)
	t.Run("R4 three tabs, the one that is open is marked", func(t *testing.T) {
		for chosen, name := range map[crm.Tab]string{
			"": "Zadania", crm.TabTasks: "Zadania", crm.TabPeople: "Osoby", crm.TabCalendar: "Kalendarz",
		} {
			home := Home(r, HomeData{Tab: chosen})
			if got, want := labels(home.Blocks.BlockSet[0]), []string{"Zadania", "Osoby", "Kalendarz"}; !slices.Equal(got, want) {
				t.Errorf("tabs are %q, want %q", got, want)
			}
			if got := strings.Count(said(t, home), "wybrana zakładka"); got != 1 || !strings.Contains(said(t, home), name+" – wybrana") {
				t.Errorf("%q: %d tabs are open", chosen, got)
			}
		}
	})
	t.Run("R5 tasks, and a way to add one", func(t *testing.T) {
		home := said(t, Home(r, HomeData{Tasks: crm.Page[crm.Task]{Items: []crm.Task{r.plainTask(1)}, Total: 1}}))
		for _, want := range []string{"oddzwonić w sprawie grupy 1", "Dodaj zadanie", "1 zadanie: do realizacji, przypisane do mnie"} {
			if !strings.Contains(home, want) {
				t.Errorf("%q is missing", want)
			}
		}
	})
	t.Run("R10 the calendar shows the days with their tasks, open and done", func(t *testing.T) {
		day := func(n int, hour time.Duration) crm.Due { return r.in(time.Duration(n)*24*time.Hour + hour) }
		late := crm.Task{ID: 1, Subject: "pojutrze", Due: day(2, 0)}
		done := crm.Task{ID: 2, Subject: "dziś", Due: day(0, time.Hour), Done: r.Now}
		bare := crm.Task{ID: 3, Subject: "bez godziny", Due: crm.DueOn(2026, 11, 26, r.Me.Workspace.Zone)}
		never := crm.Task{ID: 4, Subject: "kiedyś"}
		home := Home(r, HomeData{Tab: crm.TabCalendar, Tasks: crm.Page[crm.Task]{Items: []crm.Task{late, done, bare, never}}})

		want := []string{"dziś · wtorek, 24 listopada 2026", "czwartek, 26 listopada 2026"}
		if got := headings(home.Blocks.BlockSet); !slices.Equal(got, want) {
			t.Errorf("days are %q, want %q", got, want)
		}
		text := said(t, home)
		if strings.Contains(text, "kiedyś") || !strings.Contains(text, "bez godziny") || !strings.Contains(text, "2:open") {
			t.Error("not the tasks that are due are shown")
		}
	})
	t.Run("a full calendar says how much is left out", func(t *testing.T) {
		var tasks crm.Page[crm.Task]
		for i := range 60 {
			tasks.Items = append(tasks.Items, crm.Task{ID: crm.TaskID(i + 1), Subject: fmt.Sprint(i), Due: r.in(time.Duration(i%7) * 24 * time.Hour)})
		}
		tasks.Total = 70
		home := Home(r, HomeData{Tab: crm.TabCalendar, Tasks: tasks})
		if text := said(t, home); !strings.Contains(text, "… i jeszcze 44 zadania") {
			t.Error("it does not")
		}
		checkLimits(t, home)
	})
	t.Run("S5 the language is asked for once, in each language", func(t *testing.T) {
		home := Home(r.undecided(), HomeData{})
		if got, want := labels(home.Blocks.BlockSet[1]), []string{"Polski", "English"}; !slices.Equal(got, want) {
			t.Errorf("languages are %q, want %q", got, want)
		}
		if strings.Contains(said(t, Home(r, HomeData{})), Language) {
			t.Error("it is asked for again")
		}
	})
	t.Run("empty tabs teach the next step", func(t *testing.T) {
		for tab, want := range map[crm.Tab]string{
			crm.TabTasks: "/zadanie zadzwonić do Anny", crm.TabPeople: "/osoba dodaj", crm.TabCalendar: "Dodaj zadanie",
		} {
			if home := said(t, Home(r, HomeData{Tab: tab})); !strings.Contains(home, want) {
				t.Errorf("%s does not say %q", tab, want)
			}
		}
	})
	t.Run("the last page leads back", func(t *testing.T) {
		tasks := crm.Page[crm.Task]{Items: many(1, r.plainTask), Previous: "c0"}
		home := said(t, Home(r, HomeData{Meta: Meta{Page: "c1"}, Tasks: tasks}))
		if !strings.Contains(home, PagePrevious) || !strings.Contains(home, `"c0"`) || strings.Contains(home, PageNext) {
			t.Errorf("it is a dead end: %s", home)
		}
	})
	t.Run("more rows than fit are said to be left out", func(t *testing.T) {
		home := Home(r, HomeData{Tasks: crm.Page[crm.Task]{Items: many(200, r.plainTask)}})
		checkLimits(t, home)
		if !strings.Contains(said(t, home), "Dalszych pozycji tu nie pokazano.") {
			t.Error("nothing is said")
		}
	})
	t.Run("there are over a thousand", func(t *testing.T) {
		page := crm.Page[crm.Person]{Items: []crm.Person{r.plainPerson(1)}, Total: crm.CountCap}
		if home := said(t, Home(r, HomeData{Tab: crm.TabPeople, People: page})); !strings.Contains(home, "Ponad 1\u00a0000") {
			t.Error("nothing is said")
		}
	})
}
