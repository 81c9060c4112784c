package mailbox

import (
	"slices"
	"sync"
)

// shelf holds the newest letters and tells when there is a new one.
type shelf struct {
	limit    int // letters
	maxBytes int // of all letters as they came

	mu      sync.Mutex
	letters []Letter // the oldest first
	bytes   int
	lastID  int
	changed chan struct{} // closed, and replaced, when a letter comes
}

func newShelf(limit, maxBytes int) shelf {
	return shelf{limit: limit, maxBytes: maxBytes, changed: make(chan struct{})}
}

// put gives the letter its number, keeps it, and drops the oldest where there are too many.
func (s *shelf) put(letter Letter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID++
	letter.ID = s.lastID
	s.letters = append(s.letters, letter)
	s.bytes += len(letter.Raw)
	for len(s.letters) > 1 && (len(s.letters) > s.limit || s.bytes > s.maxBytes) {
		s.bytes -= len(s.letters[0].Raw)
		s.letters = slices.Delete(s.letters, 0, 1)
	}
	close(s.changed)
	s.changed = make(chan struct{})
}

// all returns the letters, the oldest first, and a channel that is closed when this is
// no longer the whole truth.
func (s *shelf) all() ([]Letter, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.letters), s.changed
}

// newest returns the number of the letter that came last, zero before the first.
func (s *shelf) newest() (int, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lastID, s.changed
}

// get returns the letter of that number, if it is still kept.
func (s *shelf) get(id int) (Letter, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, letter := range s.letters {
		if letter.ID == id {
			return letter, true
		}
	}
	return Letter{}, false
}
