package store_test

import (
	"embed"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/sample"
)

//go:embed testdata/forms.txt testdata/cyrillic.txt
var nameForms embed.FS

// What the quality of search is measured with.
const (
	qualityPeople  = 100_000
	qualitySeed    = 20_260_901
	queriesOfAKind = 320
)

// TestSearchQuality asks a school of 100,000 people for names as people type them. A hit
// is somebody who bears the name that the query was made from.
func TestSearchQuality(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	q := &quiz{Rand: rand.New(rand.NewPCG(qualitySeed, 1))}
	q.people = slices.Collect(sample.People(sample.Config{
		Seed: qualitySeed, People: qualityPeople, Now: s.Now(), Zone: s.workspace.Zone, Staff: []crm.StaffID{s.anna.ID},
	}))
	for i := range q.people {
		q.people[i].Phone = q.phone(q.people[i].Phone) // the sample's are alike but for the end
	}
	forms, ukrainians := q.formed(s), q.spelt(s)
	everybody := slices.Concat(q.people, forms.people, ukrainians.people)
	if err := s.Load(t.Context(), crm.System(s.workspace), store.Load{People: everybody}); err != nil {
		t.Fatal(err)
	}
	s.sql(`analyze people, names`)
	for _, kind := range []struct {
		name  string
		least float64 // percent, among the first five
		ask   func() question
	}{
		{"no diacritics", 95, q.withoutDiacritics},
		{"one typo", 95, func() question { return q.mistyped(1) }},
		{"two typos", 90, func() question { return q.mistyped(2) }},
		{"genitive", 95, forms.genitive},
		{"instrumental", 95, forms.instrumental},
		{"swapped order", 95, q.swapped},
		{"phone fragment", 95, q.phoneFragment},
		{"e-mail fragment", 95, q.emailFragment},
		{"Cyrillic", 95, ukrainians.inTheOther},
	} {
		asked := make([]question, queriesOfAKind)
		for i := range asked {
			asked[i] = kind.ask()
		}
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			first, five := 0, 0
			var missed []string
			for _, q := range asked {
				place := slices.IndexFunc(s.patientlyFound(t, q.text), q.means)
				switch {
				case place == 0:
					first, five = first+1, five+1
				case place > 0 && place < 5:
					five++
				default:
					missed = append(missed, fmt.Sprintf("%s (%s)", q.text, q.name))
				}
			}
			rate := func(n int) float64 { return 100 * float64(n) / queriesOfAKind }
			t.Logf("%s: %.1f %% at 1, %.1f %% at 5", kind.name, rate(first), rate(five))
			if rate(five) < kind.least {
				t.Errorf("under %v %% at 5; missed %s", kind.least, strings.Join(missed, ", "))
			}
		})
	}
}

// patientlyFound are the first ten whom a text finds, however busy the machine is.
func (s *school) patientlyFound(t *testing.T, text string) []crm.Person {
	t.Helper()
	for {
		people, err := s.FindPeople(t.Context(), s.anna, text, 10)
		if refused, ok := errors.AsType[crm.Refusal](err); !ok || refused.ID != "refusal.search_slow" {
			return must(people, err)(t)
		}
	}
}

// A question is what is typed, and the folded name that it was made from.
type question struct{ text, name string }

func ask(text string, p crm.Person) question { return question{text, crm.Fold(p.Name())} }

// means reports whether p bears the name.
func (q question) means(p crm.Person) bool { return crm.Fold(p.Name()) == q.name }

// A quiz makes up questions about the people of a school.
type quiz struct {
	*rand.Rand
	people []crm.Person
}

// phone is a number like another one, with other digits.
func (q *quiz) phone(like string) string {
	if len(like) < 6 {
		return like
	}
	return fmt.Sprintf("%s%07d", like[:len(like)-7], q.IntN(10_000_000))
}

// one is somebody for whom a condition holds.
func (q *quiz) one(holds func(crm.Person) bool) crm.Person {
	for {
		if p := q.people[q.IntN(len(q.people))]; holds(p) {
			return p
		}
	}
}

func latin(p crm.Person) bool    { return p.GivenName != "" && p.FamilyName[0] < 0xd0 }
func (q *quiz) real() crm.Person { return q.one(latin) }

var bare = strings.NewReplacer("ą", "a", "ć", "c", "ę", "e", "ł", "l", "ń", "n", "ó", "o", "ś", "s", "ź", "z", "ż", "z")

func (q *quiz) withoutDiacritics() question {
	p := q.one(func(p crm.Person) bool {
		name := strings.ToLower(p.Name())
		return latin(p) && bare.Replace(name) != name
	})
	return ask(bare.Replace(strings.ToLower(p.Name())), p)
}

