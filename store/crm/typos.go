package crm

// Typos is how many typing errors turn a into b: letters put in, left out, mistaken
// for others, or two neighbours exchanged. It looks no further than [MaxTypos] and
// answers more than that for whatever is farther apart.
func Typos(a, b string) int {
	s, t := []rune(a), []rune(b)
	if max(len(s)-len(t), len(t)-len(s)) > MaxTypos {
		return MaxTypos + 1
	}
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row[0] = i
		for j := 1; j <= len(t); j++ {
			differs := 1
			if s[i-1] == t[j-1] {
				differs = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+differs)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(t)], MaxTypos+1)
}

// MaxTypos is how many typing errors are forgiven.
const MaxTypos = 2