func (q *quiz) swapped() question {
	p := q.real()
	return ask(p.FamilyName+" "+p.GivenName, p)
}

// phoneFragment is six digits from anywhere in a number.
func (q *quiz) phoneFragment() question {
	p := q.one(func(p crm.Person) bool { return len(p.Phone) == len("+48501234567") })
	from := len("+48") + q.IntN(4)
	return ask(p.Phone[from:from+6], p)
}

// emailFragment is most of what stands before the "@", of an address that tells both names.
func (q *quiz) emailFragment() question {
	local := func(p crm.Person) string { name, _, _ := strings.Cut(p.Email, "@"); return name }
	p := q.one(func(p crm.Person) bool { return strings.Index(local(p), ".") > 2 })
	piece := local(p) + "@"
	return ask(piece[q.IntN(3):len(piece)-q.IntN(3)], p)
}

// mistyped is a full name with n typing errors.
func (q *quiz) mistyped(n int) question {
	p := q.real()
	typed := []rune(strings.ToLower(p.Name()))
	for range n {
		typed = q.slip(typed)
	}
	return ask(string(typed), p)
}

// slip leaves a letter out, puts one in, takes one for another, or exchanges two
// neighbours.
func (q *quiz) slip(typed []rune) []rune {
	letter := 'a' + rune(q.IntN(26))
	for {
		i := q.IntN(len(typed) - 1)
		out := slices.Clone(typed)
		switch q.IntN(4) {
		case 0:
			out = slices.Delete(out, i, i+1)
		case 1:
			out = slices.Insert(out, i, letter)
		case 2:
			out[i] = letter
		case 3:
			out[i], out[i+1] = out[i+1], out[i]
		}
		if !slices.Equal(out, typed) {
			return out
		}
	}
}

// A nameForm is one of a name's list: nominative, genitive, instrumental; or a name in both
// alphabets.
type nameForm []string

// readForms reads a list of names by the first two words of their lines.
func readForms(t testing.TB, file string) map[string][]nameForm {
	t.Helper()
	lists := map[string][]nameForm{}
	for line := range strings.Lines(string(must(nameForms.ReadFile("testdata/" + file))(t))) {
		if words := strings.Fields(line); !strings.HasPrefix(line, "#") {
			key := words[0] + " " + words[1]
			lists[key] = append(lists[key], words[2:])
		}
	}
	return lists
}

// formed are people whose names are known in several forms.
type formed struct {
	people []crm.Person
	forms  [][]string // full names; that of the people is the first
	asked  map[int]int
	*rand.Rand
}

// formed pairs each surname and each given name of the list, at least once.
func (q *quiz) formed(s *school) *formed {
	lists := readForms(s.t, "forms.txt")
	f := &formed{asked: map[int]int{}, Rand: q.Rand}
	for _, who := range []string{"k", "m"} {
		given, family := lists[who+" imię"], lists[who+" nazwisko"]
		for i := range max(queriesOfAKind/2, len(given), len(family)) {
			f.add(s, given[(i+i/len(given))%len(given)], family[i%len(family)], 3)
		}
	}
	return f
}

// spelt pairs Ukrainian names; every other one is written in Cyrillic.
func (q *quiz) spelt(s *school) *formed {
	lists := readForms(s.t, "cyrillic.txt")
	f := &formed{asked: map[int]int{}, Rand: q.Rand}
	given, family := slices.Concat(lists["k imię"], lists["m imię"]), lists["- nazwisko"]
	for i := range queriesOfAKind {
		one, other := given[i%len(given)], family[(i+i/len(given))%len(family)]
		if i%2 == 0 {
			one, other = nameForm{one[1], one[0]}, nameForm{other[1], other[0]}
		}
		f.add(s, one, other, 2)
	}
	return f
}

func (f *formed) add(s *school, given, family nameForm, cases int) {
	f.people = append(f.people, crm.Person{
		GivenName: given[0], FamilyName: family[0], Type: crm.TypeStudent, Created: s.Now(), Version: 1,
	})
	var all []string
	for i := range cases {
		all = append(all, given[i]+" "+family[i])
	}
	f.forms = append(f.forms, all)
}

// next asks for everybody in turn by a form of their name.
func (f *formed) next(which int, before ...string) question {
	i := f.asked[which] % len(f.people)
	f.asked[which]++
	return ask(before[i%len(before)]+f.forms[i][which], f.people[i])
}

func (f *formed) genitive() question     { return f.next(1, "", "do ", "dla pani ", "od ") }
func (f *formed) instrumental() question { return f.next(2, "", "z ") }
func (f *formed) inTheOther() question   { return f.next(1, "") }
